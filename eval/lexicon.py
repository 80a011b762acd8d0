"""Words of English and Arabic that mean the same, found by the encoder.

Questions with some words put into the other language teach a reader to match across languages where
no translation is at hand (Qin et al., "CoSDA-ML", IJCAI 2020). A word's counterpart is its nearest
by CSLS (Conneau et al., "Word translation without parallel data", ICLR 2018): the cosine less the
mean cosine of both to their own ten nearest, so that a word near to everything is near to nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable
from random import Random

import torch
from torch import Tensor

from rag.encode import SentenceEncoder

__all__ = ["counterparts", "switch_words"]

WORDS = {"en": re.compile(r"[a-z]{3,}", re.I), "ar": re.compile(r"[\u0621-\u064a]{3,}")}
NEIGHBOURS = 10
LEAST = 0.03
"""CSLS of a counterpart that is kept: of fifty between 0.02 and 0.04 about half were right."""

Counterparts = dict[str, dict[str, str]]


def counterparts(
    english: Iterable[str], arabic: Iterable[str], encoder: SentenceEncoder, most: int = 12_000
) -> Counterparts:
    """Per language a table of its `most` frequent words, lower case, to the other language's."""
    ours, theirs = _frequent(english, "en", most), _frequent(arabic, "ar", most)
    near = _csls(
        torch.from_numpy(encoder.encode_queries(ours)),
        torch.from_numpy(encoder.encode_queries(theirs)),
    )
    return {"en": _nearest(near, ours, theirs), "ar": _nearest(near.T, theirs, ours)}


def switch_words(text: str, language: str, tables: Counterparts, share: float, rng: Random) -> str:
    """`text` with about `share` of the words that have a counterpart replaced by it."""
    table = tables[language]
    return WORDS[language].sub(
        lambda m: table[w] if (w := m[0].lower()) in table and rng.random() < share else m[0], text
    )


def _frequent(texts: Iterable[str], language: str, most: int) -> list[str]:
    counts = Counter(word.lower() for text in texts for word in WORDS[language].findall(text))
    return [word for word, _ in counts.most_common(most)]


def _csls(ours: Tensor, theirs: Tensor) -> Tensor:
    """(ours, theirs) from unit vectors (words, size)."""
    cosine = ours @ theirs.T
    rows = cosine.topk(min(NEIGHBOURS, cosine.shape[1]), dim=1).values.mean(1, keepdim=True)
    columns = cosine.topk(min(NEIGHBOURS, cosine.shape[0]), dim=0).values.mean(0, keepdim=True)
    return 2 * cosine - rows - columns


def _nearest(near: Tensor, words: list[str], others: list[str]) -> dict[str, str]:
    best = near.max(1)
    found = zip(words, best.values.tolist(), best.indices.tolist(), strict=True)
    return {word: others[i] for word, score, i in found if score > LEAST}
