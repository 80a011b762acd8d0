"""Find wire copies and re-posts: articles that are printed again, whole or shortened.

Candidates are pairs whose MinHash signatures (datasketch) agree in a band. A pair counts if most
word triples are shared and no figure differs: a report with a newer figure is an update, no copy.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from index.load.clean import kept_spans
from rag.text.fold import SEARCH
from rag.types import Article

__all__ = ["ALIKE", "PERMUTATIONS", "Signatures", "find_copies", "repeats", "signature"]

Signatures = NDArray[np.uint32]
"""(articles, PERMUTATIONS)"""
PERMUTATIONS = 64
SCHEME: Literal["affine32"] = "affine32"
BAND = 4
"""Values of a signature that must agree for a pair to be looked at: at a likeness of 0.7, 99 % of
pairs agree in one of the 16 bands; at 0.2, 3 %."""
ALIKE = 0.7
"""Share of the shorter article's word triples that the other must have."""
FEWEST = 8
"""Word triples of an article that can be told from another by them."""
_WORD = re.compile(r"\w+")
_Gist = tuple[frozenset[str], frozenset[str]]
"""The word triples of an article, and its figures."""


def signature(text: str) -> NDArray[np.uint32]:
    """The MinHash of a text's word triples, equal for equal texts."""
    minhash = MinHash(PERMUTATIONS, seed=1, scheme=SCHEME)
    minhash.update_batch([triple.encode() for triple in _gist(text)[0]])
    return np.asarray(minhash.hashvalues, np.uint32)


def find_copies(
    articles: Sequence[Article],
    signatures: Signatures,
    settled: Mapping[str, tuple[str, ...]] | None = None,
) -> Mapping[str, tuple[str, ...]]:
    """For each article that others repeat, the ids of those others, in the order of the articles.

    Copies of copies belong together. Time grows with the articles, not with their pairs. Two
    articles that are both `settled`, by id, are taken for what is said there.
    """
    known = settled or {}
    leader = list(range(len(articles)))
    gists: dict[int, _Gist] = {}

    def are_copies(one: int, other: int) -> bool:
        ids = articles[one].id, articles[other].id
        if ids[0] in known and ids[1] in known:
            return ids[1] in known[ids[0]]
        for index in (one, other):
            if index not in gists:
                gists[index] = _gist(articles[index].text)
        return _alike(gists[one], gists[other])

    for one, other in _neighbours(signatures):
        first, second = _root(leader, one), _root(leader, other)
        if first != second and are_copies(one, other):
            leader[max(first, second)] = min(first, second)
    return _clusters([article.id for article in articles], leader)


def repeats(
    fresh: Sequence[Article],
    marks: Signatures,
    articles: Sequence[Article],
    signatures: Signatures,
) -> bool:
    """Whether an article that is new repeats another one; `marks` are the signatures of the new.

    Of the other articles those alone are read that are like a new one in a band.
    """
    for row, (article, mark) in enumerate(zip(fresh, marks, strict=True)):
        gist = _gist(article.text)
        for others, known in ((articles, signatures), (fresh[:row], marks[:row])):
            bands = (known == mark).reshape(len(known), PERMUTATIONS // BAND, BAND)
            like = np.flatnonzero(bands.all(axis=2).any(axis=1))
            if any(_alike(gist, _gist(others[int(at)].text)) for at in like):
                return True
    return False


def _neighbours(signatures: Signatures) -> Iterator[tuple[int, int]]:
    """Rows that agree in a band of their signatures, each with the next such row."""
    for first in range(0, signatures.shape[1], BAND):
        band = np.ascontiguousarray(signatures[:, first : first + BAND])
        keys = band.view(np.dtype((np.void, band.dtype.itemsize * band.shape[1]))).ravel()
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        yield from zip(order[same].tolist(), order[same + 1].tolist(), strict=True)


def _clusters(ids: Sequence[str], leader: list[int]) -> dict[str, tuple[str, ...]]:
    members: dict[int, list[str]] = {}
    for index, identity in enumerate(ids):
        members.setdefault(_root(leader, index), []).append(identity)
    return {
        identity: tuple(other for other in group if other != identity)
        for group in members.values()
        if len(group) > 1
        for identity in group
    }


def _root(leader: list[int], index: int) -> int:
    while leader[index] != index:
        leader[index] = leader[leader[index]]
        index = leader[index]
    return index


def _gist(text: str) -> _Gist:
    """What an article is known again by; its date line and byline are not of it."""
    kept = (text[start:end].translate(SEARCH) for start, end in kept_spans(text))
    words = [word for each in kept for word in _WORD.findall(each)]
    triples = frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    return triples, frozenset(word for word in words if word.isdigit())


def _alike(one: _Gist, other: _Gist) -> bool:
    fewer, more = sorted((one, other), key=lambda gist: len(gist[0]))
    if len(fewer[0]) < FEWEST or not fewer[1] <= more[1]:
        return False
    return len(fewer[0] & more[0]) >= ALIKE * len(fewer[0])
