"""A scripted language model, and answers made from one sentence, for the tests of rag/generate."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

from rag.answer.compose import Extractive
from rag.claims.speakers import speaker_of
from rag.generate.protocol import Generator, Message
from rag.generate.writer import Generative, Step, Tell
from rag.question.understand import Question, understand
from rag.text.stylebook import Entity, Stylebook
from rag.types import Answer, Article, Claim, Group, Label, Passage, Span
from rag.values import find_values

ROOT = Path(__file__).parent
Json = dict[str, Any]


def _read(name: str) -> list[Json]:
    lines = (ROOT / "data" / name).read_text(encoding="utf-8").splitlines()
    return [{"other": "", **json.loads(line)} for line in lines]


FACTS = _read("generated.jsonl")
ARCHIVED = _read("archived.jsonl")
"""Sentences of the example articles and the development archives, each with two names."""


@dataclass
class Scripted:
    """A `Generator` that says what it is given, in pieces of three characters."""

    reply: str
    name: str = "scripted"
    asked: list[Sequence[Message]] = field(default_factory=list)

    def stream(self, messages: Sequence[Message], stop: Event) -> Iterator[str]:
        self.asked.append(messages)
        for at in range(0, len(self.reply), 3):
            if stop.is_set():
                return
            yield self.reply[at : at + 3]


@cache
def book() -> Stylebook:
    """The example stylebook, two clubs, which a sports desk would have, and the archives' names."""
    seeds = Stylebook.load(ROOT.parent / "seeds" / "stylebook.csv")
    more = {("الأهلي", "Al Ahly"): None, ("الزمالك", "Zamalek"): None}
    for fact in ARCHIVED:
        for arabic, english in zip(fact["swap"]["ar"], fact["swap"]["en"], strict=True):
            if seeds.arabic(english) is None:
                more[arabic, english] = None
    own = (Entity((arabic,), (english,), "organisation") for arabic, english in more)
    return Stylebook([*seeds.entities, *own])


def exchange(text: str, names: Sequence[str]) -> str:
    """The text with two names in each other's place."""
    first, second = names
    return text.replace(first, "\0").replace(second, first).replace("\0", second)


def group_of(fact: Json, question: Question, number: int = 1, chance: float = 0.9) -> Group:
    """The claim that the fact's sentence makes: its first value, else all its words."""
    text = f"{fact['sentence']} {fact['other']}"
    day = date.fromisoformat(fact["published"])
    article = Article(f"{fact['id']}-{number}", text, outlet=fact["outlet"], published=day)
    end = len(fact["sentence"])
    passage = Passage(number, article, 0, len(text), ((0, end), (end + 1, len(text))))
    sentence = Span(passage, 0, end)
    asked = {f.value for f in find_values(fact["true"]["ar"], "ar", day)}
    values = [f for f in find_values(fact["sentence"], "ar", day) if f.value in asked]
    found = next(iter(values), None)
    evidence = Span(passage, found.start, found.end) if found else sentence
    value = found.value if found else None
    speaker = speaker_of(fact["sentence"], evidence.start, "ar")
    claim = Claim(question.text, value, evidence, sentence, chance, speaker)
    return Group((claim,), Label.AGREED, 1)


def answer_of(
    fact: Json, language: str, reply: str, stylebook: Stylebook, steps: list[Step] | None = None
) -> Answer:
    """The answer to the fact's question where a model replies like that."""
    heard: list[Step] = [] if steps is None else steps
    return answer_by(Scripted(reply), fact, language, stylebook, heard.append)


def answer_by(
    generator: Generator,
    fact: Json,
    language: str,
    stylebook: Stylebook,
    tell: Tell,
    stop: Event | None = None,
) -> Answer:
    """The answer to the fact's question by any model."""
    question = understand(fact["question"][language])
    composer = Generative(Extractive(stylebook), generator, stylebook, tell=tell, stop=stop)
    return composer.compose(question, [group_of(fact, question)], (), ())
