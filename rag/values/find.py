"""One pass over a text: the longest value at each place where one can start."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from rag.text.lexicon import rebuilt
from rag.values import (
    dates,
    eras,
    numbers_ar,
    numbers_en,
    ordinals,
    quantities,
    quarters,
    relative,
    stretches,
    times,
    year_or_count,
)
from rag.values.calendar import HIJRI, MONTHS, WEEKDAYS
from rag.values.fractions import JOINED, PARTS, UNREAD
from rag.values.hedges import BEFORE_WORDS
from rag.values.money import DUALS
from rag.values.numbers import amount_at
from rag.values.same_period import with_same_periods
from rag.values.signs import CODES, SYMBOLS
from rag.values.tokens import Form, Text, Token, text_at, tokenise, wordset
from rag.values.types import Found, Kind, Quantity, Value, When
from rag.values.unit_at import noun_at
from rag.values.units import NOUNS

__all__ = ["find"]

_QUANTITY: set[str] = set()
_DATE: set[str] = set()
_RELATIVE: set[str] = set()


def _build() -> None:
    """Collect the words that may open a value; duals and units of time are words of units."""
    _QUANTITY.clear()
    _QUANTITY.update(numbers_ar.STARTS, numbers_en.STARTS, ordinals.STARTS, quantities.STARTS)
    _QUANTITY.update(BEFORE_WORDS, CODES, DUALS, SYMBOLS)
    for options in NOUNS.values():
        for words, entry in options:
            if entry.number == 2 or (entry.number == 1 and entry.kind is Kind.DURATION):
                _QUANTITY.add(words[0])
    _DATE.clear()
    _DATE.update(dates.STARTS, eras.STARTS, quarters.STARTS, ordinals.STARTS)
    _DATE.update(MONTHS, HIJRI, WEEKDAYS)
    _RELATIVE.clear()
    _RELATIVE.update(relative.STARTS, WEEKDAYS)
    _opens.cache_clear()


_TIME = times.STARTS | ordinals.STARTS
_COUNTERS = wordset("واحد واحده اثنين اثنان اثنتين اثنتان")
QUANTITY, DATE, RELATIVE, TIME = 1, 2, 4, 8
Match = tuple[Value, int, int]
NOTHING = Quantity(UNREAD, UNREAD)


@lru_cache(maxsize=65536)
def _opens(forms: tuple[Form, ...]) -> int:
    """Which recognisers a word may open, as a sum of flags; 0 for most words."""
    stems = {form.stem for form in forms}
    stems |= {"ال" + form.stem for form in forms if form.article}
    return (
        QUANTITY * (not stems.isdisjoint(_QUANTITY))
        + DATE * (not stems.isdisjoint(_DATE))
        + RELATIVE * (not stems.isdisjoint(_RELATIVE))
        + TIME * (not stems.isdisjoint(_TIME))
    )


def _flags(tokens: list[Token], i: int) -> int:
    token = tokens[i]
    if token.kind == "word":
        taken = text_at(tokens, i - 1) == "الا" and token.text in PARTS  # "ساعة إلا ربعا"
        if taken or _bare_percent(tokens, i) or _of_each(tokens, i):
            return 0
        flags = _opens(token.forms)
        if any(later.text in _COUNTERS for later in tokens[i + 1 : i + 4]):
            flags |= QUANTITY
        following = text_at(tokens, i + 1)  # "دولار ونصف", "دولار و50 سنتا"
        if following in JOINED or (following == "و" and tokens[i + 2 : i + 3]):
            flags |= QUANTITY
        unread = i and tokens[i - 1].kind == "number" and tokens[i - 1].number is None
        return flags & ~QUANTITY if unread and not token.forms[-1].conj else flags
    if token.kind == "number":
        return QUANTITY | DATE | TIME if token.number is not None and not _of_each(tokens, i) else 0
    if token.kind in ("date", "quarter", "fiscal"):
        return DATE
    if token.kind == "clock":
        return TIME
    return QUANTITY if token.text in _QUANTITY else 0


def _of_each(tokens: list[Token], i: int) -> bool:
    """Whether a number is the whole of a share that was not read: "طفل من كل أربعة"."""
    return text_at(tokens, i - 1) == "كل" and text_at(tokens, i - 2) == "من"


def _bare_percent(tokens: list[Token], i: int) -> bool:
    """Whether a hundred is the "per cent" of a number that was not read."""
    hundred = tokens[i].text in ("الميه", "المايه") and text_at(tokens, i - 1) == "في"
    return hundred or tokens[i].text in ("بالميه", "بالمايه")


def _candidates(text: Text, i: int, flags: int, published: date | None) -> Iterator[Match]:
    """Every reading at token `i`, the preferred first among equally long ones."""
    if flags & DATE and text.tokens[i].kind == "number":
        counts = year_or_count.sure(text, i)
        if counts is None:
            yield NOTHING, i, i + 2
        flags -= DATE * bool(counts)
    if flags & DATE and (dated := stretches.calendar_at(text, i, published)):
        yield dated[0], i, dated[1]
    if flags & DATE and (part := quarters.quarter_at(text, i, published)):
        yield part[0], i, part[1]
    if flags & TIME and (moment := times.time_at(text.tokens, i)):
        yield moment[0], i, moment[1]
    if flags & RELATIVE and (moved := relative.relative_at(text, i, published)):
        yield _with_deadline(text, i, moved, published)
    if flags & RELATIVE and (during := relative.during_at(text, i)):
        yield during
    if flags & QUANTITY and (quantity := quantities.quantity_at(text, i)):
        yield _refined(text, quantity, published)


def _with_deadline(text: Text, i: int, found: tuple[When, int], published: date | None) -> Match:
    """As in "within two days, by 13 January 2022": the last day is said as well."""
    when, end = found
    j = end + (end < len(text.tokens) and text.tokens[end].text in (",", "،"))
    if when.within is None or j + 1 >= len(text.tokens):
        return when, i, end
    if text.tokens[j].text not in ("by", "بحلول"):
        return when, i, end
    deadline = dates.date_at(text, j + 1, published)
    if deadline is None or (last := deadline[0].end) is None:
        return when, i, end
    if published is None:
        start = relative.ago(when.within, last)
        when = replace(when, start=start.start if start else None)
    return replace(when, end=last), i, deadline[1]


def _refined(text: Text, match: tuple[Quantity, int, int], published: date | None) -> Match:
    """As in "Two days ago" is a date."""
    quantity, start, end = match
    past = end < len(text.tokens) and text.tokens[end].text == "ago"
    when = relative.ago(quantity, published) if past else None
    return (when, start, end + 1) if when else match


def _with_noun_before(text: Text, match: Match, floor: int) -> Match | None:
    """As in "الأيام الثلاثة", "ضحايا عدة": the noun stands first. None for a bare "several"."""
    value, start, end = match
    if not isinstance(value, Quantity) or value.unit or value.kind is not Kind.COUNT:
        return match
    word = text.tokens[start].text
    several = value.vague and value.low == 3 and value.high == 9
    at = start
    if word[0].isdigit() and start > floor and text.tokens[start - 1].text == "ال":
        at, word = start - 1, "ال"
    if (several or word.startswith("ال")) and at > floor:
        noun = noun_at(text.tokens, at - 1, article=not several)
        if noun and noun[1] == at and noun[0].number == 0:
            entry = noun[0]
            shown = Quantity(
                value.low, value.high, entry.kind, entry.key, value.qualifier, value.vague
            )
            return shown, at - 1, end
    return None if several else match


def find(text: str, language: str, published: date | None) -> list[Found]:
    """All values in `text`, in order, not overlapping; see `rag.values.find_values`."""
    made = tokenise(text, language)
    tokens, found = made.tokens, []
    i = floor = 0
    while i < len(tokens):
        flags = _flags(tokens, i)
        best: Match | None = None
        for match in _candidates(made, i, flags, published) if flags else ():
            if best is None or _reach(match) > _reach(best):
                best = match
        if best is not None:
            best = _with_noun_before(made, best, floor)
        if best is None:
            i += 1
            continue
        value, first, i = best
        floor = i
        if less := _taken_off(value, tokens, i):
            i = less
        elif not (isinstance(value, Quantity) and value.low.is_nan()):
            start, end = made.span(first, i)
            found.append(Found(start, end, value))
    return with_same_periods(found, text)


def _reach(match: Match) -> int:
    """How far a reading goes, less the noun that no table knows: "2022" is a year there."""
    value, _, end = match
    return end - (isinstance(value, Quantity) and value.noun != "")


def _taken_off(value: Value, tokens: list[Token], end: int) -> int | None:
    """The token after what is taken off a number: "مليون إلا ربعا"; such a number is not read."""
    if isinstance(value, When) or end + 1 >= len(tokens) or tokens[end].text != "الا":
        return None
    amount = amount_at(tokens, end + 1)
    return amount.end if amount else (end + 2 if tokens[end + 1].text in PARTS else None)


rebuilt(_build)
