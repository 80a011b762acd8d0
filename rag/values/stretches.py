"""Stretches of days between two dates as written; and one date or year, where that is all."""

from dataclasses import replace
from datetime import date

from rag.values.calendar import month_at
from rag.values.dates import capital, date_at, day_first, day_number, resolved, tail_year
from rag.values.eras import era_at
from rag.values.relative import future_near
from rag.values.tokens import Text, Token, text_at
from rag.values.types import Precision, When
from rag.values.years import plain_digits, through, year_at

__all__ = ["calendar_at"]

_AND = frozenset(("و", "and", "،", ","))
_UNTIL = frozenset(("حتي", "الي", "to", "until", "till", "-", "through", "/"))


def calendar_at(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """A date, a year or a stretch of days at token `i`, and the token after it.

    Stretches are "من 1989 حتى 2019", "بين 2 و5 يناير", "from 3 to 9 January 2022", "3-9 يناير".
    """
    if (era := era_at(text, i, published)) is not None:
        return era
    tokens = text.tokens
    if tokens[i].text == "ما":  # "ما بين 5 و12 يونيو"
        return calendar_at(text, i + 1, published) if text_at(tokens, i + 1) == "بين" else None
    stems = {form.stem for form in tokens[i].forms if not form.prep}
    between = bool(stems & {"بين", "between"})
    opened = between or bool(stems & {"من", "from", "منذ"})
    j = i + opened
    if j >= len(tokens):
        return None
    first = date_at(text, j, published) or year_at(text, j)
    if first is not None:
        k = _past_joint(tokens, first[1], between, opened)
        if k is not None:
            second = date_at(text, k, published) or year_at(text, k)
            if second and (span := _ordered(first[0], second[0])):
                return span, second[1]
    shared = _in_a_row(text, j, published) or _shared_month(text, j, between, opened, published)
    return shared or (None if opened else first)


def _past_joint(tokens: list[Token], j: int, between: bool, opened: bool) -> int | None:
    joint = text_at(tokens, j)
    if between:
        return j + 1 if joint in ("و", "and", "-") else None
    if joint in _UNTIL and (opened or joint in ("-", "حتي")):
        return j + 1 + (text_at(tokens, j + 1) == "غايه")
    return None


def _ordered(first: When, second: When) -> When | None:
    if first.start is None or second.end is None:
        return When(None, None, Precision.SPAN, relative=True) if first.start is None else None
    if first.start > second.end and first.relative and not second.relative:
        return None
    if first.relative and not second.relative:
        moved = _into(first.start, second.end)
        first = replace(first, start=moved, relative=False)
    if first.start is not None and first.start < second.end:
        return through(first, second)
    return None


def _into(start: date, end: date) -> date:
    """As in "from 3 January to 9 March 2022": the year stands once, at the end."""
    for year_ in (end.year, end.year - 1):
        try:
            moved = start.replace(year=year_)
        except ValueError:
            continue
        if moved <= end:
            return moved
    return start


def _in_a_row(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    """As in "يومي 8 و9 مارس", "5, 6 and 7 June": days that follow each other."""
    first = day_number(text, j)
    if first is None:
        return None
    expected, k = first
    while text_at(text.tokens, k) in _AND and k + 1 < len(text.tokens):
        expected += 1
        following = day_number(text, k + 1)
        if following is None or following[0] != expected:
            return None
        last = day_first(text, k + 1, published)
        if last is not None and last[0].precision is Precision.DAY:
            return _from_day(first[0], last)
        k = following[1]
    return None


def _shared_month(text: Text, j: int, between: bool, opened: bool,
                  published: date | None) -> tuple[When, int] | None:  # fmt: skip
    """As in "3-9 يناير", "بين 2 و5 يناير", "from 3 to 9 January 2022"."""
    tokens = text.tokens
    first = day_number(text, j)
    if first is None or (k := _past_joint(tokens, first[1], between, opened)) is None:
        return _month_days(text, j, published)
    if k >= len(tokens):
        return None
    last = day_first(text, k, published)
    if last is None or last[0].precision is not Precision.DAY or last[0].end is None:
        return None
    return _from_day(first[0], last)


def _month_days(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    """As in "January 3-9, 2022", "January 3 and 4"."""
    tokens = text.tokens
    named = month_at(tokens, j)
    if named is None or tokens[j].text[0] > "\u0600" or not capital(text, j):
        return None
    first = plain_digits(tokens, named[1])
    last = plain_digits(tokens, named[1] + 2)
    joint = text_at(tokens, named[1] + 1)
    if first is None or last is None or last > 31:
        return None
    if joint != "-" and not (joint == "and" and last == first + 1):
        return None
    year_, end = tail_year(tokens, named[1] + 3, published)
    when = resolved(named[0], last, year_, future_near(tokens, j), published)
    return _from_day(first, (when, end)) if when and when.end else None


def _from_day(first: int, last: tuple[When, int]) -> tuple[When, int] | None:
    when, end = last
    if when.end is None or not 1 <= first < when.end.day:
        return None
    start = when.end.replace(day=first)
    return When(start, when.end, Precision.SPAN, relative=when.relative), end
