"""An answer as it comes into being: each sentence when it is decided, the answer last."""

from collections.abc import Sequence
from dataclasses import replace
from threading import Event

import pytest

from rag.answer.compose import Composer, Extractive
from rag.errors import InputError
from rag.generate.rewrite import ByModel
from rag.generate.writer import Generative, Step
from rag.live import live
from rag.pipeline import Pipeline
from rag.question.understand import understand
from rag.settings import Settings
from rag.storeys import Storeys
from rag.types import Answer, Hit, Passage, Reading, Span
from tests.toy_generate import FACTS, Scripted, book, group_of

TROOPS = FACTS[0]
QUESTION = TROOPS["question"]["en"]
PASSAGE = group_of(TROOPS, understand(QUESTION)).claims[0].evidence.passage


class One:
    """Finds and reads the one passage."""

    def search(self, question: str, k: int) -> list[Hit]:
        return [Hit(PASSAGE, 1.0)]

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        at = PASSAGE.article.text.index("2030")
        return [Reading(PASSAGE, 0.9, Span(PASSAGE, at, at + len("2030 جنديًا")))]

    def threshold(self, question_language: str, passage_language: str) -> float:
        return 0.5

    def possible(self, question_language: str, passage_language: str) -> float:
        return 0.25


def pipeline(composer: Composer) -> Pipeline:
    return Pipeline(One(), One(), composer, book(), Settings())


def worded(reply: str) -> Pipeline:
    return pipeline(Generative(Extractive(book()), Scripted(reply), book()))


def test_sentences_come_before_the_answer_that_holds_them() -> None:
    reply = f"{TROOPS['true']['en']} [1].\nAnd 9999 stayed [1]."
    *steps, answer = live(worded(reply), QUESTION, (), Event())

    assert isinstance(answer, Answer)
    assert all(isinstance(step, Step) for step in steps)
    assert [bool(s.withheld) for s in steps if isinstance(s, Step)] == [False, True]
    shown = [s.statement for s in steps if isinstance(s, Step) and s.statement]
    assert tuple(shown) == answer.statements
    assert answer == worded(reply).answer(QUESTION)


def test_without_a_language_model_only_the_answer_comes() -> None:
    plain = pipeline(Extractive(book()))
    assert list(live(plain, QUESTION, (), Event())) == [plain.answer(QUESTION)]


def test_after_a_stop_the_answer_comes_with_what_was_verified() -> None:
    stop = Event()
    heard: list[Step | Answer] = []
    reply = f"{TROOPS['true']['en']} [1].\n" + "So [1].\n" * 9000
    for step in live(worded(reply), QUESTION, (), stop):
        heard.append(step)
        stop.set()

    answer = heard[-1]
    assert isinstance(answer, Answer)
    assert answer.notes[-1].startswith("Stopped by you")
    assert len(heard) < 1000


def test_a_question_that_cannot_be_asked_is_an_error_here_too() -> None:
    with pytest.raises(InputError, match="empty"):
        list(live(worded(""), " ", (), Event()))


def test_a_follow_up_is_shown_as_the_language_model_made_it_whole() -> None:
    whole = "How many soldiers will leave Kazakhstan with the vehicles?"
    earlier = "How many vehicles will leave Kazakhstan?"
    asked = replace(pipeline(Extractive(book())), rewriter=ByModel(Scripted(whole)))
    [answer] = live(asked, "And how many soldiers with them?", (earlier,), Event())
    assert isinstance(answer, Answer)
    assert answer.understood == whole
    storeys = replace(asked, storeys=Storeys(followup=False))
    assert storeys.answer("How many soldiers?", (earlier,)).understood == ""
