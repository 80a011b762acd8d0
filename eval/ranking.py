"""Judge what the search found: how high the gold evidence stands among the passages."""

from pathlib import PurePath

from eval.gold import Evidence, Gold
from eval.measures.metrics import rank_measures
from eval.measures.text import contains
from eval.systems import Observation
from rag.types import Passage

__all__ = ["holds_evidence", "judge_ranking", "search_measures"]


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


def search_measures(gold: Gold, seen: Observation) -> dict[str, float | None]:
    """Measures of the hits, some also of each stage, and whether the best reading is evidence."""
    measures = judge_ranking(gold, [hit.passage for hit in seen.hits])
    for stage, hits in seen.stages.items():
        ranked = judge_ranking(gold, [hit.passage for hit in hits])
        measures.update({f"{name} {stage}": ranked[name] for name in ("R@1", "R@5", "MRR")})
    best = seen.readings[0].passage if seen.readings else None
    judged = bool(gold.evidence) and gold.answerable
    held = best is not None and any(holds_evidence(best, e) for e in gold.evidence)
    measures["R@1 read"] = float(held) if judged else None
    return measures
