"""Turn what was read into claims: who says what, with which words, about when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.claims.match import EXACT, VALUED, fit
from rag.claims.scope import speaks_of_the_named
from rag.claims.spans import closed, trim, widen
from rag.claims.speakers import speaker_of
from rag.question.understand import Asks, Question
from rag.text.events import event_at, events_in
from rag.text.sentences import split_sentences
from rag.text.stylebook import Mention, Stylebook
from rag.types import Claim, Passage, Reading, Span
from rag.values import Found, Kind, Precision, Quantity, Value, When, find_values

__all__ = ["extract", "tallies"]

NEAR = 0.8
"""What is left of the reader's confidence where the value stands beside the span, not in it."""
NEAR_CHARACTERS = 20
"""As many characters may lie between the span and such a value."""
_PEOPLE = frozenset({"person", "killed", "wounded", "detainee", "missing", "displaced", "victim"})
"""Units that name people by what happened to them, or not at all."""
PHRASE = 0.5
"""What is left where a value was asked for and only a phrase was found."""


def extract(
    question: Question,
    readings: Sequence[Reading],
    stylebook: Stylebook,
    *,
    all_names: bool = False,
) -> list[Claim]:
    """The claims of the readings that have a span, most confident first.

    Words that two overlapping passages share give one claim. An article that does not name whom and
    where the question names does not speak of them: it gives none. One of several people or places
    is enough, unless `all_names`.
    """
    best: dict[tuple[str, int, int], Claim] = {}
    for reading in readings:
        if reading.span is None:
            continue
        passage = reading.span.passage
        if _on_the_named(question, passage, stylebook, all_names):
            for claim in _claims(question, reading, reading.span, stylebook):
                key = (claim.article.id, claim.evidence.start, claim.evidence.end)
                if key not in best or claim.confidence > best[key].confidence:
                    best[key] = claim
    return sorted(best.values(), key=lambda claim: -claim.confidence)


def tallies(
    question: Question, claims: Sequence[Claim], passages: Sequence[Passage], stylebook: Stylebook
) -> list[Claim]:
    """Further counts of the event that is asked about, in passages that the reader passed over.

    Only where a question counts an event ("How many were killed?") and a claim answers it with a
    count. A further one must be in the unit asked for (or both count people), stand beside a word
    of that event, and be in an article that names whom and where the question names. Its confidence
    is below any claim's.
    """
    asked = _events(question)
    answered = [c for c in claims if isinstance(c.value, Quantity) and c.value.kind is Kind.COUNT]
    if not asked or question.asks is not Asks.NUMBER or not answered:
        return []
    confidence = NEAR * min(claim.confidence for claim in answered)
    known = {(c.article.id, c.evidence.start) for c in claims}
    found: dict[tuple[str, int], Claim] = {}
    for passage in passages:
        if not events_in(passage.text) & asked:
            continue
        if not _on_the_named(question, passage, stylebook):
            continue
        for sentence in _sentences(Span(passage, passage.start, passage.end)):
            part = _part(sentence, sentence)
            for value in part.values:
                key = (passage.article.id, value.start)
                if key not in known | found.keys() and _tallies(question, asked, sentence, value):
                    evidence = closed(replace(sentence, start=value.start, end=value.end), sentence)
                    claim = _claim(question, evidence, sentence, confidence)
                    event = _event(value, part.values)
                    found[key] = replace(claim, value=value.value, event_date=event)
    return list(found.values())


def _on_the_named(
    question: Question, passage: Passage, stylebook: Stylebook, all_names: bool = False
) -> bool:
    """Whether a passage is on whom and where the question names, if any.

    Its article must name them. What befell an organisation is counted only in a passage that names
    one itself: the dead of an article that mentions a force elsewhere are not the force's.
    """
    if not speaks_of_the_named(question.text, passage, stylebook, all_of_them=all_names):
        return False
    if question.asks is not Asks.NUMBER or not _events(question):
        return True
    asked = {e for e in stylebook.names(question.text) if e.kind == "organisation"}
    return not asked or not asked.isdisjoint(stylebook.names(passage.text))


def _tallies(question: Question, asked: frozenset[str], sentence: Span, found: Found) -> bool:
    value, begin = found.value, sentence.start
    if not isinstance(value, Quantity) or value.kind is not Kind.COUNT or not value.unit:
        return False
    here = event_at(sentence.text, found.start - begin, found.end - begin)
    people = question.unit in _PEOPLE and value.unit in _PEOPLE and fit(question, found) > 0
    return bool(here & asked) and (people or fit(question, found) == EXACT)


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of a span that lies in one sentence, and the values of that sentence.

    The offsets of the values are the article's.
    """

    span: Span
    sentence: Span
    values: tuple[Found, ...]


def _claims(
    question: Question, reading: Reading, span: Span, stylebook: Stylebook
) -> Iterator[Claim]:
    first: _Part | None = None
    for sentence in _sentences(span):
        part = _part(span, sentence)
        first = first or part
        if chosen := _chosen(question, part):
            found, certainty = chosen
            evidence = closed(replace(span, start=found.start, end=found.end), sentence)
            claim = _claim(question, evidence, sentence, reading.answerable * certainty)
            yield replace(claim, value=found.value, event_date=_event(found, part.values))
            return
    if first is not None and _may_answer(question, first, stylebook):
        yield _phrase(question, reading, first, stylebook)


def _speaks_of(question: Question, part: _Part) -> bool:
    """Whether the sentence, or the one before it, speaks of the event that is asked about."""
    asked = _events(question)
    if not asked:
        return True
    passage, sentence = part.sentence.passage, part.sentence
    before = [end for _, end in passage.sentences if end <= sentence.start]
    begin = next((s for s, end in passage.sentences if before and end == before[-1]), None)
    text = passage.article.text[sentence.start if begin is None else begin : sentence.end]
    return bool(asked & events_in(text))


def _events(question: Question) -> frozenset[str]:
    asks = question.asks in {Asks.NUMBER, Asks.DATE, Asks.PLACE}
    return events_in(question.text) if asks else frozenset()


def _may_answer(question: Question, part: _Part, stylebook: Stylebook) -> bool:
    """Whether the words can answer at all: a number is no person, and words are no hour.

    Nor is a name that the question gives: "In which part of Kazakhstan?" is not "Kazakhstan".
    """
    if question.asks is Asks.TIME:
        return False
    if question.asks in {Asks.PERSON, Asks.PLACE}:
        span = part.span
        if any(f.start <= span.start and f.end >= span.end for f in part.values):
            return False
        given, length = stylebook.names(question.text), span.end - span.start
        if any(m.entity in given and m.end - m.start == length for m in stylebook.find(span.text)):
            return False
    return _speaks_of(question, part) and not _counts_other(question, part)


def _counts_other(question: Question, part: _Part) -> bool:
    """Whether the span is a number of something else: of the wounded, for one of the killed."""
    touched = [f for f in part.values if f.start <= part.span.end and f.end >= part.span.start]
    return any(not _happened(question, part, found) for found in touched)


def _happened(question: Question, part: _Part, found: Found) -> bool:
    """Whether a number may count what the question asks about: killed, not wounded.

    The people to whom something happened are not a population.
    """
    asked, start = _events(question), part.sentence.start
    if not asked and question.unit != "inhabitant":
        return True
    if isinstance(found.value, When):
        return _speaks_of(question, part)
    here = event_at(part.sentence.text, found.start - start, found.end - start)
    if not asked:
        return not here
    return bool(here & asked) if here else _speaks_of(question, part)


def _part(span: Span, sentence: Span) -> _Part:
    start, end = max(span.start, sentence.start), min(span.end, sentence.end)
    article = span.passage.article
    values = tuple(
        replace(f, start=f.start + sentence.start, end=f.end + sentence.start)
        for f in find_values(sentence.text, article.language, article.published)
        if _resolved(f.value)
    )
    return _Part(trim(replace(span, start=start, end=end)), sentence, values)


def _resolved(value: Value) -> bool:
    """Whether a value can be stated: "Friday" in an article without a date can only be quoted."""
    return isinstance(value, Quantity) or value.start is not None or value.at is not None


def _phrase(question: Question, reading: Reading, part: _Part, stylebook: Stylebook) -> Claim:
    valued = question.asks in VALUED
    given = stylebook.names(question.text)
    names = [m for m in stylebook.find(part.sentence.text) if m.entity not in given]
    evidence = widen(part.span, part.sentence, question.asks, names)
    confidence = reading.answerable * (PHRASE if valued else 1.0)
    at = Found(evidence.start, evidence.end, When(None, None, Precision.DAY))
    return replace(
        _claim(question, evidence, part.sentence, confidence),
        names=_names(evidence, part.sentence, names),
        event_date=None if valued else _event(at, part.values),
    )


def _claim(question: Question, evidence: Span, sentence: Span, confidence: float) -> Claim:
    language = sentence.passage.article.language
    return Claim(
        subject=question.subject,
        value=None,
        evidence=evidence,
        sentence=sentence,
        confidence=confidence,
        speaker=speaker_of(sentence.text, evidence.start - sentence.start, language),
    )


def _sentences(span: Span) -> list[Span]:
    """The sentences that the span touches, the one that holds most of it first."""
    passage = span.passage
    bounds = passage.sentences or split_sentences(passage.article.text, passage.start, passage.end)
    shares = [
        (min(end, span.end) - max(start, span.start), -start, Span(passage, start, end))
        for start, end in bounds
        if start < span.end and span.start < end
    ]
    shares.sort(key=lambda share: share[:2], reverse=True)
    return [sentence for _, _, sentence in shares] or [Span(passage, passage.start, passage.end)]


def _chosen(question: Question, part: _Part) -> tuple[Found, float] | None:
    """The value that the span means, with how certain that is; None where a phrase answers.

    In the span the best fit wins, then the first; outside it the nearest, and only what stands
    close and fits in kind and unit: a number that merely is in the sentence is not an answer. A
    date or an hour is rare enough to be meant from anywhere in the sentence.
    """
    span = part.span
    if question.asks not in VALUED:
        whole = [f for f in part.values if f.start <= span.start + 3 and f.end >= span.end - 3]
        return (whole[0], 1.0) if whole and question.asks is Asks.OTHER else None
    values = [f for f in part.values if _happened(question, part, f)]
    ranked = [(fit(question, f), f) for f in values]
    inside = [(n, f) for n, f in ranked if n and f.start <= span.end and f.end >= span.start]
    top = max((n for n, _ in inside), default=0)
    rare = question.asks is Asks.TIME or (question.asks is Asks.DATE and bool(inside))
    reach = len(part.sentence.text) if rare else NEAR_CHARACTERS
    near = [f for n, f in ranked if n == EXACT and _gap(f, span) <= reach]
    if inside and not (near and rare and top < EXACT):
        best = [f for n, f in inside if n == top]
        return _joined(best[0], best), 1.0
    return (min(near, key=lambda f: _gap(f, span)), NEAR) if near else None


def _joined(first: Found, others: list[Found]) -> Found:
    """Of an exact date and a weekday side by side ("Monday, 10 January") take the exact one."""
    if not isinstance(first.value, When) or not first.value.relative:
        return first
    exact = [f for f in others if isinstance(f.value, When) and not f.value.relative]
    return next((f for f in exact if f.start - first.end <= 3), first)


def _gap(found: Found, span: Span) -> int:
    return max(found.start - span.end, span.start - found.end)


def _event(at: Found, values: Sequence[Found]) -> date | None:
    """The day nearest to the claim that the sentence names; a value that is a date is not one."""
    if isinstance(at.value, When) and at.value.start is not None:
        return None
    days = [
        (abs(f.start - at.start), f.value.start)
        for f in values
        if isinstance(f.value, When) and f.value.precision is Precision.DAY and f.value.start
    ]
    return min(days, key=lambda day: day[0])[1] if days else None


def _names(evidence: Span, sentence: Span, mentions: list[Mention]) -> tuple[str, ...]:
    names = {
        m.entity.english[0]: None
        for m in mentions
        if m.start + sentence.start >= evidence.start and m.end + sentence.start <= evidence.end
    }
    return tuple(names)
