"""Ask a system one question and see everything it did: what it found, read, said and took."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from rag.pipeline import Pipeline, Timings
from rag.read import Reader
from rag.retrieve import Search
from rag.types import Answer, Hit, Passage, Reading

__all__ = ["Observation", "ObservedPipeline", "System"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one question brought: `answer` is None where `error` says what went wrong."""

    answer: Answer | None
    hits: tuple[Hit, ...] = ()
    readings: tuple[Reading, ...] = ()
    timings: Timings = field(default_factory=dict)
    error: str = ""


class System(Protocol):
    """Anything that can be evaluated."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Observation:
        """Ask one question; an exception becomes an observation."""
        ...


@dataclass
class _SearchTap:
    search_: Search
    hits: list[Hit] = field(default_factory=list)

    def search(self, question: str, k: int) -> list[Hit]:
        self.hits = self.search_.search(question, k)
        return self.hits


@dataclass
class _ReaderTap:
    reader: Reader
    readings: list[Reading] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.readings = self.reader.read(question, passages)
        return self.readings

    def threshold(self, question_language: str, passage_language: str) -> float:
        return self.reader.threshold(question_language, passage_language)


@dataclass(frozen=True, slots=True)
class ObservedPipeline:
    """A pipeline under observation: the same steps, with taps on search and reader."""

    pipeline: Pipeline

    def ask(self, question: str, history: Sequence[str] = ()) -> Observation:
        """Ask one question; whatever is raised is logged and kept as an outcome."""
        search, reader = _SearchTap(self.pipeline.search), _ReaderTap(self.pipeline.reader)
        observed = replace(self.pipeline, search=search, reader=reader)
        timings: Timings = {}
        answer: Answer | None = None
        error = ""
        try:
            answer = observed.answer(question, history, timings)
        except Exception as raised:  # an exception is an outcome, never a lost question
            log.warning("question %r failed", question[:80], exc_info=True)
            error = f"{type(raised).__name__}: {raised}"
        return Observation(answer, tuple(search.hits), tuple(reader.readings), timings, error)
