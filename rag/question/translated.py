"""Names that English has in translation: "the Wheat Hotel" is «فندق القمح».

Such a name is made of ordinary words. An Arabic article has other words for them, so that how
they are spelt says nothing of whether it speaks of the thing.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from rag.text.lexicon import rebuilt, words

__all__ = ["translated"]

_RUN = re.compile(
    r"(?P<whole>[«\"“„‘]?\b[Tt]he |[«\"“„‘])?(?P<run>[A-Z][\w'’]*(?:[ -][A-Z][\w'’]*)*)"
)
_WORD = re.compile(r"[\w'’]+")
_things: set[str] = set()
_ordinary: set[str] = set()


@rebuilt
def _build() -> None:
    _things.clear()
    _things.update(words("named_things"))
    _ordinary.clear()
    _ordinary.update(words("translated") | _things)


def translated(text: str) -> tuple[tuple[int, int], ...]:
    """The (start, end) of the words of a question that are translations of Arabic ones in a name.

    They are ordinary words with a capital, in one name with a word for what it names ("Hotel"),
    or a whole name behind "the" ("the Falcons") or a quotation mark. "Basra" in "Basra Wheat
    Hotel" is none of them.

    >>> question = "Who owns the Basra Wheat Hotel, and did Green resign?"
    >>> [question[start:end] for start, end in translated(question)]
    ['Wheat Hotel']
    """
    return tuple(span for run in _RUN.finditer(text) for span in _of_run(run))


def _of_run(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    found = list(_WORD.finditer(run.string, *run.span("run")))
    said = [word[0].lower() for word in found]
    if _things.isdisjoint(said) and not (run["whole"] and _ordinary.issuperset(said)):
        return
    for ordinary, stretch in groupby(found, lambda word: word[0].lower() in _ordinary):
        if ordinary:
            first, *rest = stretch
            yield first.start(), (rest or [first])[-1].end()
