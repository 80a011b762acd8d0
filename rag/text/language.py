"""Tell Arabic from English, by script."""

import re
from typing import Literal

__all__ = ["Language", "language_of"]

Language = Literal["ar", "en"]
_ARABIC = re.compile(
    "[\u0620-\u064a\u066e-\u06d3\u06d5\u06ee-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufdfb\ufe70-\ufefc]"
)


def language_of(text: str) -> Language:
    """`ar` when at least half of the letters are Arabic, else `en`.

    Acronyms inside an Arabic question ("NATO") therefore do not turn it into an English one.
    """
    arabic = len(_ARABIC.findall(text))
    others = sum(map(str.isalpha, text)) - arabic
    return "ar" if arabic and arabic * 2 >= others else "en"
