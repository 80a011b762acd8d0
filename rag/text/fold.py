"""The shadow form of a text that search uses, and the way back to the words as published.

Folding joins what readers of Arabic take for one word: with and without diacritics and tatweel,
the forms of alef and hamza, alef maqsura and ya, ta marbuta and ha, Arabic-Indic, Persian and
Western digits, presentation forms. Latin letters lose case and accents. Nothing folded is shown.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["NUMBERS", "SEARCH", "Folded", "Folding", "analyse", "fold", "loose_stems", "stem",
           "stems", "term", "unbound"]  # fmt: skip

MAX_TOKEN = 64
"""Longer tokens are cut: no word is that long, and a lexical index refuses very long terms."""

_PREFIXES = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ية", "ه", "ة", "ي")
_LETTERS = {
    "\u0640": "",  # tatweel
    "ى": "ي",
    "ی": "ي",  # Persian ya
    "ې": "ي",
    "ة": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ک": "ك",  # Persian kaf
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "٬": ",",
    "٫": ".",
    "٪": "%",
    "ß": "ss",
    "ı": "i",
    "ø": "o",
    "đ": "d",
    "ł": "l",
    "æ": "ae",
    "œ": "oe",
    "’": "'",
    "ʼ": "'",
    "‘": "'",
}
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*")
_ACRONYM = re.compile(r"(?<![^\W_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?")
_RAW_TOKEN = re.compile(r"(?:[^\W_]|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed])+")
_BOUND = re.compile(r"(?<!\w)[وف]?[بلك](?=\w{3})")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its shadow form; `origins[i]` is where character i of it began in `source`."""

    source: str
    text: str
    origins: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the source of characters `start` to `end` of the shadow form.

        The marks that a last letter carries belong to it. An empty span stays empty.
        """
        if start >= end:
            at = self.origins[start] if start < len(self.origins) else len(self.source)
            return at, at
        last = self.origins[end - 1] + 1
        while last < len(self.source) and _carried(self.source[last]):
            last += 1
        return self.origins[start], last

    def find(self, start: int, end: int) -> tuple[int, int]:
        """The (start, end) in the shadow form of characters `start` to `end` of the source."""
        return bisect_left(self.origins, start), bisect_left(self.origins, end)


def _carried(char: str) -> bool:
    """Whether a character belongs to the letter before it: a vowel sign or a tatweel."""
    return char == "\u0640" or unicodedata.category(char) == "Mn"


class Folding(dict[int, str]):
    """The folded form of every character, worked out when it is first met."""

    def __init__(self, exceptions: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__((ord(char), folded) for char, folded in exceptions)

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_char(chr(point))
        return folded


def _fold_char(char: str) -> str:
    """Fold one character: "" for a mark or an invisible control, several for a ligature."""
    out = []
    for part in unicodedata.normalize("NFKD", char):
        category = unicodedata.category(part)
        if category in {"Mn", "Cf", "Me"}:
            continue
        if category == "Nd":
            part = str(unicodedata.digit(part))
        lowered = part.lower()
        out.append(_LETTERS.get(lowered, lowered))
    # A few letters, such as the Turkish dotted I, become a letter and a mark when lowered.
    return "".join(c for c in "".join(out) if unicodedata.category(c) != "Mn")


SEARCH = Folding()
"""The folding of search and of names."""

NUMBERS = Folding(
    [
        *((sign, sign) for sign in "٬٫²³"),
        *((dash, "-") for dash in "‐‑‒–—―−﹣－"),
        *((space, "\u00a0") for space in "\u00a0\u2007\u2008\u2009\u200a\u202f"),
        *((part, "\u00a0" + unicodedata.normalize("NFKD", part).replace("\u2044", "/"))
          for part in "½¼¾⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"),
        ("\u2044", "/"),
    ]
)  # fmt: skip
"""The folding of values: as `SEARCH`, but the signs that numbers are written with stay apart."""


def fold(text: str, folding: Folding = SEARCH) -> Folded:
    """Make the shadow form of a text, with the offsets back to it. Linear time."""
    shadow = text.translate(folding)
    if all(len(folding[ord(char)]) == 1 for char in set(text)):
        return Folded(text, shadow, range(len(text)))
    origins = [index for index, char in enumerate(text) for _ in folding[ord(char)]]
    return Folded(text, shadow, origins)


def stem(word: str) -> str:
    """Light-stem one folded Arabic word: light10 as in Lucene's ArabicStemmer.

    Larkey, Ballesteros and Connell, "Light stemming for Arabic information retrieval" (2007).
    """
    for prefix in _PREFIXES:
        least = 4 if len(prefix) == 1 else len(prefix) + 2
        if len(word) >= least and word.startswith(prefix):
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if len(word) >= len(suffix) + 2 and word.endswith(suffix):
            word = word[: -len(suffix)]
    return word


def analyse(text: str, *, arabic: bool = True) -> list[str]:
    """Split a text into search tokens, Arabic or Latin, in order.

    Numbers lose their grouping ("2,030" and "٢٬٠٣٠" are one token) and acronyms their dots, Arabic
    words are light-stemmed, Latin words lose a plural or possessive s. `arabic=False` leaves Arabic
    as it stands: for measuring what the rest is worth.
    """
    if not arabic:
        return [token[:MAX_TOKEN] for token in _RAW_TOKEN.findall(text.lower())]
    folded = _GROUPED.sub("", text.translate(SEARCH))
    folded = _ACRONYM.sub(lambda found: found.group().replace(".", "") + " ", folded)
    return [term(token)[:MAX_TOKEN] for token in _TOKEN.findall(folded)]


@lru_cache(maxsize=4096)
def stems(text: str) -> frozenset[str]:
    """The search tokens of a text, each once."""
    return frozenset(analyse(text))


def unbound(text: str) -> str:
    """A text without the prepositions that Arabic writes onto a word: «بقابس», "in Gabes".

    Words whose own first letter looks like one lose it too: ask for either form.
    """
    return _BOUND.sub("", text)


@lru_cache(maxsize=4096)
def loose_stems(text: str) -> frozenset[str]:
    """The stems of a text, those of words with a preposition written onto them as well."""
    return stems(text) | stems(unbound(text))


@lru_cache(maxsize=100_000)
def term(token: str) -> str:
    """The search term of one folded word: an Arabic stem, a Latin singular, digits as they are."""
    if token[0].isdigit():
        return token
    if token.isascii():
        return _singular(token)
    # The alef of an indefinite accusative ("جنديا") stands in print with or without its tanwin;
    # light10 leaves it. Without it BM25 alone ranked a little better on XQuAD and ARCD.
    return stem(token[:-1] if len(token) >= 5 and token.endswith("ا") else token)


def _singular(word: str) -> str:
    """Harman's S stemmer ("How effective is suffixing?", 1991), after a possessive 's."""
    word = word.removesuffix("'s").replace("'", "")
    if len(word) < 4 or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word if word.endswith(("eies", "aies")) else f"{word[:-3]}y"
    if word.endswith("es"):
        return word if word.endswith(("aes", "ees", "oes")) else word[:-1]
    return word if word.endswith(("us", "ss")) else word[:-1]
