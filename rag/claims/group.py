"""Compare claims: which say the same, and how those that do not stand to the first.

Only claims that were accepted for this question are compared, and only values of one kind.
"""

import math
import re
from collections.abc import Sequence
from datetime import date

from rag.claims.event import names_in
from rag.claims.match import VALUED
from rag.question.understand import Question
from rag.text.fold import analyse, fold, stems
from rag.text.lexicon import rebuilt, words
from rag.text.stylebook import Stylebook
from rag.tuning import MOST_ROWS
from rag.types import Claim, Group, Label
from rag.values import Kind, Qualifier, Quantity, Relation, Value, When, find_values, relate

__all__ = ["group_claims"]

COPY = 0.8
"""Share of the shorter sentence's words from which two sentences are one text."""
LEAST_SHARED = 5
NEWS = 7
"""Days around its publication of which an article tells as news."""
ONE_EVENT = 60
"""Days, at most, between two dates that reports may give of one event."""
_OLDEST = date.min
_ONE = {Relation.EQUAL, Relation.COMPATIBLE}
_joining: set[str] = set()
_CORRECTION = re.compile(
    r"(?<!\w)[وف]?(?:صحح|تصحيح|تصويب|صوب|الصحيح|الصواب|استدراك|correct(?:ed|ion|s)|rather than|"
    r"وليس|لا (?=\d))"
)
_LAST = re.compile(
    r"(?:حصيل\S*|عدد|رقم|تقدير\S*) (?:\S+ )?(?:ال)?(?:نهاي|اخير|محين|مصحح)\S*"
    r"|(?:اخر|احدث) (?:ال)?(?:حصيل|رقم|عدد|تقدير)"
    r"|\b(?:final|latest|most recent|updated|corrected) (?:\w+ ){0,2}"
    r"(?:toll|count|figure|number|tally|total|estimate)s?\b"
)
"""Asked for is what holds at last."""
_LOWERED = re.compile(
    r"(?<!\w)[وف]?(?:خفضت?|خفضوا|تخفيض|راجعت?|عدلت?) (?:\S+ ){0,3}?"
    r"(?:ال)?(?:حصيل|عدد|رقم|تقدير)"
    r"|\b(?:lowered|revised|cut) (?:\w+ ){0,3}(?:toll|count|figure|number|estimate)"
)
"""A tally that is set lower."""
_PART = re.compile(
    r"(?:من بينهم|من بينها|بينهم|بينها|منهم|منها|من ضمنهم|including|of them|of whom)"
)


@rebuilt
def _build() -> None:
    """The words that only join others ("in", "the"): they tell no event from another."""
    _joining.clear()
    _joining.update(stem for word in words("leaves_open") for stem in analyse(word))


def group_claims(question: Question, claims: Sequence[Claim], stylebook: Stylebook) -> list[Group]:
    """Group the claims by what they say: the answer first, then what differs from it.

    A question that no value answers gets its best claim alone: sentences that are merely about the
    same thing do not contradict each other. An article does not contradict itself: what agrees
    with its best claim is kept. A tally that moves on is given latest first, and alone where the
    final one is asked for.
    """
    if not claims:
        return []
    first = claims[0]
    if question.asks not in VALUED or first.figure is None:
        return [Group((first,), Label.AGREED, 1)]
    best = {claim.article.id: claim for claim in reversed(claims)}
    comparable = [
        claim
        for claim in claims
        if _agrees(claim, best[claim.article.id]) and _comparable(question, claim, first, stylebook)
    ]
    grouped = _same(comparable)
    grouped.sort(key=_order, reverse=True)
    leading = grouped[0]
    grouped = [group for group in grouped if group is leading or _may_differ(group[0], leading[0])]
    groups = [
        Group(tuple(group), _label(group[0], leading[0]), _sources(group, stylebook))
        for group in grouped[:MOST_ROWS]
    ]
    if not _LAST.search(fold(question.text).text.lower()):
        return groups
    last = max(map(_published, leading))
    return [g for g in groups if g is groups[0] or max(map(_published, g.claims)) >= last]


def _comparable(question: Question, claim: Claim, first: Claim, stylebook: Stylebook) -> bool:
    """Whether a claim says something of the same sort, of what the question names.

    Another article must share each word with the question that the first claim's article shares:
    the fire of one hotel is not that of another.
    """
    if claim.figure is None or first.figure is None:
        return False
    if claim.article.id == first.article.id:
        return True
    if relate(claim.figure, first.figure) is Relation.INCOMPARABLE or _are_news(claim, first):
        return False
    if claim.article.language == first.article.language == question.language:
        asked = stems(question.text) - _joining - _counted(question)
        return asked & stems(first.article.whole) <= stems(claim.article.whole)
    named = names_in(question, first.article, stylebook)
    unnamed = not question.names and not question.entities
    return unnamed or (bool(named) and named <= names_in(question, claim.article, stylebook))


def _are_news(claim: Claim, other: Claim) -> bool:
    """Whether each gives a day of its own news, months apart: two finals, of two years."""
    days = [_day_of_news(each) for each in (claim, other)]
    return all(days) and _apart(*days) > ONE_EVENT


def _day_of_news(claim: Claim) -> date | None:
    """The day that a claim gives, if its article came out within days of it."""
    day = claim.figure.start if isinstance(claim.figure, When) else None
    return day if day and _apart(day, claim.article.published) <= NEWS else None


def _apart(one: date | None, other: date | None) -> float:
    """The days between two; without end where one is not known."""
    return abs((one - other).days) if one and other else math.inf


def _counted(question: Question) -> frozenset[str]:
    """The noun that is counted, left to units: it stands as "شخصا", "شخص" or "أشخاص"."""
    words = question.subject.split()
    return stems(words[0 if question.language == "ar" else -1]) if words else frozenset()


def _same(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims of one value, or of one that rounds the other, together; best first in each."""
    groups: list[list[Claim]] = []
    for claim in claims:
        own = next((group for group in groups if _agrees(claim, group[0])), None)
        if own is None:
            groups.append([claim])
        else:
            own.append(claim)
    for group in groups:
        group.sort(key=lambda c: (not _hedged(c), c.confidence), reverse=True)
    return groups


def _agrees(claim: Claim, other: Claim) -> bool:
    if claim is other:
        return True
    if claim.figure is None or other.figure is None:
        return False
    return relate(claim.figure, other.figure) in _ONE


def _hedged(claim: Claim) -> bool:
    value = claim.figure
    return isinstance(value, Quantity) and (value.vague or value.qualifier is not Qualifier.EXACT)


def _published(claim: Claim) -> date:
    return claim.article.published or _OLDEST


def _order(group: Sequence[Claim]) -> tuple[bool, date, float]:
    """A correction first, then the latest report, then the surest."""
    latest = max(map(_published, group))
    return any(map(_corrects, group)), latest, max(claim.confidence for claim in group)


def _corrects(claim: Claim) -> bool:
    """Whether the sentence sets another figure right, and this value is the one that holds."""
    sentence = fold(claim.sentence.text).text
    match = _CORRECTION.search(sentence)
    if not match:
        return False
    at = fold(claim.sentence.text).find(claim.evidence.start - claim.sentence.start, 0)[0]
    return not match.group().endswith(("ليس", "لا ", "than")) or at < match.start()


def _sets_right(first: Claim, claim: Claim) -> bool:
    """Whether a correction is of this claim: it names its figure as wrong, or names none."""
    if not _corrects(first):
        return False
    text, article = first.sentence.text, first.article
    at = first.evidence.start - first.sentence.start
    wrong = [
        found.value
        for found in find_values(text, article.language, article.published)
        if found.start != at and first.figure and _in_kind(found.value, first.figure)
    ]
    figure = claim.figure
    return not wrong or any(figure and relate(figure, w) in _ONE for w in wrong)


def _may_differ(claim: Claim, first: Claim) -> bool:
    """Whether a claim may stand beside the first: before a correction only what that sets right."""
    before = _published(claim) <= _published(first) and claim.sentence != first.sentence
    return not (before and _corrects(first)) or _sets_right(first, claim)


def _in_kind(value: Value, figure: Value) -> bool:
    return (
        isinstance(value, Quantity) and isinstance(figure, Quantity) and value.kind is figure.kind
    )


def _label(claim: Claim, first: Claim) -> Label:
    """How a claim stands to the answer's first.

    CORRECTED: its source has since set it right. PART: "18 people, among them 3 children".
    UPDATE: an earlier report of a tally, or of a date that was still to come. CONTRADICTION: the
    same thing at the same time, with another value.
    """
    if claim is first:
        return Label.AGREED
    if _sets_right(first, claim):
        return Label.CORRECTED
    if claim.sentence == first.sentence or _is_part(claim, first):
        return Label.PART
    if _earlier(claim, first):
        return Label.UPDATE
    return Label.CONTRADICTION


def _is_part(claim: Claim, first: Claim) -> bool:
    begin = claim.sentence.start
    before = claim.article.text[max(begin, claim.evidence.start - 30) : claim.evidence.start]
    smaller = (
        isinstance(claim.figure, Quantity)
        and isinstance(first.figure, Quantity)
        and claim.figure.high < first.figure.low
    )
    return smaller and _PART.search(fold(before).text) is not None


def _earlier(old: Claim, new: Claim) -> bool:
    """Whether the newer report may have overtaken the older: a tally, a price, a date to come."""
    before, after = old.article.published, new.article.published
    if before is None or after is None or before >= after:
        return False
    if isinstance(old.figure, When) and isinstance(new.figure, When):
        return old.figure.end is not None and old.figure.end > before
    if isinstance(old.figure, Quantity) and isinstance(new.figure, Quantity):
        if _LOWERED.search(fold(new.sentence.text).text.lower()):
            return True
        grows = new.figure.kind in {Kind.COUNT, Kind.DURATION}
        return not grows or new.figure.high >= old.figure.high
    return False


def _sources(group: Sequence[Claim], stylebook: Stylebook) -> int:
    """How many independent sources a group has: one article, one wire or one text is one."""
    kin: list[list[Claim]] = []
    for claim in group:
        related = [k for k in kin if any(_copies(claim, other, stylebook) for other in k)]
        kin = [k for k in kin if k not in related] + [[claim, *(c for k in related for c in k)]]
    return len(kin)


def _copies(a: Claim, b: Claim, stylebook: Stylebook) -> bool:
    if a.article.id == b.article.id or _wires(a, stylebook) & _wires(b, stylebook):
        return True
    one, other = stems(a.sentence.text), stems(b.sentence.text)
    shared = len(one & other)
    return shared >= LEAST_SHARED and shared / min(len(one), len(other)) >= COPY


def _wires(claim: Claim, stylebook: Stylebook) -> frozenset[str]:
    """The agencies that the article, the sentence or its speaker credits, by their house forms."""
    said = stylebook.agencies(claim.sentence.text) + stylebook.agencies(claim.speaker)
    return frozenset(claim.article.wire + said)
