import io
import json
from pathlib import Path

import pytest

from eval.__main__ import main
from eval.add import append_gold, gold_from_answer
from eval.gold import load_gold
from rag.answer.serialise import answer_json
from rag.errors import InputError
from tests.toy_eval import CARS, HELD, answer, question, refusal, span

TWO = answer_json(
    answer(
        ("500 cars", span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")),
        ("2,298 people", span(HELD, "بلغ عدد الموقوفين 2298 شخصا.")),
    )
)


def test_accepted_citations_become_evidence() -> None:
    gold = gold_from_answer(TWO, [2], identity="held", answers={"en": ["2,298"]})
    assert [(e.article, e.quote) for e in gold.evidence] == [
        ("second", "بلغ عدد الموقوفين 2298 شخصا.")
    ]
    assert (gold.id, gold.kind, gold.language, gold.answerable) == ("held", "chat", "en", True)
    assert gold.answers == {"en": ("2,298",)}


def test_without_phrases_the_cited_words_are_taken() -> None:
    gold = gold_from_answer(TWO, identity="x")
    assert gold.answers == {"ar": ("أحرقت 500 سيارة تابعة للشرطة.", "بلغ عدد الموقوفين 2298 شخصا.")}


def test_a_refusal_becomes_unanswerable() -> None:
    gold = gold_from_answer(answer_json(refusal()), identity="x")
    assert (gold.answerable, gold.kind, gold.evidence) == (False, "unanswerable", ())


@pytest.mark.parametrize(
    ("accepted", "message"), [([3], "no citation"), ([], "no citation is accepted")]
)
def test_what_is_accepted_must_be_there(accepted: list[int], message: str) -> None:
    with pytest.raises(InputError, match=message):
        gold_from_answer(TWO, accepted)


def test_anything_but_an_answer_is_refused() -> None:
    with pytest.raises(InputError, match="not the JSON of an answer"):
        gold_from_answer({"text": "?"})


def test_lines_are_added_and_never_twice(tmp_path: Path) -> None:
    file = tmp_path / "g.jsonl"
    append_gold(question("a"), file)
    file.write_text(file.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    append_gold(question("b"), file)
    assert [gold.id for gold in load_gold(file)] == ["a", "b"]
    with pytest.raises(InputError, match="already has a question 'b'"):
        append_gold(question("b"), file)


def test_the_command_reads_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "g.jsonl"
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(TWO)))
    assert main(["add", "-", "--to", str(file), "--accept", "1", "--ar", "500 سيارة"]) == 0
    gold = load_gold(file)[0]
    assert gold.answers == {"en": (), "ar": ("500 سيارة",)}
    assert capsys.readouterr().out.endswith(f"added to {file}\n")


def test_the_command_says_what_is_wrong_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["add", str(tmp_path / "none.json")]) == 1
    error = capsys.readouterr().err
    assert error.startswith("dalil: cannot read the answer")
    assert error.count("\n") == 1
