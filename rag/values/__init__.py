"""Numbers, money, durations, times and dates, as values that code can compare."""

from datetime import date

from rag.values.calendar import whole
from rag.values.find import find
from rag.values.relate import compare, same_unit
from rag.values.relative import from_today
from rag.values.types import (
    Found,
    Kind,
    Part,
    Precision,
    Qualifier,
    Quantity,
    Relation,
    Value,
    When,
)

__all__ = [
    "Found",
    "Kind",
    "Part",
    "Precision",
    "Qualifier",
    "Quantity",
    "Relation",
    "Value",
    "When",
    "find_values",
    "from_today",
    "relate",
    "same_unit",
    "whole",
]


def find_values(text: str, language: str, published: date | None = None) -> list[Found]:
    """Find all values in `text`, in order, not overlapping.

    Offsets count code points of `text` as it is, whatever its diacritics and digits. A Found
    covers hedge, number and counted noun or currency. Arabic and English words are both read
    whatever `language` ("ar" or "en") says; it decides only what a decimal comma is.
    "At least" later in the clause hedges the number without being covered. A noun that no table
    knows is its own unit ("قاض" for "12 قاضيا", with the published form in `noun`); a part of a
    whole ("a third of") is a percentage. `published` resolves what is said relative to it
    ("Friday", "6 January"); without it such dates have `start` and `end` None. A part of a month,
    a year or a decade ("mid-May", «نهاية العام») has the half that it can mean, and its `part`;
    `whole` gives what it is a part of.

    A number that could be read in two ways gives no value at all, and neither does any part of it:
    "25.799 دينارا", "1,25,000", "120/150", "3.0.2", "مليون إلا ربعا". To tell that a text says a
    number which was not read, look for digits outside every Found.
    Takes time linear in the length of the text.

    >>> [f.value.unit for f in find_values("120 كم/س، 75 كم2، 80 دولارا للبرميل", "ar")]
    ['km/hour', 'km2', 'USD/barrel']
    """
    return find(text, language, published)


def relate(a: Value, b: Value) -> Relation:
    """Say how two values stand to each other; symmetric.

    EQUAL: the same numbers, hedge and unit (a week is seven days; soldier and member of a force
    count as one), or the same dates. COMPATIBLE: both can be true of one thing. "About" allows
    10 %; "more than" and "at least" reach 50 % above their bound and include it, "less than" and
    "at most" 50 % below; ranges and vague numbers ("dozens": 20 to 99) are compatible with what
    they overlap, a bare number with any counted noun, a noun with what it is a kind of (a soldier
    is a person), a noun that no table knows with another of its root or another language;
    converted measures may differ by 2 %, a month has 28 to 31 days, a third is 33
    to 34 %; a day is compatible with the month it lies in, a period with one it overlaps.
    DIFFERENT: the same sort of thing, and neither. INCOMPARABLE: another kind, a unit of another
    sort (vehicles, soldiers; a length and an area; a speed and a length), another currency, other
    numbers of nouns that only may be the same (see `same_unit`), or a date that is not resolved.
    """
    return compare(a, b)
