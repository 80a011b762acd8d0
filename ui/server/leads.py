"""Where the answer to a proposed question leads: looked at while nobody asks, and remembered."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice, zip_longest

from rag.errors import InputError
from rag.question.propose import Proposal
from rag.types import Answer, Verdict
from ui.server.current_index import Opened
from ui.server.limits import Workers
from ui.server.problems import Busy

__all__ = ["Lead", "Leads", "by_turns"]

REMEMBERED = 2_000


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an answer begins: the article, and the words that are highlighted.

    `chance` is the probability that the archive answers the question, `sources` the number of
    articles that the answer cites.
    """

    article: str
    words: tuple[tuple[int, int], ...]
    chance: float = 0.0
    sources: int = 1


@dataclass
class Leads:
    """Asks proposals, each once in a generation."""

    workers: Workers
    _looked: OrderedDict[tuple[str, str], Lead | None] = field(default_factory=OrderedDict)

    async def find(self, opened: Opened, question: str) -> Lead | None:
        """Where the answer leads; None if the archive does not answer.

        Raises:
            Busy: readers ask just now, and it has not been looked at before.
        """
        key = (opened.generation, question)
        if key not in self._looked:
            self._looked[key] = await self._look(opened, question)
            while len(self._looked) > REMEMBERED:
                self._looked.popitem(last=False)
        return self._looked.get(key)

    async def _look(self, opened: Opened, question: str) -> Lead | None:
        if self.workers.taken:
            raise Busy(retry_after=2)
        pipeline = opened.checking or opened.pipeline
        try:
            return _lead(await self.workers.run(lambda: pipeline.answer(question)))
        except InputError:
            return None


def _lead(answer: Answer) -> Lead | None:
    if answer.verdict is Verdict.NOT_FOUND or not answer.citations:
        return None
    first = answer.citations[0]
    words = first.highlights or (first.span,)
    cited = {citation.span.passage.article.id for citation in answer.citations}
    return Lead(
        first.span.passage.article.id,
        tuple((word.start, word.end) for word in words),
        answer.confidence,
        len(cited),
    )


def by_turns(proposals: Iterable[Proposal], most: int) -> list[Proposal]:
    """The first proposals of an article, `most` at most: counts and speech by turns."""
    said: list[Proposal] = []
    other: list[Proposal] = []
    for proposal in islice(proposals, most):
        (said if proposal.about[0] == "said" else other).append(proposal)
    return [p for pair in zip_longest(other, said) for p in pair if p is not None]
