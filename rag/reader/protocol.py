"""Read passages: does this one answer the question, and with which words?"""

from collections.abc import Sequence
from typing import Protocol

from rag.types import Passage, Reading

__all__ = ["Reader"]


class Reader(Protocol):
    """Scores passages against a question and marks the answer in each."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Read every passage once; the result is sorted by `answerable`, best first."""
        ...

    def threshold(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to answer with, fitted per direction on held-out data."""
        ...

    def possible(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to show as a possible match; at most the threshold."""
        ...
