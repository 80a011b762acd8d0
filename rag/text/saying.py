"""Words of saying, folded from the lists of words.toml: which word is one, which text has one."""

import re

from rag.text.lexicon import rebuilt, words
from rag.text.plain import plain

__all__ = ["has_saying", "is_saying"]

_WORD = re.compile(r"[^\W\d_]+")
_sure: set[str] = set()
_verbs: set[str] = set()
_telling: set[str] = set()


@rebuilt
def _build() -> None:
    """Fill the sets; of a phrase ("according to") its longest word tells."""
    for found in (_sure, _verbs, _telling):
        found.clear()
    _sure.update(map(plain, words("saying")))
    _verbs.update(_sure, map(plain, words("saying_or_other")))
    phrases = (*_verbs, *map(plain, words("attributing")))
    _telling.update(max(_WORD.findall(phrase), key=len) for phrase in phrases)
    _telling.difference_update(map(plain, words("leaves_open")))


def is_saying(word: str, *, surely: bool = False) -> bool:
    """Whether a word is a verb of saying; `surely`: and no other word as often ("noted").

    >>> is_saying("أوضحت"), is_saying("noted"), is_saying("noted", surely=True)
    (True, True, False)
    """
    return plain(word) in (_sure if surely else _verbs)


def has_saying(text: str) -> bool:
    """Whether a text has a verb of saying, or words after which the one who says it is named.

    >>> has_saying("ماذا قال الوزير؟"), has_saying("ماذا فعل الوزير؟")
    (True, False)
    """
    return not _telling.isdisjoint(_WORD.findall(plain(text)))
