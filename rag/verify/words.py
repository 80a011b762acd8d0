"""The lists of words.toml that the verifier reads, in their folded form."""

from rag.text.fold import fold
from rag.text.lexicon import rebuilt, words

__all__ = [
    "AFTER_NUMBER",
    "FRAME",
    "NAME_CUES",
    "NEGATIONS",
    "REFUSALS",
    "STARTERS",
    "TITLES",
]

AFTER_NUMBER: set[str] = set()
"""What may follow a bare English number without being the thing that it counts."""
FRAME: set[str] = set()
"""Words that only say who reports, and when."""
NAME_CUES: set[str] = set()
"""Words after which Arabic names a person, a place or a source."""
NEGATIONS: set[str] = set()
"""Words that deny what follows them."""
REFUSALS: set[str] = set()
"""Words that can stand behind a plain "no"."""
STARTERS: set[str] = set()
"""English words that may open a sentence, where every word has a capital."""
TITLES: set[str] = set()
"""English words that have a capital as titles, in names, or as days and months."""
_LISTS = {
    "after_number": AFTER_NUMBER,
    "crediting": FRAME,
    "before_names": NAME_CUES,
    "negation": NEGATIONS,
    "refusing": REFUSALS,
    "opening": STARTERS,
    "titles": TITLES,
}


@rebuilt
def _build() -> None:
    for name, into in _LISTS.items():
        into.clear()
        into.update(fold(word).text for word in words(name))
