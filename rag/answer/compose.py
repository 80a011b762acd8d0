"""Compose an answer from weighed claims, in the question's language, each statement cited."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.answer.phrases import PHRASES
from rag.answer.wording import Wording
from rag.claims.group import NAMED
from rag.question.understand import Asks, Question
from rag.text.fold import analyse
from rag.text.stylebook import Stylebook
from rag.types import (
    Answer,
    Citation,
    Claim,
    Group,
    Hit,
    Label,
    Language,
    Reading,
    Span,
    Statement,
    Verdict,
)

__all__ = ["Composer", "Extractive", "not_found"]

_NEGATION = re.compile(
    r"(?<!\w)[وف]?(?:لم|لن|لا|ليس|ليست|غير|عدم|نفى|نفت|ينفي|تنفي|نفي|قد|ربما|لو|إذا|تكهنات|شائعات|مزاعم)"
    r"(?!\w)|\b(?:not|no|never|denied|denies|deny|false|if|may|might|could|rumou?rs?|alleged\w*)\b|n't\b",
    re.I,
)
SURE = 0.7
"""Share of a yes-or-no question's words that its sentence must hold before the answer says yes."""


class Composer(Protocol):
    """Anything that writes an answer from weighed claims."""

    def compose(
        self,
        question: Question,
        groups: Sequence[Group],
        hits: Sequence[Hit],
        readings: Sequence[Reading],
    ) -> Answer:
        """Write the answer; every statement of it names the citations that vouch for it."""
        ...


def not_found(question: Question, hits: Sequence[Hit], readings: Sequence[Reading]) -> Answer:
    """The answer that the archive does not hold it. The hits stay, as near passages."""
    return Answer(
        question=question.asked,
        language=question.language,
        verdict=Verdict.NOT_FOUND,
        statements=(Statement(PHRASES[question.language].not_found, ()),),
        hits=tuple(hits),
        confidence=_confidence(readings),
        notes=_understood(question),
    )


def _confidence(readings: Sequence[Reading]) -> float:
    return max((reading.answerable for reading in readings), default=0.0)


def _understood(question: Question) -> tuple[str, ...]:
    if question.text == " ".join(question.asked.split()):
        return ()
    return (PHRASES[question.language].understood.format(text=question.text),)


@dataclass
class _Draft:
    """An answer in the making: citations numbered in the order of their first use."""

    wording: Wording
    spans: dict[tuple[str, int, int], Span] = field(default_factory=dict)
    highlights: dict[tuple[str, int, int], dict[tuple[int, int], Span]] = field(
        default_factory=dict
    )
    notes: dict[str, None] = field(default_factory=dict)

    def cite(self, claims: Sequence[Claim]) -> tuple[int, ...]:
        """The markers of the sentences of these claims, each sentence once."""
        markers: dict[int, None] = {}
        for claim in claims:
            key = (claim.article.id, claim.sentence.start, claim.sentence.end)
            self.spans.setdefault(key, claim.sentence)
            words = claim.evidence
            self.highlights.setdefault(key, {})[words.start, words.end] = words
            markers[list(self.spans).index(key) + 1] = None
        return tuple(markers)

    def citations(self) -> tuple[Citation, ...]:
        return tuple(
            Citation(marker, span, tuple(span for _, span in sorted(self.highlights[key].items())))
            for marker, (key, span) in enumerate(self.spans.items(), start=1)
        )


@dataclass(frozen=True)
class Extractive:
    """Composes from the claims alone: values rendered, names by the stylebook, the rest quoted."""

    stylebook: Stylebook

    def compose(
        self,
        question: Question,
        groups: Sequence[Group],
        hits: Sequence[Hit],
        readings: Sequence[Reading],
    ) -> Answer:
        """One statement per group; `groups` is empty where the archive does not answer."""
        if not groups:
            return not_found(question, hits, readings)
        draft = _Draft(Wording(question.language, self.stylebook))
        statements = tuple(_statement(draft, question, group) for group in groups)
        disputed = any(group.label is not Label.AGREED for group in groups)
        return Answer(
            question=question.asked,
            language=question.language,
            verdict=Verdict.DISPUTED if disputed else Verdict.ANSWERED,
            lead=PHRASES[question.language].differ if disputed else "",
            statements=statements,
            groups=tuple(groups),
            citations=draft.citations(),
            hits=tuple(hits),
            confidence=_confidence(readings),
            notes=(*_understood(question), *draft.notes, *_copies(groups, question.language)),
        )


def _statement(draft: _Draft, question: Question, group: Group) -> Statement:
    wording, phrases, first = draft.wording, draft.wording.phrases, group.claims[0]
    claims = _cited(group, wording, question)
    source = wording.source([claim.article for claim in claims])
    label = _label(group, question, wording.language)
    if first.value is not None:
        said, also = wording.speaker(first), _also(claims, wording)
        text = phrases.value.format(
            value=wording.value(first), said=said, also=also, source=source, label=label
        )
        if "«" in said and not wording.own(first.article):
            draft.notes[phrases.foreign] = None
    elif names := wording.names(first, question.asks):
        text = phrases.value.format(value=names, said="", also="", source=source, label=label)
        if "«" in names:
            draft.notes[phrases.romanised] = None
    else:
        text = _quotation(draft, question, first, wording.source([first.article]) + label)
        claims = [first]
    return Statement(_capital(text), draft.cite(claims))


def _cited(group: Group, wording: Wording, question: Question) -> list[Claim]:
    """The claims that a statement names: all values and names; of quotations the first."""
    first = group.claims[0]
    if first.value is None and not wording.names(first, question.asks):
        return [first]
    return list(group.claims)


def _also(claims: Sequence[Claim], wording: Wording) -> str:
    """What else the group gives for the first claim's value: nothing is hidden."""
    first, *rest = claims
    others = {claim.value: claim for claim in reversed(rest) if claim.value != first.value}
    worded = {wording.value(claim): None for claim in rest if others.get(claim.value) is claim}
    worded.pop(wording.value(first), None)
    return wording.phrases.also.format(values=wording.phrases.comma.join(worded)) if worded else ""


def _label(group: Group, question: Question, language: Language) -> str:
    phrases = PHRASES[language]
    words = phrases.labels[group.label]
    if group.label is Label.CONTRADICTION and group.claims[0].value is None:
        words = phrases.other_answer if question.asks in NAMED else words
    return f" — {words}" if words else ""


def _quotation(draft: _Draft, question: Question, claim: Claim, source: str) -> str:
    wording, phrases = draft.wording, draft.wording.phrases
    if not wording.own(claim.article):
        draft.notes[phrases.foreign] = None
    quote = claim.evidence.text
    text = phrases.quote.format(source=source, label="", quote=quote)
    if question.asks is Asks.YES_NO and _affirmed(question, claim, wording):
        separator = wording.phrases.comma
        return f"{phrases.yes}{separator}{text[:1].lower()}{text[1:]}"
    return text


def _affirmed(question: Question, claim: Claim, wording: Wording) -> bool:
    """Whether the sentence says what is asked, word for word, without any negation or doubt."""
    sentence = claim.sentence.text
    if not wording.own(claim.article) or _NEGATION.search(sentence + " " + question.text):
        return False
    asked = set(analyse(question.text)[1:])
    shared = asked & set(analyse(sentence))
    return len(shared) >= 2 and len(shared) / len(asked) >= SURE


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _copies(groups: Sequence[Group], language: Language) -> tuple[str, ...]:
    notes = []
    for group in groups:
        outlets = len({claim.article.id for claim in group.claims})
        if outlets > group.sources:
            noun = "source" if group.sources == 1 else "sources"
            notes.append(
                PHRASES[language].copies.format(outlets=outlets, sources=group.sources, noun=noun)
            )
    return tuple(dict.fromkeys(notes))
