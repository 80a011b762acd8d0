"""What the JSON API gives: its OpenAPI schema, with the examples in it."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ui.server.api_requests import ID, QUESTION

__all__ = [
    "AnswerOut",
    "ArchiveOut",
    "ArticleOut",
    "Asked",
    "CheckOut",
    "FeedbackOut",
    "KeptOut",
    "NextOut",
    "Out",
    "PassageOut",
    "SinceOut",
    "StopOut",
]


class Out(BaseModel):
    """What is sent to a client."""

    model_config = ConfigDict(frozen=True, extra="allow")


class Words(Out):
    """Words as published, by code-point offsets into the article's text."""

    start: int
    end: int
    text: str


class Metadata(Out):
    """An article, without its text."""

    id: str
    title: str
    outlet: str = Field(examples=["The Daily Example"])
    published: str | None = Field(examples=["2026-03-01"])
    language: str = Field(examples=["ar"])
    wire: list[str] = Field(examples=[["AFP"]])
    url: str = Field(description="http(s), or empty")
    inferred: list[str]


class CitationOut(Words):
    """The sentence that vouches, under its marker."""

    marker: int
    passage: str = Field(description="Id of the passage, for /api/passages/{id}")
    highlights: list[Words]
    translation: str = Field("", description="A machine's, of the sentence; empty if none")
    article: Metadata


class StatementOut(Out):
    """A sentence of the answer, and the markers of the citations that vouch for it."""

    text: str
    markers: list[int]


class ClaimOut(Out):
    """What one article says."""

    subject: str
    value: str | None
    evidence: Words
    sentence: Words
    marker: int | None
    speaker: str
    event_date: str | None
    confidence: float
    article: Metadata


class GroupOut(Out):
    """Claims that say the same, and how they stand to the newest."""

    label: str = Field(examples=["contradiction"])
    sources: int
    claims: list[ClaimOut]


class AnswerOut(Out):
    """The whole answer. "not found" is an answer."""

    question: str = Field(examples=[QUESTION])
    language: str = Field(examples=["en"])
    verdict: str = Field(examples=["disputed"])
    text: str
    lead: str
    statements: list[StatementOut]
    groups: list[GroupOut]
    citations: list[CitationOut]
    confidence: float
    notes: list[str]


class Asked(Out):
    """An answer, where to find it again, and what it was made from."""

    id: str | None = Field(description="None if it could not be kept", examples=[ID])
    permalink: str | None = Field(examples=[f"http://127.0.0.1:7860/a/{ID}"])
    generation: str = Field(description="Generation of the index", examples=["000003"])
    timings: dict[str, float] = Field(
        description="Seconds of each step", examples=[{"retrieve": 0.05, "read": 0.2}]
    )
    answer: AnswerOut
    html: str = Field(description="The answer as the chat shows it; style: /static/answer.css")


class StopOut(Out):
    """Whether there was something to stop."""

    stopped: bool


class CheckOut(Out):
    """An editor's signature."""

    editor: str = Field(examples=["Amina"])
    signed: str = Field(examples=["2026-11-20T09:30:00.000+00:00"])
    note: str = ""


class ChangeOut(Out):
    """What became of an article that a kept answer cites, worded by language."""

    kind: Literal["corrected", "removed"]
    article: str = Field(description='Its id; "" if it was removed')
    markers: list[int] = Field(description="Its citations in the answer")
    stands: bool = Field(description="Whether the words cited still stand in the article")
    text: dict[str, str] = Field(
        examples=[{"en": "The article has been corrected since. …", "ar": "صُحِّح المقال …"}]
    )


class KeptOut(Out):
    """An answer as it was given; without its words once an article that it cites was removed."""

    id: str = Field(examples=[ID])
    asked: str = Field(examples=["2026-11-20T09:29:00.000+00:00"])
    generation: str
    current: bool = Field(description="Whether the index is still of that generation")
    settings: dict[str, Any]
    answer: AnswerOut
    checked: list[CheckOut]
    changes: list[ChangeOut]


class SinceOut(Out):
    """Of the answers asked about, those whose articles have changed, as the chat shows them now."""

    answers: dict[str, str] = Field(description="HTML by the answer's id")


class FeedbackOut(Out):
    """Sent only once the feedback is on the disk."""

    id: str = Field(examples=[ID])
    given: str = Field(examples=["2026-11-20T09:30:00.000+00:00"])


class PassageOut(Out):
    """A passage as published, with the words before and after it."""

    id: str
    start: int
    end: int
    text: str
    before: str
    after: str
    more: bool = Field(description="Whether the article goes on after that")
    article: Metadata


class ArticleOut(Metadata):
    """An article as published."""

    text: str


class NewArticle(Out):
    """One of the newest articles; `place` is its outlet and date, by language."""

    id: str
    title: str
    place: dict[str, str]


class ArchiveOut(Out):
    """What the archive holds. `line` and `outlet_names` are worded, by language."""

    articles: int
    line: dict[str, str] = Field(examples=[{"en": "5 articles of 4 outlets, 6–11 January 2022"}])
    outlets: list[str]
    outlet_names: dict[str, dict[str, str]]
    languages: list[str]
    first: date | None
    last: date | None
    newest: list[NewArticle]
    examples: list[str] = Field(description="Questions that the archive answers")
    editor: bool = Field(description="Whether who asks may sign, export, and run the gold answers")


class NextOut(Out):
    """Questions in the language of the answer; none after a refusal."""

    questions: list[str]
