"""Find passages: dense and lexical search, fused by reciprocal rank."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from rag.types import Hit, Passage

__all__ = ["Search", "fuse"]

RRF_K = 60
"""The constant of Cormack, Clarke and Büttcher, "Reciprocal rank fusion" (SIGIR 2009)."""


class Search(Protocol):
    """Anything that finds passages for a question."""

    def search(self, question: str, k: int) -> list[Hit]:
        """Return at most `k` hits, best first, no passage twice; [] for an empty question."""
        ...


def fuse(rankings: Sequence[Sequence[Hit]], k: int) -> list[Hit]:
    """Fuse rankings by reciprocal rank: score = sum over rankings of 1 / (60 + rank).

    Returns at most `k` hits, best first; ties go to the lower passage id.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    passages: dict[int, Passage] = {}
    for ranking in rankings:
        for rank, hit in enumerate(ranking, start=1):
            scores[hit.passage.id] += 1.0 / (RRF_K + rank)
            passages[hit.passage.id] = hit.passage
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Hit(passages[i], score) for i, score in ordered[:k]]
