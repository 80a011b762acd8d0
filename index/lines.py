"""Articles and passages as lines of JSON: written in one go, read one by one or from the middle."""

import json
import os
import weakref
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.parts import grow, parts_of
from rag.errors import ArchiveError
from rag.types import Article, Passage

__all__ = [
    "Lines",
    "article_from",
    "article_json",
    "grow_lines",
    "passage_from",
    "passage_json",
    "read_lines",
    "write_lines",
]

T = TypeVar("T")
Starts = NDArray[np.int64]
"""(lines + 1,): the byte at which each line begins, and the length of the file."""


def write_lines(file: Path, lines: Iterable[str]) -> Starts:
    """Write the lines, and return where each begins."""
    starts = [0]
    with file.open("wb") as stream:
        for line in lines:
            starts.append(starts[-1] + stream.write(line.encode("utf-8") + b"\n"))
    return np.array(starts, np.int64)


def grow_lines(before: Path, file: Path, lines: Iterable[str], end: int) -> Starts:
    """Write behind the lines of `before`, that `end` there, some more; say where these begin."""
    added = [line.encode("utf-8") + b"\n" for line in lines]
    grow(before, file, b"".join(added))
    return end + np.cumsum([0, *map(len, added)], dtype=np.int64)


def read_lines(file: Path, make: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    """Every line, made into what it stands for.

    Raises:
        ArchiveError: the file is missing or damaged.
    """
    try:
        for part in parts_of(file):
            with part.open(encoding="utf-8", newline="\n") as stream:
                for line in stream:
                    yield make(json.loads(line))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error


class Lines:
    """The lines of a file and its parts, each read when asked for. Safe from several threads.

    The files stay open: a build may sweep their folder away while somebody reads on.
    """

    def __init__(self, file: Path, starts: Starts) -> None:
        self._file, self._starts = file, starts
        self._open: list[int] = []
        self._firsts = [0]
        for part in parts_of(file):
            self._open.append(os.open(part, os.O_RDONLY))
            weakref.finalize(self, os.close, self._open[-1])
            self._firsts.append(self._firsts[-1] + os.fstat(self._open[-1]).st_size)

    def __len__(self) -> int:
        return len(self._starts) - 1

    def read(self, number: int) -> dict[str, Any]:
        """The object on a line, counted from 0.

        Raises:
            ArchiveError: the file was damaged while it was open.
        """
        start, end = int(self._starts[number]), int(self._starts[number + 1])
        part = bisect_right(self._firsts, start, hi=len(self._open)) - 1
        try:
            line = os.pread(self._open[part], end - start, start - self._firsts[part])
            values: dict[str, Any] = json.loads(line)
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"{self._file} cannot be read ({error!r}): run `dalil index PATH`"
            ) from error
        return values


def article_json(article: Article) -> str:
    """An article as one line, without its copies: they come and go, and it stays as it is."""
    names = (item.name for item in fields(Article) if item.name != "copies")
    values = {name: getattr(article, name) for name in names}
    values["published"] = article.published and article.published.isoformat()
    return json.dumps(values, ensure_ascii=False)


def article_from(values: dict[str, Any]) -> Article:
    """The article that `article_json` wrote."""
    published = values["published"]
    values["published"] = date.fromisoformat(published) if published else None
    for name in ("wire", "inferred", "copies"):
        values[name] = tuple(values.get(name, ()))
    return Article(**values)


def passage_json(passage: Passage) -> str:
    """A passage as one line, without its words: they are its article's."""
    values = {
        "id": passage.id,
        "article": passage.article.id,
        "start": passage.start,
        "end": passage.end,
        "sentences": passage.sentences,
    }
    return json.dumps(values, ensure_ascii=False)


def passage_from(values: dict[str, Any], articles: Mapping[str, Article]) -> Passage:
    """The passage that `passage_json` wrote, of one of the articles by id."""
    values["article"] = articles[values["article"]]
    values["sentences"] = tuple((start, end) for start, end in values["sentences"])
    return Passage(**values)
