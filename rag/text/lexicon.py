"""Word lists as data: the files of `rag/data`, and a newsroom's own files of the same names.

A file of the newsroom's folder (setting `lexicon`) adds to the packaged file of its name; where
both say something of one key, the newsroom's row wins. `docs/lexicon.md` says what each file holds.
"""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rag.errors import SettingsError
from rag.text.fold import fold

__all__ = ["DATA", "Row", "WordPattern", "rebuilt", "rows", "use", "words", "wordset"]

DATA = Path(__file__).resolve().parent.parent / "data"
_folders: list[Path] = [DATA]
_builders: list[Callable[[], None]] = []


def wordset(text: str) -> frozenset[str]:
    """The words of a list, separated by spaces."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file: `at` is its place, for errors; `cells` its columns by name."""

    at: str
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def alternatives(self, column: str) -> list[str]:
        """The cell's parts between ` | `, without the empty ones."""
        return [part.strip() for part in self.cells[column].split("|") if part.strip()]

    def wrong(self, what: str) -> SettingsError:
        """An error that names the file and the line."""
        return SettingsError(f"{self.at}: {what}; docs/lexicon.md says how rows are written")


def rebuilt(build: Callable[[], None]) -> Callable[[], None]:
    """Call `build` now, and again whenever another folder is put in use: it fills a table."""
    _builders.append(build)
    build()
    return build


def use(folder: Path | None) -> None:
    """Lay a newsroom's folder over the packaged lists; None takes an earlier one away.

    Raises:
        SettingsError: the folder is not there, or a row in it is wrong; the lists stay as before.
    """
    if folder is not None and not folder.is_dir():
        raise SettingsError(f"lexicon = {str(folder)!r}: no such folder; see docs/lexicon.md")
    before = _folders[:]
    _folders[:] = [DATA, folder] if folder is not None else [DATA]
    if _folders == before:
        return
    try:
        _rebuild()
    except SettingsError:
        _folders[:] = before
        _rebuild()
        raise


def _rebuild() -> None:
    _lists.cache_clear()
    for build in _builders:
        build()


def rows(name: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of the CSV file `name`, the packaged ones first.

    Raises:
        SettingsError: a file cannot be read, or a row has other columns.
    """
    for path in _files(name):
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.reader(file, strict=True)
                if next(reader, None) != list(columns):
                    raise SettingsError(f"{path}, line 1: expected {','.join(columns)}")
                for cells in filter(None, reader):
                    yield _row(f"{path}, line {reader.line_num}", columns, cells)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise SettingsError(f"cannot read {path}: {error}; save it as UTF-8 CSV") from error


def _row(at: str, columns: Sequence[str], cells: list[str]) -> Row:
    if len(cells) != len(columns):
        raise SettingsError(f"{at}: expected {len(columns)} columns, found {len(cells)}: {cells}")
    return Row(at, dict(zip(columns, map(str.strip, cells), strict=True)))


def words(name: str) -> frozenset[str]:
    """The words of the list `name` in words.toml, in either language, as they are written there.

    Raises:
        SettingsError: a file cannot be read, has a list that Dalil does not know, or lacks `name`.
    """
    lists = [_lists(path) for path in _files("words.toml")]
    if unknown := sorted(key for own in lists[1:] for key in own if key not in lists[0]):
        own, known = _folders[-1] / "words.toml", ", ".join(lists[0])
        raise SettingsError(f"{own}: no list {unknown[0]!r}; known: {known}")
    if name not in lists[0]:
        raise SettingsError(f"{DATA / 'words.toml'}: no list {name!r}")
    return frozenset(word for own in lists for word in own.get(name, ()))


def _folded(word: str) -> str:
    return re.escape(fold(word).text)


class WordPattern:
    """A regular expression in which `<name>` stands for any word of that list of words.toml.

    `language` "ar" or "en" takes the words of its script alone, "" all. `written` makes a word an
    expression of its own: of the folded word, if not given. `regex` is the whole with the lists
    that are in use now.
    """

    _LIST = re.compile(r"(?<!\?P)<([a-z_]+)>")

    def __init__(
        self,
        template: str,
        language: str = "",
        written: Callable[[str], str] = _folded,
        flags: re.RegexFlag = re.NOFLAG,
    ) -> None:
        self.template, self.language, self.written, self.flags = template, language, written, flags
        rebuilt(self._build)

    def _build(self) -> None:
        self.regex = re.compile(self._LIST.sub(self._either, self.template), self.flags)

    def _either(self, name: re.Match[str]) -> str:
        """Alternatives, the longest first: "of" would hide "of late"."""
        script = {"en": (True,), "ar": (False,), "": (True, False)}[self.language]
        own = {self.written(word) for word in words(name[1]) if word.isascii() in script}
        return f"(?:{'|'.join(sorted(own, key=lambda w: (-len(w), w)))})"


@lru_cache(maxsize=4)
def _lists(path: Path) -> dict[str, list[str]]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"cannot read {path}: {error}") from error
    for key, value in found.items():
        if not isinstance(value, list) or not all(isinstance(w, str) and w.strip() for w in value):
            raise SettingsError(f"{path}: {key} = {value!r}; give a list of words in quotes")
    return found


def _files(name: str) -> Iterator[Path]:
    """The packaged file, and the newsroom's where it has one."""
    for folder in _folders:
        if folder is DATA or (folder / name).is_file():
            yield folder / name
