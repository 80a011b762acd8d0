"""Which value of a sentence is meant, where the words that the reader marked give another.

The reader finds the sentence; which of its numbers is of the kind, the act and the time that are
asked for, code knows better.
"""

import re
from dataclasses import replace
from itertools import pairwise

from rag.claims.candidate import Candidate
from rag.claims.checks import is_of_another_act, is_of_the_act
from rag.claims.event import is_word_of
from rag.claims.match import EXACT, VALUED, answers_in_kind, fit
from rag.claims.times import overlap
from rag.question.kind import asks_twice
from rag.question.understand import Question
from rag.text.lexicon import wordset
from rag.text.plain import plain
from rag.text.stylebook import Stylebook
from rag.tuning import UNKNOWN_NAME
from rag.values import Found, Quantity, When

__all__ = ["meant"]

_AGAINST = re.compile(
    r"مقابل|ضد|مقارنة|فيما|بينما|منافس|\b(?:against|versus|vs|compared|while|whereas|rival)\b"
)
_RIVALS = wordset("على امام ضد مقابل منافسه منافسها against over versus vs beat beating")
_OF_THEM = re.compile(
    r"(?<!\w)(?:من )?(?:بينهم|بينها|ضمنهم|منهم|منها|منهن)(?!\w)|\b(?:of (?:them|whom)|including)\b"
)
MOST_BETWEEN = 9
"""Words between two numbers that are set against each other."""
JUST_BEHIND = 3
"""Words behind a number in which its owner may stand: "414 for B"."""


def meant(question: Question, candidate: Candidate, stylebook: Stylebook) -> Candidate:
    """The candidate with its span on the one value that is asked for, if the reader's is not.

    "579 executions in 2021, against 483 in 2020" tells of two years, and a question asks of one;
    "2,452 square metres, at 5 dinars each" gives one sum of money; "187 voted for and 62 against"
    gives one number of those against. "678 votes for A, against 414" gives B's last.
    """
    if question.asks not in VALUED or asks_twice(question.text, question.language):
        return candidate
    fitting = [found for found in candidate.values if _fits(question, candidate, found)]
    if not _has_one(question, candidate):
        return _on(candidate, _wholes(candidate, fitting))
    marked = [found for found in fitting if found in candidate.marked]
    if len(marked) == 1 and _is_of_then(question, candidate, marked[0]) is False:
        when = {f: _is_of_then(question, candidate, f) for f in fitting}
        of_then = [f for f in fitting if when[f]] or [f for f in fitting if when[f] is None]
        return _on(candidate, of_then)
    return _on(candidate, _of_the_named(question, candidate, stylebook))


def _wholes(candidate: Candidate, fitting: list[Found]) -> list[Found]:
    """Those that are no part of one before: "54 wounded, of whom 17 have left"."""
    text = candidate.article.text
    parts = [
        other for one, other in pairwise(fitting) if _OF_THEM.search(text, one.end, other.start)
    ]
    return [found for found in fitting if found not in parts]


def _on(candidate: Candidate, fitting: list[Found]) -> Candidate:
    if len(fitting) != 1:
        return candidate
    span = replace(candidate.span, start=fitting[0].start, end=fitting[0].end)
    return replace(candidate, span=span)


def _of_the_named(question: Question, candidate: Candidate, stylebook: Stylebook) -> list[Found]:
    """Of two numbers set against each other, with the span on one, that of the name asked for."""
    asked = _first_named(question, stylebook)
    if not asked:
        return []
    sentence, text = candidate.sentence, candidate.article.text
    numbers = [f for f in candidate.values if isinstance(f.value, Quantity)]
    for one, other in pairwise(f for f in numbers if fit(question, f.value)):
        between = text[one.end : other.start]
        joint = _AGAINST.search(between)
        apart = (one in candidate.marked) != (other in candidate.marked)
        if not (apart and joint) or len(between.split()) > MOST_BETWEEN:
            continue
        at = one.end + joint.start()
        after = text[other.end : sentence.end].split()[:JUST_BEHIND]
        names = [
            is_word_of(part, candidate.article.language, asked)
            for part in (text[sentence.start : at], f"{text[at : other.start]} {' '.join(after)}")
        ]
        if names[0] != names[1]:
            return [one if names[0] else other]
    return []


def _first_named(question: Question, stylebook: Stylebook) -> str:
    """The last word of the first name that the question gives, but for a rival: "against B"."""
    text = question.text
    spans = [(m.start, m.end) for m in stylebook.find(text) if m.entity in question.entities]
    spans += [
        (word.start, word.start + len(word.text))
        for word in question.names
        if word.chance >= UNKNOWN_NAME
    ]
    name = ""
    end = -1
    for start, stop in sorted(spans):
        if name and start > end + 1:
            break
        before = text[:start].split()[-1:]
        if name or not before or plain(before[0]) not in _RIVALS:
            name, end = text[start:stop], stop
    return name.split()[-1] if name else ""


def _fits(question: Question, candidate: Candidate, found: Found) -> bool:
    fits, sentence = fit(question, found.value), candidate.sentence
    if fits == EXACT:
        return not is_of_another_act(question, sentence, found)
    return bool(fits) and is_of_the_act(question, sentence, found)


def _has_one(question: Question, candidate: Candidate) -> bool:
    """Whether the span, or what stands hard by, has a value that may be asked for."""
    return any(
        answers_in_kind(question, f.value)
        and not is_of_another_act(question, candidate.sentence, f)
        for f in candidate.marked or candidate.near
    )


def _is_of_then(question: Question, candidate: Candidate, found: Found) -> bool | None:
    """Whether a number is of the time asked for; None where the question or the number has none.

    A number's date follows it, before the next number, or is the last one before it.
    """
    dates = [
        (f.start, f.end, (f.value.start, f.value.end))
        for f in candidate.values
        if isinstance(f.value, When) and f.value.start and f.value.end
    ]
    numbers = (f for f in candidate.values if f.start > found.start and fit(question, f.value))
    following = min((f.start for f in numbers), default=candidate.sentence.end)
    after = [when for start, _, when in dates if found.end <= start < following]
    before = [when for _, end, when in dates if end <= found.start]
    own = (*after[:1], *before[-1:])
    if not (own and question.dates):
        return None
    return any(overlap(asked, own[0]) for asked in question.dates)
