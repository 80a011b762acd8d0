"""Names as words: how they are compared, and the territories of the world as CLDR names them."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from babel import Locale

from rag.text.fold import fold

__all__ = ["ARABIC", "LEAST_SPELT", "MARK", "WORD", "Entity", "is_territory", "key_of",
           "overlaid", "spelling_of", "stems_of", "with_territories"]  # fmt: skip

WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0640])*")
ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3]")
PREFIXES = ("", "و", "ف", "ب", "ك", "ل", "وب", "فب", "ول", "فل", "وك", "فك")
MARK = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640]")
NOT_PLACES = frozenset({"001", "QO", "XA", "XB", "ZZ"})
LEAST_STEM = 3


@dataclass(frozen=True, slots=True)
class Entity:
    """One name: its forms in each language, the house form first, and its kind.

    The forms in `credit` name it in a credit only (a byline, a dateline): elsewhere they are other
    words, as «وفا» and "MAP" are.
    """

    arabic: tuple[str, ...]
    english: tuple[str, ...]
    kind: str
    credit: frozenset[str] = frozenset()


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


def is_territory(entity: Entity) -> bool:
    """Whether an entity is a country or region of CLDR: local news need not name its own."""
    return any(_whole(name) in _territory_names() for name in entity.english)


@cache
def _territory_names() -> frozenset[str]:
    return frozenset(_whole(name) for entity in _territories() for name in entity.english)


def with_territories(entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Add CLDR's territories; one that the entities name already only adds its forms to it."""
    return overlaid(entities, _territories(), ("place", "organisation"))


def overlaid(
    entities: Iterable[Entity], more: Iterable[Entity], kinds: Collection[str]
) -> tuple[Entity, ...]:
    """The entities, then those of `more` that none of them names.

    One of `more` that shares a name with an entity of `kinds` adds its forms to that, behind its
    own; the entity keeps its house form and its kind.
    """
    merged = list(entities)
    known: dict[str, int] = {}
    for i, entity in enumerate(merged):
        if entity.kind in kinds:
            for name in entity.english + entity.arabic:
                known.setdefault(_whole(name), i)
    for other in more:
        names = map(_whole, other.english + other.arabic)
        at = next((known[name] for name in names if name in known), None)
        if at is None:
            merged.append(other)
        else:
            first = merged[at]
            merged[at] = Entity(
                tuple(dict.fromkeys(first.arabic + other.arabic)),
                tuple(dict.fromkeys(first.english + other.english)),
                first.kind,
                first.credit | (other.credit - {*first.arabic, *first.english}),
            )
    return tuple(merged)


_SPELT = str.maketrans("قگطصضظغچژپڤءى", "ككتسدزججزبفاا")
_TWICE = re.compile(r"(.)\1+")
LEAST_SPELT = 5
"""Letters of a single word that may be another transliteration of a name."""
LONG_WORD = 7
"""Letters from which a word keeps or drops an inner alef at will: نازارباييف, نزارباييف."""


@lru_cache(maxsize=65536)
def spelling_of(key: str) -> str:
    """What different transliterations of one foreign name have in common, of a folded word.

    Writers differ in ق and ك, ط and ت, غ and ج, in doubled letters and final vowels, and in the
    Persian letters. Long vowels stay, but for an alef inside a long word: محمد is not محمود.

    >>> spelling_of("توقايف") == spelling_of("توكاييف")
    True
    """
    spelt = _TWICE.sub(r"\1", key.translate(_SPELT))
    body, last = spelt[:-1], spelt[-1:]
    if len(spelt) >= LONG_WORD:
        body = body[:1] + body[1:].replace("ا", "")
    return body + ("" if last in ("ا", "ه") else last)


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
    """Split "Myanmar (Burma)", cut "St. Helena, Ascension and …", and write "&" as "and"."""
    outside, _, inside = re.split("[,،]", name, maxsplit=1)[0].partition(" (")
    spelt = outside.replace("&", "and")
    inner = (inside.rstrip(")"),) if len(inside.split()) == 1 else ()
    return (spelt, *inner)
