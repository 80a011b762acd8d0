"""Searching: the rows of one generation in Milvus, as an engine."""

from collections.abc import Sequence
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from index.cluster.client import TIMEOUT_S, connected, rows_held, speaking
from index.cluster.note import read_note
from index.cluster.row import condition, counted
from index.generations import Manifest
from index.held import Held
from index.lexical import MAX_TERMS, SPARE
from index.terms import Counted, Terms, place_of_token
from rag.errors import ArchiveError
from rag.search import Scored, Within

__all__ = ["Cluster"]

Vectors = NDArray[np.float32]
MOST = 16_384
"""Rows that Milvus gives at most for one search."""
REMEMBERED = 4_096
"""Passages whose counted words are kept in memory."""


class Cluster:
    """The rows of one generation in Milvus, ready to be searched."""

    def __init__(self, folder: Path, manifest: Manifest, passages: Held, uri: str) -> None:
        """Look whether Milvus has all `passages` of the generation in the folder.

        Raises:
            ArchiveError: it does not answer, or has not all of them.
            SettingsError: pymilvus is not installed.
        """
        self._uri, self._built = uri, manifest.built_with
        self._collection = read_note(folder).collection
        self._terms = Terms.read(folder)
        self._held = passages
        self._filter = ""
        self._counted = lru_cache(REMEMBERED)(self._count)
        self._client = connected(uri)
        with speaking(uri):
            there = self._client.has_collection(self._collection)
            held = rows_held(self._client, self._collection) if there else 0
        every = len(passages.ids)
        if held < every:
            raise ArchiveError(
                f"the store at {uri} holds {held} of the {every} passages of {folder}: run "
                "`dalil index`, which brings the others there"
            )

    def nearest(self, query: Vectors, k: int, language: str) -> Scored:
        """At most `k` passages nearest to a query (dimension,); scores are cosines."""
        found = self._candidates("dense", query, k, language)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def matching(self, tokens: Sequence[str], k: int, language: str) -> Scored:
        """At most `k` passages that hold some of the tokens; scores are BM25."""
        weights = self._terms.weights(list(dict.fromkeys(tokens))[:MAX_TERMS], language)
        if not weights or k < 1:
            return []
        query = {place_of_token(token): weight for token, weight in weights.items()}
        found = self._candidates("sparse", query, 2 * k + SPARE, language)
        scored = [(i, self._terms.score(weights, self._counted(i))) for i, _ in found]
        # A score of nothing: another word has the same hash.
        return sorted((hit for hit in scored if hit[1]), key=lambda hit: (-hit[1], hit[0]))[:k]

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language, of all that there are, has the token."""
        return self._terms.holds(token, language)

    def vector(self, identity: int) -> Vectors:
        """The vector of a passage that there is, shape (dimension,)."""
        with speaking(self._uri):
            rows = self._client.get(self._collection, ids=[identity], output_fields=["dense"])
        return np.array(rows[0]["dense"], np.float32)

    def within(self, wanted: Within, held: Held) -> Self:
        """The same engine, that finds only what is held: the passages of the articles wanted."""
        narrowed = copy(self)
        narrowed._held, narrowed._filter = held, condition(wanted)
        return narrowed

    def _candidates(self, field: str, query: object, k: int, language: str) -> Scored:
        """At least `k` rows that this generation holds, if there are so many."""
        depth = k
        while depth > 0:
            depth = min(depth, MOST)
            rows = self._ask(field, query, depth, language)
            known = [(i, score) for i, score in rows if i in self._held]
            if len(known) >= k or len(rows) < depth or depth == MOST:
                return known
            depth *= 4
        return []

    def _ask(self, field: str, query: object, depth: int, language: str) -> Scored:
        parameters = {"metric_type": "IP", "params": {"ef": max(128, 2 * depth)}}
        with speaking(self._uri):
            (rows,) = self._client.search(
                self._collection,
                data=[query],
                anns_field=field,
                limit=depth,
                filter=" and ".join(filter(None, (f'language == "{language}"', self._filter))),
                output_fields=["id"],
                search_params=parameters if field == "dense" else {"metric_type": "IP"},
                timeout=TIMEOUT_S,
            )
        return [(int(row["id"]), float(row["distance"])) for row in rows]

    def _count(self, identity: int) -> Counted:
        return counted(self._held.passage(identity), self._built)
