"""Asking and keeping: what the API, the MCP tools and the chat have in common."""

import asyncio
import logging
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from dataclasses import dataclass, field, replace

from rag.answer.serialise import answer_json
from rag.errors import InputError
from rag.pipeline import Pipeline, Timings
from rag.search import Within
from rag.settings import Settings
from rag.types import Answer, Json, Verdict
from ui.answer.make_view import view_of
from ui.answer.view import View
from ui.archive import narrowed_note
from ui.server.current_index import Live, Opened
from ui.server.examples import Examples
from ui.server.limits import Workers
from ui.server.metrics import Metrics
from ui.server.once import Once
from ui.server.outgoing import passage_out, safe_links
from ui.server.since import Saved, cited_digests, erase, forgot, since
from ui.server.store import Kept, Store
from ui.server.writing import Listener, Writing

__all__ = ["Asking", "Result", "Service"]

log = logging.getLogger("dalil.answers")
EVERYTHING = Within()
OnStep = Callable[[str, float], None]


class _Steps(dict[str, float]):
    """Timings that tell, as each step ends."""

    def __init__(self, on_step: OnStep) -> None:
        super().__init__()
        self._on_step = on_step

    def __setitem__(self, step: str, seconds: float) -> None:
        super().__setitem__(step, seconds)
        self._on_step(step, seconds)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as it goes out. `id` is None where it could not be kept."""

    id: str | None
    generation: str
    timings: dict[str, float]
    answer: Json
    view: View


@dataclass(frozen=True, slots=True)
class Asking:
    """A question, what was asked before it, and in which articles to look.

    Sent again with the same `key`, it gets the answer that it has; "" is no key.
    """

    text: str
    history: tuple[str, ...] = ()
    within: Within = EVERYTHING
    key: str = ""


@dataclass(frozen=True)
class Service:
    """Answers questions within the server's limits, and keeps the answers."""

    live: Live
    store: Store
    workers: Workers
    metrics: Metrics
    settings: Settings
    examples: Examples
    keep_answers: bool = True
    log_questions: bool = False
    once: Once[Result] = field(default_factory=Once)
    writing: Writing = field(default_factory=Writing)

    @property
    def writes(self) -> bool:
        """Whether a language model words the answers, sentence by sentence."""
        return bool(self.settings.generator)

    async def ask(
        self, asking: Asking, on_step: OnStep | None = None, listener: Listener | None = None
    ) -> Result:
        """Answer one question. `on_step` is called from another thread.

        A `listener` hears of each sentence that a language model writes. When its caller goes and
        nobody can have the answer by its key, the writing ends and nothing is kept.

        Raises:
            InputError: the question cannot be answered as it is.
            Busy: too much is asked at once.
        """
        self._check(asking.text)
        try:
            return await self.workers.run(lambda: self._work(asking, on_step, listener))
        except asyncio.CancelledError:
            if listener and not self._once(asking):
                listener.leave()
            raise

    async def find(self, query: str, k: int) -> list[Json]:
        """The best passages for a query, best first.

        Raises:
            InputError: the query is too long.
            Busy: too much is asked at once.
        """
        self._check(query)
        search = self.live.current.pipeline.search
        hits = await self.workers.run(lambda: search.search(query, k))
        return [{**passage_out(hit.passage), "score": round(hit.score, 6)} for hit in hits]

    def saved(self, answer_id: str) -> Saved | None:
        """A kept answer as it may be shown now; None if there is none of that id."""
        kept = self.store.answer(answer_id)
        return since(kept, self.live.current.archive) if kept else None

    def all_saved(self, *, checked: bool = False) -> Iterator[Saved]:
        """Every kept answer as it may be shown now, oldest first; only signed ones if `checked`."""
        archive = self.live.current.archive
        return (since(kept, archive) for kept in self.store.answers(checked=checked))

    def forget(self) -> int:
        """Erase what kept answers hold of articles that were removed for good; return how many.

        Raises:
            sqlite3.Error: the file of answers cannot be written.
        """
        archive = self.live.current.archive
        return erase(self.store, forgot(archive)) if archive.forgotten else 0

    def _check(self, text: str) -> None:
        most = self.settings.max_question_chars
        if len(text) > most:
            raise InputError(f"the question has {len(text)} characters: ask with at most {most}")

    def _once(self, asking: Asking) -> bool:
        """Whether an answer can be had again by its key."""
        return bool(asking.key) and self.keep_answers

    def _work(self, asking: Asking, on_step: OnStep | None, listener: Listener | None) -> Result:
        opened = self.live.current
        if not self._once(asking):
            return self._answer(opened, asking, on_step, listener)
        # Not of an archive that has changed meanwhile.
        key = (opened.generation, asking.key, asking.text)
        return self.once.do(key, lambda: self._answer(opened, asking, on_step, listener))

    def _answer(
        self, opened: Opened, asking: Asking, on_step: OnStep | None, listener: Listener | None
    ) -> Result:
        timings = _Steps(on_step) if on_step else dict[str, float]()
        everything = asking.within == EVERYTHING
        pipeline = opened.pipeline if everything else opened.narrow(asking.within)
        if listener and isinstance(pipeline, Pipeline):
            answer = self._written(pipeline, asking, timings, listener)
        else:
            answer = pipeline.answer(asking.text, asking.history, timings)
        if not everything:
            note = narrowed_note(asking.within, answer.language, opened.names)
            answer = replace(answer, notes=(*answer.notes, note))
        body = safe_links(answer_json(answer))
        self.metrics.answer(answer.verdict.value, answer.language, timings)
        searched = opened.facts.line(answer.language) if everything else ""
        view = view_of(answer, opened.names, searched)
        kept = self._keep(opened, answer, body, view)
        self._log(answer, kept, timings)
        # Not kept: what is removed from the archive leaves no question about it behind.
        if everything and view.verdict is Verdict.NOT_FOUND:
            view = replace(view, example=self._example(opened, answer, asking))
        return Result(kept, opened.generation, dict(timings), body, view)

    def _written(
        self, pipeline: Pipeline, asking: Asking, timings: Timings, listener: Listener
    ) -> Answer:
        """The answer, whose sentences the listener hears of as they are decided."""
        from rag.live import live  # without a language model nothing of one is imported

        with self.writing.under(asking.key, listener.stop):
            for step in live(pipeline, asking.text, asking.history, listener.stop, timings):
                if listener.gone.is_set():
                    break
                if isinstance(step, Answer):
                    return step
                listener.tell(step)
        raise CancelledError

    def _example(self, opened: Opened, answer: Answer, asking: Asking) -> str:
        """A question that the archive answers, another after each question; "" if none is known."""
        asked = {answer.question, *asking.history}
        found = [t for t in self.examples.of(opened, answer.language) if t not in asked]
        return found[len(asking.history) % len(found)] if found else ""

    def _keep(self, opened: Opened, answer: Answer, body: Json, view: View) -> str | None:
        """Keep an answer; one that cannot be kept is still given, without a permalink."""
        if not self.keep_answers:
            return None
        made_with = self.settings.model_dump(
            mode="json", exclude={"index", "store_uri", "stylebook", "gold"}
        )
        made_with["fingerprint"] = self.settings.fingerprint
        shown, cited = view.as_json(), cited_digests(answer)
        try:
            kept = self.store.keep(opened.generation, made_with, body, shown, cited)
            self._recheck(kept, opened)
        except sqlite3.Error as error:
            self.metrics.fault("store")
            log.error("an answer could not be kept: %s", error)  # noqa: TRY400
            return None
        return kept.id

    def _recheck(self, kept: Kept, opened: Opened) -> None:
        """Erase what has been removed while the answer was on its way into the file."""
        now = self.live.current
        if now is not opened and now.archive.forgotten:
            erase(self.store, forgot(now.archive), [kept])

    def _log(self, answer: Answer, kept: str | None, timings: dict[str, float]) -> None:
        log.info(
            "answered",
            extra={
                "fields": {
                    "answer": kept,
                    "verdict": answer.verdict.value,
                    "language": answer.language,
                    "question_chars": len(answer.question),
                    "seconds": round(sum(timings.values()), 4),
                    **({"question": answer.question} if self.log_questions else {}),
                }
            },
        )
