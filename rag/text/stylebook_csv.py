"""The files of names: the one that is packaged, and a newsroom's own."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from rag.errors import SettingsError
from rag.text.lexicon import DATA
from rag.text.names import WORD, Entity

__all__ = ["packaged", "read"]

KINDS = ("person", "organisation", "place", "agency", "outlet", "other")
HEADER = ["arabic", "english", "kind"]
CREDIT = " (credit)"
"""Stands behind a form that names its entity in credits only."""


@cache
def packaged() -> tuple[Entity, ...]:
    """The world's news agencies and well-known outlets; a newsroom's stylebook lies over them."""
    return tuple(read(DATA / "stylebook.csv"))


def read(path: Path) -> list[Entity]:
    """Read a file; `Stylebook.load` says what stands in one.

    Raises:
        SettingsError: it cannot be read, or a row is wrong (with its line number).
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path, csv.reader(file, strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(
            f"cannot read the stylebook {path}: {error}; set `stylebook` to a UTF-8 CSV file"
        ) from error


def _rows(path: Path, reader: Iterable[list[str]]) -> Iterator[Entity]:
    for number, row in enumerate(reader, start=1):
        if number == 1:
            if row != HEADER:
                raise SettingsError(f"{path}, line 1: expected the columns arabic,english,kind")
        elif row:
            yield _entity(path, number, row)


def _entity(path: Path, number: int, row: list[str]) -> Entity:
    if len(row) != len(HEADER):
        raise SettingsError(f"{path}, line {number}: expected 3 columns, found {len(row)}: {row}")
    arabic, english = (tuple(filter(None, map(str.strip, cell.split("|")))) for cell in row[:2])
    kind = row[2].strip()
    if not all(map(WORD.search, arabic)) or not all(map(WORD.search, english)):
        raise SettingsError(f"{path}, line {number}: a name has no letter: {row}")
    if not arabic or not english:
        raise SettingsError(f"{path}, line {number}: a name is missing: {row}; give both languages")
    if kind not in KINDS:
        raise SettingsError(f"{path}, line {number}: kind {kind!r}; known: {', '.join(KINDS)}")
    credit = frozenset(n.removesuffix(CREDIT) for n in arabic + english if n.endswith(CREDIT))
    arabic, english = (tuple(n.removesuffix(CREDIT) for n in names) for names in (arabic, english))
    return Entity(arabic, english, kind, credit)
