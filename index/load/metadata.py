"""What an article says about itself: title, outlet, agencies, publication date, language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from index.load.clean import kept_spans
from index.load.dates import find_date
from rag.text.fold import fold

__all__ = ["Found", "find_metadata", "find_wires", "language_of"]

HEAD, TAIL = 12, 6
"""Lines at the beginning and the end of a page in which it speaks about itself."""
MAX_LINE = 500
FRONT = 20_000
"""Characters of a page in which its title stands, and that tell its language."""
MAX_TITLE = 30
"""Words; a longer first line is the lead, not the title."""

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
_WITH = re.compile(r"\s+(?:مع|و|نقلا عن|عن|with|and|via)\s+|\s*[/،,+|-]\s*")
_DATELINE = re.compile(r"[^.:؟?!\"]{2,60}?\s*\(([^()]{2,30})\)\s*[-–—:ـ].+")
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
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    edges = lines[:HEAD] + lines[max(HEAD, len(lines) - TAIL) :]
    edges = [line for line in edges if len(line) <= MAX_LINE]
    title, sure = _title(text[:FRONT])
    outlet, wire = _credits(edges)
    published = next(filter(None, (_date_line(line) for line in edges)), None)
    inferred = ("language",) if sure else ("title", "language")
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
            wires.update(dict.fromkeys(find_wires(credit.group(1))))
            outlet = outlet or next(_outlets(line), "")
        elif dateline := _DATELINE.match(folded):
            wires.update(dict.fromkeys(find_wires(dateline.group(1))))
        elif (sign_off := _SIGN_OFF.fullmatch(folded)) and _AGENCY.fullmatch(sign_off.group(1)):
            wires.update(dict.fromkeys(find_wires(folded)))
    return outlet, tuple(wires)


def _outlets(line: str) -> Iterator[str]:
    """What a "بقلم: X مع Y" line credits that is not an agency, if Y is one; else nothing.

    A byline without an agency names a person as often as an outlet, so it is not taken for one.
    """
    _, _, credited = line.replace("：", ":").partition(":")
    parts = [part.strip() for part in _WITH.split(credited) if part.strip()]
    if find_wires(credited):
        yield from (part for part in parts if not find_wires(part))


def _date_line(line: str) -> date | None:
    """The date on a line that holds little else."""
    return find_date(line) if len(line.split()) <= 10 and not line.endswith(".") else None
