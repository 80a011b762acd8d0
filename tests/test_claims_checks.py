"""The checks that take away: names that are asked for, editions, two questions in one, towns."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from rag.claims.accept import candidates
from rag.question.kind import asks_for_a_name, asks_twice
from rag.question.names import NameTagger
from rag.question.understand import understand
from rag.text.stylebook import Entity, Stylebook
from tests.toy_claims import BOOK, accepted, hits
from tests.toy_read import article, reading


@dataclass(frozen=True)
class Qadirs:
    """Takes the words that begin with ق or Q for names."""

    fingerprint: str = "qadirs"

    def word_vectors(
        self, text: str, words: Sequence[tuple[int, int]]
    ) -> Sequence[Sequence[float]]:
        return [[float(text[start:].removeprefix("ال")[0] in "Qق")] for start, _ in words]


TAGGER = NameTagger(Qadirs(), (8.0,), -4.0)


def _answers(asked: str, text: str, words: str) -> bool:
    question = understand(asked, stylebook=BOOK, tagger=TAGGER)
    read = [reading(article("a", text), words)]
    return bool(candidates(question, read, hits(read), BOOK, tagger=TAGGER))


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("ما اسم الحارس؟", "وقال الحارس قادر إن المباراة صعبة.", "الحارس", True),
        ("ما اسم الحارس؟", "توفي الحارس متأثرا بجروحه في المستشفى.", "الحارس", False),
        ("ما الاسم الكامل للمدير؟", "أعفى المصرف مديره من دون تسميته.", "من دون تسميته", False),
        ("ما اسم السفينة؟", "جنحت سفينة «نجمة البحر» قرب الميناء.", "سفينة", True),
        ("من الحارس؟", "توفي الحارس متأثرا بجروحه في المستشفى.", "الحارس", True),
        ("What is the name of the goalkeeper?", "توفي الحارس في المستشفى.", "الحارس", False),
        ("Which group, by name, did it?", "هاجمت جماعة مسلحة المصرف.", "جماعة مسلحة", False),
        ("ما اسم زميل قادر؟", "وقال زميل قادر إن المباراة صعبة.", "زميل", False),
        ("ما اسم الحارس؟", "توفي الحارس القطري في المستشفى.", "الحارس", False),
        ("ما اسم الدولة؟", "وصل الفريق من قطر أمس.", "قطر", True),
    ],
)
def test_only_a_name_tells_a_name(asked: str, text: str, words: str, answers: bool) -> None:
    assert _answers(asked, text, words) is answers


def test_without_a_tagger_nobody_can_say() -> None:
    read = [reading(article("a", "توفي الحارس متأثرا بجروحه."), "الحارس")]
    assert accepted("ما اسم الحارس؟", read)


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("من فاز بكأس الدورة الرابعة؟", "فاز الموج بكأس الدورة الخامسة.", False),
        ("Who won the fourth cup?", "فاز الموج بكأس الدورة الخامسة.", False),
        ("من فاز بكأس الدورة الخامسة؟", "فاز الموج بكأس الدورة الخامسة.", True),
        ("من فاز بكأس الدورة الرابعة؟", "فاز الموج بالكأس.", True),  # it need not say which
        ("من فاز للمرة الثانية؟", "فاز الموج بكأس الدورة الخامسة.", True),
        ("من فاز بالمرحلة الثانية؟", "فاز الموج بالمرحلة الأولى.", False),
        ("Who won the second stage?", "فاز الموج بالمرحلة الأولى.", False),
        ("Who won the second-hand car?", "فاز الموج بالمرحلة الأولى.", True),
        ("Who won the second stage, and when?", "فاز الموج بالمرحلة الأولى.", True),
    ],
)
def test_another_edition_does_not_answer(asked: str, text: str, answers: bool) -> None:
    assert bool(accepted(asked, [reading(article("a", text), "الموج")])) is answers


@pytest.mark.parametrize(
    ("text", "language", "twice"),
    [
        ("من اشترى المصنع وبكم؟", "ar", True),
        ("متى وأين تقام المباراة؟", "ar", True),
        ("Who sold the plant, and in which year?", "en", True),
        ("كم عاملا سرح المصنع؟", "ar", False),
        ("وكم عاملا سرح المصنع؟", "ar", False),
        ("Who sold the plant and the land?", "en", False),
        ("And who bought it?", "en", False),
    ],
)
def test_two_questions_in_one(text: str, language: str, twice: bool) -> None:
    assert asks_twice(text, "ar" if language == "ar" else "en") is twice


def test_either_of_two_questions_may_be_answered() -> None:
    read = [reading(article("a", "باعت المدينة المصنع في عام 2005."), "عام 2005")]
    assert not accepted("من باع المصنع؟", read)
    assert accepted("من باع المصنع ومتى؟", read)
    workers = [reading(article("a", "تشغل المصانع 30 ألف شخص."), "30 ألف شخص")]
    assert not accepted("How many companies are there?", workers)
    assert accepted("How many companies and workers are there?", workers)


def test_which_question_asks_for_a_name() -> None:
    assert asks_for_a_name("اسم القبطان؟", "ar")
    assert asks_for_a_name("Names of the winners?", "en")
    assert asks_for_a_name("What was the ship's name?", "en")


TOWNS = Stylebook([Entity(("الواحة",), ("Waha",), "place")])


def test_a_town_that_news_leaves_out_refuses_only_where_nothing_else_is_named() -> None:
    told = article("a", "Yesterday Olsen and Berg saw the parliament.", language="en")
    read = [reading(told, "the parliament")]

    def found(asked: str) -> bool:
        question = understand(asked, stylebook=TOWNS)
        return bool(candidates(question, read, hits(read), TOWNS))

    assert found("What did Olsen and Berg visit in Waha?")
    assert not found("What did Olsen and Lund visit in Waha?")
    assert not found("What did Olsen visit in Waha?")


@pytest.mark.parametrize(
    ("text", "words", "answers"),
    [
        ("ارتفعت أسعار التذاكر 12 بالمئة.", "12 بالمئة", True),
        ("ارتفعت أسعار التذاكر 150 نقطة أساس.", "150 نقطة أساس", True),
        ("بلغت نسبة الارتفاع في الأسعار 12.", "12", True),
        ("بيعت التذاكر بالعشرات بعد ارتفاع الأسعار.", "بالعشرات", False),
        ("بيعت 500 تذكرة بعد ارتفاع الأسعار.", "500 تذكرة", False),
    ],
)
def test_a_percentage_is_no_count(text: str, words: str, answers: bool) -> None:
    asked = "By what percentage did ticket prices rise?"
    assert bool(accepted(asked, [reading(article("a", text), words)])) is answers


def test_a_word_that_is_only_tagged_is_no_name_to_a_certain_reader() -> None:
    asked = "متى قدم القطار الذي قصد الميناء؟"  # the tagger takes «قدم» and «قصد» for names

    def found(chance: float) -> bool:
        question = understand(asked, stylebook=BOOK, tagger=TAGGER)
        read = [reading(article("a", "وصلت الرحلة يوم 3 مايو 2021."), "3 مايو 2021", chance)]
        return bool(candidates(question, read, hits(read), BOOK, tagger=TAGGER))

    assert [found(0.95), found(0.85)] == [True, False]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("إربد - الشمال اليوم - سهير العجلوني - الأحد 5/3/2023", False),
        ("تونس - 20 يناير 2022", False),
        ("نفى وزير الفلاحة والتنمية، أول أمس السبت 5/3/2023، وجود أي قرار بالاستيراد.", True),
    ],
)
def test_a_dateline_with_a_byline_is_no_answer(text: str, answers: bool) -> None:
    words = "20 يناير 2022" if "يناير" in text else "5/3/2023"
    assert bool(accepted("متى نفى الوزير؟", [reading(article("a", text), words)])) is answers


def test_a_towns_name_that_is_another_word() -> None:
    book = Stylebook(
        [Entity(("سيول",), ("Seoul",), "place"), Entity(("السلام",), ("Salam",), "place")]
    )

    def towns(text: str) -> list[str]:
        found = understand(text, stylebook=book, tagger=TAGGER).entities
        return [entity.english[0] for entity in found]

    assert towns("كم قتلت سيول قحطان؟") == []  # floods
    assert towns("من رئيس بلدية السلام؟") == ["Salam"]  # which the tagger does not take for a name
    assert towns("كم دام السلام؟") == []
