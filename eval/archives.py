"""The archives that Dalil is asked over, each with its gold questions.

    seeds                 `seeds/` and the seven gold files beside this folder's archives
    archives/<name>       a newsroom's archive: articles, a stylebook, gold.jsonl
    cases/<name>          a small archive made of one public bug report, the same way

A set is what a table shows in one line: the seeds, each newsroom, all cases together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.gold import Gold, load_gold
from rag.errors import InputError

__all__ = ["GOLD", "SEEDS", "SETS", "Archive", "load_archives"]

GOLD = Path(__file__).parent / "gold"
SEEDS = Path(__file__).parent.parent / "seeds"
STEERING = ("dev", "conflict", "follow-up", "false-premise", "injection")
MEASURING = ("test", "fresh")
"""Gold files over the seeds that nobody steers by: no gate names a question of them."""
MEASURING_SETS = ("second-look", "third-look", "fifth-look", "seventh-look")
"""Whole sets of the same kind."""
CASES = "cases"
SETS = ("seeds", *sorted(folder.name for folder in (GOLD / "archives").glob("*")), CASES)
"""The sets, in the order of the tables."""


@dataclass(frozen=True, slots=True)
class Archive:
    """Articles, the stylebook they are read with (None: the settings' own), and questions.

    `beside` is the folder that the questions' own articles are named from.
    """

    name: str
    set: str
    golds: tuple[Gold, ...]
    articles: tuple[Path, ...]
    beside: Path
    stylebook: Path | None = None


def load_archives(sets: Iterable[str] = SETS, *, measuring: bool = True) -> list[Archive]:
    """The archives of the sets; if not `measuring`, without what nobody steers by.

    Raises:
        InputError: there is no such set, a gold file is wrong, or two questions have one id.
    """
    wanted = list(sets)
    if unknown := [name for name in wanted if name not in SETS]:
        raise InputError(f"no set {unknown[0]!r}: known are {', '.join(SETS)}")
    asked = [name for name in wanted if measuring or name not in MEASURING_SETS]
    archives = [archive for name in asked for archive in _archives(name, measuring)]
    _check_ids(archives)
    return archives


def _archives(name: str, measuring: bool) -> list[Archive]:
    if name == "seeds":
        files = (*STEERING, *(MEASURING if measuring else ()))
        golds = [gold for file in files for gold in load_gold(GOLD / f"{file}.jsonl")]
        return [Archive(name, name, tuple(golds), (SEEDS,), GOLD, SEEDS / "stylebook.csv")]
    if name == CASES:
        folders = sorted(file.parent for file in (GOLD / CASES).glob("*/gold.jsonl"))
        return [_folder(folder, f"{CASES}/{folder.name}", CASES) for folder in folders]
    return [_folder(GOLD / "archives" / name, name, name)]


def _folder(folder: Path, name: str, of: str) -> Archive:
    book, own = folder / "stylebook.csv", folder / "articles"
    return Archive(
        name,
        of,
        tuple(load_gold(folder / "gold.jsonl")),
        (own if own.is_dir() else SEEDS,),
        folder,
        book if book.is_file() else None,
    )


def _check_ids(archives: Sequence[Archive]) -> None:
    home: dict[str, str] = {}
    for archive in archives:
        for gold in archive.golds:
            if gold.id in home:
                raise InputError(
                    f"question {gold.id!r} is in {home[gold.id]} and in {archive.name}: rename it"
                )
            home[gold.id] = archive.name
