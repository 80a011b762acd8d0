"""The value types themselves; use them through `rag.values`."""

from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

__all__ = ["Found", "Kind", "Part", "Precision", "Qualifier", "Quantity", "Relation", "Value",
           "When"]  # fmt: skip


class Kind(StrEnum):
    """What a quantity measures."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    ORDINAL = "ordinal"
    MEASURE = "measure"


class Qualifier(StrEnum):
    """How the source hedges a quantity."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more than"
    AT_LEAST = "at least"
    LESS_THAN = "less than"
    AT_MOST = "at most"


class Precision(StrEnum):
    """How much of a date or time the source gives."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


class Part(StrEnum):
    """Which part of a month, a year or a decade the source says."""

    EARLY = "early"
    START = "start"
    MID = "mid"
    LATE = "late"
    END = "end"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range (`low` = `high` for a single number) with unit and qualifier.

    `unit` is a canonical English key: "soldier", "vehicle", "person", "USD", "day", "km", "km2",
    a rate of two ("km/hour", "USD/barrel"), "" if none. A noun that no table knows is its own
    unit: its stem ("قاض", "judge"), with the published form in `noun`. A vague quantity ("dozens")
    has `vague` true and its conventional bounds in low, high.
    """

    low: Decimal
    high: Decimal
    kind: Kind = Kind.COUNT
    unit: str = ""
    qualifier: Qualifier = Qualifier.EXACT
    vague: bool = False
    noun: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class When:
    """A date, a time of day or a period; both ends inclusive.

    Times of day ("23:00", or "from 23:00 to 07:00") have `precision` TIME and use `at` and
    `until`. `relative` is true for what was resolved against the publication date ("Friday");
    `start` and `end` are None where that date is not known. "Within two days" is a SPAN that
    keeps the distance in `within`. A year said in the Hijri calendar has its number in `hijri`.
    "Early May" is a MONTH, "mid-2022" a YEAR, "the late 1990s" a SPAN with that `part`; `start` and
    `end` are then those of the half that it can mean.
    """

    start: date | None
    end: date | None
    precision: Precision
    at: time | None = None
    until: time | None = None
    relative: bool = False
    within: Quantity | None = None
    hijri: int = field(default=0, compare=False)
    part: Part | None = None


Value = Quantity | When


@dataclass(frozen=True, slots=True)
class Found:
    """A value found in a text, at code-point offsets `start` to `end`."""

    start: int
    end: int
    value: Value


class Relation(StrEnum):
    """How two values stand to each other."""

    EQUAL = "equal"
    COMPATIBLE = "compatible"
    DIFFERENT = "different"
    INCOMPARABLE = "incomparable"
