"""Compose an answer from grouped claims, in the question's language, each statement cited."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.answer.phrases import PHRASES
from rag.answer.wording import Wording
from rag.question.understand import Question
from rag.text.plain import unvocalised
from rag.text.stylebook import Stylebook
from rag.types import (
    Answer,
    Citation,
    Claim,
    Group,
    Hit,
    Label,
    Reading,
    Span,
    Statement,
    Verdict,
)

__all__ = ["Composer", "Extractive", "not_found"]


class Composer(Protocol):
    """Anything that writes an answer from grouped claims."""

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
        confidence=max((reading.answerable for reading in readings), default=0.0),
        understood=understood(question),
    )


def understood(question: Question) -> str:
    """The question as a follow-up was understood; "" where it is as asked."""
    asked = unvocalised(" ".join(question.asked.split()))
    return "" if question.text == asked else question.text


@dataclass
class _Draft:
    """Citations in the making, numbered in the order of their first use."""

    spans: dict[tuple[str, int, int], Span] = field(default_factory=dict)
    highlights: dict[tuple[str, int, int], dict[tuple[int, int], Span]] = field(
        default_factory=dict
    )

    def cite(self, claims: Sequence[Claim]) -> tuple[int, ...]:
        """The markers of the sentences of these claims, each sentence once."""
        markers: dict[int, None] = {}
        for claim in claims:
            key = (claim.article.id, claim.sentence.start, claim.sentence.end)
            self.spans.setdefault(key, claim.sentence)
            words = claim.focus or claim.evidence
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
    """Composes from the claims alone: values rendered, names by the stylebook, sentences quoted."""

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
        draft, wording = _Draft(), Wording(question.language, self.stylebook)
        statements = tuple(_statement(draft, wording, group) for group in groups)
        disputed = any(group.label is Label.CONTRADICTION for group in groups)
        return Answer(
            question=question.asked,
            language=question.language,
            verdict=Verdict.DISPUTED if disputed else Verdict.ANSWERED,
            lead=PHRASES[question.language].differ if disputed else "",
            statements=statements,
            groups=tuple(groups),
            citations=draft.citations(),
            hits=tuple(hits),
            confidence=max(claim.confidence for group in groups for claim in group.claims),
            notes=(
                *_foreign(statements, wording),
                *_copies(groups, wording),
            ),
            understood=understood(question),
        )

    def possible(self, answer: Answer, claims: Sequence[Claim]) -> tuple[Statement, ...]:
        """Statements of claims below the level of an answer; their citations follow the answer's.

        Each cites by a marker after those of `answer.citations`, in order.
        """
        wording = Wording(answer.language, self.stylebook)
        first = len(answer.citations) + 1
        return tuple(
            _quoted(wording, claim, (marker,)) for marker, claim in enumerate(claims, start=first)
        )


def _statement(draft: _Draft, wording: Wording, group: Group) -> Statement:
    first = group.claims[0]
    markers = draft.cite(group.claims)
    value = wording.value(first) or wording.names(first)
    phrases, credit = wording.phrases, wording.source([c.article for c in group.claims])
    label = f" ({phrases.labels[group.label]})" if phrases.labels[group.label] else ""
    if not value:
        return _quoted(wording, first, markers, label)
    text = phrases.value.format(
        value=value,
        label=label,
        said=wording.said(first),
        source=credit,
        quote=first.sentence.text,
    )
    return Statement(_capital(text), markers, first.sentence, credit)


def _quoted(wording: Wording, claim: Claim, markers: tuple[int, ...], label: str = "") -> Statement:
    """The sentence as published, with where it is from in front.

    Who says it stands in the sentence; in front of it a name would read as the answer.
    """
    credit = wording.source([claim.article])
    text = wording.phrases.quote.format(source=credit, label=label, quote=claim.sentence.text)
    return Statement(_capital(text), markers, claim.sentence, credit)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _foreign(statements: Sequence[Statement], wording: Wording) -> tuple[str, ...]:
    quotes = [statement.quote for statement in statements if statement.quote]
    if all(wording.own(quote.passage.article) for quote in quotes):
        return ()
    return (wording.phrases.foreign,)


def _copies(groups: Sequence[Group], wording: Wording) -> tuple[str, ...]:
    notes = []
    for group in groups:
        outlets = len({claim.article.id for claim in group.claims})
        if outlets > group.sources:
            noun = "source" if group.sources == 1 else "sources"
            notes.append(
                wording.phrases.copies.format(outlets=outlets, sources=group.sources, noun=noun)
            )
    return tuple(dict.fromkeys(notes))
