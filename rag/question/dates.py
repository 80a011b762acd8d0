"""The days and periods that a question states, and the question without them."""

import re
from datetime import date

from rag.text.fold import fold
from rag.text.lexicon import WordPattern
from rag.types import Language
from rag.values import Found, Precision, When, find_values, whole

__all__ = ["dates_of", "undated"]

LEAST = 3
"""Words of a question that can do without its dates."""
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w.,]*\d)")
_BEFORE = WordPattern(
    r"(?:(?<!\w)(?:<settings>|<prepositions>) )?(?:(?<!\w)<asks_date> )?$",
    written=re.escape,
    flags=re.I,
)
"""At most one preposition: in "lifted to in May" the other belongs to the verb."""


_NOT = re.compile(
    r"(?:(?<!why )\b(?:not|rather than|instead of|unlike)"
    r"|(?<!\w)و?(?:ليس|ليست|لا|مش|موش|مو|بدل|عوض))"
    r"(?: (?:the|in|of|for|from|في|عن|عام|سنة|شهر|يوم))*\s+$",
    re.I,
)
"""Before a date that is not asked for: "in 2014, not 2015"."""


def dates_of(text: str, language: Language) -> tuple[When, ...]:
    """The days and periods that a question states in full, and every bare year.

    Not those that it says it does not mean: "in 2014, not in 2015".
    """
    # "Since early 2022" goes on after it.
    return tuple(whole(f.value) for f in _found(text, language) if isinstance(f.value, When))


def undated(text: str, language: Language) -> str:
    """The question without those dates and the prepositions before them.

    "" where it states none, or where hardly anything is left ("What happened on 6 January 2022?").
    """
    parts, at = [], 0
    for found in _found(text, language):
        parts.append(_BEFORE.regex.sub("", text[at : found.start]))
        at = found.end
    left = re.sub(r"\s+(?=[?؟]|$)", "", " ".join("".join((*parts, text[at:])).split()))
    return left if parts and len(re.findall(r"\w+", left)) > LEAST else ""


def _found(text: str, language: Language) -> list[Found]:
    """The full dates with their offsets, in order."""
    folded = fold(text)
    times = [f for f in find_values(text, language, None) if isinstance(f.value, When)]
    found = [f for f in times if isinstance(f.value, When) and f.value.start and f.value.end]
    for match in _YEAR.finditer(folded.text):
        start, end = folded.span(*match.span())
        if not any(f.start < end and start < f.end for f in times):
            number = int(match[0])
            year = When(date(number, 1, 1), date(number, 12, 31), Precision.YEAR)
            found.append(Found(start, end, year))
    meant = (f for f in found if not _NOT.search(text[: f.start]))
    return sorted(meant, key=lambda f: f.start)
