"""Common English words, to tell a word that is mistyped from one that is right."""

from functools import cache

from rag.text.lexicon import DATA

__all__ = ["is_english"]


def is_english(word: str) -> bool:
    """Whether a word of at least four letters, in any case, is a common English one.

    >>> [is_english(word) for word in ("arrested", "arested")]
    [True, False]
    """
    return word.lower() in _words()


@cache
def _words() -> frozenset[str]:
    """The 60,000 most frequent ones (`rag/data/english.txt`)."""
    return frozenset((DATA / "english.txt").read_text(encoding="ascii").split())
