"""The newsroom's names in both languages: people, organisations, places, agencies, demonyms.

A name is matched token by token: Arabic in its folded form, with the prefixes that are written
onto a word (و ف ب ك ل), Latin without accents and in any case. Offsets refer to the text as given.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from rag.text.lexicon import wordset
from rag.text.names import (
    ARABIC,
    MARK,
    WORD,
    Entity,
    key_of,
    overlaid,
    spelling_of,
    stems_of,
    with_territories,
)
from rag.text.stylebook_file import packaged, read_entities

__all__ = ["Entity", "Mention", "Stylebook"]


# What may stand between two words of one name: spaces, quotes, hyphens, marks of direction.
GAP = re.compile("[ \t\r\n\u00a0\u200c-\u200f\u202a-\u202e\u2066-\u2069\"'’‘“”«»‐‑–—-]{0,6}")
SHORT_ACRONYM = 3
"""Acronyms up to this length count only in capitals: "who" and "us" are words."""
LEAST_SURNAME = 4
LEAST_SPELT = 5
"""Letters of a single word that may be another transliteration of a listed name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text, at code-point offsets `start` to `end`, without its prefixes."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to write an entity. `exact`: the words as they must stand; `capital`: begins so.

    `credit`: only in credits.
    """

    entity: Entity
    exact: tuple[str, ...] = ()
    capital: bool = False
    credit: bool = False

    def fits(self, words: list[str]) -> bool:
        if self.exact:
            return tuple(words) == self.exact
        return not self.capital or words[0][0].isupper()


@dataclass(slots=True)
class _Node:
    """A node of the tree of names: the next words, and the names that end here."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    forms: list[_Form] = field(default_factory=list)


class Stylebook:
    """Finds and translates names. Territories of the world come from CLDR, after the entities.

    Finding takes time in the length of the text, whatever the number of entities.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities: tuple[Entity, ...] = with_territories(tuple(entities))
        self._root = _Node()
        self._spelt = _Node()
        for entity in self.entities:
            for name in entity.arabic + entity.english:
                self._add(name, entity)
        for surname, entity in _surnames(self.entities):
            if not self._named(surname):
                self._insert(surname, _Form(entity, capital=not ARABIC.search(surname)))
                self._insert_spelt(surname, entity)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """Read the packaged agencies and outlets, under a newsroom's own CSV file if it has one.

        Columns arabic, english, kind; alternatives between ` | `, ` (credit)` behind one that is
        a name in credits only. A name that both files hold has the newsroom's house form.

        Raises:
            SettingsError: a file cannot be read, or a row is wrong (with its line number).
        """
        own = read_entities(path) if path is not None else []
        return cls(overlaid(own, packaged(), ("agency", "outlet", "organisation")))

    def find(self, text: str) -> list[Mention]:
        """Find names, from left to right, the longest at each place, not overlapping."""
        found: list[Mention] = []
        for mentions in self._matches(text):
            first = mentions[0]
            if not found or first.start >= found[-1].end:
                found.append(first)
        return found

    def names(self, text: str) -> frozenset[Entity]:
        """Return every entity that a text may name, also inside longer names, also ambiguous."""
        return frozenset(m.entity for mentions in self._matches(text) for m in mentions)

    def expand(self, text: str) -> tuple[str, ...]:
        """Return the other language's forms of the names in a text, the house form first."""
        forms: dict[str, None] = {}
        for mention in self.find(text):
            arabic = ARABIC.search(text, mention.start, mention.end)
            entity = mention.entity
            forms.update(dict.fromkeys(entity.english if arabic else entity.arabic))
        return tuple(forms)

    def english(self, arabic_name: str) -> str | None:
        """Return the English house form of a whole Arabic name, None if it is not here."""
        entities = self._named(arabic_name) if ARABIC.search(arabic_name) else []
        return entities[0].english[0] if entities else None

    def arabic(self, english_name: str) -> str | None:
        """Return the Arabic house form of a whole English name, None if it is not here."""
        entities = [] if ARABIC.search(english_name) else self._named(english_name)
        return entities[0].arabic[0] if entities else None

    def agency(self, name: str) -> str | None:
        """The English house form of the agency that a whole text names («وفا», "MAP"), or None."""
        bare = name.strip(" \t\n.،,:()[]-–—")
        for form in (bare, bare[1:]) if bare[:1] in tuple("وبل") else (bare,):
            for entity in self._named(form):
                if entity.kind == "agency":
                    return entity.english[0]
        return None

    def agencies(self, text: str) -> tuple[str, ...]:
        """The agencies that a text names, each by its English house form, in order.

        A text that is nothing but a name may be any of its forms; in a longer text those marked as
        credits are other words, or a part of somebody's name.
        """
        if whole := self.agency(text):
            return (whole,)
        found = (m.entity for m in self.find(text) if m.entity.kind == "agency")
        return tuple(dict.fromkeys(entity.english[0] for entity in found))

    def _named(self, name: str) -> list[Entity]:
        words = WORD.findall(name)
        node = self._root
        for word in words:
            following = node.next.get(key_of(word))
            if following is None:
                return []
            node = following
        return [form.entity for form in node.forms if not form.exact or form.fits(words)]

    def _add(self, name: str, entity: Entity) -> None:
        words = WORD.findall(name)
        credit = name in entity.credit
        if entity.kind == "person" and ARABIC.search(name):
            self._insert_spelt(name, entity)
        if entity.kind == "other" and ARABIC.search(name):
            for inflected in _inflections(name):
                self._insert(inflected, _Form(entity))
        elif words and name.isupper() and sum(map(len, words)) <= SHORT_ACRONYM:
            self._insert(name, _Form(entity, exact=tuple(words), credit=credit))
        else:
            self._insert(name, _Form(entity, credit=credit))

    def _insert_spelt(self, name: str, entity: Entity) -> None:
        """Add a name by what its transliterations share; a lone word only if it is long."""
        keys = [spelling_of(key_of(word)) for word in WORD.findall(name)]
        if len(keys) == 1 and len(name) < LEAST_SPELT:
            return
        node = self._spelt
        for key in keys:
            node = node.next.setdefault(key, _Node())
        node.forms.append(_Form(entity))

    def _insert(self, name: str, form: _Form) -> None:
        node = self._root
        for word in WORD.findall(name):
            node = node.next.setdefault(key_of(word), _Node())
        if node is not self._root and all(f.entity != form.entity for f in node.forms):
            node.forms.append(form)

    def _matches(self, text: str) -> Iterator[list[Mention]]:
        """Yield what starts at each word, the longest first; of equals, the stylebook's order."""
        words = list(WORD.finditer(text))
        for i, word in enumerate(words):
            mentions = [m for n in self._starts(word[0]) for m in self._walk(words, i, *n)]
            if mentions := mentions or self._respelt(words, i):
                mentions.sort(key=lambda mention: -mention.end)
                yield mentions

    def _starts(self, word: str) -> Iterator[tuple[_Node, int]]:
        key = key_of(word)
        for prefix, stem in stems_of(key):
            if node := self._root.next.get(stem):
                yield node, _skip(word, prefix)

    def _respelt(self, words: list[re.Match[str]], i: int) -> list[Mention]:
        """The names that start at word `i` in another transliteration than those listed."""
        if not ARABIC.match(words[i][0]):
            return []
        found = []
        for prefix, stem in stems_of(key_of(words[i][0])):
            node, at = self._spelt.next.get(spelling_of(stem)), i
            while node is not None:
                start = words[i].start() + _skip(words[i][0], prefix)
                found += [Mention(start, words[at].end(), form.entity) for form in node.forms]
                at += 1
                if at == len(words) or not _joined(words[at - 1], words[at]):
                    break
                node = node.next.get(spelling_of(key_of(words[at][0])))
        return found

    def _walk(
        self, words: list[re.Match[str]], i: int, node: _Node, skip: int
    ) -> Iterator[Mention]:
        seen = [words[i][0]]
        start = words[i].start() + skip
        first = i
        while True:
            for form in node.forms:
                if form.fits(seen) and (not form.credit or _credited(words, first, i)):
                    yield Mention(start, words[i].end(), form.entity)
            i += 1
            if i == len(words) or not _joined(words[i - 1], words[i]):
                return
            following = node.next.get(key_of(words[i][0]))
            if following is None:
                return
            node = following
            seen.append(words[i][0])


def _skip(word: str, letters: int) -> int:
    """How far to go into a word as published to pass so many of its letters."""
    offset = 0
    while letters or (offset and offset < len(word) and MARK.match(word[offset])):
        letters -= not MARK.match(word[offset])
        offset += 1
    return offset


_CREDITING = wordset("بحسب حسب وفق وكاله لوكاله بوكاله citing quoting")


_DATED = re.compile(r"[,،] ?\d")


def _credited(words: list[re.Match[str]], first: int, last: int) -> bool:
    """Whether the words from `first` to `last` are a source that the text credits.

    As in "بحسب وفا", "نقلا عن سانا", "according to MENA", "Euronews with KUNA, 6 January"; not
    where a longer name goes on ("بحسب سانا مارين").
    """
    if last + 1 < len(words) and _joined(words[last], words[last + 1]):
        return False
    before = [key_of(word[0]) for word in words[max(0, first - 2) : first]]
    pair = " ".join(before)
    if not before or before[-1] in _CREDITING or pair in ("نقلا عن", "according to"):
        return bool(before)
    dated = _DATED.match(words[last].string, words[last].end())
    return before[-1] in ("with", "مع") and dated is not None


def _joined(left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether two neighbouring words may belong to one name."""
    gap = left.string[left.end() : right.start()]
    if left.end() - left.start() <= 2 and gap.startswith("."):  # "U.N.", "St. Lucia"
        gap = gap[1:]
    return GAP.fullmatch(gap) is not None


def _inflections(demonym: str) -> Iterator[str]:
    """The forms of an Arabic demonym: روسي, روسية, روسيين, روسيون, with and without article.

    One that the stylebook gives with its article (الغرب) has that form alone.
    """
    if demonym.startswith("ال"):
        yield demonym
        return
    for ending in ("", "ة", "ين", "ون", "ات") if demonym.endswith("ي") else ("",):
        yield demonym + ending
        yield f"ال{demonym}{ending}"


def _surnames(entities: Iterable[Entity]) -> Iterator[tuple[str, Entity]]:
    """The last words of people's names that belong to one person only."""
    owners: defaultdict[str, set[Entity]] = defaultdict(set)
    spelt: dict[str, str] = {}
    for entity in entities:
        if entity.kind == "person":
            for words in map(WORD.findall, entity.arabic + entity.english):
                if len(words) > 1 and len(words[-1]) >= LEAST_SURNAME:
                    owners[key_of(words[-1])].add(entity)
                    spelt.setdefault(key_of(words[-1]), words[-1])
    for key, who in owners.items():
        if len(who) == 1:
            yield spelt[key], next(iter(who))
