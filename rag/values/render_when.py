"""Show a date, a stretch of days, a time of day or a deadline in English or Arabic."""

from datetime import date

from babel.dates import get_month_names

from rag.errors import InputError
from rag.text.language import Language
from rag.values.render_quantity import arabic_single, english
from rag.values.types import Part, Precision, Quantity, When

__all__ = ["has_words", "when"]

_MONTHS = {
    "en": dict(get_month_names("wide", locale="en")),
    "ar": dict(get_month_names("wide", locale="ar")),
}


def when(value: When, language: Language) -> str:
    """A date, stretch, time or deadline; see `rag.values.render.render`."""
    if value.precision is Precision.TIME:
        return _time(value, language)
    if value.within is not None:
        return _within(value, value.within, language)
    if value.start is None or value.end is None:
        raise InputError(
            f"cannot show a {value.precision} that was not resolved: give the publication date "
            "to find_values, or quote the words"
        )
    if value.part:
        return _part(value, value.part, value.start, language)
    if value.hijri:
        return _hijri_year(value.hijri, value.start.year, value.end.year, language)
    if value.precision is Precision.YEAR:
        return _year(value.start.year, language)
    if value.precision is Precision.MONTH:
        return f"{_MONTHS[language][value.start.month]} {value.start.year}"
    if value.precision is Precision.DAY or value.start == value.end:
        return _day(value.start, language)
    return _span(value.start, value.end, language)


_PARTS = {
    Part.EARLY: ("early ", "مطلع"), Part.START: ("the beginning of ", "بداية"),
    Part.MID: ("mid-", "منتصف"), Part.LATE: ("late ", "أواخر"), Part.END: ("the end of ", "نهاية"),
}  # fmt: skip
_TENS = {20: "عشرينيات", 30: "ثلاثينيات", 40: "أربعينيات", 50: "خمسينيات", 60: "ستينيات",
         70: "سبعينيات", 80: "ثمانينيات", 90: "تسعينيات"}  # fmt: skip
_CENTURIES = {19: "القرن التاسع عشر", 20: "القرن العشرين", 21: "القرن الحادي والعشرين"}


def has_words(value: When, language: Language) -> bool:
    """Whether a part of a decade has a name in a language: Arabic has none for the 2010s."""
    decade = value.part and value.precision is Precision.SPAN and value.start
    return not decade or language == "en" or bool(_arabic_decade(decade.year, value.part))


def _arabic_decade(year: int, part: Part | None) -> str:
    if year // 10 == 200 and part in (Part.EARLY, Part.START):
        return "الألفية الثالثة"
    tens, century = _TENS.get(year // 10 * 10 % 100), _CENTURIES.get(year // 100 + 1)
    return f"{tens} {century}" if tens and century else ""


def _part(value: When, part: Part, start: date, language: Language) -> str:
    """As in "mid-May 2024", «نهاية عام 2025», "the late 1990s"."""
    english, arabic = _PARTS[part]
    if value.precision is Precision.MONTH:
        whole = f"{_MONTHS[language][start.month]} {start.year}"
    elif value.precision is Precision.YEAR:
        whole = _year(start.year, language) if language == "ar" else str(start.year)
    elif language == "ar":
        whole = _arabic_decade(start.year, part)
    else:
        of = " of " in english
        return f"{english if of else f'the {english}'}{'the ' if of else ''}{start.year // 10}0s"
    return f"{english}{whole}" if language == "en" else f"{arabic} {whole}"


def _day(day: date, language: Language) -> str:
    return f"{day.day} {_MONTHS[language][day.month]} {day.year}"


def _year(year: int, language: Language) -> str:
    if language == "ar":
        return f"عام {year}"
    return str(year) if 1900 <= year < 2100 else f"the year {year}"


def _hijri_year(number: int, first: int, last: int, language: Language) -> str:
    """As in "1351 AH (1932/33)"."""
    ours = str(first) if first == last else f"{first}/{last % 100:02}"
    return f"{number} {'AH' if language == 'en' else 'هـ'} ({ours})"


def _span(start: date, end: date, language: Language) -> str:
    opener, joint = ("from", "to") if language == "en" else ("من", "إلى")
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if whole and start.year < end.year:
        return f"{opener} {_year(start.year, language)} {joint} {_year(end.year, language)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{opener} {start.day} {joint} {_day(end, language)}"
    return f"{opener} {_day(start, language)} {joint} {_day(end, language)}"


def _within(value: When, distance: Quantity, language: Language) -> str:
    shown = f"within {english(distance)}"
    if language == "ar":
        shown = f"في غضون {arabic_single(distance, oblique=True)}"
    if value.end is None:
        return shown
    by = f", by {_day(value.end, 'en')}" if language == "en" else f"، بحلول {_day(value.end, 'ar')}"
    return shown + by


def _time(value: When, language: Language) -> str:
    if value.at is None:
        raise InputError("cannot show a time of day without an hour: give `at`")
    start = f"{value.at:%H:%M}"
    if value.until is None:
        shown = start if language == "en" else f"الساعة {start}"
    elif language == "en":
        shown = f"from {start} to {value.until:%H:%M}"
    else:
        shown = f"من الساعة {start} إلى الساعة {value.until:%H:%M}"
    if value.start is None:
        return shown
    return f"{shown}{' on ' if language == 'en' else ' يوم '}{_day(value.start, language)}"
