"""One place for another: "And in Algeria?" after a question about Tunisia."""

import re
from functools import cache

from rag.text.names import is_territory
from rag.text.stylebook import Mention, Stylebook
from rag.types import Language

__all__ = ["other_place"]

_BOUND = re.compile(r"(?:في|ب|ل|من|in|at|the|in the)? ?", re.I)


@cache
def _world() -> Stylebook:
    """Countries and cities alone."""
    return Stylebook(())


def _places(text: str) -> list[Mention]:
    return [found for found in _world().find(text) if found.entity.kind == "place"]


def other_place(new: str, old: str, language: Language) -> str:
    """The question `old` with the place `new` for its own; "" where either has none, or several.

    A question that names no place is asked of the new one, where that is all of `new`.
    """
    here = _places(new)
    if len(here) != 1 or here[0].end != len(new) or not _BOUND.fullmatch(new[: here[0].start]):
        return ""
    there = _places(old)
    there = [found for found in there if is_territory(found.entity)] or there
    name = new[here[0].start :]
    if len(there) == 1 and there[0].entity != here[0].entity:
        start, end = there[0].start, there[0].end
        if old[start - 1 : start + 1] == "لل":  # للأردن is ل with الأردن
            return ""
        return old[:start] + name + old[end:]
    named = language == "en" and re.search(r" [A-Z]", old)
    if there or named or here[0].start > 1:  # a preposition of its own says how it is joined
        return ""
    return f"{old} {'in' if language == 'en' else 'في'} {name}"
