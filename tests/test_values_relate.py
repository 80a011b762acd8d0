"""How pairs of phrases stand to each other, as a newsroom would see it."""

from datetime import date

import pytest

from rag.values import Relation, Value, find_values, relate

PUBLISHED = date(2022, 1, 12)
EQUAL, COMPATIBLE = Relation.EQUAL, Relation.COMPATIBLE
DIFFERENT, INCOMPARABLE = Relation.DIFFERENT, Relation.INCOMPARABLE


def value(text: str) -> Value:
    language = "ar" if any(char > "\u0600" for char in text) else "en"
    (found,) = find_values(text, language, PUBLISHED)
    return found.value


CASES = [
    ("same-number", "2,000 soldiers", "ألفي جندي", EQUAL),
    ("force-words", "2000 عنصر", "ألفي عسكري", EQUAL),
    ("digits-and-words", "ثمانية آلاف شخص", "8,000 people", EQUAL),
    ("exact-figures-differ", "2030 جنديا", "2000 عنصر", DIFFERENT),
    ("one-digit", "2,030 soldiers", "2,040 soldiers", DIFFERENT),
    ("about-within", "about 2,000 soldiers", "2030 جنديا", COMPATIBLE),
    ("about-beyond", "about 2,000 soldiers", "2,500 soldiers", DIFFERENT),
    ("about-and-exact", "نحو 1300 مؤسسة", "1,300 institutions", COMPATIBLE),
    ("about-both", "نحو 1300 مؤسسة", "about 1,300 institutions", EQUAL),
    ("more-above", "أكثر من ألفي عسكري", "2030 جنديا", COMPATIBLE),
    ("more-at-its-bound", "أكثر من ألفي عسكري", "2,000 soldiers", COMPATIBLE),
    ("more-below", "more than 2,000 soldiers", "1,900 soldiers", DIFFERENT),
    ("more-far-above", "more than 3,800 people", "8,000 people", DIFFERENT),
    ("less-below", "less than 50 people", "40 people", COMPATIBLE),
    ("less-above", "less than 50 people", "60 people", DIFFERENT),
    ("ranges-overlap", "5 to 10 days", "8 to 12 days", COMPATIBLE),
    ("range-holds", "5-10 people", "7 people", COMPATIBLE),
    ("range-misses", "5-10 people", "11 people", DIFFERENT),
    ("vague-holds", "عشرات الأشخاص", "26 شخصا", COMPATIBLE),
    ("vague-misses", "عشرات الأشخاص", "160 شخصا", DIFFERENT),
    ("vague-both", "dozens of people", "عشرات الأشخاص", EQUAL),
    ("soldiers-vehicles", "250 soldiers", "250 vehicles", INCOMPARABLE),
    ("killed-wounded", "18 قتيلا", "748 جريحا", INCOMPARABLE),
    ("soldier-is-a-person", "2,000 soldiers", "2,000 people", COMPATIBLE),
    ("car-is-a-vehicle", "500 سيارة", "500 مركبة", COMPATIBLE),
    ("person-count-differs", "2,000 soldiers", "3,000 people", DIFFERENT),
    ("unknown-noun", "26 wizards", "26 people", COMPATIBLE),
    ("unknown-noun-and-people-differ", "26 wizards", "30 people", INCOMPARABLE),
    ("unknown-nouns", "12 قاضيا", "12 ملعبا", INCOMPARABLE),
    ("unknown-noun-same", "12 قاضيا", "12 قاضيا", EQUAL),
    ("unknown-noun-differs", "12 ملعبا", "15 ملعبا", DIFFERENT),
    ("unknown-plural-agrees", "8 ملاعب", "أكثر من 7 ملعب", COMPATIBLE),
    ("unknown-root-never-differs", "12 قاضيا", "8 قضاة", INCOMPARABLE),
    ("unknown-across-agrees", "12 قاضيا", "12 judges", COMPATIBLE),
    ("unknown-across-never-differs", "12 قاضيا", "14 judges", INCOMPARABLE),
    ("unknown-and-known", "12 قاضيا", "12 vehicles", INCOMPARABLE),
    ("square-and-plain", "75 km", "75 km²", INCOMPARABLE),
    ("square-converts", "1 square kilometre", "1,000,000 square metres", EQUAL),
    ("cubic-and-square", "75 متر مكعب", "75 متر مربع", INCOMPARABLE),
    ("rate-and-plain", "120 كيلومترا في الساعة", "120 كيلومترا", INCOMPARABLE),
    ("rate-converts", "72 كيلومترا في الساعة", "20 metres per second", EQUAL),
    ("rate-of-money", "80 دولارا للبرميل", "$80 a barrel", EQUAL),
    ("rate-of-money-and-plain", "80 دولارا للبرميل", "$80", INCOMPARABLE),
    ("rate-of-people", "5 آلاف زائر يوميا", "5,000 visitors", INCOMPARABLE),
    ("below-and-above-zero", "5 درجات تحت الصفر", "5 degrees", DIFFERENT),
    ("about-below-zero", "نحو 10 درجات تحت الصفر", "11 degrees below zero", COMPATIBLE),
    ("count-money", "5 dollars", "5 people", INCOMPARABLE),
    ("money-same", "$2-3bn", "ملياري أو ثلاثة مليارات دولار", EQUAL),
    ("money-other-currency", "5 euros", "5 dollars", INCOMPARABLE),
    ("money-whose-dinar", "5 دنانير", "5 Kuwaiti dinars", COMPATIBLE),
    ("money-two-dinars", "5 Kuwaiti dinars", "5 Iraqi dinars", INCOMPARABLE),
    ("percent-same", "15%", "15 في المئة", EQUAL),
    ("percent-points", "15%", "15 percentage points", INCOMPARABLE),
    ("percent-third", "ثلث الناخبين", "33%", COMPATIBLE),
    ("percent-half", "half of the seats", "50%", EQUAL),
    ("duration-week", "أسبوعين", "14 days", EQUAL),
    ("duration-month-days", "شهرين", "60 days", COMPATIBLE),
    ("duration-month-weeks", "one month", "2 weeks", DIFFERENT),
    ("duration-at-most", "عشرة أيام على الأكثر", "10 days", COMPATIBLE),
    ("duration-year", "عام ونصف", "18 months", EQUAL),
    ("measure-km", "5 kilometres", "5000 metres", EQUAL),
    ("measure-miles", "10 miles", "16 km", COMPATIBLE),
    ("measure-other-dimension", "5 km", "5 tonnes", INCOMPARABLE),
    ("date-same", "6 كانون الثاني/يناير", "January 6, 2022", EQUAL),
    ("date-differs", "6 January 2022", "7 January 2022", DIFFERENT),
    ("day-in-month", "6 January 2022", "يناير 2022", COMPATIBLE),
    ("day-in-year", "6 January 2022", "2022", COMPATIBLE),
    ("day-outside-month", "6 February 2022", "يناير 2022", DIFFERENT),
    ("weekday", "الجمعة", "7 January 2022", EQUAL),
    ("periods-overlap", "الأسبوع الماضي", "from 5 to 12 January 2022", COMPATIBLE),
    ("years", "من 1989 حتى 2019", "from 1989 to 2019", EQUAL),
    ("times-same", "من الساعة 23:00 حتى الساعة 07:00", "from 11 pm to 7 am", EQUAL),
    ("times-differ", "from 23:00 to 07:00", "from 22:00 to 07:00", DIFFERENT),
    ("time-start-only", "23:00", "from 23:00 to 07:00", COMPATIBLE),
    ("time-and-day", "23:00", "6 January 2022", INCOMPARABLE),
    ("number-and-date", "2,022 people", "2022", INCOMPARABLE),
]


@pytest.mark.parametrize(
    ("a", "b", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_two_phrases(a: str, b: str, expected: Relation) -> None:
    assert relate(value(a), value(b)) is expected
    assert relate(value(b), value(a)) is expected


def test_an_unresolved_date_compares_with_nothing() -> None:
    (friday,) = find_values("الجمعة", "ar")
    assert relate(friday.value, value("7 January 2022")) is INCOMPARABLE
    assert relate(friday.value, friday.value) is INCOMPARABLE


def test_the_same_distance_is_equal_even_unresolved() -> None:
    (arabic,) = find_values("في غضون يومين", "ar")
    (english,) = find_values("within two days", "en")
    assert relate(arabic.value, english.value) is EQUAL
