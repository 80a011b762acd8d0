"""Turn what was read into claims: who says what, with which words, about when."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from rag.question import Asks, Question
from rag.sentences import split_sentences
from rag.speakers import speaker_of
from rag.stylebook import Mention, Stylebook
from rag.types import Claim, Reading, Span
from rag.values import Found, Kind, Precision, Quantity, Relation, When, find_values, relate
from rag.widen import trim, widen

__all__ = ["VALUED", "extract", "fit"]

VALUED = frozenset({Asks.NUMBER, Asks.MONEY, Asks.DATE, Asks.DURATION, Asks.TIME})
"""The kinds of question that a value answers."""

NEAR = 0.8
"""What is left of the reader's confidence where the value stands beside the span, not in it."""
PHRASE = 0.5
"""What is left where a value was asked for and only a phrase was found."""


def extract(question: Question, readings: Sequence[Reading], stylebook: Stylebook) -> list[Claim]:
    """The claims of the readings that have a span, most confident first.

    Words that two overlapping passages share give one claim.
    """
    best: dict[tuple[str, int, int], Claim] = {}
    for reading in readings:
        if reading.span is not None:
            for claim in _claims(question, reading, reading.span, stylebook):
                key = (claim.article.id, claim.evidence.start, claim.evidence.end)
                if key not in best or claim.confidence > best[key].confidence:
                    best[key] = claim
    return sorted(best.values(), key=lambda claim: -claim.confidence)


def fit(question: Question, found: Found) -> int:
    """How well a value fits what is asked: 0 not at all, 1 perhaps, 2 well, 3 in kind and unit."""
    value = found.value
    if isinstance(value, When):
        time = value.precision is Precision.TIME
        if question.asks is Asks.DATE:
            return 1 if time else 3
        if question.asks is Asks.TIME:
            return 3 if time else 1
        return 1 if question.asks is Asks.DURATION and value.within else 0
    if question.asks is Asks.DATE:
        return 1 if value.kind is Kind.DURATION else 0
    if question.asks is Asks.TIME:
        return 0
    if question.asks in {Asks.MONEY, Asks.DURATION}:
        return 3 if value.kind is question.kind else 0
    return _fit_number(question, value)


def _fit_number(question: Question, value: Quantity) -> int:
    if question.kind is Kind.PERCENT or value.kind is Kind.PERCENT:
        return 3 if question.kind is value.kind else 1 if question.kind is None else 0
    if value.kind is Kind.ORDINAL:
        return 0
    if not question.unit:
        return 2 if value.kind in {Kind.COUNT, Kind.MEASURE} else 1
    if value.unit == question.unit:
        return 3
    if value.kind is not question.kind:
        return 0
    asked = replace(value, unit=question.unit)
    alike = not value.unit or relate(value, asked) is not Relation.INCOMPARABLE
    return 2 if alike else 0


def _claims(
    question: Question, reading: Reading, span: Span, stylebook: Stylebook
) -> Iterator[Claim]:
    sentence = _sentence(span)
    start, end = max(span.start, sentence.start), min(span.end, sentence.end)
    span = trim(replace(span, start=start, end=end))
    article = span.passage.article
    values = [
        replace(f, start=f.start + sentence.start, end=f.end + sentence.start)
        for f in find_values(sentence.text, article.language, article.published)
    ]
    chosen = _chosen(question, span, values)
    for found, certainty in chosen:
        evidence = replace(span, start=found.start, end=found.end)
        claim = _claim(question, evidence, sentence, reading.answerable * certainty)
        yield replace(claim, value=found.value, event_date=_event(found, values))
    if not chosen:
        certainty = PHRASE if question.asks in VALUED else 1.0
        given = stylebook.names(question.text)
        names = [m for m in stylebook.find(sentence.text) if m.entity not in given]
        evidence = widen(span, sentence, question.asks, names)
        claim = _claim(question, evidence, sentence, reading.answerable * certainty)
        at = Found(evidence.start, evidence.end, When(None, None, Precision.DAY))
        event = None if question.asks in VALUED else _event(at, values)
        yield replace(claim, names=_names(evidence, sentence, names), event_date=event)


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


def _sentence(span: Span) -> Span:
    """The sentence that holds most of the span."""
    passage = span.passage
    sentences = passage.sentences or split_sentences(
        passage.article.text, passage.start, passage.end
    )
    spans = [Span(passage, start, end) for start, end in sentences]
    whole = Span(passage, passage.start, passage.end)
    return max(spans, key=lambda s: min(s.end, span.end) - max(s.start, span.start), default=whole)


def _chosen(question: Question, span: Span, values: list[Found]) -> list[tuple[Found, float]]:
    """The value that the span means, with how certain that is; [] where a phrase answers.

    In the span the best fit wins, then the first; outside it the nearest that fits well.
    """
    if question.asks not in VALUED:
        whole = [f for f in values if f.start <= span.start + 3 and f.end >= span.end - 3]
        return [(f, 1.0) for f in whole[:1] if question.asks is Asks.OTHER]
    ranked = [(fit(question, f), f) for f in values]
    inside = [(n, f) for n, f in ranked if n and f.start <= span.end and f.end >= span.start]
    top = max((n for n, _ in inside), default=0)
    near = [(n, f) for n, f in ranked if n >= 2 and n > top]
    if inside and not (top == 1 and near):
        first = next(f for n, f in inside if n == top)
        return [(_joined(first, [f for n, f in inside if n == top]), 1.0)]
    if near:
        most = max(n for n, _ in near)
        return [(min((f for n, f in near if n == most), key=lambda f: _gap(f, span)), NEAR)]
    return []


def _joined(first: Found, others: list[Found]) -> Found:
    """Of an exact date and a weekday side by side ("Monday, 10 January") take the exact one."""
    if not isinstance(first.value, When) or not first.value.relative:
        return first
    exact = [f for f in others if isinstance(f.value, When) and not f.value.relative]
    return next((f for f in exact if f.start - first.end <= 3), first)


def _gap(found: Found, span: Span) -> int:
    return max(found.start - span.end, span.start - found.end)


def _event(at: Found, values: list[Found]) -> date | None:
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
