"""What speaks for a reading beside the reader's own word, and the chance that it makes.

The reader says how probable it is that a passage answers. Three things that it cannot see make
that more or less likely: where retrieval placed the passage, how far the best other article lies
behind, and whether the article lacks a name that the question gives. A logistic regression weighs
them (`rag/weights/acceptance.json`, fitted by `python -m eval.reader.accept`).
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from rag.claims.event import Pool
from rag.question.kind import Asks
from rag.tuning import BESIDE
from rag.types import Hit, Reading
from rag.values import Qualifier, Quantity, Relation, find_values, relate

__all__ = ["Acceptance", "Signs", "acceptance", "same_figure", "signs_of"]

MOST_ODDS = 8.0
"""Log odds beyond which a reader's probability, or a lead, says no more."""
ROUNDING = Decimal("0.03")
"""Share by which two figures of one thing may differ when one of them is rounded."""
EVENT_DAYS = 7
"""Days within which figures of what has the same names are those of one event."""
DOUBTED = 2.0
"""Log odds that a reading which a check left out has less as a rival: the check may be wrong."""
RIVAL = -2.0
"""Log odds of the rival that every reading has, so that a small archive proves nothing."""


class Acceptance(BaseModel):
    """The weights of the signs; the sum is the log odds that a sentence answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    odds: float = 1.0
    place: float = 0.0
    lead: float = 0.0
    missing: float = 0.0
    apart: float = 0.0
    intercept: float = 0.0
    fitted_on: str = ""

    def chance(self, signs: "Signs") -> float:
        """The probability, 0 to 1, that the sentence answers the question."""
        logit = (
            self.odds * signs.odds
            + self.place * signs.place
            + self.lead * signs.lead
            + self.missing * signs.missing
            + self.apart * signs.apart
            + self.intercept
        )
        return 1 / (1 + math.exp(-max(min(logit, 50.0), -50.0)))


@cache
def acceptance() -> Acceptance:
    """The weights that come with Dalil."""
    stored = (files("rag") / "weights" / "acceptance.json").read_text(encoding="utf-8")
    return Acceptance.model_validate(json.loads(stored))


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for one reading.

    `odds` are the reader's log odds, `place` the natural log of the place among the passages of its
    language (first: 1), `lead` the log odds less those of the best reading of another article,
    `missing` the names of the question that its article lacks, `apart` those that only the passage
    lacks.
    """

    odds: float
    place: float
    lead: float
    missing: float
    apart: float

    def alone(self) -> "Signs":
        """The signs that the reading would have if no other article could answer."""
        return replace(self, lead=_bounded(self.odds - RIVAL))


def signs_of(
    readings: Sequence[Reading], hits: Sequence[Hit], pool: Pool, left: Sequence[Reading] = ()
) -> list[tuple[Reading, Signs]]:
    """The signs of every reading that has a span.

    `readings` are those that pass the checks, `left` those that do not: these are weak rivals, for
    where the best is left out the next is seldom right. The rivals of
    a reading are those of other articles, but for one that gives the same figure,
    rounded or not, of what has the same names.
    """
    places = _places(hits)
    spanned = [reading for reading in readings if reading.span]
    odds = [_odds(reading.answerable) for reading in spanned]
    missing = [pool.missing(reading.passage.article) for reading in spanned]
    figures = [_figures(reading) for reading in spanned]
    result = []
    for i, reading in enumerate(spanned):
        article = reading.passage.article
        rivals = [
            odds[j]
            for j, other in enumerate(spanned)
            if other.passage.article.id != article.id
            and not (missing[i] == missing[j] and _alike(figures[i], figures[j]))
            and not (missing[i] == missing[j] == 0 and _is_update(pool, reading, other))
        ]
        rivals += [
            _odds(other.answerable) - DOUBTED
            for other in left
            if other.span and other.passage.article.id != article.id
        ]
        lead = _bounded(odds[i] - max([RIVAL, *rivals]))
        place = math.log(places.get(reading.passage.id, len(hits) + 1))
        signs = Signs(odds[i], place, lead, missing[i], pool.apart(reading.passage))
        result.append((reading, signs))
    return result


def _is_update(pool: Pool, one: Reading, other: Reading) -> bool:
    """Whether two readings give figures of what the question names, reported within days.

    A toll that rises is told by two reports that differ; the reader must believe both, and both
    articles have the same names of the question.
    """
    if pool.question.asks not in {Asks.NUMBER, Asks.MONEY}:
        return False
    article, later = one.passage.article, other.passage.article
    named = pool.names_in(article)
    if not named or named != pool.names_in(later):
        return False
    if article.published is None or later.published is None:
        return False
    if abs((article.published - later.published).days) > EVENT_DAYS:
        return False
    believed = min(one.answerable, other.answerable) >= BESIDE
    return believed and bool(_figures(one)) and bool(_figures(other))


def _places(hits: Sequence[Hit]) -> dict[int, int]:
    """The place of each passage among those of its language, 1 the first.

    Search puts the question's own language in front, whatever it knows.
    """
    seen: Counter[str] = Counter()
    places = {}
    for hit in hits:
        seen[hit.passage.article.language] += 1
        places[hit.passage.id] = seen[hit.passage.article.language]
    return places


def same_figure(one: Reading, other: Reading) -> bool:
    """Whether the spans of two readings give one number, at most rounded in one of them."""
    return _alike(_figures(one), _figures(other))


def _alike(one: Sequence[Quantity], other: Sequence[Quantity]) -> bool:
    return any(
        abs(a.low - b.low) <= ROUNDING * max(abs(a.low), abs(b.low)) or _bounds(a, b)
        for a in one
        for b in other
    )


def _bounds(one: Quantity, other: Quantity) -> bool:
    """Whether one is a bound that the other keeps to: "at least 125" and 129."""
    bound = {one.qualifier, other.qualifier} & {Qualifier.AT_LEAST, Qualifier.MORE_THAN}
    return bool(bound) and relate(one, other) is Relation.COMPATIBLE


def _figures(reading: Reading) -> list[Quantity]:
    """The numbers of a reading's span."""
    if reading.span is None:
        return []
    language = reading.passage.article.language
    found = [f.value for f in find_values(reading.span.text, language, None)]
    return [value for value in found if isinstance(value, Quantity)]


def _odds(chance: float) -> float:
    bounded = min(max(chance, 1e-9), 1 - 1e-9)
    return _bounded(math.log(bounded / (1 - bounded)))


def _bounded(odds: float) -> float:
    return max(min(odds, MOST_ODDS), -MOST_ODDS)
