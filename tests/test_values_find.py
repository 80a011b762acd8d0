from datetime import date, time
from decimal import Decimal
from itertools import pairwise
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.values import Found, Kind, Precision, Qualifier, Quantity, When, find_values

PUBLISHED = date(2022, 1, 12)
LETTERS = "0123456789٠١٢٣٤٥٦٧٨٩.,٬٫،:/-+% \u00a0ًـوبلال$€°'\""
WORDS = (
    "ألف ألفا آلاف مليون مئة خمسة عشر وعشرون نصف من إلى بين حتى شهر يناير الساعة مساء قبل بعد "
    "في غضون أكثر نحو لا على الأقل الجمعة الماضي واحد اثنين يومين twenty five hundred thousand "
    "million of the a half third Jan May to between and last ago pm bn"
)
ALPHABET = [*LETTERS, *WORDS.split()]


def words(text: str, language: str = "ar") -> list[str]:
    return [text[f.start : f.end] for f in find_values(text, language, PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("حيث أوقف نحو ثمانية آلاف شخص في سائر انحاء البلاد", ["نحو ثمانية آلاف شخص"]),
        ("القوة المكونة من 2030 جنديًا و 250 مركبة", ["2030 جنديًا", "250 مركبة"]),
        ("أنقذ البحارة الاثنين والثلاثين", ["الاثنين والثلاثين"]),
        ("عاد العمال الاثني عشر", ["العمال الاثني عشر"]),
        ("قتل الاثنين عشرة أشخاص", ["الاثنين", "عشرة أشخاص"]),
        ("نَحْوَ ثَمَانِيَةِ آلَافِ شَخْصٍ هنا", ["نَحْوَ ثَمَانِيَةِ آلَافِ شَخْصٍ"]),
        ("قرابة ثمانيـــة آلاف شخص،", ["قرابة ثمانيـــة آلاف شخص"]),
        ("إلى ملياري أو ثلاثة مليارات دولار.", ["ملياري أو ثلاثة مليارات دولار"]),
        ("في 6 كانون الثاني/يناير.", ["6 كانون الثاني/يناير"]),
        ("حظر التجول من الساعة 23:00 حتى الساعة 07:00.", ["من الساعة 23:00 حتى الساعة 07:00"]),
        ("حكم كازاخستان من 1989 حتى 2019، قبل", ["من 1989 حتى 2019"]),
        ("قتل “عشرات” المتظاهرين وجرح أكثر من ألف،", ["عشرات” المتظاهرين", "أكثر من ألف"]),
        ("يوم الاثنين، 10 يناير 2022.", ["يوم الاثنين، 10 يناير 2022"]),
        ("دول الاتحاد الـ27 وخلال الأيام الثلاثة", ["27", "الأيام الثلاثة"]),
        ("\u200f500 سيارة\u200f تابعة", ["500 سيارة"]),
    ],
)
def test_it_covers_hedge_number_and_noun_in_the_original(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_offsets_count_code_points_of_the_original() -> None:
    text = "قُـتِـلَ ٢٬٥٠٠ شَخْصٍ"
    value = Quantity(Decimal(2500), Decimal(2500), unit="person")
    start = text.index("٢")
    assert find_values(text, "ar") == [Found(start, len(text), value)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الجمعة", When(None, None, Precision.DAY, relative=True)),
        ("الأسبوع الماضي", When(None, None, Precision.SPAN, relative=True)),
        ("العام الجاري", When(None, None, Precision.YEAR, relative=True)),
        ("6 يناير", When(None, None, Precision.DAY, relative=True)),
        ("قبل يومين", When(None, None, Precision.DAY, relative=True)),
        ("15 رمضان", When(None, None, Precision.DAY, relative=True)),
    ],
    ids=["weekday", "week", "year", "no year", "days ago", "hijri"],
)
def test_what_leans_on_publication_stays_open_without_it(text: str, expected: When) -> None:
    assert [f.value for f in find_values(text, "ar")] == [expected]


def test_within_keeps_its_distance_without_a_publication_date() -> None:
    distance = Quantity(Decimal(2), Decimal(2), Kind.DURATION, "day")
    expected = When(None, None, Precision.SPAN, relative=True, within=distance)
    assert [f.value for f in find_values("في غضون يومين", "ar")] == [expected]


def test_a_deadline_that_is_said_wins() -> None:
    found = find_values("within two days, by 14 January 2022", "en")
    assert [f.value for f in found] == [
        When(
            date(2022, 1, 12),
            date(2022, 1, 14),
            Precision.SPAN,
            relative=True,
            within=Quantity(Decimal(2), Decimal(2), Kind.DURATION, "day"),
        )
    ]


def test_latin_numbers_and_words_inside_arabic() -> None:
    found = find_values("قال إن $2-3bn تكفي من 9 am إلى 5 pm", "ar")
    assert [f.value for f in found] == [
        Quantity(Decimal(2 * 10**9), Decimal(3 * 10**9), Kind.MONEY, "USD"),
        When(None, None, Precision.TIME, time(9), time(17)),
    ]


def test_a_decimal_comma_is_arabic_only() -> None:
    assert [f.value for f in find_values("3,5 km", "ar")] == [
        Quantity(Decimal("3.5"), Decimal("3.5"), Kind.MEASURE, "km")
    ]
    assert find_values("3,5 km", "en") == []


def test_a_negation_turns_more_than_into_at_most() -> None:
    (found,) = find_values("ولن تستغرق عملية انسحاب الكتيبة أكثر من عشرة أيام", "ar")
    assert found.value == Quantity(
        Decimal(10), Decimal(10), Kind.DURATION, "day", Qualifier.AT_MOST
    )


@given(st.lists(st.sampled_from(ALPHABET), max_size=40).map(" ".join))
def test_any_words_give_ordered_values_inside_the_text(text: str) -> None:
    assert_in_order(text)


@given(st.text(max_size=80))
def test_any_text_gives_ordered_values_inside_the_text(text: str) -> None:
    assert_in_order(text)


@given(st.lists(st.sampled_from(ALPHABET), max_size=40).map("".join))
def test_any_glued_words_give_ordered_values_inside_the_text(text: str) -> None:
    assert_in_order(text)


def assert_in_order(text: str) -> None:
    for language in ("ar", "en"):
        for published in (PUBLISHED, None):
            found = find_values(text, language, published)
            assert all(0 <= f.start < f.end <= len(text) for f in found)
            assert all(a.end <= b.start for a, b in pairwise(found))


HOSTILE = [
    "1", "1,", "1,000,", "1 000 ", "1.", "1.000.", "1-", "- 1", "1/", "1:", "12:30-", "$", "$1-",
    "%", "ألف ", "ألف و", "و", "مئة وخمسة وعشرون ألفا و", "مليون ألف ", "أكثر من ", "لا ", "بين ",
    "بين 5 و", "من ", "من 5 إلى ", "نصف ", "عشرات ", "يناير/", "الجمعة، ", "قبل ", "في غضون ",
    "الساعة ", "الحادي عشر ", "شخص ", "people ", "5 people ", "police officer ", "twenty-",
    "million ",
    "hundred and ", "a ", "the ", "half a ", "one ", "Jan. ", "last ",
    "between 5 and ", "\u064b", "ـ",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE, ids=[repr(piece) for piece in HOSTILE])
def test_a_hostile_text_takes_time_linear_in_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        started = process_time()
        find_values(text, "ar", PUBLISHED)
        return process_time() - started

    small = min(seconds(2_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(2)) < 30 * small + 0.05


@pytest.mark.parametrize(
    "text",
    ["هجمات 11 سبتمبر", "بأحداث الحادي عشر من سبتمبر", "ساحة 1 مايو", "حرب أكتوبر",
     "the September 11 attacks", "the 14 July revolution"],
)  # fmt: skip
def test_a_day_that_names_an_event_is_of_no_year_known(text: str) -> None:
    (found,) = find_values(text, "en" if text.isascii() else "ar", PUBLISHED)
    assert isinstance(found.value, When)
    assert (found.value.start, found.value.relative) == (None, True)
