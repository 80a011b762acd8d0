"""Let a language model word an answer, and show of it what the sources vouch for.

The extractive answer comes first and stays the measure: where it finds nothing no model is asked,
its citations are all that a model sees and may cite, and it stands in for whatever fails.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Event

from rag.answer.compose import Composer
from rag.answer.phrases import PHRASES
from rag.errors import ModelError
from rag.generate.judge import Entailment, Judge
from rag.generate.prompt import is_refusal, messages_for
from rag.generate.protocol import Generator
from rag.generate.sentences import Sentence, sentences
from rag.generate.sides import untold
from rag.generate.words import WORDS
from rag.question.names import NameTagger
from rag.question.understand import Question
from rag.text.stylebook import Stylebook
from rag.tuning import FIRM
from rag.types import Answer, Group, Hit, Language, Reading, Statement, Verdict
from rag.verify.answer import verify
from rag.verify.evidence import Problem

__all__ = ["Generative", "Step", "Tell"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """What came of one sentence of the model, in an answer of that language.

    `statement` may be shown as verified: the model's own, or the sources' in its place; None where
    nothing is shown. `withheld` is why the model's own is not, and `note` says so to the reader.
    """

    language: Language
    statement: Statement | None = None
    withheld: Problem | None = None
    note: str = ""


Tell = Callable[[Step], None]


def _tell_nobody(step: Step) -> None:
    """Nobody listens."""


@dataclass(frozen=True)
class Generative:
    """A `Composer` that lets a language model word what another composer found.

    `tell` hears of every sentence as it is decided, in the thread that composes; once `stop` is
    set, the answer ends with what is verified so far.
    """

    inner: Composer
    generator: Generator
    stylebook: Stylebook
    entailment: Entailment | None = None
    tagger: NameTagger = field(default_factory=NameTagger)
    tell: Tell = _tell_nobody
    stop: Event | None = None

    def compose(
        self,
        question: Question,
        groups: Sequence[Group],
        hits: Sequence[Hit],
        readings: Sequence[Reading],
    ) -> Answer:
        """Word the inner composer's answer anew; its own answer, with a note, where that fails."""
        plain = self.inner.compose(question, groups, hits, readings)
        base = verify(plain, self.stylebook)
        if base is None or base.verdict is Verdict.NOT_FOUND:
            return plain
        draft = _Draft(base)
        stop = self.stop or Event()
        judge = Judge(base, self.stylebook, question.text, self.entailment, self.tagger)
        try:
            stream = self.generator.stream(messages_for(question.text, base), stop)
            for sentence in sentences(stream):
                if not stop.is_set():
                    self.tell(draft.add(sentence, judge))
        except ModelError as error:
            log.warning("%s", error)
            return _noted(base, WORDS[base.language].failed)
        return self._finished(draft, stopped=stop.is_set())

    def _finished(self, draft: "_Draft", *, stopped: bool) -> Answer:
        base, words = draft.base, WORDS[draft.base.language]
        notes = list(dict.fromkeys(draft.notes))
        if stopped:
            notes.append(words.stopped)
        if draft.refused and not draft.statements:
            name = self.generator.name
            if base.confidence >= FIRM:
                return _noted(base, words.doubted.format(name=name))
            return _refusal(base, words.refused.format(name=name))
        if not draft.own:
            return _noted(base, *notes, *([] if stopped else [words.nothing]))
        statements = (*draft.statements, *untold(base, draft.statements))
        kept = set(statements) & set(base.statements)
        answer = replace(
            base,
            statements=statements,
            notes=(
                *(note for note in base.notes if kept or note != PHRASES[base.language].foreign),
                words.written.format(name=self.generator.name),
                *notes,
            ),
        )
        checked = verify(answer, self.stylebook)
        if checked is None or checked.statements != answer.statements:
            return _noted(base, *notes, words.nothing)
        return checked


@dataclass
class _Draft:
    """What is shown so far, in order; `own` counts the model's sentences among it."""

    base: Answer
    statements: list[Statement] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    own: int = 0
    refused: bool = False

    def add(self, sentence: Sentence, judge: Judge) -> Step:
        """Decide on one sentence."""
        language = self.base.language
        if is_refusal(sentence.text):
            self.refused = True
            return Step(language)
        found = judge.problems(sentence)
        statement = Statement(sentence.text, sentence.markers)
        if not found:
            self.own += 1
            if statement in self.statements:
                return Step(language)
            self.statements.append(statement)
            return Step(language, statement)
        log.info("withheld, %s (%s): %s", found[0].kind, found[0].why, sentence.text)
        words = WORDS[language]
        stand_in = self._stand_in(sentence)
        form = words.replaced if stand_in else words.withheld
        note = form.format(why=words.why(found[0].kind))
        self.notes.append(note)
        if stand_in:
            self.statements.append(stand_in)
        return Step(language, stand_in, found[0], note)

    def _stand_in(self, sentence: Sentence) -> Statement | None:
        """The extractive statement by the same sources, unless it is shown already."""
        return next(
            (
                statement
                for statement in self.base.statements
                if set(sentence.markers) & set(statement.markers)
                and statement not in self.statements
            ),
            None,
        )


def _noted(answer: Answer, *notes: str) -> Answer:
    return replace(answer, notes=(*answer.notes, *notes))


def _refusal(base: Answer, note: str) -> Answer:
    """The model finds no answer: what the search found is shown apart, not as one."""
    refusal = Statement(PHRASES[base.language].not_found, ())
    return replace(
        base,
        verdict=Verdict.NOT_FOUND,
        lead="",
        statements=(refusal,),
        groups=(),
        possible=(*base.statements, *base.possible),
        notes=(*base.notes, note),
    )
