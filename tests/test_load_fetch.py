"""Addresses: what is fetched, and what is never reached. The servers here are on loopback."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from index.load.document import UnreadableError
from index.load.fetch import MAX_BYTES, Fetcher
from index.load.files import load_items
from index.load.places import from_addresses

Replies = dict[str, tuple[int, dict[str, str], bytes]]
PAGE = "<html><body><article><h1>محطة</h1><p>افتتح الوزير المحطة.</p></article></body></html>"


class Handler(BaseHTTPRequestHandler):
    """Serves pages by path, and remembers what was asked for."""

    asked: list[tuple[str, str]]
    replies: Replies

    def do_GET(self) -> None:
        self.asked.append((self.headers["Host"], self.path))
        status, headers, body = self.replies.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def site(replies: Replies) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    asked: list[tuple[str, str]] = []
    handler = type("Own", (Handler,), {"replies": replies, "asked": asked})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port, asked
        finally:
            server.shutdown()
            thread.join()


def found(*addresses: str) -> Sequence[str]:
    return addresses


def local(host: str, port: int) -> Sequence[str]:
    return found("127.0.0.1")


def test_a_page_is_fetched_from_the_address_that_was_checked() -> None:
    with site({"/1": (200, {}, PAGE.encode())}) as (port, asked):
        url = f"http://news.example:{port}/1"
        loaded = load_items(from_addresses([url, url], Fetcher(private=True, resolve=local)))

    (article,) = loaded.articles
    assert (article.text, article.title) == ("محطة\nافتتح الوزير المحطة.", "محطة")
    assert loaded.places == {article.id: url}
    assert asked == [(f"news.example:{port}", "/robots.txt"), (f"news.example:{port}", "/1")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1%eth0",
        "::ffff:127.0.0.1",
        "fd00::1",
        "224.0.0.1",
    ],
)
def test_a_private_address_is_never_reached(address: str) -> None:
    fetcher = Fetcher(resolve=lambda host, port: ["93.184.216.34", address])

    with pytest.raises(UnreadableError, match=r"news\.example is in a private network"):
        fetcher.fetch("http://news.example/")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://news.example/",
        "http://",
        "//news.example/",
        "gopher://x/",
        "http://user:word@news.example/",
        "http://news.example:99999/",
        "javascript:alert(1)",
    ],
)
def test_only_plain_addresses(url: str) -> None:
    with pytest.raises(UnreadableError, match="not an"):
        Fetcher(private=True, resolve=local).fetch(url)


def test_a_redirect_is_checked_like_the_first_address() -> None:
    def resolve(host: str, port: int) -> Sequence[str]:
        return found("127.0.0.1" if host == "news.example" else "10.0.0.1")

    class OnlyOne(Fetcher):
        """Lets the loopback server through, and nothing else that is private."""

        def _checked(self, host: str, port: int) -> str:
            return "127.0.0.1" if host == "news.example" else super()._checked(host, port)

    replies: Replies = {
        "/1": (302, {"Location": "http://inner.example/secret"}, b""),
        "/2": (302, {"Location": "file:///etc/passwd"}, b""),
    }
    with site(replies) as (port, _):
        fetcher = OnlyOne(resolve=resolve)
        with pytest.raises(UnreadableError, match=r"inner\.example is in a private network"):
            fetcher.fetch(f"http://news.example:{port}/1")
        with pytest.raises(UnreadableError, match="not an http"):
            fetcher.fetch(f"http://news.example:{port}/2")


def test_redirects_end() -> None:
    with (
        site({"/1": (302, {"Location": "/1"}, b"")}) as (port, _),
        pytest.raises(UnreadableError, match="more than 5 redirects"),
    ):
        Fetcher(private=True, resolve=local).fetch(f"http://news.example:{port}/1")


@pytest.mark.parametrize(
    ("status", "rules", "allowed"),
    [
        pytest.param(200, b"User-agent: *\nDisallow: /1", False, id="disallowed"),
        pytest.param(200, b"User-agent: Other\nDisallow: /", True, id="others-disallowed"),
        pytest.param(404, b"", True, id="no-rules"),
        pytest.param(503, b"", False, id="broken"),
    ],
)
def test_robots_are_told_where_they_may_go(status: int, rules: bytes, allowed: bool) -> None:
    replies: Replies = {"/robots.txt": (status, {}, rules), "/1": (200, {}, PAGE.encode())}
    with site(replies) as (port, asked):
        loaded = load_items(from_addresses([f"http://news.example:{port}/1"], Fetcher(True, local)))

    assert len(loaded.articles) == allowed
    assert len(asked) == 1 + allowed
    assert allowed or "robots.txt does not allow it" in loaded.warnings[0]


def test_what_is_too_large_or_not_there_is_named() -> None:
    replies: Replies = {"/big": (200, {}, b"0" * (MAX_BYTES + 1))}
    with site(replies) as (port, _):
        addresses = [f"http://news.example:{port}/{name}" for name in ("big", "gone")]
        loaded = load_items(from_addresses(addresses, Fetcher(True, local)))

    assert [warning.rpartition("skipped, ")[2] for warning in loaded.warnings] == [
        "more than 20,000,000 bytes",
        "the server answered 404",
    ]


def test_an_unknown_host_is_named() -> None:
    def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError("no such host")

    with pytest.raises(UnreadableError, match=r"the host news\.example is not known"):
        Fetcher(resolve=nowhere).fetch("https://news.example/")
