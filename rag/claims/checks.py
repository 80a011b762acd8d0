"""Whether a sentence may answer: the checks that take away."""

import re
from decimal import Decimal
from itertools import pairwise

from rag.claims.candidate import Candidate
from rag.claims.currencies import is_of_another_currency
from rag.claims.event import Pool, has_word, is_word_of
from rag.claims.lines import is_dateline, is_withdrawn
from rag.claims.match import VALUED, answers_in_kind
from rag.claims.persons import (
    is_of_a_namesake,
    is_of_another_office,
    is_said_by_another,
    lacks_a_name,
    only_echoes,
)
from rag.claims.stages import is_of_another_stage
from rag.claims.things import is_of_another_thing, roots
from rag.claims.times import is_of_another_time
from rag.question.kind import Asks, asks_twice
from rag.question.understand import Question
from rag.storeys import Storeys
from rag.text.events import event_at, events_in
from rag.text.fold import analyse, fold, loose_stems
from rag.text.lexicon import WordPattern
from rag.text.nations import nations_in
from rag.text.plain import plain
from rag.tuning import SURE, UNKNOWN_NAME
from rag.types import Span
from rag.values import Found, Kind, Quantity, When, find_values

__all__ = ["is_of_another_act", "is_of_the_act", "may_answer"]

_COMMA = re.compile(r"[،,;؛](?!\d)")
_NO_MARKS = str.maketrans("", "", '؟?!.،,«»"')
_OF = re.compile(r"(?:كم|how (?:much|many)) \S+ (?:من|of(?: the)?) (?P<what>\S+)")
"""So many tons, and of what."""
_WHO_IS = re.compile(r"(?:و?من (?:هو|هي)|(?:and )?who is(?: the)?) (?P<what>\S+(?: \S+){0,2})$")
_MEASURE = WordPattern(
    r"(?<!\w)(?:<measure_of> of (?:the |a )?(?P<of>\S+)"
    r"|[وفبلك]?<measure_of> (?P<what>[^a-z\s]\S*))",
    written=lambda word: re.escape(plain(word)).replace("ة", "[ةه]"),
)
"""The good, the service, the person that is paid."""
_SOLD = WordPattern(
    r"(?<!\w)(?:<sold_by>s? of (?:the )?(?P<of>\S+)|[وفبلك]?(?:ال)?<sold_by> (?P<good>ال\S+))",
    written=lambda word: re.escape(plain(word)).replace("ة", "[ةه]"),
)
"""The good that so much is paid for."""
_COMPARED = re.compile(
    r"(?:مقابل|مقارنة|قياسا|بعد(?:ما| أن) (?:كان|بلغ|سجل)ت?)(?!\w)"
    r"|\b(?:against|compared|versus|vs|(?:up|down) from)\b"
)
_RIVAL_OF = re.compile(
    r"(?<=[،,(] )(?:غريم|منافس)ة?(?: (?:ال)?(?:شركة|بنك|مصرف|نادي|فريق|حزب))? [«\"]?\w+(?: \w+)?"
    r"|\b(?:rival|competitor) (?:of|to) \w+(?: \w+)?"
)
"""In apposition, of somebody else: "B, a rival of A"; «منافسه» tells of the rival himself."""
_NONE = re.compile(
    r"(?<!\w)[وف]?(?:لم|لا|لن|ما|دون|بدون|من غير|بلا) (?:\S+ ){0,2}?"
    r"(?:ايه?|احدا?|وفيات|ضحايا|اصابات)"
    r"(?!\w)|\b(?:no|without any|not any) \w+|\b(?:nobody|no one|none)\b"
)
_DUAL = re.compile(r"[^\W\d_]{3,}(?:ين|ان)")
"""Two of something; a plural may look like it, and is quoted all the same."""
SECOND = 2
"""The ordinal up to which they are something else as often: "the first time", "a second car"."""


def may_answer(pool: Pool, candidate: Candidate, storeys: Storeys) -> bool:
    """Whether none of the checks that are in use takes the candidate away."""
    question = pool.question
    if is_dateline(candidate) or is_withdrawn(question, candidate):
        return False
    if storeys.times and _is_of_another_time(question, candidate):
        return False
    if storeys.speech and is_said_by_another(pool, candidate):
        return False
    return not storeys.kinds or (
        _is_in_kind(question, candidate)
        and not lacks_a_name(pool, candidate)
        and not only_echoes(pool, candidate)
        and not is_of_another_office(question, candidate)
        and not is_of_a_namesake(pool, candidate)
        and not _is_of_a_rival(pool, candidate)
        and not is_of_another_stage(question.text, candidate.sentence.text, candidate.article)
        and not is_of_another_currency(question, candidate.sentence.passage)
        and not _is_of_another_edition(question, candidate)
        and _speaks_of(question, candidate)
        and not _is_of_another_act(question, candidate)
        and not _is_of_another_nation(question, candidate)
        and not _is_of_another_thing(pool, candidate)
    )


def _is_of_another_time(question: Question, candidate: Candidate) -> bool:
    """Whether the sentence tells of other days than the question states.

    Days that it only compares with are not its own: "2.4 %, against 3.1 % in 2023".
    """
    sentence, values = candidate.sentence, candidate.values
    compared = _COMPARED.search(sentence.text)
    own = values if compared is None else [f for f in values if f.start < _at(sentence, compared)]
    return all(
        is_of_another_time(question, candidate.article, [f.value for f in said], sentence.text)
        for said in (values, own)
    )


def _at(sentence: Span, match: re.Match[str]) -> int:
    return sentence.start + match.start()


def _is_of_a_rival(pool: Pool, candidate: Candidate) -> bool:
    """Whether the article has a name of the question only as that of a rival: "rival of A"."""
    article = candidate.article
    left = _RIVAL_OF.sub(" ", article.whole)
    names = [word.text for word in pool.question.names if word.chance >= UNKNOWN_NAME]
    return left != article.whole and any(
        has_word(article, name) and not is_word_of(left, article.language, name) for name in names
    )


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
    first = measured or who or _MEASURE.regex.search(words)
    found = [match for match in (first, _SOLD.regex.search(words)) if match]
    if not found:
        return True
    passage = candidate.sentence.passage
    there = loose_stems(passage.text) | loose_stems(passage.article.title)
    what = analyse(" ".join(part for match in found for part in match.groups() if part))
    if who and len(what) > 1:
        what = what[1:]  # "won the presidency of the council" tells who its president is
    named = {
        stem for e in question.entities for form in e.arabic + e.english for stem in analyse(form)
    }
    bare = roots(there)
    return not named.isdisjoint(what) or all(
        word in there or not bare.isdisjoint(roots(frozenset((word,)))) for word in what
    )


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
            counts = question.asks is Asks.NUMBER and _is_unwritten(candidate)
            return counts or candidate.reading.answerable >= SURE
        return any(answers_in_kind(question, found.value) for found in candidate.near)
    if question.asks in {Asks.PERSON, Asks.PLACE}:
        return not any(f.start <= span.start and f.end >= span.end for f in candidate.values)
    return True


def _is_unwritten(candidate: Candidate) -> bool:
    """Whether a number is said without one: "no deaths were recorded", «عاملين»."""
    return bool(
        _NONE.search(fold(candidate.sentence.text).text.lower())
        or _DUAL.fullmatch(candidate.span.text.strip(" .،"))
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
    """Whether the numbers, or the dates, of the span are all of other acts than the question's."""
    kind = When if question.asks is Asks.DATE else Quantity
    asked = [f for f in candidate.marked if isinstance(f.value, kind)]
    acts = [is_of_another_act(question, candidate.sentence, found) for found in asked]
    return bool(acts) and all(acts)


def is_of_another_act(question: Question, sentence: Span, found: Found) -> bool:
    """Whether a number or a date of a sentence is of another act than the question's.

    "Police arrested 800 people" does not tell how many were killed, nor the day of the arrest that
    of the release.
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
    """The acts that a question for a number or a date names, and those of the number or date."""
    valued = question.asks in {Asks.NUMBER, Asks.DATE}
    asked = events_in(question.text) if valued else frozenset()
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
    sentence, article = candidate.sentence.text, candidate.article
    return both == {"ar"} and is_of_another_thing(pool.question, sentence, article, alike)
