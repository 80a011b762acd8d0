"""Numbers, dates and hours in a text of either language, as the judge reads them.

The evaluation's own reader: sharing the product's would hide the product's mistakes. It is small
and forgiving: it knows digits of any script, words up to trillions, halves and quarters, minus and
"below zero", duals, months of all Arab calendars, hours, and the units of time and money: ten days
are not ten years, but ten of anything else are ten.

    >>> [str(v) for v in read_values("قُتل سبعة عشر شخصاً في 14 آذار 2021")]
    ['17', '14/3/2021']
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from eval.measures.text import plain
from eval.measures.value_days import Day, Hour, day_at, hour_at
from eval.measures.value_numbers import Number, number_at

__all__ = ["Day", "Hour", "Number", "Value", "numbers", "read_values", "same"]

_TOKEN = re.compile(r"[$€£]|-?\d[\d.,:/]*\d|-?\d|[^\W\d_]+|[%()-]")
Value = Number | Day | Hour


def same(one: Value, other: Value) -> bool:
    """Whether two values can be the same: dates where all that both give agrees."""
    if isinstance(one, Number) and isinstance(other, Number):
        units = {one.unit, other.unit} - {""}
        return len(units) < 2 and bool(one.readings & other.readings)
    if isinstance(one, Day) and isinstance(other, Day):
        pairs = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        return bool(known) and all(a == b for a, b in known)
    if isinstance(one, Hour) and isinstance(other, Hour):
        return (one.hour % 12, one.minute) == (other.hour % 12, other.minute)
    return False


def numbers(text: str) -> list[Number]:
    """The numbers of a text alone, in order."""
    return [value for value in read_values(text) if isinstance(value, Number)]


@lru_cache(maxsize=8192)
def read_values(text: str) -> tuple[Value, ...]:
    """Every number, date and hour of a text, in order; nothing is read twice."""
    return tuple(_read(_TOKEN.findall(_joined(plain(text)))))


def _joined(text: str) -> str:
    """Spaces inside a number go ("12 000"); the hyphens of "twenty-five" become spaces."""
    text = re.sub(r"(?<=\d)[\u00a0\u202f ،](?=\d{3}(?!\d))", ",", text)
    text = re.sub(r"\b(km|m|كم|م) ?[23]\b", r"\1", text)  # square and cubic
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    text = re.sub(r"\b([ap])\.m\b", r"\1m", text)
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    text = re.sub(r"(?<![\d])[−–](?=\d)", "-", text)
    text = re.sub(r"(?<=\w)-(?=\d)|(?<=\d)[–—-](?=\d)", " - ", text)
    return re.sub(r"\bب(?=\d)|(?<=\d)(?=[^\W\d_])", " ", text)


def _read(tokens: Sequence[str]) -> Iterator[Value]:
    at = 0
    while at < len(tokens):
        for reader in (day_at, hour_at, number_at):
            if found := reader(tokens, at):
                value, at = found
                yield value
                break
        else:
            at += 1
