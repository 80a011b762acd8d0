"""What a gold question accepts, and what it would call false, held against a text.

Numbers, dates and hours are compared as values (`eval.measures.values`), names in Latin letters by
their consonants, everything else word for word, folded.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from eval.gold import Gold
from eval.measures.text import contains, fold, list_items, skeleton
from eval.measures.values import Day, Number, Value, read_values, same

__all__ = [
    "NAMED",
    "answers",
    "foreign_values",
    "holds_some",
    "holds_value",
    "is_valued",
    "is_worded",
    "quotes_evidence",
    "says_wrong",
    "states_any",
]

NAMED = frozenset({"person", "place", "organisation"})
VALUED = frozenset({"number", "money", "date", "duration", "time"})
_SAYS = {"yes": "yes", "نعم": "yes", "no": "no", "لا": "no", "كلا": "no"}
ROUNDING = Decimal("0.05")
"""How far a figure that says "about" may be from the accepted one."""
LONG = 3
"""Words that a quotation must share with gold evidence to be the same passage of an article."""


def is_valued(gold: Gold) -> bool:
    """Whether a number, a date or an hour answers: then a text without one claims nothing."""
    return bool(gold.values) or gold.kind in VALUED


def answers(gold: Gold, text: str) -> bool:
    """Whether a text holds a whole accepted answer: a phrase, or the values wanted.

    A "conflict" wants one of its values, any other kind all of them.
    """
    held = holds_value(gold, text)
    if held and (any(held) if gold.kind == "conflict" else all(held)):
        return True
    return any(_holds_phrase(gold, text, phrase) for phrase in gold.phrases)


def holds_some(gold: Gold, text: str) -> bool:
    """Whether a text holds an accepted answer or a part of one: a value, an item of a list."""
    if answers(gold, text) or any(holds_value(gold, text)):
        return True
    if gold.kind != "list":
        return False
    items = [item for phrase in gold.phrases for item in list_items(phrase)]
    return any(_holds_phrase(gold, text, item) for item in items)


def holds_value(gold: Gold, text: str) -> list[bool]:
    """For each of the gold's values, whether a text holds it."""
    said = read_values(text)
    return [any(_gives(value, number) for value in said) for number in _wanted(gold)]


def _wanted(gold: Gold) -> list[Number]:
    """The gold's values, each in the unit that its phrases give it, if they agree on one."""
    given = [v for phrase in gold.phrases for v in read_values(phrase) if isinstance(v, Number)]
    found = []
    for value in gold.values:
        number = Decimal(str(value))
        units = {v.unit for v in given if number in v.readings}
        found.append(Number(frozenset({number}), units.pop() if len(units) == 1 else ""))
    return found


def says_wrong(gold: Gold, text: str) -> bool:
    """Whether a text holds something of the gold's `not`."""
    return states_any(text, gold.wrong)


def states_any(text: str, phrases: Sequence[str]) -> bool:
    """Whether a text holds one of the phrases: a bare number as a value, others as words."""
    return any(_holds_wrong(text, phrase) for phrase in phrases)


def foreign_values(gold: Gold, values: Iterable[Value], beside: Sequence[str] = ()) -> list[Value]:
    """Those of the values that no accepted answer holds.

    Nor the question, nor the texts `beside`, such as the evidence. A spelled "one" is no number.
    """
    texts = (*gold.phrases, gold.question, *gold.history, *beside)
    known = [value for text in texts for value in read_values(text)]
    known += _wanted(gold)
    return [v for v in values if not _idle(v) and not any(_allows(k, v) for k in known)]


def is_worded(gold: Gold) -> bool:
    """Whether no accepted answer holds a number or a date, as "two thirds" does not."""
    return not gold.values and not any(map(read_values, gold.phrases))


def quotes_evidence(gold: Gold, text: str) -> bool:
    """Whether a text holds most of a gold quotation, or is most of one.

    Where words answer, not values or names, this stands for the phrases: they are one wording of
    many. Short quotations answer by their phrases alone.
    """
    if is_valued(gold) or gold.kind in NAMED:
        return False
    said = set(fold(text).split())
    quotes = (set(fold(evidence.quote).split()) for evidence in gold.evidence)
    return any(
        len(said & quote) >= max(min(LONG, len(quote)), 0.6 * min(len(said), len(quote)))
        for quote in quotes
        if quote
    )


def _holds_phrase(gold: Gold, text: str, phrase: str) -> bool:
    if affirmed := _SAYS.get(fold(phrase)):
        return _opening(text) == affirmed
    wanted = read_values(phrase)
    if len(wanted) == 1 and _is_value(phrase):
        return any(_states(value, wanted[0]) for value in read_values(text))
    if contains(text, phrase):
        return True
    items = list_items(phrase) if gold.kind == "list" else []
    if len(items) > 1 and all(_holds_phrase(gold, text, item) for item in items):
        return True
    return not wanted and _holds_name(text, phrase)


def _holds_wrong(text: str, phrase: str) -> bool:
    if affirmed := _SAYS.get(fold(phrase)):
        return _opening(text) == affirmed
    wanted = read_values(phrase)
    if len(wanted) == 1 and _is_value(phrase) and isinstance(wanted[0], Number):
        # "1.350" may be read in two ways: it is wrong only where every reading is.
        return any(
            isinstance(v, Number) and same(v, wanted[0]) and v.readings <= wanted[0].readings
            for v in read_values(text)
        )
    return contains(text, phrase) or (not wanted and _holds_name(text, phrase))


def _opening(text: str) -> str:
    """Which of "yes" and "no" a text opens with, "" for neither."""
    first = fold(text).split()[:1]
    return _SAYS.get(first[0], "") if first else ""


def _is_value(phrase: str) -> bool:
    """Whether a phrase is one value and nothing else, or one date or hour in some words more."""
    bare = re.sub(r"[%\s]", "", phrase)
    if re.fullmatch(r"[-−]?[\d.,٫٬]+", bare):
        return True
    found = read_values(phrase)
    return not isinstance(found[0], Number) or (len(fold(phrase).split()) == 1 and found[0].word)


def _states(said: Value, wanted: Value) -> bool:
    """Whether a value says what is wanted: a date gives the day or month that is wanted too."""
    if isinstance(said, Day) and isinstance(wanted, Day):
        given = all(
            part is not None or asked is None
            for part, asked in ((said.month, wanted.month), (said.day, wanted.day))
        )
        return given and same(said, wanted)
    return same(said, wanted)


def _gives(said: Value, wanted: Number) -> bool:
    """Whether a value is the number wanted, or says "about" and rounds it."""
    if not isinstance(said, Number) or same(said, wanted):
        return isinstance(said, Number)
    if not said.hedged or not same(replace(said, readings=wanted.readings), wanted):
        return False
    return any(
        _round(reading) and abs(reading - number) <= abs(number) * ROUNDING
        for reading in said.readings
        for number in wanted.readings
    )


def _round(number: Decimal) -> bool:
    """Whether a number is zeros after its first two digits: 2,000, 8,500, 12."""
    return len(number.normalize().as_tuple().digits) <= 2


def _allows(known: Value, said: Value) -> bool:
    if isinstance(known, Number) and isinstance(said, Number):
        return _gives(said, known)
    if isinstance(known, Day) and isinstance(said, Number):  # a year that stands alone
        return known.year is not None and Decimal(known.year) in said.readings
    if isinstance(known, Number) and isinstance(said, Day):
        lone = said.month is None and said.day is None and said.year is not None
        return lone and Decimal(said.year or 0) in known.readings
    return same(known, said)


def _idle(value: Value) -> bool:
    return isinstance(value, Number) and value.word and value.readings == {Decimal(1)}


_NAME = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*|al-\S+|el-\S+|ben|bin|ibn|al|el|de|of|the)")


def _holds_name(text: str, phrase: str) -> bool:
    """Whether a name in Latin letters stands in a text, however it was romanised."""
    if not all(_NAME.fullmatch(word) for word in phrase.split()):
        return False
    words, inside = _skeletons(phrase), _skeletons(text)
    size = len(words)
    known = sum(map(len, words)) >= 4  # "Sidon" and "Sudan" have the same three consonants
    return known and any(inside[i : i + size] == words for i in range(len(inside) - size + 1))


def _skeletons(text: str) -> list[str]:
    return [found for word in re.split(r"[\s-]+", text) if (found := skeleton(word))]
