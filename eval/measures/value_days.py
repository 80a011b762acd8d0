"""Dates and hours among the words of a text, for `eval.measures.values`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eval.measures.value_words import (
    BARE_WORDS,
    BEFORE_MONTH,
    CLOCK,
    MONTH_PAIRS,
    MONTHS,
    ORDINALS,
    PAST,
    UNITS,
    word_at,
)

__all__ = ["Day", "Hour", "day_at", "hour_at"]


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is given. Months of the Hijri calendar are 101 to 112."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "/".join(str(part) for part in (self.day, self.month, self.year) if part)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, on the clock of twelve: "3:10 pm" and "الثالثة وعشر دقائق" are the same."""

    hour: int
    minute: int = 0

    def __str__(self) -> str:
        return f"{self.hour}:{self.minute:02}"


def day_at(tokens: Sequence[str], at: int) -> tuple[Day, int] | None:
    """The date that begins at word `at`, as far as it is given, and where it ends."""
    word = word_at(tokens, at)
    if iso := re.fullmatch(r"(\d{4})-?/?(\d\d?)[-/](\d\d?)", word):
        return Day(*(int(part) for part in iso.groups())), at + 1
    if word.isdigit() and len(word) == 4 and word_at(tokens, at + 1) == "-" and (
        word_at(tokens, at + 3) == "-" and word_at(tokens, at + 4).isdigit()
    ):  # fmt: skip
        return Day(int(word), int(tokens[at + 2]), int(tokens[at + 4])), at + 5
    if slashed := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", word):
        return Day(int(slashed[3]), int(slashed[2]), int(slashed[1])), at + 1
    if day_month := _day_month(tokens, at):
        return day_month
    month, after = _month(tokens, at)
    if month is None:
        return None
    day_word = word_at(tokens, after)
    if day_word.isdigit() and int(day_word) <= 31 and word.isascii():  # January 6, 2022
        year, end = _year(tokens, after + 1)
        return Day(year, month, int(day_word)), end
    year, end = _year(tokens, after)
    bare = word in BARE_WORDS and year is None and word_at(tokens, at - 1) not in BEFORE_MONTH
    return None if bare else (Day(year, month), end)


def _day_month(tokens: Sequence[str], at: int) -> tuple[Day, int] | None:
    word, after = word_at(tokens, at).removeprefix("و"), at + 1
    day = int(word) if word.isdigit() and 1 <= int(word) <= 31 else ORDINALS.get(word)
    if day is None and word_at(tokens, at) in ORDINALS:
        day = ORDINALS[word_at(tokens, at)]
    if day is None:
        return None
    if not word.isdigit() and word_at(tokens, after) in ("عشر", "والعشرين", "والعشرون"):
        day += 10 if tokens[after] == "عشر" else 20
        after += 1
    if word_at(tokens, after) in ("من", "of", "شهر"):
        after += 1
    month, after = _month(tokens, after)
    if month is None:
        return None
    year, end = _year(tokens, after)
    return Day(year, month, day), end


def _month(tokens: Sequence[str], at: int) -> tuple[int | None, int]:
    """The month whose name begins here; a second name of it, as Syrians and Egyptians write."""
    pair = (word_at(tokens, at), word_at(tokens, at + 1))
    if pair in MONTH_PAIRS:
        month, after = MONTH_PAIRS[pair], at + 2
    elif pair[0] in MONTHS:
        month, after = MONTHS[pair[0]], at + 1
    else:
        return None, at
    again, further = _month(tokens, after)
    return month, further if again == month else after


def _year(tokens: Sequence[str], at: int) -> tuple[int | None, int]:
    for step, word in enumerate((word_at(tokens, at), word_at(tokens, at + 1))):
        if re.fullmatch(r"1[3-9]\d\d|20\d\d", word):
            return int(word), at + step + 1
        if word not in ("من", "عام", "سنه", "of", "in"):
            break
    return None, at


def hour_at(tokens: Sequence[str], at: int) -> tuple[Hour, int] | None:
    """The time of day that begins at word `at`, and where it ends."""
    word = word_at(tokens, at)
    if clock := re.fullmatch(r"(\d\d?):(\d\d)", word):
        return Hour(int(clock[1]), int(clock[2])), at + 1
    if word.isdigit() and int(word) <= 24 and word_at(tokens, at + 1) in ("am", "pm"):
        return Hour(int(word)), at + 2
    if word not in ORDINALS or not word.endswith("ه"):
        return None
    hour, after = ORDINALS[word], at + 1
    if word_at(tokens, after) == "عشره":
        hour, after = hour + 10, after + 1
    if word_at(tokens, after) in PAST:
        return Hour(hour, PAST[tokens[after]]), after + 1
    minutes = word_at(tokens, after).removeprefix("و")
    if minutes in UNITS and word_at(tokens, after + 1) in CLOCK:
        return Hour(hour, UNITS[minutes]), after + 2
    clocked = word_at(tokens, at - 1) in ("الساعه", "ساعه") or word_at(tokens, after) in CLOCK
    return (Hour(hour), after) if clocked else None
