"""The way of a question: understand, search, read, accept, extract, group, compose, verify."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from rag.answer.compose import Composer, Extractive, not_found
from rag.answer.phrases import PHRASES
from rag.claims.accept import beside, candidates
from rag.claims.candidate import Candidate
from rag.claims.event import Pool
from rag.claims.extract import extract
from rag.claims.group import group_claims
from rag.claims.spelling import respelt
from rag.claims.times import is_news_of_then
from rag.errors import InputError
from rag.question.names import NameTagger
from rag.question.person import person_of, told_of
from rag.question.rewrite import MOST_EARLIER, Rewriter
from rag.question.understand import Question, understand
from rag.reader.protocol import Reader
from rag.search import Search
from rag.settings import Settings
from rag.storeys import Storeys
from rag.text.stylebook import Stylebook
from rag.tuning import ANSWER, POSSIBLE
from rag.types import Answer, Citation, Hit, Passage, Reading, Verdict
from rag.verify.answer import verify

__all__ = ["Pipeline", "Timings"]

log = logging.getLogger(__name__)
Timings = dict[str, float]


@dataclass(frozen=True)
class Pipeline:
    """Answers questions from one generation of one index. Safe to call from several threads."""

    search: Search
    reader: Reader
    composer: Composer
    stylebook: Stylebook
    settings: Settings
    tagger: NameTagger = field(default_factory=NameTagger)
    storeys: Storeys = Storeys()  # noqa: RUF009 (frozen)
    rewriter: Rewriter | None = None

    def answer(
        self, text: str, history: Sequence[str] = (), timings: Timings | None = None
    ) -> Answer:
        """Answer one question, given the earlier questions of the conversation, oldest first.

        `timings`, if given, receives the seconds that each step took.

        Raises:
            InputError: the question is empty, too long, or has no letter or digit.
        """
        clock = _clock({} if timings is None else timings)
        question, told = self._understand(text, history if self.storeys.followup else ())
        clock("understand")
        hits = self._search(question, told)
        clock("retrieve")
        head = [hit.passage for hit in hits[: self.settings.read_passages]]
        readings = self.read(question, head)
        clock("read")
        least = ANSWER if self.settings.threshold is None else self.settings.threshold
        found = candidates(
            question, readings, hits, self.stylebook, self.storeys, told, least, self.tagger
        )
        accepted = [c for c in found if c.chance >= self._least(question, c)]
        accepted += beside(question, accepted, found)
        accepted = accepted if self.storeys.others else accepted[:1]
        claims = extract(question, accepted, self.stylebook, values=self.storeys.values)
        groups = group_claims(question, claims, self.stylebook)
        clock("weigh")
        answer = self.composer.compose(question, groups, hits, readings)
        clock("compose")
        checked = verify(answer, self.stylebook) or not_found(question, hits, readings)
        if checked.verdict is Verdict.NOT_FOUND:
            checked = self._refusal(question, checked, hits, found)
        clock("verify")
        return checked

    def _before(self, question: Question) -> Answer | None:
        """The answer to the question before this one, if it leans on that and that can be asked."""
        earlier = question.earlier[-MOST_EARLIER:]
        if not earlier:
            return None
        quick = replace(self, composer=Extractive(self.stylebook), rewriter=None)
        try:
            return quick.answer(earlier[-1], earlier[:-1])
        except InputError:  # it was refused when it was asked, as one in French
            return None

    def _understand(self, text: str, history: Sequence[str]) -> tuple[Question, frozenset[str]]:
        """The question, and the articles (ids) that answered the one which it leans on."""
        limit, known = self.settings.max_question_chars, (self.stylebook, self.tagger)
        question = understand(text, history, limit, *known, self.rewriter)
        before = self._before(question)
        if before is None:
            return question, frozenset()
        person = person_of(before, question.language, self.stylebook)
        of_person = told_of(text, person, question.language) if person else text
        if of_person != text and len(of_person) <= limit:
            meant = understand(of_person, (), limit, *known)
            question = replace(meant, asked=text, earlier=question.earlier)
        cited = before.citations if before.verdict is not Verdict.NOT_FOUND else ()
        return question, frozenset(citation.span.passage.article.id for citation in cited)

    def _search(self, question: Question, told: Collection[str]) -> list[Hit]:
        """The hits; where a question leans on one before, those of its articles come first."""
        hits = self.search.search(question.search_text, self.settings.candidates)
        if not told:
            return hits
        both = f"{question.earlier[-1]} {question.text}"
        seen = {hit.passage.id for hit in hits}
        more = self.search.search(both, self.settings.candidates)
        hits += [hit for hit in more if hit.passage.id not in seen]
        return sorted(hits, key=lambda hit: hit.passage.article.id not in told)

    def read(self, question: Question, passages: Sequence[Passage]) -> list[Reading]:
        """Read the passages, best first; the date that an article bears is not asked of its words.

        A reader that looks for "in May 2022" in the news of that day finds no such date, and takes
        it for news of another.
        """
        asked: dict[str, list[Passage]] = {}
        for passage in passages:
            borne = self.storeys.times and is_news_of_then(question, passage)
            words = question.undated if borne else ""
            asked.setdefault(words or question.read_as, []).append(passage)
        readings = [r for words, own in asked.items() for r in self.reader.read(words, own)]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def _least(self, question: Question, candidate: Candidate) -> float:
        """The least chance to answer with: the setting's, else the fitted one."""
        if self.settings.threshold is not None:
            return self.settings.threshold
        if self.storeys.learned:
            return ANSWER
        return self.reader.threshold(question.language, candidate.article.language)

    def _refusal(
        self,
        question: Question,
        answer: Answer,
        hits: Sequence[Hit],
        found: Sequence[Candidate],
    ) -> Answer:
        """A refusal with what helps: names that no article has, and a possible match."""
        articles = list({hit.passage.article.id: hit.passage.article for hit in hits}.values())
        missing = Pool(question, articles, self.stylebook).unknown() if articles else ()
        doubtful = [c for c in found if c.chance >= POSSIBLE][:1]
        claims = extract(question, doubtful, self.stylebook)
        possible = Extractive(self.stylebook).possible(answer, claims)
        notes = [*answer.notes]
        if missing:
            phrase = PHRASES[question.language].missing
            notes.append(phrase.format(words=PHRASES[question.language].comma.join(missing)))
        return replace(
            answer,
            possible=possible,
            missing=missing,
            suggestion=respelt(question.text, missing, articles, self.stylebook),
            notes=tuple(notes),
            citations=tuple(
                Citation(statement.markers[0], claim.sentence, (claim.evidence,))
                for statement, claim in zip(possible, claims, strict=True)
            ),
        )


def _clock(timings: Timings) -> Callable[[str], None]:
    last = [perf_counter()]

    def lap(step: str) -> None:
        now = perf_counter()
        timings[step] = now - last[0]
        last[0] = now

    return lap
