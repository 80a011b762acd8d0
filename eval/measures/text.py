"""Text folded for comparing answers: what MLQA and XQuAD do, and Arabic spelling besides.

SQuAD's scorer (Rajpurkar et al. 2016) lower-cases and drops punctuation, articles and extra
spaces; MLQA's (Lewis et al. 2020) also drops the Arabic article. Here every Unicode accent and
Arabic vowel sign goes too, with tatweel; hamza seats and alef forms become the bare letter; alef
maqsura becomes ya, ta marbuta ha; digits of any script become 0-9, without thousands separators.

This is the evaluation's own folding: sharing the product's would hide the product's mistakes.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

__all__ = [
    "ARABIC",
    "contains",
    "exact_match",
    "f1",
    "fold",
    "list_items",
    "plain",
    "skeleton",
    "tokens",
    "without_sources",
]

_LETTERS = str.maketrans(
    {"ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": "", "٬": ",", "٫": ".", "٪": "%"}
)
_UNSEEN = ("Mn", "Cf")
_THOUSANDS = re.compile(r"(?<=\d)[,،'’](?=\d{3}(?!\d))")
_NOT_WORD = re.compile(r"[^\w.%]|(?<!\d)\.|\.(?!\d)|_")
_ARTICLES = frozenset({"a", "an", "the"})
ARABIC = re.compile(r"[\u0621-\u064a]")
_CLITICS = "(?:[وفبلك]{0,2}(?:ال)?|لل)"
_SEPARATORS = re.compile(r"[,،;؛]|\band\b|\s(?=و\w)|\n")


_DATE = r"\d{1,2} \w+ \d{4}"
_SOURCES = re.compile(
    # "according to France 24 with AFP, 10 January 2022, and Euronews, 11 January 2022"
    rf"(?:\baccording to|بحسب)\b[^«»\n:—]{{1,120}}?{_DATE}"
    rf"(?:(?:, and|،? و)[^«»\n:—\d]{{1,120}}{_DATE})*",
    re.IGNORECASE,
)


def without_sources(text: str) -> str:
    """The text without who reported it and when: an outlet's name or date is not what it says."""
    return _SOURCES.sub(" ", text)


def plain(text: str) -> str:
    """The text in bare letters and digits 0-9, its punctuation and spaces as they are.

    Marks of direction and other characters without a shape go.
    """
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) not in _UNSEEN
    )
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in bare)
    return digits.translate(_LETTERS).casefold()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Fold a text as described above; words are parted by single spaces."""
    joined = plain(text)
    while (shorter := _THOUSANDS.sub("", joined)) != joined:
        joined = shorter
    return " ".join(_NOT_WORD.sub(" ", joined).split())


def tokens(text: str) -> list[str]:
    """Words for exact match and F1: folded, articles and the Arabic prefix al- dropped."""
    words = (w for w in fold(text).split() if w not in _ARTICLES)
    return [w[2:] if w.startswith("ال") and len(w) > 4 else w for w in words]


def exact_match(prediction: str, references: Sequence[str]) -> float:
    """1.0 where the prediction equals a reference, word for word; no reference means "no answer".

    Source: Rajpurkar et al., "SQuAD" (EMNLP 2016), and "Know what you don't know" (ACL 2018) for
    questions without an answer, where only an empty prediction is right.
    """
    wanted = [tokens(reference) for reference in references] or [[]]
    return float(tokens(prediction) in wanted)


def f1(prediction: str, references: Sequence[str]) -> float:
    """The best harmonic mean of word precision and recall over the references, 0 to 1.

    Source as for `exact_match`.
    """
    if not references:
        return float(not prediction)
    return max(_f1(tokens(prediction), tokens(reference)) for reference in references)


def _f1(predicted: list[str], wanted: list[str]) -> float:
    if not predicted or not wanted:
        return float(predicted == wanted)
    common = sum((Counter(predicted) & Counter(wanted)).values())
    return 2 * common / (len(predicted) + len(wanted))


def contains(text: str, phrase: str) -> bool:
    """Whether the folded words of `phrase` stand in `text`, in order and next to each other.

    Before an Arabic phrase, the letters that Arabic writes onto a word (و ف ب ل ك، ال) may stand.
    """
    words = " ".join(w for w in fold(phrase).split() if w not in _ARTICLES)
    if not words:
        return False
    start = _CLITICS if ARABIC.match(words) else ""
    inside = " ".join(w for w in fold(text).split() if w not in _ARTICLES)
    return re.search(rf"(?:^| ){start}{re.escape(words)}(?: |$)", inside) is not None


_ALIKE = (
    ("ch", "s"), ("sh", "s"), ("th", "t"), ("dh", "d"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("ck", "k"), ("q", "k"), ("c", "k"), ("z", "s"), ("j", "g"), ("v", "f"), ("p", "b"),
)  # fmt: skip


def skeleton(word: str) -> str:
    """The consonants of a name in Latin letters, those that romanisations mix up as one.

    "Jassim", "Qasim"… keep apart what readers keep apart; "al" and "el" have none.

        >>> skeleton("Shaabouni") == skeleton("Chaabouni"), skeleton("Jassim") == skeleton("Gasim")
        (True, True)
    """
    bare = re.sub(r"[^a-z]", "", plain(word))
    if bare in ("al", "el", "the", "a", "an"):
        return ""
    for pair, one in _ALIKE:
        bare = bare.replace(pair, one)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouywh]", "", bare))


def list_items(phrase: str) -> list[str]:
    """The items of an enumeration: "Russia, Armenia and Belarus", «روسيا وأرمينيا وبيلاروسيا»."""
    parts = (part.strip() for part in _SEPARATORS.split(phrase))
    return [p[1:] if p.startswith("و") and i else p for i, p in enumerate(parts) if p]
