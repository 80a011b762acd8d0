"""Whether a sentence may answer: the checks that take away."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from rag.claims.candidate import Candidate
from rag.claims.event import Pool, has_word
from rag.claims.match import VALUED, answers_in_kind
from rag.claims.speakers import speaker_of
from rag.claims.things import is_of_another_thing
from rag.claims.times import is_of_another_time
from rag.question.kind import Asks, asks_for_a_name, asks_twice
from rag.question.understand import Question
from rag.storeys import Storeys
from rag.text.events import event_at, events_in
from rag.text.fold import analyse, loose_stems
from rag.text.lexicon import WordPattern
from rag.text.nations import nations_in
from rag.text.plain import plain
from rag.text.saying import has_saying, is_saying
from rag.text.stylebook import Stylebook
from rag.tuning import SURE
from rag.types import Span
from rag.values import Found, Kind, Quantity, When, find_values

__all__ = ["is_of_another_act", "is_of_the_act", "may_answer"]

LONGEST_DATELINE = 9
"""Words, but for digits and dashes: a town, an outlet, who writes, a weekday."""
_LETTERS = re.compile(r"[^\W\d_]+")
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
_DASHES = tuple("-–—|/")
_WORD = re.compile(r"\w+")
_QUOTED = re.compile('[«"“]')
AROUND = 3
"""Words before and after the span in which a name may stand."""
NAMED = 0.3
"""Least probability, 0 to 1, of a word of an article to be a name."""
SECOND = 2
"""The ordinal up to which they are something else as often: "the first time", "a second car"."""


def may_answer(pool: Pool, candidate: Candidate, storeys: Storeys) -> bool:
    """Whether none of the checks that are in use takes the candidate away."""
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
        and not _lacks_a_name(pool, candidate)
        and not _is_of_another_edition(question, candidate)
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

    Where no value at all was read there, the reader decides if it is sure, and so it does where two
    things are asked for.
    """
    span = candidate.span
    if asks_twice(question.text, question.language):
        return True
    if question.asks in VALUED:
        if not candidate.near:  # "2.500 tonnes", "after the harvest": what code cannot read
            return candidate.reading.answerable >= SURE
        return any(answers_in_kind(question, found.value) for found in candidate.near)
    if question.asks in {Asks.PERSON, Asks.PLACE}:
        return not any(f.start <= span.start and f.end >= span.end for f in candidate.values)
    return True


def _lacks_a_name(pool: Pool, candidate: Candidate) -> bool:
    """Whether a name is asked for, and the words around the span have none but the question's.

    "A guard died of his wounds" does not tell his name.
    """
    question, tagger = pool.question, pool.tagger
    if tagger.encoder is None or not asks_for_a_name(question.text, question.language):
        return False
    sentence, span = candidate.sentence, candidate.span
    words = [(m.start(), m.end()) for m in _WORD.finditer(sentence.text)]
    start, end = span.start - sentence.start, span.end - sentence.start
    inside = [i for i, (low, high) in enumerate(words) if low < end and high > start]
    if not inside:
        return False
    low = words[max(inside[0] - AROUND, 0)][0]
    high = words[min(inside[-1] + AROUND, len(words) - 1)][1]
    near = sentence.text[low:high]
    if _QUOTED.search(near):
        return False
    asked = replace(candidate.article, title="", text=question.text, language=question.language)
    named = [word.text for word in tagger.names(near) if word.chance >= NAMED]
    return not any(
        not has_word(asked, word)
        and (word == span.text.strip() or not nations_in(word, adjectives=True))
        for word in named
    )


def _is_of_another_edition(question: Question, candidate: Candidate) -> bool:
    """Whether only others are counted than in the question: the fifth festival, the fourth.

    Of a second, which may be of anything, the sentence itself must have a neighbour ("the first
    phase"); of others the passage or the title has another.
    """
    asked = _ordinals(question.text, question.language) - {Decimal(1)}
    if not asked or asks_twice(question.text, question.language):
        return False
    passage = candidate.sentence.passage
    article = passage.article
    there = _ordinals(candidate.sentence.text, article.language)
    if max(asked) <= SECOND:
        there = frozenset(each for each in there if each <= SECOND + 1)
    else:
        around = _ordinals(f"{article.title}\n{passage.text}", article.language)
        there |= {each for each in around if each > SECOND}
    return bool(there) and there.isdisjoint(asked)


def _ordinals(text: str, language: str) -> frozenset[Decimal]:
    """The ordinals of a text, but for what a hyphen follows: "second-hand"."""
    counts = (
        each.value.low
        for each in find_values(text, language, None)
        if isinstance(each.value, Quantity)
        and each.value.kind is Kind.ORDINAL
        and text[each.end : each.end + 1] != "-"
    )
    return frozenset(counts)


def _is_of_another_act(question: Question, candidate: Candidate) -> bool:
    """Whether the numbers of the span are all of other acts than the question's."""
    numbers = [f for f in candidate.marked if isinstance(f.value, Quantity)]
    acts = [is_of_another_act(question, candidate.sentence, found) for found in numbers]
    return bool(acts) and all(acts)


def is_of_another_act(question: Question, sentence: Span, found: Found) -> bool:
    """Whether a number of a sentence is of another act than the question's.

    "Police arrested 800 people" does not tell how many were killed.
    """
    asked, act = _acts(question, sentence, found)
    return bool(asked and act) and act.isdisjoint(asked)


def is_of_the_act(question: Question, sentence: Span, found: Found) -> bool:
    """Whether a number of a sentence is of the act that the question names."""
    asked, act = _acts(question, sentence, found)
    return not act.isdisjoint(asked)


def _acts(
    question: Question, sentence: Span, found: Found
) -> tuple[frozenset[str], frozenset[str]]:
    """The acts that a question for a number names, and those of the number."""
    asked = events_in(question.text) if question.asks is Asks.NUMBER else frozenset()
    return asked, event_at(sentence.text, found.start - sentence.start, found.end - sentence.start)


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
    days = [(f.start, f.end, f.value) for f in candidate.values if isinstance(f.value, When)]
    if not days or len(_LETTERS.findall(sentence.text)) > LONGEST_DATELINE:
        return False
    after = text[days[-1][1] : sentence.end].lstrip()
    if after and after[0] not in APART:
        return False
    before = text[sentence.start : days[0][0]].rstrip()
    stated = next((start for start, _, when in days if not when.relative), days[0][0])
    byline = text[sentence.start : stated].rstrip()  # "Today" may be the name of the outlet
    return not before or before[-1] in APART or byline[-1:] in _DASHES
