"""A toy archive, answers over it and systems that give them: what they score is worked by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from eval.archives import Archive
from eval.gold import Evidence, Gold
from eval.systems import Observation
from rag.types import (
    Answer,
    Article,
    Citation,
    Claim,
    Group,
    Hit,
    Label,
    Language,
    Passage,
    Reading,
    Span,
    Statement,
    Verdict,
)
from rag.values import Quantity

FIRST = Article(
    "first",
    "أحرقت 500 سيارة تابعة للشرطة. وقُتل 26 مسلحا.",
    outlet="Euronews",
    published=date(2022, 1, 10),
)
SECOND = Article(
    "second",
    "بلغ عدد الموقوفين 2298 شخصا. ولم تصدر حصيلة.",
    outlet="Middle East Online",
    published=date(2022, 1, 11),
)
THIRD = Article("third", "أوقف نحو ثمانية آلاف شخص.", outlet="AFP", published=date(2022, 1, 12))


def passage(article: Article, identity: int) -> Passage:
    return Passage(identity, article, 0, len(article.text), ((0, len(article.text)),))


CARS, HELD, EIGHT = passage(FIRST, 1), passage(SECOND, 2), passage(THIRD, 3)


def span(within: Passage, words: str) -> Span:
    start = within.article.text.index(words)
    return Span(within, start, start + len(words))


def question(identity: str = "cars-en", /, **changes: object) -> Gold:
    values: dict[str, object] = {
        "id": identity,
        "kind": "number",
        "language": "en",
        "question": "How many police cars were burned?",
        "answers": {"en": ["500"], "ar": ["500 سيارة"]},
        "values": [500],
        "evidence": [{"article": "first", "quote": "500 سيارة تابعة للشرطة"}],
        "answerable": True,
    }
    return Gold.model_validate({**values, **changes})


UNANSWERABLE: dict[str, object] = {
    "kind": "unanswerable",
    "answers": {},
    "values": [],
    "evidence": [],
    "answerable": False,
}


def claim(within: Passage, words: str, number: int, unit: str = "") -> Claim:
    value = Quantity(Decimal(number), Decimal(number), unit=unit)
    whole = Span(within, within.start, within.end)
    return Claim("", value, span(within, words), whole, confidence=0.9)


def group(*claims: Claim, label: Label = Label.AGREED) -> Group:
    return Group(claims, label, sources=len(claims))


def answer(
    *statements: tuple[str, Span],
    groups: Sequence[Group] = (),
    language: Language = "en",
    confidence: float = 0.9,
) -> Answer:
    """An answer whose n-th statement cites the n-th span as [n]."""
    return Answer(
        "?",
        language,
        Verdict.ANSWERED,
        statements=tuple(Statement(text, (i,)) for i, (text, _) in enumerate(statements, 1)),
        groups=tuple(groups),
        citations=tuple(Citation(i, cited) for i, (_, cited) in enumerate(statements, 1)),
        confidence=confidence,
    )


def refusal(language: Language = "en", confidence: float = 0.1) -> Answer:
    return Answer("?", language, Verdict.NOT_FOUND, confidence=confidence)


def seen(said: Answer | None, *found: Passage, error: str = "") -> Observation:
    """An observation: the passages found, best first, read in the same order."""
    return Observation(
        said,
        hits=tuple(Hit(p, 1.0 / rank) for rank, p in enumerate(found, 1)),
        readings=tuple(Reading(p, 0.9 / rank) for rank, p in enumerate(found, 1)),
        timings={"retrieve": 0.01, "read": 0.02},
        error=error,
    )


RIGHT_CARS = answer(
    ("500 cars were burned.", span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")),
    groups=[group(claim(CARS, "500 سيارة", 500))],
)


@dataclass(frozen=True)
class ToySystem:
    """Gives each question the observation that is written down for it."""

    by_id: Mapping[str, Observation]

    def ask(self, gold: Gold) -> Observation:
        return self.by_id[gold.id]


def archive(*golds: Gold, name: str = "toys") -> Archive:
    return Archive(name, name, golds, (), Path())


def evidence(article: str, quote: str) -> Evidence:
    return Evidence(article=article, quote=quote)
