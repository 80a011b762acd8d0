"""As in "310 million in the second quarter of 2024, against 265 in the same period last year"."""

import re
from collections.abc import Sequence
from datetime import date

from rag.values.calendar import shift_months
from rag.values.types import Found, Precision, When

__all__ = ["with_same_periods"]

_SAME = re.compile(
    r"(?:(?:ال|لل)?(?:فترة|مدة|ربع|شهر|نصف|فصل) (?:ذات|نفس|عين)(?:ها|ه)"
    r"|(?:نفس|ذات) (?:ال)?(?:فترة|مدة|ربع|شهر|نصف|فصل)"
    r"|ال(?:فترة|مدة|ربع|شهر|نصف|فصل) (?:المقابلة?|المماثلة?)"
    r"|\b(?:same|corresponding|comparable) (?:period|quarter|month|half))"
    r"(?: (?:من|في|خلال|of|in))?(?P<before> (?:ال)?(?:عام|سنة) (?:السابق|الذي سبق|التي سبقت|قبل)\S*"
    r"|,? (?:a|the) (?:previous )?year (?:earlier|before)| the previous year)?(?: the)? ?",
    re.IGNORECASE,
)
MONTHS = 12
"""Of a year."""


def with_same_periods(found: Sequence[Found], text: str) -> list[Found]:
    """The values, in order, with each "same period last year" as the days that it means.

    It is that of the last period stated before, in the year that it names or the one before.
    """
    result = list(found)
    for same in _SAME.finditer(text):
        base = _last_part(result, same.start())
        named = next((f for f in result if f.start == same.end()), None)
        year = _days(named, Precision.YEAR) if named else None
        if base is None or not (year or same["before"]):
            continue
        years = base[0].year - year[0].year if year else 1
        start, end = (shift_months(day, -MONTHS * years) for day in base)
        last = named.end if named and year else same.end("before")
        period = Found(same.start(), last, When(start, end, Precision.SPAN))
        kept = [f for f in result if f.end <= period.start or f.start >= period.end]
        result = sorted([*kept, period], key=lambda each: each.start)
    return result


def _last_part(found: Sequence[Found], at: int) -> tuple[date, date] | None:
    """The last month, quarter or other part of a year that is stated before a place."""
    parts = [_days(f, Precision.MONTH, Precision.SPAN) for f in found if f.end <= at]
    return next((part for part in reversed(parts) if part), None)


def _days(found: Found, *precisions: Precision) -> tuple[date, date] | None:
    value = found.value
    if not isinstance(value, When) or value.precision not in precisions:
        return None
    return (value.start, value.end) if value.start and value.end else None
