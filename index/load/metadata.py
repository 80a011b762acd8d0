"""What an article says about itself: title, outlet, agencies, publication date, language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.load.clean import kept_spans
from index.load.dates import find_date
from index.load.encoding import plain_letters
from rag.text.fold import fold

__all__ = ["Found", "find_metadata", "find_wires", "language_of"]

HEAD, TAIL = 12, 6
"""Lines at the beginning and the end of a page in which it speaks about itself."""
MAX_LINE = 500
FRONT = 20_000
"""Characters of a page in which its title stands, and that tell its language."""
MAX_TITLE = 30
"""Words; a longer first line is the lead, not the title."""
MAX_DATE_LINE = 12
"""Words of a line that says when a page was put up."""

_AGENCIES = {
    "AFP": ("أ ف ب", "أ.ف.ب", "فرانس برس", "وكالة الصحافة الفرنسية", "afp", "agence france-presse"),
    "Reuters": ("رويترز", "reuters"),
    "AP": ("أ ب", "أ.ب", "أسوشيتد برس", "اسوشييتد برس", "associated press"),
    "DPA": ("د ب أ", "د.ب.أ", "وكالة الأنباء الألمانية", "dpa"),
    "TASS": ("تاس", "tass"),
    "RIA Novosti": ("ريا نوفوستي", "نوفوستي", "ria novosti"),
    "Sputnik": ("سبوتنيك", "sputnik"),
    "Interfax": ("إنترفاكس", "interfax"),
    "Anadolu": ("الأناضول", "anadolu"),
    "Xinhua": ("شينخوا", "xinhua"),
    "MENA": ("أ ش أ", "أ.ش.أ", "وكالة أنباء الشرق الأوسط"),
    "WAM": ("وام", "wam"),
    "SPA": ("واس",),
    "KUNA": ("كونا", "kuna"),
    "QNA": ("قنا",),
    "SANA": ("سانا",),
    "Petra": ("بترا",),
    "WAFA": ("وفا", "wafa"),
    "EFE": ("إفي", "efe"),
    "Bloomberg": ("بلومبرغ", "بلومبيرغ", "bloomberg"),
    "UPI": ("يو بي آي", "upi"),
}
_AGENCY_OF = {fold(name).text: wire for wire, names in _AGENCIES.items() for name in names}
_AGENCY = re.compile(
    r"(?<!\w)(?:[وبل]|بال|لل)??(" + "|".join(
        re.escape(name) for name in sorted(_AGENCY_OF, key=len, reverse=True)
    ) + r")(?!\w)"
)  # fmt: skip
_CREDIT = re.compile(
    r"\W*(?:بقلم|المصدر|مصدر الخبر|المصادر|وكالات|source|sources|written by)\s*[:：]\s*(.+)"
)
_SOURCE = re.compile("مصدر|مصادر|source")
_PUBLISHED = re.compile(r"(?:نشر|published|posted)(?: في| بتاريخ| on)?\b")
_UPDATED = re.compile(r"تحديث|تعديل|updated?|modified")
_AGENCY_WORDS = frozenset(
    {"وكاله", "وكالات", "انباء", "الانباء", "الصحافه", "news", "agency", "agencies"}
)
_PARTS = re.compile(r"\s+(?:مع|و|نقلا عن|عن|with|and|via)\s+|\s*[()\[\]/،,+|–—-]\s*")
_WITH = re.compile(r"\s+(?:مع|و|نقلا عن|عن|with|and|via)\s+|\s*[/،,+|-]\s*")
_DATELINE = re.compile(r"[^.:؟?!\"]{2,60}?\s*\(([^()]{2,30})\)[^.:()؟?!\"]{0,30}?[-–—:].+")
_SIGN_OFF = re.compile(r"\W*[(\[]?([^()\[\]]{2,30})[)\]]?\W*")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; `inferred` names the fields that the text does not state as such."""

    title: str = ""
    outlet: str = ""
    wire: tuple[str, ...] = ()
    published: date | None = None
    language: str = "ar"
    inferred: tuple[str, ...] = ()


def find_metadata(text: str) -> Found:
    """Read from a page what it says about itself in its first and last lines."""
    text = plain_letters(text)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    edges = lines[:HEAD] + lines[max(HEAD, len(lines) - TAIL) :]
    edges = [line for line in edges if len(line) <= MAX_LINE]
    title, sure = _title(text[:FRONT])
    outlet, wire = _credits(edges)
    published, stated = _published(edges)
    unsure = (("title", sure), ("published", stated), ("language", False))
    inferred = tuple(name for name, is_sure in unsure if not is_sure)
    return Found(title, outlet, wire, published, language_of(text), inferred)


def language_of(text: str) -> str:
    """`ar` or `en`, by the script of most letters at the beginning of a text."""
    head = text[:FRONT]
    arabic = sum("\u0600" <= c <= "\u06ff" or "\ufb50" <= c <= "\ufefc" for c in head)
    latin = sum(c.isascii() and c.isalpha() for c in head)
    return "en" if latin > arabic else "ar"


def find_wires(text: str) -> tuple[str, ...]:
    """The agencies that a byline, a source line or a sign-off names, in English, in order."""
    found = (_AGENCY_OF[match.group(1)] for match in _AGENCY.finditer(fold(text).text))
    return tuple(dict.fromkeys(found))


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


def _credits(lines: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Outlet, as published, and agencies from bylines, source lines, datelines, sign-offs."""
    outlet = ""
    wires: dict[str, None] = {}
    for line in lines:
        folded = " ".join(fold(line).text.split())
        if credit := _CREDIT.fullmatch(folded):
            wires.update(dict.fromkeys(_agencies_in(credit.group(1))))
            outlet = outlet or next(_outlets(line), "")
        elif dateline := _DATELINE.match(folded):
            wires.update(dict.fromkeys(find_wires(dateline.group(1))))
        elif (sign_off := _SIGN_OFF.fullmatch(folded)) and _AGENCY.fullmatch(sign_off.group(1)):
            wires.update(dict.fromkeys(find_wires(folded)))
    return outlet, tuple(wires)


def _agencies_in(credit: str) -> Iterator[str]:
    """The agencies of a folded credit: parts that are an agency's name, not a person's with one."""
    for part in _PARTS.split(credit):
        rest = _AGENCY.sub(" ", part).split()
        if all(word.removeprefix("و") in _AGENCY_WORDS for word in rest):
            yield from find_wires(part)


def _outlets(line: str) -> Iterator[str]:
    """What a source line credits that is not an agency; of a byline only beside an agency.

    A byline without an agency names a person as often as an outlet, so it is not taken for one.
    """
    label, _, credited = line.replace("：", ":").partition(":")
    parts = [part.strip() for part in _WITH.split(credited)]
    parts = [part for part in parts if set(fold(part).text.split()) - _AGENCY_WORDS]
    agencies = list(_agencies_in(fold(credited).text))
    if agencies or _SOURCE.search(fold(label).text):
        yield from (part for part in parts if not find_wires(part) or not agencies)


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
