"""Neighbouring spellings of one name in one script: «زيلينسكي» and «زيلنسكي», "Zelenskyy".

`rag.text.names.spelling_of` says what transliterations share letter by letter. Here go the freer
ones: an inner vowel that is written or left out, and letters that stand for one foreign sound (ج
and ز for the zh of Prigozhin). They hold for long names only, whose consonants tell them apart: of
short ones such a letter makes another name (سلمان is not سليمان), and Arabic's own names keep their
letters, so words with ح, ع and the like, or with the article, are compared as they stand.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rag.text.names import ARABIC, LEAST_SPELT, key_of, spelling_of, stems_of

__all__ = ["are_neighbours", "by_opening", "has_neighbour", "one_sound_off"]

ALIKE = 4
"""Consonants from which a name may begin with another letter for v or w, the rest equal."""
VOWELLED = 5
"""Consonants from which one of them may be another letter for its sound, or inner vowels be left
out. With four, منصف, a name, would meet منصب, a post."""
EDITED = 6
"""Consonants from which any one letter after the first may differ."""

_OWN = re.compile("^ال|[حعضظذث]")
"""What Arabic's own names have, and transliterations do not."""
_ARABIC = {
    "ب": "b", "پ": "b", "ت": "t", "ط": "t", "ج": "j", "ژ": "j", "د": "d", "ر": "r", "ز": "z",
    "س": "s", "ص": "s", "ش": "c", "چ": "c", "غ": "g", "گ": "g", "ڨ": "g", "ف": "f", "ڤ": "f",
    "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "خ": "x", "و": "O", "ي": "E",
    "ا": "A", "ؤ": "O", "ئ": "E", "ى": "A",
}  # fmt: skip
_LATIN = {
    "sch": "c", "tch": "c", "sh": "c", "ch": "c", "kh": "x", "gh": "g", "zh": "j", "dj": "j",
    "ph": "f", "th": "t", "ck": "k", "q": "k", "c": "k", "v": "f", "x": "ks", "w": "w", "b": "b",
    "p": "p", "d": "d", "f": "f", "g": "g", "h": "h", "j": "j", "k": "k", "l": "l", "m": "m",
    "n": "n", "r": "r", "s": "s", "t": "t", "z": "z", "a": "A", "e": "E", "i": "E", "y": "E",
    "o": "O", "u": "O",
}  # fmt: skip
_SAME_SOUND = frozenset(map(frozenset, ("jz", "jg", "zs", "fb", "fw", "bp", "xh", "xk")))
_FIRST = frozenset("fw")
_OPENING = str.maketrans(
    "پفڤوجزغسصظژگڨقخهيچضطcghjkqsxzfpvweiouy", "ببببزززززززززكككاشدتkkkkkkkkkbbbbaaaaa"
)
_GRAPHEME = re.compile("|".join(_LATIN))
_SOFT_C = re.compile("c(?=[eiy])")
_TWICE = re.compile(r"(.)\1+")
_ENDING = re.compile("[EO]+f$")
"""-ov and -ev, of which the same names have either: غورباتشوف, غورباتشيف."""
_VERBAL = re.compile("تش..?ي.$")
"""تشكيل, تشريف: nouns of Arabic, whose first letter is no part of a foreign sound."""


def by_opening(words: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Words of a text, folded, under the class of their first letter, for `has_neighbour`.

    Arabic ones stand there with and without the letters that may be written onto them; short ones
    only as they are, for وسام is not سام.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for word in words:
        for taken, stem in stems_of(key_of(word)):
            if not taken or len(stem) >= LEAST_SPELT or stem.startswith("تش"):
                found[_opening(stem)].add(stem)
    return {opening: tuple(keys) for opening, keys in found.items()}


def has_neighbour(word: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether one of the words, as `by_opening` gives them, may be the name under a spelling."""
    key = key_of(word)
    return any(are_neighbours(key, other) for other in words.get(_opening(key), ()))


def are_neighbours(one: str, other: str) -> bool:
    """Whether two words of one script may be spellings of one name.

    >>> are_neighbours("بريغوجين", "بريغوزين"), are_neighbours("Zelensky", "Zelenskyy")
    (True, True)
    >>> are_neighbours("سلمان", "سليمان"), are_neighbours("Patterson", "Peterson")
    (False, False)
    """
    first, second = key_of(one), key_of(other)
    if first == second:
        return True
    if _opening(first) != _opening(second):
        return False
    if ARABIC.search(first):
        if any(map(_VERBAL.match, (first, second))):
            return False
        if first.replace("تش", "ش") == second.replace("تش", "ش"):
            return True
        if min(len(first), len(second)) < LEAST_SPELT or any(map(_OWN.search, (first, second))):
            return False
        if spelling_of(first) == spelling_of(second):
            return True
    return _sound_alike(_parts(first), _parts(second))


def one_sound_off(skeleton: str) -> frozenset[str]:
    """A key of `rag.text.skeleton` with one of its consonants as another letter for its sound.

    None of a key of fewer than `VOWELLED` consonants: there it is another name's.
    """
    if sum(map(str.islower, skeleton)) < VOWELLED:  # vowels are capitals
        return frozenset()
    return frozenset(
        skeleton[:i] + other + skeleton[i + 1 :]
        for i, letter in enumerate(skeleton)
        for pair in _SAME_SOUND
        if letter in pair
        for other in pair - {letter}
    )


def _opening(key: str) -> str:
    """The class of a folded word's first letter; neighbours share it."""
    letter = key.removeprefix("ت")[:1] if key.startswith("تش") else key[:1]
    return letter.translate(_OPENING)


Parts = tuple[str, tuple[str, ...]]


@lru_cache(maxsize=65536)
def _parts(key: str) -> Parts:
    """The consonants of a folded word by their sound, and the vowels before, between them."""
    if ARABIC.search(key):
        sounds = "".join(_ARABIC.get(c, "") for c in key.replace("تش", "ش")).rstrip("h")
        if key.startswith("و"):
            sounds = "w" + sounds[1:]
    else:
        plain = _SOFT_C.sub("s", re.sub("[^a-z]", "", key))
        sounds = "".join(_LATIN[found[0]] for found in _GRAPHEME.finditer(plain))
    sounds = _ENDING.sub("Ef", _TWICE.sub(r"\1", sounds).rstrip("AEO"))
    return re.sub("[AEO]", "", sounds), tuple(re.split("[^AEO]", sounds)[:-1])


def _sound_alike(one: Parts, other: Parts) -> bool:
    (first, vowels), (second, others) = one, other
    least = min(len(first), len(second))
    if least < ALIKE:
        return False
    other_first = len(first) == len(second) and {first[0], second[0]} == _FIRST
    if vowels == others and (first == second or (other_first and first[1:] == second[1:])):
        return True
    if least >= VOWELLED and len(first) == len(second):
        pairs = [pair for pair in map(frozenset, zip(first, second, strict=True)) if len(pair) > 1]
        if vowels == others and len(pairs) == 1 and pairs[0] in _SAME_SOUND:
            return True
        if not pairs and all(map(_compatible, vowels, others)):
            return True
    return least >= EDITED and _one_edit(_joined(one), _joined(other))


def _compatible(one: str, other: str) -> bool:
    """Whether the vowels at one place may be the same: one of them may be left out."""
    return one in other or other in one


def _joined(parts: Parts) -> str:
    consonants, vowels = parts
    return "".join(v + c for c, v in zip(consonants, vowels, strict=True))


def _one_edit(one: str, other: str) -> bool:
    """Whether one letter, not the first, is changed, left out or added."""
    if one[:1] != other[:1] or abs(len(one) - len(other)) > 1:
        return False
    head = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    longer, shorter = sorted((one[head:], other[head:]), key=len, reverse=True)
    return longer[1:] == (shorter if len(longer) > len(shorter) else shorter[1:])
