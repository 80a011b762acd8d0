"""Frequent given names in both languages, as given_names.csv has them."""

from functools import lru_cache

from rag.text.fold import fold
from rag.text.lexicon import rebuilt, rows

__all__ = ["COLUMNS", "named", "romanised"]

COLUMNS = ("arabic", "romanised", "spellings")
_ROMANISED: dict[str, str] = {}
_NAMED: dict[str, set[str]] = {}


def romanised() -> dict[str, str]:
    """By their folded Arabic form, the names that have a usual English spelling, and that."""
    return _ROMANISED


@lru_cache(maxsize=65536)
def named(word: str) -> frozenset[str]:
    """The folded Arabic names that a word is, in Arabic or in one of its English spellings.

    >>> sorted(named("Rashid")), named("سيارة")
    (['راشد', 'رشيد'], frozenset())
    """
    return frozenset(_NAMED.get(fold(word).text, ()))


@rebuilt
def _build() -> None:
    _ROMANISED.clear()
    _NAMED.clear()
    named.cache_clear()
    for row in rows("given_names.csv", COLUMNS):
        arabic = fold(row["arabic"]).text
        if not arabic:
            raise row.wrong("a row needs an Arabic name")
        if row["romanised"]:
            _ROMANISED[arabic] = row["romanised"]
        for form in (arabic, row["romanised"], *row.alternatives("spellings")):
            if form:
                _NAMED.setdefault(fold(form).text, set()).add(arabic)
