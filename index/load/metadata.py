"""What an article says about itself: title, outlet, agencies, publication date, language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.load.clean import kept_spans
from index.load.encoding import plain_letters
from rag.text import lexicon
from rag.text.fold import fold
from rag.text.language import Language, language_of
from rag.text.stylebook import Stylebook
from rag.values import Precision, When, find_values

__all__ = ["Found", "find_date", "find_metadata", "find_wires"]

HEAD, TAIL = 12, 6
"""Lines at the beginning and the end of a page in which it speaks about itself."""
MAX_LINE = 500
FRONT = 20_000
"""Characters of a page in which its title stands, and that tell its language."""
MAX_TITLE = 30
"""Words; a longer first line is the lead, not the title."""
MAX_DATE_LINE = 12
"""Words of a line that says when a page was put up."""

_CREDIT = re.compile(
    r"\W*(?:بقلم|المصدر|مصدر الخبر|المصادر|وكالات|source|sources|written by)\s*[:：]\s*(.+)"
)
_SOURCE = re.compile("مصدر|مصادر|source")
_PUBLISHED = re.compile(r"(?:نشر|published|posted)(?: في| بتاريخ| on)?\b")
_UPDATED = re.compile(r"تحديث|تعديل|updated?|modified")
_WITH = re.compile(r"\s+(?:مع|و|نقلا عن|عن|with|and|via)\s+|\s*[/،,+|-]\s*")
_DATELINE = re.compile(r"[^.:؟?!\"]{2,60}?\s*\(([^()]{2,30})\)[^.:()؟?!\"]{0,30}?[-–—:ـ].+")
_SIGN_OFF = re.compile(r"\W*[(\[]?([^()\[\]]{2,30})[)\]]?\W*")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; `inferred` names the fields that the text does not state as such."""

    title: str = ""
    outlet: str = ""
    wire: tuple[str, ...] = ()
    published: date | None = None
    language: Language = "ar"
    inferred: tuple[str, ...] = ()


def find_metadata(text: str, names: Stylebook) -> Found:
    """Read from a page what it says about itself in its first and last lines.

    `names` knows the agencies; the others are the outlet, or a person.
    """
    text = plain_letters(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    edges = lines[:HEAD] + lines[max(HEAD, len(lines) - TAIL) :]
    edges = [line for line in edges if len(line) <= MAX_LINE]
    title, sure = _title(text[:FRONT])
    outlet, wire = _credits(edges, names)
    published, stated = _published(edges)
    unsure = (("title", sure), ("published", stated), ("language", False))
    inferred = tuple(name for name, is_sure in unsure if not is_sure)
    return Found(title, outlet, wire, published, language_of(text[:FRONT]), inferred)


def find_date(text: str) -> date | None:
    """The first full date in a text, in Arabic or English, whatever its digits; None if none."""
    for found in find_values(text, language_of(text)):
        value = found.value
        if isinstance(value, When) and value.precision is Precision.DAY and not value.relative:
            return value.start
    return None


def find_wires(text: str, names: Stylebook) -> tuple[str, ...]:
    """The agencies that a byline, a source line or a sign-off names, in English, in order.

    «سانا» is the Syrian agency where it stands alone between two credits; in «سانا مارين» it is
    a name.
    """
    parts = (part.strip() for part in _WITH.split(text))
    return tuple(dict.fromkeys(wire for part in parts if part for wire in names.agencies(part)))


def _title(text: str) -> tuple[str, bool]:
    """The title and whether it stands on a line of its own; else the opening words."""
    spans = kept_spans(text)
    if not spans:
        return "", False
    kept = "\n".join(text[start:end] for start, end in spans[:HEAD])
    first, _, rest = kept.partition("\n")
    words = first.split()
    if rest.strip() and len(words) <= MAX_TITLE and not first.rstrip('"»” ').endswith("."):
        return first.lstrip("# ").strip(), True
    return " ".join(words[:12])[:120] + ("…" if len(words) > 12 else ""), False


def _credits(lines: Sequence[str], names: Stylebook) -> tuple[str, tuple[str, ...]]:
    """Outlet, as published, and agencies from bylines, source lines, datelines, sign-offs."""
    outlet = ""
    wires: dict[str, None] = {}
    for line in lines:
        folded = " ".join(fold(line).text.split())
        if credit := _CREDIT.fullmatch(folded):
            wires.update(dict.fromkeys(find_wires(credit.group(1), names)))
            outlet = outlet or next(_outlets(line, names), "")
        elif dateline := _DATELINE.match(folded):
            wires.update(dict.fromkeys(find_wires(dateline.group(1), names)))
        elif (sign_off := _SIGN_OFF.fullmatch(folded)) and (wire := names.agency(sign_off[1])):
            wires[wire] = None
    return outlet, tuple(wires)


def _outlets(line: str, names: Stylebook) -> Iterator[str]:
    """What a source line credits that is not an agency; of a byline only beside an agency.

    A byline without an agency names a person as often as an outlet, so it is not taken for one.
    """
    folded = fold(line.replace("：", ":"))  # "مع" may stand in presentation forms
    begin = folded.text.find(":") + 1
    bounds = [begin, *(at for m in _WITH.finditer(folded.text, begin) for at in m.span())]
    spans = zip(bounds[::2], [*bounds[1::2], len(folded.text)], strict=True)
    parts = [line[slice(*folded.span(start, end))].strip() for start, end in spans]
    if any(names.agencies(part) for part in parts) or _SOURCE.search(folded.text, 0, begin):
        yield from (
            part for part in parts if part and not names.agencies(part) and not _unnamed(part)
        )


def _unnamed(part: str) -> bool:
    """Whether what is credited has no name: «وكالات ومواقع إلكترونية», "agencies"."""
    known = {fold(word).text for word in lexicon.words("unnamed_sources")}
    words = fold(part).text.split()
    return all(word in known or word.removeprefix("و") in known for word in words)


def _published(lines: Sequence[str]) -> tuple[date | None, bool]:
    """The date on a line that holds little else, and whether it is that of publication.

    The date of an update stands in only where there is no other.
    """
    updated: date | None = None
    for line in lines:
        folded = " ".join(fold(line).text.split())
        if len(folded.split()) > MAX_DATE_LINE or folded.endswith("."):
            continue
        label = _PUBLISHED.search(folded)
        if label and (day := find_date(folded[label.end() :])):
            return day, True
        if day := find_date(folded):
            if not _UPDATED.search(folded):
                return day, True
            updated = updated or day
    return updated, updated is None
