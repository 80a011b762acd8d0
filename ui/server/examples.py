"""Questions to begin with: made of the newest articles, and answered by the archive.

They are looked for after the start and after each new generation, while nobody asks.
"""

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field

from rag.errors import DalilError
from rag.question.propose import Proposal, proposals
from rag.types import Language
from ui.server.current_index import Live, Opened
from ui.server.leads import Leads, by_turns
from ui.server.problems import Busy
from ui.words import WORDS

__all__ = ["Examples"]

log = logging.getLogger(__name__)
SHOWN = 5
OF_ONE = 8
"""Proposals that are looked at of one article, in one language."""
TRIED = 60
"""Proposals that are looked at in one language: a minute of a small machine's idle time."""
Found = dict[Language, tuple[str, ...]]


@dataclass
class Examples:
    """Finds examples of the current generation, each of another article, the newest first."""

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
        texts: dict[str, str] = {}  # by the article that answers
        proposed = _proposed(opened, language)
        for _ in range(TRIED):
            made = await asyncio.to_thread(next, proposed, None)
            if made is None or len(texts) == SHOWN:
                return
            article, proposal = made
            if article in texts or proposal.text in texts.values():
                continue
            lead = await self.leads.find(opened, proposal.text)
            if lead is not None and lead.article == article:
                texts[article] = proposal.text
                if len(texts) > len(self._found.get(language, ())):  # begun anew after readers
                    self._found[language] = tuple(texts.values())


def _proposed(opened: Opened, language: Language) -> Iterator[tuple[str, Proposal]]:
    """The first proposals of each article, and which it is."""
    for article in opened.facts.recent:
        for proposal in by_turns(proposals(article, opened.names, language), OF_ONE):
            yield article.id, proposal
