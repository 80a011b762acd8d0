"""Quarters, halves and first months of a year, halves of a month: "Q1 2024", «النصف الأول من 2023».

A part that says no year is an ordinal (it may be of a match). Financial years, which begin when
their country says so, and weeks of a month give no value.
"""

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal

from rag.values.calendar import month
from rag.values.eras import period_at
from rag.values.fractions import UNREAD
from rag.values.numbers import amount_at
from rag.values.ordinals import ordinal_at
from rag.values.tokens import Text, Token, text_at
from rag.values.types import Kind, Precision, Quantity, Value, When
from rag.values.unit_at import noun_at
from rag.values.years import year_number

__all__ = ["STARTS", "quarter_at"]

_MONTHS_OF = {
    "الربع": 3, "الثلاثي": 3, "الفصل": 3, "الثلث": 4, "النصف": 6, "السداسي": 6,
    "quarter": 3, "half": 6,
}  # fmt: skip
"""Months of a part of a year; that of twelve is of a month as well, in days of thirty."""
_WEEK = "الاسبوع"
_FISCAL = (("السنه", "الماليه"), ("العام", "المالي"), ("fiscal", "year"), ("financial", "year"),
           ("fiscal",))  # fmt: skip
_MONTH_WORDS = frozenset(("اشهر", "شهرا", "شهور", "months"))
STARTS = frozenset((*_MONTHS_OF, _WEEK, *(words[0] for words in _FISCAL), "اشهر", "the"))
"""Folded words, beside ordinals, that may open a part of a year or of a month."""
_CODE = re.compile(r"(?:([0-9]{4})\W?)?(?:([qh])([1-4])|([1-4])([qh]))(?:\W+(?:of )?|of )?([0-9]*)")
_NOTHING = Quantity(UNREAD, UNREAD)


def quarter_at(text: Text, i: int, published: date | None) -> tuple[Value, int] | None:
    """A part of a year or of a month at token `i`, and the token after it."""
    tokens = text.tokens
    if tokens[i].kind == "quarter":
        return _coded(tokens[i].text), i + 1
    if tokens[i].kind == "fiscal":
        return _NOTHING, i + 1
    return _fiscal(tokens, i) or _first_months(text, i, published) or _ordered(text, i, published)


def _coded(code: str) -> Value:
    """As in "q1 2024", "1q24", "2024-q1"."""
    found = _CODE.fullmatch(code)
    if found is None:
        return _NOTHING
    before, letter, number, other, after_letter, year_ = found.groups()
    length = 3 if (letter or after_letter) == "q" else 6
    digits = before or year_
    return _months(int(digits) + (2000 if len(digits) == 2 else 0), int(number or other), length)


def _months(year_: int, number: int, length: int, relative: bool = False) -> Value:
    """The part of that number of a year, each of so many months."""
    if number * length > 12:
        return _NOTHING
    first, last = month(year_, (number - 1) * length + 1), month(year_, number * length)
    return When(first.start, last.end, Precision.SPAN, relative=relative)


def _fiscal(tokens: list[Token], i: int) -> tuple[Value, int] | None:
    """As in «السنة المالية 2023»: one year that is not the calendar's."""
    said = next((w for w in _definite(tokens, i) if w in STARTS), text_at(tokens, i))
    for words in _FISCAL:
        j = i + len(words)
        if (said, *(text_at(tokens, i + k) for k in range(1, len(words)))) == words:
            one = year_number(tokens, j) and text_at(tokens, j + 1) not in ("-", "/")
            return (_NOTHING, j + 1) if one else None
    return None


def _first_months(text: Text, i: int, published: date | None) -> tuple[Value, int] | None:
    """As in «الأشهر التسعة الأولى من 2023», «أول تسعة أشهر من», "the first nine months of"."""
    tokens = text.tokens
    j = i + (text_at(tokens, i) == "the")
    before = "الاشهر" in _definite(tokens, j)
    if not before and text_at(tokens, j) not in ("اول", "first"):
        return None
    j += 1 + (text_at(tokens, j + 1) == "ال")
    amount = amount_at(tokens, j)
    if amount is None or amount.vague or amount.low not in map(Decimal, range(2, 12)):
        return None
    named = "الاولي" if before else text_at(tokens, amount.end)
    if text_at(tokens, amount.end) != named or not (before or named in _MONTH_WORDS):
        return None
    found = _period(text, amount.end + 1, published)
    if found is None or found[0].precision is not Precision.YEAR or found[0].start is None:
        return None
    return _months(found[0].start.year, 1, int(amount.low), found[0].relative), found[1]


def _ordered(text: Text, i: int, published: date | None) -> tuple[Value, int] | None:
    """As in «الربع الأول من عام 2024», "the second half of last year", "first-half 2023"."""
    tokens = text.tokens
    at = i + (text_at(tokens, i) == "the")
    word = next((w for w in _definite(tokens, at) if w in _MONTHS_OF or w == _WEEK), "")
    last = bool(word) and text_at(tokens, at + 1) == "الاخير"
    nth = ordinal_at(tokens, at + bool(word)) if at + bool(word) < len(tokens) else None
    if not last and nth is None:
        return None
    number, j = (0, at + 2) if nth is None or last else nth
    if not word:
        j += text_at(tokens, j) == "-"
        word, j = text_at(tokens, j), j + 1
    if word not in _MONTHS_OF and word != _WEEK:
        return None
    found = _period(text, j, published)
    if word == _WEEK:
        return (_NOTHING, found[1]) if found else None
    if found is None:
        return (Quantity(Decimal(number), Decimal(number), Kind.ORDINAL), j) if number else None
    length = _MONTHS_OF[word]
    return _part(found[0], number or 12 // length, length), found[1]


def _part(whole: When, number: int, length: int) -> Value:
    if whole.part or number * length > 12:
        return _NOTHING
    if whole.start is None:
        return When(None, None, Precision.SPAN, relative=True)
    if whole.precision is Precision.YEAR:
        return _months(whole.start.year, number, length, whole.relative)
    if length not in (4, 6):
        return _NOTHING
    days, end = length * 30 // 12, monthrange(whole.start.year, whole.start.month)[1]
    last = end if number * length == 12 else number * days
    start = whole.start.replace(day=(number - 1) * days + 1)
    return When(start, whole.start.replace(day=last), Precision.SPAN, relative=whole.relative)


def _period(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    """The month or year that a part before token `j` is of: "of 2024", «للعام 2024», "2024"."""
    tokens = text.tokens
    joined = text_at(tokens, j) in ("من", "of", "in")
    if j + joined >= len(tokens):
        return None
    if not joined and (number := year_number(tokens, j)) is not None:
        counted = noun_at(tokens, j + 1)
        year_ = When(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)
        return None if counted else (year_, j + 1)
    bound = any(form.prep for form in tokens[j].forms)
    found = period_at(text, j + joined, published) if joined or bound else None
    exact = found and found[0].precision in (Precision.YEAR, Precision.MONTH)
    return found if exact else None


def _definite(tokens: list[Token], i: int) -> tuple[str, ...]:
    """The readings of a word that has the article, with it: "بالربع" is "الربع"."""
    forms = tokens[i].forms if i < len(tokens) else ()
    return tuple(f"ال{form.stem}" for form in forms if form.article)
