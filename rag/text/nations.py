"""Nationalities, as CLDR has them: the adjectives of its languages and of its currencies.

CLDR has no list of nationalities, but "French" and «الفرنسية» name a language, "Kuwaiti" and
«كويتي» a dinar. Taken are those that in Arabic are called as the country is where the language is
most likely spoken, or the money used: so Kurdish is none.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from babel import Locale
from babel.core import get_global

from rag.text.fold import fold

__all__ = ["nations_in"]

LEAST = 3
"""Letters of the shortest Arabic stem: مصر."""
_WORD = re.compile(r"[^\W\d_]+")
_BOUND = re.compile(r"^[وف]?(?:لل|[بلك]?(?:ال)?)")
_ENDING = re.compile(r"(?:يه|يات|يين|يون|يا|ي|ا)$")
_WORDS = frozenset(("مال",))
"""Stems of adjectives that are other words more often: "financial" is as "of Mali"."""
_ADJECTIVE = re.compile(r"(?:يه|يات|يين|يون|يا|ي)$")
_OTHERS = (("american", "امريك", "US"), ("american", "اميرك", "US"), ("british", "بريطان", "GB"))
"""Those whose money and language are called otherwise."""


def nations_in(text: str, *, adjectives: bool = False) -> frozenset[str]:
    """The countries that a text names, in English; `adjectives`: those named by an adjective alone.

    In Arabic the adjective and the name of a country may be one word: ألمانيا.

    >>> sorted(nations_in("وأرسلت فرنسا جنودا إلى تشاد وتونس"))
    ['france', 'tunisia']
    >>> sorted(nations_in("German soldiers in France", adjectives=True))
    ['germany']
    """
    return _nations_in(fold(text).text.lower(), adjectives)


@lru_cache(maxsize=4096)
def _nations_in(folded: str, adjectives: bool) -> frozenset[str]:
    english, arabic, names = _tables()
    words = _WORD.findall(folded)
    found = {english[word] for word in words if word in english}
    for word in words:
        forms = {word, word.lstrip("وف"), _BOUND.sub("", word)} if word > "\u0600" else set()
        stems = {_ADJECTIVE.sub("", form) for form in forms if _ADJECTIVE.search(form)}
        found.update(arabic[stem] for stem in stems & arabic.keys())
        if not adjectives:
            found.update(names[form] for form in forms & names.keys())
    if not adjectives:
        spaced = f" {' '.join(words)} "
        found.update(name for name in {*english.values()} if f" {name} " in spaced)
    return frozenset(found)


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The country of each English adjective, of each stem of an Arabic one, of its Arabic name."""
    english: dict[str, str] = {}
    arabic: dict[str, str] = {}
    names: dict[str, str] = {}
    territories = Locale("en").territories
    for adjective, stem, code in (*_OTHERS, *_of_languages(), *_of_currencies()):
        country = english.setdefault(adjective, territories[code].lower())
        arabic.setdefault(stem, country)
        for word in _country(code):
            if word.removeprefix("ال").startswith(stem) or word.startswith(stem):
                names.update({word: country, word.removeprefix("ال"): country})
    return english, arabic, names


def _country(code: str) -> list[str]:
    return fold(Locale("ar").territories.get(code, "")).text.split()


def _of_languages() -> Iterator[tuple[str, str, str]]:
    english, arabic = Locale("en"), Locale("ar")
    likely = get_global("likely_subtags")
    for code, name in english.languages.items():
        adjective = arabic.languages.get(code, "")
        if " " not in name + adjective and adjective.endswith("ية"):
            yield from _nation(name, adjective, likely.get(code, "").split("_")[-1])


def _of_currencies() -> Iterator[tuple[str, str, str]]:
    english, arabic = Locale("en"), Locale("ar")
    for code, name in english.currencies.items():
        words, whose = name.split(), arabic.currencies.get(code, "").split()
        if len(words) == 2 and len(whose) == 2 and whose[1].endswith(("ي", "ية")):
            yield from _nation(words[0], whose[1], code[:2])


def _nation(name: str, adjective: str, code: str) -> Iterator[tuple[str, str, str]]:
    stem = _ENDING.sub("", fold(adjective).text.removeprefix("ال"))
    alike = any(word.removeprefix("ال").startswith(stem) for word in _country(code))
    if len(stem) >= LEAST and alike and stem not in _WORDS:
        yield name.lower(), stem, code
