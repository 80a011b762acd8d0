"""Whether a sentence states what stands in it as fact: not denied, called off, planned or alleged.

What is not asserted is quoted whole, never restated: "The government will not raise the price on
1 June" must not become "1 June".
"""

import re

from rag.text.fold import fold
from rag.text.lexicon import WordPattern
from rag.values import Qualifier, Quantity, Value
from rag.values.relative import is_future
from rag.verify.negation import SUBORDINATE, absorbed, clause_before, denied

__all__ = ["asserts"]

_GAP = r"(?:\S+ ){0,3}?"
_AFTER_VERB = re.compile(r"^كانت?\\ |^\w+\\ (?=عن$)")


def _spaced(phrase: str) -> str:
    """A phrase of a list, folded, with room for a subject: «كانت الجلسة مقررة», «عدل النادي عن»."""
    folded = re.escape(fold(phrase).text)
    return _AFTER_VERB.sub(lambda verb: verb[0] + _GAP, folded)


# Arabic may have و or ف, a preposition and the article before the word.
_UNREAL = WordPattern(r"(?<!\w)[وف]?(?:ال)?<unreal>(?!\w)", written=_spaced)
_POSTPONED = WordPattern(r"(?<!\w)[وف]?(?:ال)?<postponing>(?!\w)")
_NOT_DONE = WordPattern(r"(?<!\w)[وف]?[بل]?(?:ال)?(?:<not_done>|قد ي\w+)(?!\w)")
_WAS = re.compile(r"(?<!\w)(?:[وف]?كانت?) (?=((?:\S+ ?){1,4}))")
_UNTIL = re.compile(r"(?<!\w)(?:الي|حتي|to|until|till)(?: (?:يوم|تاريخ|موعد|ما بعد|the))? ?$")
_LIMITS = frozenset({"قبل", "حتي", "until", "before"})
_NOT = frozenset({"لن", "لم", "لا", "ولن", "ولم", "ولا", "not", "never", "no"})
REACH = 8
"""Words before a value in which a negation makes a limit of it."""


def asserts(sentence: str, start: int, value: Value | None = None) -> bool:
    """Whether a sentence asserts what stands at offset `start` of it.

    A negation that only turns a bound ("did not exceed 500") asserts the value if it was read
    with its bound; what was put off is asserted for its new date alone. A question asserts nothing.
    """
    line = re.sub(r"\s", " ", sentence)
    folded, before = fold(line).text, fold(line[:start]).text
    if line.rstrip().endswith(("؟", "?")) or denied(line, start):
        return False
    if _POSTPONED.regex.search(folded):
        return _UNTIL.search(before) is not None
    if _UNREAL.regex.search(folded) or _was_to_be(folded):
        return False
    if _only_wanted(line, start) or _limits(before):
        return False
    bounded = isinstance(value, Quantity) and value.qualifier is not Qualifier.EXACT
    return bounded or not absorbed(line, start)


def _was_to_be(folded: str) -> bool:
    """Whether something was about to be: «كانت المباراة ستقام»."""
    return any(is_future(w) for m in _WAS.finditer(folded) for w in m[1].split())


def _only_wanted(line: str, start: int) -> bool:
    """Whether what stands at `start` is only wanted, planned, feared or possible."""
    clause = fold(clause_before(line, start)).text
    return any(not SUBORDINATE.search(clause, m.end()) for m in _NOT_DONE.regex.finditer(clause))


def _limits(before: str) -> bool:
    """Whether the words before a value make it a limit of what does not happen: "not until"."""
    words = before.split()[-REACH:]
    return bool(words) and words[-1] in _LIMITS and any(word in _NOT for word in words)
