"""Numbers, money, durations, times and dates: each stands in a cited sentence, as the same thing.

A date may instead be the publication date of a cited article, where it is written as one: beside
the outlet ("Euronews, 10 January 2022") or after "as of".
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise

from rag.text.events import VICTIMS
from rag.text.fold import fold
from rag.text.language import language_of
from rag.text.names import ARABIC
from rag.values import (
    Found,
    Kind,
    Precision,
    Qualifier,
    Quantity,
    Relation,
    Value,
    When,
    find_values,
    relate,
)
from rag.values.units import NOUNS, UNITS
from rag.verify.credits import Credit, publication
from rag.verify.events import counts_people, events, no_victims, wider
from rag.verify.evidence import NO_DATE, WORD, Evidence, Problem, blank, roots
from rag.verify.negation import absorbed
from rag.verify.words import AFTER_NUMBER

__all__ = ["Traced", "is_noun", "trace_values"]

DIGITS = re.compile(r"\d+(?:[.,٫٬:]\d+)*")


@dataclass(frozen=True, slots=True)
class Traced:
    """What came of a statement's values.

    `spans` are their places in the statement; `anchors` are, for each cited sentence, the offsets
    of what vouches for them in it; `uncounted` are the offsets inside spans of money, measures and
    dates, in which no name is looked for.
    """

    problems: tuple[Problem, ...]
    spans: tuple[tuple[int, int], ...]
    anchors: dict[int, list[int]]
    uncounted: frozenset[int]


def trace_values(
    text: str,
    cited: Sequence[Evidence],
    credited: Sequence[Credit],
    named: Sequence[tuple[int, int]],
    asked: Set[When] = frozenset(),
) -> Traced:
    """Trace every value of a statement's own words; `named` are the spans of its names.

    `asked` are the months and years that the question names: an article bears the one in which it
    appeared, and seldom repeats it.
    """
    problems: list[Problem] = []
    spans: list[tuple[int, int]] = []
    anchors: dict[int, list[int]] = {}
    uncounted: set[int] = set()
    published = next((e.published for e in cited if e.article.published), NO_DATE)
    outlets = [credit.owners for credit in credited if credit.outlet]
    allowed = frozenset().union(*outlets) if outlets else frozenset(range(len(cited)))
    for found in find_values(text, language_of(text), published):
        if any(start <= found.start and found.end <= end for start, end in named):
            continue
        spans.append((found.start, found.end))
        if not isinstance(found.value, Quantity) or found.value.kind is not Kind.COUNT:
            uncounted.update(range(found.start, found.end))
        metadata = publication(text, found, cited, credited)
        if metadata is True or (found.value in asked and _borne(found.value, cited)):
            continue
        why = metadata or _trace(text, found, [(i, cited[i]) for i in sorted(allowed)], anchors)
        if why:
            kind = "date" if isinstance(found.value, When) else "number"
            problems.append(Problem(kind, text[found.start : found.end], why))
    problems.extend(_untraced_digits(blank(text, [*spans, *named]), cited))
    return Traced(tuple(problems), tuple(spans), anchors, frozenset(uncounted))


def _borne(when: Value, cited: Sequence[Evidence]) -> bool:
    """Whether every cited article appeared in that month or year."""
    days = [source.article.published for source in cited]
    return (
        isinstance(when, When)
        and when.start is not None
        and when.end is not None
        and all(day is not None and when.start <= day <= when.end for day in days)
    )


def _trace(
    text: str, found: Found, cited: Sequence[tuple[int, Evidence]], anchors: dict[int, list[int]]
) -> str:
    """Why no cited sentence holds a value; "" if one does, which is noted in `anchors`."""
    ours = _bounded(text, found)
    if thing := no_victims(text, found):
        return f"{thing} are no people"
    why = "not in a cited sentence"
    for i, source in cited:
        for other in source.values:
            reason = _differs(ours, _bounded(source.text, other), source, other)
            reason = reason or _other_thing(text, found, source, other)
            if not reason:
                anchors.setdefault(i, []).append(other.start)
                return ""
            if reason != "other":
                why = reason
        if isinstance(ours, When) and not ours.within and _ends(ours, source):
            return ""
    return why


def _bounded(text: str, found: Found) -> Value:
    """The value, with "not more than" read as the upper bound that it is."""
    value = found.value
    flip = {Qualifier.MORE_THAN: Qualifier.AT_MOST, Qualifier.LESS_THAN: Qualifier.AT_LEAST}
    if isinstance(value, Quantity) and value.qualifier in flip and absorbed(text, found.start):
        return Quantity(
            value.low, value.high, value.kind, value.unit, flip[value.qualifier], value.vague
        )
    return value


def _differs(ours: Value, theirs: Value, source: Evidence, at: Found) -> str:
    """How two values differ: "other" where they are not about the same, "" where they agree."""
    if isinstance(ours, When) and isinstance(theirs, When):
        return "" if _covers(ours, theirs) else "other"
    if isinstance(ours, Quantity) and isinstance(theirs, Quantity):
        return _differ(ours, theirs, source, at)
    if isinstance(ours, When) and isinstance(theirs, Quantity):
        return "" if _is_year(theirs, ours) else "other"
    return "" if isinstance(theirs, When) and _is_year(ours, theirs) else "other"


def _is_year(number: Value, when: When) -> bool:
    """Whether a bare number is a year, or an end of a span of them: a parser cannot always tell."""
    if when.precision not in (Precision.YEAR, Precision.SPAN) or when.within or when.part:
        return False
    if not (when.start and when.end) or (when.start.month, when.end.month) != (1, 12):
        return False  # a quarter
    years = [when.start.year, when.end.year]
    bare = isinstance(number, Quantity) and not number.unit and number.low == number.high
    return bare and isinstance(number, Quantity) and number.low in years


def _covers(ours: When, theirs: When) -> bool:
    """Whether a date or time says the same as the cited one, or the same less precisely."""
    if ours.within is not None or theirs.within is not None:
        return (ours.within, ours.end) == (theirs.within, theirs.end)
    if Precision.TIME in (ours.precision, theirs.precision):
        same = (ours.at, ours.until) == (theirs.at, theirs.until)
        ends = ours.until is None and ours.at in (theirs.at, theirs.until)
        return ours.precision is theirs.precision and ours.at is not None and (same or ends)
    if not (ours.start and ours.end and theirs.start and theirs.end):
        return ours == theirs
    if (ours.start, ours.end) == (theirs.start, theirs.end):
        return True
    whole = ours.precision in (Precision.MONTH, Precision.YEAR) and ours.part is None
    return whole and ours.start <= theirs.start and theirs.end <= ours.end


def _ends(ours: When, source: Evidence) -> bool:
    """Whether the ends of a period are named apart: "from 1989" … "until 2019", or together."""
    if ours.precision is Precision.TIME:
        clock = [f.value.at for f in source.values if isinstance(f.value, When) and f.value.at]
        return any((ours.at, ours.until) == pair for pair in pairwise(clock))
    if ours.start is None or ours.end is None or ours.part:
        return False
    theirs = [f.value for f in source.values if isinstance(f.value, When)]
    starts, ends = {w.start for w in theirs}, {w.end for w in theirs}
    if ours.precision is Precision.SPAN:
        return ours.start in starts and ours.end in ends
    spans = [w for w in theirs if w.precision is Precision.SPAN]
    return any(ours.start == w.start or ours.end == w.end for w in spans)


def _differ(ours: Quantity, theirs: Quantity, source: Evidence, at: Found) -> str:
    same = (ours.low, ours.high, ours.vague) == (theirs.low, theirs.high, theirs.vague)
    if not same and relate(ours, theirs) is not Relation.EQUAL:
        return "other"
    if ours.kind is not theirs.kind and (ours.unit or ours.kind is not Kind.COUNT):
        return "another kind of quantity"
    victims = ours.unit in VICTIMS and wider("person", theirs.unit)
    victims = victims and VICTIMS[ours.unit] in events(source.text, at)
    people = ours.unit == "person" and not theirs.unit and counts_people(source.text, at)
    if same and not victims and not people and not _unit_holds(ours.unit, theirs.unit, source):
        return f"a number of something else: {theirs.unit or 'no unit'}"
    if ours.qualifier is not theirs.qualifier:
        return f"hedged otherwise: {theirs.qualifier}"
    return ""


def _unit_holds(ours: str, theirs: str, source: Evidence) -> bool:
    """Whether a unit is the cited one or a wider one; a soldier is a person, not the reverse."""
    if not ours or (theirs and wider(ours, theirs)):
        return True
    if theirs or ours not in UNITS:
        return False
    noun = UNITS[ours]
    forms = (*noun.english, noun.arabic.singular, noun.arabic.plural, noun.arabic.accusative)
    return any(_all_in(form, source) for form in forms)


def _all_in(phrase: str, source: Evidence) -> bool:
    return all(roots(word) & source.roots for word in WORD.findall(phrase))


def _other_thing(text: str, found: Found, source: Evidence, other: Found) -> str:
    """Why a number counts something else than the cited one; "" if nothing shows that."""
    if not isinstance(found.value, Quantity) or not isinstance(other.value, Quantity):
        return ""
    ours = events(text, found) if found.value.kind is Kind.COUNT else frozenset()
    theirs = events(source.text, other)
    if ours and not ours & theirs and (theirs or not events(source.text, other, far=True) & ours):
        return f"another event: {', '.join(sorted(theirs)) or 'none'} in the cited sentence"
    if found.value.unit or found.value.kind is not Kind.COUNT:
        return ""
    return _bare_noun(text, found.end, source, other.value.unit)


def _bare_noun(text: str, at: int, source: Evidence, unit: str) -> str:
    """Check the thing that a number without a known unit counts: `unit` in the cited sentence."""
    following = _NEXT_TWO.match(text, at)
    if not following:
        return ""
    noun, head = following[1], following[2]
    if unit and head and _unit_of(head) == unit:  # "120 aid trucks" are trucks
        return ""
    if roots(noun) & source.roots or fold(noun).text in AFTER_NUMBER or noun[0].isupper():
        return ""
    if ARABIC.search(noun):
        return "" if source.language != "ar" or len(noun) < 4 else "counts something else"
    return f"cannot tell that it counts “{noun}”"


def _untraced_digits(rest: str, cited: Sequence[Evidence]) -> Iterator[Problem]:
    """Yield digits that were not read as a value and stand in no cited sentence."""
    for match in DIGITS.finditer(rest):
        wanted = fold(match[0]).text
        if not any(wanted in DIGITS.findall(fold(source.text).text) for source in cited):
            yield Problem("number", match[0], "not in a cited sentence")


def _unit_of(noun: str) -> str:
    """The unit that a noun is, "" if it is none."""
    found = next(iter(find_values(f"2 {noun}", language_of(noun), NO_DATE)), None)
    return found.value.unit if found and isinstance(found.value, Quantity) else ""


_NEXT_TWO = re.compile(rf"[\s\"“«]*({WORD.pattern})(?: ({WORD.pattern}))?")
_NOUNS = frozenset(
    word
    for options in NOUNS.values()
    for words, _ in options
    for word in words
    if len(word) > 2 and word.isascii()
)


def is_noun(word: str) -> bool:
    """Whether an English word is a noun that news counts ("soldiers"), in any case."""
    return word.lower() in _NOUNS
