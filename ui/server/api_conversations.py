"""The part of the JSON API that keeps a logged-in reader's conversations."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Request
from pydantic import Field, StringConstraints

from rag.types import Json
from ui.server.api_replies import Out
from ui.server.api_requests import ID, In, Key, Line, Text
from ui.server.conversations import Conversations, Turn
from ui.server.pages import saved_html
from ui.server.problems import problems, there
from ui.server.security import Identity
from ui.server.service import Service

__all__ = ["add_conversations"]

ConversationId = Annotated[str, Path(pattern="^[0-9a-f]{20}$", examples=[ID])]


class TurnIn(In):
    """A question, and the id of its answer, "" where it has none.

    Two pages may keep one conversation: what either has asked stays, told apart by `id`.
    """

    question: Line
    answer: Key = ""
    id: Key = ""
    asked: int = Field(default=0, ge=0, lt=2**53, description="When, in milliseconds since 1970")


class ConversationIn(In):
    """A conversation as a reader keeps it."""

    title: Annotated[Text, StringConstraints(max_length=400)]
    turns: tuple[TurnIn, ...] = Field(max_length=500)


class ConversationOut(Out):
    """A conversation, without its answers."""

    id: str
    title: str
    updated: str
    questions: list[str]


class ConversationsOut(Out):
    """A reader's conversations; `reader` is "" where nobody logs in, and nothing is kept here."""

    reader: str
    conversations: list[ConversationOut]


class TurnOut(Out):
    """A question with its answer as HTML, "" where it is not kept."""

    question: str
    answer: str
    html: str
    id: str
    asked: int


class ConversationWhole(Out):
    """A conversation with its answers."""

    id: str
    title: str
    turns: list[TurnOut]


def add_conversations(router: APIRouter, service: Service, server: str) -> None:
    """Add the routes. `server` is what the addresses in answers begin with."""
    kept = Conversations(service.store.database)

    @router.get(
        "/api/conversations",
        response_model=ConversationsOut,
        responses=problems(503),
        summary="Your conversations, the latest first",
    )
    def listed(request: Request) -> object:
        who: Identity = request.state.identity
        found = kept.all(who.name) if who.name else []
        return {
            "reader": who.name,
            "conversations": [
                {
                    "id": c.id,
                    "title": c.title,
                    "updated": c.updated,
                    "questions": [turn.question for turn in c.turns],
                }
                for c in found
            ],
        }

    @router.get(
        "/api/conversations/{conversation_id}",
        response_model=ConversationWhole,
        responses=problems(403, 404, 422, 503),
        summary="One conversation with its answers",
    )
    def whole(conversation_id: ConversationId, request: Request) -> object:
        found = there(
            kept.one(_reader(request), conversation_id), "you have no conversation of that id"
        )
        turns = [_turn_out(turn, service, server) for turn in found.turns]
        return {"id": found.id, "title": found.title, "turns": turns}

    @router.post(
        "/api/conversations/{conversation_id}",
        status_code=204,
        responses=problems(403, 413, 422, 429, 503),
        summary="Keep a conversation",
    )
    def save(conversation_id: ConversationId, body: ConversationIn, request: Request) -> None:
        turns = tuple(Turn(t.question, t.answer, t.id, t.asked) for t in body.turns)
        kept.save(_reader(request), conversation_id, body.title, turns)

    @router.post(
        "/api/conversations/{conversation_id}/delete",
        status_code=204,
        responses=problems(403, 422, 429, 503),
        summary="Delete a conversation for good",
    )
    def delete(conversation_id: ConversationId, request: Request) -> None:
        kept.delete(_reader(request), conversation_id)


def _reader(request: Request) -> str:
    who: Identity = request.state.identity
    if not who.name:
        raise HTTPException(403, "conversations are kept here only for readers who log in")
    return who.name


def _turn_out(turn: Turn, service: Service, server: str) -> Json:
    found = service.saved(turn.answer) if turn.answer else None
    html = saved_html(found, server) if found else ""
    return {**asdict(turn), "html": html}
