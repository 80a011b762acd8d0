"""Whether a sentence states what stands in it as fact: not denied, called off, planned or alleged.

What is not asserted is quoted whole, never restated: "The government will not raise the price on
1 June" must not become "1 June".
"""

import re

from rag.text.fold import fold
from rag.text.lexicon import rebuilt, words
from rag.values import Qualifier, Quantity, Value
from rag.verify.negation import absorbed, denied

__all__ = ["asserts"]

_unreal: list[re.Pattern[str]] = []
_LIMITS = frozenset({"قبل", "حتي", "until", "before"})
_NOT = frozenset({"لن", "لم", "لا", "ولن", "ولم", "ولا", "not", "never", "no"})
REACH = 8
"""Words before a value in which a negation makes a limit of it."""


@rebuilt
def _build() -> None:
    """One pattern of the words in `unreal`; Arabic may have و or ف and the article before them."""
    forms = "|".join(re.escape(fold(word).text) for word in words("unreal"))
    _unreal[:] = [re.compile(rf"(?<!\w)[وف]?(?:ال)?(?:{forms})(?!\w)")]


def asserts(sentence: str, start: int, value: Value | None = None) -> bool:
    """Whether a sentence asserts what stands at offset `start` of it.

    A negation that only turns a bound ("did not exceed 500") asserts the value if it was read
    with its bound.
    """
    line = re.sub(r"\s", " ", sentence)
    if _unreal[0].search(fold(line).text) or denied(line, start) or _limits(line[:start]):
        return False
    bounded = isinstance(value, Quantity) and value.qualifier is not Qualifier.EXACT
    return bounded or not absorbed(line, start)


def _limits(before: str) -> bool:
    """Whether the words before a value make it a limit of what does not happen: "not until"."""
    words = fold(before).text.split()[-REACH:]
    return bool(words) and words[-1] in _LIMITS and any(word in _NOT for word in words)
