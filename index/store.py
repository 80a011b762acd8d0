"""The archive: open a generation of the index, and search it."""

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.cluster import NOTE, Cluster
from index.contents import OVERVIEW, REGISTRY, tokens_of
from index.engine import Engine, Files
from index.generations import BuiltWith, Manifest, check_built_with, current, read_manifest
from index.held import ARTICLE_TABLE, ARTICLES, PASSAGE_TABLE, PASSAGES, Held
from index.linked import COPIES
from index.overview import read_overview
from index.sources import read_registry
from index.terms import TERMS
from rag.errors import ArchiveError, InputError
from rag.reader.encoder import Encoder
from rag.search import Scored, Within, balance, fuse, spread_copies
from rag.settings import Settings
from rag.types import Article, Hit, Passage

__all__ = ["Archive"]

Vectors = NDArray[np.float32]
Expand = Callable[[str], Sequence[str]]
"""Other forms of the names in a question."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The search tokens of a question: its own, and those of its names in other forms."""

    words: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]

    @property
    def tokens(self) -> tuple[str, ...]:
        return (*self.words, *(word for name in self.names for word in name))


SEARCHED = {
    ARTICLES, ARTICLE_TABLE, PASSAGES, PASSAGE_TABLE, COPIES, REGISTRY, OVERVIEW, TERMS, NOTE,
}  # fmt: skip
"""The files that are read of a generation that is searched in Milvus; others need not be there."""


class Archive:
    """One generation of an index, open for searching. Safe to use from several threads."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        encoder: Encoder,
        expand: Expand | None = None,
        store_uri: str = "",
    ) -> None:
        self.generation = folder.name
        self.manifest = manifest
        self._encoder = encoder
        self._expand = expand or _no_names
        self.registry = read_registry(folder / REGISTRY)
        self._held = Held(folder, manifest.languages)
        self._sizes = self._held.sizes
        self._engine: Engine
        if manifest.built_with.store == "milvus":
            self._engine = Cluster(folder, manifest, self._held, store_uri)
        else:
            self._engine = Files(folder, manifest, self._held)
        self.overview = read_overview(folder / OVERVIEW)

    @classmethod
    def open(cls, settings: Settings, encoder: Encoder, expand: Expand | None = None) -> Self:
        """Open the current generation of the index that the settings name.

        `expand` gives the other forms of the names in a question, for the lexical search.

        Raises:
            ArchiveError: there is no index, it is damaged, or it was built with other settings.
        """
        wanted = BuiltWith.of(settings, encoder.fingerprint)
        while True:
            folder = current(settings.index)
            try:
                manifest = read_manifest(folder, SEARCHED if wanted.store == "milvus" else None)
                check_built_with(manifest, wanted, folder)
                return cls(folder, manifest, encoder, expand, settings.store_uri)
            except ArchiveError:
                if current(settings.index) == folder:
                    raise  # else a build ended meanwhile, and swept this generation away

    def within(self, wanted: Within) -> Self:
        """The same generation, with only the articles wanted to be found.

        Raises:
            InputError: no article is wanted.
        """
        narrowed = copy(self)
        narrowed._held = self._held.within(wanted)
        if not narrowed._held.articles:
            outlets = sorted(outlet for outlet, _ in self.overview.outlets)
            raise InputError(
                "no article of the archive is of that outlet and that time: its outlets are "
                f"{', '.join(outlets[:20]) or 'not known'}; its dates run from "
                f"{self.overview.first or '?'} to {self.overview.last or '?'}"
            )
        narrowed._sizes = narrowed._held.sizes
        narrowed._engine = self._engine.within(wanted, narrowed._held)
        return narrowed

    @property
    def articles(self) -> Sequence[Article]:
        """Every article, in the order of indexing, read from disk when it is asked for."""
        return self._held.articles

    @property
    def passages(self) -> Sequence[Passage]:
        """Every passage, article by article, read from disk when it is asked for."""
        return self._held.passages

    def article(self, identity: str) -> Article:
        """The article with this id.

        Raises:
            ArchiveError: there is none.
        """
        try:
            return self._held.article(identity)
        except KeyError as error:
            raise ArchiveError(f"no article {identity!r} in the archive: search again") from error

    def passage(self, identity: int) -> Passage:
        """The passage with this id.

        Raises:
            ArchiveError: there is none.
        """
        try:
            return self._held.passage(identity)
        except KeyError as error:
            raise ArchiveError(f"no passage {identity} in the archive: search again") from error

    def vector(self, identity: int) -> Vectors:
        """The vector of a passage, shape (dimension,).

        Raises:
            ArchiveError: there is no such passage.
        """
        return self._engine.vector(self.passage(identity).id)

    def search(self, question: str, k: int) -> list[Hit]:
        """At most `k` passages for a question, best first.

        In each language of the archive, dense and lexical search are fused by reciprocal rank,
        the lexical one with the share of the question that its words can speak for: for a question
        in another language that is the few names that the stylebook translates. Then the languages
        are merged so that none hides another, and copies spread. Until then passages are numbers:
        their texts are read of those alone that may be shown.
        """
        if k < 1 or not question.strip():
            return []
        depth = 2 * k
        query, asked = self._query(question), self._asked(question)
        fused = {
            language: fuse(
                [
                    self._engine.nearest(query[0], depth, language),
                    self._engine.matching(asked.tokens, depth, language),
                ],
                depth,
                [1.0, self._coverage(asked, language)],
            )
            for language in self.manifest.languages
        }
        return spread_copies(self._hits(balance(fused, depth, self._sizes)), k)

    def dense(self, question: str, k: int) -> list[Hit]:
        """At most `k` passages nearest to the question; scores are cosines."""
        if k < 1 or not question.strip():
            return []
        query = self._query(question)
        return self._best(lambda name: self._engine.nearest(query[0], k, name), k)

    def lexical(self, question: str, k: int) -> list[Hit]:
        """At most `k` passages that share words with the question; scores are BM25."""
        tokens = self._asked(question).tokens
        return self._best(lambda name: self._engine.matching(tokens, k, name), k)

    def _query(self, question: str) -> Vectors:
        clean = question.encode("utf-8", "replace").decode("utf-8")
        return np.ascontiguousarray(self._encoder.encode_queries([clean]), np.float32)

    def _asked(self, question: str) -> _Asked:
        built = self.manifest.built_with
        names = [tokens_of(name, built) for name in self._expand(question)]
        return _Asked(tuple(dict.fromkeys(tokens_of(question, built))), tuple(map(tuple, names)))

    def _coverage(self, asked: _Asked, language: str) -> float:
        """The share, 0 to 1, of the question's words that passages in a language may hold.

        A translated name stands for one word.
        """
        known = [word for word in asked.words if self._engine.holds(word, language)]
        whole = [
            set(name)
            for name in asked.names
            if name and all(self._engine.holds(word, language) for word in name)
        ]
        # Of "منظمة معاهدة الأمن الجماعي" and "معاهدة الأمن الجماعي" only the longer one counts.
        names = [name for name in whole if not any(name < other for other in whole)]
        return min(1.0, (len(known) + len(names)) / max(1, len(asked.words)))

    def _best(self, find: Callable[[str], Scored], k: int) -> list[Hit]:
        """The best of what is found in each language."""
        found = [each for language in self.manifest.languages for each in find(language)]
        return list(self._hits(sorted(found, key=lambda each: (-each[1], each[0]))[:k]))

    def _hits(self, found: Scored) -> Iterator[Hit]:
        return (Hit(self.passage(identity), score) for identity, score in found)


def _no_names(_: str) -> Sequence[str]:
    return ()
