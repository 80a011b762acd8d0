"""What a language model wrote is kept with what became of each sentence."""

import pytest

from eval.trial import ask
from rag.answer.compose import Extractive
from rag.errors import SettingsError
from tests.test_live import QUESTION, TROOPS, pipeline, worded
from tests.toy_generate import book


def test_each_sentence_is_kept_with_its_fate() -> None:
    reply = f"{TROOPS['true']['en']} [1].\nAnd 9999 stayed [1]."
    kept = ask(worded(reply), QUESTION)

    assert kept["reply"] == reply
    assert [step["withheld"] is None for step in kept["steps"]] == [True, False]
    assert kept["steps"][1]["withheld"][:2] == ["number", "9999"]
    assert kept["statements"] == [step["shown"] for step in kept["steps"] if step["shown"]]
    assert kept["cited"][1] in TROOPS["sentence"]
    assert 0 <= kept["first_words"] <= kept["last_words"] <= kept["seconds"]


def test_a_pipeline_without_a_language_model_has_nothing_to_try() -> None:
    with pytest.raises(SettingsError, match="generator"):
        ask(pipeline(Extractive(book())), QUESTION)
