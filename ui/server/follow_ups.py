"""What to ask next: questions about the articles of an answer, which the archive answers.

They are looked for once an answer has been given, while nobody asks, and kept: no answer waits.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path

from rag.errors import InputError
from rag.question.propose import Proposal, proposals
from rag.types import Answer, Article, Language, Verdict
from ui.server.api_models import NextOut
from ui.server.current_index import Live, Opened
from ui.server.limits import Workers
from ui.server.problems import Busy, problems
from ui.server.store import Kept, Store

__all__ = ["FollowUps", "add_follow_ups"]

Json = dict[str, Any]
SHOWN = 3
TRIED = 14
"""Proposals that are checked for one answer, at most."""
LOOKED_AT = 4
"""Articles of an answer, and found beside them, that proposals are made from."""
REMEMBERED = 2_000
ENOUGH_S, LONGEST_S = 2.0, 8.0
"""After these times two questions are enough, or none: a slow machine has better things to do."""


@dataclass(frozen=True, slots=True)
class _Lead:
    """Where the answer to a proposal begins: the article, and the words that are highlighted."""

    article: str
    words: tuple[tuple[int, int], ...]


@dataclass
class FollowUps:
    """Finds follow-up questions, and remembers what it has looked for."""

    live: Live
    workers: Workers
    _looked: OrderedDict[tuple[str, str], _Lead | None] = field(default_factory=OrderedDict)

    async def after(self, kept: Kept) -> tuple[str, ...]:
        """Up to three questions to ask after an answer, none after a refusal.

        While readers ask, what was found so far is all, and the rest is looked for the next time.
        """
        opened, answer = self.live.current, kept.answer
        if answer["verdict"] == Verdict.NOT_FOUND.value:
            return ()
        found: list[str] = []
        begun = monotonic()
        for proposal in await asyncio.to_thread(_proposed, opened, answer):
            taken = monotonic() - begun
            if len(found) == SHOWN or (len(found) > 1 and taken > ENOUGH_S) or taken > LONGEST_S:
                break
            key = (opened.generation, proposal.text)
            if key not in self._looked and not await self._look(opened, key):
                break
            if _leads_on(self._looked[key], answer):
                found.append(proposal.text)
        return tuple(found)

    async def _look(self, opened: Opened, key: tuple[str, str]) -> bool:
        """Ask a proposal and remember where it leads; False if readers ask just now."""
        if self.workers.taken:
            return False
        pipeline = opened.checking or opened.pipeline
        try:
            self._looked[key] = _lead(await self.workers.run(lambda: pipeline.answer(key[1])))
        except Busy:
            return False
        except InputError:
            self._looked[key] = None
        while len(self._looked) > REMEMBERED:
            self._looked.popitem(last=False)
        return True


def _lead(answer: Answer) -> _Lead | None:
    if answer.verdict is Verdict.NOT_FOUND or not answer.citations:
        return None
    first = answer.citations[0]
    words = first.highlights or (first.span,)
    return _Lead(first.span.passage.article.id, tuple((word.start, word.end) for word in words))


def _leads_on(lead: _Lead | None, given: Json) -> bool:
    """Whether a proposal's answer is of the same articles or event, and not the one just given."""
    if lead is None:
        return False
    related = {passage["article"] for passage in given["passages"]}
    return lead.article in {*_cited(given), *related} and not any(
        _given(given, lead.article, start, end) for start, end in lead.words
    )


def _cited(given: Json) -> list[str]:
    """The articles of an answer, in the order of its citations."""
    return list(dict.fromkeys(citation["article"]["id"] for citation in given["citations"]))


def _given(answer: Json, article: str, start: int, end: int) -> bool:
    """Whether an answer gives words of an article already: those that it highlights."""
    return any(
        word["start"] < end and start < word["end"]
        for cited in answer["citations"]
        if cited["article"]["id"] == article
        for word in cited["highlights"] or [cited]
    )


def _proposed(opened: Opened, given: Json) -> list[Proposal]:
    """The proposals to look at: from each article in turn, of what the answer does not tell yet.

    Articles that were found beside the cited ones may be of another event: a proposal made of them
    counts only if the cited ones speak of everybody and every place that it names.
    """
    language: Language = "ar" if given["language"] == "ar" else "en"
    cited = _cited(given)
    found_beside = dict.fromkeys(passage["article"] for passage in given["passages"])
    identities = [*cited, *(identity for identity in found_beside if identity not in cited)]
    articles = [a for a in map(opened.archive.article, identities[:LOOKED_AT]) if a is not None]
    spoken_of = {n for a in articles if a.id in cited for n in opened.names.names(a.text)}
    found: dict[tuple[str, ...], Proposal] = {}
    for proposal in chain.from_iterable(
        zip_longest(*(_of(opened, article, given, language) for article in articles))
    ):
        if proposal is None or not opened.names.names(proposal.text) <= spoken_of:
            continue
        found.setdefault(proposal.about, proposal)
    return list(found.values())[:TRIED]


def _of(opened: Opened, article: Article, given: Json, language: Language) -> Sequence[Proposal]:
    """The first proposals of an article: counts and speech by turns."""
    made = proposals(article, opened.names, language)
    fresh = (p for p in made if not _given(given, article.id, p.start, p.end))
    said: list[Proposal] = []
    other: list[Proposal] = []
    for proposal in islice(fresh, 2 * TRIED):
        (said if proposal.about[0] == "said" else other).append(proposal)
    return [p for pair in zip_longest(other, said) for p in pair if p is not None]


def add_follow_ups(router: APIRouter, follow_ups: FollowUps, store: Store) -> None:
    """Add the route."""

    @router.get(
        "/api/answers/{answer_id}/next",
        response_model=NextOut,
        responses=problems(404, 422, 503),
        summary="Questions to ask after an answer, which the archive answers",
    )
    async def after(answer_id: Annotated[str, Path(pattern="^[0-9a-f]{20}$")]) -> object:
        kept = await asyncio.to_thread(store.answer, answer_id)
        if kept is None:
            raise HTTPException(404, "there is no answer of that id")
        return {"questions": await follow_ups.after(kept)}
