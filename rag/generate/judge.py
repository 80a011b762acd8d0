"""Whether a sentence that a language model wrote may be shown: checked by code, then by a model.

The verifier traces values, names, quotations and negation. Here comes what only a model can do
wrong: names exchanged, another language, links, words that rest on orders in an article, and words
without any trace in the cited sentence. The last is what a second model may clear, the others are
final.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Protocol

from rag.claims.speakers import speaker_of
from rag.generate.kin import own_words
from rag.generate.orders import orders
from rag.generate.roles import exchanged_roles
from rag.generate.sentences import Sentence
from rag.generate.shared import shared_names
from rag.generate.trace import credit_spans, same_figure, traced_share, uncredited
from rag.question.names import NameTagger
from rag.text.fold import loose_stems
from rag.text.language import language_of
from rag.text.names import ARABIC
from rag.text.stylebook import Stylebook
from rag.types import Answer, Claim, Language, Statement
from rag.values import Precision, When, from_today
from rag.verify.answer import check
from rag.verify.evidence import NO_DATE, Evidence, Problem, blank, evidence, values_in
from rag.verify.quotes import quotations

__all__ = ["TRACED", "Entailment", "Judge"]

TRACED: dict[bool, float] = {True: 0.6, False: 0.4}
"""Least share of a sentence's words that must be traced, where it has the language of its sources
and where it has not: then only values, names and negations can be. Of the sentences in
tests/test_generate_lies.py that pass every other check, the true ones have 0.71 and more (across
languages 0.40), the false ones 0.52 at most (0.17). 26 November 2026."""
FOLLOWS = 0.5
"""Least probability of a second model that a sentence follows from its sources."""
_LINK = re.compile(
    r"https?:|www\.|[\w.-]+@\w|<\s*/?\s*[a-z]|\]\(|"
    r"\b[\w-]+\.(?:com|net|org|info|io|me|ly|biz|ru|cn|example|invalid)\b",
    re.I,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LATIN_WORD = re.compile(r"[a-z]{3,}")


class Entailment(Protocol):
    """Anything that tells whether one text follows from another, in Arabic and English."""

    def follows(self, premise: str, hypothesis: str) -> float:
        """The probability, 0 to 1, that whoever holds the premise true holds the hypothesis so."""
        ...


@dataclass(frozen=True)
class Judge:
    """Checks sentences against the citations of the extractive answer to the same question."""

    answer: Answer
    stylebook: Stylebook
    question: str
    entailment: Entailment | None = None
    tagger: NameTagger = field(default_factory=NameTagger)

    def problems(self, sentence: Sentence) -> list[Problem]:
        """Why a sentence may not be shown; [] if it may."""
        statement = Statement(sentence.text, sentence.markers)
        found = check(statement, self.answer.citations, self.stylebook, self.answer.question)
        if any(problem.kind == "citation" for problem in found):
            return found
        cited = [self._evidence[marker] for marker in sentence.markers]
        found += self._alone(sentence.text, cited)
        found += self._voices(sentence, cited)
        found += self._roles(sentence.text, cited)
        found += _own_problems(sentence.text, cited, self.answer.language)
        if found:
            return found
        if self.entailment:
            if self._follows(sentence.text, cited, self.entailment):
                return []
            return [Problem("entailment", sentence.text, "it does not follow")]
        known = [self.question], self._said(cited)
        native = all(source.language == self.answer.language for source in cited)
        if traced_share(sentence.text, cited, self.stylebook, *known) < TRACED[native]:
            return [Problem("support", sentence.text, "too few of its words are traced")]
        if native and self.answer.language == "ar":
            bare = uncredited(sentence.text, cited, self.stylebook)
            strange = own_words(bare, cited, self.stylebook)
            return [Problem("support", word, "no word of the source's") for word in strange]
        return []

    def _alone(self, text: str, cited: Sequence[Evidence]) -> Iterator[Problem]:
        """Yield what one of several cited sources does not vouch for by itself.

        Together they would vouch for the one's figure of the other's event. Who published what is
        said of all of them, and left to the verifier.
        """
        if len(cited) > 1:
            bare = blank(text, credit_spans(text, cited, self.stylebook))
            for source in cited:
                alone = Statement(bare, (source.citation.marker,))
                yield from check(alone, [source.citation], self.stylebook, self.answer.question)

    def _voices(self, sentence: Sentence, cited: Sequence[Evidence]) -> Iterator[Problem]:
        """Yield a problem where a figure is put into another mouth than its source does."""
        language, book = self.answer.language, self.stylebook
        text = uncredited(sentence.text, cited, book)
        for claim in self._claims(sentence.markers):
            theirs = book.names(claim.speaker)
            for found in values_in(text, language, claim.article.published or NO_DATE):
                said = speaker_of(text, found.start, language)
                ours = book.names(said)
                if not theirs or not same_figure(found.value, claim.value):
                    continue
                if ours and not ours & theirs:
                    yield Problem("name", text, f"the source has it from {claim.speaker}")
                elif _does_it_too(text, said, claim.speaker, bool(theirs & book.names(text))):
                    yield Problem("voice", text, f"the source only has it from {claim.speaker}")

    def _roles(self, text: str, cited: Sequence[Evidence]) -> Iterator[Problem]:
        """Yield a problem where two names have each other's part."""
        own = uncredited(blank(text, quotations(text)), cited, self.stylebook)
        for source in cited:
            names = shared_names(own, source, self.stylebook, self.tagger)
            yield from exchanged_roles(own, source, names)

    def _claims(self, markers: Sequence[int]) -> Iterator[Claim]:
        """The claims that stand in the cited sentences."""
        spans = [self._evidence[marker].citation.span for marker in markers]
        for group in self.answer.groups:
            for claim in group.claims:
                at = claim.sentence
                if any(
                    span.passage.article.id == claim.article.id
                    and at.start < span.end
                    and span.start < at.end
                    for span in spans
                ):
                    yield claim

    def _follows(self, text: str, cited: Sequence[Evidence], model: Entailment) -> bool:
        return model.follows("\n".join(map(_reported, cited)), text) >= FOLLOWS

    @cached_property
    def _evidence(self) -> Mapping[int, Evidence]:
        return {c.marker: evidence(c, self.stylebook) for c in self.answer.citations}

    def _said(self, cited: Sequence[Evidence]) -> list[str]:
        """What the extractive answer says by these sources."""
        markers = {source.citation.marker for source in cited}
        return [s.text for s in self.answer.statements if markers.intersection(s.markers)]


def _reported(source: Evidence) -> str:
    """A source's sentence after its outlet and date, which an answer may name."""
    article = source.article
    head = [article.outlet, article.published.isoformat() if article.published else ""]
    return ": ".join([", ".join(filter(None, head)), source.text]).removeprefix(": ")


def _does_it_too(text: str, said: str, speaker: str, named: bool) -> bool:
    """Whether a sentence makes him who told of a deed do it, be he credited besides or not.

    `named`: the text has him by a name of the stylebook; beside a credit his words tell.
    """
    if not said:
        return named
    words = loose_stems(speaker)
    return len(words) > 1 and loose_stems(text.replace(said, "", 1)) >= words


def _own_problems(text: str, cited: Sequence[Evidence], language: Language) -> Iterator[Problem]:
    """Yield what a language model does wrong beside its facts."""
    if orders(text) or any(orders(source.text) for source in cited):
        yield Problem("orders", text, "it rests on words that address a program")
    for link in _LINK.finditer(text):
        if not any(link[0] in source.text for source in cited):
            yield Problem("link", link[0], "not in a cited sentence")
    if why := _foreign(text, cited, language):
        yield Problem("language", text, why)
    yield from _undated(blank(text, quotations(text)), language, cited[0].published)


def _undated(own: str, language: Language, published: date) -> Iterator[Problem]:
    """Yield each "today" or "last year" of a sentence that does not name the day it counts from.

    A source says it on the day that it appears; a reader of the archive takes it for his own.
    """
    dates = [f for f in values_in(own, language, published) if isinstance(f.value, When)]
    if any(f.value == When(published, published, Precision.DAY) for f in dates):
        return
    for found in dates:
        if from_today(words := own[found.start : found.end]):
            yield Problem("today", words, "counted from a day that is not named")


def _foreign(text: str, cited: Sequence[Evidence], language: Language) -> str:
    """Why a sentence is not in the answer's language; "" if it is. Quotations may be in any."""
    own = blank(text, quotations(text))
    scripts = {unicodedata.name(c, "").partition(" ")[0] for c in own if c.isalpha()}
    if scripts - {"ARABIC", "LATIN"}:
        return f"it holds letters that are neither Arabic nor Latin: {', '.join(sorted(scripts))}"
    if language == "en":
        return "it holds Arabic" if ARABIC.search(_IN_BRACKETS.sub("", own)) else ""
    if language_of(own) != "ar" and any(map(str.isalpha, own)):
        return "it is not in Arabic"
    strange = [w for w in _LATIN_WORD.findall(own) if not any(w in s.latin for s in cited)]
    return f"it holds words in Latin letters: {strange[0]}" if strange else ""
