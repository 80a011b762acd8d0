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

from index.linked import Copies
from index.load.clean import kept_spans
from rag.text.fold import SEARCH
from rag.types import Article

__all__ = ["ALIKE", "PERMUTATIONS", "Signatures", "copies_with", "find_copies", "signature"]

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
    leader: dict[int, int] = {}
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


def copies_with(
    known: Copies,
    articles: Sequence[Article],
    signatures: Signatures,
    fresh: Sequence[Article],
    marks: Signatures,
) -> Copies | None:
    """The copies once some articles have come behind the others; `marks` are their signatures.

    It is what `find_copies` tells of all, found without a look at those that no new one is like.
    None if a new one repeats two that were not copies of each other.
    """
    count = len(articles)
    ids = {row: identity for identity, (row, _) in known.items()}
    leader = {
        row: min(row, *(known[other][0] for other in others)) for row, others in known.values()
    }

    def of(row: int) -> Article:
        return fresh[row - count] if row >= count else articles[row]

    for one, other in _neighbours_from(count, np.concatenate([signatures, marks])):
        first, second = sorted((_root(leader, one), _root(leader, other)))
        if first != second and _alike(_gist(of(one).text), _gist(of(other).text)):
            if second < count:
                return None
            leader.setdefault(first, first)
            leader[second] = first
            ids.update((row, of(row).id) for row in (one, other) if row not in ids)
    found = _clusters([ids[row] for row in sorted(leader)], _renumbered(leader))
    rows = {ids[row]: row for row in leader}
    return {identity: (rows[identity], others) for identity, others in found.items()}


def _renumbered(leader: dict[int, int]) -> dict[int, int]:
    """The same with rows counted from 0, in order."""
    place = {row: at for at, row in enumerate(sorted(leader))}
    return {place[row]: place[above] for row, above in leader.items()}


def _neighbours_from(first: int, signatures: Signatures) -> Iterator[tuple[int, int]]:
    """Of each row from `first` on, the last row before it that agrees in a band, and itself."""
    pairs = np.ascontiguousarray(signatures).view(np.uint64)  # two of them are a band
    for row in range(first, len(pairs)):
        same = pairs[:row] == pairs[row]
        bands = same[:, ::2] & same[:, 1::2]
        like = np.flatnonzero(bands.any(axis=1))
        for band in bands[like].T:
            if band.any():
                yield int(like[band][-1]), row


def _neighbours(signatures: Signatures) -> Iterator[tuple[int, int]]:
    """Rows that agree in a band of their signatures, each with the next such row."""
    for first in range(0, signatures.shape[1], BAND):
        band = np.ascontiguousarray(signatures[:, first : first + BAND])
        keys = band.view(np.dtype((np.void, band.dtype.itemsize * band.shape[1]))).ravel()
        order = np.argsort(keys, kind="stable")
        same = np.flatnonzero(keys[order][1:] == keys[order][:-1])
        yield from zip(order[same].tolist(), order[same + 1].tolist(), strict=True)


def _clusters(ids: Sequence[str], leader: dict[int, int]) -> dict[str, tuple[str, ...]]:
    members: dict[int, list[str]] = {}
    for index, identity in enumerate(ids):
        members.setdefault(_root(leader, index), []).append(identity)
    return {
        identity: tuple(other for other in group if other != identity)
        for group in members.values()
        if len(group) > 1
        for identity in group
    }


def _root(leader: dict[int, int], index: int) -> int:
    while (above := leader.get(index, index)) != index:
        leader[index] = leader.get(above, above)
        index = above
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
