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
        Entity(("وزارة النفط",), ("Ministry of Oil",), "organisation"),
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
            "How many cars were damaged in Basra?",
            "كم عدد السيارات المتضررة في البصرة؟",
            id="things",
        ),
        pytest.param(
            "وانتشر 40 شرطيا ومسعفون و50 مسلحا في الشوارع.",
            "How many gunmen were there in Basra?",
            "كم عدد المسلحين في البصرة؟",
            id="plural after a noun",
        ),
        pytest.param(
            "وأنقذت فرق الدفاع المدني 12 شخصا.",
            "How many people were rescued in Basra?",
            "كم عدد الذين أُنقذوا في البصرة؟",
            id="rescued",
        ),
        pytest.param(
            "وقال سامر نجار إن أوبك لن تخفض الإنتاج.",
            "What did Samer Najjar say about OPEC?",
            "ماذا قال سامر نجار عن أوبك؟",
            id="he said",
        ),
        pytest.param(
            "وقال سامر نجار إن وزارة النفط لن ترد.",
            "What did Samer Najjar say about the Ministry of Oil?",
            "ماذا قال سامر نجار عن وزارة النفط؟",
            id="of a body with an article",
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
        pytest.param("وقُتل 5 مجرمين.", "حريق في البصرة", id="somebody's word for somebody else"),
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


def test_a_place_of_the_title_is_the_events_and_a_body_is_the_topic() -> None:
    book = Stylebook((*BOOK.entities, Entity(("بغداد",), ("Baghdad",), "place")))
    text = "وأرسلت بغداد فرقا بعد مقتل 16 شخصا في البصرة. وقال سامر نجار في البصرة إن أوبك ستساعد."
    article = Article("x", text, title="حريق في البصرة")
    assert [p.text for p in proposals(article, book, "en")] == [
        "How many people were killed in Basra?",
        "What did Samer Najjar say about OPEC?",
    ]


def test_a_titles_place_is_the_events_that_the_article_names_most() -> None:
    book = Stylebook((*BOOK.entities, Entity(("بغداد",), ("Baghdad",), "place")))
    text = "قُتل 16 شخصا. وتشهد البصرة حرائق كل صيف."
    article = Article("x", text, title="بغداد ترسل فرقا إلى البصرة")
    [first, *_] = proposals(article, book, "en")
    assert first.text == "How many people were killed in Basra?"


def test_what_happened_to_people_is_worth_more_than_what_is_counted() -> None:
    text = "وكان في المرفأ 40 سفينة. وتضررت 30 سيارة. وقال سامر نجار إن أوبك لن تنتج. وقتل 7 أشخاص."
    made = proposals(Article("x", text, title="حريق في البصرة"), BOOK, "en")
    assert [(p.kind, p.worth, p.sentence) for p in made] == [
        ("count", 0, 0),
        ("count", 2, 1),
        ("said", 2, 2),
        ("count", 3, 3),
    ]
