"""Weigh claims: equal ones together, wire copies counted once, disagreements labelled.

Nothing is averaged and nothing is picked: every value that stands up stays, in its own group.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from rag.claims.match import VALUED, fit
from rag.claims.spans import like_name
from rag.claims.speakers import agencies
from rag.question.kind import wordset
from rag.question.understand import Asks, Question
from rag.storeys import standing
from rag.text.events import event_at
from rag.text.fold import analyse, fold
from rag.types import Claim, Group, Label
from rag.values import Found, Kind, Quantity, Relation, When, relate

__all__ = ["NAMED", "weigh"]

NAMED = frozenset({Asks.PERSON, Asks.PLACE})
"""The kinds of question where two different names are two different answers."""

WEAK_VALUE = 0.8
"""A value that fits the question worse than the best does is noise below this share of the best
confidence."""
WEAK_PHRASE = 0.6
"""A phrase is noise below this share of the best confidence: phrases cannot be checked further."""
MOST_PHRASES = 3
"""As many different phrases are shown."""
CLOSE = 0.25
"""A hedged number ("more than 2,000") joins one that differs by at most this share."""
COPY = 0.8
"""Share of the shorter sentence's words from which two sentences are the same report."""

_CUMULATIVE = frozenset({Kind.COUNT, Kind.ORDINAL})
_EARLIER = re.compile(
    r"تقرير سابق|تقارير سابقه|حصيله سابقه|حصيله اوليه|في وقت سابق (?:عن|افاد)|كانت الحصيله|"
    r"earlier report|previous(?:ly)? report|earlier toll|previous toll|initial toll"
)
_WHOLE = re.compile(
    r"(?:جميع|كل|كافه|ساير|سائر|عموم) (?:انحاء|مناطق|ارجاء)|انحاء البلاد|"
    r"across the country|nationwide"
)
_AREA = re.compile(
    r"(?<!\w)(?:في|من|داخل|in|at|from|among) (?:the )?"
    r"(?P<words>[^\s،,.؛;:]+(?: [^\s،,.؛;:]+){0,2})"
)
_NOT_AREAS = wordset(
    "يناير فبراير مارس ابريل نيسان ايار مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر كانون "
    "شباط اذار حزيران تموز اب ايلول تشرين الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد يوم "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday a an this that his her its their "
    "اعمال زلزال الزلزال هجوم الهجوم انفجار الانفجار حرب الحرب قصف القصف اشتباكات الاشتباكات "
    "احتجاجات الاحتجاجات اضطرابات الاضطرابات فيضانات الفيضانات حادث الحادث غاره غارات حريق الحريق "
    "حصيله الحصيله وقت اطار ظل اجل صفوف صفوفها بين اقل اكثر الاقل المجموع المجمل اول احدث اخر "
    "earthquake quake attack blast explosion war fighting clashes protests riots floods fire crash"
)
_CLAUSE_END = re.compile(r"[،؛;:.]|, | و(?=\d)")
_EVERYWHERE = "*"
_OLDEST = date.min


def weigh(claims: Sequence[Claim], question: Question) -> list[Group]:
    """Group the claims and label the groups against the first.

    Values and names come newest first (then more sources, then more confidence); phrases, which
    do not compete, come most confident first.
    """
    solid = _without_noise(claims, question)
    groups: list[list[Claim]] = []
    # What is exact founds a group, what is hedged joins the nearest.
    for claim in sorted(solid, key=lambda c: (_hedged(c), -c.confidence)):
        home = _home(claim, groups, question)
        if home is None:
            groups.append([claim])
        else:
            home.append(claim)
    ordered = _ordered(groups, question)
    return [
        Group(tuple(group), _label(group[0], ordered[0][0], question), _sources(group))
        for group in ordered
    ]


def _without_noise(claims: Sequence[Claim], question: Question) -> list[Claim]:
    """Drop what only a weak reading supports and the question's own unit speaks against.

    Where a value is asked for and some claim has one, phrases go; so do values that fit worse than
    the best fit and have less than WEAK_VALUE of the best confidence, and values in another unit
    where one has the unit asked for. Phrases go below WEAK_PHRASE of the best confidence.
    """
    if not claims:
        return []
    best = max(claim.confidence for claim in claims)
    if question.asks not in VALUED:
        return [claim for claim in claims if claim.confidence >= WEAK_PHRASE * best]
    fits = {claim: _fit(claim, question) for claim in claims if claim.value is not None}
    if not fits:
        return [claim for claim in claims if claim.confidence >= WEAK_PHRASE * best]
    top = max(fits.values())
    strongest = max(claim.confidence for claim in fits)
    return [
        claim
        for claim, fitness in fits.items()
        if fitness == top or (fitness >= min(2, top) and claim.confidence >= WEAK_VALUE * strongest)
    ]


def _fit(claim: Claim, question: Question) -> int:
    return 0 if claim.value is None else fit(question, Found(0, 0, claim.value))


def _hedged(claim: Claim) -> bool:
    value = claim.value
    return isinstance(value, Quantity) and (value.vague or value.qualifier.value != "exact")


def _home(claim: Claim, groups: list[list[Claim]], question: Question) -> list[Claim] | None:
    """The group that says the same, the nearest one first; None if there is none."""
    alike = [group for group in groups if all(_same(claim, other, question) for other in group)]
    return min(alike, key=lambda group: _distance(claim, group[0]), default=None)


def _same(a: Claim, b: Claim, question: Question) -> bool:
    if a.value is not None and b.value is not None:
        if _scopes_differ(a, b, question):
            return False
        relation = relate(a.value, b.value)
        return relation is Relation.EQUAL or (
            relation is Relation.COMPATIBLE and _distance(a, b) <= CLOSE
        )
    return a.value is None and b.value is None and _same_phrase(a, b, question)


def _distance(a: Claim, b: Claim) -> float:
    """How far two numbers are apart, as a share of the larger; 0 for what is not a number."""
    x, y = a.value, b.value
    if not isinstance(x, Quantity) or not isinstance(y, Quantity) or relate(x, y) == "equal":
        return 0.0
    if x.low <= y.high and y.low <= x.high:
        return 0.0 if not x.vague and not y.vague else 0.01
    largest = max(abs(x.high), abs(y.high), abs(x.low), abs(y.low))
    return float(min(abs(x.low - y.high), abs(y.low - x.high)) / largest) if largest else 0.0


def _same_phrase(a: Claim, b: Claim, question: Question) -> bool:
    if question.asks in NAMED | {Asks.LIST} and a.names and b.names:
        return set(a.names) <= set(b.names) or set(b.names) <= set(a.names)
    one, other = _stems(a.evidence.text), _stems(b.evidence.text)
    if not one or not other:
        return one == other
    shared = len(one & other)
    return shared == min(len(one), len(other)) or shared / len(one | other) >= COPY


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(analyse(text))


def _ordered(groups: list[list[Claim]], question: Question) -> list[list[Claim]]:
    for group in groups:
        group.sort(key=lambda c: (_date(c), not _hedged(c), c.confidence), reverse=True)
    if question.asks in VALUED or question.asks in NAMED:
        by_date = sorted(groups, key=_confidence, reverse=True)
        by_date.sort(key=_sources, reverse=True)
        return sorted(by_date, key=lambda group: _age(group[0]), reverse=True)
    return sorted(groups, key=_confidence, reverse=True)[:MOST_PHRASES]


def _confidence(group: list[Claim]) -> float:
    return max(claim.confidence for claim in group)


def _date(claim: Claim) -> date:
    return claim.article.published or _OLDEST


def _age(claim: Claim) -> tuple[date, bool]:
    """Sorts by publication; what a sentence itself calls an earlier report is older."""
    return _date(claim), not _is_earlier(claim)


def _is_earlier(claim: Claim) -> bool:
    return _EARLIER.search(fold(claim.sentence.text).text) is not None


def _label(claim: Claim, first: Claim, question: Question) -> Label:
    """How a claim stands to the newest one.

    SCOPE: another unit, or another area or subset. UPDATE: an older report of something that
    moves: a count that has grown since, a price or rate, a date that was still to come; or what
    the article itself calls an earlier report. CONTRADICTION: the rest. Phrases of an open
    question (a reason, a definition) do not contradict each other.
    """
    if claim is first:
        return Label.AGREED
    if claim.value is None or first.value is None:
        named = _named(claim, question) and _named(first, question)
        return Label.CONTRADICTION if named else Label.AGREED
    if relate(claim.value, first.value) is Relation.INCOMPARABLE:
        return Label.SCOPE
    if _scopes_differ(claim, first, question):
        return Label.SCOPE
    if _is_earlier(claim) or _updated(claim, first):
        return Label.UPDATE
    return Label.CONTRADICTION


def _named(claim: Claim, question: Question) -> bool:
    """Whether a person or place is asked for and the words are a name: not "in the west"."""
    if claim.names or question.asks is not Asks.PERSON:
        return bool(claim.names) and question.asks in NAMED
    return like_name(claim.evidence.text)


def _updated(old: Claim, new: Claim) -> bool:
    if not (old.article.published and new.article.published):
        return False
    event_later = bool(old.event_date and new.event_date and old.event_date < new.event_date)
    if old.article.published >= new.article.published and not event_later:
        return False
    if isinstance(old.value, When) and isinstance(new.value, When):
        return old.value.end is not None and old.value.end > old.article.published
    if isinstance(old.value, Quantity) and isinstance(new.value, Quantity):
        return new.value.kind not in _CUMULATIVE or new.value.high >= old.value.high
    return False


def _scopes_differ(a: Claim, b: Claim, question: Question) -> bool:
    """Whether both name the event, area or subset that they count, and not the same one.

    "All over the country" and what the question itself names are the general case.
    """
    if not standing().scope:
        return False
    if not isinstance(a.value, Quantity) or not isinstance(b.value, Quantity):
        return False
    if a.value.kind is not Kind.COUNT or b.value.kind is not Kind.COUNT:
        return False
    if a.article.language != b.article.language:
        return False
    happened, other_happened = _event(a), _event(b)
    if happened and other_happened and not happened & other_happened:
        return True
    one, other = _area(a), _area(b)
    if not one or not other or one & other:
        return False
    general = _stems(question.text) | {_EVERYWHERE}
    return not (one <= general and other <= general)


def _event(claim: Claim) -> frozenset[str]:
    begin = claim.sentence.start
    return event_at(claim.sentence.text, claim.evidence.start - begin, claim.evidence.end - begin)


def _area(claim: Claim) -> frozenset[str]:
    """The words of the first "in …" or "of …" after the value in its clause, stemmed."""
    text = claim.article.text
    begin = max(claim.evidence.start, claim.sentence.start)
    clause = _CLAUSE_END.split(text[begin : claim.sentence.end], maxsplit=1)[0]
    return _area_of(clause)


@lru_cache(maxsize=4096)
def _area_of(clause: str) -> frozenset[str]:
    folded = fold(clause).text
    if _WHOLE.search(folded):
        return frozenset({_EVERYWHERE})
    for match in _AREA.finditer(folded):
        words = match["words"].split()
        if not any(c.isdigit() for c in match["words"]) and words[0] not in _NOT_AREAS:
            stems = [stem for word in words for stem in analyse(word) if word not in _NOT_AREAS]
            return frozenset(stems[:2])
    return frozenset()


def _sources(group: Sequence[Claim]) -> int:
    """How many independent sources a group has: one article, one wire or one text is one."""
    kin: list[list[Claim]] = []
    for claim in group:
        related = [k for k in kin if any(_copies(claim, other) for other in k)]
        kin = [k for k in kin if k not in related] + [[claim, *(c for k in related for c in k)]]
    return len(kin)


def _copies(a: Claim, b: Claim) -> bool:
    if a.article.id == b.article.id or _wires(a) & _wires(b):
        return True
    one, other = _stems(a.sentence.text), _stems(b.sentence.text)
    shared = len(one & other)
    return shared >= 5 and shared / min(len(one), len(other)) >= COPY


def _wires(claim: Claim) -> frozenset[str]:
    """The agencies that the article or the sentence credits."""
    return agencies(" ; ".join(claim.article.wire)) | agencies(claim.sentence.text)
