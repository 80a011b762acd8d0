"""Pages that need no script, the archive's facts, and conversations that are kept for readers."""

import hashlib
import html
import json
import re
import sqlite3
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.toy_chat import EURONEWS, MIDDLE_EAST, NAMES, T2000
from tests.toy_serve import TROOPS, TROOPS_AR, ToySource, client, make
from ui.server.database import FIRST_SCHEMA
from ui.server.pages import kept_view
from ui.server.store import Store

BROWSER = {"Accept": "text/html,*/*"}
ID = "0123456789abcdef0123"


@pytest.mark.parametrize("path", [f"/a/{ID}", "/a/nope", "/read/none"])
def test_a_link_that_leads_nowhere_is_a_page_for_a_browser(tmp_path: Path, path: str) -> None:
    with client(make(tmp_path)) as api:
        page = api.get(path, headers=BROWSER)
        program = api.get(path)

    assert page.status_code in {404, 422}
    assert page.headers["content-type"].startswith("text/html")
    assert "There is nothing under this address" in page.text
    assert "لا شيء تحت هذا العنوان" in page.text
    assert re.search(r'<header class="dl-home"><a href="[^"]*/chat/">', page.text)
    assert program.headers["content-type"] == "application/problem+json"


def test_an_article_is_open_at_its_sentence(tmp_path: Path) -> None:
    with client(make(tmp_path, ToySource(names=NAMES))) as api:
        page = api.get(f"/read/{MIDDLE_EAST.id}?start={T2000.start}&end={T2000.end}")
        whole = api.get(f"/read/{EURONEWS.id}?start=9999999&end=-4")

    marked = re.search(r'<mark id="sentence" tabindex="-1">(.*?)</mark>', page.text, re.S)
    assert marked
    assert html.unescape(marked[1]) == T2000.text
    assert "<mark" not in whole.text
    assert html.escape(EURONEWS.text) in whole.text
    assert "يورونيوز مع أ ف ب" in whole.text
    assert "(التاريخ مستنتج)" in whole.text
    assert "script-src 'self'" in page.headers["content-security-policy"]


def test_an_article_stays_text(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        page = api.get("/read/666").text

    assert "<script>window" not in page
    assert "<svg" not in page
    assert "javascript:" not in page


def test_the_permalink_shows_what_the_chat_showed(tmp_path: Path) -> None:
    with client(make(tmp_path, ToySource(names=NAMES), public_url="http://127.0.0.1/d")) as api:
        asked = api.post("/d/api/ask", json={"question": TROOPS_AR}).json()
        page = api.get(f"/d/a/{asked['id']}").text

    def seen(text: str) -> str:
        return re.sub(r"<[^>]*>", "", text)

    assert seen(asked["html"]) in seen(page)
    for words in ("يورونيوز مع أ ف ب", "(التاريخ مستنتج)", "يقول غير ذلك", "راجعتُ هذه الإجابة"):
        assert words in page
    assert asked["permalink"] == f"http://127.0.0.1/d/a/{asked['id']}"


def test_the_api_is_described_on_a_page_that_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        page = api.get("/docs").text
        schema = api.get("/openapi.json").json()

    for path in schema["paths"]:
        assert f" {html.escape(path)}</code>" in page
    assert "first day, as 2022-01-31" in page.lower()
    assert set(re.findall(r'(?:src|href)="(?!#)([^"]+)"', page)) == {
        "/static/answer.css",
        "/static/page.css",
        "/openapi.json",
    }


def test_the_archive_introduces_itself(tmp_path: Path) -> None:
    with client(make(tmp_path, ToySource(names=NAMES))) as api:
        told = api.get("/api/archive").json()

    assert told["line"] == {
        "en": "3 articles of 3 outlets, 9–11 January 2022",
        "ar": "3 مقالات من 3 جهات نشر، 9–11 يناير 2022",
    }
    assert told["outlet_names"]["Euronews"]["ar"] == "يورونيوز"
    assert [article["id"] for article in told["newest"]] == ["001", "000", "666"]
    assert told["newest"][1]["place"]["en"] == "Euronews with AFP · 10 January 2022 (date inferred)"
    assert told["examples"] == []  # none are looked for here: tests/test_examples.py


def test_a_period_that_ends_before_it_begins_is_named(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        asked = {"question": TROOPS, "from": "2022-02-01", "to": "2022-01-01"}
        reply = api.post("/api/ask", json=asked)
        garbage = api.post("/api/ask", content="{", headers={"Content-Type": "application/json"})

    assert reply.status_code == 422
    assert reply.json()["detail"] == (
        "body: from (2022-02-01) is after to (2022-01-01): exchange them"
    )
    assert garbage.json()["detail"].startswith("the body is not JSON: ")


@pytest.mark.parametrize(
    ("version", "status"), [("2025-06-18", 200), ("1900-01-01", 400), (None, 200)]
)
def test_mcp_speaks_only_its_revisions(tmp_path: Path, version: str | None, status: int) -> None:
    with client(make(tmp_path)) as api:
        headers = {"MCP-Protocol-Version": version} if version else {}
        message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}

        assert api.post("/mcp", json=message, headers=headers).status_code == status


# --- conversations --------------------------------------------------------------------------------


def reader(api: TestClient, name: str) -> dict[str, str]:
    assert api
    return {"Authorization": f"Bearer {name}"}


def tokens(*names: str) -> str:
    return ",".join(f"{name}:{hashlib.sha256(name.encode()).hexdigest()}" for name in names)


def test_a_reader_finds_conversations_again_and_nobody_elses(tmp_path: Path) -> None:
    with client(make(tmp_path, tokens=tokens("amina", "badr"))) as api:
        amina, badr = reader(api, "amina"), reader(api, "badr")
        answer = api.post("/api/ask", json={"question": TROOPS}, headers=amina).json()["id"]
        turns = [{"question": TROOPS, "answer": answer}, {"question": "unanswered"}]
        body = {"title": "القوات", "turns": turns}
        saved = api.post(f"/api/conversations/{ID}", json=body, headers=amina)
        listed = api.get("/api/conversations", headers=amina).json()
        whole = api.get(f"/api/conversations/{ID}", headers=amina).json()

        assert saved.status_code == 204
        assert listed["reader"] == "amina"
        assert listed["conversations"][0]["questions"] == [TROOPS, "unanswered"]
        assert "وقوامها" in whole["turns"][0]["html"]
        assert whole["turns"][1]["html"] == ""
        assert api.get("/api/conversations", headers=badr).json()["conversations"] == []
        assert api.get(f"/api/conversations/{ID}", headers=badr).status_code == 404

        api.post(f"/api/conversations/{ID}/delete", json={}, headers=badr)
        assert api.get(f"/api/conversations/{ID}", headers=amina).status_code == 200
        api.post(f"/api/conversations/{ID}/delete", json={}, headers=amina)
        assert api.get(f"/api/conversations/{ID}", headers=amina).status_code == 404


def test_two_pages_of_one_conversation_take_nothing_from_each_other(tmp_path: Path) -> None:
    def turn(asked: int, answer: str = "") -> dict[str, object]:
        return {"question": f"{asked}?", "answer": answer, "id": f"{asked:020x}", "asked": asked}

    with client(make(tmp_path, tokens=tokens("amina"))) as api:
        amina = reader(api, "amina")
        for turns in (
            [turn(1, "a" * 20), turn(3)],  # one page; it still asks
            [turn(1), turn(2, "b" * 20)],  # another, which has not seen the first's answer
            [turn(3, "c" * 20)],
        ):
            body = {"title": "", "turns": turns}
            assert api.post(f"/api/conversations/{ID}", json=body, headers=amina).status_code == 204
        whole = api.get(f"/api/conversations/{ID}", headers=amina).json()

    shown = [(each["question"], each["answer"][:1], each["asked"]) for each in whole["turns"]]
    assert shown == [("1?", "a", 1), ("2?", "b", 2), ("3?", "c", 3)]


def test_where_nobody_logs_in_nothing_is_kept_on_the_server(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        assert api.get("/api/conversations").json() == {"reader": "", "conversations": []}
        saved = api.post(f"/api/conversations/{ID}", json={"title": "", "turns": []})

    assert saved.status_code == 403


# --- the file of answers --------------------------------------------------------------------------


def test_a_file_that_has_gone_is_noticed(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        before = api.post("/api/ask", json={"question": TROOPS}).json()
        (tmp_path / "answers.sqlite").unlink()
        after = api.post("/api/ask", json={"question": TROOPS}).json()

        assert before["permalink"]
        assert (after["id"], after["permalink"]) == (None, None)
        assert after["answer"]["verdict"] == "disputed"
        ready = api.get("/readyz")
        assert ready.status_code == 503
        assert "answers.sqlite has gone or was replaced" in ready.text
        assert api.get(f"/api/answers/{before['id']}").status_code == 503


def test_answers_of_an_older_file_can_still_be_read(tmp_path: Path) -> None:
    with client(make(tmp_path / "new")) as api:
        answer = api.post("/api/ask", json={"question": TROOPS}).json()["answer"]
    file = tmp_path / "old.sqlite"
    with sqlite3.connect(file) as database:
        database.executescript(FIRST_SCHEMA + "PRAGMA user_version = 1;")
        row = (ID, "2026-01-01T00:00:00+00:00", "000001", "{}", json.dumps(answer))
        database.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)

    store = Store(file)
    kept = store.answer(ID)
    store.close()

    assert kept is not None
    view = kept_view(kept)
    assert [line.markers for line in view.lines] == [(1,), (2,), (3,)]
    assert view.sources[0].sentence == T2000.text
    with client(make(tmp_path, store=file)) as api:
        assert "2000 عنصر" in api.get(f"/a/{ID}").text
