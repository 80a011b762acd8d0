"""A real OpenAI-compatible server on loopback that behaves as badly as it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

__all__ = ["Service", "serving"]

Json = dict[str, Any]


@dataclass
class Service:
    """What it says, how, and what it was asked.

    `script` holds one way to behave for each request, the last for all that follow: `well`, `slow`
    (a piece every 0.2 s), `silent` (after the first piece), `cut` (the connection closes half-way),
    `stopped short` (a tidy end without a finish reason), `bytes` (broken UTF-8), `error inside`
    (status 200), or a status to answer with.
    """

    reply: str = "Hello."
    script: list[str | int] = field(default_factory=lambda: ["well"])
    url: str = ""
    asked: list[Json] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    written: int = 0
    hung_up: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(reply: str, *script: str | int) -> Iterator[Service]:
    """Serve until the block ends."""
    service = Service(reply, list(script or ("well",)))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.asked.append(json.loads(body))
            service.keys.append(self.headers.get("Authorization", ""))
            way = service.script.pop(0) if len(service.script) > 1 else service.script[0]
            if isinstance(way, int):
                self._refuse(way)
            else:
                try:
                    self._stream(way)
                except OSError:
                    service.hung_up.set()

        def _refuse(self, status: int) -> None:
            message = "no max_tokens here" if status == 400 else "not now"
            body = json.dumps({"error": {"message": message, "code": status}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Retry-After", "0.05")
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, way: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            pieces = [service.reply[at : at + 8] for at in range(0, len(service.reply), 8)]
            for number, piece in enumerate(pieces):
                self._event({"choices": [{"index": 0, "delta": {"content": piece}}]})
                service.written += 1
                if way == "slow":
                    time.sleep(0.2)
                half_way = number == len(pieces) // 2
                if way == "silent":
                    self._wait()
                elif half_way and way == "cut":
                    self.close_connection = True
                    return
                elif half_way and way == "bytes":
                    self._chunk(b'data: {"choices": [{"delta": {"content": "\xd9\xff"}}]}\n\n')
                elif half_way and way == "error inside":
                    self._event({"error": {"message": "out of memory", "code": 500}})
                elif half_way and way == "stopped short":
                    self._chunk(b"")
                    return
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

        def _wait(self) -> None:
            """Write nothing that counts until the other side has gone."""
            for _ in range(200):
                time.sleep(0.05)
                self._chunk(b": still here\n\n")

        def _event(self, data: Json) -> None:
            self._chunk(b"data: " + json.dumps(data).encode() + b"\n\n")

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
