"""The newsroom's names in both languages: people, organisations, places, agencies, demonyms.

A name is matched token by token: Arabic in its folded form, with the prefixes that are written
onto a word (و ف ب ك ل), Latin without accents and in any case. Offsets refer to the text as given.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Self

from rag.text.lexicon import DATA
from rag.text.name_tree import Form, Mention, Tree
from rag.text.names import (
    ARABIC,
    LEAST_SPELT,
    WORD,
    Entity,
    key_of,
    overlaid,
    spelling_of,
    with_territories,
)
from rag.text.stylebook_csv import packaged, read

__all__ = ["Entity", "Mention", "Stylebook"]

PLACES = DATA / "places.csv"
"""Cities of the world in both languages, from GeoNames."""
SHORT_ACRONYM = 3
"""Acronyms up to this length count only in capitals: "who" and "us" are words."""
LEAST_SURNAME = 4


class Stylebook:
    """Finds and translates names. Territories of the world come from CLDR, after the entities.

    Finding takes time in the length of the text, whatever the number of entities.
    """

    def __init__(self, entities: Iterable[Entity]) -> None:
        self.entities: tuple[Entity, ...] = with_territories(tuple(entities))
        self._names = Tree()
        self._spelt = Tree(spelling_of)
        for entity in self.entities:
            for name in entity.arabic + entity.english:
                self._add(name, entity)
        for surname, entity in _surnames(self.entities):
            if not self._names.named(surname):
                self._names.insert(surname, Form(entity, capital=not ARABIC.search(surname)))
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
        own = read(path) if path is not None else []
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
        entities = self._names.named(arabic_name) if ARABIC.search(arabic_name) else []
        return entities[0].english[0] if entities else None

    def arabic(self, english_name: str) -> str | None:
        """Return the Arabic house form of a whole English name, None if it is not here."""
        entities = [] if ARABIC.search(english_name) else self._names.named(english_name)
        return entities[0].arabic[0] if entities else None

    def agency(self, name: str) -> str | None:
        """The English house form of the agency that a whole text names («وفا», "MAP"), or None."""
        bare = name.strip(" \t\n.،,:()[]-–—")
        for form in (bare, bare[1:]) if bare[:1] in tuple("وبل") else (bare,):
            for entity in self._names.named(form):
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

    def _add(self, name: str, entity: Entity) -> None:
        words = WORD.findall(name)
        credit = name in entity.credit
        if entity.kind == "person" and ARABIC.search(name):
            self._insert_spelt(name, entity)
        if entity.kind == "other" and ARABIC.search(name):
            for inflected in _inflections(name):
                self._names.insert(inflected, Form(entity))
        elif words and name.isupper() and sum(map(len, words)) <= SHORT_ACRONYM:
            self._names.insert(name, Form(entity, exact=tuple(words), credit=credit))
        else:
            self._names.insert(name, Form(entity, credit=credit))

    def _insert_spelt(self, name: str, entity: Entity) -> None:
        """Add a name by what its transliterations share; a lone word only if it is long."""
        words = WORD.findall(name)
        if len(words) > 1 or len(name) >= LEAST_SPELT:
            self._spelt.insert(" ".join(words), Form(entity))

    def _matches(self, text: str) -> Iterator[list[Mention]]:
        """Yield what starts at each word, the longest first; of equals, the stylebook's order."""
        words = list(WORD.finditer(text))
        for i in range(len(words)):
            mentions = self._names.at(words, i)
            if not mentions and ARABIC.match(words[i][0]):
                mentions = self._spelt.at(words, i)
            if mentions := mentions or _cities().at(words, i):
                mentions.sort(key=lambda mention: -mention.end)
                yield mentions


@cache
def _cities() -> Tree:
    """The cities of the world, as GeoNames has them (`rag/data/places.csv`).

    They come after the newsroom's own names, and in English only with a capital: many are words.
    """
    tree = Tree()
    with PLACES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            arabic, english = (tuple(row[key].split(" | ")) for key in ("arabic", "english"))
            entity = Entity(arabic, english, "place")
            for name in (*arabic, *english):
                tree.insert(name, Form(entity, capital=not ARABIC.search(name)))
    return tree


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
