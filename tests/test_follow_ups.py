"""What is offered to ask next: about the same articles, checked, and never in anybody's way."""

import concurrent.futures
from collections.abc import Sequence
from pathlib import Path

import httpx
import pytest

from rag.types import Answer
from tests.toy_chat import NAMES
from tests.toy_serve import TROOPS, TROOPS_AR, ToyAnswering, ToySource, client, make, served

DETAINED = "How many people were detained in Kazakhstan?"
SAID = "ماذا قال توكاييف عن كازاخستان؟"


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        pytest.param(TROOPS, [DETAINED], id="english"),
        pytest.param(TROOPS_AR, [SAID], id="arabic"),
        pytest.param("Who won the World Cup?", [], id="a refusal"),
        pytest.param("How many were detained?", [], id="only what was asked just now"),
        pytest.param("hostile", [], id="an article without a name that is known"),
    ],
)
def test_what_is_offered_after(tmp_path: Path, question: str, offered: list[str]) -> None:
    with client(make(tmp_path, ToySource(names=NAMES))) as api:
        answer = api.post("/api/ask", json={"question": question}).json()["id"]
        reply = api.get(f"/api/answers/{answer}/next")
    assert (reply.status_code, reply.json()) == (200, {"questions": offered})


def test_a_proposal_is_looked_at_once(tmp_path: Path) -> None:
    source = ToySource(names=NAMES)
    with client(make(tmp_path, source)) as api:
        answer = api.post("/api/ask", json={"question": TROOPS}).json()["id"]
        first = api.get(f"/api/answers/{answer}/next").json()
        asked = len(source.answering.toy.histories)
        assert api.get(f"/api/answers/{answer}/next").json() == first
        source.name = "000002"  # another generation may answer otherwise
        while 'generation="000002"' not in api.get("/metrics").text:
            pass
        assert len(source.answering.toy.histories) == asked
        api.get(f"/api/answers/{answer}/next")
    assert len(source.answering.toy.histories) > asked


def test_while_readers_ask_nothing_is_looked_for(tmp_path: Path) -> None:
    toy = make(tmp_path, ToySource(names=NAMES), workers=2)
    with served(toy) as url, concurrent.futures.ThreadPoolExecutor(1) as pool:
        answer = httpx.post(f"{url}/api/ask", json={"question": TROOPS}).json()["id"]
        held = pool.submit(httpx.post, f"{url}/api/ask", json={"question": "hold on"}, timeout=30)
        assert toy.source.answering.begun.acquire(timeout=10)
        asked = len(toy.source.answering.toy.histories)
        busy = httpx.get(f"{url}/api/answers/{answer}/next").json()
        assert len(toy.source.answering.toy.histories) == asked
        toy.source.answering.let_go.set()
        held.result()
        free = httpx.get(f"{url}/api/answers/{answer}/next").json()
    assert (busy["questions"], free["questions"]) == ([], [DETAINED])


class FewTroops(ToyAnswering):
    """Answers every proposal with the answer that was just given."""

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        return super().answer(TROOPS, history, timings)


def test_what_leads_to_the_same_words_again_is_not_offered(tmp_path: Path) -> None:
    with client(make(tmp_path, ToySource(names=NAMES, answering=FewTroops()))) as api:
        answer = api.post("/api/ask", json={"question": TROOPS}).json()["id"]
        assert api.get(f"/api/answers/{answer}/next").json() == {"questions": []}


def test_an_answer_that_is_not_there_is_a_404(tmp_path: Path) -> None:
    with client(make(tmp_path)) as api:
        assert api.get(f"/api/answers/{'0' * 20}/next").status_code == 404
