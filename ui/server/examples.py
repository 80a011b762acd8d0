"""Questions to begin with: made of the newest articles, worth asking, answered by the archive.

They are looked for after the start and after each new generation, while nobody asks.
"""

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from math import log2

from rag.errors import DalilError
from rag.question.propose import Proposal, proposals
from rag.types import Language
from ui.server.current_index import Live, Opened
from ui.server.leads import Lead, Leads
from ui.server.problems import Busy
from ui.words import WORDS

__all__ = ["Candidate", "Examples", "candidates_of"]

log = logging.getLogger(__name__)
SHOWN = 5
OF_ONE = 4
"""Proposals that are looked at of one article, in one language."""
MOST_OF_ONE = 40
"""Proposals that are weighed of one article."""
SURE = 0.6
"""Least probability of an answer: a first impression should be right."""
HEAD = 4
"""Sentences at the head of an article, with its title, that say what it is about."""
TRIED = 60
"""Proposals that are looked at in one language: a minute of a small machine's idle time."""
Found = dict[Language, tuple[str, ...]]


@dataclass
class Examples:
    """Finds examples of the current generation, each of another article, of several kinds."""

    live: Live
    leads: Leads
    _generation: str = ""
    _found: Found = field(default_factory=dict)
    _done: bool = False

    def of(self, opened: Opened, language: Language) -> tuple[str, ...]:
        """What was found so far in a generation, in one language."""
        return self._found.get(language, ()) if opened.generation == self._generation else ()

    async def watch(self, every_s: float) -> None:
        """Look for what is missing again and again, until cancelled."""
        while True:
            await asyncio.sleep(every_s)
            try:
                await self.look()
            except Busy:  # what was found stays, the rest is looked for when nobody asks
                continue
            except DalilError as error:
                log.error("no examples until the index changes: %s", error)  # noqa: TRY400
                self._done = True

    async def look(self) -> None:
        """Find the examples of the current generation, if they are not found yet.

        Raises:
            Busy: readers ask just now.
        """
        opened = self.live.current
        if opened.generation != self._generation:
            self._generation, self._found, self._done = opened.generation, {}, False
        if self._done:
            return
        for language in WORDS:
            await self._find(opened, language)
        self._done = True

    async def _find(self, opened: Opened, language: Language) -> None:
        """Go through the articles, those first that promise most; of each take the best."""
        shown: list[Candidate] = []
        used: set[str] = set()
        tried = 0
        for candidates in await asyncio.to_thread(candidates_of, opened, language):
            if len(shown) == SHOWN or tried >= TRIED:
                return
            answered: list[tuple[float, str, Candidate]] = []
            for candidate in candidates:
                if candidate.text in {c.text for c in shown}:
                    continue
                tried += 1
                lead = await self.leads.find(opened, candidate.text)
                fit = lead is not None and lead.chance >= SURE and lead.article in candidate.tellers
                if lead is not None and fit and lead.article not in used:
                    answered.append((candidate.score + _found_well(lead), lead.article, candidate))
            if answered:
                kinds = Counter(kind for c in shown for kind in c.kinds)
                _, article, best = max(answered, key=lambda a: a[0] - _again(kinds, a[2]))
                used.add(article)
                shown.append(best)
                if len(shown) > len(self._found.get(language, ())):  # begun anew after readers
                    self._found[language] = tuple(c.text for c in shown)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A proposal, how good an example it promises to be, and the articles that it is made of.

    `kinds` are how it asks, as "count", and for what, as "rescued".
    """

    text: str
    kinds: tuple[str, str]
    score: float
    tellers: frozenset[str]


def _again(shown: Counter[str], candidate: Candidate) -> int:
    """How much of a candidate is like what is shown already."""
    kind, about = candidate.kinds
    return shown[kind] + 2 * shown[about]


def _found_well(lead: Lead) -> float:
    """How good an example a question is by its answer: how sure, and of how many sources."""
    return 2 * lead.chance + log2(lead.sources)


def candidates_of(opened: Opened, language: Language) -> list[list[Candidate]]:
    """For each article its best proposals, the best first; the articles by their best.

    Good is what one may want to know, what stands near the head of the article, what several
    articles tell, and what is new.
    """
    recent = opened.facts.recent
    made = {
        article.id: list(islice(proposals(article, opened.names, language), MOST_OF_ONE))
        for article in recent
    }
    told: dict[str, set[str]] = {}
    for article_id, own in made.items():
        for proposal in own:
            told.setdefault(proposal.text, set()).add(article_id)
    by_article: list[list[Candidate]] = []
    for age, article in enumerate(recent):
        of_it = [
            Candidate(
                p.text,
                (p.kind, p.about[-1]),
                _promise(p, len(told[p.text]), age / len(recent)),
                frozenset(told[p.text]),
            )
            for p in made[article.id]
        ]
        by_article.append(sorted(of_it, key=lambda c: -c.score)[:OF_ONE])
    return sorted(filter(None, by_article), key=lambda own: -own[0].score)


def _promise(proposal: Proposal, articles: int, age: float) -> float:
    """How good an example a proposal promises to be; `age` runs from 0, of the newest, to 1."""
    head = 1.0 if proposal.sentence < HEAD else 0.0
    return proposal.worth + head + log2(articles) - age
