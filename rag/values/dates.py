"""Dates as written: a day, or a month."""

import re
from datetime import date, timedelta

from rag.text.lexicon import rebuilt, words
from rag.values.calendar import (
    AMBIGUOUS,
    day,
    hijri,
    hijri_month_at,
    hijri_near,
    month,
    month_at,
    nearest,
    weekday_at,
)
from rag.values.ordinals import ordinal_at
from rag.values.relative import future_near, relative_year, turn_at
from rag.values.tokens import Text, Token, fold, text_at, wordset
from rag.values.types import Precision, When
from rag.values.years import (
    HIJRI_ERA,
    YEAR_WORDS,
    YEARS_WORDS,
    plain_digits,
    year_number,
)

__all__ = [
    "STARTS", "capital", "date_at", "day_first", "day_number", "resolved", "tail_year",
]  # fmt: skip

_MONTH_CUES = wordset(
    "في شهر منذ خلال حتي بين اوايل مطلع نهايه اواخر منتصف بدايه الي ل ب اول in since until last "
    "next early late mid of by during this from till through"
)
_HIJRI_YEARS = range(1300, 1501)
"""Years of a full date that are Hijri ones in news."""
_FIRST = wordset("الفاتح فاتح غره")
"""Words for the first day of a month: "الفاتح من نوفمبر", "غرة محرم"."""
_DAY_WORDS = wordset("يوم امس غدا on yesterday today tomorrow")
STARTS = YEAR_WORDS | YEARS_WORDS | _DAY_WORDS | _FIRST
STARTS |= wordset("the last next شهر شهري ما من بين منذ from between")
"""Folded words, beside months, weekdays and ordinals, that may open a date."""


def tail_year(tokens: list[Token], j: int, published: date | None) -> tuple[int | None, int]:
    """The year after a month: "2022", ", 2022", "من عام 2022", "من العام الماضي"."""
    k = j
    if text_at(tokens, k) in (",", "،"):
        if (number := year_number(tokens, k + 1)) is not None:
            return number, k + 2
        return None, j
    if text_at(tokens, k) in ("من", "of", "in"):
        k += 1
    if (relative := relative_year(tokens, k, published)) is not None:
        return relative
    if text_at(tokens, k) in YEAR_WORDS:
        k += 1
    elif k > j:
        return None, j
    if (number := year_number(tokens, k)) is not None:
        return number, k + 1
    return None, j


def resolved(number: int, day_number: int, year_: int | None, turn: int,
          published: date | None) -> When | None:  # fmt: skip
    """A day (or month, if `day_number` is 0), its year resolved against publication."""
    if year_ is not None:
        try:
            return day(date(year_, number, day_number)) if day_number else month(year_, number)
        except ValueError:
            return None
    precision = Precision.DAY if day_number else Precision.MONTH
    if not 0 <= day_number <= 31:
        return None
    if published is None:
        return When(None, None, precision, relative=True)
    if day_number:
        found = nearest(number, day_number, published, turn)
        return day(found, relative=True) if found else None
    if turn < 0:
        published = published.replace(day=1) - timedelta(days=1)
    first = nearest(number, 28, published, turn)
    return month(first.year, number, relative=True) if first else None


def day_number(text: Text, i: int) -> tuple[int, int] | None:
    """A day of the month at token `i`: digits or an ordinal; and the token after it."""
    tokens = text.tokens
    number = plain_digits(tokens, i)
    if number is not None and 1 <= number <= 31:
        j = i + 1
        if text_at(tokens, j) in ("st", "nd", "rd", "th") and tokens[j].start == tokens[i].end:
            j += 1
        return number, j
    if tokens[i].text in _FIRST:
        return 1, i + 1
    feminine = tokens[i].text.endswith("ه")  # of an hour or a round, of no day
    if tokens[i].kind == "word" and not feminine:
        found = ordinal_at(tokens, i)
        return found if found and found[0] <= 31 else None
    return None


def day_first(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """As in "6 يناير 2022", "السادس من يناير/كانون الثاني", "6 January 2022", "6th of January"."""
    tokens = text.tokens
    found = day_number(text, i)
    if found is None:
        return None
    number, j = found
    j += text_at(tokens, j) in ("من", "of", "-")
    if j >= len(tokens) or tokens[j].kind != "word":
        return None
    if text_at(tokens, j) == "شهر":
        j += 1
    if (lunar := hijri_month_at(tokens, j)) is not None:
        return _lunar(tokens, i, lunar, number, published)
    named = month_at(tokens, j)
    if named is None or not capital(text, j):
        return None
    year_, end = tail_year(tokens, named[1], published)
    turn, end = (0, end) if year_ else turn_at(tokens, end)
    when = resolved(named[0], number, year_, turn or future_near(tokens, i), published)
    return (when, end) if when else None


def capital(text: Text, j: int) -> bool:
    """English "may" and "march" are months only with a capital."""
    return text.tokens[j].text not in ("may", "march") or text.original(j)[0].isupper()


def _lunar(tokens: list[Token], i: int, named: tuple[int, int], day_number: int,
           published: date | None) -> tuple[When, int] | None:  # fmt: skip
    number, j = named
    value = plain_digits(tokens, j)
    if value is not None and value in _HIJRI_YEARS:
        end = j + 1
        end += text_at(tokens, end) in HIJRI_ERA
        return (when, end) if (when := hijri(number, day_number, value)) else None
    precision = Precision.DAY if day_number else Precision.SPAN
    if published is None:
        return When(None, None, precision, relative=True), j
    turn, end = turn_at(tokens, j)
    near = hijri_near(number, day_number, published, turn or future_near(tokens, i))
    return (near, end) if near else None


def _month_first(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """As in "January 6, 2022", "Jan. 6", "يناير 2022", "January", "شهر مارس المقبل"."""
    tokens = text.tokens
    j = i + 1 if text_at(tokens, i) in ("شهر", "شهري", "last", "next") else i
    if (lunar := hijri_month_at(tokens, j)) is not None:
        value = plain_digits(tokens, lunar[1])
        if tokens[j].text < "\u0600" and value in range(1, 31):  # "Ramadan 15, 1445"
            k = lunar[1] + 1
            k += text_at(tokens, k) == ","
            return _lunar(tokens, i, (lunar[0], k), value or 0, published)
        if j > i or (value is not None and value >= 1300):
            return _lunar(tokens, i, lunar, 0, published)
        return None
    named = month_at(tokens, j, joined=True)
    if named is None or not capital(text, j):
        return None
    number, after = named
    english = _english_day(text, i, named, published)
    if english and (tokens[j].text[0] < "\u0600" or year_number(tokens, english[1] - 1)):
        return english
    year_, end = tail_year(tokens, after, published)
    if year_ is None:
        said = turn_at(tokens, i)[0] if j > i else 0
        turn, end = turn_at(tokens, end)
        turn = turn or said
        if not (turn or j > i or _month_here(text, j, after)):
            return None
    else:
        turn = 0
    when = resolved(number, 0, year_, turn or future_near(tokens, i), published)
    return (when, end) if when else None


def _english_day(text: Text, i: int, named: tuple[int, int],
                 published: date | None) -> tuple[When, int] | None:  # fmt: skip
    tokens, j = text.tokens, named[1]
    number = plain_digits(tokens, j)
    if number is None or not 1 <= number <= 31 or year_number(tokens, j) is not None:
        return None
    found = day_number(text, j)
    if found is None:
        return None
    year_, end = tail_year(tokens, found[1], published)
    when = resolved(named[0], number, year_, future_near(tokens, i), published)
    return (when, end) if when else None


def _month_here(text: Text, j: int, after: int) -> bool:
    """Whether a month's name without day or year can be nothing else."""
    tokens = text.tokens
    stems = {form.stem for form in tokens[j].forms}
    if not stems & AMBIGUOUS or after > j + 1:
        return True
    if text.original(j).endswith("آب"):
        return True
    before = text_at(tokens, j - 2 if text_at(tokens, j - 1) == "-" else j - 1)
    return before in _MONTH_CUES and text.tokens[j].text not in ("اب", "mar", "sun")


def _literal(tokens: list[Token], i: int) -> tuple[When, int] | None:
    """ISO dates and day/month/year; a day first unless that is impossible."""
    if tokens[i].kind != "date":
        return None
    parts = [int(part) for part in re.split(r"[/.-]", tokens[i].text)]
    a, b, c = parts if parts[0] > 31 else parts[::-1]
    if a in _HIJRI_YEARS:
        lunar = hijri(b, c, a)
        end = i + 1 + (text_at(tokens, i + 1) in HIJRI_ERA)
        return (lunar, end) if lunar else None
    for month_, day_ in ((b, c), (c, b)):
        try:
            return day(date(a, month_, day_)), i + 1
        except ValueError:
            continue
    return None


def date_at(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """A date at token `i` that names a month, or a literal one; a weekday may stand before it."""
    tokens = text.tokens
    j = i + 1 if any(form.stem in _DAY_WORDS for form in tokens[i].forms) else i
    if (weekday := weekday_at(tokens, j)) is not None:
        j = weekday[1]
        j += text_at(tokens, j) in (",", "،")
        if text_at(tokens, j) == "الموافق":
            j += 1
    elif j > i and text_at(tokens, j) in ("في",):
        j += 1
    if j >= len(tokens):
        return None
    found = _literal(tokens, j) or day_first(text, j, published)
    if found is None and (j == i or tokens[j].text[0] < "\u0600"):
        found = _month_first(text, j, published)
        if found and j > i and found[0].precision is not Precision.DAY:
            return None
    return _unless_a_name(tokens, i, found) if found else None


def _unless_a_name(tokens: list[Token], i: int, found: tuple[When, int]) -> tuple[When, int]:
    """A day without a year that names something is of no year known: «هجمات 11 سبتمبر»."""
    when, end = found
    before = tokens[i - 1].forms if i else ()
    named = {form.stem for form in before if not form.article} | {text_at(tokens, end)}
    if not when.relative or _NAMED.isdisjoint(named):
        return found
    return When(None, None, when.precision, relative=True), end


_NAMED: set[str] = set()


@rebuilt
def _build() -> None:
    _NAMED.clear()
    _NAMED.update(map(fold, words("named_after_days")))
