"""How well a value fits a question: the right kind, the right unit."""

from dataclasses import replace

from rag.question.understand import Asks, Question
from rag.text.events import events_in
from rag.types import Claim
from rag.values import Found, Kind, Precision, Quantity, Relation, When, relate

__all__ = ["EXACT", "VALUED", "counts_the_asked", "fit"]

VALUED = frozenset({Asks.NUMBER, Asks.MONEY, Asks.DATE, Asks.DURATION, Asks.TIME})
"""The kinds of question that a value answers."""

EXACT = 3
"""The fit of a value of the kind and in the unit asked for."""


def fit(question: Question, found: Found) -> int:
    """How well a value fits what is asked: 0 not at all, 1 perhaps, 2 well, 3 in kind and unit."""
    value = found.value
    if isinstance(value, When):
        time = value.precision is Precision.TIME
        if question.asks is Asks.DATE:
            return 1 if time else 3
        if question.asks is Asks.TIME:
            return 3 if time else 0
        return 1 if question.asks is Asks.DURATION and value.within else 0
    if question.asks is Asks.DATE:
        return 1 if value.kind is Kind.DURATION else 0
    if question.asks is Asks.TIME:
        return 0
    if question.asks in {Asks.MONEY, Asks.DURATION}:
        bare = value.kind is Kind.COUNT and not value.unit
        return 3 if value.kind is question.kind else int(bare)
    return _fit_number(question, value)


def _fit_number(question: Question, value: Quantity) -> int:
    if question.kind is Kind.PERCENT or value.kind is Kind.PERCENT:
        return 3 if question.kind is value.kind else 0 if question.kind is Kind.PERCENT else 1
    if value.kind is Kind.ORDINAL:
        return 0
    if not question.unit:
        return 2 if value.kind in {Kind.COUNT, Kind.MEASURE} else 1
    if value.unit == question.unit:
        return 3
    if value.kind is not question.kind:
        return 0
    relation = relate(value, replace(value, unit=question.unit))
    if relation is Relation.EQUAL and value.unit:
        return 3  # another word for the same: a member of a force is a soldier
    if not value.unit or relation is not Relation.INCOMPARABLE:
        return 2
    return 0 if value.kind is Kind.COUNT else 1


def counts_the_asked(question: Question, claim: Claim) -> bool:
    """Whether a claim is a number in exactly the unit that the question names.

    Or the hour of what it names ("What are the hours of the curfew?").
    """
    if question.asks is Asks.TIME and isinstance(claim.value, When):
        return claim.value.precision is Precision.TIME and bool(
            events_in(question.text) & events_in(claim.sentence.text)
        )
    if not question.unit or not isinstance(claim.value, Quantity):
        return False
    return fit(question, Found(0, 0, claim.value)) == EXACT
