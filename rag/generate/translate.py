"""A machine's translation below each cited Arabic sentence, for an English question.

It never stands in the sentence's place, and it is not shown where its numbers, dates or names are
not the sentence's.
"""

import logging
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import Protocol

from rag.answer.compose import Composer
from rag.errors import ModelError
from rag.generate.prompt import translation_messages
from rag.generate.protocol import Generator
from rag.generate.pump import Halted, Put, pump
from rag.generate.words import WORDS
from rag.question.understand import Question
from rag.text.language import language_of
from rag.text.stylebook import Stylebook
from rag.types import Answer, Citation, Group, Hit, Reading, Statement
from rag.values import Quantity, Relation, relate
from rag.verify.answer import check
from rag.verify.evidence import NO_DATE, Problem, values_in

__all__ = ["ByGenerator", "Cached", "Translating", "Translator", "translation_problems"]

log = logging.getLogger(__name__)
TRACED_KINDS = frozenset({"number", "date", "name", "negation"})
KEPT = 4096
"""Translations that are remembered: some megabytes."""


class Translator(Protocol):
    """Anything that translates Arabic sentences into English. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model's name, as a reader of the answer may see it."""
        ...

    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        """Translate each sentence; the results stand in the same order.

        Once `stop` is set nobody waits for them: what is not made yet may be cut off or "".

        Raises:
            ModelError: the model does not answer.
        """
        ...


@dataclass(frozen=True)
class ByGenerator:
    """Implements `Translator` with a language model."""

    generator: Generator

    @property
    def name(self) -> str:
        """The language model's name."""
        return self.generator.name

    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        """Translate each sentence by a request of its own."""
        return ["" if stop.is_set() else self._one(sentence, stop) for sentence in sentences]

    def _one(self, sentence: str, stop: Event) -> str:
        pieces = self.generator.stream(translation_messages(sentence), stop)
        return " ".join("".join(pieces).split())


@dataclass(frozen=True)
class Cached:
    """A translator that remembers, by sentence, what its model made of it; the newest are kept."""

    translator: Translator
    _known: OrderedDict[str, str] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def name(self) -> str:
        """The model's name."""
        return self.translator.name

    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        """Translate what is not known yet, in one call; what a stop cut off is not remembered."""
        with self._lock:
            known = {s: self._known[s] for s in sentences if s in self._known}
        if new := list(dict.fromkeys(s for s in sentences if s not in known)):
            known |= zip(new, self.translator.translate(new, stop), strict=True)
        if stop.is_set():
            return [known[sentence] for sentence in sentences]
        with self._lock:
            for sentence in sentences:
                self._known[sentence] = known[sentence]
                self._known.move_to_end(sentence)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return [known[sentence] for sentence in sentences]


@dataclass(frozen=True)
class Translating:
    """A `Composer` that adds translations to the citations of another one's answers.

    Once `stop` is set the answer is not held up for them.
    """

    inner: Composer
    translator: Translator
    stylebook: Stylebook
    stop: Event | None = None

    def compose(
        self,
        question: Question,
        groups: Sequence[Group],
        hits: Sequence[Hit],
        readings: Sequence[Reading],
    ) -> Answer:
        """The inner composer's answer; a translator that fails leaves it as it is."""
        answer = self.inner.compose(question, groups, hits, readings)
        wanted = [c for c in answer.citations if language_of(c.span.text) == "ar"]
        if answer.language != "en" or not wanted:
            return answer
        try:
            made = self._made([c.span.text for c in wanted])
        except ModelError as error:
            log.warning("no translations: %s", error)
            return answer
        if not made:
            stopped = WORDS[answer.language].stopped
            return replace(answer, notes=tuple(dict.fromkeys([*answer.notes, stopped])))
        return self._with(answer, dict(zip((c.marker for c in wanted), made, strict=True)))

    def _made(self, sentences: Sequence[str]) -> list[str]:
        """The translations; [] after a stop."""
        stop = self.stop or Event()

        def work(put: Put[list[str]], _: Halted) -> None:
            put(self.translator.translate(sentences, stop))

        made = next(pump(work, stop), [])
        return [] if stop.is_set() else made  # they may be cut off

    def _with(self, answer: Answer, made: dict[int, str]) -> Answer:
        words, notes = WORDS[answer.language], []
        citations = []
        for citation in answer.citations:
            text = made.get(citation.marker, "")
            if found := list(translation_problems(text, citation, self.stylebook)) if text else []:
                log.info("translation withheld, %s (%s): %s", found[0].kind, found[0].why, text)
                notes.append(words.untranslated.format(why=words.why(found[0].kind)))
                text = ""
            citations.append(replace(citation, translation=text))
        if any(citation.translation for citation in citations):
            notes.insert(0, words.translated.format(name=self.translator.name))
        notes = list(dict.fromkeys(notes))
        return replace(answer, citations=tuple(citations), notes=(*answer.notes, *notes))


def translation_problems(text: str, citation: Citation, stylebook: Stylebook) -> Iterator[Problem]:
    """Yield what a translation adds to the cited sentence, or leaves out of it.

    Its numbers, dates, names and negations are those of the sentence; every number of the sentence
    and every person that the stylebook knows is there.
    """
    if language_of(text) != "en":
        yield Problem("language", text, "it is not in English")
    found = check(Statement(text, (citation.marker,)), [citation], stylebook)
    yield from (problem for problem in found if problem.kind in TRACED_KINDS)
    source, published = citation.span.text, citation.span.passage.article.published or NO_DATE
    ours = [f.value for f in values_in(text, "en", published)]
    for value in values_in(source, "ar", published):
        if isinstance(value.value, Quantity) and not any(
            relate(own, value.value) is Relation.EQUAL for own in ours
        ):
            yield Problem("number", source[value.start : value.end], "left out of the translation")
    there = stylebook.names(text)
    for mention in stylebook.find(source):
        if mention.entity.kind == "person" and mention.entity not in there:
            yield Problem("name", mention.entity.english[0], "left out of the translation")
