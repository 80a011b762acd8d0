"""An editor's word about an answer, kept as gold."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.add import replace_gold
from eval.gold import Gold, load_gold
from eval.mark import mark, marked
from rag.errors import InputError
from tests.toy_gold import SENTENCE, answer

QUESTION = "How many cars were burned?"
SAID: dict[str, Any] = answer(QUESTION, "500 cars were burned.")
REFUSED: dict[str, Any] = answer(QUESTION, "")


def gold(**given: object) -> Gold:
    values = {"id": "cars", "kind": "number", "language": "en", "question": QUESTION}
    return Gold.model_validate({**values, "answers": {"en": ["500"]}, "answerable": True, **given})


NONE: dict[str, Any] = {"answers": {}, "answerable": False, "kind": "unanswerable"}


def test_a_right_answer_of_the_chat_is_added_with_what_it_cites(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "gold.jsonl"
    added, new = mark(SAID, True, (), file)
    assert new
    assert load_gold(file) == [added]
    assert added.answers == {"ar": ("500 سيارة",)}
    assert [evidence.quote for evidence in added.evidence] == [SENTENCE]


@pytest.mark.parametrize(
    ("said", "accepted", "wrong"),
    [
        pytest.param((), {}, (), id="the archive does not say"),
        pytest.param(("600",), {"en": ("600",)}, ("500 سيارة",), id="something else is right"),
    ],
)
def test_a_false_answer_of_the_chat_is_added_as_false(
    tmp_path: Path, said: tuple[str, ...], accepted: object, wrong: object
) -> None:
    file = tmp_path / "gold.jsonl"
    mark(SAID, False, said, file)
    [added] = load_gold(file)
    assert (added.answers, added.wrong, added.answerable) == (accepted, wrong, bool(said))
    assert added.evidence == ()


def test_the_question_that_is_there_is_changed_and_its_neighbours_are_not(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    odd = '{"id":"odd",  "kind":"chat","language":"en","question":"?","answerable":false}'
    mark(SAID, True, (), file)
    file.write_text(f"{odd}\n\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    changed, new = mark(SAID, False, ("600",), file)
    assert not new
    assert file.read_text(encoding="utf-8").startswith(f"{odd}\n\n")
    assert load_gold(file)[1] == changed
    assert changed.answers == {"en": ("600",)}


def test_another_question_with_the_same_first_words_has_an_id_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    for end in ("in Almaty?", "in Astana?"):
        asked = f"How many cars of the police were burned {end}"
        mark(answer(asked, "500 cars."), True, (), file)
    assert [each.id for each in load_gold(file)] == [
        "how-many-cars-of-the-police-en",
        "how-many-cars-of-the-police-en-2",
    ]


def test_a_follow_up_is_kept_as_it_was_understood(tmp_path: Path) -> None:
    asked = {**SAID, "question": "And in Almaty?", "understood": "How many cars in Almaty?"}
    added, _ = mark(asked, True, (), tmp_path / "gold.jsonl")
    assert added.question == "How many cars in Almaty?"


@pytest.mark.parametrize(
    ("wrong", "left"),
    [
        pytest.param((), (), id="nothing was false"),
        pytest.param(("500 سيارة", "9"), ("9",), id="it was called false before"),
    ],
)
def test_the_words_of_a_right_answer_are_accepted(
    wrong: tuple[str, ...], left: tuple[str, ...]
) -> None:
    found = marked(gold(**{"not": wrong}), SAID, True)
    assert found.answers == {"en": ("500",), "ar": ("500 سيارة",)}
    assert (found.wrong, [each.quote for each in found.evidence]) == (left, [SENTENCE])


def test_a_right_refusal_makes_the_question_unanswerable() -> None:
    found = marked(gold(**{"not": ["9"]}, values=[500]), REFUSED, True)
    assert (found.answerable, found.answers, found.values, found.wrong) == (False, {}, (), ())


def test_a_false_answer_leaves_what_is_accepted_of_other_words() -> None:
    found = marked(gold(), SAID, False)
    assert (found.answers, found.wrong) == ({"en": ("500",)}, ("500 سيارة",))


def test_a_false_refusal_wants_what_would_be_right() -> None:
    with pytest.raises(InputError, match="say what would be right"):
        marked(gold(**NONE), REFUSED, False)
    found = marked(gold(**NONE), REFUSED, False, ["500"])
    assert (found.answerable, found.answers, found.kind) == (True, {"en": ("500",)}, "chat")


def test_a_list_is_left_to_the_gold_file() -> None:
    with pytest.raises(InputError, match="wants a list"):
        marked(gold(kind="list"), SAID, True)


def test_what_cannot_be_written_is_said_and_the_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    mark(SAID, True, (), file)
    before = file.read_bytes()
    with pytest.raises(InputError, match="has no question 'other'"):
        replace_gold(gold(id="other"), file)
    with pytest.raises(InputError, match="has no question 'other'"):
        mark(SAID, True, (), file, "other")
    (tmp_path / ".gold.jsonl.new").mkdir()  # the scratch file cannot be made
    with pytest.raises(InputError, match="cannot change"):
        mark(SAID, False, ("600",), file)
    assert file.read_bytes() == before


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DALIL_GOLD", str(tmp_path / "own.jsonl"))
    for words, told in (
        (["right"], "how-many-cars-were-burned-en added to"),
        (["false", "--say=-600", "--say=six"], "how-many-cars-were-burned-en changed in"),
    ):
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(SAID)))
        assert main(["mark", "-", *words]) == 0
        assert capsys.readouterr().out.startswith(told)
    [kept] = load_gold(tmp_path / "own.jsonl")
    assert kept.answers == {"en": ("-600", "six")}


def test_an_editor_waits_for_no_model() -> None:
    code = (
        "import sys; from eval.__main__ import EDITING; assert 'mark' in EDITING; "
        "print([name for name in ('torch', 'faiss', 'transformers') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
