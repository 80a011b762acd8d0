"""The dates that a question states, and the question that does without them."""

import pytest

from rag.question.dates import dates_of, undated
from rag.types import Language


@pytest.mark.parametrize(
    ("language", "asked", "left"),
    [
        ("en", "What was the rate lifted to in May 2023?", "What was the rate lifted to?"),
        ("en", "How many died in the May 2020 crash?", "How many died in the crash?"),
        ("en", "Who won the 2019 final in Tunis?", "Who won the final in Tunis?"),
        ("ar", "كم بلغ سعر الغرام في مصر في 21 نوفمبر 2023؟", "كم بلغ سعر الغرام في مصر؟"),
        ("ar", "في أي مناطق افتتح البنك فروعه عام 2023؟", "في أي مناطق افتتح البنك فروعه؟"),
        ("ar", "ما نسبة المشاركة في إضراب جانفي 2023؟", "ما نسبة المشاركة في إضراب؟"),
    ],
)
def test_a_question_without_its_dates(language: Language, asked: str, left: str) -> None:
    assert len(dates_of(asked, language)) == 1
    assert undated(asked, language) == left


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "What happened on 6 January 2022?"),
        ("ar", "ماذا حدث في 6 يناير 2022؟"),
        ("en", "How many troops were deployed on Friday?"),
        ("ar", "كم جنديا وصل؟"),
    ],
)
def test_what_states_no_full_date_or_little_else_keeps_its_words(
    language: Language, asked: str
) -> None:
    assert undated(asked, language) == ""


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("en", "How many cars were sold in 2014, not 2015?"),
        ("en", "How many cars were sold in 2014 rather than in 2015?"),
        ("ar", "كم سيارة بيعت سنة 2014 وليس في 2015؟"),
        ("ar", "كم سيارة بيعت سنة 2014 موش 2015؟"),
    ],
)
def test_a_date_that_is_not_meant_is_none(language: Language, asked: str) -> None:
    assert [when.start.year for when in dates_of(asked, language) if when.start] == [2014]
