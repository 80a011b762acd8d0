"""The articles and passages of a generation, read from its files when they are asked for.

    articles.jsonl, passages.jsonl      what there is, a line each
    copies.json                         which articles repeat one another
    articles.table, passages.table      where each line begins, and what is needed to find one

The tables are mapped into memory, so that several processes share one copy; of the texts none is
held but those of the last articles that were read.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Generic, Self, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from index.facets import facets_of, hashed, wanted_facets
from index.lines import (
    Lines,
    article_from,
    article_json,
    grow_lines,
    passage_from,
    passage_json,
    read_lines,
    write_lines,
)
from index.linked import Copies, read_copies
from rag.errors import ArchiveError
from rag.search import Within
from rag.types import Article, Passage

__all__ = [
    "ARTICLES",
    "ARTICLE_TABLE",
    "PASSAGES",
    "PASSAGE_TABLE",
    "Held",
    "Mask",
    "linked",
    "read_articles",
    "read_passages",
]

ARTICLES, ARTICLE_TABLE = "articles.jsonl", "articles.table"
PASSAGES, PASSAGE_TABLE = "passages.jsonl", "passages.table"
REMEMBERED = 2_048
"""Articles kept in memory after they were read: some 12 MB."""
_ARTICLE = np.dtype(
    [("at", "i8"), ("id", "i8"), ("tongue", "i8"), ("outlet", "i8"), ("day", "i4"), ("key", "i4")]
)
"""`id` is a hash; `key` the place of the language among those of the manifest."""
_PASSAGE = np.dtype([("at", "i8"), ("id", "i8"), ("article", "i4")])
Mask = NDArray[np.bool_]
"""(passages,) or (articles,): whether each is to be found."""
T = TypeVar("T")


class _View(Sequence[T], Generic[T]):
    """Some of what lies on disk, in order, read when it is asked for."""

    def __init__(self, rows: Sequence[int] | NDArray[np.int64], read: Callable[[int], T]) -> None:
        self._rows, self._read = rows, read

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self._read(int(row)) for row in self._rows[at]]
        return self._read(int(self._rows[at]))

    def __iter__(self) -> Iterator[T]:
        return (self._read(int(row)) for row in self._rows)


class Held:
    """The articles and passages of one generation. Safe to use from several threads."""

    def __init__(self, folder: Path, languages: Sequence[str]) -> None:
        """Open the files; `languages` are those of the manifest.

        Raises:
            ArchiveError: a file is missing or damaged.
        """
        self._folder, self._languages = folder, tuple(languages)
        try:
            self._articles = np.memmap(folder / ARTICLE_TABLE, _ARTICLE, "r")
            self._passages = np.memmap(folder / PASSAGE_TABLE, _PASSAGE, "r")
            self._article_lines = Lines(folder / ARTICLES, self._articles["at"])
            self._passage_lines = Lines(folder / PASSAGES, self._passages["at"])
        except (OSError, ValueError, IndexError) as error:
            raise ArchiveError(
                f"{folder} cannot be read ({error}): run `dalil index PATH`"
            ) from error
        self._copies = read_copies(folder)
        self.ids = np.array(self._passages["id"][:-1])
        self._of_article = np.array(self._passages["article"][:-1])
        self.keys = self._articles["key"][:-1][self._of_article].astype(np.int8)
        """The language of each passage, by its place in the manifest."""
        self._order = np.argsort(self.ids, kind="stable")
        self._wanted: Mask = np.ones(len(self._article_lines), np.bool_)
        self.found: Mask = np.ones(len(self._passage_lines), np.bool_)
        self._article_at = lru_cache(REMEMBERED)(self._read_article)

    @staticmethod
    def write(
        folder: Path,
        articles: Sequence[Article],
        passages: Sequence[Passage],
        languages: Sequence[str],
    ) -> None:
        """Write the files; every passage is of one of the articles."""
        starts = write_lines(folder / ARTICLES, map(article_json, articles))
        _article_table(articles, starts, languages).tofile(folder / ARTICLE_TABLE)
        rows = {article.id: row for row, article in enumerate(articles)}
        starts = write_lines(folder / PASSAGES, map(passage_json, passages))
        _passage_table(passages, starts, rows).tofile(folder / PASSAGE_TABLE)

    def grow(self, folder: Path, articles: Sequence[Article], passages: Sequence[Passage]) -> None:
        """Write the files into another folder, with some more articles and their passages.

        The languages of the articles are among those that there are.
        """
        told, parts = self._articles, self._passages
        lines, end = map(article_json, articles), int(told["at"][-1])
        starts = grow_lines(self._folder / ARTICLES, folder / ARTICLES, lines, end)
        table = _article_table(articles, starts, self._languages)
        np.concatenate([told[:-1], table]).tofile(folder / ARTICLE_TABLE)
        rows = {article.id: row for row, article in enumerate(articles, len(told) - 1)}
        lines, end = map(passage_json, passages), int(parts["at"][-1])
        starts = grow_lines(self._folder / PASSAGES, folder / PASSAGES, lines, end)
        table = _passage_table(passages, starts, rows)
        np.concatenate([parts[:-1], table]).tofile(folder / PASSAGE_TABLE)

    @property
    def articles(self) -> Sequence[Article]:
        """The articles to be found, in the order of indexing."""
        return _View(np.flatnonzero(self._wanted), self._article_at)

    @property
    def passages(self) -> Sequence[Passage]:
        """The passages to be found, article by article."""
        return _View(np.flatnonzero(self.found), self._read_passage)

    def article(self, identity: str) -> Article:
        """The article of this id.

        Raises:
            KeyError: there is none to be found.
        """
        for row in np.flatnonzero(self._articles["id"][:-1] == hashed(identity)):
            article = self._article_at(int(row))
            if article.id == identity and self._wanted[row]:
                return article
        raise KeyError(identity)

    def __contains__(self, identity: int) -> bool:
        """Whether the passage of this number is to be found."""
        row = self._row(identity)
        return row is not None and bool(self.found[row])

    def row(self, identity: int) -> int:
        """The row of a passage that is to be found, in the order of the generation.

        Raises:
            KeyError: there is none.
        """
        row = self._row(identity)
        if row is None or not self.found[row]:
            raise KeyError(identity)
        return row

    def passage(self, identity: int) -> Passage:
        """The passage of this number.

        Raises:
            KeyError: there is none to be found.
        """
        return self._read_passage(self.row(identity))

    def in_language(self, language: str) -> Mask:
        """The passages to be found in a language, by its name in the manifest."""
        if language not in self._languages:
            return np.zeros(len(self.found), np.bool_)
        return np.asarray(self.found & (self.keys == self._languages.index(language)), np.bool_)

    @property
    def sizes(self) -> Counter[str]:
        """How many passages are to be found in each language."""
        counts = np.bincount(self.keys[self.found], minlength=len(self._languages))
        return Counter(dict(zip(self._languages, counts.tolist(), strict=True)))

    def within(self, wanted: Within) -> Self:
        """The same, with only those of the articles wanted to be found."""
        tongue, outlet, first, last = wanted_facets(wanted)
        table, narrowed = self._articles[:-1], copy(self)
        mask = self._wanted.copy()
        if tongue is not None:
            mask &= table["tongue"] == tongue
        if outlet is not None:
            mask &= table["outlet"] == outlet
        if first is not None:
            mask &= table["day"] >= first
        if last is not None:
            mask &= table["day"] <= last
        narrowed._wanted = mask
        narrowed.found = np.asarray(self.found & mask[self._of_article], np.bool_)
        return narrowed

    def _row(self, identity: int) -> int | None:
        at = int(np.searchsorted(self.ids, identity, sorter=self._order))
        row = int(self._order[at]) if at < len(self._order) else -1
        return row if row >= 0 and self.ids[row] == identity else None

    def _read_article(self, row: int) -> Article:
        return _linked(article_from(self._article_lines.read(row)), self._copies)

    def _read_passage(self, row: int) -> Passage:
        article = self._article_at(int(self._of_article[row]))
        return passage_from(self._passage_lines.read(row), {article.id: article})


def _article_table(
    articles: Sequence[Article], starts: NDArray[np.int64], languages: Sequence[str]
) -> NDArray[np.void]:
    """A row for each article, and one that says where the last line ends."""
    place = {language: at for at, language in enumerate(languages)}
    table = np.zeros(len(articles) + 1, _ARTICLE)
    table["at"] = starts
    for row, article in enumerate(articles):
        facets = facets_of(article)
        table["id"][row] = hashed(article.id)
        table["tongue"][row], table["outlet"][row] = facets.tongue, facets.outlet
        table["day"][row], table["key"][row] = facets.day, place[facets.language]
    return table


def _passage_table(
    passages: Sequence[Passage], starts: NDArray[np.int64], rows: Mapping[str, int]
) -> NDArray[np.void]:
    """A row for each passage, and one that says where the last line ends; `rows` of articles."""
    table = np.zeros(len(passages) + 1, _PASSAGE)
    table["at"] = starts
    table["id"][:-1] = [passage.id for passage in passages]
    table["article"][:-1] = [rows[passage.article.id] for passage in passages]
    return table


def read_articles(folder: Path) -> dict[str, Article]:
    """Every article of a generation by its id, from the lines alone: without its copies.

    Raises:
        ArchiveError: the file is missing or damaged.
    """
    return {article.id: article for article in read_lines(folder / ARTICLES, article_from)}


def linked(articles: Mapping[str, Article], folder: Path) -> dict[str, Article]:
    """The articles with their copies.

    Raises:
        ArchiveError: the file is damaged.
    """
    copies = read_copies(folder)
    return {identity: _linked(article, copies) for identity, article in articles.items()}


def _linked(article: Article, copies: Copies) -> Article:
    if article.id not in copies:  # a version before this one wrote them in the line
        return article
    return replace(article, copies=copies[article.id][1])


def read_passages(folder: Path, articles: Mapping[str, Article]) -> tuple[Passage, ...]:
    """The passages of a generation, article by article, from their lines alone.

    Raises:
        ArchiveError: the file is missing or damaged.
    """
    return tuple(read_lines(folder / PASSAGES, lambda values: passage_from(values, articles)))
