"""Find passages: dense and lexical search, fused by reciprocal rank."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rag.text.fold import SEARCH, fold
from rag.types import Article, Hit

__all__ = ["Scored", "Search", "Within", "balance", "folded_outlet", "fuse", "spread_copies"]

Scored = list[tuple[int, float]]
"""Passage ids with scores, best first, ties by lower id."""

RRF_K = 10
"""The constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009).

They took 60, for rankings a thousand deep; for the short ones here 10 ranked better on XQuAD and
ARCD, since first places count for more.
"""
FAIR = 0.75
"""Share of a language's part of the archive that its passages have in every result at least.

Over an archive with 14 English passages of 130 the evidence of English questions is among the first
eight for 0.78 of 58 without, 0.83 with 0.5, 0.88 with 0.75 and with 0.9; for Arabic questions 0.97
with each (November 2026).
"""
COPIES = 2
"""Passages of the same words that may stand in the front of a result."""
ALIKE = 0.7
"""Share of word triples, of all that two passages have, from which one is a copy of the other."""

_WORD = re.compile(r"\w+")


class Search(Protocol):
    """Anything that finds passages for a question."""

    def search(self, question: str, k: int) -> list[Hit]:
        """Return at most `k` hits, best first, no passage twice; [] for an empty question."""
        ...


@dataclass(frozen=True, slots=True)
class Within:
    """Which articles to search: of an outlet, in a language, published in a period.

    Both ends of the period count. The outlet is compared as search compares words: case, diacritics
    and spellings of alef do not matter. An article without a date is in no period.
    """

    outlet: str = ""
    first: date | None = None
    last: date | None = None
    language: str = ""

    def holds(self, article: Article) -> bool:
        """Whether the article is one of those."""
        if self.outlet and folded_outlet(article.outlet) != folded_outlet(self.outlet):
            return False
        if self.language and article.language != self.language:
            return False
        if self.first is None and self.last is None:
            return True
        day = article.published
        return day is not None and (self.first or day) <= day <= (self.last or day)


def folded_outlet(outlet: str) -> str:
    """An outlet's name as search compares it."""
    return " ".join(fold(outlet).text.split())


def fuse(rankings: Sequence[Scored], k: int, weights: Sequence[float] | None = None) -> Scored:
    """Fuse rankings by reciprocal rank: score = sum over rankings of weight / (10 + rank).

    Weights are 1 unless given. Returns at most `k`, best first; ties go to the lower passage id.
    What only rankings of weight 0 hold is left out.
    """
    scores: defaultdict[int, float] = defaultdict(float)
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, (identity, _) in enumerate(ranking if weight else (), start=1):
            scores[identity] += weight / (RRF_K + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:k]


def balance(
    rankings: Mapping[str, Scored], k: int, sizes: Mapping[str, int] | None = None
) -> Scored:
    """Merge the rankings of several languages so that none hides another.

    The best score goes first, but among the first n hits every language that has so many has at
    least n / (2 x languages), and at least `FAIR` of what its share of the archive would be;
    `sizes` are its passages by language. Encoders place a question nearer to its own language,
    and words match only there: a few English articles would hide an Arabic archive from every
    English question.
    """
    queues = {language: ranking[::-1] for language, ranking in rankings.items() if ranking}
    whole = sum(sizes.get(language, 0) for language in queues) if sizes else 0
    due = {
        language: max(
            1 / (2 * len(queues)), FAIR * sizes.get(language, 0) / whole if sizes and whole else 0
        )
        for language in queues
    }
    taken = dict.fromkeys(queues, 0)
    merged: Scored = []
    while len(merged) < k and any(queues.values()):
        place = len(merged) + 1
        behind = [n for n, queue in queues.items() if queue and taken[n] < int(place * due[n])]
        names = behind or [name for name, queue in queues.items() if queue]
        best = min(names, key=lambda name: (-queues[name][-1][1], queues[name][-1][0]))
        merged.append(queues[best].pop())
        taken[best] += 1
    return list(zip([i for i, _ in merged], _handed_out(s for _, s in merged), strict=True))


def spread_copies(hits: Iterable[Hit], k: int) -> list[Hit]:
    """Let a text that many outlets print fill two places at most before everything else had one.

    Passages that share most of their words and all of their figures are copies. The third and
    later ones follow behind the other hits, in order: they stay for whoever counts outlets. Of
    articles that the index knows to be copies of each other, so do the second and later ones.
    Of the hits no more are taken than it needs, so that no text is read in vain.
    """
    front: list[Hit] = []
    back: list[Hit] = []
    groups: list[tuple[frozenset[str], frozenset[str], int]] = []
    shown: set[str] = set()
    for hit in hits:
        triples, figures = _gist(hit.passage.text)
        known = not shown.isdisjoint(hit.passage.article.copies)
        for index, (other, numbers, count) in enumerate(groups):
            if figures == numbers and _alike(triples, other):
                groups[index] = (other, numbers, count + 1)
                (front if count < COPIES and not known else back).append(hit)
                break
        else:
            groups.append((triples, figures, 1))
            front.append(hit)
        shown.add(hit.passage.article.id)
        if len(front) == k:
            break
    spread = [*front, *back][:k]
    scores = _handed_out(hit.score for hit in spread)
    return [Hit(hit.passage, score) for hit, score in zip(spread, scores, strict=True)]


def _handed_out(scores: Iterable[float]) -> list[float]:
    """The scores in the order in which they are handed out anew: the first is the highest."""
    return sorted(scores, reverse=True)


def _gist(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The word triples and the figures of a passage, folded."""
    words = _WORD.findall(text.translate(SEARCH))
    triples = zip(words, words[1:], words[2:], strict=False)
    joined = frozenset(map(" ".join, triples)) or frozenset(words)
    return joined, frozenset(word for word in words if word.isdigit())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= ALIKE * len(one | other) > 0
