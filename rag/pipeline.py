"""The way of a question: retrieve, read, weigh, compose, verify."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from rag.answer.compose import Composer, not_found
from rag.claims.extract import extract, tallies
from rag.claims.group import weigh
from rag.claims.match import counts_the_asked
from rag.question.understand import Asks, Question, understand
from rag.reader.protocol import Reader
from rag.search import Search
from rag.settings import Settings
from rag.storeys import ALL, Storeys, using
from rag.text.stylebook import Stylebook
from rag.types import Answer, Claim, Reading
from rag.verify.answer import verify

__all__ = ["Pipeline", "Timings"]

log = logging.getLogger(__name__)
Timings = dict[str, float]
SUPPORT = 0.5
"""Share of its threshold from which a further reading counts, once another reached its own."""

HINT = 0.005
"""Share of its threshold from which a reading counts whose value is in the very unit asked for."""


@dataclass(frozen=True)
class Pipeline:
    """Answers questions from one generation of one index. Safe to call from several threads."""

    search: Search
    reader: Reader
    composer: Composer
    stylebook: Stylebook
    settings: Settings
    storeys: Storeys = ALL
    """Which families of rules are in use: all, but where the evaluation leaves one out."""

    def answer(
        self, text: str, history: Sequence[str] = (), timings: Timings | None = None
    ) -> Answer:
        """Answer one question, given the earlier questions of the conversation, oldest first.

        `timings`, if given, receives the seconds that each step took.

        Raises:
            InputError: the question is empty, too long, or has no letter or digit.
        """
        with using(self.storeys):
            return self._answer(text, history, _clock({} if timings is None else timings))

    def _answer(self, text: str, history: Sequence[str], clock: Callable[[str], None]) -> Answer:
        history = history if self.storeys.followup else ()
        question = understand(text, history, self.settings.max_question_chars)
        hits = self.search.search(question.search_text, self.settings.candidates)
        clock("retrieve")
        head = [hit.passage for hit in hits[: self.settings.read_passages]]
        readings = self.reader.read(question.text, head)
        clock("read")
        claims = self._claims(question, readings)
        passages = [hit.passage for hit in hits]
        if self.storeys.tallies:
            claims += tallies(question, claims, passages, self.stylebook)
        groups = weigh(claims, question)
        clock("weigh")
        answer = self.composer.compose(question, groups, hits, readings)
        clock("compose")
        checked = verify(answer, self.stylebook) or not_found(question, hits, readings)
        clock("verify")
        return checked

    def _claims(self, question: Question, readings: Sequence[Reading]) -> list[Claim]:
        """The claims to answer with: none unless one reading reaches its threshold.

        Then further ones count from half of theirs: where one source answers, what others say is
        to be heard, and weighed. A count in the very unit that is asked for is evidence of its own:
        it counts from a small share of the threshold, unless the settings give the threshold, where
        the article names all that the question names. So is an hour, in a sentence on the event.
        """
        shares = [(reading, self._share(question, reading)) for reading in readings]
        if any(share >= 1 for _, share in shares):
            accepted = [reading for reading, share in shares if share >= SUPPORT]
            return extract(question, accepted, self.stylebook)
        if not self.storeys.hints:
            return []
        hint = 0.0 if question.asks is Asks.TIME else HINT
        hint = hint if self.settings.threshold is None else 1.0
        hinted = [reading for reading, share in shares if share >= hint]
        claims = extract(question, hinted, self.stylebook, all_names=True)
        return [claim for claim in claims if counts_the_asked(question, claim)]

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
