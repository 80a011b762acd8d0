"""Attacks on the server: each one a request that must get nothing."""

import json
import re
import socket
from functools import partial
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Headers

from tests.toy_chat import MIDDLE_EAST
from tests.toy_serve import TROOPS, client, make, served
from ui.server.security import known_host, same_site
from ui.server.settings import ServeSettings

WIKI = "http://wiki.example"
ASK = {"question": TROOPS}


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


def test_an_article_is_json_not_html(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        reply = api.get(f"/api/articles/{MIDDLE_EAST.id}", headers={"Accept": "text/html"})
        assert reply.headers["content-type"] == "application/json"
