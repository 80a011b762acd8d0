"""The conversations of readers who log in: found again on any machine, deleted for good."""

import json
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from ui.server.database import Database

__all__ = ["Conversation", "Conversations", "Turn"]


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, and the id that its answer is kept under; "" where there is no answer.

    `id` tells it from other turns, "" of one that was kept before turns had any; `asked` is in
    milliseconds since 1970.
    """

    question: str
    answer: str = ""
    id: str = ""
    asked: int = 0


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
        """Keep a conversation; turns that another page has kept under its id stay beside these."""
        query = "SELECT turns FROM conversations WHERE reader = ? AND id = ?"
        with self.database.writing() as database:
            kept = database.execute(query, (reader, identity)).fetchone()
            merged = _merged(_turns(kept[0]) if kept else (), turns)
            written = json.dumps([astuple(turn) for turn in merged], ensure_ascii=False)
            row = (reader, identity, title, datetime.now(UTC).isoformat(), written)
            database.execute("INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?, ?)", row)

    def delete(self, reader: str, identity: str) -> None:
        """Delete a conversation; its answers stay under their permalinks."""
        query = "DELETE FROM conversations WHERE reader = ? AND id = ?"
        with self.database.writing() as database:
            database.execute(query, (reader, identity))


def _conversation(identity: str, title: str, updated: str, turns: str) -> Conversation:
    return Conversation(identity, title, updated, _turns(turns))


def _turns(written: str) -> tuple[Turn, ...]:
    return tuple(Turn(*turn) for turn in json.loads(written))


def _merged(kept: tuple[Turn, ...], sent: tuple[Turn, ...]) -> list[Turn]:
    """All turns of both that have an id, in the order of asking; of one in both, what was sent.

    But a page that has not seen an answer yet does not take it away.
    """
    known = {turn.id: turn for turn in kept if turn.id}
    now = [t if t.answer or t.id not in known else known[t.id] for t in sent]
    others = [turn for turn in known.values() if turn.id not in {t.id for t in sent}]
    return sorted((*others, *now), key=lambda turn: turn.asked)
