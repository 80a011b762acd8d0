"""What a kept answer shows, and what the file of answers holds, once its articles have changed."""

import hashlib
import html
import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient

from index.sources import mark
from rag.types import Article
from tests.toy_chat import ARRESTED, EURONEWS, MIDDLE_EAST, NAMES, T2000, T2030
from tests.toy_serve import (
    ARTICLES,
    TROOPS,
    TROOPS_AR,
    Toy,
    ToyArchive,
    ToySource,
    client,
    make,
    served,
)
from tests.toy_visitor import visiting
from ui.cli import main
from ui.server.database import FIRST_SCHEMA
from ui.server.since import erase
from ui.server.store import Kept, Store

CONVERSATION = "0123456789abcdef0123"
CORRECTED = replace(EURONEWS, text=EURONEWS.text.replace("2030 جنديًا", "2070 جنديًا"))
REMOVED_EN = "An article cited here has been removed from the archive."
REMOVED_AR = "أُزيل من الأرشيف مقال مستشهد به هنا"
SAID = ("وقوامها", "2000 عنصر", "2,000 soldiers", "Middle East Online", MIDDLE_EAST.title)
"""What the removed article said, and what the answer made of it."""


@pytest.fixture
def toy(tmp_path: Path) -> Toy:
    return make(tmp_path, ToySource(names=NAMES), burst=10_000, per_minute=10_000)


@pytest.fixture
def api(toy: Toy) -> Iterator[TestClient]:
    with client(toy) as found:
        yield found


def without(identity: str) -> Mapping[str, Article]:
    return {other: article for other, article in ARTICLES.items() if other != identity}


def move_on(toy: Toy, articles: Mapping[str, Article], *forgotten: str) -> None:
    """Let the server take up a next generation of the index."""
    toy.source.archive = ToyArchive(articles, frozenset(map(mark, forgotten)))
    toy.source.name = f"{int(toy.source.name) + 1:06d}"


def ask(api: TestClient, question: str) -> str:
    identity: str = api.post("/api/ask", json={"question": question}).json()["id"]
    return identity


def until(done: Callable[[], bool]) -> None:
    """Wait until something is so, for ten seconds at most."""
    end = time.monotonic() + 10
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def wait_for(api: TestClient, generation: str) -> None:
    until(lambda: f'generation="{generation}"' in api.get("/metrics").text)


def kept(folder: Path) -> bytes:
    """Every byte of the file of answers and of what lies beside it."""
    return b"".join(path.read_bytes() for path in folder.glob("answers.sqlite*"))


def rows(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "answers.sqlite")) as database:
        return repr(database.execute("SELECT * FROM answers").fetchall())


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param(
            TROOPS,
            "The article has been corrected since. The words cited here no longer stand in it: "
            "[2][3]",
            id="english",
        ),
        pytest.param(
            TROOPS_AR,
            "صُحِّح المقال منذ ذلك الحين. الكلمات المستشهد بها هنا لم تعد واردة فيه: [2][3]",
            id="arabic",
        ),
    ],
)
def test_a_corrected_article_is_told_and_what_was_answered_stays(
    toy: Toy, api: TestClient, question: str, said: str
) -> None:
    answer = ask(api, question)
    assert api.get(f"/api/answers/{answer}").json()["changes"] == []
    assert "dl-since" not in api.get(f"/a/{answer}").text
    move_on(toy, {**ARTICLES, "000": CORRECTED})
    wait_for(api, toy.source.name)

    page = html.unescape(api.get(f"/a/{answer}").text)
    found = api.get(f"/api/answers/{answer}").json()
    assert [(c["kind"], c["article"], c["markers"], c["stands"]) for c in found["changes"]] == [
        ("corrected", "000", [2, 3], False)
    ]
    assert said in found["changes"][0]["text"].values()
    assert "".join(said.split("[")[:1]) in page
    assert found["answer"]["citations"][1]["text"] == T2030.text
    assert "2030 جنديًا" in page


def test_a_correction_elsewhere_in_the_article_says_that_the_words_stand(
    toy: Toy, api: TestClient
) -> None:
    answer = ask(api, TROOPS)
    move_on(toy, {**ARTICLES, "001": replace(MIDDLE_EAST, text=f"{MIDDLE_EAST.text} تصحيح.")})
    wait_for(api, toy.source.name)
    (change,) = api.get(f"/api/answers/{answer}").json()["changes"]

    assert (change["article"], change["stands"]) == ("001", True)
    assert change["text"]["en"].endswith("The words cited here still stand in it: [1]")


def test_an_article_that_is_not_there_is_not_shown_and_comes_back_with_it(
    toy: Toy, api: TestClient, tmp_path: Path
) -> None:
    answers = {REMOVED_EN: ask(api, TROOPS), REMOVED_AR: ask(api, TROOPS_AR)}
    for answer in answers.values():
        api.post(f"/api/answers/{answer}/checked", json={"editor": "Amina"})
    move_on(toy, without("001"))
    wait_for(api, toy.source.name)

    for said, answer in answers.items():
        page, found = api.get(f"/a/{answer}").text, api.get(f"/api/answers/{answer}").json()
        assert said in page
        assert "Amina" in page
        assert [(c["kind"], c["article"]) for c in found["changes"]] == [("removed", "")]
        assert any(said in text for text in found["changes"][0]["text"].values())
        shown = page + json.dumps(found, ensure_ascii=False)
        assert [words for words in SAID if words in html.unescape(shown)] == []
        assert found["answer"]["question"] in {TROOPS, TROOPS_AR}
    exported = api.get("/api/export/answers.jsonl").text
    assert [words for words in SAID if words in exported] == []
    assert api.get("/api/export/gold.jsonl").text == ""

    move_on(toy, ARTICLES)
    wait_for(api, toy.source.name)
    assert all("وقوامها" in api.get(f"/a/{answer}").text for answer in answers.values())
    assert api.get("/api/export/gold.jsonl").text.count("\n") == 2


def test_what_was_removed_for_good_is_in_no_file(toy: Toy, api: TestClient, tmp_path: Path) -> None:
    answers = [ask(api, TROOPS) for _ in range(30)]
    other = ask(api, "How many were detained?")
    assert [words for words in SAID if words.encode() not in kept(tmp_path)] == []
    move_on(toy, without("001"), "001")
    wait_for(api, toy.source.name)
    until(lambda: "2000 عنصر".encode() not in kept(tmp_path))

    assert [words for words in SAID if words.encode() in kept(tmp_path)] == []
    assert '"001"' not in rows(tmp_path)
    assert REMOVED_EN in api.get(f"/a/{answers[0]}").text
    assert ARRESTED.text in html.unescape(api.get(f"/a/{other}").text)
    assert ARRESTED.text.encode() in kept(tmp_path)

    move_on(toy, ARTICLES)  # readmitted: what was erased does not come back
    wait_for(api, toy.source.name)
    assert REMOVED_EN in api.get(f"/a/{answers[0]}").text


def test_a_server_that_starts_erases_what_was_removed_meanwhile(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        answer = ask(api, TROOPS)
    gone = ToyArchive(without("001"), frozenset({mark("001")}))
    with client(make(tmp_path, ToySource(archive=gone))) as api:
        assert REMOVED_EN in api.get(f"/a/{answer}").text

    assert [words for words in SAID if words.encode() in kept(tmp_path)] == []


def test_an_answer_that_was_on_its_way_is_erased_too(toy: Toy, tmp_path: Path) -> None:
    asked = toy.source.answering
    with client(toy) as api:
        asking = Thread(target=ask, args=(api, "hold the troops"))
        asking.start()
        assert asked.begun.acquire(timeout=30)
        move_on(toy, without("001"), "001")
        wait_for(api, toy.source.name)
        time.sleep(0.2)  # the look over the file that follows is past
        asked.let_go.set()
        asking.join()

    assert "hold the troops" in rows(tmp_path)
    assert [words for words in SAID if words.encode() in kept(tmp_path)] == []


def test_of_a_refusal_only_the_passage_of_the_removed_article_goes(
    toy: Toy, api: TestClient, tmp_path: Path
) -> None:
    answer = ask(api, "Who won the cup?")
    move_on(toy, without("001"), "001")
    wait_for(api, toy.source.name)
    until(lambda: MIDDLE_EAST.title.encode() not in kept(tmp_path))

    found, page = api.get(f"/api/answers/{answer}").json(), api.get(f"/a/{answer}").text
    assert found["changes"] == []
    assert [p["article"] for p in found["answer"]["passages"]] == ["000", "666"]
    assert T2030.text in html.unescape(page)
    assert T2000.text not in html.unescape(page)
    assert "cup" in page


def test_a_conversation_shows_it_too(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"amina").hexdigest()
    toy = make(tmp_path, tokens=f"amina:{digest}")
    with client(toy) as api:
        api.headers["Authorization"] = "Bearer amina"
        turns = [{"question": q, "answer": ask(api, q)} for q in (TROOPS, TROOPS_AR)]
        api.post(f"/api/conversations/{CONVERSATION}", json={"title": "t", "turns": turns})
        move_on(toy, without("001"))
        wait_for(api, toy.source.name)
        english, arabic = api.get(f"/api/conversations/{CONVERSATION}").json()["turns"]

    assert REMOVED_EN in english["html"]
    assert "Ask again" in english["html"]
    assert REMOVED_AR in arabic["html"]
    assert "2000 عنصر" not in english["html"] + arabic["html"]


def test_of_many_answers_those_that_changed_are_named(toy: Toy, api: TestClient) -> None:
    changed, same = ask(api, TROOPS), ask(api, "How many were detained?")
    move_on(toy, without("001"))
    wait_for(api, toy.source.name)
    found = api.get(f"/api/since?ids={changed},{same},{'0' * 20}").json()["answers"]

    assert list(found) == [changed]
    assert REMOVED_EN in found[changed]
    assert api.get("/api/since?ids=nope").status_code == 422


def test_an_answer_kept_before_there_were_digests_knows_the_words_that_it_cites(
    tmp_path: Path,
) -> None:
    with client(make(tmp_path / "new")) as api:
        answer = api.post("/api/ask", json={"question": TROOPS}).json()["answer"]
    file = tmp_path / "answers.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.executescript(FIRST_SCHEMA + "PRAGMA user_version = 1;")
        row = (CONVERSATION, "2026-01-01T00:00:00+00:00", "000001", "{}", json.dumps(answer))
        database.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?)", row)
        database.commit()
    toy = make(tmp_path)
    with client(toy) as api:
        assert api.get(f"/api/answers/{CONVERSATION}").json()["changes"] == []
        move_on(toy, {**ARTICLES, "000": CORRECTED})
        wait_for(api, toy.source.name)
        (change,) = api.get(f"/api/answers/{CONVERSATION}").json()["changes"]
        assert (change["kind"], change["article"]) == ("corrected", "000")
        move_on(toy, without("000"), "000")
        wait_for(api, toy.source.name)
        assert REMOVED_EN in api.get(f"/a/{CONVERSATION}").text


def test_a_file_that_is_being_read_is_named_and_tried_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "answers.sqlite")
    cited = {"citations": [{"text": "حريق", "article": {"id": "a"}}]}
    store.keep("1", {}, {"question": "q", "language": "ar", "verdict": "answered", **cited})
    with store.database.writing() as writer:
        writer.execute("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(tmp_path / "answers.sqlite")) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM answers").fetchall()
        with pytest.raises(sqlite3.OperationalError, match=r"in use|locked"):
            erase(store, lambda identity: identity == "a")
    assert erase(store, lambda identity: identity == "a") == 0
    assert "حريق".encode() not in kept(tmp_path)
    store.close()


def test_words_that_the_file_has_freed_before_go_as_well(tmp_path: Path) -> None:
    store = Store(tmp_path / "answers.sqlite")
    with store.database.writing() as writer:
        writer.execute("PRAGMA secure_delete = OFF")  # as a file written elsewhere was
    for n in range(50):
        cited = {"citations": [{"text": f"حريق {n} " * 400, "article": {"id": "a"}}]}
        store.keep("1", {}, {"question": "q", "language": "ar", "verdict": "answered", **cited})

    assert erase(store, lambda identity: identity == "a") == 50
    assert "حريق".encode() not in kept(tmp_path)
    store.close()


@pytest.mark.model
def test_removing_from_the_command_line_erases_answers_without_a_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    for name, text in (("fire", "شب حريق في سوق الليمون."), ("bridge", "افتتح الوزير الجسر.")):
        (tmp_path / "news" / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["index", "news"]) == 0
    store = Store(tmp_path / ".dalil" / "answers.sqlite")

    def keep(article: str, words: str) -> Kept:
        cited = {"citations": [{"text": words, "article": {"id": article}}]}
        answer = {"question": "q", "language": "ar", "verdict": "answered", **cited}
        return store.keep("1", {}, answer)

    fire, bridge = keep("fire", "شب حريق"), keep("bridge", "افتتح الوزير")
    assert main(["remove", "news"]) == 0
    assert "saved answers that cited them and keep only the question: 2" in capsys.readouterr().err
    found = [store.answer(each.id) for each in (fire, bridge)]
    assert [each and each.answer["citations"] for each in found] == [[], []]
    assert "حريق".encode() not in kept(tmp_path / ".dalil")
    store.close()


@pytest.mark.browser
def test_a_browser_that_keeps_a_conversation_forgets_too(browser: Browser, tmp_path: Path) -> None:
    toy = make(tmp_path, ToySource(names=NAMES), chat=True, burst=10_000, per_minute=10_000)
    with served(toy) as url, visiting(browser, url) as visitor:
        visitor.ask(TROOPS)
        visitor.ask("How many were detained?")
        assert "2000 عنصر" in visitor.page.evaluate("JSON.stringify(localStorage)")
        move_on(toy, without("001"), "001")
        until(lambda: "2000 عنصر".encode() not in kept(tmp_path))
        visitor.page.reload()
        visitor.ready()

        turns = visitor.page.locator(".dl-turn")
        expect(turns.nth(0)).to_contain_text(REMOVED_EN)
        expect(turns.nth(0).get_by_role("link", name="Ask again")).to_be_visible()
        expect(turns.nth(1)).to_contain_text("8,000")
        assert "2000 عنصر" not in visitor.page.evaluate("JSON.stringify(localStorage)")
        visitor.shoot("kept-removed")
