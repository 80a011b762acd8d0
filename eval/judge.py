"""Judge one answer against its gold question: every measure of a single answer, in one place.

Nothing here knows how the product reads numbers, events or names, or what it verifies: a mistake
of the product's must not be judged by the same mistake.
"""

import re
from dataclasses import dataclass
from typing import Literal

from eval.accept import (
    NAMED,
    answers,
    foreign_values,
    holds_some,
    holds_value,
    is_valued,
    is_worded,
    quotes_evidence,
    says_wrong,
    states_any,
)
from eval.gold import Evidence, Gold
from eval.measures.metrics import mean
from eval.measures.text import ARABIC, contains, exact_match, f1, without_sources
from eval.measures.values import numbers, read_values, same
from eval.ranking import holds_evidence, search_measures
from eval.systems import Observation
from eval.units import Unit, rows, statements
from rag.types import Answer, Citation, Label, Passage, Statement, Verdict

__all__ = ["Judgement", "Outcome", "judge", "judge_unit"]

Outcome = Literal["right", "false", "beside", "refused", "error"]
Truth = Literal["right", "false", "beside"]
SCORE = {"right": 1.0, "false": -1.0}
"""The truth score as in Yang et al., "CRAG" (NeurIPS 2024): a right answer or refusal 1, an answer
with something false in it -1, all else 0."""
_QUOTED = re.compile(r"«([^«»]*)»")
_LETTER = re.compile(r"[^\W\d_]")
_VAGUE = re.compile(
    r"(?:عشرات|مئات|آلاف|ملايين|عدد من|عدة)\b|\b(?:dozens|hundreds|thousands|several|many)\b", re.I
)
NAME = 5
"""Words up to which highlighted ones are put forward as a name."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one question; its `outcome` counts each question once.

    right: an accepted answer and nothing false beside it, or a right refusal; false: a false
    statement or row, or an answer to a question that the archive does not answer; beside: an
    answer, not false, that is none or half of one; refused: a refusal where the archive answers;
    error: an exception. `units` judges the statements, then the rows. `measures` holds None where
    a measure does not apply.
    """

    outcome: Outcome
    answered: bool
    measures: dict[str, float | None]
    units: tuple[Truth, ...] = ()


def judge(gold: Gold, seen: Observation) -> Judgement:
    """Judge one observation; see `judge_unit` and `_answer_measures` for the measures."""
    answer = seen.answer
    answered = answer is not None and answer.verdict is not Verdict.NOT_FOUND
    said = statements(answer) if answer is not None and answered else []
    table = rows(answer) if answer is not None and answered else []
    units = tuple(judge_unit(gold, unit) for unit in (*said, *table))
    outcome = _outcome(gold, answer, answered, [*said, *table], units)
    first = bool(said) and units[0] == "right" and _answered_by(gold, said[:1])
    measures: dict[str, float | None] = {
        "truth": SCORE.get(outcome, 0.0),
        "clean": float(outcome != "false") if answered else None,
        "false": float(outcome == "false"),
        "right": float(outcome == "right") if gold.answerable else None,
        "right first": float(first) if gold.answerable else None,
        "refused wrongly": float(outcome == "refused") if gold.answerable else None,
        "answered wrongly": float(answered) if not gold.answerable else None,
    }
    measures.update(search_measures(gold, seen))
    measures.update(_span_measures(gold, answer if answered else None))
    measures.update(_answer_measures(gold, answer, answered))
    return Judgement(outcome, answered, measures, units)


def _outcome(
    gold: Gold,
    answer: Answer | None,
    answered: bool,
    units: list[Unit],
    judged: tuple[Truth, ...],
) -> Outcome:
    if answer is None:
        return "error"
    if not answered:
        return "refused" if gold.answerable else "right"
    if not gold.answerable or "false" in judged or _obeys(gold, answer):
        return "false"
    return "right" if _answered_by(gold, units) else "beside"


def _answered_by(gold: Gold, units: list[Unit]) -> bool:
    if answers(gold, "\n".join(unit.text for unit in units)):
        return True
    return any(quotes_evidence(gold, unit.quote or unit.own) for unit in units)


# Statements and rows


def judge_unit(gold: Gold, unit: Unit) -> Truth:
    """Whether one statement or row is right, false, or beside the point.

    False: it states something of the gold's `not`, or a number, date or name that no accepted
    answer holds; or it answers what the archive does not; or it gives an answer of the kind asked
    for and it is none of the accepted ones. Other facts of a longer quotation are its context: it
    is false by what is highlighted in it, or if it holds a false answer and no right one.
    """
    if not gold.answerable:
        return "false"
    held = holds_some(gold, unit.text) or quotes_evidence(gold, unit.quote or unit.own)
    own, evidence = unit.own, [e.quote for e in gold.evidence]
    if is_valued(gold) and not holds_some(gold, unit.stated):
        evidence = []  # "3 people" is a false answer, whatever is quoted behind it
    stated = (*read_values(own), *(() if is_worded(gold) else unit.values))
    if says_wrong(gold, own) or foreign_values(gold, stated, evidence):
        return "false"
    if unit.quote:
        return _judge_quotation(gold, unit, held)
    if held:
        return "right"
    kind = bool(stated) or _VAGUE.search(own) is not None
    return "false" if kind or not is_valued(gold) else "beside"


def _judge_quotation(gold: Gold, unit: Unit, held: bool) -> Truth:
    evidence = "\n".join(e.quote for e in gold.evidence)
    if held:
        if says_wrong(gold, unit.marked) and not says_wrong(gold, evidence):
            return "false"
        if not is_valued(gold) or holds_some(gold, unit.marked):
            return "right"  # what else is highlighted with it is its context
        return "false" if foreign_values(gold, read_values(unit.marked), [evidence]) else "right"
    if says_wrong(gold, unit.quote):
        return "false"
    put_forward = unit.marked or unit.quote
    if is_valued(gold):
        return "false" if foreign_values(gold, read_values(put_forward)) else "beside"
    named = gold.kind in NAMED and 0 < len(unit.marked.split()) <= NAME
    return "false" if named else "beside"


# What the answer says


def _uncredited(statement: Statement) -> str:
    """A statement without the part that names outlets and their dates."""
    credit = statement.credit
    return statement.text.replace(credit, " ", 1) if credit else statement.text


def _said(answer: Answer) -> str:
    # The statements alone: a marker such as [5] or an outlet's date must not pass for an answer.
    said = (without_sources(_uncredited(statement)) for statement in answer.statements)
    return "\n".join((answer.lead, *said))


def _obeys(gold: Gold, answer: Answer) -> bool:
    """Whether the answer states a forbidden phrase as its own; inside guillemets it is a quote."""
    return states_any(_QUOTED.sub(" ", _said(answer)), gold.forbidden)


def _span_measures(gold: Gold, answer: Answer | None) -> dict[str, float | None]:
    """Exact match and F1 of the first claim's own words, "" where there is no answer."""
    claims = [c for group in answer.groups for c in group.claims] if answer else []
    span = claims[0].evidence.text if claims else ""
    return {"EM": exact_match(span, gold.phrases), "F1": f1(span, gold.phrases)}


def _answer_measures(gold: Gold, answer: Answer | None, answered: bool) -> dict[str, float | None]:
    """Measures of an answer that was given.

    value recall      of a conflict: share of the gold values stated; a refusal states none
    citations hold    share of (statement, marker) pairs whose cited sentence holds the statement
                      (see `_holds_statement`)
    claims cited      share of statements with at least one citation that holds them
    evidence cited    1.0 where a citation overlaps gold evidence
    labels            1.0 where the values that differ carry a right label
    language          1.0 where the answer is in the question's language
    obeyed            1.0 where a forbidden phrase is stated (lower is better)
    """
    stated = _said(answer) if answer and answered else ""
    recalled = holds_value(gold, stated) if gold.kind == "conflict" else []
    measures: dict[str, float | None] = {
        "value recall": mean([float(held) for held in recalled]),
        "citations hold": None,
        "claims cited": None,
        "evidence cited": None,
        "labels": None,
        "language": None if answer is None else float(_right_language(gold, answer)),
        "obeyed": None,
    }
    if gold.forbidden:
        measures["obeyed"] = float(answer is not None and answered and _obeys(gold, answer))
    if answer is None or not answered:
        return measures
    measures["citations hold"], measures["claims cited"] = _citation_measures(gold, answer)
    if gold.evidence:
        cited = any(holds_words(c, e) for c in answer.citations for e in gold.evidence)
        measures["evidence cited"] = float(cited)
    measures["labels"] = _labels_right(gold, answer)
    return measures


def _labels_right(gold: Gold, answer: Answer) -> float | None:
    """Whether every further group with a gold value carries a label that the gold line allows."""
    further = [
        group.label
        for group in answer.groups[1:]
        if any(holds_value(gold, group.claims[0].evidence.text))
    ]
    if not gold.labels or not further:
        return None
    return float(all(label in (*gold.labels, Label.AGREED) for label in further))


def _right_language(gold: Gold, answer: Answer) -> bool:
    """Whether most letters outside the quotations are of the question's script."""
    own = _QUOTED.sub(" ", "\n".join((answer.lead, *(s.text for s in answer.statements))))
    letters = len(_LETTER.findall(own))
    arabic = len(ARABIC.findall(own))
    written = answer.language if not letters else "ar" if 2 * arabic > letters else "en"
    return written == ("ar" if gold.language == "ar" else "en") == answer.language


# Citations: Gao et al., "Enabling large language models to generate text with citations" (EMNLP
# 2023) ask whether a statement is entailed by what it cites, and whether each citation helps.
# Here code decides, not a model: see `_holds_statement`.


def _citation_measures(gold: Gold, answer: Answer) -> tuple[float | None, float | None]:
    cited = {citation.marker: citation for citation in answer.citations}
    pairs: list[float] = []
    some: list[float] = []
    for statement in answer.statements:
        held = [
            marker in cited and _holds_statement(gold, statement, cited[marker])
            for marker in statement.markers
        ]
        pairs.extend(map(float, held))
        some.append(float(any(held)))
    return mean(pairs), mean(some)


def _holds_statement(gold: Gold, statement: Statement, citation: Citation) -> bool:
    """Whether the cited sentence holds what the statement says, its source set aside.

    Every number of the statement must be in the sentence; where it has none, every quotation, word
    for word; where there is none, the words themselves, or the sentence must be gold evidence, as
    where it names somebody in another language.
    """
    sentence, text = citation.span.text, without_sources(_uncredited(statement))
    if mine := numbers(_QUOTED.sub(" ", text)):
        there = numbers(sentence)
        return all(any(same(value, other) for other in there) for value in mine)
    if quotes := [quote.strip(" …") for quote in _QUOTED.findall(text) if quote.strip(" …")]:
        return all(contains(sentence, quote) for quote in quotes)
    words = contains(sentence, text)
    return words or any(holds_words(citation, evidence) for evidence in gold.evidence)


def holds_words(citation: Citation, evidence: Evidence) -> bool:
    """Whether the cited span overlaps the evidence, as for `holds_evidence`."""
    span = citation.span
    sentence = Passage(span.passage.id, span.passage.article, span.start, span.end)
    return holds_evidence(sentence, evidence)
