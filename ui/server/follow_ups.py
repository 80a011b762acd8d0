"""What to ask next: questions about the articles of an answer, which the archive answers.

They are looked for once an answer has been given, while nobody asks, and kept: no answer waits.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path

from rag.question.propose import Proposal, proposals
from rag.types import Article, Json, Language, Verdict
from ui.server.api_replies import NextOut
from ui.server.current_index import Live, Opened
from ui.server.leads import Lead, Leads, by_turns
from ui.server.problems import Busy, problems
from ui.server.store import Kept, Store

__all__ = ["FollowUps", "add_follow_ups"]

SHOWN = 3
TRIED = 14
"""Proposals that are checked for one answer, at most."""
LOOKED_AT = 4
"""Articles of an answer, and found beside them, that proposals are made from."""
ENOUGH_S, LONGEST_S = 2.0, 8.0
"""After these times two questions are enough, or none: a slow machine has better things to do."""


@dataclass
class FollowUps:
    """Finds follow-up questions."""

    live: Live
    leads: Leads

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
            try:
                lead = await self.leads.find(opened, proposal.text)
            except Busy:
                break
            if _leads_on(lead, answer):
                found.append(proposal.text)
        return tuple(found)


def _leads_on(lead: Lead | None, given: Json) -> bool:
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
    """The first proposals of an article that the answer does not give yet."""
    made = proposals(article, opened.names, language)
    fresh = (p for p in made if not _given(given, article.id, p.start, p.end))
    return by_turns(fresh, 2 * TRIED)


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
