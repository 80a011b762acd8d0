"""Whether an article may speak of the days that the question states."""

from datetime import date

import pytest

from rag.claims.times import is_news_of_then, is_of_another_time
from rag.values import find_values
from tests.toy_claims import ask
from tests.toy_read import article, passage


@pytest.mark.parametrize(
    ("asked", "text", "published", "other"),
    [
        ("متى ضرب الزلزال؟", "ضرب زلزال في 5 مايو 2024.", date(2024, 5, 6), False),
        ("كم قتل في زلزال 2019؟", "ضرب زلزال في 5 مايو 2024.", date(2024, 5, 6), True),
        ("كم قتل في زلزال 2024؟", "ضرب زلزال في 5 مايو.", date(2024, 5, 6), False),
        ("How many died on 5 May 2024?", "ضرب زلزال أمس.", date(2024, 5, 6), False),
        ("How many died on 5 May 2024?", "ضرب زلزال في 9 مايو 2024.", date(2024, 5, 10), True),
        ("How many died on 5 May 2024?", "قتل 12 شخصا.", date(2024, 5, 7), False),
        ("How many died on 5 May 2024?", "قتل 12 شخصا.", date(2024, 5, 30), True),
        ("How many died on 5 May 2024?", "قتل 12 شخصا.", None, True),
        ("ما الفائدة في ديسمبر 2023؟", "هذا أول رفع في عام 2023.", date(2023, 5, 4), True),
        ("ما الفائدة في عام 2023؟", "هذا أول رفع في عام 2023.", date(2023, 5, 4), False),
        ("ما الأرباح في مايو 2023؟", "هبطت في الربع الثاني من 2023.", date(2023, 9, 4), False),
    ],
    ids=[
        "no day asked",
        "another year",
        "the year",
        "yesterday",
        "another day",
        "news of the days before",
        "news of weeks later",
        "no date at all",
        "a month of a year that is only mentioned",
        "the year that is mentioned",
        "a month of a quarter",
    ],
)
def test_days_and_years(asked: str, text: str, published: date | None, other: bool) -> None:
    source = article("a", text, published=published)
    assert is_of_another_time(ask(asked), source, []) is other


def test_a_sentence_of_another_day_in_an_article_of_the_day_is_of_another_time() -> None:
    text = "ضرب زلزال في 5 مايو 2024. وكان زلزال 3 مارس 2019 قتل 40 شخصا."
    source = article("a", text, published=date(2024, 5, 6))
    question = ask("How many died in the earthquake of 5 May 2024?")
    for sentence, other in zip(text.split(". "), (False, True), strict=True):
        said = [f.value for f in find_values(sentence, "ar", source.published)]
        assert is_of_another_time(question, source, said) is other


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("كم بلغت أرباح المصرف في الربع الرابع من 2024؟", True),
        ("كم بلغت أرباح المصرف في الربع الثالث من 2024؟", False),
        ("كم بلغت أرباح المصرف في النصف الثاني من 2024؟", False),
        ("كم بلغت أرباح المصرف في أكتوبر 2024؟", False),
    ],
    ids=["another quarter", "the quarter", "the half that it is part of", "no quarter"],
)
def test_a_quarter_told_from_the_day_of_publication_is_no_other(asked: str, other: bool) -> None:
    text = "أعلن مصرف النخيل أمس أن أرباحه في الربع الثالث من العام الجاري بلغت 90 مليون دينار."
    source = article("bank", text, published=date(2024, 10, 28))
    said = [found.value for found in find_values(text, "ar", source.published)]
    assert is_of_another_time(ask(asked), source, said) is other


@pytest.mark.parametrize(
    ("asked", "sentence", "other"),
    [
        ("كم ربح المصرف في الربع الثالث من 2023؟", "أرباحها للربع الثالث 12 مليونا.", False),
        ("كم ربح المصرف في الربع الرابع من 2023؟", "أرباحها للربع الثالث 12 مليونا.", True),
        ("كم ربح المصرف في الربع الثالث من 2022؟", "أرباحها للربع الثالث 12 مليونا.", True),
        ("كم ربح المصرف في الربع الرابع من 2022؟", "ربحت في الربع الرابع 9 ملايين.", False),
        ("What did it earn in the third quarter of 2023?", "Third-quarter profit fell.", False),
        ("What did it earn in the fourth quarter of 2023?", "Third-quarter profit fell.", True),
    ],
)
def test_a_quarter_of_no_year_is_the_last_that_was_over(
    asked: str, sentence: str, other: bool
) -> None:
    source = article("a", sentence, published=date(2023, 11, 1))
    assert is_of_another_time(ask(asked), source, [], sentence) is other


@pytest.mark.parametrize(
    ("asked", "news"),
    [
        ("كم خسر المصرف في الربع الثالث من 2023؟", True),
        ("كم خسر المصرف في الربع الثاني من 2023؟", False),
        ("كم خسر المصرف في الربع الثالث من 2022؟", False),
        ("كم خسر المصرف في سبتمبر 2023؟", False),
    ],
    ids=["the quarter", "another", "of another year", "a month of it"],
)
def test_the_year_of_a_quarter_is_not_asked_of_the_words_of_an_article(
    asked: str, news: bool
) -> None:
    told = article("a", "خسر المصرف 12 مليونا في الربع الثالث.", published=date(2023, 11, 19))
    assert is_news_of_then(ask(asked), passage(told)) is news
