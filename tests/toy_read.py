"""A newsroom small enough to work out by hand: articles, a reader that is told, a search that is
asked for words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rag.text.fold import analyse
from rag.text.sentences import split_sentences
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article, Hit, Passage, Reading, Span

__all__ = ["STYLEBOOK", "ToldReader", "WordSearch", "article", "passage", "reading"]

STYLEBOOK = Stylebook(
    [
        Entity(("رجب طيب أردوغان", "أردوغان"), ("Recep Tayyip Erdogan", "Erdogan"), "person"),
        Entity(("ليلى حداد", "حداد"), ("Leila Haddad",), "person"),
        Entity(("سامي النجار", "النجار"), ("Sami al-Najjar",), "person"),
        Entity(("الجزيرة",), ("Al Jazeera",), "organisation"),
        Entity(("أوبك",), ("OPEC",), "organisation"),
        Entity(("هيئة الكوارث",), ("Disaster Agency",), "organisation"),
        Entity(("فرانس برس", "أ ف ب"), ("AFP",), "agency"),
        Entity(("رويترز",), ("Reuters",), "agency"),
        Entity(("صحيفة النهار", "النهار"), ("An-Nahar",), "organisation"),
        Entity(("هاتاي",), ("Hatay",), "place"),
    ]
)


def article(
    identity: str,
    text: str,
    outlet: str = "An-Nahar",
    published: date | None = None,
    wire: tuple[str, ...] = (),
    language: str = "ar",
) -> Article:
    return Article(identity, text, f"title of {identity}", outlet, published, language, wire)


def passage(source: Article, identity: int = 1) -> Passage:
    """The whole article as one passage, its sentences told apart."""
    sentences = tuple(split_sentences(source.text))
    return Passage(identity, source, sentences[0][0], sentences[-1][1], sentences)


def reading(source: Article, words: str, answerable: float = 0.9, identity: int = 1) -> Reading:
    """A reading whose span is the first place where `words` stand."""
    whole = passage(source, identity)
    start = source.text.index(words)
    return Reading(whole, answerable, Span(whole, start, start + len(words)))


@dataclass(frozen=True)
class ToldReader:
    """Marks the words it was told, with the probability that it was told; else nothing."""

    answers: Mapping[str, float]

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        readings = [self._one(p) for p in passages]
        return sorted(readings, key=lambda r: -r.answerable)

    def _one(self, p: Passage) -> Reading:
        for words, answerable in self.answers.items():
            if (at := p.text.find(words)) >= 0:
                start = p.start + at
                return Reading(p, answerable, Span(p, start, start + len(words)))
        return Reading(p, 0.0, None)

    def threshold(self, question_language: str, passage_language: str) -> float:
        return 0.5

    def possible(self, question_language: str, passage_language: str) -> float:
        return 0.25


@dataclass(frozen=True)
class WordSearch:
    """Ranks passages by the number of words that they share with the question."""

    passages: Sequence[Passage]

    def search(self, question: str, k: int) -> list[Hit]:
        words = set(analyse(question))
        scored = [Hit(p, float(len(words & set(analyse(p.text))))) for p in self.passages]
        return sorted(scored, key=lambda hit: (-hit.score, hit.passage.id))[:k]
