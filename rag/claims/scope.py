"""Whether an article speaks of whom and where a question names: if not, it does not answer it."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rag.storeys import standing
from rag.text.fold import fold
from rag.text.names import Entity
from rag.text.stylebook import Stylebook
from rag.types import Passage

__all__ = ["speaks_of_the_named"]

_ACTORS = frozenset({"person", "organisation"})
_PLACES = frozenset({"place", "other"})
_LETTERS = re.compile(r"[^\W\d_]+")


def speaks_of_the_named(
    question: str, passage: Passage, stylebook: Stylebook, *, all_of_them: bool = False
) -> bool:
    """Whether the passage's article names one of the question's people and organisations, if any.

    And one of its places, if any: there an adjective or a people will do ("السوري" for Syria),
    recognised by its stem. Places of several words ("United States") are not held against an
    article, since their adjectives are other words. With `all_of_them`, each name counts alone.
    """
    if not standing().named:
        return True
    named = stylebook.names(question)
    if all_of_them:
        return all(_speaks_of({entity}, passage, stylebook) for entity in named)
    return _speaks_of(named, passage, stylebook)


def _speaks_of(named: Iterable[Entity], passage: Passage, stylebook: Stylebook) -> bool:
    actors = {entity for entity in named if entity.kind in _ACTORS}
    if actors and not _names_one(passage, actors, stylebook):
        return False
    places = {entity for entity in named if entity.kind in _PLACES}
    if not places or any(_stem(entity, passage) is None for entity in places):
        return True
    article = passage.article
    text = _folded(f"{article.title}\n{article.text}")
    stems = [stem for entity in places if (stem := _stem(entity, passage))]
    return any(re.search(stem, text) for stem in stems) or _names_one(passage, places, stylebook)


def _names_one(passage: Passage, wanted: set[Entity], stylebook: Stylebook) -> bool:
    if not wanted.isdisjoint(stylebook.names(passage.text)):
        return True
    article = passage.article
    return not wanted.isdisjoint(_entities(stylebook, f"{article.title}\n{article.text}"))


def _stem(entity: Entity, passage: Passage) -> str | None:
    """A pattern for the words of a place's stem; None if its name has several words."""
    arabic = passage.article.language == "ar"
    form = entity.arabic[0] if arabic else entity.english[0]
    bare = fold(form).text.casefold().removeprefix("ال" if arabic else "the ")
    if not _LETTERS.fullmatch(bare):
        return None
    stem = re.escape(bare[: max(3 if arabic else 4, len(bare) - 2)])
    return rf"(?<!\w)[وفبكل]{{0,2}}(?:ال|ل)?{stem}" if arabic else rf"(?<!\w){stem}"


@lru_cache(maxsize=256)
def _folded(text: str) -> str:
    return fold(text).text.casefold()


@lru_cache(maxsize=256)
def _entities(stylebook: Stylebook, text: str) -> frozenset[Entity]:
    return stylebook.names(text)
