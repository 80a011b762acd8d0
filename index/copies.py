"""Find wire copies and re-posts: articles that are printed again, whole or shortened.

Candidates come from MinHash with banding (datasketch); a pair counts if most word triples are
shared and no figure differs: a report with a newer figure is an update, not a copy.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from datasketch import MinHash, MinHashLSH
from numpy.typing import NDArray

from index.load.clean import kept_spans
from rag.text.fold import fold
from rag.types import Article

__all__ = ["ALIKE", "Signatures", "find_copies", "signature"]

Signatures = NDArray[np.uint32]
"""(articles, PERMUTATIONS)"""
PERMUTATIONS = 64
SCHEME: Literal["affine32"] = "affine32"
BAND = 0.5
"""Estimated likeness from which a pair is looked at."""
ALIKE = 0.7
"""Share of the shorter article's word triples that the other must have."""
FEWEST = 8
"""Word triples of an article that can be told from another by them."""
_WORD = re.compile(r"\w+")


def signature(text: str) -> NDArray[np.uint32]:
    """The MinHash of a text's word triples, equal for equal texts."""
    minhash = MinHash(PERMUTATIONS, seed=1, scheme=SCHEME)
    minhash.update_batch([triple.encode() for triple in _gist(text)[0]])
    return np.asarray(minhash.hashvalues, np.uint32)


def find_copies(
    articles: Sequence[Article], signatures: Signatures
) -> Mapping[str, tuple[str, ...]]:
    """For each article that others repeat, the ids of those others, in the order of the articles.

    Copies of copies belong together. Time grows with the articles, not with their pairs.
    """
    lsh = MinHashLSH(threshold=BAND, num_perm=PERMUTATIONS)
    leader = list(range(len(articles)))
    gists: dict[int, tuple[frozenset[str], frozenset[str]]] = {}

    def gist(index: int) -> tuple[frozenset[str], frozenset[str]]:
        if index not in gists:
            gists[index] = _gist(articles[index].text)
        return gists[index]

    for index, values in enumerate(signatures):
        minhash = MinHash(seed=1, hashvalues=values, scheme=SCHEME)
        for other in sorted(lsh.query(minhash)):
            if _root(leader, other) != _root(leader, index) and _alike(gist(index), gist(other)):
                leader[_root(leader, index)] = _root(leader, other)
        lsh.insert(index, minhash, check_duplication=False)
    return _clusters([article.id for article in articles], leader)


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


def _gist(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The word triples of an article, and its figures; its date line is not of it."""
    words = [
        w for start, end in kept_spans(text) for w in _WORD.findall(fold(text[start:end]).text)
    ]
    triples = frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    return triples, frozenset(word for word in words if word.isdigit())


def _alike(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    fewer, more = sorted((one, other), key=lambda gist: len(gist[0]))
    if len(fewer[0]) < FEWEST or not fewer[1] <= more[1]:
        return False
    return len(fewer[0] & more[0]) >= ALIKE * len(fewer[0])
