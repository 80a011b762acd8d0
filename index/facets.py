"""What of an article a search can be narrowed by, as numbers: no text and no name is in them."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from rag.search import Within, folded_outlet
from rag.types import Article

__all__ = ["ANY", "Facets", "Wanted", "facets_of", "hashed", "language_key", "wanted_facets"]


class Facets(NamedTuple):
    """The language as a field's name, hashes of language and outlet, and the day; 0 if undated."""

    language: str
    tongue: int
    outlet: int
    day: int


class Wanted(NamedTuple):
    """What `Within` asks for in the same numbers; None for what it leaves open."""

    tongue: int | None = None
    outlet: int | None = None
    first: int | None = None
    last: int | None = None


ANY = Wanted()


def facets_of(article: Article) -> Facets:
    """What of an article a search can be narrowed by."""
    day = article.published.toordinal() if article.published else 0
    outlet = _hashed_outlet(article.outlet)
    return Facets(language_key(article.language), hashed(article.language), outlet, day)


def wanted_facets(wanted: Within) -> Wanted:
    """What is wanted; with one end of a period the other is open, but articles have a date."""
    dated = wanted.first is not None or wanted.last is not None
    return Wanted(
        hashed(wanted.language) if wanted.language else None,
        hashed(folded_outlet(wanted.outlet)) if wanted.outlet else None,
        (wanted.first.toordinal() if wanted.first else 1) if dated else None,
        wanted.last.toordinal() if wanted.last else None,
    )


@lru_cache(4_096)
def _hashed_outlet(outlet: str) -> int:
    return hashed(folded_outlet(outlet))


def language_key(language: str) -> str:
    """A short name for an article's language that is safe in a field name: `und` if unknown."""
    code = language.strip().lower().partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) <= 8 else "und"


def hashed(text: str) -> int:
    """A hash of a text, as a signed number of 64 bits."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
