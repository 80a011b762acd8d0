"""The outlets and agencies that a statement credits, and the publication dates beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.text.stylebook import Stylebook
from rag.values import Found, Precision, When
from rag.verify.evidence import Evidence, blank

__all__ = ["Credit", "credits_in", "literal_credits", "publication"]

NAMELESS = re.compile(r"(?:an? )?(?:unnamed|unknown)\b|$", re.I)
UNNAMED = re.compile(
    r"\b(?:an? )?(?:unnamed|unknown) (?:outlet|source|newspaper)\b"
    r"|(?:وسيلة إعلام|صحيفة|جهة|موقع) لم يُ?ذكر اسمها?|وسيلة إعلام غير مسماة",
    re.I,
)
UNDATED = re.compile(r"\bundated\b|(?:بلا|دون|بدون) تاريخ", re.I)
LINK = re.compile(r"[\s|]*(?:with|and|via|citing|quoting|from|مع|و|عن|نقلا عن|[,،/(&–-])?[\s|]*")
BESIDE = re.compile(r"[\s|,،(\[—–:-]*(?:of|dated|published|published on|بتاريخ)?[\s,،]*")
AS_OF = re.compile(
    r"(?:\bas of|\bdated|\bpublished(?: on)?|\bas at|بتاريخ|نشرت? في|المنشورة? في|حتى تاريخ)"
    r"[\s:]*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Credit:
    """The name of an outlet or agency in a statement, and the cited sentences it published.

    `outlet` is true where it names the outlet itself for some of them.
    """

    start: int
    end: int
    owners: frozenset[int]
    outlet: bool


def literal_credits(text: str, sources: Sequence[Evidence]) -> Iterator[Credit]:
    """The outlets of the cited articles as their metadata spell them, and those without one."""
    nameless = frozenset(i for i, s in enumerate(sources) if NAMELESS.match(s.article.outlet))
    if nameless:
        for match in UNNAMED.finditer(text):
            yield Credit(match.start(), match.end(), nameless, outlet=True)
    if any(s.article.published is None for s in sources):
        for match in UNDATED.finditer(text):
            undated = frozenset(i for i, s in enumerate(sources) if s.article.published is None)
            yield Credit(match.start(), match.end(), undated, outlet=False)
    for outlet in dict.fromkeys(s.article.outlet for s in sources if s.article.outlet):
        owners = frozenset(i for i, s in enumerate(sources) if s.article.outlet == outlet)
        for match in re.finditer(rf"(?<!\w){re.escape(outlet)}(?!\w)", text):
            yield Credit(match.start(), match.end(), owners, outlet=True)


def credits_in(text: str, sources: Sequence[Evidence], book: Stylebook) -> list[Credit]:
    """Where a statement names the outlets and agencies of the cited articles, in order."""
    found = list(literal_credits(text, sources))
    for mention in book.find(blank(text, [(c.start, c.end) for c in found])):
        owners = frozenset(i for i, s in enumerate(sources) if mention.entity in s.credits)
        outlet = any(mention.entity in s.outlets for s in sources)
        if owners and (outlet or mention.entity.kind == "agency"):
            found.append(Credit(mention.start, mention.end, owners, outlet))
    return sorted(found, key=lambda credit: credit.start)


def publication(
    text: str, found: Found, cited: Sequence[Evidence], credited: Sequence[Credit]
) -> bool | str:
    """True for a right publication date, the reason for a wrong one, "" for any other value."""
    value = found.value
    if not isinstance(value, When) or value.precision is Precision.TIME or value.start is None:
        return ""
    owners = _beside(text, found.start, credited)
    if owners is None:
        if not AS_OF.search(text[: found.start]):
            return ""
        return any(_is_day(value, e.article.published) for e in cited) or ""
    if any(_is_day(value, cited[i].article.published) for i in owners):
        return True
    return "" if " in " in text[: found.start][-5:] else "not the publication date of that outlet"


def _is_day(value: When, day: date | None) -> bool:
    return day is not None and value.start == day == value.end


def _beside(text: str, at: int, credited: Sequence[Credit]) -> frozenset[int] | None:
    """The cited sentences whose outlet is named right before offset `at`, None if none is."""
    chain = [c for c in credited if c.end <= at]
    if not chain or not BESIDE.fullmatch(text, chain[-1].end, at):
        return None
    owners = chain[-1].owners
    for left, right in zip(chain[-2::-1], chain[:0:-1], strict=False):
        if not LINK.fullmatch(text, left.end, right.start):
            break
        owners = owners & left.owners or left.owners
    return owners
