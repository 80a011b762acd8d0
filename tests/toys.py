"""Toy components: small, deterministic, exact. What they return can be worked out by hand."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.text.fold import analyse
from rag.types import Article, Passage

__all__ = ["ToyEncoder", "Vectors", "passage_of"]

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class ToyEncoder:
    """A bag of words: each search token of a text adds one to the place that its hash names.

    The cosine of two texts is that of their bags; texts without a common word are orthogonal
    (with 4,096 places, two words share one once in 4,096 pairs). A text without words is the
    first unit vector. Its tokens are the words between spaces.
    """

    dimension: int = 4096
    fingerprint: str = "toy-bag-of-words"
    max_tokens: int = 512

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        return self._encode(texts)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def _encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for token in analyse(text):
                digest = hashlib.sha256(token.encode()).digest()
                vectors[row, int.from_bytes(digest[:4], "big") % self.dimension] += 1.0
            if not vectors[row].any():
                vectors[row, 0] = 1.0
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / norms, np.float32)


def passage_of(text: str, identity: int = 1, language: str = "ar") -> Passage:
    """A passage that is the whole of an article of its own."""
    article = Article(f"article-{identity}", text, language=language)
    return Passage(identity, article, 0, len(text), ((0, len(text)),))
