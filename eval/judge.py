"""Judge one answer against its gold question: every measure of a single answer, in one place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Literal

from eval.gold import Evidence, Gold
from eval.measures.metrics import mean, rank_measures
from eval.measures.text import (
    contains,
    exact_match,
    f1,
    fold,
    is_number,
    list_items,
    without_sources,
)
from eval.observe import Observation
from rag.types import Answer, Citation, Label, Language, Passage, Statement, Verdict
from rag.values import Found, Quantity, Relation, Value, find_values, relate

__all__ = ["Judgement", "Names", "holds_evidence", "judge", "judge_ranking"]

Names = Callable[[str], frozenset[str]]
Outcome = Literal["right", "wrong", "refused", "error"]
_QUOTED = re.compile(r"«([^«»]*)»")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC = re.compile(r"[\u0621-\u064a]")
_LATIN = re.compile(r"[A-Za-z]")
SAME = (Relation.EQUAL, Relation.COMPATIBLE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of one question; its `outcome` counts each question once.

    right: the right value or phrase, or a right refusal; wrong: an answer without it, or to a
    question the archive does not answer; refused: a refusal where the archive answers; error: an
    exception. `measures` holds None where a measure does not apply. "right first" asks the same of
    the answer's first statement alone, so that a long list cannot be right by luck.
    """

    outcome: Outcome
    answered: bool
    measures: dict[str, float | None]


def judge(gold: Gold, seen: Observation, names: Names = lambda text: frozenset()) -> Judgement:
    """Judge one observation; see `_answer_measures` and `judge_ranking` for the measures.

    `names` finds known names in a text of either language, each by one key.
    """
    answer = seen.answer
    answered = answer is not None and answer.verdict is not Verdict.NOT_FOUND
    outcome = _outcome(gold, answer, answered)
    measures: dict[str, float | None] = {
        "right": float(outcome == "right") if gold.answerable else None,
        "refused rightly": float(outcome == "right") if not gold.answerable else None,
        "refused wrongly": float(outcome == "refused") if gold.answerable else None,
    }
    first = answer.statements[0].text if answer and answer.statements else ""
    says_first = answered and _says(gold, without_sources(first))
    measures["right first"] = float(says_first) if gold.answerable else None
    measures.update(judge_ranking(gold, [hit.passage for hit in seen.hits]))
    for stage, hits in seen.stages.items():
        ranked = judge_ranking(gold, [hit.passage for hit in hits])
        measures.update({f"{name} {stage}": ranked[name] for name in ("R@1", "R@5", "MRR")})
    best = seen.readings[0].passage if seen.readings else None
    judged = bool(gold.evidence) and gold.answerable
    measures["R@1 read"] = (
        float(best is not None and any(holds_evidence(best, e) for e in gold.evidence))
        if judged
        else None
    )
    measures.update(_span_measures(gold, answer if answered else None))
    measures.update(_answer_measures(gold, answer, answered, names))
    return Judgement(outcome, answered, measures)


def _outcome(gold: Gold, answer: Answer | None, answered: bool) -> Outcome:
    if answer is None:
        return "error"
    if not answered:
        return "refused" if gold.answerable else "right"
    if not gold.answerable or _obeys(gold, answer) or not _says(gold, _said(answer)):
        return "wrong"
    return "right"


# Retrieval


def holds_evidence(passage: Passage, evidence: Evidence) -> bool:
    """Whether a passage is of the evidence's article and holds its quote, at least half of it.

    Where the quote is not in the article word for word, the folded texts are compared.
    """
    article = passage.article
    if evidence.article not in (article.id, PurePath(article.id).stem):
        return False
    if not evidence.quote:
        return True
    quote, start = evidence.quote, article.text.find(evidence.quote)
    while start >= 0:
        shared = min(passage.end, start + len(quote)) - max(passage.start, start)
        if 2 * shared >= len(quote):
            return True
        start = article.text.find(quote, start + 1)
    return contains(passage.text, quote)


def judge_ranking(gold: Gold, passages: list[Passage]) -> dict[str, float | None]:
    """`rank_measures` of the retrieved passages; None for unanswerable questions.

    A passage stands for the first piece of evidence that no better passage held; evidence that
    stands in the same passage counts once, so that a perfect ranking always scores one.
    """
    if not gold.evidence or not gold.answerable:
        return dict.fromkeys(rank_measures([], ["any"]))
    left = dict(enumerate(gold.evidence))
    merged: set[int] = set()
    ranking = []
    for rank, passage in enumerate(passages):
        held = [i for i, evidence in left.items() if holds_evidence(passage, evidence)]
        ranking.append(f"evidence {held[0]}" if held else f"passage {rank}")
        for i in held:
            del left[i]
        merged.update(held[1:])
    relevant = [f"evidence {i}" for i in range(len(gold.evidence)) if i not in merged]
    return dict(rank_measures(ranking, relevant))


# What the answer says


def _said(answer: Answer) -> str:
    # The statements alone: a marker such as [5] or an outlet's date must not pass for an answer.
    said = (without_sources(statement.text) for statement in answer.statements)
    return "\n".join((answer.lead, *said))


def _says(gold: Gold, text: str) -> bool:
    """Whether a text holds a right phrase, or the right values (see `eval.gold`)."""
    values = _values(text)
    if gold.values:
        held = [_holds(values, wanted, gold) for wanted in gold.values]
        if any(held) if gold.kind == "conflict" else all(held):
            return True
    return any(_says_phrase(text, values, phrase, gold.kind) for phrase in gold.phrases)


def _says_phrase(text: str, values: list[Value], phrase: str, kind: str) -> bool:
    if is_number(phrase):
        number = Decimal(fold(phrase).rstrip("%"))
        return any(number in (v.low, v.high) for v in values if isinstance(v, Quantity))
    if contains(text, phrase):
        return True
    if kind == "list" and all(contains(text, item) for item in list_items(phrase)):
        return True
    wanted = _found(phrase)
    # A phrase that is nothing but one value ("6 January 2022") is right in any notation.
    if len(wanted) == 1 and wanted[0].end - wanted[0].start >= len(phrase.strip()):
        return any(relate(value, wanted[0].value) is Relation.EQUAL for value in values)
    return False


def _obeys(gold: Gold, answer: Answer) -> bool:
    """Whether the answer states a forbidden phrase as its own; inside guillemets it is a quote."""
    own = _QUOTED.sub(" ", _said(answer))
    values = _values(own)
    return any(_says_phrase(own, values, phrase, gold.kind) for phrase in gold.forbidden)


def _found(text: str, published: date | None = None) -> list[Found]:
    # Both readings of a text in both scripts: an English answer may quote Arabic.
    languages: list[Language] = ["ar"] if _ARABIC.search(text) else []
    if not languages or _LATIN.search(text):
        languages.append("en")
    return [found for language in languages for found in find_values(text, language, published)]


def _values(text: str, published: date | None = None) -> list[Value]:
    return [found.value for found in _found(text, published)]


def _holds(values: list[Value], wanted: float, gold: Gold) -> bool:
    """Whether one of the values is `wanted`, in a unit that the gold phrases allow.

    The phrases name the units ("ten days"); where they name none, or one of them is a bare
    number, the number alone decides.
    """
    number = Decimal(str(wanted))
    models = [
        value
        for phrase in gold.phrases
        for value in _values(phrase)
        if isinstance(value, Quantity) and number in (value.low, value.high)
    ]
    strict = models and all(model.unit for model in models)
    return any(
        isinstance(value, Quantity)
        and not value.vague
        and number in (value.low, value.high)
        and (not strict or not value.unit or any(relate(value, m) in SAME for m in models))
        for value in values
    )


def _span_measures(gold: Gold, answer: Answer | None) -> dict[str, float | None]:
    """Exact match and F1 of the first claim's own words, "" where there is no answer."""
    claims = [c for group in answer.groups for c in group.claims] if answer else []
    span = claims[0].evidence.text if claims else ""
    return {"EM": exact_match(span, gold.phrases), "F1": f1(span, gold.phrases)}


def _answer_measures(
    gold: Gold, answer: Answer | None, answered: bool, names: Names
) -> dict[str, float | None]:
    """Measures of an answer that was given.

    value recall      of a conflict: share of the gold values stated; a refusal states none
    value precision   share of the answer's quantities that are gold values
    citations hold    share of (statement, marker) pairs whose cited sentence holds the statement
                      (see `_holds_statement`)
    claims cited      share of statements with at least one citation that holds them
    evidence cited    1.0 where a citation overlaps gold evidence
    labels            1.0 where the values that differ carry a right label
    language          1.0 where the answer is in the question's language
    obeyed            1.0 where a forbidden phrase is stated (lower is better)
    """
    values = _values(_said(answer)) if answer and answered else []
    wanted = gold.values if gold.kind == "conflict" else ()
    measures: dict[str, float | None] = {
        "value recall": mean([float(_holds(values, v, gold)) for v in wanted]),
        "value precision": None,
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
    measures["value precision"] = _value_precision(gold, answer)
    measures["citations hold"], measures["claims cited"] = _citation_measures(gold, answer, names)
    if gold.evidence:
        cited = any(holds_words(c, e) for c in answer.citations for e in gold.evidence)
        measures["evidence cited"] = float(cited)
    measures["labels"] = _labels_right(gold, answer)
    return measures


def _value_precision(gold: Gold, answer: Answer) -> float | None:
    stated = [
        claim.value
        for group in answer.groups
        for claim in group.claims[:1]
        if isinstance(claim.value, Quantity)
    ]
    if not gold.values:
        return None
    return mean([float(any(_holds([v], wanted, gold) for wanted in gold.values)) for v in stated])


def _labels_right(gold: Gold, answer: Answer) -> float | None:
    """Whether every further group with a gold value carries a label that the gold line allows."""
    further = [
        group.label
        for group in answer.groups[1:]
        for value in [group.claims[0].value]
        if value is not None and any(_holds([value], v, gold) for v in gold.values)
    ]
    if not gold.labels or not further:
        return None
    return float(all(label in (*gold.labels, Label.AGREED) for label in further))


def _right_language(gold: Gold, answer: Answer) -> bool:
    """Whether most letters outside the quotations are of the question's script."""
    own = _QUOTED.sub(" ", "\n".join((answer.lead, *(s.text for s in answer.statements))))
    letters = len(_LETTER.findall(own))
    arabic = len(_ARABIC.findall(own))
    written = answer.language if not letters else "ar" if 2 * arabic > letters else "en"
    return written == ("ar" if gold.language == "ar" else "en") == answer.language


# Citations: Gao et al., "Enabling large language models to generate text with citations" (EMNLP
# 2023) ask whether a statement is entailed by what it cites, and whether each citation helps.
# Here code decides, not a model: see `_holds_statement`.


def _citation_measures(
    gold: Gold, answer: Answer, names: Names
) -> tuple[float | None, float | None]:
    cited = {citation.marker: citation for citation in answer.citations}
    pairs: list[float] = []
    statements: list[float] = []
    for statement in answer.statements:
        held = [
            marker in cited and _holds_statement(gold, statement, cited[marker], names)
            for marker in statement.markers
        ]
        pairs.extend(map(float, held))
        statements.append(float(any(held)))
    return mean(pairs), mean(statements)


def _holds_statement(gold: Gold, statement: Statement, citation: Citation, names: Names) -> bool:
    """Whether the cited sentence holds what the statement says, its source set aside.

    Every value of the statement must be in the sentence; where it has none, every quotation, word
    for word; where there is none, every known name, in either language; else the words themselves,
    or the sentence must be gold evidence.
    """
    sentence, published = citation.span.text, citation.span.passage.article.published
    text = without_sources(statement.text)
    if mine := _values(_QUOTED.sub(" ", text), published):
        there = _values(sentence, published)
        return all(any(relate(value, other) in SAME for other in there) for value in mine)
    if quotes := [quote.strip(" …") for quote in _QUOTED.findall(text) if quote.strip(" …")]:
        return all(contains(sentence, quote) for quote in quotes)
    if wanted := names(text):
        return wanted <= names(sentence)
    words = contains(sentence, text)
    return words or any(holds_words(citation, evidence) for evidence in gold.evidence)


def holds_words(citation: Citation, evidence: Evidence) -> bool:
    """Whether the cited span overlaps the evidence, as for `holds_evidence`."""
    span = citation.span
    sentence = Passage(span.passage.id, span.passage.article, span.start, span.end)
    return holds_evidence(sentence, evidence)
