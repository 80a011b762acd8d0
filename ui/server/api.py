"""The JSON API: ask, read what was cited, say what one thinks, sign, export."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from ui.answer.links import Links
from ui.archive import facts_out
from ui.server.api_ask import add_asking
from ui.server.api_conversations import add_conversations
from ui.server.api_export import answer_lines, changes_out, feedback_lines, gold_lines
from ui.server.api_gold import GoldSet, add_gold
from ui.server.api_replies import (
    ArchiveOut,
    ArticleOut,
    CheckOut,
    FeedbackOut,
    KeptOut,
    PassageOut,
    SinceOut,
)
from ui.server.api_requests import ID, CheckIn, FeedbackIn
from ui.server.follow_ups import FollowUps, add_follow_ups
from ui.server.outgoing import article_out, passage_out
from ui.server.pages import answer_page, article_page, saved_html
from ui.server.problems import problems, there
from ui.server.security import Identity
from ui.server.service import Service
from ui.words import WORDS

__all__ = ["add_health", "build_api"]

AnswerId = Annotated[str, Path(pattern="^[0-9a-f]{20}$", examples=[ID])]
AnswerIds = Annotated[str, Query(pattern="^[0-9a-f]{20}(,[0-9a-f]{20}){0,99}$", examples=[ID])]
PassageId = Annotated[int, Path(ge=0, lt=2**63, examples=[4211])]
ArticleId = Annotated[str, Path(max_length=200, examples=["000_a7abf8a6fc12b7f9"])]
NO_ANSWER = "there is no answer of that id"
NO_ARTICLE = "the index has no article of that id"


def build_api(
    service: Service, gold: GoldSet, base: Callable[[Request], str], prefix: str
) -> APIRouter:
    """All routes. `base` gives the address at which a request's reader reaches the server.

    `prefix` is the path that all of the server's addresses begin with; `gold` is what editors run.
    """
    router = APIRouter()
    add_asking(router, service, base)
    _add_feedback(router, service)
    _add_archive(router, service)
    _add_reading(router, service, prefix)
    _add_answers(router, service, prefix)
    add_conversations(router, service, prefix)
    _add_export(router, service)
    add_gold(router, gold, service.store, prefix, _editor)
    add_follow_ups(router, FollowUps(service.live, service.examples.leads), service.store)
    return router


def _add_feedback(router: APIRouter, service: Service) -> None:
    @router.post(
        "/api/feedback",
        response_model=FeedbackOut,
        status_code=201,
        responses=problems(403, 404, 413, 422, 429, 503),
        summary="Say whether an answer is right",
    )
    def feedback(body: FeedbackIn, request: Request) -> object:
        who: Identity = request.state.identity
        saved = there(
            service.store.add_feedback(body.answer, body.rating, body.comment, who.name), NO_ANSWER
        )
        service.metrics.feedback(saved.rating)
        return {"id": saved.id, "given": saved.given}


def _add_archive(router: APIRouter, service: Service) -> None:
    @router.get("/api/archive", summary="What the archive holds", response_model=ArchiveOut)
    def archive(request: Request) -> object:
        opened = service.live.current
        who: Identity = request.state.identity
        examples = [text for language in WORDS for text in service.examples.of(opened, language)]
        return {**facts_out(opened.facts, opened.names, examples), "editor": who.editor}


def _add_reading(router: APIRouter, service: Service, prefix: str) -> None:
    cached = {"Cache-Control": "private, max-age=60"}

    @router.get(
        "/api/passages/{passage_id}",
        response_model=PassageOut,
        responses=problems(404, 422),
        summary="A passage with its context",
    )
    def passage(passage_id: PassageId, response: Response) -> object:
        found = service.live.current.archive.passage(passage_id)
        out = passage_out(there(found, "the index has no passage of that id"))
        response.headers.update(cached)
        return out

    @router.get(
        "/api/articles/{article_id}",
        response_model=ArticleOut,
        responses=problems(404, 422),
        summary="An article as published",
    )
    def article(article_id: ArticleId, response: Response) -> object:
        out = article_out(there(service.live.current.archive.article(article_id), NO_ARTICLE))
        response.headers.update(cached)
        return out

    @router.get("/read/{article_id}", response_class=HTMLResponse, include_in_schema=False)
    def read(article_id: ArticleId, start: int = 0, end: int = 0) -> Response:
        opened = service.live.current
        found = there(opened.archive.article(article_id), NO_ARTICLE)
        page = article_page(found, start, end, opened.names, Links(prefix))
        return HTMLResponse(page, headers=cached)


def _add_answers(router: APIRouter, service: Service, prefix: str) -> None:
    private = {"Cache-Control": "private, no-cache"}

    @router.get(
        "/api/answers/{answer_id}",
        response_model=KeptOut,
        responses=problems(404, 422, 503),
        summary="An answer as it was given",
    )
    def answer(answer_id: AnswerId, response: Response) -> object:
        saved = there(service.saved(answer_id), NO_ANSWER)
        response.headers.update(private)
        kept = asdict(saved.kept)
        del kept["shown"], kept["cited"]
        current = kept["generation"] == service.live.current.generation
        return {**kept, "current": current, "changes": changes_out(saved)}

    @router.get(
        "/api/since",
        response_model=SinceOut,
        responses=problems(422, 503),
        summary="Which of some kept answers have changed since they were given",
    )
    def changed(ids: AnswerIds, response: Response) -> object:
        response.headers.update(private)
        saved = {i: service.saved(i) for i in ids.split(",")}
        answers = {i: saved_html(one, prefix) for i, one in saved.items() if one and one.changes}
        return {"answers": answers}

    @router.post(
        "/api/answers/{answer_id}/checked",
        response_model=CheckOut,
        status_code=201,
        responses=problems(403, 404, 413, 422, 429, 503),
        summary="Sign an answer as checked",
    )
    def checked(answer_id: AnswerId, body: CheckIn, request: Request) -> object:
        who = _editor(request)
        name = who.name or body.editor
        if not name:
            raise HTTPException(422, "editor: say who has checked the answer")
        return asdict(there(service.store.sign(answer_id, name, body.note), NO_ANSWER))

    @router.get("/a/{answer_id}", response_class=HTMLResponse, include_in_schema=False)
    def page(answer_id: AnswerId, request: Request) -> Response:
        saved = there(service.saved(answer_id), NO_ANSWER)
        current = saved.kept.generation == service.live.current.generation
        who: Identity = request.state.identity
        shown = answer_page(saved, current, Links(prefix, answer_id), who.editor)
        return HTMLResponse(shown, headers=private)


def _add_export(router: APIRouter, service: Service) -> None:
    lines: dict[int | str, dict[str, Any]] = {
        200: {"content": {"application/jsonl": {"schema": {"type": "string"}}}},
        **problems(403, 503),
    }

    def add(name: str, summary: str, export: Callable[[Service], Iterator[str]]) -> None:
        @router.get(f"/api/export/{name}.jsonl", summary=summary, responses=lines)
        def exported(request: Request) -> StreamingResponse:
            _editor(request)
            name_it = {"Content-Disposition": f'attachment; filename="{name}.jsonl"'}
            return StreamingResponse(
                export(service), media_type="application/jsonl", headers=name_it
            )

    add("answers", "All kept answers, as JSON lines", answer_lines)
    add("feedback", "All feedback, as JSON lines", feedback_lines)
    add("gold", "Signed answers, as gold questions", gold_lines)


def _editor(request: Request) -> Identity:
    who: Identity = request.state.identity
    if not who.editor:
        raise HTTPException(403, "only editors may do this: log in as one")
    return who


def add_health(router: APIRouter, ready: Callable[[], str], metrics: Callable[[], bytes]) -> None:
    """Routes for those who run the server; `ready` says what is missing, "" if nothing is."""

    @router.get("/healthz", response_class=PlainTextResponse, summary="Whether the server runs")
    async def healthz() -> str:
        return "ok\n"

    @router.get("/readyz", response_class=PlainTextResponse, summary="Whether it can answer")
    async def readyz() -> PlainTextResponse:
        missing = ready()
        if missing:
            return PlainTextResponse(f"{missing}\n", 503, headers={"Retry-After": "5"})
        return PlainTextResponse("ready\n")

    @router.get("/metrics", response_class=PlainTextResponse, summary="Counts, for Prometheus")
    async def metrics_text() -> Response:
        return Response(metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")
