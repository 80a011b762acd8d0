"""The systems that are asked: Dalil under observation, and the floors it has to beat.

A floor is made of the product's search and reader alone, without any rule on top of them.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from time import perf_counter
from typing import Protocol, runtime_checkable

from eval.gold import Gold
from rag.generate.configure import listening
from rag.generate.writer import Step
from rag.pipeline import Pipeline, Timings
from rag.reader.cross import Ordered
from rag.reader.protocol import Reader
from rag.search import Search
from rag.types import (
    Answer,
    Citation,
    Hit,
    Language,
    Passage,
    Reading,
    Span,
    Statement,
    Verdict,
)

__all__ = ["FLOORS", "Floor", "Observation", "ObservedPipeline", "System", "Written"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What a language model wrote for an answer: sentences, and those withheld by kind of problem.

    No sentence at all: it was not asked, refused or failed.
    """

    sentences: int = 0
    withheld: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Observation:
    """What one question brought: `answer` is None where `error` says what went wrong.

    `stages` are the rankings that the fusion is made of, where the search tells them apart;
    `written` is None where no language model is set.
    """

    answer: Answer | None
    hits: tuple[Hit, ...] = ()
    stages: Mapping[str, Sequence[Hit]] = field(default_factory=dict)
    readings: tuple[Reading, ...] = ()
    timings: Timings = field(default_factory=dict)
    error: str = ""
    written: Written | None = None


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
        fused = self.whole.inner if isinstance(self.whole, Ordered) else self.whole
        if not isinstance(fused, Staged):
            return {}
        return {"dense": fused.dense(*self.asked), "lexical": fused.lexical(*self.asked)}


@dataclass
class _ReaderTap:
    """Keeps every reading of one question, best first: the pipeline may ask in two forms."""

    reader: Reader
    readings: list[Reading] = field(default_factory=list)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        found = self.reader.read(question, passages)
        self.readings = sorted([*self.readings, *found], key=lambda r: -r.answerable)
        return found

    def threshold(self, question_language: str, passage_language: str) -> float:
        return self.reader.threshold(question_language, passage_language)

    def possible(self, question_language: str, passage_language: str) -> float:
        return self.reader.possible(question_language, passage_language)


@dataclass(frozen=True, slots=True)
class ObservedPipeline:
    """A pipeline under observation: the same steps, with taps on search and reader.

    `staged` also asks for the rankings that the search fuses, which costs as much as the search;
    `worded` counts what a language model wrote.
    """

    pipeline: Pipeline
    staged: bool = True
    worded: bool = False

    def ask(self, gold: Gold) -> Observation:
        """Ask one question; whatever is raised is logged and kept as an outcome."""
        search, reader = _SearchTap(self.pipeline.search), _ReaderTap(self.pipeline.reader)
        steps: list[Step] = []
        composer = self.pipeline.composer
        if self.worded:
            composer = listening(composer, steps.append, Event())
        observed = replace(self.pipeline, search=search, reader=reader, composer=composer)
        timings: Timings = {}
        answer: Answer | None = None
        error = ""
        try:
            answer = observed.answer(gold.question, gold.history, timings)
        except Exception as raised:  # an exception is an outcome, never a lost question
            log.warning("question %s failed", gold.id, exc_info=True)
            error = f"{type(raised).__name__}: {raised}"
        hits, readings = tuple(search.hits), tuple(reader.readings)
        stages = search.stages() if self.staged else {}
        written = _written(steps) if self.worded else None
        return Observation(answer, hits, stages, readings, timings, error, written)


def _written(steps: Sequence[Step]) -> Written:
    """Count the sentences; a refusal, and a sentence said twice, is none."""
    withheld = Counter(step.withheld.kind for step in steps if step.withheld)
    return Written(sum(bool(s.statement or s.withheld) for s in steps), dict(withheld))


Shown = Callable[[Gold, Pipeline, Sequence[Reading]], Span | None]


@dataclass(frozen=True, slots=True)
class Floor:
    """Answers with published words alone: those that `shown` picks from the readings, or none."""

    pipeline: Pipeline
    shown: Shown

    def ask(self, gold: Gold) -> Observation:
        """Search, read, and quote what `shown` picks; the history is not looked at."""
        settings, began = self.pipeline.settings, perf_counter()
        hits = self.pipeline.search.search(gold.question, settings.candidates)
        head = [hit.passage for hit in hits[: settings.read_passages]]
        readings = self.pipeline.reader.read(gold.question, head)
        quoted = self.shown(gold, self.pipeline, readings)
        answer = _quoting(gold, quoted, readings[0].span if readings else None)
        timings = {"all": perf_counter() - began}
        return Observation(answer, tuple(hits), {}, tuple(readings), timings)


def _quoting(gold: Gold, quoted: Span | None, marked: Span | None) -> Answer:
    language: Language = "ar" if gold.language == "ar" else "en"
    if quoted is None:
        return Answer(gold.question, language, Verdict.NOT_FOUND)
    return Answer(
        gold.question,
        language,
        Verdict.ANSWERED,
        statements=(Statement(f"«{quoted.text}»", (1,), quoted),),
        citations=(Citation(1, quoted, (marked,) if marked else ()),),
    )


def _nothing(gold: Gold, pipeline: Pipeline, readings: Sequence[Reading]) -> Span | None:
    return None


def _best_sentence(gold: Gold, pipeline: Pipeline, readings: Sequence[Reading]) -> Span | None:
    """The sentence of the best reading's span, where the reading reaches its threshold."""
    if not readings or (span := readings[0].span) is None:
        return None
    passage = span.passage
    least = pipeline.reader.threshold(gold.language, passage.article.language)
    if readings[0].answerable < least:
        return None
    bounds = passage.sentences or ((passage.start, passage.end),)
    start, end = max(bounds, key=lambda b: min(b[1], span.end) - max(b[0], span.start))
    return Span(passage, start, end)


def _best_passage(gold: Gold, pipeline: Pipeline, readings: Sequence[Reading]) -> Span | None:
    if not readings:
        return None
    passage = readings[0].passage
    return Span(passage, passage.start, passage.end)


FLOORS: Mapping[str, Shown] = {
    "refuse everything": _nothing,
    "best sentence": _best_sentence,
    "best passage": _best_passage,
}
"""Refusing always; the best reading's sentence, quoted where it reaches its threshold; the best
reading's passage, shown whatever the reader thinks of it."""
