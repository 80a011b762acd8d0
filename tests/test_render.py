from datetime import date, time
from decimal import Decimal

import pytest

from rag.errors import InputError
from rag.values import Kind, Precision, Qualifier, Quantity, Value, When
from rag.values.render import render

DAY_2 = Quantity(Decimal(2), Decimal(2), Kind.DURATION, "day")


def q(number: str, unit: str = "", kind: Kind = Kind.COUNT, high: str = "") -> Quantity:
    return Quantity(Decimal(number), Decimal(high or number), kind, unit)


def hedged(number: str, unit: str, qualifier: Qualifier) -> Quantity:
    return Quantity(Decimal(number), Decimal(number), Kind.COUNT, unit, qualifier)


CASES: list[tuple[Value, str, str]] = [
    (q("1", "person"), "1 person", "شخص واحد"),
    (q("1", "car"), "1 car", "سيارة واحدة"),
    (q("2", "soldier"), "2 soldiers", "جنديان"),
    (hedged("2", "soldier", Qualifier.ABOUT), "about 2 soldiers", "نحو جنديين"),
    (q("3", "person"), "3 people", "3 أشخاص"),
    (hedged("50", "voter", Qualifier.LESS_THAN), "fewer than 50 voters", "أقل من 50 ناخبا"),
    (hedged("50", "", Qualifier.LESS_THAN), "less than 50", "أقل من 50"),
    (q("5", "century", Kind.DURATION), "5 centuries", "5 قرون"),
    (q("1", "foot3", Kind.MEASURE), "1 cubic foot", "قدم مكعبة واحدة"),
    (q("18", "celsius", Kind.MEASURE), "18 degrees Celsius", "18 درجة مئوية"),
    (q("12", "team"), "12 teams", "12 فريقا"),
    (Quantity(Decimal("66.67"), Decimal("66.67"), Kind.PERCENT, "", Qualifier.ABOUT),
     "about two thirds", "نحو ثلثين"),
    (Quantity(Decimal(200000), Decimal(999999), unit="person", vague=True),
     "hundreds of thousands of people", "مئات الآلاف من الأشخاص"),
    (q("10", "civilian"), "10 civilians", "10 مدنيين"),
    (q("11", "soldier"), "11 soldiers", "11 جنديا"),
    (q("11", "car"), "11 cars", "11 سيارة"),
    (q("100", "person"), "100 people", "100 شخص"),
    (q("103", "person"), "103 people", "103 أشخاص"),
    (q("2030", "soldier"), "2,030 soldiers", "2,030 جنديا"),
    (hedged("8000", "person", Qualifier.ABOUT), "about 8,000 people", "نحو 8,000 شخص"),
    (hedged("2000", "soldier", Qualifier.MORE_THAN), "more than 2,000 soldiers",
     "أكثر من 2,000 جندي"),
    (hedged("18", "member", Qualifier.AT_LEAST), "at least 18 members", "ما لا يقل عن 18 عنصرا"),
    (q("18", "killed"), "18 people killed", "18 قتيلا"),
    (q("19000000", "inhabitant"), "19 million inhabitants", "19 مليون نسمة"),
    (q("2500000", "person"), "2.5 million people", "2.5 مليون شخص"),
    (q("2000000", "person"), "2 million people", "مليونا شخص"),
    (q("3000000"), "3 million", "3 ملايين"),
    (q("1234567"), "1,234,567", "1,234,567"),
    (q("2000000000", "USD", Kind.MONEY, "3000000000"), "2 to 3 billion US dollars",
     "بين 2 و3 مليارات دولار"),
    (q("20", "KWD", Kind.MONEY), "20 Kuwaiti dinars", "20 دينارا كويتيا"),
    (q("1500", "LBP", Kind.MONEY), "1,500 Lebanese liras", "1,500 ليرة لبنانية"),
    (q("10", "day", Kind.DURATION), "10 days", "10 أيام"),
    (q("2", "week", Kind.DURATION), "2 weeks", "أسبوعان"),
    (q("2.5", "hour", Kind.DURATION), "2.5 hours", "2.5 ساعة"),
    (q("12.5", kind=Kind.PERCENT), "12.5%", "12.5%"),
    (q("33.33", kind=Kind.PERCENT), "a third", "ثلث"),
    (q("2", "point", Kind.PERCENT), "2 percentage points", "نقطتان مئويتان"),
    (q("5", "km2", Kind.MEASURE), "5 square kilometres", "5 كيلومترات مربعة"),
    (q("3", kind=Kind.ORDINAL), "3rd", "الثالث"),
    (q("11", kind=Kind.ORDINAL), "11th", "الحادي عشر"),
    (q("22", kind=Kind.ORDINAL), "22nd", "الثاني والعشرون"),
    (Quantity(Decimal(20), Decimal(99), unit="person", vague=True), "dozens of people",
     "عشرات الأشخاص"),
    (Quantity(Decimal(3), Decimal(9), Kind.DURATION, "hour", vague=True), "several hours",
     "عدة ساعات"),
    (When(date(2022, 1, 6), date(2022, 1, 6), Precision.DAY), "6 January 2022", "6 يناير 2022"),
    (When(date(2022, 1, 1), date(2022, 1, 31), Precision.MONTH), "January 2022", "يناير 2022"),
    (When(date(2019, 1, 1), date(2019, 12, 31), Precision.YEAR), "2019", "عام 2019"),
    (When(date(1258, 1, 1), date(1258, 12, 31), Precision.YEAR), "the year 1258", "عام 1258"),
    (When(date(1989, 1, 1), date(2019, 12, 31), Precision.SPAN), "from 1989 to 2019",
     "من عام 1989 إلى عام 2019"),
    (When(date(2022, 1, 3), date(2022, 1, 9), Precision.SPAN), "from 3 to 9 January 2022",
     "من 3 إلى 9 يناير 2022"),
    (When(None, None, Precision.TIME, time(23), time(7)), "from 23:00 to 07:00",
     "من الساعة 23:00 إلى الساعة 07:00"),
    (When(None, None, Precision.TIME, time(5, 30)), "05:30", "الساعة 05:30"),
    (When(date(2022, 1, 11), date(2022, 1, 13), Precision.SPAN, relative=True, within=DAY_2),
     "within 2 days, by 13 January 2022", "في غضون يومين، بحلول 13 يناير 2022"),
    (When(None, None, Precision.SPAN, relative=True, within=DAY_2), "within 2 days",
     "في غضون يومين"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "english", "arabic"), [pytest.param(*case, id=case[1]) for case in CASES]
)
def test_a_value_is_shown_in_both_languages(value: Value, english: str, arabic: str) -> None:
    assert render(value, "en") == english
    assert render(value, "ar") == arabic


def test_a_date_that_was_never_resolved_is_refused() -> None:
    friday = When(None, None, Precision.DAY, relative=True)
    with pytest.raises(InputError, match="publication date"):
        render(friday, "en")
