"""A newsroom of invented events, and the first half of the way of a question over it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rag.claims.accept import candidates
from rag.claims.candidate import Candidate
from rag.claims.event import Pool
from rag.question.names import NameTagger
from rag.question.understand import Question, understand
from rag.storeys import Storeys
from rag.text.stylebook import Entity, Stylebook
from rag.types import Hit, Reading
from tests.toy_read import article, reading

__all__ = ["BOOK", "accepted", "ask", "hits", "is_answer", "pool", "tagging"]

BOOK = Stylebook(
    [
        Entity(("ليلى حداد", "حداد"), ("Leila Haddad", "Haddad"), "person"),
        Entity(("سامي النجار", "النجار"), ("Sami al-Najjar", "Najjar"), "person"),
        Entity(("بنك النخيل",), ("Palm Bank",), "organisation"),
        Entity(("فندق الساحل",), ("Sahel Hotel",), "organisation"),
        Entity(("فندق الجبل",), ("Jabal Hotel",), "organisation"),
        Entity(("نادي الموج",), ("Mawj Club",), "organisation"),
        Entity(("صحيفة النهار", "النهار"), ("An-Nahar",), "outlet"),
        Entity(("الجزيرة",), ("Al Jazeera",), "outlet"),
        Entity(("فرانس برس",), ("AFP",), "agency"),
        Entity(("رويترز",), ("Reuters",), "agency"),
    ]
)


def ask(text: str, history: Sequence[str] = ()) -> Question:
    """The question, its names told by the stylebook and by capitals."""
    return understand(text, history, stylebook=BOOK, tagger=NameTagger())


def hits(readings: Sequence[Reading]) -> list[Hit]:
    """The passages that were read, in the order of the readings."""
    return [Hit(r.passage, 1.0 / place) for place, r in enumerate(readings, start=1)]


def pool(question: Question, readings: Sequence[Reading]) -> Pool:
    return Pool(question, [r.passage.article for r in readings], BOOK)


def accepted(asked: str, readings: Sequence[Reading], **storeys: bool) -> list[Candidate]:
    """The candidates for a question, with some storeys switched off."""
    return candidates(ask(asked), readings, hits(readings), BOOK, Storeys(**storeys))


@dataclass(frozen=True)
class _Told:
    """An encoder that is told, by the text and the place of a word, which are names."""

    is_name: Callable[[str, int, int], bool]
    fingerprint: str = "told"

    def word_vectors(
        self, text: str, words: Sequence[tuple[int, int]]
    ) -> Sequence[Sequence[float]]:
        return [[float(self.is_name(text, start, end))] for start, end in words]


def tagging(is_name: Callable[[str, int, int], bool]) -> NameTagger:
    """A tagger that is sure of the words (text, start, end) that `is_name` names, no others."""
    return NameTagger(_Told(is_name), (8.0,), -4.0)


def is_answer(
    asked: str,
    text: str,
    words: str,
    tagger: NameTagger,
    book: Stylebook = BOOK,
    language: str = "ar",
) -> bool:
    """Whether the words of an article may answer a question."""
    question = understand(asked, stylebook=book, tagger=tagger)
    read = [reading(article("a", text, language=language), words)]
    return bool(candidates(question, read, hits(read), book, tagger=tagger))
