"""A reading as a sentence that may answer, with the values that the sentence gives."""

from dataclasses import dataclass

from rag.claims.signs import Signs
from rag.text.sentences import split_sentences
from rag.tuning import NEAR_CHARACTERS
from rag.types import Article, Reading, Span
from rag.values import Found, find_values

__all__ = ["Candidate", "candidate_of"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, the words in it that do, and the chance that it does.

    `values` are the values of the sentence, with offsets into the article's text.
    """

    reading: Reading
    span: Span
    sentence: Span
    values: tuple[Found, ...]
    signs: Signs = Signs(0.0, 0.0, 0.0, 0.0, 0.0)  # noqa: RUF009 (frozen)
    chance: float = 0.0

    @property
    def article(self) -> Article:
        """The article that it stands in."""
        return self.sentence.passage.article

    @property
    def marked(self) -> tuple[Found, ...]:
        """The values that the span touches."""
        return self._within(0)

    @property
    def near(self) -> tuple[Found, ...]:
        """Those, and the values hard by."""
        return self._within(NEAR_CHARACTERS)

    def _within(self, reach: int) -> tuple[Found, ...]:
        low, high, least = self.span.start - reach, self.span.end + reach, int(not reach)
        return tuple(f for f in self.values if f.start <= high - least and f.end >= low + least)


def candidate_of(reading: Reading) -> Candidate | None:
    """The sentence that holds most of the reading's span."""
    span = reading.span
    if span is None:
        return None
    passage = span.passage
    text = passage.article.text
    bounds = passage.sentences or split_sentences(text, passage.start, passage.end)
    shares = [(min(end, span.end) - max(start, span.start), start, end) for start, end in bounds]
    most, start, end = max(shares, key=lambda s: (s[0], -s[1]), default=(0, span.start, span.end))
    if most <= 0:
        return None
    sentence = Span(passage, start, end)
    values = tuple(
        Found(f.start + start, f.end + start, f.value)
        for f in find_values(sentence.text, passage.article.language, passage.article.published)
    )
    inside = Span(passage, max(span.start, start), min(span.end, end))
    return Candidate(reading, inside, sentence, values)
