"""What searches the passages of one generation, and the engine over files: FAISS and tantivy."""

from collections.abc import Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.contents import LEXICAL, language_key
from index.dense import Dense, Rows
from index.generations import Manifest
from index.lexical import Lexical
from rag.search import Within
from rag.types import Passage

__all__ = ["Engine", "Files", "Scored"]

Vectors = NDArray[np.float32]
Scored = list[tuple[int, float]]
"""Passage ids with scores, best first, ties by lower id."""


class Engine(Protocol):
    """Searches the passages of one generation, language by language. Safe from several threads.

    Every engine gives the same passages in the same order: `index.contract` says what that means.
    """

    def nearest(self, query: Vectors, k: int, language: str) -> Scored:
        """At most `k` passages nearest to a query (dimension,); scores are cosines."""
        ...

    def matching(self, tokens: Sequence[str], k: int, language: str) -> Scored:
        """At most `k` passages that hold some of the tokens; scores are BM25."""
        ...

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language, of all that there are, has the token."""
        ...

    def vector(self, identity: int) -> Vectors:
        """The vector of a passage that there is, shape (dimension,)."""
        ...

    def within(self, wanted: Within, passages: Mapping[int, Passage]) -> Self:
        """The same engine, that finds only these passages: those of the articles wanted."""
        ...


class Files:
    """Vectors, graph and search terms in the folder of a generation."""

    def __init__(self, folder: Path, manifest: Manifest, ordered: Sequence[Passage]) -> None:
        """Open the files for `ordered`, all passages in the order of the generation.

        Raises:
            ArchiveError: a file is missing or damaged.
        """
        self._dense = Dense.open(folder)
        self._lexical = Lexical.open(folder / LEXICAL, manifest.languages)
        self._ids = np.array([passage.id for passage in ordered], np.int64)
        self._row_of = {passage.id: row for row, passage in enumerate(ordered)}
        self._found: Mapping[int, Passage] = {passage.id: passage for passage in ordered}
        self._rows = self._rows_by_language()

    def nearest(self, query: Vectors, k: int, language: str) -> Scored:
        """At most `k` passages nearest to a query (dimension,); scores are cosines."""
        rows = self._rows.get(language)
        if rows is None:
            return []
        every = len(rows) == len(self._dense)
        found = self._dense.search(query, k, None if every else rows)
        named = [(int(self._ids[row]), score) for row, score in found]
        return sorted(named, key=lambda hit: (-hit[1], hit[0]))

    def matching(self, tokens: Sequence[str], k: int, language: str) -> Scored:
        """At most `k` passages that hold some of the tokens; scores are BM25.

        Where only some are wanted, look deeper until enough of them are found.
        """
        depth = k
        while True:
            found = self._lexical.search(tokens, depth, language)
            hits = [(identity, score) for identity, score in found if identity in self._found]
            if len(hits) >= k or len(found) < depth:
                return hits[:k]
            depth *= 4

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language, of all that there are, has the token."""
        return self._lexical.holds(token, language)

    def vector(self, identity: int) -> Vectors:
        """The vector of a passage that there is, shape (dimension,)."""
        return np.array(self._dense.vectors[self._row_of[identity]], np.float32)

    def within(self, wanted: Within, passages: Mapping[int, Passage]) -> Self:
        """The same engine, that finds only these passages."""
        narrowed = copy(self)
        narrowed._found = passages
        narrowed._rows = narrowed._rows_by_language()
        return narrowed

    def _rows_by_language(self) -> dict[str, Rows]:
        """For each language with passages to be found, their rows, in order."""
        rows: dict[str, list[int]] = {}
        for identity, passage in self._found.items():
            language = language_key(passage.article.language)
            rows.setdefault(language, []).append(self._row_of[identity])
        return {language: np.array(own, np.int64) for language, own in rows.items()}
