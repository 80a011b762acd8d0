"""What the verifier compares: a cited sentence made ready once, and the words of a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from rag.text.fold import fold, stem
from rag.text.language import language_of
from rag.text.names import ARABIC
from rag.text.romanise import romanise
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article, Citation, Language
from rag.values import Found, find_values

__all__ = [
    "BLANK",
    "MARKS",
    "NO_DATE",
    "WORD",
    "Evidence",
    "Problem",
    "blank",
    "evidence",
    "roots",
    "values_in",
    "words",
]

MARKS = "\u064b-\u065f\u0670\u0640"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*(?:['’][^\W\d_]+)*")
BLANK = "|"
"""Stands for what has been checked: no word, number or space."""
PREFIXES = ("و", "ف", "ب", "ك", "ل", "وب", "ول", "فب", "فل", "ال", "وال", "بال", "لل")
FUTURE = re.compile("س[يتنا]..")
NO_DATE = date(2001, 1, 1)
"""A stand-in, the same on both sides, so that weekdays stay comparable where no date is known."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a statement is not vouched for: what kind of thing, its words, and the reason."""

    kind: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One cited sentence: its values, names and words, and who published it.

    `credits` are the outlet and its agencies, `outlets` the outlet alone, as the stylebook has
    them; `latin` are the folded words in Latin letters.
    """

    citation: Citation
    article: Article
    text: str
    language: Language
    values: tuple[Found, ...]
    names: frozenset[Entity]
    credits: frozenset[Entity]
    outlets: frozenset[Entity]
    roots: frozenset[str]
    latin: frozenset[str] = field(default=frozenset())

    @property
    def published(self) -> date:
        """The date that relative dates count from."""
        return self.article.published or NO_DATE

    def romanised(self) -> frozenset[str]:
        """The sentence's Arabic words in Latin letters, folded, with and without prefixes."""
        return frozenset(
            part
            for word in words(self.text)
            if ARABIC.search(word)
            for variant in _variants(word)
            for part in re.split(r"[\s-]", fold(romanise(variant)).text)
        )


def evidence(citation: Citation, stylebook: Stylebook) -> Evidence:
    """Make a cited sentence ready."""
    article, text = citation.span.passage.article, citation.span.text
    language = language_of(text)
    found = words(text)
    credited = [article.outlet, *article.wire]
    return Evidence(
        citation=citation,
        article=article,
        text=text,
        language=language,
        values=values_in(text, language, article.published or NO_DATE),
        names=stylebook.names(text),
        credits=_entities(credited, stylebook),
        outlets=_entities(credited[:1], stylebook),
        roots=frozenset(root for word in found for root in roots(word)),
        latin=frozenset(fold(word).text for word in found if not ARABIC.search(word)),
    )


@lru_cache(maxsize=1024)
def values_in(text: str, language: str, published: date) -> tuple[Found, ...]:
    """The values of a text: a sentence is cited, claimed and asked about more than once."""
    return tuple(find_values(text, language, published))


def words(text: str) -> list[str]:
    """The words of a text, numbers among them, in order."""
    return WORD.findall(text)


@lru_cache(maxsize=65536)
def roots(word: str) -> frozenset[str]:
    """The forms under which two words count as one: folded, without prefixes, stemmed."""
    folded = fold(word).text
    if not ARABIC.search(word):
        bare = folded.removesuffix("'s")
        return frozenset({bare, bare.removesuffix("s")})
    return frozenset(form for v in _variants(folded) for form in (v, stem(v)))


def _variants(word: str) -> Iterable[str]:
    yield word
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            yield word[len(prefix) :]
            if prefix == "لل":
                yield "ال" + word[len(prefix) :]
    if FUTURE.match(word):
        yield word[1:]


def _entities(names: Iterable[str], stylebook: Stylebook) -> frozenset[Entity]:
    """The entities that whole names are, not those named inside them."""
    return frozenset(
        mention.entity
        for name in names
        for mention in stylebook.find(name)
        if mention.start == 0 and mention.end >= len(name) - 1
    )


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Blank out spans; everything else keeps its offsets."""
    out = list(text)
    for start, end in spans:
        out[start:end] = BLANK * (end - start)
    return "".join(out)
