"""The server under load, at its limits, when the index changes, and when it ends."""

import concurrent.futures
import contextlib
import json
import socket
import sqlite3
import threading
import time
from pathlib import Path

import httpx
import pytest

from rag.errors import SettingsError
from tests.toy_serve import TROOPS, ToySource, client, make, served
from ui.server.limits import RateLimit, client_key
from ui.server.settings import ServeSettings

HOLD = {"question": "hold on"}


def test_a_full_queue_is_said_at_once_and_the_rest_is_answered(tmp_path: Path) -> None:
    toy = make(tmp_path, workers=1, queue=1)
    with served(toy) as url, concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = pool.submit(httpx.post, f"{url}/api/ask", json=HOLD, timeout=30)
        assert toy.source.answering.begun.acquire(timeout=10)
        waiting = pool.submit(httpx.post, f"{url}/api/ask", json={"question": TROOPS}, timeout=30)
        while "dalil_asking 2.0" not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)
        for accept in ("application/json", "text/event-stream"):
            refused = httpx.post(f"{url}/api/ask", json=HOLD, headers={"Accept": accept})
            assert refused.status_code == 503
            assert refused.headers["retry-after"] == "2"
            assert refused.headers["content-type"] == "application/problem+json"
        toy.source.answering.let_go.set()
        assert running.result().json()["answer"]["verdict"] == "not found"
        assert waiting.result().json()["answer"]["verdict"] == "disputed"


def test_who_waits_too_long_is_told_to_come_back(tmp_path: Path) -> None:
    toy = make(tmp_path, workers=1, wait_s=0.1)
    with served(toy) as url, concurrent.futures.ThreadPoolExecutor(1) as pool:
        running = pool.submit(httpx.post, f"{url}/api/ask", json=HOLD, timeout=30)
        assert toy.source.answering.begun.acquire(timeout=10)
        refused = httpx.post(f"{url}/api/ask", json={"question": TROOPS})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        toy.source.answering.let_go.set()
        assert running.result().status_code == 200


def test_what_a_vanished_client_asked_leaves_the_queue(tmp_path: Path) -> None:
    toy = make(tmp_path, workers=1, queue=1)
    with served(toy) as url, concurrent.futures.ThreadPoolExecutor(1) as pool:
        running = pool.submit(httpx.post, f"{url}/api/ask", json=HOLD, timeout=30)
        assert toy.source.answering.begun.acquire(timeout=10)
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{url}/api/ask", json={"question": TROOPS}, timeout=0.3)
        while "dalil_asking 1.0" not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)
        toy.source.answering.let_go.set()
        assert running.result().status_code == 200
    assert toy.source.answering.toy.histories == [()]


def test_a_question_that_is_sent_again_with_its_key_is_answered_and_kept_once(
    tmp_path: Path,
) -> None:
    toy = make(tmp_path, workers=2)
    sent = {**HOLD, "key": "0123456789abcdef0123"}
    with served(toy) as url, concurrent.futures.ThreadPoolExecutor(2) as pool:
        running = [
            pool.submit(httpx.post, f"{url}/api/ask", json=sent, timeout=30) for _ in range(2)
        ]
        assert toy.source.answering.begun.acquire(timeout=10)
        toy.source.answering.let_go.set()
        first, second = (each.result().json() for each in running)
        third = httpx.post(f"{url}/api/ask", json=sent).json()
        other = httpx.post(f"{url}/api/ask", json={**sent, "question": TROOPS}).json()
        toy.source.name = "000002"
        while 'generation="000002"' not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)
        anew = httpx.post(f"{url}/api/ask", json=sent).json()
        kept = httpx.get(f"{url}/api/export/answers.jsonl").text.splitlines()
    assert first["id"] == second["id"] == third["id"]
    assert len({first["id"], other["id"], anew["id"]}) == len(kept) == 3


def test_a_client_that_asks_too_often_is_told_when_to_try_again(tmp_path: Path) -> None:
    with client(make(tmp_path, per_minute=30, burst=2)) as api:
        replies = [api.post("/api/ask", json={"question": TROOPS}) for _ in range(3)]
        assert [reply.status_code for reply in replies] == [200, 200, 429]
        assert replies[2].headers["retry-after"] == "2"
        assert replies[2].headers["content-type"] == "application/problem+json"
        assert api.get("/readyz").status_code == 200


def test_a_bucket_refills_with_time() -> None:
    now = [0.0]
    limit = RateLimit(per_minute=60, burst=2, clock=lambda: now[0])
    assert [limit.wait("a"), limit.wait("a"), limit.wait("a"), limit.wait("b")] == [0, 0, 1, 0]
    now[0] = 0.5
    assert (limit.blocked("a"), limit.wait("a")) == (1, 1)
    now[0] = 1.5
    assert (limit.wait("a"), limit.wait("a")) == (0, 1)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_one_subscriber_is_one_client(address: str, key: str) -> None:
    assert client_key(address) == key


def test_a_new_generation_is_taken_up_without_dropping_a_question(tmp_path: Path) -> None:
    toy = make(tmp_path, workers=2)
    with served(toy) as url, concurrent.futures.ThreadPoolExecutor(1) as pool:
        running = pool.submit(httpx.post, f"{url}/api/ask", json=HOLD, timeout=30)
        assert toy.source.answering.begun.acquire(timeout=10)
        toy.source.name = "000002"
        while 'generation="000002"' not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)
        new = httpx.post(f"{url}/api/ask", json={"question": TROOPS}).json()
        toy.source.answering.let_go.set()
        assert (running.result().json()["generation"], new["generation"]) == ("000001", "000002")


def test_a_damaged_generation_leaves_the_old_one_in_use(tmp_path: Path) -> None:
    toy = make(tmp_path)
    with served(toy) as url:
        toy.source.name, toy.source.broken = "000002", True
        while 'dalil_faults_total{what="index"} 1.0' not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)
        assert httpx.get(f"{url}/readyz").status_code == 200
        reply = httpx.post(f"{url}/api/ask", json={"question": TROOPS}).json()
        assert reply["generation"] == "000001"
        toy.source.name, toy.source.broken = "000003", False
        while 'generation="000003"' not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)


def test_shutdown_finishes_what_runs(tmp_path: Path) -> None:
    toy = make(tmp_path)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        with served(toy) as url:
            headers = {"Accept": "text/event-stream"}
            running = pool.submit(
                httpx.post, f"{url}/api/ask", json=HOLD, headers=headers, timeout=30
            )
            assert toy.source.answering.begun.acquire(timeout=10)
            threading.Timer(0.5, toy.source.answering.let_go.set).start()
        reply = running.result()
    assert "event: answer" in reply.text


def test_a_client_that_never_ends_its_head_is_hung_up_on(tmp_path: Path) -> None:
    with served(make(tmp_path, body_s=0.3)) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
            begun = time.monotonic()
            slow.sendall(b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\n")
            with contextlib.suppress(ConnectionResetError):
                assert slow.recv(100) == b""
            assert time.monotonic() - begun < 5
        assert httpx.get(f"{url}/healthz").text == "ok\n"


def test_a_body_that_never_ends_is_a_408(tmp_path: Path) -> None:
    with served(make(tmp_path, body_s=0.3)) as url:
        port = int(url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as slow:
            head = "POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n"
            slow.sendall(f"{head}Content-Type: application/json\r\n\r\n{{".encode())
            reply = b""
            while part := slow.recv(4096):
                reply += part
        assert reply.startswith(b"HTTP/1.1 408 ")


def test_an_answer_that_cannot_be_kept_is_still_given(tmp_path: Path) -> None:
    toy = make(tmp_path)
    with client(toy) as api:
        with sqlite3.connect(tmp_path / "answers.sqlite") as other:
            other.execute("DROP TABLE feedback")
            other.execute("DROP TABLE checks")
            other.execute("DROP TABLE answers")
        other.close()
        reply = api.post("/api/ask", json={"question": TROOPS})
        assert reply.status_code == 200
        assert (reply.json()["id"], reply.json()["permalink"]) == (None, None)
        assert reply.json()["answer"]["verdict"] == "disputed"
        said = api.post("/api/feedback", json={"answer": "0" * 20, "rating": "good"})
        assert said.status_code == 503
        assert said.headers["retry-after"] == "30"
        assert "sqlite" not in said.text.lower()
        assert 'dalil_faults_total{what="store"} 1.0' in api.get("/metrics").text


def test_a_fault_inside_says_nothing_outside(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        reply = api.post("/api/ask", json={"question": "crash"})
        assert reply.status_code == 500
        assert reply.json()["detail"] == "an unexpected error: see the log"
        assert "frame-ancestors" in reply.headers["content-security-policy"]
        assert "toy" not in reply.text


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"port": "70000"}, "port"),
        ({"origins": "https://*.example"}, "origins"),
        ({"origins": "https://wiki.example/page"}, "origins"),
        ({"wiki_api": "file:///etc/passwd"}, "wiki_api"),
        ({"host": "0.0.0.0"}, "host 0.0.0.0 is reachable from elsewhere"),
    ],
    ids=["unknown", "range", "wildcard", "path", "scheme", "open"],
)
def test_a_wrong_setting_is_named(given: dict[str, object], named: str) -> None:
    with pytest.raises(SettingsError, match=named):
        ServeSettings.load(given)


def test_a_wrong_setting_does_not_repeat_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_SERVE_TOKENS", "secret-in-clear")
    monkeypatch.setenv("DALIL_SERVE_PORT", "secret-port")
    with pytest.raises(SettingsError) as refused:
        ServeSettings.load()
    assert "secret-" not in str(refused.value)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_SERVE_ORIGINS", "https://Wiki.example, http://127.0.0.1:8090")
    monkeypatch.setenv("DALIL_SERVE_PUBLIC_URL", "https://wiki.example/dalil/")
    settings = ServeSettings.load({"port": 9000})
    assert settings.origins == ("https://wiki.example", "http://127.0.0.1:8090")
    assert (settings.prefix, settings.port) == ("/dalil", 9000)


def test_an_empty_variable_is_as_none_but_an_empty_list_lets_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PORT", "STORE", "TOKENS", "WIKI_API", "LOG_LEVEL", "WIKI_EDITORS"):
        monkeypatch.setenv(f"DALIL_SERVE_{name}", "")
    settings = ServeSettings.load()
    assert settings == ServeSettings(wiki_editors=())
    assert not settings.login


def test_everything_moves_under_the_path_of_the_public_url(tmp_path: Path) -> None:
    with client(make(tmp_path, public_url="https://wiki.example/dalil")) as api:
        asked = api.post("/dalil/api/ask", json={"question": TROOPS}).json()
        assert asked["permalink"] == f"https://wiki.example/dalil/a/{asked['id']}"
        page = api.get(f"/dalil/a/{asked['id']}")
        assert 'href="/dalil/static/answer.css"' in page.text
        assert api.get("/dalil/static/answer.css").status_code == 200
        assert api.get("/dalil/readyz").text == "ready\n"
        assert api.get("/api/ask").status_code == 404


def test_log_lines_hold_no_question_unless_asked_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from ui.server.logs import JsonLines

    caplog.set_level("INFO")
    with client(make(tmp_path)) as api:
        api.post("/api/ask", json={"question": TROOPS})
        api.post("/api/ask", json={"question": "crash CSTO"})
    lines = [JsonLines(with_questions=False).format(record) for record in caplog.records]
    assert not any("CSTO" in line or "fault of the toy" in line for line in lines)
    (answered,) = [json.loads(line) for line in lines if '"event": "answered"' in line]
    assert (answered["verdict"], answered["question_chars"]) == ("disputed", len(TROOPS))
    caplog.clear()
    (tmp_path / "other").mkdir()
    with client(make(tmp_path / "other", ToySource(), log_questions=True)) as api:
        api.post("/api/ask", json={"question": TROOPS})
    lines = [JsonLines(with_questions=True).format(record) for record in caplog.records]
    assert any(TROOPS in line for line in lines)
