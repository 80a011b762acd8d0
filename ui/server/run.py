"""The process that serves the application, until a signal ends it."""

import logging
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from rag.errors import SettingsError
from rag.settings import Settings
from ui.gold.runs import EVAL
from ui.server.app import Running, create_app
from ui.server.current_index import Source
from ui.server.limits import patient
from ui.server.logs import log_as_json
from ui.server.settings import ServeSettings

__all__ = ["Server", "configure", "serve"]

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """A server that tells the application when its shutdown begins."""

    def __init__(self, config: uvicorn.Config, running: Running) -> None:
        super().__init__(config)
        self._running = running

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell the application, then wait for what runs, up to the time allowed."""
        self._running.stop()
        await super().shutdown(sockets)


def serve(
    source: Source,
    settings: Settings,
    options: ServeSettings,
    tell: Callable[[str], None] | None = None,
    evaluate: tuple[str, ...] = EVAL,
) -> None:
    """Serve until a signal ends it; what runs is finished first. `tell` is told the address.

    `evaluate` is the command that runs the gold answers.

    Raises:
        DalilError: the index, a model, the file of answers or the tokens cannot be used.
        SettingsError: the address cannot be listened on.
    """
    log_as_json(options)
    try:
        listening = socket.create_server(
            (options.host, options.port),
            family=socket.AF_INET6 if ":" in options.host else socket.AF_INET,
            backlog=512,
        )
    except OSError as error:
        raise SettingsError(
            f"cannot listen on {options.host}:{options.port}: {error.strerror}; "
            "choose another port with --port"
        ) from error
    running = Running()
    with listening:
        app = create_app(source, settings, options, running, evaluate)
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{port}{options.prefix}"
        log.info("ready on %s", address)
        if tell:
            tell(address)
        Server(configure(app, options), running).run(sockets=[listening])


def configure(app: FastAPI, options: ServeSettings) -> uvicorn.Config:
    """How uvicorn runs the application: what it bounds, and whom it believes."""
    return uvicorn.Config(
        app,
        http=patient(options.body_s),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(options.proxies),
        forwarded_allow_ips=list(options.proxies),
        limit_concurrency=options.connections,
        timeout_graceful_shutdown=options.stop_s,
    )
