"""An article answers only for whom and where it speaks of."""

import pytest

from rag.claims.scope import speaks_of_the_named
from rag.text.stylebook import Stylebook
from rag.types import Article, Passage

STYLEBOOK = Stylebook([])  # CLDR's territories stand behind every stylebook


def speaks(question: str, text: str, language: str = "ar") -> bool:
    article = Article(id="a", text=text, language=language)
    return speaks_of_the_named(question, Passage(1, article, 0, len(text)), STYLEBOOK)


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("What did the president of Syria say?", "قال الرئيس الفرنسي إن الوضع صعب.", False),
        ("What did the president of Syria say?", "قال الرئيس السوري إن الوضع صعب.", True),
        ("ماذا قال رئيس سوريا؟", "ووصلت سوريا إلى النهائي.", True),
        ("ماذا قال رئيس سوريا؟", "وصل الوفد أمس.", False),
        ("What did the president of the United States say?", "قال الرئيس الأميركي أمس.", True),
        ("What did the president say?", "قال الرئيس أمس.", True),
        ("How many died in Sudan?", "قُتل ثلاثة سودانيين.", True),
        ("How many died in Sudan?", "قُتل ثلاثة في اليمن.", False),
    ],
    ids=["absent", "adjective", "named", "absent ar", "two words", "none", "people", "elsewhere"],
)
def test_the_article_must_speak_of_the_place(question: str, text: str, expected: bool) -> None:
    assert speaks(question, text) is expected


def test_english_articles_are_searched_for_english_stems() -> None:
    assert speaks("ماذا قال رئيس سوريا؟", "The Syrian president spoke.", "en")
    assert not speaks("ماذا قال رئيس سوريا؟", "The French president spoke.", "en")


def test_each_name_may_be_asked_for() -> None:
    text = "وصل 2000 جندي إلى كازاخستان."
    body = Passage(1, Article(id="a", text=text), 0, len(text))
    asked = "How many soldiers did China send to Kazakhstan?"
    assert speaks_of_the_named(asked, body, STYLEBOOK)
    assert not speaks_of_the_named(asked, body, STYLEBOOK, all_of_them=True)
    asked = "How many soldiers arrived in Kazakhstan?"
    assert speaks_of_the_named(asked, body, STYLEBOOK, all_of_them=True)
