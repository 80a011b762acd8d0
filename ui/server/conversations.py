"""The conversations of readers who log in: found again on any machine, deleted for good."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from ui.server.database import Database

__all__ = ["Conversation", "Conversations", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and the id that its answer is kept under; "" where there is no answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns under a title, oldest first. `updated` is UTC, ISO 8601."""

    id: str
    title: str
    updated: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Conversations:
    """Every method takes the reader's name, and sees that reader's conversations only."""

    database: Database

    def all(self, reader: str) -> list[Conversation]:
        """All of a reader's conversations, the latest first."""
        query = (
            "SELECT id, title, updated, turns FROM conversations WHERE reader = ? "
            "ORDER BY updated DESC, rowid DESC"
        )
        with self.database.reading() as database:
            return [_conversation(*row) for row in database.execute(query, (reader,))]

    def one(self, reader: str, identity: str) -> Conversation | None:
        """The conversation of that id; None if this reader has none such."""
        query = "SELECT id, title, updated, turns FROM conversations WHERE reader = ? AND id = ?"
        with self.database.reading() as database:
            row = database.execute(query, (reader, identity)).fetchone()
            return _conversation(*row) if row else None

    def save(self, reader: str, identity: str, title: str, turns: tuple[Turn, ...]) -> None:
        """Keep a conversation, in the place of what was kept under its id."""
        written = json.dumps([[t.question, t.answer] for t in turns], ensure_ascii=False)
        row = (reader, identity, title, datetime.now(UTC).isoformat(), written)
        with self.database.writing() as database:
            database.execute("INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?, ?)", row)

    def delete(self, reader: str, identity: str) -> None:
        """Delete a conversation; its answers stay under their permalinks."""
        query = "DELETE FROM conversations WHERE reader = ? AND id = ?"
        with self.database.writing() as database:
            database.execute(query, (reader, identity))


def _conversation(identity: str, title: str, updated: str, turns: str) -> Conversation:
    return Conversation(identity, title, updated, tuple(Turn(*turn) for turn in json.loads(turns)))
