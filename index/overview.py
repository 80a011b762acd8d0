"""What an index holds, at a glance: for a first page, and for questions to begin with."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rag.errors import ArchiveError
from rag.types import Article

__all__ = ["Newest", "Overview", "overview_json", "overview_of", "overview_with", "read_overview"]

NEWEST = 12


@dataclass(frozen=True, slots=True)
class Newest:
    """One of the newest articles."""

    id: str
    title: str
    outlet: str
    published: date


@dataclass(frozen=True, slots=True)
class Overview:
    """How many articles, of which outlets (the most frequent first), from when to when.

    `newest` are the last published articles, the newest first; copies of one stand once.
    """

    articles: int
    outlets: tuple[tuple[str, int], ...] = ()
    first: date | None = None
    last: date | None = None
    newest: tuple[Newest, ...] = ()


def overview_of(articles: Sequence[Article]) -> Overview:
    """Look over all articles."""
    outlets = Counter(article.outlet for article in articles if article.outlet)
    dated = [(a.published, a) for a in articles if a.published is not None]
    days = [day for day, _ in dated]
    titled = (Newest(a.id, a.title, a.outlet, day) for day, a in dated if a.title)
    return Overview(
        len(articles),
        tuple(sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))),
        min(days, default=None),
        max(days, default=None),
        _newest(titled, {article.id: article.copies for article in articles}),
    )


def _newest(each: Iterable[Newest], copies: Mapping[str, tuple[str, ...]]) -> tuple[Newest, ...]:
    """The first to be shown; `copies` by id."""
    newest: list[Newest] = []
    shown: set[str] = set()
    for one in sorted(each, key=lambda one: (-one.published.toordinal(), one.id)):
        if len(newest) == NEWEST:
            break
        if shown.isdisjoint(copies.get(one.id, ())):
            newest.append(one)
            shown.add(one.id)
    return tuple(newest)


def overview_with(
    before: Overview, articles: Sequence[Article], copies: Mapping[str, tuple[str, ...]]
) -> Overview:
    """The overview after some articles came; `copies` of all articles by id.

    None of those that came repeats two of the others that do not repeat each other.
    """
    come = overview_of(articles)
    outlets = Counter(dict(before.outlets)) + Counter(dict(come.outlets))
    return Overview(
        before.articles + come.articles,
        tuple(sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0]))),
        min(filter(None, (before.first, come.first)), default=None),
        max(filter(None, (before.last, come.last)), default=None),
        _newest((*before.newest, *come.newest), copies),
    )


def overview_json(overview: Overview) -> str:
    """The overview as JSON; days as YYYY-MM-DD."""
    return json.dumps(asdict(overview), ensure_ascii=False, default=date.isoformat)


def read_overview(file: Path) -> Overview:
    """Read what `overview_json` wrote.

    Raises:
        ArchiveError: the file is missing or damaged.
    """
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        first, last = (
            date.fromisoformat(day) if day else None for day in (values["first"], values["last"])
        )
        newest = tuple(
            Newest(each["id"], each["title"], each["outlet"], date.fromisoformat(each["published"]))
            for each in values["newest"]
        )
        outlets = tuple((name, count) for name, count in values["outlets"])
        return Overview(values["articles"], outlets, first, last, newest)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error
