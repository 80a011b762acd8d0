"""The words that every part of Dalil speaks: small, frozen, and complete.

Offsets are code-point offsets into `Article.text`, the text as published. Nothing here is ever
normalised; what search needs is made in a shadow form elsewhere.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from rag.text.language import Language
from rag.values import Value

__all__ = [
    "Answer",
    "Article",
    "Citation",
    "Claim",
    "Group",
    "Hit",
    "Json",
    "Label",
    "Language",
    "Passage",
    "Reading",
    "Span",
    "Statement",
    "Verdict",
]

Json = dict[str, Any]
"""An object of JSON."""


@dataclass(frozen=True, slots=True)
class Article:
    """One published article.

    `wire` names the agencies credited (stylebook's English form); `inferred` names the metadata
    fields that were inferred, not read from the text. `copies` are the ids of articles that print
    the same text, whole or shortened.
    """

    id: str
    text: str = field(repr=False)
    title: str = ""
    outlet: str = ""
    published: date | None = None
    language: str = "ar"
    wire: tuple[str, ...] = ()
    url: str = ""
    inferred: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """Its title and its text, a line each."""
        return f"{self.title}\n{self.text}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole neighbouring sentences of one article: the unit that is embedded and retrieved.

    `sentences` are (start, end) offsets into the article's text, in order, inside the passage.
    """

    id: int
    article: Article
    start: int
    end: int
    sentences: tuple[tuple[int, int], ...] = ()

    @property
    def text(self) -> str:
        """The passage as published: `article.text[start:end]`."""
        return self.article.text[self.start : self.end]

    @property
    def title(self) -> str:
        """The title of its article, which says of what it tells; "" where it holds that itself."""
        title = self.article.title.rstrip("…")
        return "" if title in self.text else title

    @property
    def in_context(self) -> str:
        """What it is found by: its title, if any, and its text, a line each."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. Scores are comparable within one result only; higher is better."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Span:
    """Some words of a passage, by offsets into the article's text."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words as published."""
        return self.passage.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader saw in one passage.

    `answerable` is the calibrated probability, 0 to 1, that the passage answers the question;
    `span` the words that answer it, None where the passage is empty.
    """

    passage: Passage
    answerable: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that one article says in answer to the question.

    `subject` is what is asked about; `value` is None for a phrase that can only be quoted;
    `evidence` are the words that state it, `sentence` the whole sentence they stand in;
    `speaker` is the source that the sentence names, as published ("" if none); `event_date` is
    when it happened, where known, never the publication date; `names` are the stylebook's house
    forms, in English, of the names in a phrase; `focus` are the words in the evidence to highlight,
    all of it if None; `marked` is the number in the words that the reader marked, where it may be
    compared with others and not stated.
    """

    subject: str
    value: Value | None
    evidence: Span
    sentence: Span
    confidence: float
    speaker: str = ""
    event_date: date | None = None
    names: tuple[str, ...] = ()
    focus: Span | None = None
    marked: Value | None = None

    @property
    def figure(self) -> Value | None:
        """What other claims are compared with: the value, or else the number marked."""
        return self.marked if self.value is None else self.value

    @property
    def article(self) -> Article:
        """The article that says it: outlet, publication date and title are there."""
        return self.evidence.passage.article


class Label(StrEnum):
    """How a group of claims stands to the first (newest) group."""

    AGREED = "agreed"
    UPDATE = "update"
    CORRECTED = "corrected"
    PART = "part"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class Group:
    """Claims that say the same. `sources` counts independent ones: wire copies count once."""

    claims: tuple[Claim, ...]
    label: Label
    sources: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered reference, [1] and up, to the sentence that vouches.

    `highlights` are the words inside `span` that state the value; `translation` is a machine's, of
    `span` into the question's language, to be shown below it and labelled as such; "" if none.
    """

    marker: int
    span: Span
    highlights: tuple[Span, ...] = ()
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer, without its markers, and the citations that vouch for it.

    `quote` are published words that `text` ends with, in guillemets: a page shows them as a block
    of their own, in their own direction, after the rest of `text`. `credit` is the part of `text`
    that names outlets and dates: data of the cited articles, not a claim.
    """

    text: str
    markers: tuple[int, ...]
    quote: Span | None = None
    credit: str = ""

    @property
    def lead(self) -> str:
        """The text before the quotation; the whole text where there is none."""
        return self.text.removesuffix(f"«{self.quote.text}»").rstrip() if self.quote else self.text


class Verdict(StrEnum):
    """What came of a question."""

    ANSWERED = "answered"
    DISPUTED = "disputed"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole result of one question. A refusal is an Answer, not an exception.

    `confidence` is the calibrated probability that the archive answers the question;
    `lead` opens a list of statements ("Reports differ:"), "" if there is none.
    `notes` tell the reader what the answer could not do, in the question's language.
    `possible` are statements below the level of an answer: never "found", shown apart.
    `understood` is the question as a follow-up was understood, "" where it is as asked;
    `missing` are words of the question that no article of the archive holds;
    `suggestion` is the question in the archive's spelling ("did you mean"), "" if there is none.
    """

    question: str
    language: Language
    verdict: Verdict
    lead: str = ""
    statements: tuple[Statement, ...] = ()
    groups: tuple[Group, ...] = ()
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = ()
    confidence: float = 0.0
    notes: tuple[str, ...] = ()
    possible: tuple[Statement, ...] = ()
    understood: str = ""
    missing: tuple[str, ...] = ()
    suggestion: str = ""

    @property
    def text(self) -> str:
        """The answer as plain text, each sentence with its markers."""
        lines = [self.lead] if self.lead else []
        for statement in self.statements:
            markers = "".join(f"[{m}]" for m in statement.markers)
            lines.append(f"{statement.text} {markers}".rstrip())
        return "\n".join(lines)
