"""Answers that a language model writes, as the server tells them: in order, stopped, left."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from rag.types import Language
from tests.toy_serve import TROOPS, client, make, served
from tests.toy_writing import QUESTIONS, SENTENCES, WITHHELD, Slow, writing

EVENTS = {"Accept": "text/event-stream"}
KEY = "0123456789abcdef0123"
Event = tuple[str, dict[str, Any]]


def events(reply: httpx.Response) -> Iterator[Event]:
    """The events of a stream but the steps, each as it comes."""
    name = ""
    for line in reply.iter_lines():
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: ") and name != "step":
            yield name, json.loads(line.removeprefix("data: "))


def asking(url: str, language: Language, key: str = KEY) -> AbstractContextManager[httpx.Response]:
    body = {"question": QUESTIONS[language], "key": key}
    return httpx.stream("POST", f"{url}/api/ask", json=body, headers=EVENTS, timeout=60)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_sentence_comes_before_the_next_is_written_and_the_answer_last(
    tmp_path: Path, language: Language
) -> None:
    slow = Slow()
    toy = writing(tmp_path, slow)
    with served(toy) as url, asking(url, language) as reply:
        heard = events(reply)
        slow.go.release()
        name, first = next(heard)
        assert (name, first["markers"], first["note"]) == ("sentence", [1], "")
        assert SENTENCES[language][0].startswith(first["text"].rstrip("."))
        slow.go.release()
        name, lie = next(heard)
        assert (name, lie["withheld"], lie["note"]) == ("sentence", "number", WITHHELD[language])
        assert "9999" not in lie["text"] + lie["html"]
        slow.go.release()
        *_, (name, last) = heard
        assert name == "answer"
        again = httpx.post(
            f"{url}/api/ask", json={"question": QUESTIONS[language], "key": KEY}
        ).json()
    assert last == again
    told = [statement["text"] for statement in last["answer"]["statements"]]
    assert told[0] == first["text"]
    assert WITHHELD[language] in last["answer"]["notes"]
    assert slow.asked == 1


def test_a_stop_gives_the_answer_as_it_stands(tmp_path: Path) -> None:
    slow = Slow()
    toy = writing(tmp_path, slow)
    with served(toy) as url, asking(url, "en") as reply:
        heard = events(reply)
        slow.go.release()
        next(heard)
        stopped = httpx.post(f"{url}/api/stop", json={"key": KEY})
        assert stopped.json() == {"stopped": True}
        [(name, last)] = heard
        assert httpx.post(f"{url}/api/stop", json={"key": KEY}).json() == {"stopped": False}
    assert name == "answer"
    assert last["answer"]["notes"][-1].startswith("Stopped by you")
    assert slow.stopped.is_set()


def test_who_was_cut_off_asks_again_and_has_the_whole_answer(tmp_path: Path) -> None:
    slow = Slow()
    toy = writing(tmp_path, slow)
    with served(toy) as url:
        with asking(url, "en") as reply:
            slow.go.release()
            next(events(reply))
        slow.go.release(2)
        with asking(url, "en") as reply:
            *_, (name, last) = events(reply)
        kept = httpx.get(f"{url}/api/export/answers.jsonl").text.splitlines()
    assert name == "answer"
    assert not any(note.startswith("Stopped") for note in last["answer"]["notes"])
    assert (slow.asked, len(kept)) == (1, 1)


def test_what_nobody_can_have_any_more_is_neither_written_nor_kept(tmp_path: Path) -> None:
    slow = Slow()
    toy = writing(tmp_path, slow)
    with served(toy) as url:
        with asking(url, "en", key="") as reply:
            slow.go.release()
            next(events(reply))
        assert slow.stopped.wait(30)
        while "dalil_asking 0.0" not in httpx.get(f"{url}/metrics").text:
            time.sleep(0.01)
        assert httpx.get(f"{url}/api/export/answers.jsonl").text == ""


def test_without_a_language_model_no_sentence_comes_and_nothing_of_one_is_imported(
    tmp_path: Path,
) -> None:
    with client(make(tmp_path / "plain")) as api:
        assert (
            "event: sentence"
            not in api.post("/api/ask", json={"question": TROOPS}, headers=EVENTS).text
        )
    code = (
        "import sys, ui.server.app; print([m for m in sys.modules if m == 'rag.generate.writer'])"
    )
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    assert printed.stdout == "[]\n"
