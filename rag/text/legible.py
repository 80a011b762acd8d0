"""Texts as a model reads them: unusual letters as it has learned them, with the way back."""

from rag.text.fold import Folded, Folding, fold
from rag.text.plain import MARKS, unvocalised

__all__ = ["legible"]

_USUAL = {
    "\u0640": "",  # tatweel
    "ک": "ك",
    "ی": "ي",
    "ې": "ي",
    "ە": "ه",
    "ہ": "ه",
    "ھ": "ه",
    "ٱ": "ا",
    **{chr(0x06F0 + digit): str(digit) for digit in range(10)},
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    **{chr(point): "" for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
}
"""Stretching, other keyboards, and characters that nobody sees."""


class _Kept(Folding):
    """Changes what it lists, and keeps every other character."""

    def __missing__(self, point: int) -> str:
        self[point] = chr(point)
        return self[point]


_LETTERS = _Kept(_USUAL.items())
_BARE = _Kept([*_USUAL.items(), *((mark, "") for mark in MARKS)])


def legible(text: str) -> Folded:
    """A text as a model reads it best; `Folded.span` leads back to the words as published.

    Letters of a Persian keyboard and stretched words are written as usual; vowel signs go where a
    text has them throughout.

    >>> legible("مـتجـر").text, legible("مکتبة تضم ۷۲ ألف کتاب").text
    ('متجر', 'مكتبة تضم 72 ألف كتاب')
    """
    stretched = text.replace("\u0640", "")
    return fold(text, _LETTERS if unvocalised(stretched) == stretched else _BARE)
