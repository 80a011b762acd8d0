"""Keys that an Arabic name and its English spellings have in common.

A transliteration keeps consonants and loses vowels, so two words are compared by the classes of
their consonants, after the idea of Soundex and of Arabic-English name matching (Freeman, Condon
and Ackerman, "Cross linguistic name matching in English and Arabic", 2006). Letters that are
written in several ways have several classes: ق is k or g, th is ث or ذ, so a word has a few keys,
and two words may be one name when they share a key. Three consonants are too few to tell names
apart: there the long vowels that Arabic writes must stand in the English word too, and of two
frequent given names (given_names.csv) only one name meets itself: Omar is عمر, and not عمار.

A shared key says that one word *may* be a spelling of the other, never that it is.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from rag.text.given import named
from rag.text.lexicon import rebuilt
from rag.text.names import ARABIC, MARK, key_of, stems_of

__all__ = ["skeletons"]

PLAIN = 4
"""From this many consonants on, the consonants alone are the key."""
LEAST = 3
"""Keys of fewer letters, long vowels among them, would join too many words."""
LONGEST_GIVEN = 12
"""Letters of the longest key of a given name."""
MOST = 512
"""Readings of one word that are looked at, so that a hostile one takes no time."""

_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ث": "t s", "ج": "j g", "چ": "c", "ژ": "j z",
    "ح": "h", "خ": "x", "د": "d", "ذ": "d z", "ض": "d", "ظ": "z d", "ر": "r", "ز": "z", "س": "s",
    "ص": "s", "ش": "c", "غ": "g", "گ": "g", "ڨ": "g", "ف": "f", "ڤ": "f", "ق": "k", "ك": "k",
    "ک": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ھ": "h", "ہ": "h", "و": "W", "ي": "Y",
    "ی": "Y", "ا": "A", "ى": "A", "آ": "A", "ة": "A -", "ع": "- E", "ئ": "- Y", "ؤ": "- W",
    "ء": "-", "أ": "-", "إ": "-", "ٱ": "-",
}  # fmt: skip
_LATIN = {
    "sch": "c", "tch": "c", "sh": "c", "ch": "c k", "kh": "x", "gh": "g gh", "th": "t d",
    "dh": "d", "bh": "b", "zh": "j", "dj": "j", "ph": "f", "ck": "k", "qu": "k",
    "ngh": "ng ngh", "ng": "ng n", "b": "b", "p": "b", "c": "k",
    "d": "d", "f": "f", "v": "f", "g": "g k", "h": "h", "j": "j", "k": "k", "l": "l", "m": "m",
    "n": "n", "q": "k", "r": "r", "s": "s", "t": "t", "x": "ks", "z": "z s", "w": "W f",
    "y": "Y -", "a": "- A E", "e": "- Y A E", "i": "- Y AY E", "o": "- W E", "u": "- W E",
}  # fmt: skip
_SOFT_C = re.compile("c(?=[eiy])")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-xz])\1+")
_GRAPHEME = re.compile("|".join(_LATIN))
_ARTICLE = re.compile(r"(?:[ae]l|a[rnstdz]|ash|ath|adh)[-' ‑]")
_LETTERS = {"ø": "o", "ı": "i", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"}
_SOFT_S = re.compile("(?<=[aeiouy])s(?=[aeiouy])")
_SILENT = re.compile("(?<=[aeiou])h(?=[^aeiouy]|$)")
_REPEATED = re.compile(r"([AWYE])\1+")
_VOWELS = str.maketrans("", "", "AWYE")


@lru_cache(maxsize=65536)
def skeletons(word: str) -> frozenset[str]:
    """Return the keys of one word of either script; words that share one may be one name.

    The article and, in Arabic, the letters written onto a word (و ف ب ك ل) are read with and
    without. A hyphenated name (Jean-Pierre) has the keys of the whole and of its longest part.
    Empty where nothing is left to compare: fewer than three consonants and long vowels.

    >>> skeletons("Qaddafi") & skeletons("والقذافي") != frozenset()
    True
    >>> sorted(skeletons("Mohammed") & skeletons("محمد"))
    ['mhmd']
    """
    arabic = ARABIC.search(word) is not None
    readings = _arabic(word) if arabic else _latin(word)
    found = (
        _key(reading) for each in readings for reading in islice(product(*_without_ain(each)), MOST)
    )
    keys = frozenset(filter(None, found))
    short = not keys or any(sum(map(str.islower, key)) < PLAIN for key in keys)
    names = _given(word) if short else frozenset()
    own, other = (_ARABIC_GIVEN, _LATIN_GIVEN) if arabic else (_LATIN_GIVEN, _ARABIC_GIVEN)
    if names:
        return frozenset((*(f"={name}" for name in names), *(own + key for key in keys)))
    return keys.union(other + key for key in keys if len(key) <= LONGEST_GIVEN)


_ARABIC_GIVEN, _LATIN_GIVEN = "1", "2"
"""Before the keys of a given name: it meets those that are none, and itself."""


def _given(word: str) -> frozenset[str]:
    """The frequent given names that a word is, with or without the letters written onto it."""
    if not ARABIC.search(word) or named(word):
        return named(word)
    stems = (stem.removeprefix("ال") for _, stem in stems_of(key_of(word)))
    return frozenset[str]().union(*map(named, stems))


def _without_ain(letters: list[list[str]]) -> list[list[str]]:
    """Leave ain to the words of two consonants (عدن, Aden), which cannot do without it."""
    if sum(not set(options) & set("-AWYE") for options in letters) < LEAST:
        return letters
    return [[option for option in options if option != "E"] for options in letters]


def _key(reading: tuple[str, ...]) -> str:
    """The key of one way to read every letter; "" where it says too little."""
    letters = "".join(reading).replace("-", "")
    consonants = letters.translate(_VOWELS)
    if len(consonants) >= PLAIN:
        return consonants
    full = _REPEATED.sub(r"\1", letters)
    if len(consonants) == LEAST:
        full = full.strip("A")
    return full if consonants and len(full) >= LEAST else ""


def _arabic(word: str) -> Iterator[list[list[str]]]:
    """The ways to read an Arabic word: for each, the classes of every letter."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", word) if not MARK.match(c))
    for taken, _ in stems_of(bare):
        stem = bare[taken:]
        if taken and len(stem) < LEAST:
            continue
        yield _classes(stem)
        for article in ("ال", "ل"):  # للزاوية has lost the alef of its article
            if stem.startswith(article) and (article == "ال" or taken):
                yield _classes(stem.removeprefix(article))


def _classes(word: str) -> list[list[str]]:
    word = word.replace("تش", "چ")
    found = [_ARABIC[c].split() for c in word if c in _ARABIC]
    if word[-1:] in "هھہ" and found:  # ta marbuta without its dots, or a ha
        found[-1] = ["h", "-", "A"]
    if word[:1] == "ا":
        found[0] = ["-", "A"]
    return found


def _latin(word: str) -> Iterator[list[list[str]]]:
    """The ways to read a Latin word, with and without its article."""
    lowered = "".join(_LETTERS.get(c, c) for c in unicodedata.normalize("NFKD", word.lower()))
    plain = "".join(c for c in lowered if not unicodedata.combining(c))
    rest = _ARTICLE.sub("", plain, count=1) if _ARTICLE.match(plain) else plain
    parts = [re.sub("[^a-z]", "", part) for part in re.split("[-‐‑–]", rest)]
    spellings = ["".join(parts), max(parts, key=len)]
    if plain is rest and rest[:2] in ("al", "el") and len(rest) > len("al") + 2:
        spellings.append(rest[2:])
    for spelling in dict.fromkeys(spellings):
        yield [_sounds(found) for found in _GRAPHEME.finditer(_spelt(spelling))]


def _spelt(word: str) -> str:
    return _DOUBLED.sub(r"\1", _SOFT_C.sub("s", word))


def _sounds(found: re.Match[str]) -> list[str]:
    grapheme, word = found[0], found.string
    if grapheme == "h" and _SILENT.match(word, found.start()):
        return ["h", "-"]
    if grapheme == "s" and _SOFT_S.match(word, found.start()):
        return ["s", "z"]
    return _LATIN[grapheme].split()


rebuilt(skeletons.cache_clear)
