"""Words as rules match them: without vowel signs, one alef, in lower case."""

import re

__all__ = ["MARKS", "plain", "unvocalised"]

MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200e\u200f"
"""Vowel signs, the stretching of letters and the marks of direction, for between "[" and "]"."""
_MARKS = re.compile(f"[{MARKS}]")
_ALEFS = str.maketrans("أإآٱ", "اااا")
FULL = 3
"""Letters to a vowel sign, at most, in a text that has them all."""


def unvocalised(text: str) -> str:
    """A text without stretched letters, and without vowel signs where it has them throughout.

    No reader has learned such spelling; a sign here and there («قُتل») tells it something.

    >>> unvocalised("كَمْ طُولُ الجِسْرِ؟"), unvocalised("كـــم قُتل؟")
    ('كم طول الجسر؟', 'كم قُتل؟')
    """
    text = text.replace("ـ", "")
    bare = _MARKS.sub("", text)
    return bare if (len(text) - len(bare)) * FULL > sum(map(str.isalpha, bare)) else text


def plain(text: str) -> str:
    """Lower case, no vowel signs, one alef, single spaces: for matching words only."""
    return " ".join(_MARKS.sub("", text).translate(_ALEFS).lower().split())
