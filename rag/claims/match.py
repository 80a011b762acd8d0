"""How well a value fits a question: the right kind, the right unit."""

import re
from dataclasses import replace

from rag.question.kind import Asks
from rag.question.understand import Question
from rag.text.events import VICTIMS
from rag.values import Kind, Precision, Quantity, Relation, Value, When, relate
from rag.values.money import COINS
from rag.values.tokens import fold
from rag.values.units import unit_of

__all__ = ["EXACT", "VALUED", "answers_in_kind", "fit"]

VALUED = frozenset({Asks.NUMBER, Asks.MONEY, Asks.DATE, Asks.DURATION, Asks.TIME})
"""The kinds of question that a value answers."""

_NO_COUNT = frozenset({Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT})
"""What answers no question of how many there were."""

_PARTS = frozenset(("", "point", "basis-point"))
"""Units of a share that is told without its sign."""

_TWO = re.compile(r"\band\b|(?<= )و(?!ف)\w{3,}")
"""Two things are counted: "companies and workers", «قتيلا وجريحا»."""

_HOW_MUCH = re.compile(
    r"\bhow much (?:is|was|are|were|do|does|did|will|would|has|have|had)\b", re.IGNORECASE
)
"""A price or an extent, no number of things."""

_EDITIONS = re.compile(r"(?:دور[هة]|طبع[هة]|editions?)\b")
"""What is held again and again is counted by its last: "the twelfth edition"."""

EXACT = 3
"""The fit of a value of the kind and in the unit asked for."""


def answers_in_kind(question: Question, value: Value) -> bool:
    """Whether a value may answer at all: a date no "how many", soldiers no "how many vehicles"."""
    if isinstance(value, When):
        if question.asks is Asks.TIME:
            return value.precision is Precision.TIME or value.start is None
        return question.asks in {Asks.DATE, Asks.DURATION}
    if question.asks in {Asks.DATE, Asks.TIME}:
        return question.asks is Asks.DATE and value.kind is Kind.DURATION
    if question.asks is Asks.MONEY:
        return value.kind in {Kind.MONEY, Kind.PERCENT} or not value.unit or _is_coins(value)
    if question.asks is Asks.DURATION:
        return value.kind is Kind.DURATION or not value.unit
    if _HOW_MUCH.search(question.text) and value.kind is Kind.COUNT and value.unit:
        return False
    if _is_ordinal(value):  # "for the twelfth time" tells how many times
        return question.unit == "times" or bool(_EDITIONS.match(fold(question.subject)))
    return not _counts_another(question, value)


def _is_coins(value: Quantity) -> bool:
    """Whether it is money in small coins: 12 cents, 735 fils."""
    return value.kind is Kind.COUNT and any(fold(word) in COINS for word in value.noun.split())


def _counts_another(question: Question, value: Quantity) -> bool:
    """Whether both name what is counted or measured, and it is not the same sort of thing."""
    if _TWO.search(question.subject):
        return False
    if question.kind is Kind.PERCENT and value.kind is Kind.COUNT:
        return value.vague or value.unit not in _PARTS  # "dozens", "500 cars"
    if question.kind is Kind.COUNT and value.kind in _NO_COUNT:
        return unit_of(question.unit) is not None
    if value.kind is not Kind.COUNT or not (unit_of(question.unit) and unit_of(value.unit)):
        return False  # a noun that no table has may be another word for the same
    if question.unit == "inhabitant":  # those who were arrested are people, and no population
        return value.unit != question.unit
    if question.kind is not Kind.COUNT:
        return False
    counted = value.unit.partition("/")[0]  # "12 million passengers a year" are passengers
    if (question.unit, counted) == ("job", "employee"):  # a job that is cut is an employee's
        return False
    # Anybody may be among the dead: "17 workers" tells how many were killed.
    asked = "person" if question.unit in VICTIMS and counted not in VICTIMS else question.unit
    bare = replace(value, unit=counted)
    return relate(bare, replace(value, unit=asked)) is Relation.INCOMPARABLE


def _is_ordinal(value: Value) -> bool:
    return isinstance(value, Quantity) and value.kind is Kind.ORDINAL


def fit(question: Question, value: Value) -> int:
    """How well a value fits what is asked: 0 not at all, 1 perhaps, 2 well, 3 in kind and unit."""
    if not answers_in_kind(question, value) or _is_ordinal(value):
        return 0
    if isinstance(value, When):
        if question.asks is Asks.DURATION:
            return 1 if value.within else 0
        return EXACT if (value.precision is Precision.TIME) == (question.asks is Asks.TIME) else 1
    if question.asks in {Asks.MONEY, Asks.DURATION}:
        return EXACT if value.kind is question.kind or _is_coins(value) else 1
    if question.kind is Kind.PERCENT or value.kind is Kind.PERCENT:
        return EXACT if question.kind is value.kind else 1
    if not question.unit:
        return 2
    if value.unit == question.unit:
        return EXACT
    return 2 if value.kind is question.kind else 1
