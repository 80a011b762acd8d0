"""A server over a real pipeline with a scripted language model that waits before each sentence."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.answer.compose import Extractive
from rag.errors import ModelError
from rag.generate.protocol import Message
from rag.generate.writer import Generative
from rag.pipeline import Pipeline
from rag.question.understand import understand
from rag.search import Within
from rag.settings import Settings
from rag.types import Hit, Language, Passage, Reading, Span
from tests.toy_generate import FACTS, book, group_of
from tests.toy_serve import Toy, ToyArchive, ToySource, make
from ui.server.current_index import Opened

FACT = FACTS[0]
QUESTIONS: dict[Language, str] = FACT["question"]
SENTENCES: dict[Language, tuple[str, ...]] = {
    "en": (
        f"{FACT['true']['en']} [1].",
        "And 9999 <b>soldiers</b> stayed [1].",
        "Putin said that the Russian forces were there for a limited time [1].",
    ),
    "ar": (
        f"{FACT['true']['ar']} [1].",
        "وبقي 9999 <b>جنديا</b> [1].",
        "أكد فلاديمير بوتين أن القوات الروسية متواجدة لفترة محدودة [1].",
    ),
}
"""What the model writes: a true sentence, a lie, a true one."""
WITHHELD: dict[Language, str] = {
    "en": "A sentence of the language model was replaced by the sources' own: a number is not, "
    "or not so, in the source that it cites.",
    "ar": "استُبدلت بجملة للنموذج اللغوي كلماتُ المصادر: فيها عدد ليس في المصدر الذي تستشهد به، أو "
    "ليس كما فيه.",
}


@dataclass
class Slow:
    """A `Generator` that writes one sentence for each `go`, and hears of a stop meanwhile.

    If it `fails`, that is behind the first sentence.
    """

    name: str = "scripted"
    go: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    asked: int = 0
    fails: bool = False
    stopped: threading.Event = field(default_factory=threading.Event)

    def stream(self, messages: Sequence[Message], stop: threading.Event) -> Iterator[str]:
        self.asked += 1
        arabic = QUESTIONS["ar"] in messages[-1].content
        for sentence in SENTENCES["ar" if arabic else "en"]:
            while not self.go.acquire(timeout=0.02):
                if stop.is_set():
                    self.stopped.set()
                    return
            yield f"{sentence}\n"
            if self.fails:
                raise ModelError("the connection was cut off")


@dataclass(frozen=True)
class One:
    """Finds and reads the fact's one passage."""

    passage: Passage

    def search(self, question: str, k: int) -> list[Hit]:
        return [Hit(self.passage, 1.0)]

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        at = self.passage.article.text.index("2030")
        return [Reading(self.passage, 0.9, Span(self.passage, at, at + len("2030 جنديًا")))]

    def threshold(self, question_language: str, passage_language: str) -> float:
        return 0.5

    def possible(self, question_language: str, passage_language: str) -> float:
        return 0.25


@dataclass
class WritingSource(ToySource):
    """An index of the one passage, whose answers the model words."""

    slow: Slow = field(default_factory=Slow)

    def open(self) -> Opened:
        passage = group_of(FACT, understand(QUESTIONS["en"])).claims[0].evidence.passage
        one = One(passage)
        composer = Generative(Extractive(book()), self.slow, book())
        pipeline = Pipeline(one, one, composer, book(), Settings())

        def narrow(within: Within) -> Pipeline:
            return pipeline

        archive = ToyArchive({passage.article.id: passage.article})
        checking = replace(pipeline, composer=Extractive(book()))
        return Opened(self.name, pipeline, archive, book(), narrow, checking=checking)


def writing(folder: Path, slow: Slow, **given: object) -> Toy:
    """An application whose answers this model words."""
    return make(folder, WritingSource(slow=slow), writes=True, **given)
