"""The door: what every request passes before any route sees it, also those of the chat."""

import base64
import hashlib
import logging
import math
import re
import secrets
from dataclasses import dataclass
from html import escape
from time import perf_counter
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.server.limits import RateLimit, client_key
from ui.server.metrics import Metrics
from ui.server.problems import problem
from ui.server.security import Guard, Unavailable, known_host, same_site
from ui.server.settings import ServeSettings

__all__ = ["ChatPolicy", "Door", "Watch", "content_policy"]

log = logging.getLogger(__name__)
access = logging.getLogger("dalil.access")

PUBLIC = ("/healthz", "/readyz", "/static/", "/favicon.ico")
ASKING = ("/api/ask", "/api/feedback", "/api/answers/", "/mcp")
INLINE_SCRIPT = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
UNEXPECTED = "an unexpected error: see the log"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CHAT_PATHS = (
    "/assets/",
    "/static/",
    "/svelte/",
    "/gradio_api/queue/",
    "/gradio_api/heartbeat/",
    "/gradio_api/startup-events",
    "/gradio_api/cancel",
    "/gradio_api/reset",
    "/gradio_api/run/predict",
    "/gradio_api/app_id",
    "/gradio_api/info",
    "/theme.css",
    "/gradio_api/theme.css",
    "/config",
    "/favicon.ico",
    "/manifest.json",
    "/robots.txt",
)
"""What the chat needs of Gradio. Uploads, files, proxies and the rest are closed."""


def content_policy(path: str, serve: ServeSettings, scripts: str = "") -> str:
    """The Content-Security-Policy of a path (without the server's prefix).

    `scripts` are the digests of the inline scripts that Gradio's page is delivered with. Its
    templates are compiled in the browser, so that page needs 'unsafe-eval'; other pages have only
    the scripts that are served as files.
    """
    framing = " ".join(["'self'", *serve.origins])
    common = f"object-src 'none'; form-action 'none'; frame-ancestors {framing}"
    if path == "/chat" or path.startswith("/chat/"):
        return (
            f"default-src 'self'; script-src 'self' 'unsafe-eval' {scripts}; "
            "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
            f"base-uri 'self'; {common}"
        )
    scripted = path == "/gold" or path.startswith(("/a/", "/read/"))
    own = "script-src 'self'; connect-src 'self'; " if scripted else ""
    return f"default-src 'none'; {own}style-src 'self'; img-src 'self'; base-uri 'none'; {common}"


def script_digests(page: bytes) -> str:
    """The digests of a page's inline scripts, as a policy lists them."""
    digests = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page))
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


class ChatPolicy:
    """Lets the chat's page run the scripts that it was delivered with, and no others.

    It is delivered before any reader's or article's words are in it.
    """

    def __init__(self, app: ASGIApp, serve: ServeSettings) -> None:
        self._app = app
        self._serve = serve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request; the chat's page comes back with its policy."""
        if scope["type"] != "http" or scope["path"] != f"{self._serve.prefix}/chat/":
            await self._app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        start: Message = {}
        page = bytearray()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                return
            page.extend(message.get("body", b""))
            if not message.get("more_body"):
                policy = content_policy("/chat/", self._serve, script_digests(bytes(page)))
                MutableHeaders(scope=start)["Content-Security-Policy"] = policy
                await send(start)
                await send({"type": "http.response.body", "body": bytes(page)})

        await self._app({**scope, "headers": plain}, receive, collect)


class Watch:
    """Outermost: names each request, times it, counts it, logs it, and adds the headers."""

    def __init__(self, app: ASGIApp, serve: ServeSettings, metrics: Metrics) -> None:
        self._app = app
        self._serve = serve
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request; nothing that goes wrong inside leaves without an answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = perf_counter(), 0
        path = scope["path"].removeprefix(self._serve.prefix)
        scope.setdefault("state", {})["request_id"] = request_id = secrets.token_hex(8)
        _from_settings(scope, self._serve)

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = request_id
                self._headers(headers, path)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception:  # the server's edge: a fault is logged, and the server goes on
            log.exception("unexpected", extra={"fields": {"request": request_id}})
            if status == 0:
                await problem(500, UNEXPECTED)(scope, receive, send_with_headers)
        finally:
            self._record(scope, status, perf_counter() - begun)

    def _headers(self, headers: MutableHeaders, path: str) -> None:
        headers.setdefault("Content-Security-Policy", content_policy(path, self._serve))
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "no-referrer"
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        static = path.startswith("/static/")
        headers["Cross-Origin-Resource-Policy"] = "cross-origin" if static else "same-origin"
        headers.setdefault("Cache-Control", "public, max-age=3600" if static else "no-store")
        if not self._serve.origins:
            headers["X-Frame-Options"] = "SAMEORIGIN"

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None)
        path = scope["path"].removeprefix(self._serve.prefix)
        if route is None:
            route = "/chat" if path.startswith("/chat") else "other"
        self._metrics.request(route, scope["method"], status, seconds)
        who = scope["state"].get("identity")
        fields = {
            "request": scope["state"]["request_id"],
            "method": scope["method"],
            "route": route,
            "status": status,
            "seconds": round(seconds, 4),
            "client": (scope.get("client") or ("",))[0],
            "user": who.name if who else "",
        }
        access.info("request", extra={"fields": fields})


def _from_settings(scope: Scope, serve: ServeSettings) -> None:
    """Let the settings, not the client, say by which name and scheme the server is reached."""
    scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"x-forwarded-host"]
    public = urlsplit(serve.public_url or "")
    if public.scheme and Headers(scope=scope).get("host", "").lower() == public.netloc.lower():
        scope["scheme"] = public.scheme
        scope["headers"] = [pair for pair in scope["headers"] if pair[0] != b"x-forwarded-proto"]
        scope["headers"].append((b"x-forwarded-proto", public.scheme.encode()))


@dataclass
class Door:
    """Turns away unknown hosts, foreign origins, unknown readers and those who ask too often."""

    app: ASGIApp
    guard: Guard
    asking: RateLimit
    chatting: RateLimit
    failing: RateLimit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it with a problem."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        path = scope["path"].removeprefix(self.guard.serve.prefix)
        refusal = self._from_where(scope["method"], path, headers)
        if refusal is None and not path.startswith(PUBLIC) and scope["method"] != "OPTIONS":
            refusal = await self._who(scope, headers) or self._how_often(scope, path)
        await (refusal or self.app)(scope, receive, send)

    def _from_where(self, method: str, path: str, headers: Headers) -> ASGIApp | None:
        if not known_host(headers.get("host", ""), self.guard.serve):
            return problem(421, "this server does not go by that name: add it to the hosts setting")
        if method not in SAFE_METHODS and not same_site(headers, self.guard.serve):
            return problem(403, "requests from pages of that origin are not accepted here")
        if path.startswith("/chat/") and path != "/chat/":
            inner = path.removeprefix("/chat")
            if not inner.startswith(CHAT_PATHS) or ".." in inner:
                return problem(404, "Not Found")
        return None

    async def _who(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        if wait := self.failing.blocked(_client(scope)):
            return _too_often(wait)
        try:
            identity = await self.guard.identify(headers)
        except Unavailable:
            detail = "the wiki cannot say who is logged in: try again in 10 seconds"
            return problem(503, detail, {"Retry-After": "10"})
        scope["state"]["identity"] = identity
        if identity is not None:
            return None
        self.failing.wait(_client(scope))
        if scope["method"] == "GET" and "text/html" in headers.get("accept", ""):
            return log_in_page(self.guard.serve.wiki_login)
        challenge = {"WWW-Authenticate": "Bearer"} if self.guard.tokens else {}
        return problem(401, "log in first", challenge, login=self.guard.serve.wiki_login)

    def _how_often(self, scope: Scope, path: str) -> ASGIApp | None:
        if scope["method"] in SAFE_METHODS:
            return None
        limit = self.asking if path.startswith(ASKING) else self.chatting
        identity = scope["state"]["identity"]
        wait = limit.wait(f"user:{identity.name}" if identity.name else _client(scope))
        return _too_often(wait) if wait else None


def _client(scope: Scope) -> str:
    return client_key((scope.get("client") or ("",))[0])


def _too_often(seconds: int) -> ASGIApp:
    seconds = math.ceil(seconds)
    detail = f"too many requests from here: try again in {seconds} seconds"
    return problem(429, detail, {"Retry-After": str(seconds)})


def log_in_page(login: str | None) -> HTMLResponse:
    """What a reader sees, in a frame or alone, who is not logged in."""

    def line(language: str, direction: str, text: str, link: str) -> str:
        target = f' <a href="{escape(login)}" target="_top">{link}</a>' if login else ""
        return f'<p lang="{language}" dir="{direction}">{text}{target}</p>'

    body = line("en", "ltr", "Log in to the wiki to ask the archive.", "Log in") + line(
        "ar", "rtl", "سجّل الدخول إلى الويكي لتسأل الأرشيف.", "تسجيل الدخول"
    )
    page = (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Log in · تسجيل الدخول</title>'
        f'<meta name="viewport" content="width=device-width"><main>{body}</main></html>'
    )
    return HTMLResponse(page, status_code=401, headers={"Cache-Control": "no-store"})
