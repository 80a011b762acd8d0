"""Stages of a contest, told apart: first leg and return, first round and run-off."""

import re

from rag.text.fold import fold
from rag.types import Article

__all__ = ["is_of_another_stage"]

# Patterns of folded text, in either language; what stands in one group excludes the others.
_STAGES = tuple(
    {name: re.compile(pattern) for name, pattern in group.items()}
    for group in (
        {
            "first leg": r"(?<!\w)[وفبل]{0,2}(?:ال)?ذهاب(?!\w)|\bfirst[- ]leg\b",
            "return": r"(?<!\w)[وفبل]{0,2}(?:ال)?اياب(?!\w)|\b(?:second|return)[- ](?:leg|match)\b",
        },
        {
            "first round": r"(?:جوله|دوره) (?:ال)?اولي(?!\w)|الدور الاول(?!\w)"
            r"|\bfirst[- ]round\b",
            "run-off": r"(?:جوله|دوره|دور) (?:ال)?(?:اعاده|ثانيه|ثاني)(?!\w)|الدور الثاني(?!\w)"
            r"|\b(?:run-?off|second[- ]round)\b",
        },
    )
)


def is_of_another_stage(question: str, sentence: str, article: Article) -> bool:
    """Whether a question names a stage, and the sentence, or else the article, only others."""
    for stages in _STAGES:
        asked = _named(stages, question)
        there = _named(stages, sentence) or _named(stages, article.whole)
        if len(asked) == 1 and there and asked.isdisjoint(there):
            return True
    return False


def _named(stages: dict[str, re.Pattern[str]], text: str) -> frozenset[str]:
    folded = fold(text).text.lower()
    return frozenset(name for name, pattern in stages.items() if pattern.search(folded))
