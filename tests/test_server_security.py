"""Attacks on the server: each one a request that must get nothing."""

import base64
import hashlib
import http.server
import json
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, ClassVar

import httpx
import httpx2  # what Starlette's test client speaks
import pytest
from starlette.datastructures import Headers

from rag.errors import SettingsError
from tests.toy_chat import MIDDLE_EAST
from tests.toy_serve import TROOPS, client, make, served
from ui.server.security import known_host, read_tokens, same_site, token_digest
from ui.server.settings import ServeSettings

WIKI = "http://wiki.example"
READER, EDITOR = "reader-token-5c1f", "editor-token-9a7e"
TOKENS = f"# who may ask\nbot:{token_digest(READER)}\namina:{token_digest(EDITOR)}:editor\n"
ASK = {"question": TROOPS}


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


# --- origins and hosts ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1.evil.example"},
        {"Origin": f"{WIKI}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=["foreign", "null", "prefix", "suffix", "cross-site", "same-site"],
)
@pytest.mark.parametrize("path", ["/api/ask", "/api/feedback", "/mcp"])
def test_a_foreign_page_cannot_change_anything(
    tmp_path: Path, path: str, headers: dict[str, str]
) -> None:
    with client(make(tmp_path, origins=(WIKI,))) as api:
        reply = api.post(path, json=ASK, headers=headers)
        assert reply.status_code == 403
        assert "access-control-allow-origin" not in reply.headers
        assert api.get("/api/export/answers.jsonl").text == ""


def test_a_listed_origin_may_ask_and_read_and_frame(tmp_path: Path) -> None:
    with client(make(tmp_path, origins=(WIKI,))) as api:
        reply = api.post("/api/ask", json=ASK, headers={"Origin": WIKI})
        assert reply.status_code == 200
        assert reply.headers["access-control-allow-origin"] == WIKI
        assert reply.headers["access-control-allow-credentials"] == "true"
        policy = reply.headers["content-security-policy"]
        assert f"frame-ancestors 'self' {WIKI}" in policy
        assert policy == policy.strip()
        asked = {"Access-Control-Request-Method": "POST", "Origin": WIKI}
        asked["Access-Control-Request-Headers"] = "content-type"
        assert api.options("/api/ask", headers=asked).status_code == 200
        asked["Origin"] = "https://evil.example"
        assert "access-control-allow-origin" not in api.options("/api/ask", headers=asked).headers


def test_by_default_no_other_site_may_frame_or_read(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        reply = api.get("/healthz", headers={"Origin": WIKI})
        assert "access-control-allow-origin" not in reply.headers
        assert reply.headers["content-security-policy"].endswith("frame-ancestors 'self'")
        assert reply.headers["x-frame-options"] == "SAMEORIGIN"
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "server" not in reply.headers


def test_a_form_of_another_site_cannot_send_text_as_json(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        headers = {"Content-Type": "text/plain"}
        assert api.post("/api/ask", content=json.dumps(ASK), headers=headers).status_code == 422


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("127.0.0.1:7860", True),
        ("[::1]:7860", True),
        ("localhost", True),
        ("10.1.2.3", True),
        ("wiki.example", True),
        ("dalil.intern", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        ("evil.example\\@127.0.0.1", False),
        ("user@127.0.0.1", False),
    ],
)
def test_a_name_that_is_not_ours_is_refused(host: str, known: bool) -> None:
    serve = ServeSettings(public_url="https://wiki.example/dalil", hosts=("dalil.intern",))
    assert known_host(host, serve) is known


def test_a_rebound_name_gets_nothing(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        headers = {"Host": "evil.example", "Origin": "http://evil.example"}
        assert api.post("/api/ask", json=ASK, headers=headers).status_code == 421
        assert api.get("/api/articles/000", headers=headers).status_code == 421


def test_behind_a_proxy_the_public_origin_is_our_own() -> None:
    serve = ServeSettings(public_url="https://wiki.example/dalil")
    assert same_site(Headers({"origin": "https://wiki.example", "host": "127.0.0.1:7860"}), serve)
    assert not same_site(Headers({"origin": "https://wiki.example.evil", "host": "x"}), serve)


# --- log-in ---------------------------------------------------------------------------------------

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


# --- what is sent ---------------------------------------------------------------------------------


def test_a_question_of_a_megabyte_is_refused_in_words(tmp_path: Path) -> None:
    with served(make(tmp_path)) as url:
        reply = httpx.post(f"{url}/api/ask", json={"question": "a" * 1_000_000})
        assert reply.status_code == 413
        chunks = (b"x" * 10_000 for _ in range(100))
        streamed = httpx.post(f"{url}/api/ask", content=chunks)
        assert streamed.status_code == 413
        assert "send less" in streamed.json()["detail"]


def test_who_sends_all_of_it_first_still_reads_the_refusal(tmp_path: Path) -> None:
    pieces = [b"x" * 50_000] * 20
    head = (
        "POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        f"Content-Length: {sum(map(len, pieces))}\r\n\r\n"
    )
    with served(make(tmp_path)) as url:
        port = int(url.rsplit(":", 1)[1])
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
                for piece in (head.encode(), *pieces):
                    link.sendall(piece)
                reply = b"".join(iter(partial(link.recv, 4096), b""))
                assert reply.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        '{"question":' * 5_000,
        '{"question": "\\ud800 how many"}',
        b"\xff\xfe\x00",
        '{"question": NaN}',
        '{"question": null}',
        "",
    ],
    ids=["open", "nested", "objects", "surrogate", "bytes", "nan", "null", "empty"],
)
@pytest.mark.parametrize("path", ["/api/ask", "/api/feedback", "/mcp"])
def test_broken_json_is_a_problem_and_nothing_more(
    tmp_path: Path, path: str, body: str | bytes
) -> None:
    with client(make(tmp_path)) as api:
        headers = {"Content-Type": "application/json"}
        reply = api.post(path, content=body, headers=headers)
        assert reply.status_code in {400, 422}
        assert "surrogates" not in reply.text


@pytest.mark.parametrize(
    "question",
    ["(" * 1000, "\0" * 10, "\u202e" * 100, "😀" * 500, "<script>alert(1)</script>"],
    ids=["brackets", "null", "override", "emoji", "script"],
)
def test_strange_questions_are_answered_as_text(tmp_path: Path, question: str) -> None:
    with client(make(tmp_path)) as api:
        reply = api.post("/api/ask", json={"question": question})
        assert reply.status_code in {200, 422}
        if reply.status_code == 200:
            page = api.get(f"/a/{reply.json()['id']}").text
            assert "<script" not in OWN_SCRIPT.sub("", page)


OWN_SCRIPT = re.compile(r'<script src="/static/(?:answer|page)\.js" defer></script>')
TRAVERSALS = [
    "/static/../server.py",
    "/static/..%2fserver.py",
    "/static/%2e%2e/server.py",
    "/static/....//server.py",
    "/api/articles/..%2f..%2f..%2fetc%2fpasswd",
    "/api/articles/%00",
    "/a/..%2f..%2fetc%2fpasswd",
    "/chat/gradio_api/file=/etc/passwd",
    "/chat/gradio_api/file=../../../../etc/passwd",
    "/chat/gradio_api/proxy=http://127.0.0.1:1/",
    "/chat/assets/../../../../etc/passwd",
    "/chat/assets/..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/chat/gradio_api/upload",
    "/chat/monitoring",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    with served(make(tmp_path)) as url, httpx.Client() as plain:
        reply = plain.send(httpx.Request("GET", httpx.URL(url + path)))
        assert reply.status_code in {404, 422}
        assert "root:" not in reply.text
        assert "import" not in reply.text


def test_scripts_of_articles_and_readers_stay_text_on_the_page(tmp_path: Path) -> None:
    attack = "<img src=x onerror=window.hacked=1>"
    with client(make(tmp_path)) as api:
        answer = api.post("/api/ask", json={"question": f"hostile {attack}"}).json()["id"]
        signature = {"editor": f"a{attack}", "note": attack}
        assert api.post(f"/api/answers/{answer}/checked", json=signature).status_code == 201
        said = {"answer": answer, "rating": "bad", "comment": attack}
        assert api.post("/api/feedback", json=said).status_code == 201
        page = api.get(f"/a/{answer}")
        exported = api.get("/api/export/feedback.jsonl")
    assert not re.search(r"<(img|script|svg|b)\b", OWN_SCRIPT.sub("", page.text))
    assert page.text.count("&lt;img src=x onerror") >= 6
    assert "onmouseover=&quot;" in page.text
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert json.loads(exported.text)["comment"] == attack
    assert exported.headers["content-type"].startswith("application/jsonl")


def test_a_digest_is_of_the_token_itself() -> None:
    assert token_digest("abc") == hashlib.sha256(b"abc").hexdigest()


def test_an_article_is_json_not_html(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        reply = api.get(f"/api/articles/{MIDDLE_EAST.id}", headers={"Accept": "text/html"})
        assert reply.headers["content-type"] == "application/json"


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
