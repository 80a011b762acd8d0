"""A foreign site for the tests of the widget and of the wiki, and what they look for in a page."""

import http.server
import importlib.util
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, expect

SOON, PATIENT = 30_000, 300_000
"""Milliseconds until what should be seen is missing: with toys, and with real models. A test goes
on as soon as it is seen; a busy machine is slow, not wrong."""
expect.set_options(timeout=SOON)

AXE = "axe_playwright_python"
"""The package that carries axe-core. Its own wrapper has no types, and is not needed."""
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}


@contextmanager
def site(pages: dict[str, str]) -> Iterator[str]:
    """A foreign site on loopback that serves these pages; gives its origin."""

    class Pages(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def overflows(page: Page) -> bool:
    """Whether the page is wider than its window."""
    width: bool = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return width


def violations(page: Page, within: str) -> list[str]:
    """What axe-core finds wrong inside an element, each with the first place."""
    page.evaluate(_axe())
    found: list[str] = page.evaluate(
        """async (within) => (await axe.run(within, {resultTypes: ["violations"]})).violations.map(
            (v) => [v.id, v.nodes[0].html.slice(0, 200), v.nodes[0].failureSummary].join(" "))""",
        within,
    )
    return found


@cache
def _axe() -> str:
    found = importlib.util.find_spec(AXE)
    assert found, f"{AXE} is not installed: make test"
    assert found.origin
    return Path(found.origin).with_name("axe.min.js").read_text(encoding="utf-8")
