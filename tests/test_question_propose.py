"""Questions that are made of an article's own sentences."""

import pytest

from rag.question.propose import proposals
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article, Language

BOOK = Stylebook(
    (
        Entity(("ليلى حداد",), ("Layla Haddad",), "person"),
        Entity(("سامر نجار",), ("Samer Najjar",), "person"),
        Entity(("البصرة",), ("Basra",), "place"),
        Entity(("نقابة الأطباء",), ("Doctors Union",), "organisation"),
        Entity(("أوبك",), ("OPEC",), "organisation"),
    )
)


def asked(text: str, language: Language, title: str = "حريق في البصرة") -> list[str]:
    return [p.text for p in proposals(Article("x", text, title=title), BOOK, language)]


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        pytest.param(
            "أعلنت وزارة الصحة مقتل 16 شخصا في الحريق.",
            "How many people were killed in Basra?",
            "كم عدد القتلى في البصرة؟",
            id="killed",
        ),
        pytest.param(
            "وأصيب 24 طالبا بجروح.",
            "How many students were wounded in Basra?",
            "كم عدد الجرحى من الطلاب في البصرة؟",
            id="of whom",
        ),
        pytest.param(
            "وتضررت 30 سيارة.",
            "What was the number of cars in Basra?",
            "كم عدد السيارات في البصرة؟",
            id="things",
        ),
        pytest.param(
            "وانتشر 40 شرطيا ومسعفون و50 مسلحا في الشوارع.",
            "What was the number of gunmen in Basra?",
            "كم عدد المسلحين في البصرة؟",
            id="plural after a noun",
        ),
        pytest.param(
            "وقال سامر نجار إن أوبك لن تخفض الإنتاج.",
            "What did Samer Najjar say about OPEC?",
            "ماذا قال سامر نجار عن أوبك؟",
            id="he said",
        ),
        pytest.param(
            "وأكدت ليلى حداد أن نقابة الأطباء لم تُستشر.",
            "What did Layla Haddad say about the Doctors Union?",
            "ماذا قالت ليلى حداد عن نقابة الأطباء؟",
            id="she said",
        ),
        pytest.param(
            "وفرضت السلطات حظر التجول مساء الأحد.",
            "When was the curfew imposed in Basra?",
            "متى فُرض حظر التجول في البصرة؟",
            id="in force",
        ),
        pytest.param(
            "وصل وزير خارجية العراق سامر نجار.",
            "Who is the foreign minister of Iraq?",
            "من هو وزير خارجية العراق؟",
            id="he holds an office",
        ),
        pytest.param(
            "وصلت رئيسة العراق ليلى حداد.",
            "Who is the president of Iraq?",
            "من هي رئيسة العراق؟",
            id="she holds an office",
        ),
    ],
)
def test_a_sentence_is_asked_for(text: str, english: str, arabic: str) -> None:
    assert english in asked(text, "en")
    assert arabic in asked(text, "ar")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("مقتل 16 شخصا.", "حريق كبير", id="no place"),
        pytest.param(
            "فقدت 30 سيارة، وصدر بيان في 12 كانون الثاني.", "", id="a city that is a word"
        ),
        pytest.param("أشاد أوبك بليلى حداد.", "", id="who is spoken of says nothing"),
        pytest.param("وأصيب 5 عناصر.", "حريق في البصرة", id="of what they are members"),
        pytest.param("وكان في المكان 40 قاضيا.", "حريق في البصرة", id="a noun that no table knows"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_no_question_is_made_of(text: str, title: str) -> None:
    assert asked(text, "en", title) == []
    assert asked(text, "ar", title) == []


def test_a_proposal_holds_the_words_that_answer_it_and_is_made_once() -> None:
    article = Article("x", "مقتل 16 شخصا في البصرة. وقالت الشرطة إن 17 شخصا قتلوا.")
    [only] = proposals(article, BOOK, "en")
    assert article.text[only.start : only.end] == "16 شخصا"
