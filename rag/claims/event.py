"""Whether an article may speak of what the question names.

Code can only take away here. An article that lacks a name which other articles of the archive
have tells of another event.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rag.question.names import NamedWord, NameTagger
from rag.question.understand import Question
from rag.text.fold import analyse, stems, unbound
from rag.text.lexicon import wordset
from rag.text.names import ARABIC, is_territory
from rag.text.neighbours import by_opening, has_neighbour, one_sound_off
from rag.text.skeleton import skeletons
from rag.text.stylebook import Entity, Stylebook
from rag.tuning import UNKNOWN_NAME
from rag.types import Article, Passage

__all__ = ["Pool", "entities_of", "gives_a_name", "has_word", "is_word_of", "names_in"]

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[«\"“]([^\W\d_]+(?: [^\W\d_]+){0,2})[»\"”]")
"""A name, by its marks: three words at most."""
_SERVANT = re.compile(r"(?<!\w)(عبد) ((?:ال)?(\w+))")
"""Two words that English writes as one: عبد الرحمن, Abdulrahman or Abderrahmane."""
_DECLINED = (wordset("أبو أبا أبي ابو ابا ابي"), wordset("ذو ذا ذي"), wordset("بن ابن"))
"""Words of names that have other letters in other cases: أبو بكر, أبا بكر."""
_HEADS = (("وزارة ", "وزير "), ("وزارة ", "وزيرة "), ("ministry", "minister"))
"""A ministry, and who heads it."""
LEAST_STEM = 4
"""Letters of a stem that may stand at the head of a longer word: Jordan in Jordanian."""


@lru_cache(maxsize=2048)
def _skeletons(text: str) -> frozenset[str]:
    keys: frozenset[str] = frozenset()
    joined = (first + each for first, *both in _SERVANT.findall(text) for each in both)
    words = {*_WORD.findall(text), *joined}
    return keys.union(*(skeletons(word) for word in words))


@lru_cache(maxsize=2048)
def _openings(text: str) -> Mapping[str, tuple[str, ...]]:
    return by_opening(set(_WORD.findall(text)))


@lru_cache(maxsize=65536)
def _has_spelling(text: str, word: str) -> bool:
    """Whether a text has a word of its own script in a neighbouring spelling."""
    return has_neighbour(word, _openings(text))


@dataclass(frozen=True)
class Pool:
    """The articles that were found for a question, to be told apart by the names it gives."""

    question: Question
    articles: Sequence[Article]
    stylebook: Stylebook
    tagger: NameTagger = NameTagger()  # noqa: RUF009 (frozen)

    def missing(self, article: Article) -> float:
        """How many names of the question the article lacks that another article has.

        A name that is only probably one counts with its probability.
        """
        known = self._lacking(article)
        named = sum(
            word.chance
            for word in _spelt_in(article, self.question)
            if not has_word(article, word.text)
            and any(has_word(a, word.text) for a in self._others(article))
        )
        return len(known) + named

    def is_of_others(self, article: Article) -> bool:
        """Whether the article lacks a person, body or town of the question that another one has."""
        return any(not is_territory(entity) for entity in self._lacking(article))

    def _lacking(self, article: Article) -> list[Entity]:
        """The stylebook's names of the question that the article lacks and another one has."""
        return [
            entity
            for entity in self.question.entities
            if not self.has_entity(article, entity)
            and not (is_territory(entity) and self._is_local(article))
            and (
                is_territory(entity)
                or any(self.has_entity(other, entity) for other in self._others(article))
            )
        ]

    def apart(self, passage: Passage) -> float:
        """How many names of the question the article has, but not the passage itself."""
        article = passage.article
        near = replace(article, text=passage.text)
        named = sum(
            word.chance
            for word in _spelt_in(article, self.question)
            if has_word(article, word.text) and not has_word(near, word.text)
        )
        return named + sum(
            self.has_entity(article, e) and not self.has_entity(near, e)
            for e in self.question.entities
        )

    def unknown(self) -> tuple[str, ...]:
        """The names of the question that stand in no article found, as the question has them.

        Those of the stylebook in any language; other words only where question and articles are
        in one language, and spellings can be compared.
        """
        unknown = [
            self._as_asked(entity)
            for entity in self.question.entities
            if entity.kind in {"person", "organisation", "place"}
            and not is_territory(entity)
            and not any(self.has_entity(article, entity) for article in self.articles)
            and not (entity.kind == "place" and any(map(self._is_told, self.articles)))
            and not self._is_of_a_person(entity)
        ]
        if all(article.language == self.question.language for article in self.articles):
            unknown += [
                word.text
                for word in self.question.names
                if word.chance >= UNKNOWN_NAME
                and not any(has_word(article, word.text) for article in self.articles)
            ]
        return tuple(unknown)

    def _is_of_a_person(self, entity: Entity) -> bool:
        """Whether a town's name in English stands hard by another: Basel Darwish, Van der Berg."""
        english = self.question.language == "en"
        if not english or entity.kind != "place" or entity in self.stylebook.entities:
            return False
        named = [w for w in self.question.names if w.chance >= UNKNOWN_NAME]
        ends = {w.start + len(w.text) + 1 for w in named}
        starts = {w.start - 1 for w in named}
        return any(
            m.start in ends or m.end in starts
            for m in self.stylebook.find(self.question.text)
            if m.entity == entity
        )

    def _is_told(self, article: Article) -> bool:
        """Whether an article has every name of the question that is no town, two at least.

        News of the parliament need not name the town that it sits in.
        """
        sure = {word.text for word in self.question.names if word.chance >= UNKNOWN_NAME}
        sure |= {e.english[0] for e in self.question.entities if e.kind != "place"}
        return len(sure) > 1 and sure <= self.names_in(article)

    def names_in(self, article: Article) -> frozenset[str]:
        """The names of the question that an article has."""
        return names_in(self.question, article, self.stylebook)

    def _as_asked(self, entity: Entity) -> str:
        text = self.question.text
        mentions = self.stylebook.find(text)
        return next(
            (text[m.start : m.end] for m in mentions if m.entity == entity), entity.english[0]
        )

    def _is_local(self, article: Article) -> bool:
        """Whether an article names no country at all: local news need not name its own."""
        return not any(map(is_territory, _entities(self.stylebook, article.whole)))

    def _others(self, article: Article) -> list[Article]:
        return [other for other in self.articles if other.id != article.id]

    def has_entity(self, article: Article, entity: Entity) -> bool:
        """Whether an article names an entity, in any form, as an adjective, or spelt otherwise."""
        if entity in _entities(self.stylebook, article.whole):
            return True
        if any(_heads_a_word(article.whole, form) for form in entity.arabic + entity.english):
            return True
        if any(minister in article.whole.lower() for minister in _ministers(entity)):
            return True
        return any(_has_spelling(article.whole, name) for name in _lone_names(entity))


def gives_a_name(question: Question) -> bool:
    """Whether a question names anything, by which two reports may be told to be of one thing."""
    return bool(question.entities) or any(w.chance >= UNKNOWN_NAME for w in question.names)


def entities_of(article: Article, stylebook: Stylebook) -> frozenset[Entity]:
    """The stylebook's names that an article may give."""
    return _entities(stylebook, article.whole)


def names_in(question: Question, article: Article, stylebook: Stylebook) -> frozenset[str]:
    """The names of the question that an article has."""
    pool = Pool(question, (), stylebook)
    entities = {e.english[0] for e in question.entities if pool.has_entity(article, e)}
    words = {w.text for w in _spelt_in(article, question) if has_word(article, w.text)}
    return frozenset(entities | words | _quoted_in(article, question))


def _quoted_in(article: Article, question: Question) -> set[str]:
    """The words of a question that an article has in quotation marks: the ferry «السلامة»."""
    if article.language != question.language:
        return set()
    there = stems(question.text)
    quoted = {frozenset(stems(found[1])) for found in _QUOTED.finditer(article.whole)}
    return {" ".join(sorted(name)) for name in quoted if name and name <= there}


def _spelt_in(article: Article, question: Question) -> list[NamedWord]:
    """The words of names that an article can have by their spelling: not those it translates."""
    same = article.language == question.language
    return [word for word in question.names if same or not word.translated]


def _ministers(entity: Entity) -> list[str]:
    """Who heads a ministry, in small letters, by whom an article may name it; else none."""
    if entity.kind != "organisation":
        return []
    return [
        form.removeprefix("the ").replace(office, head)
        for form in map(str.lower, entity.arabic + entity.english)
        for office, head in _HEADS
        if office in form
    ]


def _lone_names(entity: Entity) -> list[str]:
    """The words that alone name an entity: surnames, and places of one word but countries."""
    forms = [_WORD.findall(form) for form in entity.arabic + entity.english]
    if entity.kind == "person":
        return [words[-1] for words in forms if words]
    if entity.kind != "place" or is_territory(entity):
        return []
    return [words[0] for words in forms if len(words) == 1]


@lru_cache(maxsize=2048)
def _entities(stylebook: Stylebook, text: str) -> frozenset[Entity]:
    return stylebook.names(text)


def has_word(article: Article, word: str) -> bool:
    """Whether an article has a word of a name: by its stem, or by how it is spelt elsewhere."""
    return is_word_of(article.whole, article.language, word)


def is_word_of(text: str, language: str, word: str) -> bool:
    """Whether a text in a language has a word of a name.

    A preposition may be written onto the word: "to Messi" is one word in Arabic.
    """
    if bool(ARABIC.search(word)) != (language == "ar"):
        keys = skeletons(word)
        return not _skeletons(text).isdisjoint(keys.union(*map(one_sound_off, keys)))
    forms = dict.fromkeys((word, unbound(word)))
    return any(_has_form(text, language, form) for form in forms)


def _has_form(text: str, language: str, word: str) -> bool:
    if forms := next((forms for forms in _DECLINED if word in forms), None):
        return not forms.isdisjoint(_WORD.findall(text))
    terms = analyse(word)
    if all(term in stems(text) for term in terms):
        return True
    if language == "ar" and _heads_a_word(text, word):
        return True
    return _has_spelling(text, word)


def _heads_a_word(text: str, form: str) -> bool:
    """Whether a word of the text begins with the stem of a name: الأردني with الأردن."""
    terms = analyse(form)
    if len(terms) == 1 and terms[0] in stems(text):
        return True
    if len(terms) != 1 or len(terms[0]) < LEAST_STEM:
        return False
    head = terms[0][: max(LEAST_STEM, len(terms[0]) - 1)]
    return any(
        stem.startswith(head) and abs(len(stem) - len(terms[0])) <= 2 for stem in stems(text)
    )
