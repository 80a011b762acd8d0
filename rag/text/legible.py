"""Texts as a model reads them: unusual letters as it has learned them, with the way back."""

import re

from rag.text.fold import Folded
from rag.text.plain import MARKS, unvocalised

__all__ = ["legible"]

_LETTERS = str.maketrans("کیېەہھٱ۰۱۲۳۴۵۶۷۸۹", "كييههها0123456789")
_UNSEEN = "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|(?<=[ء-ي])ـ+(?=[ء-ي])"
"""What nobody sees, and the stretching of a word; «بـ19» is usual spelling."""
_SIGNS = re.compile(f"{_UNSEEN}|[{MARKS}]")
_FEW = re.compile(_UNSEEN)


def legible(text: str) -> Folded:
    """A text as a model reads it best; `Folded.span` leads back to the words as published.

    Letters of a Persian keyboard and stretched words are written as usual; vowel signs go where a
    text has them throughout.

    >>> legible("مـتجـر").text, legible("مکتبة تضم ۷۲ ألف کتاب").text
    ('متجر', 'مكتبة تضم 72 ألف كتاب')
    """
    stretched = text.replace("ـ", "")
    left_out = _FEW if unvocalised(stretched) == stretched else _SIGNS
    gone = {at for found in left_out.finditer(text) for at in range(*found.span())}
    if not gone:
        return Folded(text, text.translate(_LETTERS), range(len(text)))
    origins = [at for at in range(len(text)) if at not in gone]
    return Folded(text, "".join(text[at] for at in origins).translate(_LETTERS), origins)
