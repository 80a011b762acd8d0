"""One server: the JSON API, the MCP tools, the permalinks and the chat, in one process."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import version

import httpx
from fastapi import FastAPI, Request
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import FileResponse, HTMLResponse, RedirectResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from rag.errors import DalilError
from rag.settings import Settings
from ui.gold.runs import Runs
from ui.server.api import add_health, build_api
from ui.server.api_gold import GoldSet
from ui.server.current_index import Live, Source
from ui.server.docs_page import docs_page
from ui.server.examples import Examples
from ui.server.guard import ChatPolicy, Door, Watch
from ui.server.leads import Leads
from ui.server.limits import BodyLimit, RateLimit, Workers
from ui.server.mcp import build_mcp
from ui.server.metrics import Metrics
from ui.server.problems import install
from ui.server.security import Guard, read_tokens
from ui.server.service import Service
from ui.server.settings import ServeSettings
from ui.server.store import Store
from ui.server.widget import STATIC, widget_script

__all__ = ["Running", "create_app"]

log = logging.getLogger(__name__)
WIKI_TIMEOUT_S = 3.0
CHAT_EVENTS = 4
"""Requests that the chat makes for one question, with some to spare."""


@dataclass
class Running:
    """The life of the process that serves; `stop` is called when a shutdown begins."""

    stopping: bool = False
    on_stop: list[Callable[[], None]] = field(default_factory=list)

    def stop(self) -> None:
        """Say that no further work should come, and end streams that would never end."""
        self.stopping = True
        for end in self.on_stop:
            end()


def create_app(
    source: Source,
    settings: Settings,
    serve: ServeSettings,
    running: Running,
    evaluate: tuple[str, ...],
) -> FastAPI:
    """Make the whole application; the index is opened before this returns.

    `evaluate` is the command that runs the gold answers.

    Raises:
        DalilError: the index, a model, the file of answers or the tokens cannot be used.
    """
    tokens = read_tokens(serve)
    live = Live(source)
    store = Store(serve.store)
    workers = Workers(serve.workers, serve.queue, serve.wait_s)
    metrics = Metrics(lambda: workers.taken, lambda: live.current.generation)
    examples = Examples(live, Leads(workers))
    service = Service(
        live, store, workers, metrics, settings, examples, serve.keep_answers, serve.log_questions
    )
    forgotten = _forget(service, frozenset())
    client = httpx.AsyncClient(timeout=WIKI_TIMEOUT_S, follow_redirects=False, trust_env=False)
    guard = Guard(serve, tokens, client)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        watching = asyncio.create_task(_watch(service, serve.watch_s, forgotten))
        greeting = asyncio.create_task(guard.greet())
        tasks = [watching, greeting]
        if serve.examples:
            tasks.append(asyncio.create_task(examples.watch(serve.watch_s)))
        yield
        for task in tasks:
            task.cancel()
        await asyncio.to_thread(workers.close)
        await client.aclose()
        store.close()

    app = FastAPI(
        title="Dalil",
        version=version("dalil"),
        description="Answers from an archive of news articles, with the words that vouch for them.",
        lifespan=lifespan,
        docs_url=None,  # the page that FastAPI makes loads its scripts from elsewhere
        redoc_url=None,
        openapi_url=f"{serve.prefix}/openapi.json",
    )
    install(app, serve.prefix)
    runs = Runs(serve.store.parent / "runs", evaluate)
    running.on_stop.append(runs.stop)
    _add_routes(app, service, GoldSet(settings.gold, runs, evaluate), serve, running)
    _add_door(app, guard, metrics)
    return app


def _add_routes(
    app: FastAPI, service: Service, gold: GoldSet, serve: ServeSettings, running: Running
) -> None:
    def base(request: Request) -> str:
        own = f"{request.url.scheme}://{request.url.netloc}{serve.prefix}"
        return serve.public_url.rstrip("/") if serve.public_url else own

    api = build_api(service, gold, base, serve.prefix)
    add_health(api, lambda: _missing(service.store, running), service.metrics.text)
    app.include_router(api, prefix=serve.prefix)
    app.include_router(build_mcp(service, app.version), prefix=serve.prefix)

    @app.get(f"{serve.prefix}/favicon.ico", include_in_schema=False)
    async def favicon() -> FileResponse:
        return FileResponse(STATIC / "favicon.svg", media_type="image/svg+xml")

    @app.get(f"{serve.prefix}/static/dalil-ask.js", include_in_schema=False)
    async def widget() -> Response:
        return Response(widget_script(), media_type="text/javascript")

    @app.get(f"{serve.prefix}/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(docs_page(app.openapi(), serve.prefix))

    app.mount(f"{serve.prefix}/static", StaticFiles(directory=STATIC), "static")
    if serve.chat:
        _add_chat(app, service, serve.prefix, running)


def _missing(store: Store, running: Running) -> str:
    """Why no further question should come here, "" if it should."""
    if running.stopping:
        return "stopping"
    try:
        store.database.check()
    except sqlite3.Error as error:
        return str(error)
    return ""


def _add_chat(app: FastAPI, service: Service, prefix: str, running: Running) -> None:
    # Gradio takes seconds to import: only where there is a chat.
    from ui.chat.app import mount

    path = f"{prefix}/chat"
    mount(app, path, writes=service.writes)
    for route in app.routes:
        if isinstance(route, Mount) and route.path == path:
            # An open page's heartbeat would otherwise hold a shutdown to its end.
            running.on_stop.append(route.app.stop_event.set)  # type: ignore[attr-defined]

    @app.get(prefix or "/", include_in_schema=False)
    @app.get(f"{prefix}/", include_in_schema=False)  # else one is redirected to the other for ever
    async def home() -> RedirectResponse:
        return RedirectResponse(f"{path}/")


def _add_door(app: FastAPI, guard: Guard, metrics: Metrics) -> None:
    """Add the middlewares, the innermost first."""
    serve = guard.serve

    def largest(scope: Scope) -> int:
        whole = (f"{serve.prefix}/chat", f"{serve.prefix}/api/conversations/")
        return serve.max_chat_body if scope["path"].startswith(whole) else serve.max_body

    app.add_middleware(ChatPolicy, serve=serve)
    app.add_middleware(BodyLimit, largest=largest, seconds=serve.body_s)
    app.add_middleware(
        Door,
        guard=guard,
        asking=RateLimit(serve.per_minute, serve.burst),
        chatting=RateLimit(serve.per_minute * CHAT_EVENTS, serve.burst * CHAT_EVENTS),
        failing=RateLimit(serve.per_minute * CHAT_EVENTS, serve.burst * CHAT_EVENTS),
    )
    # Also with an empty list: it keeps Gradio from answering foreign origins as it likes.
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(serve.origins),
        allow_credentials=True,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
        expose_headers=["Retry-After", "X-Request-Id"],
    )
    app.add_middleware(Watch, serve=serve, metrics=metrics)


async def _watch(service: Service, seconds: float, forgotten: frozenset[str]) -> None:
    """Take up each new generation of the index while questions run, and forget what it forgets."""
    while True:
        await asyncio.sleep(seconds)
        try:
            if await asyncio.to_thread(service.live.refresh):
                log.info("the index is now %s", service.live.current.generation)
        except DalilError as error:
            service.metrics.fault("index")
            log.error("the new index stays unused: %s", error)  # noqa: TRY400
        forgotten = await asyncio.to_thread(_forget, service, forgotten)


def _forget(service: Service, forgotten: frozenset[str]) -> frozenset[str]:
    """Forget what the index forgets beyond what was `forgotten`; return what is forgotten then."""
    now = service.live.current.archive.forgotten
    if not now <= forgotten:
        try:
            service.forget()
        except sqlite3.Error as error:  # tried again at the next look
            service.metrics.fault("store")
            log.error("kept answers still hold what was removed: %s", error)  # noqa: TRY400
            return forgotten
    return now
