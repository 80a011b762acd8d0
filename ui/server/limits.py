"""Limits: how large a request may be, how often a client may ask, how much runs at once."""

import asyncio
import ipaddress
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TypeVar

from h11 import IDLE
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from ui.server.problems import Busy, send_problem

__all__ = ["BodyLimit", "RateLimit", "Workers", "client_key", "patient"]

T = TypeVar("T")
MOST_CLIENTS = 10_000
DISCARD_BYTES = 4_000_000
DISCARD_SECONDS = 2.0


class Workers:
    """A fixed number of threads that answer, and a short queue before them.

    All questions share the same places, so the machine is never asked for more than it can do.
    """

    def __init__(self, workers: int, queue: int, wait_s: float) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="answer")
        self._lock = threading.Lock()
        self._places = workers + queue
        self._wait_s = wait_s
        self._taken = 0

    @property
    def taken(self) -> int:
        """Questions that run or wait."""
        return self._taken

    async def run(self, work: Callable[[], T]) -> T:
        """Run `work` in a thread; work that has not begun is dropped when its caller goes.

        Raises:
            Busy: the queue is full, or the wait in it was too long.
        """
        future = self._submit(work)
        # Future.cancel does nothing to work that has begun: the timer ends waiting, not working.
        timer = asyncio.get_running_loop().call_later(self._wait_s, future.cancel)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if future.cancel() and task is not None and not task.cancelling():
                raise Busy(math.ceil(self._wait_s)) from None
            raise
        finally:
            timer.cancel()

    def close(self) -> None:
        """Finish what runs; drop what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._taken >= self._places:
                raise Busy(retry_after=2)
            self._taken += 1
        future = self._pool.submit(work)
        future.add_done_callback(self._leave)
        return future

    def _leave(self, _: Future[T]) -> None:
        with self._lock:
            self._taken -= 1


@dataclass
class RateLimit:
    """A token bucket for each client: `burst` at once, refilled at `per_minute`."""

    per_minute: int
    burst: int
    clock: Callable[[], float] = monotonic
    _buckets: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def blocked(self, client: str) -> int:
        """Whole seconds until this client has a token again, 0 if it has one; takes none."""
        tokens, last = self._buckets.get(client, (float(self.burst), self.clock()))
        missing = 1 - tokens - (self.clock() - last) * self.per_minute / 60
        return math.ceil(missing * 60 / self.per_minute) if missing > 0 else 0

    def wait(self, client: str) -> int:
        """Take one token; 0 if there was one, else the whole seconds until there is."""
        now = self.clock()
        tokens, last = self._buckets.pop(client, (float(self.burst), now))
        tokens = min(float(self.burst), tokens + (now - last) * self.per_minute / 60)
        missing = 1 - tokens
        self._buckets[client] = (tokens if missing > 0 else tokens - 1, now)
        if len(self._buckets) > MOST_CLIENTS:
            self._buckets.popitem(last=False)
        return math.ceil(missing * 60 / self.per_minute) if missing > 0 else 0


def client_key(address: str) -> str:
    """Who counts as one client: an IPv4 address, or the /64 that an IPv6 subscriber owns."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return address


class BodyLimit:
    """Reads a request's body whole before the application sees it, in bounded size and time."""

    def __init__(self, app: ASGIApp, largest: Callable[[Scope], int], seconds: float) -> None:
        self._app = app
        self._largest = largest
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on the request with its body, or a problem in its place."""
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self._app(scope, receive, send)
            return
        most = self._largest(scope)
        too_large = f"the request is larger than {most} bytes: send less"
        close = {"Connection": "close"}
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(scope, receive, most)
        except TimeoutError:
            detail = f"the request did not arrive within {self._seconds:g} seconds"
            await send_problem((scope, receive, send), 408, detail, close)
            return
        if body is None:
            await _discard(receive)
            await send_problem((scope, receive, send), 413, too_large, close)
            return
        await self._app(scope, _replay(body, receive), send)


async def _read(scope: Scope, receive: Receive, most: int) -> bytes | None:
    """Read the body; None if it is larger than `most` bytes."""
    length = dict(scope["headers"]).get(b"content-length", b"0")
    if not length.isdigit() or int(length) > most:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > most:
            return None
        if message["type"] != "http.request" or not message.get("more_body"):
            return bytes(body)


async def _discard(receive: Receive) -> None:
    """Take in a little of what is too large.

    A connection that is closed with unread bytes is reset, and the client, still sending, would
    never read why it was refused.
    """
    taken = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DISCARD_SECONDS):
            while taken < DISCARD_BYTES:
                message = await receive()
                taken += len(message.get("body", b""))
                if message["type"] != "http.request" or not message.get("more_body"):
                    return


def _replay(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def patient(seconds: float) -> type[H11Protocol]:
    """A uvicorn protocol that hangs up on clients that take longer to send a request's head.

    uvicorn bounds only the time between requests, so that a client that sends one byte now and
    then (slow-loris) would hold its connection for ever.
    """

    class Patient(H11Protocol):
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._arm()

        def data_received(self, data: bytes) -> None:
            if self._timer is None and self.conn.their_state is IDLE:
                self._arm()
            super().data_received(data)
            if self.conn.their_state is not IDLE:
                self._disarm()

        def connection_lost(self, exc: Exception | None) -> None:
            self._disarm()
            super().connection_lost(exc)

        def _arm(self) -> None:
            self._timer = self.loop.call_later(seconds, self._hang_up)

        def _hang_up(self) -> None:
            self._timer = None
            self.transport.abort()

        def _disarm(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

    return Patient
