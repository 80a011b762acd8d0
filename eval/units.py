"""What an answer states, piece by piece: every statement and every row of its table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from eval.measures.text import fold, without_sources
from eval.measures.values import Day, Number, Value
from rag.types import Answer, Citation, Claim, Statement

__all__ = ["Unit", "rows", "statements"]

LONG = 12
"""Words from which a quotation is a passage with facts of its own beside what it is quoted for."""
WHOLE = 0.9
"""Share of a sentence's words from which a quotation is the whole sentence."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement or one row, without its sources.

    own       the answer's own words, and short published ones that it states as the answer
    quote     a longer quotation: it has a context of its own
    marked    the words of it that are highlighted as the answer
    values    what a row's value says, where it has one
    """

    own: str = ""
    quote: str = ""
    marked: str = ""
    values: tuple[Value, ...] = field(default=())

    @property
    def stated(self) -> str:
        """What it states as the answer: its own words and its value."""
        figures = " ".join(f"; {value} ;" for value in self.values if isinstance(value, Number))
        return f"{self.own}\n{figures}"

    @property
    def text(self) -> str:
        """Everything that it states or quotes."""
        return f"{self.stated}\n{self.quote}"


def statements(answer: Answer) -> list[Unit]:
    """The statements, in order. `Answer.possible` and the notes state nothing."""
    cited = {citation.marker: citation for citation in answer.citations}
    return [
        _statement(statement, [cited[m] for m in statement.markers if m in cited])
        for statement in answer.statements
    ]


def rows(answer: Answer) -> list[Unit]:
    """The rows of the answer's table: every claim of every group."""
    return [_row(claim) for group in answer.groups for claim in group.claims]


def _statement(statement: Statement, cited: Sequence[Citation]) -> Unit:
    lead, quote = _parted(statement)
    own = without_sources(lead.replace(statement.credit, " ") if statement.credit else lead)
    if not quote:
        return Unit(own)
    if not (len(quote.split()) >= LONG or any(_covers(quote, c.span.text) for c in cited)):
        return Unit(f"{own}\n{quote}")
    marked = [span.text for citation in cited for span in citation.highlights]
    inside = [text for text in marked if text in quote and len(text.split()) < LONG]
    return Unit(own, quote, "\n".join(inside))


def _parted(statement: Statement) -> tuple[str, str]:
    """A statement's own words, and the published words that it ends with."""
    if statement.quote is not None:
        return statement.lead, statement.quote.text
    # The quotation may hold guillemets itself: it goes from the first after a colon to the last.
    found = re.search(r":\s*«(.*)»", statement.text, re.DOTALL)
    if found is None:
        return statement.text, ""
    return f"{statement.text[: found.start()]}: {statement.text[found.end() :]}", found[1]


def _covers(words: str, sentence: str) -> bool:
    return len(fold(words).split()) >= WHOLE * len(fold(sentence).split())


def _row(claim: Claim) -> Unit:
    words, values = claim.evidence.text, tuple(_values(claim))
    if len(words.split()) >= LONG or _covers(words, claim.sentence.text):
        return Unit("", words, "", values)
    return Unit(words, values=values)


def _values(claim: Claim) -> Iterator[Value]:
    # The product's values are read by the names of their fields alone; its types stay unknown here.
    value = claim.value
    if getattr(value, "vague", False):
        return
    for name in ("low", "high"):
        if (number := getattr(value, name, None)) is not None:
            yield Number(frozenset({number}))
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    if isinstance(start, date) and start == end:
        yield Day(start.year, start.month, start.day)
