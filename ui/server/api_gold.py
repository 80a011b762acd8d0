"""The editor's page and its part of the JSON API: run the gold answers, look at them, mark them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import Field, StringConstraints, model_validator

from rag.errors import InputError
from rag.types import Json
from ui.gold.marks import Mark, keep
from ui.gold.page import gold_page
from ui.gold.rows import pick, read_gold, rows_of
from ui.gold.runs import Run, Runs
from ui.server.api_replies import Out
from ui.server.api_requests import ID, In, Line, Text
from ui.server.problems import problems, there
from ui.server.security import Identity
from ui.server.store import Store

__all__ = ["GoldSet", "add_gold"]

Editor = Callable[[Request], Identity]


class MarkIn(In):
    """An editor's word about an answer: of the chat, by its id, or of a gold question's last run.

    `said` is what would have been right, a phrase each; none, if the archive does not say.
    """

    answer: Annotated[str, StringConstraints(pattern="^([0-9a-f]{20})?$")] = Field(
        default="", examples=[ID]
    )
    question: Annotated[Text, StringConstraints(max_length=400)] = Field(
        default="", description="Id of the gold question", examples=[""]
    )
    right: bool = Field(examples=[True])
    said: tuple[Line, ...] = Field(default=(), max_length=40)

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if not (self.answer or self.question):
            raise ValueError("name an answer of the chat, or a gold question")
        return self


class BaselineIn(In):
    """A run, by its name."""

    run: Annotated[str, StringConstraints(pattern=r"^[0-9TZ]+-[0-9a-f]+$")] = Field(
        examples=["20261126T235501123456Z-1f3a"]
    )


class GoldOut(Out):
    """The gold answers. A run has a name, a state, a date, and how many of its questions are done.

    `newest` is the last run, `shown` the one that the rows tell of, `before` the one that they are
    compared with.
    """

    file: str
    newest: dict[str, Any] | None
    shown: dict[str, Any] | None
    before: dict[str, Any] | None
    baseline: str = Field(description="Name of the run chosen as the baseline, or empty")
    rows: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A newsroom's gold file and the runs over it."""

    file: Path
    runs: Runs
    command: tuple[str, ...]
    """What runs and changes gold: `dalil eval`."""

    def state(self) -> Json:
        """Everything that the page shows.

        Raises:
            InputError: the gold file cannot be read.
        """
        picked = pick(self.runs)
        return {
            "file": str(self.file),
            "newest": _about(picked.newest),
            "shown": _about(picked.shown),
            "before": _about(picked.before),
            "baseline": self.runs.baseline,
            "rows": rows_of(read_gold(self.file), picked.shown, picked.before),
        }


def add_gold(router: APIRouter, gold: GoldSet, store: Store, prefix: str, editor: Editor) -> None:
    """Add the page and the routes; `editor` turns away who is none."""

    @router.get("/gold", response_class=HTMLResponse, include_in_schema=False)
    def page(request: Request) -> HTMLResponse:
        editor(request)
        return HTMLResponse(gold_page(prefix), headers={"Cache-Control": "no-store"})

    @router.get(
        "/api/gold",
        response_model=GoldOut,
        responses=problems(403, 422, 503),
        summary="The gold answers: each question, what came of it, and what came before",
    )
    def state(request: Request) -> object:
        editor(request)
        return gold.state()

    @router.get("/api/gold/run", responses=problems(403, 503), summary="How far the run has come")
    def progress(request: Request) -> Json | None:
        editor(request)
        names = gold.runs.names()
        return _about(gold.runs.read(names[0])) if names else None

    @router.post(
        "/api/gold/run",
        status_code=202,
        responses=problems(403, 422, 429, 503),
        summary="Ask all gold questions; a run that is under way goes on",
    )
    def run(request: Request) -> None:
        editor(request)
        if not read_gold(gold.file):
            raise InputError(f"{gold.file} holds no gold question yet: add an answer of the chat")
        gold.runs.start(gold.file)

    @router.post(
        "/api/gold/stop",
        status_code=204,
        responses=problems(403, 429, 503),
        summary="Stop the run; what it has found is kept",
    )
    def stop(request: Request) -> None:
        editor(request)
        gold.runs.stop()

    @router.post(
        "/api/gold/baseline",
        status_code=204,
        responses=problems(403, 422, 429, 503),
        summary="Make a run the one that others are compared with",
    )
    def baseline(body: BaselineIn, request: Request) -> None:
        editor(request)
        gold.runs.choose(body.run)

    @router.post(
        "/api/gold/mark",
        status_code=204,
        responses=problems(403, 404, 422, 429, 503),
        summary="Say whether an answer is right: of the chat, or of the last run",
    )
    def mark(body: MarkIn, request: Request) -> None:
        editor(request)
        said = tuple(dict.fromkeys(line.strip() for line in body.said if line.strip()))
        answer = _answer(body, gold, store)
        keep(Mark(answer, body.right, said, body.question), gold.file, gold.command)


def _answer(body: MarkIn, gold: GoldSet, store: Store) -> Json:
    if body.answer:
        return there(store.answer(body.answer), "there is no answer of that id").answer
    shown = pick(gold.runs).shown
    answer: Json | None = (shown.rows.get(body.question) or {}).get("answer") if shown else None
    return there(answer, "the last run holds no answer to that question")


def _about(run: Run | None) -> Json | None:
    if run is None:
        return None
    return {
        "name": run.name,
        "state": run.state,
        "date": run.date,
        "total": run.total,
        "done": len(run.rows),
        "why": run.why,
    }
