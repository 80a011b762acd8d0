"""The same period of another year, as business and statistics are reported."""

from datetime import date

import pytest

from rag.values import When, find_values


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        (
            "بلغت الأرباح في الربع الثاني من 2024 نحو 310 ملايين، مقابل 265 مليونا في الفترة ذاتها "
            "من العام الماضي.",
            "الفترة ذاتها من العام الماضي",
            "2023-04-01",
            "2023-06-30",
        ),
        (
            "خلال النصف الأول من 2024 بيعت 12 ألف سيارة مقابل 10 آلاف في الفترة نفسها من عام 2022",
            "الفترة نفسها من عام 2022",
            "2022-01-01",
            "2022-06-30",
        ),
        (
            "Sales in May 2023 fell to 3 million from 4 million in the same month a year earlier.",
            "same month a year earlier",
            "2022-05-01",
            "2022-05-31",
        ),
        (
            "The bank earned 5 million in the first quarter of 2023, against 4 in the same period "
            "of 2021.",
            "same period of 2021",
            "2021-01-01",
            "2021-03-31",
        ),
    ],
)
def test_it_is_the_period_before_in_the_year_that_is_named(
    text: str, words: str, start: str, end: str
) -> None:
    found = {text[f.start : f.end]: f.value for f in find_values(text, "ar", date(2024, 8, 1))}
    period = found[words]
    assert isinstance(period, When)
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "وفي الفترة نفسها من العام الماضي بيعت 10 آلاف.",  # of which period?
        "في الربع الثاني من 2024 بيعت 12 ألفا، وفي الفترة نفسها أغلقت ثلاثة مصانع.",
    ],
)
def test_else_nothing_is_made_of_it(text: str) -> None:
    found = find_values(text, "ar", date(2024, 8, 1))
    assert not any("الفترة" in text[f.start : f.end] for f in found)


@pytest.mark.parametrize("text", ["احتفلوا بسنة 2969 الأمازيغية", "in the Amazigh year 2969"])
def test_a_year_of_no_calendar_of_news_is_none(text: str) -> None:
    assert not any(hasattr(f.value, "start") for f in find_values(text, "ar", date(2019, 1, 1)))
