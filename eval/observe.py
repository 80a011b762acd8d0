"""Ask a system one question and see everything it did: what it found, read, said and took."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, runtime_checkable

from eval.gold import Gold
from rag.pipeline import Pipeline, Timings
from rag.reader.protocol import Reader
from rag.search import Search
from rag.types import Answer, Hit, Passage, Reading

__all__ = ["Observation", "ObservedPipeline", "System"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one question brought: `answer` is None where `error` says what went wrong.

    `stages` are the rankings that the fusion is made of, where the search tells them apart.
    """

    answer: Answer | None
    hits: tuple[Hit, ...] = ()
    stages: Mapping[str, Sequence[Hit]] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    timings: Timings = field(default_factory=dict)
    error: str = ""


class System(Protocol):
    """Anything that can be evaluated."""

    def ask(self, gold: Gold) -> Observation:
        """Ask a gold question; an exception becomes an observation."""
        ...


@runtime_checkable
class Staged(Protocol):
    """A search that can also be asked for each of its rankings alone."""

    def dense(self, question: str, k: int) -> list[Hit]: ...
    def lexical(self, question: str, k: int) -> list[Hit]: ...


@dataclass
class _SearchTap:
    whole: Search
    asked: tuple[str, int] = ("", 0)
    hits: list[Hit] = field(default_factory=list)

    def search(self, question: str, k: int) -> list[Hit]:
        self.asked = (question, k)
        self.hits = self.whole.search(question, k)
        return self.hits

    def stages(self) -> dict[str, list[Hit]]:
        # Asked again after the answer, so that the answer's time is its own.
        if not isinstance(self.whole, Staged):
            return {}
        return {"dense": self.whole.dense(*self.asked), "lexical": self.whole.lexical(*self.asked)}


@dataclass
class _ReaderTap:
    reader: Reader
    readings: list[Reading] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.readings = self.reader.read(question, passages)
        return self.readings

    def threshold(self, question_language: str, passage_language: str) -> float:
        return self.reader.threshold(question_language, passage_language)

    def possible(self, question_language: str, passage_language: str) -> float:
        return self.reader.possible(question_language, passage_language)


@dataclass(frozen=True, slots=True)
class ObservedPipeline:
    """A pipeline under observation: the same steps, with taps on search and reader."""

    pipeline: Pipeline

    def ask(self, gold: Gold) -> Observation:
        """Ask one question; whatever is raised is logged and kept as an outcome."""
        search, reader = _SearchTap(self.pipeline.search), _ReaderTap(self.pipeline.reader)
        observed = replace(self.pipeline, search=search, reader=reader)
        timings: Timings = {}
        answer: Answer | None = None
        error = ""
        try:
            answer = observed.answer(gold.question, gold.history, timings)
        except Exception as raised:  # an exception is an outcome, never a lost question
            log.warning("question %s failed", gold.id, exc_info=True)
            error = f"{type(raised).__name__}: {raised}"
        hits, readings = tuple(search.hits), tuple(reader.readings)
        return Observation(answer, hits, search.stages(), readings, timings, error)
