"""Turn accepted candidates into claims: who says what, with which words, about when."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from rag.claims.assertion import asserts
from rag.claims.candidate import Candidate
from rag.claims.checks import is_of_another_act
from rag.claims.event import gives_a_name, names_in
from rag.claims.match import EXACT, VALUED, fit
from rag.claims.spans import closed, trim
from rag.claims.speakers import speaker_of
from rag.question.kind import Asks
from rag.question.understand import Question
from rag.text.fold import fold
from rag.text.lexicon import words
from rag.text.stylebook import Stylebook
from rag.tuning import NEAR_CHARACTERS
from rag.types import Claim, Span
from rag.values import Found, Kind, Precision, Quantity, Value, When

__all__ = ["extract"]

_RIGHT_ONE = re.compile(r"و(?:الصحيح|الصواب|الأصح)|\bthe correct (?:figure|date|number|one)\b")
_FROM = re.compile(r"(?<!\w)(?:من|from)\s+$")
_LISTED = re.compile(r"\d\s*(?:،|,|و|and|أو|or)\s*$")
_CORRECTED = re.compile(r"(?<!\w)[وف]?(?:صحح|صوب|يصحح|تصحح|تصحيح|تصويب)|\bcorrect(?:ed|s|ing)\b")
_TOWARDS = re.compile(r"(?<!\w)(?:إلى|الى|لتصبح|ليصبح|to)\s+$")
_AND = re.compile(r"[،,;؛]\s*(?:(?P<ar>و\w{3,})|(?:and|while|but)\b)")
_PRONOUNS = frozenset(("هو", "هي", "هم", "هما", "كان", "كانت"))
_TO = re.compile(r"\s+(?:إلى|الى|to)\s+")
_WORDS = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)*")
_WHOLE = re.compile(r"\s(?:ال|لل)[^\W\d_]{2,}")
TOUCHING = 3
"""Characters between a weekday and its date."""


def extract(
    question: Question,
    accepted: Sequence[Candidate],
    stylebook: Stylebook,
    *,
    values: bool = True,
) -> list[Claim]:
    """One claim for each sentence, in the order of the candidates.

    Its value is given only where it is sure: of the kind asked for, alone in the span, and not
    denied. Everything else, and all without `values`, is a claim of words, to be quoted.
    """
    claims: dict[tuple[str, int], Claim] = {}
    for candidate in accepted:
        claim = _claim(question, candidate, stylebook, values)
        claims.setdefault((claim.article.id, claim.sentence.start), claim)
    return list(claims.values())


def _claim(question: Question, candidate: Candidate, stylebook: Stylebook, values: bool) -> Claim:
    sentence, span = candidate.sentence, candidate.span
    found = _sure_value(question, candidate) if values else None
    if found and _is_of_another(question, candidate, found, stylebook):
        found = None
    at, value = (found.start, found.value) if found else (span.start, None)
    marked = _marked(question, candidate, stylebook) if values else None
    if not asserts(sentence.text, at - sentence.start, value):
        found, marked, evidence = None, None, sentence
    elif found:
        evidence = closed(replace(span, start=found.start, end=_end(found, sentence)), sentence)
    else:
        evidence = _whole_names(trim(span), sentence, stylebook)
    names = () if found else _names(question, evidence, sentence, stylebook)
    focus = None
    if not found and not names:
        evidence, focus = sentence, evidence
    at = (focus or evidence).start - sentence.start
    return Claim(
        subject=question.subject,
        value=found.value if found else None,
        evidence=evidence,
        sentence=sentence,
        confidence=candidate.chance,
        speaker=speaker_of(sentence.text, at, candidate.article.language),
        event_date=_event_date(evidence, found, candidate.values),
        names=names,
        focus=focus,
        marked=marked,
    )


def _end(found: Found, sentence: Span) -> int:
    """The end of a value in words: of «ثلثي المنازل» the whole that it is a part of."""
    text = sentence.passage.article.text
    share = isinstance(found.value, Quantity) and found.value.kind is Kind.PERCENT
    whole = _WHOLE.match(text, found.end, sentence.end)
    worded = _WORDS.fullmatch(text, found.start, found.end)
    return whole.end() if share and worded and whole else found.end


def _marked(question: Question, candidate: Candidate, stylebook: Stylebook) -> Quantity | None:
    """The one number in the span that is in kind, though the sentence may give others.

    Only of what the question names: else nobody can say that two reports are of one thing.
    """
    if question.asks not in {Asks.NUMBER, Asks.MONEY}:
        return None
    if not (gives_a_name(question) or names_in(question, candidate.article, stylebook)):
        return None
    span = candidate.span
    inside = {
        f.value
        for f in candidate.values
        if isinstance(f.value, Quantity)
        and f.start < span.end
        and f.end > span.start
        and fit(question, f.value)
    }
    return inside.pop() if len(inside) == 1 else None


def _is_of_another(
    question: Question, candidate: Candidate, found: Found, stylebook: Stylebook
) -> bool:
    """Whether a name of the question stands only in a later clause: "A got 7 years, and B none"."""
    sentence, article = candidate.sentence, candidate.article
    for later in _AND.finditer(sentence.text, found.end - sentence.start):
        if not later["ar"] or _opens_clause(later["ar"]):
            parts = sentence.text[: later.start()], sentence.text[later.start() :]
            here, there = (
                names_in(question, replace(article, title="", text=part), stylebook)
                for part in parts
            )
            return not there <= here
    return False


def _opens_clause(word: str) -> bool:
    """Whether "and" is written onto a word, and it is not "according to" or a pronoun."""
    bare = word[1:]
    own = word.startswith(tuple(words("with_waw"))) or word in words("attributing")
    return not own and bare not in _PRONOUNS


def _sure_value(question: Question, candidate: Candidate) -> Found | None:
    """The one value that the span means; None where it may be another.

    A sentence that gives several values of that kind ("19 seats, 14, then nine") is quoted: which
    of them is meant, the words around them tell, and not the span alone.
    """
    if question.asks not in VALUED:
        return None
    span = candidate.span
    ranked = [(fit(question, f.value), f) for f in candidate.values if _resolved(f.value)]
    touched = [(n, f) for n, f in ranked if n and f.start < span.end and f.end > span.start]
    if not touched:
        touched = [
            (n, f)
            for n, f in ranked
            if n == EXACT
            and _gap(f, span) <= NEAR_CHARACTERS
            and not is_of_another_act(question, candidate.sentence, f)
        ]
    best = max((n for n, _ in touched), default=0)
    fitting = [f for n, f in touched if n == best]
    chosen = _one_day(fitting)
    if righted := _set_right(candidate, [f for n, f in ranked if n >= best]):
        return righted
    if any(_is_change(candidate, f) for f in chosen):
        return None
    rivals = {f.value for n, f in ranked if n >= best and f not in fitting}
    rivals |= {f.value for _, f in touched if f not in fitting and _is_bare(f.value)}
    return chosen[0] if len({f.value for f in chosen}) == 1 and not rivals else None


def _is_bare(value: Value) -> bool:
    """Whether a number has no unit, and may be of any: "14,261 votes against 14,214"."""
    return isinstance(value, Quantity) and not value.unit


def _is_change(candidate: Candidate, found: Found) -> bool:
    """Whether a value is an end of a move: "will rise from 3 to 4 dirhams", one range or two.

    Or the last of several days: "on 5 and 9 June".
    """
    value, text = found.value, candidate.article.text
    if not isinstance(value, Quantity):
        return _LISTED.search(text, candidate.sentence.start, found.start) is not None
    if value.low != value.high and text[found.start : found.end].split()[0] in {"من", "from"}:
        return True
    return any(
        found in (one, other)
        and _FROM.search(text, candidate.sentence.start, one.start)
        and _TO.fullmatch(text, one.end, other.start)
        for one, other in pairwise(candidate.values)
    )


def _set_right(candidate: Candidate, values: Sequence[Found]) -> Found | None:
    """The one value behind "the right one is", "corrected to", if the sentence corrects another."""
    sentence, text = candidate.sentence, candidate.article.text
    if match := _RIGHT_ONE.search(sentence.text):
        after = [f for f in values if f.start >= sentence.start + match.end()]
    elif _CORRECTED.search(fold(sentence.text).text):
        after = [f for f in values if _TOWARDS.search(text, sentence.start, f.start)]
    else:
        return None
    return after[0] if len(after) == 1 else None


def _one_day(chosen: Sequence[Found]) -> list[Found]:
    """Of a weekday and the date beside it ("Monday, 10 January") the date."""
    exact = [f for f in chosen if isinstance(f.value, When) and not f.value.relative]
    if len(chosen) == 2 and len(exact) == 1 and abs(chosen[1].start - chosen[0].end) <= TOUCHING:
        return exact
    return list(chosen)


def _resolved(value: Value) -> bool:
    """Whether a value can be stated: "Friday" in an article without a date can only be quoted."""
    return isinstance(value, Quantity) or value.start is not None or value.at is not None


def _gap(found: Found, span: Span) -> int:
    return max(found.start - span.end, span.start - found.end)


def _whole_names(span: Span, sentence: Span, stylebook: Stylebook) -> Span:
    """The span with the names that it cuts into taken whole."""
    for mention in stylebook.find(sentence.text):
        start, end = mention.start + sentence.start, mention.end + sentence.start
        if start < span.end and end > span.start:
            span = replace(span, start=min(span.start, start), end=max(span.end, end))
    return span


def _names(
    question: Question, evidence: Span, sentence: Span, stylebook: Stylebook
) -> tuple[str, ...]:
    """The house forms of the names that the evidence gives and the question does not.

    None where the sentence has others of their sort: which of them is meant, its words tell.
    """
    if question.asks not in {Asks.PERSON, Asks.PLACE, Asks.LIST}:
        return ()
    given = set(question.entities)
    found = [m.entity for m in stylebook.find(evidence.text) if m.entity not in given]
    sorts = {entity.kind for entity in found}
    others = {e for e in stylebook.names(sentence.text) if e.kind in sorts} - given - set(found)
    return () if others else tuple(dict.fromkeys(entity.english[0] for entity in found))


def _event_date(evidence: Span, own: Found | None, values: Sequence[Found]) -> date | None:
    """The day nearest to the evidence that the sentence names; a claim's own date is not one."""
    if own and isinstance(own.value, When) and own.value.start is not None:
        return None
    days = [
        (abs(f.start - evidence.start), f.value.start)
        for f in values
        if isinstance(f.value, When) and f.value.precision is Precision.DAY and f.value.start
    ]
    return min(days, key=lambda day: day[0])[1] if days else None
