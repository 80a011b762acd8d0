from typing import Any

from eval.peers.command import Recorded, peer_table
from eval.peers.exchange import windows
from eval.run import run
from tests.toy_eval import FIRST, HELD, UNANSWERABLE, archive, question

GOLDS = [question("cars", language="ar"), question("none", **UNANSWERABLE)]


def given(*texts: tuple[str, str], seconds: float = 0.5) -> dict[str, Any]:
    passages = [
        {"article": article, "text": text, "score": 0.9 - i / 10}
        for i, (article, text) in enumerate(texts)
    ]
    return {"seconds": seconds, "passages": passages}


def ran(*texts: tuple[str, str]) -> dict[str, Any]:
    result = run([(archive(*GOLDS), Recorded({"cars": given(*texts), "none": given(*texts)}))], {})
    result["cost"]["index_seconds"] = 2.0
    return result


def test_a_peers_first_passage_is_its_answer() -> None:
    row, none = ran(("first", FIRST.text), ("second", HELD.text))["questions"]
    assert row["outcome"] == "right"
    assert (row["measures"]["R@1"], row["measures"]["language"]) == (1.0, 1.0)
    assert none["outcome"] == "false"


def test_a_passage_of_the_wrong_article_is_not_evidence() -> None:
    row = ran(("second", FIRST.text), ("first", FIRST.text))["questions"][0]
    assert (row["measures"]["R@1"], row["measures"]["MRR"]) == (0.0, 0.5)


def test_a_peer_that_finds_nothing_refuses() -> None:
    outcomes = [row["outcome"] for row in ran()["questions"]]
    assert outcomes == ["refused", "right"]


def test_the_table_holds_every_system_and_says_what_chance_can_do() -> None:
    text = peer_table({"Dalil": ran(("first", FIRST.text)), "plain": ran(("second", HELD.text))})
    lines = text.splitlines()
    assert lines[2].split()[:2] == ["Dalil", "1.00"]
    assert lines[3].split()[:2] == ["plain", "0.00"]
    assert lines[2].split()[-2:] == ["2.0", "500"]
    assert lines[-1] == (
        "Dalil against plain: R@1 +1.00 (p 1.000, no difference found); "
        "MRR +1.00 (p 1.000, no difference found); right +1.00 (p 1.000, no difference found)"
    )


def test_windows_overlap_by_a_fifth_and_lose_no_word() -> None:
    words = [str(i) for i in range(12)]
    assert [w.split() for w in windows(" ".join(words), 5)] == [
        words[0:5],
        words[4:9],
        words[8:12],
    ]
    assert list(windows("one", 5)) == ["one"]
