"""A row: a passage's number, its vector, hashes of its words, and what a search is narrowed by.

No text and no name is in it.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from index.contents import language_key, tokens_of
from index.generations import BuiltWith
from index.terms import Counted, passage_vector
from rag.search import Within, folded_outlet
from rag.types import Article, Passage

__all__ = ["Metadata", "condition", "counted", "metadata", "row_of"]

Vectors = NDArray[np.float32]
Metadata = tuple[str, int, int, int]
"""What a search is narrowed by: language, hash of the language as given, of the outlet, the day."""


def row_of(passage: Passage, vector: Vectors, built: BuiltWith) -> dict[str, object]:
    """A passage and its vector, shape (dimension,), as Milvus takes them."""
    language, tongue, outlet, day = metadata(passage.article)
    return {
        "id": passage.id,
        "language": language,
        "tongue": tongue,
        "outlet": outlet,
        "day": day,
        "dense": np.asarray(vector, np.float32),
        "sparse": passage_vector(counted(passage, built)),
    }


def counted(passage: Passage, built: BuiltWith) -> Counted:
    """The words of a passage, counted as the index counts them."""
    return Counted.of(language_key(passage.article.language), tokens_of(passage.in_context, built))


def metadata(article: Article) -> Metadata:
    """What of an article a search can be narrowed by."""
    day = article.published.toordinal() if article.published else 0
    outlet = _hashed(folded_outlet(article.outlet))
    return language_key(article.language), _hashed(article.language), outlet, day


def condition(wanted: Within) -> str:
    """The articles wanted, as Milvus reads it; names stand in it as hashes only."""
    parts = []
    if wanted.outlet:
        parts.append(f"outlet == {_hashed(folded_outlet(wanted.outlet))}")
    if wanted.language:
        parts.append(f"tongue == {_hashed(wanted.language)}")
    if wanted.first or wanted.last:
        first = wanted.first.toordinal() if wanted.first else 1
        parts.append(f"day >= {first}")
    if wanted.last:
        parts.append(f"day <= {wanted.last.toordinal()}")
    return " and ".join(parts)


def _hashed(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
