"""Who may ask, sign and export: by token, or by the session of a wiki."""

import base64
import hashlib
import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Any, ClassVar

import httpx2  # what Starlette's test client speaks
import pytest

from rag.errors import SettingsError
from tests.toy_serve import TROOPS, client, make
from ui.server.security import read_tokens, token_digest
from ui.server.settings import ServeSettings

READER, EDITOR = "reader-token-5c1f", "editor-token-9a7e"
TOKENS = f"# who may ask\nbot:{token_digest(READER)}\namina:{token_digest(EDITOR)}:editor\n"
ASK = {"question": TROOPS}


PROTECTED = [
    ("POST", "/api/ask"),
    ("POST", "/api/feedback"),
    ("POST", f"/api/answers/{'0' * 20}/checked"),
    ("POST", "/mcp"),
    ("GET", "/api/passages/1"),
    ("GET", "/api/articles/000"),
    ("GET", f"/api/answers/{'0' * 20}"),
    ("GET", f"/a/{'0' * 20}"),
    ("GET", "/api/export/answers.jsonl"),
    ("GET", "/api/export/feedback.jsonl"),
    ("GET", "/api/export/gold.jsonl"),
    ("GET", "/metrics"),
    ("GET", "/openapi.json"),
    ("GET", "/nowhere"),
]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize(("method", "path"), PROTECTED)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("wrong"),
        bearer(token_digest(READER)),
        {"Authorization": f"Basic {base64.b64encode(READER.encode()).decode()}"},
        {"Cookie": "session=forged"},
    ],
    ids=["none", "wrong", "digest", "basic", "cookie"],
)
def test_every_route_asks_for_the_token(
    tmp_path: Path, method: str, path: str, headers: dict[str, str]
) -> None:
    with client(make(tmp_path, tokens=TOKENS)) as api:
        reply = api.request(method, path, headers=headers, json=ASK if method == "POST" else None)
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"] == "Bearer"
        assert reply.json()["detail"] == "log in first"


def test_readers_ask_and_only_editors_sign_and_export(tmp_path: Path) -> None:
    (tmp_path / "tokens").write_text(TOKENS, encoding="utf-8")
    with client(make(tmp_path, tokens_file=tmp_path / "tokens")) as api:
        answer = api.post("/api/ask", json=ASK, headers=bearer(READER)).json()["id"]
        sign = f"/api/answers/{answer}/checked"
        assert api.post(sign, json={}, headers=bearer(READER)).status_code == 403
        assert api.get("/api/export/gold.jsonl", headers=bearer(READER)).status_code == 403
        signed = api.post(sign, json={"editor": "someone else"}, headers=bearer(EDITOR))
        assert signed.json()["editor"] == "amina"
        assert api.get("/api/export/gold.jsonl", headers=bearer(EDITOR)).status_code == 200
        assert api.get("/healthz").status_code == 200


def test_a_token_is_never_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    toy = make(tmp_path, tokens=TOKENS)
    with client(toy) as api:
        pages = [
            api.get(path, headers=bearer(EDITOR)).text for path in ("/openapi.json", "/metrics")
        ]
        pages.append(api.post("/api/ask", json=ASK, headers=bearer(EDITOR)).text)
        pages.append(api.post("/api/ask", json=ASK, headers=bearer("wrong")).text)
    everything = "\n".join([*pages, caplog.text, repr(toy.serve)])
    for secret in (READER, EDITOR, token_digest(EDITOR), token_digest(READER)):
        assert secret not in everything


def test_who_guesses_tokens_is_slowed_down(tmp_path: Path) -> None:
    with client(make(tmp_path, tokens=TOKENS, per_minute=1, burst=1)) as api:
        statuses = [api.get("/metrics", headers=bearer(f"g{i}")).status_code for i in range(6)]
        assert statuses == [401, 401, 401, 401, 429, 429]


@pytest.mark.parametrize(
    "line", ["amina", "amina:abc", f"amina:{'0' * 64}:owner", "a b:" + "0" * 64]
)
def test_a_wrong_token_line_is_named_by_its_number_only(line: str) -> None:
    with pytest.raises(SettingsError, match="token 1 is not") as refused:
        read_tokens(ServeSettings(tokens=line))  # type: ignore[arg-type]
    assert "abc" not in str(refused.value)


def test_without_a_login_beyond_loopback_nobody_signs_or_exports(tmp_path: Path) -> None:
    with client(make(tmp_path, host="0.0.0.0", open_to_all=True)) as api:
        answer = api.post("/api/ask", json=ASK).json()["id"]
        sign = api.post(f"/api/answers/{answer}/checked", json={"editor": "me"})
        assert sign.status_code == 403
        assert api.get("/api/export/answers.jsonl").status_code == 403


class ToyWiki(http.server.BaseHTTPRequestHandler):
    """Says who is logged in, as MediaWiki's api.php does."""

    users: ClassVar[dict[str, dict[str, Any]]] = {
        "wiki_session=amina": {"id": 2, "name": "Amina", "groups": ["*", "user", "editor"]},
        "wiki_session=reader": {"id": 3, "name": "Reader", "groups": ["*", "user"]},
        "wiki_session=temp": {"id": 9, "name": "~2026-1", "temp": True, "groups": ["*", "temp"]},
    }
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        cookie = self.headers.get("Cookie", "")
        self.asked.append(cookie)
        anonymous = {"id": 0, "name": "127.0.0.1", "anon": "", "groups": ["*"]}
        status = 500 if "break" in cookie else 200
        user = self.users.get(cookie, anonymous)
        body = json.dumps({"query": {"userinfo": user}}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@contextmanager
def toy_wiki() -> Iterator[str]:
    ToyWiki.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), ToyWiki) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/api.php"
        server.shutdown()
        thread.join()


def test_the_wikis_session_is_the_login(tmp_path: Path) -> None:
    login = "http://wiki.example/login"
    with toy_wiki() as wiki, client(make(tmp_path, wiki_api=wiki, wiki_login=login)) as api:

        def ask(cookie: str) -> httpx2.Response:
            return api.post("/api/ask", json=ASK, headers={"Cookie": cookie})

        answer = ask("wiki_session=reader").json()["id"]
        for cookie in ("wiki_session=forged", "wiki_session=temp", ""):
            refused = ask(cookie)
            assert (refused.status_code, refused.json()["login"]) == (401, login)
        broken = ask("wiki_session=break")
        assert (broken.status_code, broken.headers["retry-after"]) == (503, "10")
        sign = f"/api/answers/{answer}/checked"
        reader = {"Cookie": "wiki_session=reader"}
        assert api.post(sign, json={}, headers=reader).status_code == 403
        signed = api.post(sign, json={}, headers={"Cookie": "wiki_session=amina"})
        assert signed.json()["editor"] == "Amina"
        assert ToyWiki.asked.count("wiki_session=reader") == 1  # what the wiki said is kept a while


def test_only_the_wikis_own_cookies_are_forwarded(tmp_path: Path) -> None:
    with (
        toy_wiki() as wiki,
        client(make(tmp_path, wiki_api=wiki, wiki_cookies=("wiki_",))) as api,
    ):
        headers = {"Cookie": "mail=secret; wiki_session=reader; bank=secret"}
        assert api.post("/api/ask", json=ASK, headers=headers).status_code == 200
        assert [cookie for cookie in ToyWiki.asked if cookie] == ["wiki_session=reader"]


def test_a_reader_who_is_not_logged_in_sees_a_page_that_says_so(tmp_path: Path) -> None:
    login = 'http://wiki.example/login?a="><script>'
    with toy_wiki() as wiki, client(make(tmp_path, wiki_api=wiki, wiki_login=login)) as api:
        page = api.get("/chat/", headers={"Accept": "text/html"})
        assert page.status_code == 401
        assert 'lang="ar" dir="rtl">سجّل الدخول' in page.text
        assert "<script" not in page.text
        assert page.headers["cache-control"] == "no-store"


def test_a_digest_is_of_the_token_itself() -> None:
    assert token_digest("abc") == hashlib.sha256(b"abc").hexdigest()


def test_a_wiki_that_does_not_answer_is_noticed_at_the_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with client(make(tmp_path, wiki_api="http://127.0.0.1:9/api.php")) as api:
        assert api.get("/healthz").status_code == 200
        deadline = monotonic() + 10
        while "look at DALIL_SERVE_WIKI_API" not in caplog.text:
            assert monotonic() < deadline
            sleep(0.02)
    assert "http://127.0.0.1:9/api.php" in caplog.text
