"""The newsroom's names in both languages: people, organisations, places, agencies, demonyms.

A name is matched token by token: Arabic in its folded form, with the prefixes that are written
onto a word (و ف ب ك ل), Latin without accents and in any case. Offsets refer to the text as given.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Self

from rag.errors import SettingsError
from rag.text.lexicon import DATA, wordset
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

__all__ = ["KINDS", "Entity", "Mention", "Stylebook"]

KINDS = ("person", "organisation", "place", "agency", "outlet", "other")
HEADER = ["arabic", "english", "kind"]

# What may stand between two words of one name: spaces, quotes, hyphens, marks of direction.
GAP = re.compile("[ \t\r\n\u00a0\u200c-\u200f\u202a-\u202e\u2066-\u2069\"'’‘“”«»‐‑–—-]{0,6}")
PACKAGED = DATA / "stylebook.csv"
"""The world's news agencies and well-known outlets; a newsroom's stylebook lies over it."""
PLACES = DATA / "places.csv"
"""Cities of the world in both languages, from GeoNames."""
CREDIT = " (credit)"
"""Stands behind a form that names its entity in credits only."""
COMMAS = (",", "،")
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
    """A node of the tree of names: the next words, and the names that end here.

    `after_comma`: a name has a comma before the word of this node ("Washington, D.C.").
    """

    next: dict[str, "_Node"] = field(default_factory=dict)
    forms: list[_Form] = field(default_factory=list)
    after_comma: bool = False


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

        Without a file, the stylebook holds the territories alone.

        Raises:
            SettingsError: a file cannot be read, or a row is wrong (with its line number).
        """
        own = _read(path) if path is not None else []
        return cls(overlaid(own, _packaged(), ("agency", "outlet", "organisation")))

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
        _insert(self._root, name, form)

    def _matches(self, text: str) -> Iterator[list[Mention]]:
        """Yield what starts at each word, the longest first; of equals, the stylebook's order."""
        words = list(WORD.finditer(text))
        for i in range(len(words)):
            mentions = self._of(self._root, words, i) or self._respelt(words, i)
            if mentions := mentions or self._of(_cities(), words, i):
                mentions.sort(key=lambda mention: -mention.end)
                yield mentions

    def _of(self, root: _Node, words: list[re.Match[str]], i: int) -> list[Mention]:
        """The names of one tree that start at word `i`."""
        word = words[i][0]
        starts = [
            (node, _skip(word, prefix))
            for prefix, stem in stems_of(key_of(word))
            if (node := root.next.get(stem))
        ]
        return [mention for start in starts for mention in self._walk(words, i, *start)]

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
                if at == len(words) or not _joined(words[at - 1], words[at], comma=False):
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
            following = node.next.get(key_of(words[i][0])) if i < len(words) else None
            if following is None or not _joined(words[i - 1], words[i], following.after_comma):
                return
            node = following
            seen.append(words[i][0])


def _insert(root: _Node, name: str, form: _Form) -> None:
    node, end = root, 0
    for word in WORD.finditer(name):
        node = node.next.setdefault(key_of(word[0]), _Node())
        node.after_comma |= name.startswith(COMMAS, end)
        end = word.end()
    if node is not root and all(f.entity != form.entity for f in node.forms):
        node.forms.append(form)


def _read(path: Path) -> list[Entity]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path, csv.reader(file, strict=True)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(
            f"cannot read the stylebook {path}: {error}; set `stylebook` to a UTF-8 CSV file"
        ) from error


@cache
def _cities() -> _Node:
    """The cities of the world, as GeoNames has them (`rag/data/places.csv`).

    They come after the newsroom's own names, and in English only with a capital: many are words.
    """
    root = _Node()
    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            arabic, english = (tuple(row[key].split(" | ")) for key in ("arabic", "english"))
            entity = Entity(arabic, english, "place")
            for name in (*arabic, *english):
                _insert(root, name, _Form(entity, capital=not ARABIC.search(name)))
    return root


@cache
def _packaged() -> tuple[Entity, ...]:
    return tuple(_read(PACKAGED))


def _rows(path: Path, reader: Iterable[list[str]]) -> Iterator[Entity]:
    for number, row in enumerate(reader, start=1):
        if number == 1:
            if row != HEADER:
                raise SettingsError(f"{path}, line 1: expected the columns arabic,english,kind")
        elif row:
            yield _entity(path, number, row)


def _entity(path: Path, number: int, row: list[str]) -> Entity:
    if len(row) != len(HEADER):
        raise SettingsError(f"{path}, line {number}: expected 3 columns, found {len(row)}: {row}")
    arabic, english = (tuple(filter(None, map(str.strip, cell.split("|")))) for cell in row[:2])
    kind = row[2].strip()
    if not all(map(WORD.search, arabic)) or not all(map(WORD.search, english)):
        raise SettingsError(f"{path}, line {number}: a name has no letter: {row}")
    if not arabic or not english:
        raise SettingsError(f"{path}, line {number}: a name is missing: {row}; give both languages")
    if kind not in KINDS:
        raise SettingsError(f"{path}, line {number}: kind {kind!r}; known: {', '.join(KINDS)}")
    credit = frozenset(n.removesuffix(CREDIT) for n in arabic + english if n.endswith(CREDIT))
    arabic, english = (tuple(n.removesuffix(CREDIT) for n in names) for names in (arabic, english))
    return Entity(arabic, english, kind, credit)


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
    if last + 1 < len(words) and _joined(words[last], words[last + 1], comma=False):
        return False
    before = [key_of(word[0]) for word in words[max(0, first - 2) : first]]
    pair = " ".join(before)
    if not before or before[-1] in _CREDITING or pair in ("نقلا عن", "according to"):
        return bool(before)
    dated = _DATED.match(words[last].string, words[last].end())
    return before[-1] in ("with", "مع") and dated is not None


def _joined(left: re.Match[str], right: re.Match[str], comma: bool) -> bool:
    """Whether two neighbouring words may belong to one name; `comma`: also across a comma."""
    gap = left.string[left.end() : right.start()]
    if left.end() - left.start() <= 2 and gap.startswith("."):  # "U.N.", "St. Lucia"
        gap = gap[1:]
    if comma and gap.startswith(COMMAS):
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
