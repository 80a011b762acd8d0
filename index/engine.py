"""What searches the passages of one generation, and the engine over files: FAISS and tantivy."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.contents import LEXICAL
from index.dense import Dense
from index.facets import ANY, wanted_facets
from index.generations import Manifest
from index.held import Held
from index.lexical import Lexical
from rag.search import Scored, Within

__all__ = ["Engine", "Files"]

Vectors = NDArray[np.float32]


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

    def within(self, wanted: Within, held: Held) -> Self:
        """The same engine, that finds only what is held: the passages of the articles wanted."""
        ...


class Files:
    """Vectors, graph and search terms in the folder of a generation."""

    def __init__(self, folder: Path, manifest: Manifest, held: Held) -> None:
        """Open the files in the folder; `held` are all passages of the generation.

        Raises:
            ArchiveError: a file is missing or damaged.
        """
        self._dense = Dense.open(folder)
        self._lexical = Lexical.open(folder / LEXICAL, manifest.languages)
        self._held, self._wanted, self._languages = held, ANY, manifest.languages

    def nearest(self, query: Vectors, k: int, language: str) -> Scored:
        """At most `k` passages nearest to a query (dimension,); scores are cosines."""
        if language not in self._languages:
            return []
        group = self._languages.index(language)
        found = self._dense.search(query, k, self._held.in_language(language), group)
        named = [(int(self._held.ids[row]), score) for row, score in found]
        return sorted(named, key=lambda hit: (-hit[1], hit[0]))

    def matching(self, tokens: Sequence[str], k: int, language: str) -> Scored:
        """At most `k` passages that hold some of the tokens; scores are BM25."""
        return self._lexical.search(tokens, k, language, self._wanted)

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language, of all that there are, has the token."""
        return self._lexical.holds(token, language)

    def vector(self, identity: int) -> Vectors:
        """The vector of a passage that there is, shape (dimension,)."""
        return self._dense.vector(self._held.row(identity))

    def within(self, wanted: Within, held: Held) -> Self:
        """The same engine, that finds only what is held: the passages of the articles wanted."""
        narrowed = copy(self)
        narrowed._held, narrowed._wanted = held, wanted_facets(wanted)
        return narrowed
