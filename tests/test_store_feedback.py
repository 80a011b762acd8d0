"""What the file of answers keeps, also when the server is killed."""

import concurrent.futures
import json
import re
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from rag.errors import InputError
from tests.toy_process import server_process
from tests.toy_serve import TROOPS
from ui.server.store import Check, Store

ANSWER = {"question": "كم؟", "language": "ar", "verdict": "answered"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "deep" / "answers.sqlite")
    yield opened
    opened.close()


def test_an_answer_comes_back_as_it_was_kept(store: Store) -> None:
    kept = store.keep("000001", {"encoder": "embedded"}, ANSWER)
    assert re.fullmatch("[0-9a-f]{20}", kept.id)
    assert store.answer(kept.id) == kept
    assert store.answer("0" * 20) is None


def test_signatures_come_in_order_and_signing_again_renews(store: Store) -> None:
    kept = store.keep("000001", {}, ANSWER)
    store.sign(kept.id, "Amina", "first")
    store.sign(kept.id, "Omar")
    renewed = store.sign(kept.id, "Amina", "second")
    assert renewed == Check("Amina", renewed.signed if renewed else "", "second")
    found = store.answer(kept.id)
    assert found is not None
    assert [(check.editor, check.note) for check in found.checked] == [
        ("Omar", ""),
        ("Amina", "second"),
    ]
    assert store.sign("0" * 20, "Amina") is None


def test_feedback_belongs_to_an_answer(store: Store) -> None:
    kept = store.keep("000001", {}, ANSWER)
    saved = store.add_feedback(kept.id, "bad", "الرقم قديم", "Amina")
    assert list(store.feedback()) == [saved]
    assert store.add_feedback("0" * 20, "good") is None
    assert list(store.feedback()) == [saved]


def test_only_signed_answers_are_gold(store: Store) -> None:
    first, second = store.keep("1", {}, ANSWER), store.keep("1", {}, ANSWER)
    store.sign(second.id, "Amina")
    assert [kept.id for kept in store.answers()] == [first.id, second.id]
    assert [kept.id for kept in store.answers(checked=True)] == [second.id]


def test_the_file_is_its_owners_only_and_synced(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "answers.sqlite"
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_many_threads_write_and_read_at_once(store: Store) -> None:
    kept = store.keep("1", {}, ANSWER)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        saved = pool.map(lambda n: store.add_feedback(kept.id, "good", str(n)), range(100))
        ids = {feedback.id for feedback in saved if feedback}
    assert {feedback.id for feedback in store.feedback()} == ids
    assert sorted(int(f.comment) for f in store.feedback()) == list(range(100))


def test_a_lock_held_by_another_process_is_waited_for(store: Store, tmp_path: Path) -> None:
    kept = store.keep("1", {}, ANSWER)
    path = tmp_path / "deep" / "answers.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.3, other.execute, ["COMMIT"])
        timer.start()
        assert store.add_feedback(kept.id, "good") is not None
        timer.join()


def test_a_full_disk_saves_nothing_and_the_next_write_succeeds(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    store = Store(path)
    kept = store.keep("1", {}, ANSWER)
    with store.database.writing() as writer:
        pages = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(sqlite3.OperationalError, match="full"):
        store.add_feedback(kept.id, "bad", "x" * 100_000)
    assert list(store.feedback()) == []
    with store.database.writing() as writer:
        writer.execute("PRAGMA max_page_count = 1000000")
    assert store.add_feedback(kept.id, "bad", "x" * 100_000) is not None
    store.close()


@pytest.mark.parametrize(
    ("content", "named"),
    [(b"this is no database" * 100, "not a database"), (None, "version 99")],
    ids=["text", "newer"],
)
def test_a_file_that_is_not_ours_is_named(
    tmp_path: Path, content: bytes | None, named: str
) -> None:
    path = tmp_path / "answers.sqlite"
    if content is None:
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA user_version = 99")
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match=named):
        Store(path)


def give_until_killed(url: str, acknowledged: list[str], answers: list[str]) -> None:
    """Ask and give feedback until the server is gone; note what it acknowledged."""
    with httpx.Client(timeout=10, trust_env=False) as http:
        while True:
            try:
                answer = http.post(f"{url}/api/ask", json={"question": TROOPS}).json()["id"]
                answers.append(answer)
                said = {"answer": answer, "rating": "good", "comment": "تعليق"}
                reply = http.post(f"{url}/api/feedback", json=said)
            except httpx.HTTPError:
                return
            if reply.status_code == 201:
                acknowledged.append(reply.json()["id"])


def test_killed_while_taking_feedback_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    acknowledged: list[str] = []
    answers: list[str] = []
    for _ in range(3):
        many = ("per_minute=1000000", "burst=1000000")
        with server_process(path, *many) as (process, url):
            before = len(acknowledged)
            clients = [
                threading.Thread(target=give_until_killed, args=(url, acknowledged, answers))
                for _ in range(3)
            ]
            for thread in clients:
                thread.start()
            while len(acknowledged) < before + 20:
                time.sleep(0.01)
            process.kill()
            for thread in clients:
                thread.join()
    store = Store(path)
    assert set(acknowledged) <= {feedback.id for feedback in store.feedback()}
    assert set(answers) <= {kept.id for kept in store.answers()}
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()


def test_a_signal_ends_the_server_cleanly(tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite"
    with server_process(path) as (process, url):
        assert httpx.post(f"{url}/api/ask", json={"question": TROOPS}).status_code == 200
        process.terminate()
        assert process.wait(10) in {0, -15}
    assert not (tmp_path / "answers.sqlite-wal").exists()
    with closing(sqlite3.connect(path)) as database:
        (text,) = database.execute("SELECT answer FROM answers").fetchone()
    assert json.loads(text)["question"] == TROOPS
