"""The way of a question: retrieve, read, weigh, compose, verify."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from rag.claims import extract, tallies
from rag.compose import Composer, not_found
from rag.question import Question, understand
from rag.read import Reader
from rag.retrieve import Search
from rag.settings import Settings
from rag.stylebook import Stylebook
from rag.types import Answer, Reading
from rag.verify import verify
from rag.weigh import weigh

__all__ = ["Pipeline", "Timings"]

log = logging.getLogger(__name__)
Timings = dict[str, float]
SUPPORT = 0.5
"""Share of its threshold from which a further reading counts, once another reached its own."""


@dataclass(frozen=True)
class Pipeline:
    """Answers questions from one generation of one index. Safe to call from several threads."""

    search: Search
    reader: Reader
    composer: Composer
    stylebook: Stylebook
    settings: Settings

    def answer(
        self, text: str, history: Sequence[str] = (), timings: Timings | None = None
    ) -> Answer:
        """Answer one question, given the earlier questions of the conversation, oldest first.

        `timings`, if given, receives the seconds that each step took.

        Raises:
            InputError: the question is empty, too long, or has no letter or digit.
        """
        clock = _clock({} if timings is None else timings)
        question = understand(text, history, self.settings.max_question_chars)
        hits = self.search.search(question.search_text, self.settings.candidates)
        clock("retrieve")
        head = [hit.passage for hit in hits[: self.settings.read_passages]]
        readings = self.reader.read(question.text, head)
        clock("read")
        accepted = self._accepted(question, readings)
        claims = extract(question, accepted, self.stylebook)
        passages = [hit.passage for hit in hits]
        claims += tallies(question, claims, passages, self.stylebook)
        groups = weigh(claims, question)
        clock("weigh")
        answer = self.composer.compose(question, groups, hits, readings)
        clock("compose")
        checked = verify(answer, self.stylebook) or not_found(question, hits, readings)
        clock("verify")
        return checked

    def _accepted(self, question: Question, readings: Sequence[Reading]) -> list[Reading]:
        """The readings to answer with: none unless one reaches its threshold.

        Then further ones count from half of theirs: where one source answers, what others say is
        to be heard, and weighed.
        """
        shares = [(reading, self._share(question, reading)) for reading in readings]
        if not any(share >= 1 for _, share in shares):
            return []
        return [reading for reading, share in shares if share >= SUPPORT]

    def _share(self, question: Question, reading: Reading) -> float:
        """How probable a reading is, as a share of its threshold; 0 without a span."""
        if reading.span is None:
            return 0.0
        fitted = self.reader.threshold(question.language, reading.passage.article.language)
        threshold = fitted if self.settings.threshold is None else self.settings.threshold
        return reading.answerable / max(threshold, 1e-9)


def _clock(timings: Timings) -> Callable[[str], None]:
    last = [perf_counter()]

    def lap(step: str) -> None:
        now = perf_counter()
        timings[step] = now - last[0]
        last[0] = now

    return lap
