"""The systems that are judged, and that the judge is independent of what they are made of."""

import sys
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from eval.judge import judge
from eval.memory import Memory, remembering
from eval.systems import FLOORS, Floor, ObservedPipeline
from eval.variants import FLOOR_NAMES, WITHOUT
from rag.answer.compose import Extractive
from rag.pipeline import Pipeline
from rag.settings import Settings
from rag.storeys import Storeys
from rag.types import Article, Verdict
from rag.values import Found, Quantity, find_values
from tests.toy_eval import question
from tests.toy_read import STYLEBOOK, ToldReader, WordSearch, article, passage

QUAKE = article(
    "quake",
    "ضرب زلزال قوي هاتاي. وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال. وانهارت مبان كثيرة.",
    "Al Jazeera",
    date(2023, 2, 6),
)
GOLD = question(
    "quake-en",
    question="How many people were killed?",
    answers={"en": ["300"], "ar": ["300 شخص"]},
    values=[300],
    evidence=[{"article": "quake", "quote": "مقتل 300 شخص"}],
)


def pipeline(answerable: float = 0.9, source: Article = QUAKE) -> Pipeline:
    reader = ToldReader({"300 شخص": answerable})
    search = WordSearch([passage(source)])
    return Pipeline(search, reader, Extractive(STYLEBOOK), STYLEBOOK, Settings())


def test_a_reader_of_numbers_broken_on_purpose_makes_the_figures_fall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert judge(GOLD, ObservedPipeline(pipeline()).ask(GOLD)).outcome == "right"

    def broken(*asked: object, **more: object) -> list[Found]:
        def seven(found: Found) -> Found:
            value, number = found.value, Decimal(7)
            if not isinstance(value, Quantity):
                return found
            return replace(found, value=replace(value, low=number, high=number))

        return [seven(found) for found in find_values(*asked, **more)]  # type: ignore[arg-type]

    for name, module in list(sys.modules.items()):
        if name.startswith("rag.") and hasattr(module, "find_values"):
            monkeypatch.setattr(module, "find_values", broken)
    # Another sentence: what was read of the first one is remembered.
    unread = replace(QUAKE, text=QUAKE.text.replace("في الزلزال", "في هذا الزلزال"))
    seen = ObservedPipeline(pipeline(source=unread)).ask(GOLD)
    # The product's own check finds nothing wrong, for it reads the sentence in the same way.
    assert seen.answer is not None
    assert "7 people" in seen.answer.text
    assert judge(GOLD, seen).outcome == "false"


def test_the_floors() -> None:
    assert tuple(FLOORS) == FLOOR_NAMES
    said = {name: Floor(pipeline(), FLOORS[name]).ask(GOLD).answer for name in FLOORS}
    refused, sentence, whole = said.values()
    assert refused is not None and sentence is not None and whole is not None
    assert refused.verdict is Verdict.NOT_FOUND
    assert sentence.text == "«وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال.» [1]"
    assert sentence.citations[0].highlights[0].text == "300 شخص"
    assert whole.text == f"«{QUAKE.text}» [1]"


def test_a_floor_quotes_no_sentence_below_the_threshold() -> None:
    low = pipeline(answerable=0.1)
    told = {name: Floor(low, FLOORS[name]).ask(GOLD) for name in FLOORS}
    outcomes = {name: judge(GOLD, seen).outcome for name, seen in told.items()}
    assert outcomes == {
        "refuse everything": "refused",
        "best sentence": "refused",
        "best passage": "right",
    }


def test_every_storey_has_a_variant_and_stands_unless_it_is_taken_away() -> None:
    assert set(WITHOUT.values()) == {field.name for field in fields(Storeys)}
    assert all(getattr(Storeys(), name) is True for name in WITHOUT.values())


def test_what_a_model_made_is_kept_from_run_to_run(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "memory.npz"
    memory = Memory.load(file)
    assert memory.kept == {}
    memory.kept["key"] = np.ones(3, np.float32)
    memory.save()
    assert Memory.load(file).kept["key"].tolist() == [1.0, 1.0, 1.0]
    file.write_bytes(b"damaged")
    assert Memory.load(file).kept == {}


def test_texts_are_encoded_once() -> None:
    asked: list[list[str]] = []

    def encode(texts: Sequence[str]) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
        asked.append(list(texts))
        return np.array([[float(len(text))] for text in texts], np.float32)

    again = remembering(encode, "queries", {})
    assert again(["a", "bb"]).tolist() == [[1.0], [2.0]]
    assert again(["bb", "ccc", "a"]).tolist() == [[2.0], [3.0], [1.0]]
    assert asked == [["a", "bb"], ["ccc"]]


def test_what_was_read_in_two_forms_of_a_question_is_observed_whole() -> None:
    undated = article("undated", "ضرب زلزال آخر وقتل 300 شخص.")
    sources = [passage(QUAKE, 1), passage(undated, 2)]
    reader = ToldReader({"مقتل 300 شخص": 0.9, "300 شخص": 0.4})
    asked = question("dated", question="How many people were killed on 6 February 2023?")
    made = Pipeline(WordSearch(sources), reader, Extractive(STYLEBOOK), STYLEBOOK, Settings())
    observed = ObservedPipeline(made).ask(asked)
    assert [r.passage.article.id for r in observed.readings] == ["quake", "undated"]
