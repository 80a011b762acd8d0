"""Tell Arabic from English, by script."""

import unicodedata

from rag.types import Language

__all__ = ["language_of"]


def language_of(text: str) -> Language:
    """`ar` when at least half of the letters are Arabic, else `en`.

    Acronyms inside an Arabic question ("NATO") therefore do not turn it into an English one.
    """
    arabic = latin = 0
    for char in text:
        if char.isalpha():
            if unicodedata.name(char, "").startswith("ARABIC"):
                arabic += 1
            else:
                latin += 1
    return "ar" if arabic and arabic * 2 >= latin else "en"
