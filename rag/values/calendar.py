"""Months, weekdays and the arithmetic of dates. Hijri dates follow the Umm al-Qura calendar.

The conversion is hijridate's (pure Python, 1343 to 1500 AH); an announced sighting of the new
moon may differ from it by a day.
"""

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from babel.dates import get_day_names, get_month_names
from hijridate import Gregorian, Hijri

from rag.text.lexicon import rebuilt, rows
from rag.values.tokens import Token, fold, wordset
from rag.values.types import Precision, When

__all__ = ["AMBIGUOUS", "HIJRI", "MONTHS", "WEEKDAYS", "day", "decade", "hijri", "hijri_month_at",
           "hijri_year", "month", "month_at", "nearest", "shift_months", "weekday_at", "whole",
           "year"]  # fmt: skip

AMBIGUOUS = wordset(
    "مارس ماي اب جوان اوت نيسان may march jan mar apr jun jul aug sep sept oct dec nov feb"
)
"""Month names that are other words too: they count only where the context says month."""


Table = dict[str, list[tuple[tuple[str, ...], int]]]
MONTHS: Table = {}
HIJRI: Table = {}
WEEKDAYS: Table = {}
"""By their first folded word, the names of months and days, each with its number from 1."""
_TABLES = {"month": (MONTHS, 12), "hijri": (HIJRI, 12), "weekday": (WEEKDAYS, 7)}
LOCALES = ("ar", "ar_LB", "ar_DZ", "ar_MA", "ar_MR", "en")
"""The CLDR locales whose names are read: Egypt and the Gulf, the Levant, the Maghreb, English."""


def _build() -> None:
    """Fill the names from CLDR (through Babel), and from calendar.csv what CLDR lacks."""
    for table, _ in _TABLES.values():
        table.clear()
    for locale in LOCALES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=locale).items():
                _name(MONTHS, name, number)
        for number, name in get_day_names("wide", locale=locale).items():
            _name(WEEKDAYS, name, number + 1)
    _name(MONTHS, "sept", 9)
    for row in rows("calendar.csv", ("kind", "number", "names")):
        table, most = _TABLES.get(row["kind"], (MONTHS, 0))
        if not (row["number"].isdigit() and 1 <= int(row["number"]) <= most):
            raise row.wrong(f"kind {row['kind']!r} and number {row['number']!r} name nothing")
        for name in row.alternatives("names"):
            _name(table, name, int(row["number"]))


def _name(table: Table, name: str, number: int) -> None:
    words = tuple(fold(name).split())
    known = table.setdefault(words[0], [])
    if (words, number) not in known:
        known.append((words, number))
        known.sort(key=lambda option: -len(option[0]))


def _at(table: Table, tokens: list[Token], i: int, joined: bool) -> tuple[int, int] | None:
    if i >= len(tokens):
        return None
    for form in tokens[i].forms:
        if form.article or (not joined and (form.conj or form.prep)):
            continue
        for words, number in table.get(form.stem, ()):
            if all(
                i + k < len(tokens) and tokens[i + k].text == w for k, w in enumerate(words) if k
            ):
                return number, i + len(words)
    return None


def month_at(tokens: list[Token], i: int, joined: bool = False) -> tuple[int, int] | None:
    """The Gregorian month named at token `i`, a pair taken as one: month, token after it.

    `joined` also reads a name behind "و", "ب" and "ل".
    """
    found = _at(MONTHS, tokens, i, joined)
    if found is None:
        return None
    number, j = found
    if j < len(tokens) and tokens[j].text == "." and tokens[j].start == tokens[j - 1].end:
        j += len(tokens[j - 1].text) <= 4 and tokens[j - 1].text < "\u0600"
    if j + 1 < len(tokens) and tokens[j].text in "/(-":
        second = _at(MONTHS, tokens, j + 1, False)
        if second and second[0] == number:
            closed = tokens[j].text == "("
            shut = closed and second[1] < len(tokens) and tokens[second[1]].text == ")"
            if closed == shut:
                j = second[1] + shut
    return number, j


def hijri_month_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """The Hijri month named at token `i` and the token after it."""
    return _at(HIJRI, tokens, i, False)


def weekday_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """The weekday named at token `i` (Monday is 0) and the token after it."""
    for form in tokens[i].forms if i < len(tokens) else ():
        stem = "ال" + form.stem if form.article else form.stem
        if stem in WEEKDAYS and (form.article or form.stem == stem):
            return WEEKDAYS[stem][0][1] - 1, i + 1
    return None


def day(value: date | None, relative: bool = False) -> When:
    """One day."""
    return When(value, value, Precision.DAY, relative=relative)


def month(year_number: int, number: int, relative: bool = False) -> When:
    """One month."""
    last = monthrange(year_number, number)[1]
    start, end = date(year_number, number, 1), date(year_number, number, last)
    return When(start, end, Precision.MONTH, relative=relative)


def year(number: int, relative: bool = False) -> When:
    """One calendar year."""
    return When(date(number, 1, 1), date(number, 12, 31), Precision.YEAR, relative=relative)


def decade(start: int) -> When:
    """Ten calendar years from `start`."""
    return When(date(start, 1, 1), date(start + 9, 12, 31), Precision.SPAN)


def whole(when: When) -> When:
    """The month, the year or the decade of which a date says a part; else the date itself."""
    if when.part is None or when.start is None:
        return when
    first = when.start
    if when.precision is Precision.MONTH:
        return month(first.year, first.month, when.relative)
    if when.precision is Precision.YEAR:
        return year(first.year, when.relative)
    return decade(first.year - first.year % 10)


def nearest(number: int, day_number: int, published: date, turn: int) -> date | None:
    """The day of that month nearest to publication, in its year or one beside it.

    `turn` is 1 for what is announced, -1 for what is said to be past, -2 for the one before it, 0
    for neither; then the past is preferred up to eight months back.
    """
    candidates = []
    for offset in (-4, -3, -2, -1, 0, 1, 2, 3, 4):
        try:
            candidates.append(date(published.year + offset, number, day_number))
        except ValueError:
            continue
    past = [c for c in candidates if c <= published]
    future = [c for c in candidates if c >= published]
    if turn > 0 or not past:
        return future[0] if future else None
    if turn < 0 or not future:
        return past[min(turn, -1)]
    return future[0] if (published - past[-1]).days > 243 else past[-1]


def shift_months(day_: date, count: int) -> date:
    """`day_` moved by `count` months, to the last day of a shorter month."""
    at = day_.year * 12 + day_.month - 1 + count
    years, months = divmod(at, 12)
    return date(years, months + 1, min(day_.day, monthrange(years, months + 1)[1]))


def hijri(number: int, day_number: int, year_number: int) -> When | None:
    """The Gregorian day (or month, if `day_number` is 0) of a Hijri date; None out of range."""
    try:
        first = Hijri(year_number, number, day_number or 1)
        start = first.to_gregorian()
        if day_number:
            return day(date(start.year, start.month, start.day))
        end = start + timedelta(days=first.month_length() - 1)
    except (ValueError, OverflowError):
        return None
    return When(date(start.year, start.month, start.day), date(end.year, end.month, end.day),
                Precision.SPAN)  # fmt: skip


def hijri_year(number: int) -> When | None:
    """The Gregorian span of a Hijri year.

    Before 1343 AH, where the Umm al-Qura tables begin, and after 1500 it is that of the tabular
    calendar (a cycle of 30 years with 11 leap days), which may be off by a day or two.
    """
    first, last = hijri(1, 1, number), hijri(12, 0, number)
    if first and last:
        return replace(first, end=last.end, precision=Precision.SPAN, hijri=number)
    if not 1 <= number <= 1700:
        return None
    start, end = (date.fromordinal(_tabular(year)) for year in (number, number + 1))
    return When(start, end - timedelta(days=1), Precision.SPAN, hijri=number)


def _tabular(year_number: int) -> int:
    """The ordinal of the first day of a year of the tabular Hijri calendar (epoch 622-07-19)."""
    return 227015 + 354 * (year_number - 1) + (3 + 11 * year_number) // 30


def hijri_near(number: int, day_number: int, published: date, turn: int) -> When | None:
    """A Hijri date without a year, nearest to publication; `turn` is as for `nearest`."""
    try:
        now = Gregorian(published.year, published.month, published.day).to_hijri().year
    except (ValueError, OverflowError):
        return None
    found = [hijri(number, day_number, now + offset) for offset in (-1, 0, 1)]
    away = [((w.start - published).days, w) for w in found if w and w.start]
    dated = [(abs(days), w) for days, w in away if days * turn >= 0]
    if not dated:
        return None
    best = min(dated, key=lambda pair: pair[0])[1]
    return When(best.start, best.end, best.precision, relative=True)


rebuilt(_build)
