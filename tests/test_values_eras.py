"""Decades in words, parts of a period, and durations of one: read, compared, shown, verified."""

from datetime import date
from decimal import Decimal

import pytest

from rag.question.understand import understand
from rag.text.language import Language
from rag.text.stylebook import Stylebook
from rag.types import Article, Citation, Passage, Span, Statement
from rag.values import (
    Found,
    Kind,
    Part,
    Precision,
    Qualifier,
    Quantity,
    Relation,
    When,
    find_values,
    relate,
    whole,
)
from rag.values.calendar import decade, month, year
from rag.values.render import render, renderable
from rag.verify.answer import check

PUBLISHED = date(2024, 5, 20)


def _found(text: str, published: date | None = PUBLISHED) -> list[Found]:
    return find_values(text, "en" if text.isascii() else "ar", published)


def _one(text: str, published: date | None = PUBLISHED) -> When:
    (found,) = _found(text, published)
    assert isinstance(found.value, When)
    return found.value


@pytest.mark.parametrize(
    ("text", "words", "start"),
    [
        ("بني الجسر في ستينيات القرن الماضي.", "ستينيات القرن الماضي", 1960),
        ("بني الجسر في ستينات القرن العشرين.", "ستينات القرن العشرين", 1960),
        ("في ثمانينيات القرن التاسع عشر", "ثمانينيات القرن التاسع عشر", 1880),
        ("ظهرت الفرقة في الستينات.", "الستينات", 1960),
        ("في عقد التسعينيات", "عقد التسعينيات", 1990),
        ("في عشرينيات القرن الماضي", "عشرينيات القرن الماضي", 1920),
        ("في عشرينيات القرن الحالي", "عشرينيات القرن الحالي", 2020),
        ("It was built in the 1960s.", "the 1960s", 1960),
        ("The band formed in the sixties.", "the sixties", 1960),
        ("in the eighties of the last century", "the eighties of the last century", 1980),
        ("the sixties of the nineteenth century", "the sixties of the nineteenth century", 1860),
    ],
)
def test_a_decade_in_words(text: str, words: str, start: int) -> None:
    (found,) = _found(text)
    assert found.value == decade(start)
    assert text[found.start : found.end].removeprefix("the ") == words.removeprefix("the ")


@pytest.mark.parametrize(
    "text",
    [
        "رجل في الستينيات من عمره",
        "امرأة في السبعينات",
        "في الستينيات من العمر",
        "في العشرينيات",
        "a man in his sixties",
        "she is in her late sixties",
        "in the twenties",
        "نهاية العام الدراسي",
        "مطلع السنة المالية",
        "the end of the school year",
        "the beginning of the month of mourning",
        "بداية الاجتماع",
        "the late minister",
        "the end of the war",
        "مطلع الأغنية",
    ],
)
def test_words_that_look_like_a_period_and_are_none(text: str) -> None:
    assert _found(text) == []


@pytest.mark.parametrize(
    ("text", "start", "end", "precision", "part"),
    [
        ("أواخر التسعينات", "1995-01-01", "1999-12-31", Precision.SPAN, Part.LATE),
        ("منتصف تسعينيات القرن الماضي", "1992-01-01", "1997-12-31", Precision.SPAN, Part.MID),
        ("مطلع الألفية", "2000-01-01", "2004-12-31", Precision.SPAN, Part.EARLY),
        ("بداية الألفية الثالثة", "2000-01-01", "2004-12-31", Precision.SPAN, Part.START),
        ("منتصف أيار", "2024-05-08", "2024-05-23", Precision.MONTH, Part.MID),
        ("أواخر مايو 2023", "2023-05-16", "2023-05-31", Precision.MONTH, Part.LATE),
        ("مطلع الشهر", "2024-05-01", "2024-05-15", Precision.MONTH, Part.EARLY),
        ("مطلع الشهر المقبل", "2024-06-01", "2024-06-15", Precision.MONTH, Part.EARLY),
        ("نهاية العام", "2024-07-01", "2024-12-31", Precision.YEAR, Part.END),
        ("نهاية عام 2025", "2025-07-01", "2025-12-31", Precision.YEAR, Part.END),
        ("مطلع 2022", "2022-01-01", "2022-06-30", Precision.YEAR, Part.EARLY),
        ("the mid-1990s", "1992-01-01", "1997-12-31", Precision.SPAN, Part.MID),
        ("the early 2000s", "2000-01-01", "2004-12-31", Precision.SPAN, Part.EARLY),
        ("the late sixties", "1965-01-01", "1969-12-31", Precision.SPAN, Part.LATE),
        ("the turn of the millennium", "2000-01-01", "2004-12-31", Precision.SPAN, Part.START),
        ("mid-May", "2024-05-08", "2024-05-23", Precision.MONTH, Part.MID),
        ("early May 2023", "2023-05-01", "2023-05-15", Precision.MONTH, Part.EARLY),
        ("the beginning of the month", "2024-05-01", "2024-05-15", Precision.MONTH, Part.START),
        ("the end of the year", "2024-07-01", "2024-12-31", Precision.YEAR, Part.END),
        ("late last year", "2023-07-01", "2023-12-31", Precision.YEAR, Part.LATE),
        ("killed in early 2000", "2000-01-01", "2000-06-30", Precision.YEAR, Part.EARLY),
    ],
)
def test_a_part_of_a_period(
    text: str, start: str, end: str, precision: Precision, part: Part
) -> None:
    value = _one(text)
    assert (str(value.start), str(value.end)) == (start, end)
    assert (value.precision, value.part) == (precision, part)


def test_the_whole_of_which_a_date_is_a_part() -> None:
    assert whole(_one("mid-May 2023")) == month(2023, 5)
    assert whole(_one("أواخر عام 2022")) == year(2022)
    assert whole(_one("the late 1990s")) == decade(1990)
    assert whole(year(2022)) == year(2022)


def test_without_a_day_of_publication_a_part_is_not_resolved() -> None:
    value = _one("مطلع الشهر", None)
    assert value == When(None, None, Precision.MONTH, relative=True, part=Part.EARLY)
    assert not renderable(value, "en")
    assert relate(value, _one("نهاية الشهر", None)) is Relation.INCOMPARABLE


@pytest.mark.parametrize("text", ["منتصف الليل", "منتصف النهار"])
def test_midnight_and_noon_stay_times(text: str) -> None:
    assert _one(text).precision is Precision.TIME


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        ("the sixties", "in 1964", Relation.COMPATIBLE),
        ("ستينيات القرن الماضي", "عام 1964", Relation.COMPATIBLE),
        ("ستينيات القرن الماضي", "the 1960s", Relation.EQUAL),
        ("the sixties", "in 1971", Relation.DIFFERENT),
        ("the late sixties", "in 1961", Relation.DIFFERENT),
        ("أواخر الستينات", "1968", Relation.COMPATIBLE),
        ("منتصف أيار", "14 May 2024", Relation.COMPATIBLE),
        ("مطلع أيار", "28 May 2024", Relation.DIFFERENT),
        ("مطلع أيار", "أواخر أيار", Relation.DIFFERENT),
        ("مطلع أيار", "early May", Relation.EQUAL),
        ("نهاية العام", "December 2024", Relation.COMPATIBLE),
    ],
)
def test_how_periods_stand_to_dates(one: str, other: str, relation: Relation) -> None:
    assert relate(_one(one), _one(other)) is relation
    assert relate(_one(other), _one(one)) is relation


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("منتصف أيار", "en", "mid-May 2024"),
        ("مطلع الشهر", "en", "early May 2024"),
        ("نهاية العام", "en", "the end of 2024"),
        ("أواخر التسعينات", "en", "the late 1990s"),
        ("مطلع الألفية", "en", "the early 2000s"),
        ("بداية الألفية", "en", "the beginning of the 2000s"),
        ("ستينيات القرن الماضي", "en", "from 1960 to 1969"),
        ("mid-May", "ar", "منتصف مايو 2024"),
        ("the end of 2025", "ar", "نهاية عام 2025"),
        ("the late 1990s", "ar", "أواخر تسعينيات القرن العشرين"),
        ("the early 2000s", "ar", "مطلع الألفية الثالثة"),
    ],
)
def test_a_part_is_shown_as_it_was_said_and_read_back(
    text: str, language: Language, shown: str
) -> None:
    value = _one(text)
    assert render(value, language) == shown
    read = _one(shown)
    assert (read.start, read.end, read.part) == (value.start, value.end, value.part)


def test_a_decade_that_arabic_has_no_name_for_is_quoted() -> None:
    assert not renderable(_one("the mid-2010s"), "ar")
    assert renderable(_one("the mid-2010s"), "en")


@pytest.mark.parametrize(
    ("text", "unit", "qualifier"),
    [
        ("أنجز العمل خلال شهر.", "month", Qualifier.EXACT),
        ("أنجز العمل خلال أسبوع من بدئه.", "week", Qualifier.EXACT),
        ("خلال أسبوع على الأكثر", "week", Qualifier.AT_MOST),
        ("خلال شهر واحد", "month", Qualifier.EXACT),
    ],
)
def test_a_stretch_of_one_unit_is_a_duration(text: str, unit: str, qualifier: Qualifier) -> None:
    (found,) = _found(text)
    assert found.value == Quantity(Decimal(1), Decimal(1), Kind.DURATION, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "unit", "number", "end"),
    [
        ("في غضون أسبوعين", "week", 2, date(2024, 6, 3)),
        ("في غضون شهر", "month", 1, date(2024, 6, 20)),
        ("within a month", "month", 1, date(2024, 6, 20)),
        ("within two weeks", "week", 2, date(2024, 6, 3)),
    ],
)
def test_a_limit_of_time(text: str, unit: str, number: int, end: date) -> None:
    value = _one(text)
    assert value.within == Quantity(Decimal(number), Decimal(number), Kind.DURATION, unit)
    assert value.end == end


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("خلال شهر مايو", 1),
        ("خلال شهر رمضان", 1),
        ("خلال عام 2022", 1),
        ("خلال يوم الجمعة", 1),
        ("خلال عام دراسي", 0),
        ("خلال الشهر", 0),
        ("a month of talks", 0),
        ("within a year of the vote", 0),
    ],
)
def test_a_named_month_or_a_kind_of_year_is_no_duration(text: str, count: int) -> None:
    found = _found(text)
    assert len(found) == count
    assert not any(isinstance(f.value, Quantity) or f.value.within for f in found)


@pytest.mark.parametrize(
    ("statement", "text", "holds"),
    [
        ("It opened in mid-May 2024.", "افتتح في منتصف أيار.", True),
        ("It opened in May 2024.", "افتتح في منتصف أيار.", True),
        ("It opened in late May 2024.", "افتتح في منتصف أيار.", False),
        ("It opened in early May 2024.", "افتتح في أيار 2024.", False),
        ("It opened in the late 1990s.", "افتتح في أواخر التسعينات.", True),
        ("It opened in the early 1990s.", "افتتح في أواخر التسعينات.", False),
        ("It opened in early 2022.", "افتتح عام 2022.", False),
        ("افتتح في ستينيات القرن الماضي.", "It opened in the 1960s.", True),
        ("افتتح في سبعينيات القرن الماضي.", "It opened in the 1960s.", False),
    ],
)
def test_a_statement_says_the_part_that_its_source_says(
    statement: str, text: str, holds: bool
) -> None:
    passage = Passage(1, Article("a", text, published=PUBLISHED), 0, len(text), ((0, len(text)),))
    cited = [Citation(1, Span(passage, 0, len(text)))]
    assert (not check(Statement(statement, (1,)), cited, Stylebook(()))) == holds


@pytest.mark.parametrize(
    "asked", ["How many have died since early 2022?", "كم قتيلا سقط منذ مطلع 2022؟"]
)
def test_a_question_of_a_part_of_a_year_is_of_the_year(asked: str) -> None:
    assert understand(asked).dates == (year(2022),)
