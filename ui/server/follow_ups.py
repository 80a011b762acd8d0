"""What to ask next: questions about the articles of an answer, which the archive answers.

They are looked for once an answer has been given, while nobody asks, and kept: no answer waits.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Path

from rag.errors import InputError
from rag.question.propose import Proposal, proposals
from rag.types import Answer, Language, Verdict
from ui.server.api_models import NextOut
from ui.server.current_index import Live, Opened
from ui.server.limits import Workers
from ui.server.problems import Busy, problems
from ui.server.store import Kept, Store

__all__ = ["FollowUps", "add_follow_ups"]

Json = dict[str, Any]
SHOWN = 3
TRIED = 10
"""Proposals that are checked for one answer, at most."""
LOOKED_AT = 3
"""Articles of an answer that proposals are made from."""
REMEMBERED = 500


@dataclass
class FollowUps:
    """Finds follow-up questions and remembers them, for one generation of the index at a time."""

    live: Live
    workers: Workers
    _found: OrderedDict[tuple[str, str], tuple[str, ...]] = field(default_factory=OrderedDict)

    async def after(self, kept: Kept) -> tuple[str, ...]:
        """Up to three questions to ask after an answer, none after a refusal.

        While readers ask, what was found so far is all, and the rest is looked for the next time.
        """
        opened, answer = self.live.current, kept.answer
        key = (opened.generation, kept.id)
        if answer["verdict"] == Verdict.NOT_FOUND.value:
            return ()
        if key in self._found:
            return self._found[key]
        found: list[str] = []
        for proposal in await asyncio.to_thread(_proposed, opened, answer):
            if self.workers.taken:
                return tuple(found)
            if await self._answers(opened, proposal, answer):
                found.append(proposal.text)
            if len(found) == SHOWN:
                break
        self._found[key] = tuple(found)
        if len(self._found) > REMEMBERED:
            self._found.popitem(last=False)
        return self._found[key]

    async def _answers(self, opened: Opened, proposal: Proposal, given: Json) -> bool:
        pipeline = opened.checking or opened.pipeline
        history = (given.get("understood") or given["question"],)
        try:
            found = await self.workers.run(lambda: pipeline.answer(proposal.text, history))
        except (Busy, InputError):
            return False
        return _leads_on(found, given)


def _leads_on(found: Answer, given: Json) -> bool:
    """Whether an answer begins with a sentence of the same articles that was not cited yet."""
    if found.verdict is Verdict.NOT_FOUND or not found.citations:
        return False
    first = found.citations[0].span
    article = first.passage.article
    return article.id in _cited(given) and not _overlaps(given, article.id, first.start, first.end)


def _cited(given: Json) -> list[str]:
    """The articles of an answer, in the order of its citations."""
    return list(dict.fromkeys(citation["article"]["id"] for citation in given["citations"]))


def _overlaps(given: Json, article: str, start: int, end: int) -> bool:
    return any(
        cited["article"]["id"] == article and cited["start"] < end and start < cited["end"]
        for cited in given["citations"]
    )


def _proposed(opened: Opened, given: Json) -> list[Proposal]:
    """The proposals to check: from each article in turn, of what the answer does not tell yet."""
    language: Language = "ar" if given["language"] == "ar" else "en"
    from_each = [_of(opened, identity, given, language) for identity in _cited(given)[:LOOKED_AT]]
    found: dict[tuple[str, ...], Proposal] = {}
    for proposal in chain.from_iterable(zip_longest(*from_each)):
        if proposal is not None and len(found) < TRIED:
            found.setdefault(proposal.about, proposal)
    return list(found.values())


def _of(opened: Opened, identity: str, given: Json, language: Language) -> Sequence[Proposal]:
    article = opened.archive.article(identity)
    if article is None:
        return ()

    def fresh() -> Iterator[Proposal]:
        for proposal in proposals(article, opened.names, language):
            if not _overlaps(given, identity, proposal.start, proposal.end):
                yield proposal

    return [proposal for _, proposal in zip(range(TRIED), fresh(), strict=False)]


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
