"""A row: a passage's number, its vector, hashes of its words, and what a search is narrowed by.

No text and no name is in it.
"""

import numpy as np
from numpy.typing import NDArray

from index.contents import tokens_of
from index.facets import facets_of, language_key, wanted_facets
from index.generations import BuiltWith
from index.terms import Counted, passage_vector
from rag.search import Within
from rag.types import Passage

__all__ = ["condition", "counted", "row_of"]

Vectors = NDArray[np.float32]


def row_of(passage: Passage, vector: Vectors, built: BuiltWith) -> dict[str, object]:
    """A passage and its vector, shape (dimension,), as Milvus takes them."""
    return {
        "id": passage.id,
        **facets_of(passage.article)._asdict(),
        "dense": np.asarray(vector, np.float32),
        "sparse": passage_vector(counted(passage, built)),
    }


def counted(passage: Passage, built: BuiltWith) -> Counted:
    """The words of a passage, counted as the index counts them."""
    return Counted.of(language_key(passage.article.language), tokens_of(passage.in_context, built))


def condition(wanted: Within) -> str:
    """The articles wanted, as Milvus reads it; names stand in it as hashes only."""
    tongue, outlet, first, last = wanted_facets(wanted)
    asked = (("outlet ==", outlet), ("tongue ==", tongue), ("day >=", first), ("day <=", last))
    return " and ".join(f"{what} {value}" for what, value in asked if value is not None)
