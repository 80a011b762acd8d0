"""The value of a sentence that is meant, where the reader marked another."""

from datetime import date

import pytest

from rag.claims.candidate import candidate_of
from rag.claims.meant import meant
from tests.toy_claims import BOOK, ask
from tests.toy_read import article, reading

DAY = date(2022, 6, 1)


def _meant(asked: str, text: str, marked: str, language: str = "ar") -> str:
    candidate = candidate_of(reading(article("a", text, published=DAY, language=language), marked))
    assert candidate is not None
    return meant(ask(asked), candidate, BOOK).span.text


@pytest.mark.parametrize(
    ("asked", "text", "marked", "expected"),
    [
        (
            "كم رخصة منحت الهيئة سنة 2021؟",
            "منحت الهيئة 579 رخصة في عام 2021 مقارنة بـ483 رخصة في عام 2020.",
            "483 رخصة",
            "579 رخصة",
        ),
        (
            "كم رخصة منحت الهيئة سنة 2020؟",
            "منحت الهيئة 579 رخصة في عام 2021 مقارنة بـ483 رخصة في عام 2020.",
            "483 رخصة",
            "483 رخصة",
        ),
        (
            "كم كانت نسبة القروض المتعثرة في 2022؟",
            "تراجعت نسبة القروض المتعثرة إلى 2.4 في المئة، مقابل 3.1 في المئة في 2021.",
            "3.1 في المئة",
            "2.4 في المئة",
        ),
        (
            "كم عدد المصابين وفق حصيلة محينة؟",
            "ارتفع عدد المصابين وفق حصيلة محينة صدرت مساء اليوم إلى 54 جريحا، غادر منهم 17 جريحا.",
            "حصيلة محينة",
            "54 جريحا",
        ),
        (
            "بكم بيع متر الأرض؟",
            "اشترى النادي الأرض ومساحتها 2452 مترا مربعا بخمسة دنانير للمتر.",
            "2452 مترا مربعا",
            "بخمسة دنانير للمتر",
        ),
        (
            "كم نائبا عارض القانون؟",
            "أقر المجلس القانون بموافقة 187 نائبا واعتراض 62 وامتناع 14 عن التصويت.",
            "187 نائبا",
            "62",
        ),
        (
            "كم نائبا امتنع عن التصويت؟",
            "أقر المجلس القانون بموافقة 187 نائبا واعتراض 62 وامتناع 14 عن التصويت.",
            "187 نائبا",
            "14",
        ),
        (
            "كم نائبا أيد القانون؟",
            "أقر المجلس القانون بموافقة 187 نائبا واعتراض 62 وامتناع 14 عن التصويت.",
            "187 نائبا",
            "187 نائبا",
        ),
    ],
)
def test_the_value_of_the_year_the_kind_and_the_act(
    asked: str, text: str, marked: str, expected: str
) -> None:
    assert _meant(asked, text, marked) == expected


VOTES = "انتخب سامي النجار رئيسا للنادي بـ678 صوتا مقابل 414 لليلى حداد."
VOTES_EN = "Sami al-Najjar won with 678 votes against 414 for Leila Haddad."


@pytest.mark.parametrize(
    ("asked", "text", "marked", "expected"),
    [
        ("بكم صوت فاز سامي النجار برئاسة النادي؟", VOTES, "414", "678 صوتا"),
        ("بكم صوت فاز سامي النجار على ليلى حداد؟", VOTES, "414", "678 صوتا"),
        ("كم صوتا نالت ليلى حداد؟", VOTES, "678 صوتا", "414"),
        ("كم صوتا نالت ليلى حداد؟", VOTES, "414", "414"),
        ("كم صوتا نال الفائز؟", VOTES, "414", "414"),
        ("How many votes did Sami al-Najjar get?", VOTES_EN, "414", "678 votes"),
        ("How many votes did Leila Haddad get?", VOTES_EN, "678 votes", "414"),
        ("How many votes did Sami al-Najjar get?", VOTES, "414", "678 صوتا"),
    ],
)
def test_of_two_that_are_set_against_each_other_the_one_that_is_named(
    asked: str, text: str, marked: str, expected: str
) -> None:
    assert _meant(asked, text, marked, "en" if text.isascii() else "ar") == expected


def test_english_too() -> None:
    text = "Banks lent 40 million euros in 2019 and 55 million euros in 2020."
    asked = "How much did the banks lend in 2019?"
    assert _meant(asked, text, "55 million euros", "en") == "40 million euros"


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        # Two that fit: which of them, the reader knows.
        ("كم مترا طول الجسر؟", "دفعت المدينة 5 دنانير، ثم 7 دنانير.", "المدينة"),
        # Nothing of that kind: the check of kinds leaves the sentence out.
        ("بكم بيع اللاعب؟", "سجل اللاعب 12 هدفا.", "12 هدفا"),
        # Two questions in one.
        ("من اشترى الأرض وبكم؟", "اشترى النادي الأرض بخمسة دنانير.", "النادي"),
        # A year that stands with neither.
        ("كم رخصة منحت سنة 2018؟", "منحت 579 رخصة في 2021 و483 رخصة في 2020.", "483 رخصة"),
    ],
)
def test_else_the_words_that_the_reader_marked(asked: str, text: str, marked: str) -> None:
    assert _meant(asked, text, marked) == marked
