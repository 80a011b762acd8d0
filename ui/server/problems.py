"""Errors as application/problem+json (RFC 9457), without anything that the client sent."""

import logging
import sqlite3
from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from rag.errors import DalilError, InputError
from ui.server.pages import problem_page

__all__ = ["Busy", "Problem", "install", "problem", "problems", "say", "send_problem", "there"]

log = logging.getLogger(__name__)

T = TypeVar("T")


class Busy(Exception):  # noqa: N818
    """Too much is asked at once; `retry_after` says in how many seconds to try again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"busy: try again in {retry_after} seconds")
        self.retry_after = retry_after


class Problem(BaseModel):
    """What went wrong, in the form of RFC 9457."""

    type: str = "about:blank"
    title: str = Field(examples=["Unprocessable Entity"])
    status: int = Field(examples=[422])
    detail: str = Field(examples=["the question is empty: type a question"])
    login: str | None = Field(default=None, description="Where to log in, for a 401")


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    login: str | None = None,
) -> Response:
    """Make the reply that tells a client what went wrong."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, login=login)
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=status,
        headers={"Cache-Control": "no-store", **(headers or {})},
        media_type="application/problem+json",
    )


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How the OpenAPI schema describes what a route may answer beside 200."""
    content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
    known = {
        401: "Nobody known asks: log in",
        403: "Not allowed to this reader, or from that origin",
        404: "There is no such thing",
        413: "The request is too large",
        422: "The request cannot be used as it is",
        429: "Too often: Retry-After says when to try again",
        503: "Busy or out of order: Retry-After says when to try again",
    }
    return {
        s: {"description": known[s], "content": content}
        for s in (401, 421, *statuses)
        if s in known
    }


def there(found: T | None, otherwise: str) -> T:
    """Return what was found; where nothing was, the reply is 404 and says `otherwise`."""
    if found is None:
        raise HTTPException(404, otherwise)
    return found


def busy(error: Busy) -> Response:
    """The reply to a client that should come back later."""
    return problem(
        503,
        f"the server is busy: try again in {error.retry_after} seconds",
        {"Retry-After": str(error.retry_after)},
    )


async def send_problem(
    connection: tuple[Scope, Receive, Send],
    status: int,
    detail: str,
    headers: Mapping[str, str],
) -> None:
    """Send a problem from a middleware."""
    await problem(status, detail, headers)(*connection)


def say(error: BaseException) -> dict[str, object]:
    """What went wrong, for a stream whose status has been sent."""
    if isinstance(error, Busy):
        return {"status": 503, "detail": str(error), "retry_after": error.retry_after}
    if isinstance(error, InputError):
        return {"status": 422, "detail": str(error)}
    log.error("a streamed answer failed", exc_info=error)
    return {"status": 500, "detail": "an unexpected error: see the log"}


def install(app: FastAPI, prefix: str = "") -> None:
    """Turn every error that the application raises into a problem.

    Who follows a link to an answer or an article under `prefix` sees it as a page.
    """
    app.add_exception_handler(HTTPException, partial(_http, prefix))
    app.add_exception_handler(RequestValidationError, partial(_invalid, prefix))
    app.add_exception_handler(DalilError, _ours)
    app.add_exception_handler(Busy, _busy)
    app.add_exception_handler(sqlite3.Error, _store)


def _http(prefix: str, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    return _shown(prefix, request, error.status_code, str(error.detail), error.headers)


def _invalid(prefix: str, request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        detail = f"the body is not JSON: {first['ctx']['error']}"
    else:
        where = ".".join(str(part) for part in first["loc"])
        detail = f"{where}: {first['msg'].removeprefix('Value error, ')}"
    return _shown(prefix, request, 422, detail)


def _shown(
    prefix: str,
    request: Request,
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
) -> Response:
    path = request.url.path.removeprefix(prefix)
    page = path == "/gold" or path.startswith(("/a/", "/read/"))
    if page and "text/html" in request.headers.get("accept", ""):
        return HTMLResponse(problem_page(status, detail, prefix), status)
    return problem(status, detail, headers)


def _ours(_: Request, error: Exception) -> Response:
    if isinstance(error, InputError):
        return problem(422, str(error))
    log.error("archive unusable", exc_info=error)
    return problem(503, "the archive cannot be used now: see the log", {"Retry-After": "30"})


def _busy(_: Request, error: Exception) -> Response:
    assert isinstance(error, Busy)  # noqa: S101
    return busy(error)


def _store(_: Request, error: Exception) -> Response:
    log.error("store unusable", exc_info=error)
    return problem(503, "the file of answers cannot be used: see the log", {"Retry-After": "30"})
