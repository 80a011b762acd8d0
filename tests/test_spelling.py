"""Spelling help: a word that no article has, as the archive spells it."""

import pytest

from rag.claims.spelling import respelt
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article

BOOK = Stylebook([Entity(("نادي النسور",), ("Falcons Club",), "organisation")])
MATCH = Article("match", "تعادل المنتخب الموريتاني في نواكشوط.", "مباراة نواكشوط", language="ar")


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
