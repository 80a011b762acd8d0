"""Names as words: how they are compared, and the territories of the world as CLDR names them."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from rag.text.fold import fold

__all__ = ["ARABIC", "MARK", "WORD", "Entity", "key_of", "stems_of", "with_territories"]

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*")
ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
PREFIXES = ("", "و", "ف", "ب", "ك", "ل", "وب", "فب", "ول", "فل", "وك", "فك")
MARK = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
NOT_PLACES = frozenset({"001", "QO", "XA", "XB", "ZZ"})
LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Entity:
    """One name: its forms in each language, the house form first, and its kind."""

    arabic: tuple[str, ...]
    english: tuple[str, ...]
    kind: str


@lru_cache(maxsize=65536)
def key_of(word: str) -> str:
    """The form of a word that is compared."""
    return fold(word).text


@lru_cache(maxsize=65536)
def stems_of(key: str) -> tuple[tuple[int, str], ...]:
    """The ways to take prefixes off a folded Arabic word: letters taken off, and what is left.

    للكرملين is ل with الكرملين: there the article has lost its alef.
    """
    if not ARABIC.search(key):
        return ((0, key),)
    stems = [
        (len(prefix), key[len(prefix) :])
        for prefix in PREFIXES
        if key.startswith(prefix) and len(key) - len(prefix) >= (LEAST_STEM if prefix else 0)
    ]
    stems += [
        (len(prefix) - 1, "ال" + key[len(prefix) :])
        for prefix in ("لل", "ولل", "فلل")
        if key.startswith(prefix)
    ]
    return tuple(stems)


def with_territories(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Add CLDR's territories; one that the entities name already only adds its forms to it."""
    places: dict[str, int] = {}
    for i, entity in enumerate(entities):
        if entity.kind in ("place", "organisation"):
            for name in entity.english + entity.arabic:
                places.setdefault(_whole(name), i)
    merged = list(entities)
    for territory in _territories():
        names = territory.english + territory.arabic
        place = next((places[_whole(name)] for name in names if _whole(name) in places), None)
        if place is None:
            merged.append(territory)
        else:
            known = merged[place]
            merged[place] = Entity(
                tuple(dict.fromkeys(known.arabic + territory.arabic)),
                tuple(dict.fromkeys(known.english + territory.english)),
                known.kind,
            )
    return tuple(merged)


def _whole(name: str) -> str:
    return " ".join(map(key_of, WORD.findall(name)))


@cache
def _territories() -> tuple[Entity, ...]:
    """Countries and regions of the world, as CLDR (through babel) names them."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    return tuple(
        Entity(_variants(arabic[code]), _variants(english[code]), "place")
        for code in sorted(set(arabic) & set(english) - NOT_PLACES)
    )


def _variants(name: str) -> tuple[str, ...]:
    """Split "Myanmar (Burma)", and write "&" as "and"."""
    outside, _, inside = name.partition(" (")
    spelt = outside.replace("&", "and")
    inner = (inside.rstrip(")"),) if len(inside.split()) == 1 else ()
    return (spelt, *inner)
