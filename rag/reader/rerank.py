"""Reranking: what the reader thinks of a passage, together with where retrieval placed it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.reader.protocol import Reader
from rag.types import Passage, Reading

__all__ = ["Reranker", "at_place"]


def at_place(chance: float, place: int) -> float:
    """A reader's probability for the passage at a place of the ranking, 1 the first.

    Bayes' rule: the odds are divided by the place. Of six powers of the place none was clearly
    better than the first; without it the calibration articles and the Arabic gold questions were
    ranked worse, the English ones alike.
    """
    odds = chance / max(1 - chance, 1e-12) / place
    return odds / (1 + odds)


@dataclass(frozen=True, slots=True)
class Reranker:
    """A reader that takes the order of the passages, best first, as evidence of its own."""

    reader: Reader

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Read every passage once; the result is sorted by `answerable`, best first."""
        places = {passage.id: place for place, passage in enumerate(passages, start=1)}
        readings = [
            replace(reading, answerable=at_place(reading.answerable, places[reading.passage.id]))
            for reading in self.reader.read(question, passages)
        ]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def threshold(self, question_language: str, passage_language: str) -> float:
        """The reader's own; fitted for probabilities like these."""
        return self.reader.threshold(question_language, passage_language)

    def possible(self, question_language: str, passage_language: str) -> float:
        """The reader's own, as the threshold."""
        return self.reader.possible(question_language, passage_language)
