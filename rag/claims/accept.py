"""Accept readings: which sentence answers, with what chance, after the checks that take away."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from rag.claims.event import Pool
from rag.claims.match import VALUED, answers_in_kind
from rag.claims.signs import Signs, acceptance, same_figure, signs_of
from rag.claims.speakers import speaker_of
from rag.claims.things import is_of_another_thing
from rag.claims.times import is_of_another_time
from rag.question.kind import Asks
from rag.question.understand import Question
from rag.storeys import Storeys
from rag.text.events import event_at, events_in
from rag.text.fold import analyse, loose_stems
from rag.text.lexicon import WordPattern
from rag.text.nations import nations_in
from rag.text.plain import plain
from rag.text.saying import has_saying, is_saying
from rag.text.sentences import split_sentences
from rag.text.stylebook import Stylebook
from rag.tuning import ANSWER, BESIDE, NEAR_CHARACTERS, POSSIBLE, SURE
from rag.types import Article, Hit, Reading, Span
from rag.values import Found, Kind, Quantity, When, find_values

__all__ = ["Candidate", "beside", "candidates", "is_of_another_act"]

LONGEST_DATELINE = 9
"""Words."""
_COMMA = re.compile(r"[،,;؛](?!\d)")
_NO_MARKS = str.maketrans("", "", '؟?!.،,«»"')
_OF = re.compile(r"(?:كم|how (?:much|many)) \S+ (?:من|of(?: the)?) (?P<what>\S+)")
"""So many tons, and of what."""
_WHO_IS = re.compile(r"(?:و?من (?:هو|هي)|(?:and )?who is(?: the)?) (?P<what>\S+(?: \S+){0,2})$")
_WHO_DID = re.compile(
    r"(?:[وف]?من (?:الذي |التي )?|(?:and )?who (?:(?:has|had|first) )?)(?P<verb>\S+)"
)
_MEASURE = WordPattern(
    r"(?<!\w)(?:<measure_of> of (?:the |a )?(?P<of>\S+)"
    r"|[وفبلك]?<measure_of> (?P<what>[^a-z\s]\S*))",
    written=lambda word: re.escape(plain(word)).replace("ة", "[ةه]"),
)
"""The good, the service, the person that is paid."""
APART = "-–—،,:()|/."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may answer, the words in it that do, and the chance that it does.

    `values` are the values of the sentence, with offsets into the article's text.
    """

    reading: Reading
    span: Span
    sentence: Span
    values: tuple[Found, ...]
    signs: Signs = Signs(0.0, 0.0, 0.0, 0.0, 0.0)  # noqa: RUF009 (frozen)
    chance: float = 0.0

    @property
    def article(self) -> Article:
        """The article that it stands in."""
        return self.sentence.passage.article


def candidates(
    question: Question,
    readings: Sequence[Reading],
    hits: Sequence[Hit],
    stylebook: Stylebook,
    storeys: Storeys = Storeys(),  # noqa: B008 (frozen)
    told: Collection[str] = (),
    least: float = ANSWER,
) -> list[Candidate]:
    """The readings that pass every check, each with its chance, best first.

    A check only takes away: another time, a name that no article has, a value of another kind,
    a sentence in which somebody else speaks, a line that is no sentence. `told` are the articles
    (ids) that answered the question which this one leans on: if one of them answers, with a chance
    of `least`, it is the event that is asked about, and no other article is.
    """
    asked = Pool(question, _articles(hits), stylebook)
    nameless = replace(question, entities=(), names=())
    pool = asked if storeys.names else replace(asked, question=nameless)
    if pool.articles and pool.unknown():
        return []
    able = {
        candidate.reading: candidate
        for candidate in map(_candidate, readings)
        if candidate
        and _may_answer(asked, candidate, storeys)
        and not pool.is_of_others(candidate.article)
    }
    left = [reading for reading in readings if reading not in able]
    leaning = {r: c for r, c in able.items() if _is_told_on(pool, c, told)}
    found = _weighed(leaning, (), hits, pool, storeys)
    if not found or found[0].chance < least:
        found = _weighed(able, left, hits, pool, storeys)
    return found


def _weighed(
    able: Mapping[Reading, Candidate],
    left: Sequence[Reading],
    hits: Sequence[Hit],
    pool: Pool,
    storeys: Storeys,
) -> list[Candidate]:
    """Each with its chance among these, best first."""
    found = []
    for reading, signs in signs_of(list(able), hits, pool, left):
        chance = acceptance().chance(signs) if storeys.learned else reading.answerable
        found.append(replace(able[reading], signs=signs, chance=chance))
    return sorted(found, key=lambda candidate: -candidate.chance)


def _is_told_on(pool: Pool, candidate: Candidate, told: Collection[str]) -> bool:
    article = candidate.article
    may = candidate.reading.answerable >= POSSIBLE and not pool.missing(article)
    return article.id in told and may


def beside(
    question: Question, accepted: Sequence[Candidate], found: Sequence[Candidate]
) -> list[Candidate]:
    """Readings of other articles that are told with what was accepted; numbers and sums only.

    Two reports that differ are rivals, so that each takes from the chance of the other; where one
    is believed, people are told of both if the reader by itself would answer with the other, and
    sooner if that gives the same figure, exactly or rounded: no other event does so by chance. Of
    an article only its best is told.
    """
    if not accepted or question.asks not in {Asks.NUMBER, Asks.MONEY}:
        return []
    told = {candidate.article.id for candidate in accepted}
    more: dict[str, Candidate] = {}
    for candidate in found:
        if candidate.article.id not in told and (
            _stands_alone(candidate) or _confirms(candidate, accepted)
        ):
            more.setdefault(candidate.article.id, candidate)
    return list(more.values())


def _stands_alone(candidate: Candidate) -> bool:
    alone = acceptance().chance(candidate.signs.alone())
    return min(candidate.reading.answerable, alone) >= BESIDE


def _confirms(candidate: Candidate, accepted: Sequence[Candidate]) -> bool:
    return candidate.chance >= POSSIBLE and any(
        same_figure(candidate.reading, other.reading) for other in accepted
    )


def _articles(hits: Sequence[Hit]) -> list[Article]:
    return list({hit.passage.article.id: hit.passage.article for hit in hits}.values())


def _candidate(reading: Reading) -> Candidate | None:
    """The sentence that holds most of the reading's span."""
    span = reading.span
    if span is None:
        return None
    passage = span.passage
    text = passage.article.text
    bounds = passage.sentences or split_sentences(text, passage.start, passage.end)
    shares = [(min(end, span.end) - max(start, span.start), start, end) for start, end in bounds]
    most, start, end = max(shares, key=lambda s: (s[0], -s[1]), default=(0, span.start, span.end))
    if most <= 0:
        return None
    sentence = Span(passage, start, end)
    values = tuple(
        Found(f.start + start, f.end + start, f.value)
        for f in find_values(sentence.text, passage.article.language, passage.article.published)
    )
    inside = Span(passage, max(span.start, start), min(span.end, end))
    return Candidate(reading, inside, sentence, values)


def _may_answer(pool: Pool, candidate: Candidate, storeys: Storeys) -> bool:
    question = pool.question
    said = [found.value for found in candidate.values]
    if _is_dateline(candidate):
        return False
    if storeys.times and is_of_another_time(
        question, candidate.article, said, candidate.sentence.text
    ):
        return False
    if storeys.speech and _is_said_by_another(question, candidate, pool.stylebook):
        return False
    return not storeys.kinds or (
        _is_in_kind(question, candidate)
        and _speaks_of(question, candidate)
        and not _is_of_another_act(question, candidate)
        and not _is_of_another_nation(question, candidate)
        and not _is_of_another_thing(pool, candidate)
    )


def _is_said_by_another(question: Question, candidate: Candidate, stylebook: Stylebook) -> bool:
    """Whether a question for what a person said meets a sentence that another known person speaks.

    Whether the sentence is hers at all ("She added that …") is the reader's to judge.
    """
    asked = {entity for entity in question.entities if entity.kind == "person"}
    if not asked or not has_saying(question.text) or _asks_who_said(question.text):
        return False
    sentence = candidate.sentence
    at = candidate.span.start - sentence.start
    speaker = speaker_of(sentence.text, at, candidate.article.language)
    speaking = {entity for entity in stylebook.names(speaker) if entity.kind == "person"}
    return bool(speaking) and speaking.isdisjoint(asked)


def _asks_who_said(text: str) -> bool:
    """Whether the speaker is what is asked for: "who announced that …"."""
    match = _WHO_DID.match(plain(text))
    return match is not None and is_saying(match["verb"])


def _speaks_of(question: Question, candidate: Candidate) -> bool:
    """Whether the passage has what the question turns on.

    Of a measure what is measured (tons *of rice*, the fare *of the train*), of "who is" the whole
    office: the minister of health is not the prime minister. Only in one language.
    """
    if candidate.article.language != question.language:
        return True
    words = " ".join(plain(question.text).translate(_NO_MARKS).split())
    measured = _OF.match(words) if question.kind is Kind.MEASURE else None
    who = _WHO_IS.match(words)
    match = measured or who or _MEASURE.regex.search(words)
    if match is None:
        return True
    there = loose_stems(candidate.sentence.passage.text) | loose_stems(candidate.article.title)
    what = analyse(" ".join(filter(None, match.groups())))
    if who and len(what) > 1:
        what = what[1:]  # "won the presidency of the council" tells who its president is
    named = {
        stem for e in question.entities for form in e.arabic + e.english for stem in analyse(form)
    }
    return not named.isdisjoint(what) or there.issuperset(what)


def _is_in_kind(question: Question, candidate: Candidate) -> bool:
    """Whether a value of the kind asked for is in the span, or hard by; a name is no number.

    Where no value at all was read there, the reader decides if it is sure.
    """
    span = candidate.span
    if question.asks in VALUED:
        near = [
            found.value
            for found in candidate.values
            if found.start <= span.end + NEAR_CHARACTERS
            and found.end >= span.start - NEAR_CHARACTERS
        ]
        if not near:  # "2.500 tonnes", "after the harvest": what code cannot read
            return candidate.reading.answerable >= SURE
        return any(answers_in_kind(question, value) for value in near)
    if question.asks in {Asks.PERSON, Asks.PLACE}:
        return not any(f.start <= span.start and f.end >= span.end for f in candidate.values)
    return True


def _is_of_another_act(question: Question, candidate: Candidate) -> bool:
    """Whether the numbers of the span are all of other acts than the question's."""
    span = candidate.span
    inside = [f for f in candidate.values if f.start < span.end and f.end > span.start]
    numbers = [f for f in inside if isinstance(f.value, Quantity)]
    acts = [is_of_another_act(question, candidate.sentence, found) for found in numbers]
    return bool(acts) and all(acts)


def is_of_another_act(question: Question, sentence: Span, found: Found) -> bool:
    """Whether a number of a sentence is of another act than the question's.

    "Police arrested 800 people" does not tell how many were killed.
    """
    asked = events_in(question.text) if question.asks is Asks.NUMBER else frozenset()
    act = event_at(sentence.text, found.start - sentence.start, found.end - sentence.start)
    return bool(asked and act) and act.isdisjoint(asked)


def _is_of_another_nation(question: Question, candidate: Candidate) -> bool:
    """Whether those counted are of a nation that the passage lacks: French, not German soldiers.

    News of one country need not name it: a sentence that names none is not another's. Where the
    clause of the number names nations, they count alone: "France sent a plane, Mali 35 engineers".
    """
    asked = nations_in(question.subject, adjectives=True)
    if not asked:
        return False
    sentence, at = candidate.sentence.text, candidate.span.start - candidate.sentence.start
    ends = [0, *(m.end() for m in _COMMA.finditer(sentence)), len(sentence)]
    clause = next(sentence[a:b] for a, b in pairwise(ends) if at < b)
    if near := nations_in(clause):
        return near.isdisjoint(asked)
    passage = candidate.sentence.passage
    if asked & nations_in(f"{passage.article.title}\n{passage.text}"):
        return False
    return bool(nations_in(sentence))


def _is_of_another_thing(pool: Pool, candidate: Candidate) -> bool:
    alike = [a for a in pool.articles if a.language == "ar"]
    both = {pool.question.language, candidate.article.language}
    return both == {"ar"} and is_of_another_thing(pool.question, candidate.sentence.text, alike)


def _is_dateline(candidate: Candidate) -> bool:
    """Whether the sentence is the head of an article: a date, apart from a place or an agency.

    "Tunis - 20 January 2022" and "Monday, 20 May 2024" are; "It began on 20 May" is not.
    """
    sentence, text = candidate.sentence, candidate.article.text
    days = [f for f in candidate.values if isinstance(f.value, When)]
    if not days or len(sentence.text.split()) > LONGEST_DATELINE:
        return False
    before = text[sentence.start : days[0].start].rstrip()
    after = text[days[-1].end : sentence.end].lstrip()
    return (not before or before[-1] in APART) and (not after or after[0] in APART)
