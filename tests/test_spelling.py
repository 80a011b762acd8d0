"""Spelling help: a word that no article has, as the archive spells it."""

import json
from functools import cache
from pathlib import Path

import pytest

from rag.claims.spelling import respelt
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article

ARCHIVES = Path(__file__).resolve().parent.parent / "eval" / "gold" / "archives"
BOOK = Stylebook([Entity(("نادي النسور",), ("Falcons Club",), "organisation")])
MATCH = Article("match", "تعادل نادي النسور في نواكشوط.", "مباراة نواكشوط", language="ar")


@pytest.mark.parametrize(
    ("question", "missing", "expected"),
    [
        pytest.param(
            "من فاز في نواكشط؟", ("نواكشط",), "من فاز في نواكشوط؟", id="a letter left out"
        ),
        pytest.param("Did the Falcoms win?", ("Falcoms",), "Did the Falcons win?", id="stylebook"),
        pytest.param("من فاز في باماكو؟", ("باماكو",), "", id="nothing near"),
        pytest.param("من فاز؟", (), "", id="nothing missing"),
    ],
)
def test_a_missing_word_as_the_archive_spells_it(
    question: str, missing: tuple[str, ...], expected: str
) -> None:
    assert respelt(question, missing, [MATCH], BOOK) == expected


@cache
def archive(name: str, *articles: str) -> tuple[list[Article], Stylebook]:
    folder = ARCHIVES / name
    read = [(folder / "articles" / f"{each}.txt").read_text(encoding="utf-8") for each in articles]
    book = Stylebook.load(folder / "stylebook.csv")
    return [Article(str(n), text, language="ar") for n, text in enumerate(read)], book


FIRE, PARTY = ("incidents", "001"), ("business-politics", "015")


@pytest.mark.parametrize(
    ("where", "question", "expected"),
    [
        pytest.param(
            FIRE,
            "How many peple were kiled in the Basrra hotel?",
            "How many people were killed in the Basra hotel?",
            id="words-and-a-place",
        ),
        pytest.param(
            FIRE,
            "What did Haider al-Mozany say?",
            "What did Haider al-Mozani say?",
            id="one-word-of-a-name",
        ),
        pytest.param(
            PARTY,
            "How many seats did the sunbulla party win?",
            "How many seats did the Sunbula party win?",
            id="a-name-in-small-letters",
        ),
        pytest.param(FIRE, "How many seats did the Sunbulla party win?", "", id="other-archive"),
        pytest.param(PARTY, "How many peple died in the Basrra hotel?", "", id="other-events"),
        pytest.param(FIRE, "Did Mozanu Karimov speak?", "", id="somebody-else-of-two-names"),
        pytest.param(PARTY, "What damage did the Amreya fire do?", "", id="a-name-is-no-word"),
    ],
)
def test_an_english_word_as_the_archive_has_it(
    where: tuple[str, ...], question: str, expected: str
) -> None:
    articles, book = archive(*where)
    assert respelt(question, (), articles, book) == expected


@pytest.mark.parametrize("where", [FIRE, PARTY], ids=lambda where: str(where[0]))
def test_of_questions_that_are_right_no_word_is_changed(where: tuple[str, ...]) -> None:
    articles, book = archive(*where)
    lines = (ARCHIVES / where[0] / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [question["question"] for question in map(json.loads, lines)]
    assert len(asked) > 50
    assert [q for q in asked if respelt(q, (), articles, book)] == []
