"""The part of the JSON API that answers a question, whole or step by step, and stops writing."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from secrets import token_hex
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse

from rag.types import Json
from ui.answer.html import answer_html, sentence_html
from ui.answer.links import Links
from ui.answer.make_view import line_of
from ui.server.api_replies import Asked, StopOut
from ui.server.api_requests import Ask, StopIn
from ui.server.problems import problems, say
from ui.server.service import Asking, Result, Service
from ui.server.writing import Listener

if TYPE_CHECKING:
    from rag.generate.writer import Step

__all__ = ["add_asking"]

HEARTBEAT_S = 10.0
FIRST_WORD_S = 0.05


def add_asking(router: APIRouter, service: Service, base: Callable[[Request], str]) -> None:
    """Add the routes. `base` gives the address at which a request's reader reaches the server."""
    stream = {"text/event-stream": {"schema": {"type": "string"}}}
    ok: dict[int | str, dict[str, Any]] = {
        200: {
            "description": "The answer; as events, each step, each sentence that a language "
            "model writes, and then the answer",
            "content": stream,
        }
    }

    @router.post(
        "/api/ask",
        response_model=Asked,
        responses={**ok, **problems(403, 413, 422, 429, 503)},
        summary="Ask the archive",
    )
    async def ask(
        body: Ask, request: Request, accept: Annotated[str, Header()] = "application/json"
    ) -> object:
        def out(result: Result) -> Json:
            links = Links(base(request), result.id or "")
            return {
                "id": result.id,
                "permalink": links.permalink or None,
                "generation": result.generation,
                "timings": result.timings,
                "answer": result.answer,
                "html": answer_html(result.view, (result.id or token_hex(5))[:10], links),
            }

        if "text/event-stream" in accept:
            return await _stream(service, body, out)
        task = asyncio.ensure_future(service.ask(_asking(body)))
        gone = asyncio.ensure_future(_gone(request))
        try:
            await asyncio.wait({task, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not task.done():  # nobody waits for the answer any more
                return Response(status_code=499)
            return out(task.result())
        finally:
            gone.cancel()
            task.cancel()

    @router.post(
        "/api/stop",
        response_model=StopOut,
        responses=problems(403, 413, 422, 429),
        summary="End an answer that a language model is writing",
        description="Who asked for it has the answer as it stands.",
    )
    async def stop(body: StopIn) -> object:
        return {"stopped": service.writing.stop(body.key)}


def _asking(body: Ask) -> Asking:
    """What a request asks."""
    return Asking(body.question, body.history, body.within, body.key)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _stream(service: Service, body: Ask, out: Callable[[Result], Json]) -> Response:
    """Each step and sentence as it ends, then the answer.

    What fails at once is an ordinary problem.
    """
    loop = asyncio.get_running_loop()
    news: asyncio.Queue[str | None] = asyncio.Queue()

    def tell(name: str, data: Json) -> None:
        loop.call_soon_threadsafe(news.put_nowait, _event(name, data))

    def on_step(step: str, seconds: float) -> None:
        tell("step", {"step": step, "seconds": round(seconds, 4)})

    def on_sentence(step: "Step") -> None:
        if step.statement or step.note:
            tell("sentence", _sentence(step))

    listener = Listener(on_sentence) if service.writes else None
    task = asyncio.ensure_future(service.ask(_asking(body), on_step, listener))
    task.add_done_callback(lambda _: news.put_nowait(None))
    await asyncio.wait({task}, timeout=FIRST_WORD_S)
    if task.done():
        task.result()

    async def events() -> AsyncIterator[str]:
        try:
            while True:
                try:
                    event = await asyncio.wait_for(news.get(), HEARTBEAT_S)
                except TimeoutError:
                    yield ": waiting\n\n"
                    continue
                if event is None:
                    break
                yield event
            error = task.exception()
            yield _event("problem", say(error)) if error else _event("answer", out(task.result()))
        finally:
            task.cancel()

    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)


def _sentence(step: "Step") -> Json:
    """One sentence as it may be shown, and what is said of one that may not."""
    line = line_of(step.statement) if step.statement else None
    return {
        "text": step.statement.text if step.statement else "",
        "markers": step.statement.markers if step.statement else (),
        "withheld": step.withheld.kind if step.withheld else "",
        "note": step.note,
        "html": sentence_html(line, step.note, step.language),
    }


def _event(name: str, data: Json) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
