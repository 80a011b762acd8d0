"""What a reader sees of an answer: every name, date and label already worded in its language.

The chat, the widget, the permalink page and all copies are made from this one value, and it is
what is kept of an answer, so that they cannot come to differ.
"""

from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from rag.types import Language, Verdict
from ui.words import WORDS, Words

__all__ = ["Line", "Place", "Row", "Source", "View"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when something was published. `day` is ISO, "" if not known.

    `outlet` names the agency too; `paper` and `agency` are the two apart. `url` is http(s) or "".
    """

    article: str
    title: str
    language: str
    outlet: str
    paper: str
    agency: str
    date: str
    day: str
    inferred: bool
    nameless: bool
    url: str

    @property
    def heading(self) -> str:
        """The outlet, at the beginning of a line: "An unnamed outlet" has a capital there."""
        return self.outlet[:1].upper() + self.outlet[1:] if self.nameless else self.outlet


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence under its marker (0: not cited), with what surrounds it in its passage.

    `start` and `end` are the sentence's offsets in the article, in code points; `highlights` are
    the words that state the value, by offsets into the sentence.
    """

    marker: int
    place: Place
    start: int
    end: int
    before: str
    sentence: str
    after: str
    highlights: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A statement: words of ours, then the published words they lead to, if any."""

    text: str
    markers: tuple[int, ...]
    quote: str = ""
    quote_language: str = "ar"


@dataclass(frozen=True, slots=True)
class Row:
    """What one article says. `kind` is "" but for the first row of a group.

    `value` is "" for what can only be quoted; `sentence` is "" where a marker leads to it.
    """

    value: str
    words: str
    place: Place
    speaker: str
    kind: str
    count: str
    marker: int
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A whole answer. `searched` says which articles were looked through, "" if not known.

    `example` is a question that the archive answers, beside a refusal; it is not kept.
    `withdrawn`: nothing but the question is left, since an article that it cited was removed.
    """

    question: str
    language: Language
    verdict: Verdict
    lead: str = ""
    lines: tuple[Line, ...] = ()
    rows: tuple[Row, ...] = ()
    possible: tuple[Line, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    nearest: tuple[Source, ...] = ()
    count: str = ""
    understood: str = ""
    missing: tuple[str, ...] = ()
    suggestion: str = ""
    searched: str = ""
    withdrawn: bool = False
    example: str = ""

    @property
    def words(self) -> Words:
        """The interface's words in the answer's language."""
        return WORDS[self.language]

    def as_json(self) -> dict[str, Any]:
        """The view as plain JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "View":
        """The view that `as_json` made these values of."""
        return _READER.validate_python(value)


_READER = TypeAdapter(View)
