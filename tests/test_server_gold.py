"""The editor's page behind the server: who may, what it runs, what it keeps."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from eval.gold import load_gold
from tests.toy_gold import CARS, DEAD, GOLDS, IMAGE, write
from tests.toy_process import server_process
from tests.toy_serve import TROOPS, client, make, served
from ui.server.security import token_digest

READER, EDITOR = "reader-token-5c1f", "editor-token-9a7e"
TOKENS = f"bot:{token_digest(READER)}\namina:{token_digest(EDITOR)}:editor\n"
POSTS: dict[str, dict[str, object]] = {
    "run": {},
    "stop": {},
    "baseline": {"run": "20260101T000000Z-00"},
    "mark": {"question": "cars", "right": True},
}


def wait(api: TestClient | httpx.Client, state: str) -> dict[str, Any]:
    """Wait until the newest run is in a state, and give what the page shows then."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if (api.get("/api/gold/run").json() or {}).get("state") == state:
            found: dict[str, Any] = api.get("/api/gold").json()
            return found
        time.sleep(0.02)
    raise AssertionError(api.get("/api/gold/run").text)


def outcomes(state: dict[str, Any], side: str = "now") -> list[str]:
    return [row[side]["outcome"] if row[side] else "" for row in state["rows"]]


def test_a_run_is_started_followed_and_compared(tmp_path: Path) -> None:
    write(tmp_path / "gold.jsonl", *GOLDS)
    with client(make(tmp_path)) as api:
        assert api.get("/api/gold/run").json() is None
        assert api.post("/api/gold/run").status_code == 202
        first = wait(api, "done")
        said = {"cars": ["500 cars were burned.", "right"], "dead": ["9 died.", "false"]}
        (tmp_path / "said").write_text(json.dumps(said), encoding="utf-8")
        api.post("/api/gold/run")
        second = wait(api, "done")
        base = api.post("/api/gold/baseline", json={"run": second["shown"]["name"]})
        third = api.get("/api/gold").json()

    assert (outcomes(first), first["before"]) == (["refused", "refused", "right"], None)
    assert outcomes(second) == ["right", "false", "right"]
    assert outcomes(second, "before") == ["refused", "refused", "right"]
    assert [row["changed"] for row in second["rows"]] == [True, True, False]
    assert (second["shown"]["done"], second["shown"]["total"]) == (3, 3)
    assert base.status_code == 204
    assert third["baseline"] == third["before"]["name"] == second["shown"]["name"]


def test_a_run_is_stopped_and_what_it_found_is_kept(tmp_path: Path) -> None:
    write(tmp_path / "gold.jsonl", *GOLDS)
    (tmp_path / "hold").touch()
    with client(make(tmp_path)) as api:
        api.post("/api/gold/run")
        while (api.get("/api/gold/run").json() or {}).get("done") != 2:
            time.sleep(0.02)
        assert wait(api, "running")["newest"]["done"] == 2
        assert api.post("/api/gold/stop").status_code == 204
        state = wait(api, "stopped")

    assert outcomes(state) == ["refused", "refused", ""]


def test_a_run_outlives_a_killed_server_and_ends_with_one_that_is_closed(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", *GOLDS)
    (tmp_path / "hold").touch()
    store = tmp_path / "answers.sqlite"
    for closed in (False, True):
        with (
            server_process(store, f"gold={gold}") as (process, address),
            httpx.Client(base_url=address) as api,
        ):
            if not closed:
                api.post("/api/gold/run").raise_for_status()
            while (api.get("/api/gold/run").json() or {}).get("done") != 2:
                time.sleep(0.02)
            process.terminate() if closed else process.kill()
            process.wait(30)
    with client(make(tmp_path)) as api:
        assert api.get("/api/gold/run").json()["state"] == "stopped"


def test_an_answer_of_the_chat_becomes_gold(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        empty = api.post("/api/gold/run")
        answer = api.post("/api/ask", json={"question": TROOPS}).json()["id"]
        kept = api.post("/api/gold/mark", json={"answer": answer, "right": True})
        shown = api.get("/api/gold").json()
        false = {"answer": answer, "right": False, "said": ["250 vehicles ", ""]}
        api.post("/api/gold/mark", json=false).raise_for_status()

    assert empty.status_code == 422
    assert "holds no gold question yet" in empty.json()["detail"]
    assert kept.status_code == 204
    assert [row["question"] for row in shown["rows"]] == [TROOPS]
    [gold] = load_gold(tmp_path / "gold.jsonl")
    assert gold.answers == {"en": ("250 vehicles",)}
    assert "2000 عنصر" in gold.wrong


def test_an_answer_of_the_last_run_is_marked(tmp_path: Path) -> None:
    file = write(tmp_path / "gold.jsonl", *GOLDS)
    with client(make(tmp_path)) as api:
        none = api.post("/api/gold/mark", json={"question": "cars", "right": True})
        api.post("/api/gold/run")
        wait(api, "done")
        silent = api.post("/api/gold/mark", json={"question": "cars", "right": False})
        api.post("/api/gold/mark", json={"question": "cars", "right": True}).raise_for_status()
        state = api.get("/api/gold").json()

    assert none.status_code == 404
    assert silent.status_code == 422
    assert "say what would be right" in silent.json()["detail"]
    assert [gold.answerable for gold in load_gold(file)] == [False, True, False]
    assert [row["stale"] for row in state["rows"]] == [True, False, False]


def test_only_editors_may(tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text(TOKENS, encoding="utf-8")
    write(tmp_path / "gold.jsonl", CARS)
    browser = {"Accept": "text/html", "Authorization": f"Bearer {READER}"}
    with client(make(tmp_path, tokens_file=tokens)) as api:
        for token, status in ((READER, 403), ("", 401)):
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            for path in ("/gold", "/api/gold", "/api/gold/run"):
                assert api.get(path, headers=headers).status_code == status
            for path, body in POSTS.items():
                reply = api.post(f"/api/gold/{path}", json=body, headers=headers)
                assert reply.status_code == status
        page = api.get("/gold", headers=browser)
        editor = {"Authorization": f"Bearer {EDITOR}"}
        assert api.get("/gold", headers=editor).status_code == 200
        assert api.get("/api/archive", headers=editor).json()["editor"] is True
        foreign = {**editor, "Origin": "https://evil.example"}
        assert api.post("/api/gold/run", headers=foreign).status_code == 403
    assert "This page is for editors" in page.text
    assert "هذه الصفحة للمحررين" in page.text
    assert not (tmp_path / "runs").exists()


def test_beyond_loopback_without_a_login_nobody_may(tmp_path: Path) -> None:
    with client(make(tmp_path, host="0.0.0.0", open_to_all=True)) as api:
        assert api.get("/gold").status_code == 403
        assert api.get("/api/archive").json()["editor"] is False


def test_the_page_holds_no_word_of_the_gold_and_runs_its_own_scripts_only(tmp_path: Path) -> None:
    write(tmp_path / "gold.jsonl", DEAD)
    with client(make(tmp_path, public_url="http://127.0.0.1/d")) as api:
        page = api.get("/d/gold")
        assert IMAGE in api.get("/d/api/gold").json()["rows"][0]["question"]
    policy = page.headers["content-security-policy"]
    assert IMAGE not in page.text
    assert "script-src 'self';" in policy
    assert 'src="/d/static/gold.js"' in page.text


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"right": True}, id="nothing named"),
        pytest.param({"answer": "../x", "right": True}, id="no id"),
        pytest.param({"question": "cars"}, id="no word"),
        pytest.param({"question": "cars", "right": True, "more": 1}, id="unknown"),
    ],
)
def test_a_mark_that_cannot_be_meant_is_refused(tmp_path: Path, body: object) -> None:
    with client(make(tmp_path)) as api:
        assert api.post("/api/gold/mark", json=body).status_code == 422


def test_a_gold_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text("not json\n", encoding="utf-8")
    with served(make(tmp_path)) as url:
        reply = httpx.get(f"{url}/api/gold")
    assert reply.status_code == 422
    assert "gold.jsonl:1 is no gold question" in reply.json()["detail"]
