"""Whether a sentence states what stands in it as fact: not denied, called off, planned or alleged.

What is not asserted is quoted whole, never restated: "The government will not raise the price on
1 June" must not become "1 June".
"""

import re

from rag.text.fold import fold
from rag.text.lexicon import WordPattern
from rag.values import Qualifier, Quantity, Value
from rag.verify.negation import absorbed, denied

__all__ = ["asserts"]

# Arabic may have و or ف and the article before the word.
_UNREAL = WordPattern(r"(?<!\w)[وف]?(?:ال)?<unreal>(?!\w)")
_LIMITS = frozenset({"قبل", "حتي", "until", "before"})
_NOT = frozenset({"لن", "لم", "لا", "ولن", "ولم", "ولا", "not", "never", "no"})
REACH = 8
"""Words before a value in which a negation makes a limit of it."""


def asserts(sentence: str, start: int, value: Value | None = None) -> bool:
    """Whether a sentence asserts what stands at offset `start` of it.

    A negation that only turns a bound ("did not exceed 500") asserts the value if it was read
    with its bound.
    """
    line = re.sub(r"\s", " ", sentence)
    if _UNREAL.regex.search(fold(line).text) or denied(line, start) or _limits(line[:start]):
        return False
    bounded = isinstance(value, Quantity) and value.qualifier is not Qualifier.EXACT
    return bounded or not absorbed(line, start)


def _limits(before: str) -> bool:
    """Whether the words before a value make it a limit of what does not happen: "not until"."""
    words = fold(before).text.split()[-REACH:]
    return bool(words) and words[-1] in _LIMITS and any(word in _NOT for word in words)
