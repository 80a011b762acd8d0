"""Answers, feedback and sign-offs, kept in one file that survives a killed server."""

import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rag.types import Json
from ui.server.database import Database

__all__ = ["Check", "Feedback", "Kept", "Store"]


COLUMNS = "id, asked, generation, settings, answer, shown, cited"


@dataclass(frozen=True, slots=True)
class Check:
    """An editor's signature under an answer. Times are UTC, ISO 8601."""

    editor: str
    signed: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it was given: readable also when the index has moved on.

    `answer` is what `rag.answer.serialise.answer_json` made; `settings` what it was made with;
    `shown` is its `ui.answer.view.View`, None for one kept before there were views; `cited` holds a
    digest of each article that it cites, by the article's id.
    """

    id: str
    asked: str
    generation: str
    settings: Json
    answer: Json
    checked: tuple[Check, ...] = ()
    shown: Json | None = None
    cited: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader said about an answer."""

    id: str
    answer: str
    given: str
    rating: str
    comment: str = ""
    reader: str = ""


class Store:
    """What is kept. Safe to use from several threads; what a method saved is on the disk."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it, readable for its owner only.

        Raises:
            InputError: the file cannot be made, is no SQLite file, or is of another version.
        """
        self.database = Database(path)

    def close(self) -> None:
        """Close the file."""
        self.database.close()

    def keep(
        self,
        generation: str,
        settings: Json,
        answer: Json,
        shown: Json | None = None,
        cited: dict[str, str] | None = None,
    ) -> Kept:
        """Save an answer under a new id that nobody can guess."""
        kept = Kept(
            secrets.token_hex(10), _now(), generation, settings, answer, (), shown, cited or {}
        )
        row = (kept.id, kept.asked, generation, *map(_dump, (settings, answer, shown, kept.cited)))
        with self.database.writing() as database:
            database.execute("INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        return kept

    def overwrite(self, answers: Sequence[Kept]) -> None:
        """Put these in the place of the answers of their ids; what those held is in no file after.

        Without answers, only what an overwriting that was cut short has left is cleared away.

        Raises:
            sqlite3.Error: the file cannot be written, or is in use: nothing, or not all, is gone.
        """
        query = "UPDATE answers SET answer = ?, shown = ?, cited = ? WHERE id = ?"
        rows = [(_dump(a.answer), _dump(a.shown), _dump(a.cited), a.id) for a in answers]
        with self.database.writing() as database:
            database.executemany(query, rows)
        self.database.compact(always=bool(rows))

    def answer(self, answer_id: str) -> Kept | None:
        """The answer of that id with its signatures, None if there is none."""
        query = f"SELECT {COLUMNS} FROM answers WHERE id = ?"  # noqa: S608
        with self.database.reading() as database:
            row = database.execute(query, (answer_id,)).fetchone()
            return _kept(database, row) if row else None

    def add_feedback(
        self, answer_id: str, rating: str, comment: str = "", reader: str = ""
    ) -> Feedback | None:
        """Save what a reader said; None if there is no such answer."""
        feedback = Feedback(secrets.token_hex(10), answer_id, _now(), rating, comment, reader)
        row = (feedback.id, answer_id, feedback.given, rating, comment, reader)
        with self.database.writing() as database:
            if not _known(database, answer_id):
                return None
            database.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)", row)
        return feedback

    def sign(self, answer_id: str, editor: str, note: str = "") -> Check | None:
        """Sign an answer; signing again renews it. None if there is no such answer."""
        check = Check(editor, _now(), note)
        row = (answer_id, editor, check.signed, note)
        with self.database.writing() as database:
            if not _known(database, answer_id):
                return None
            database.execute("INSERT OR REPLACE INTO checks VALUES (?, ?, ?, ?)", row)
        return check

    def answers(self, *, checked: bool = False) -> Iterator[Kept]:
        """Every answer, oldest first; only signed ones if `checked`."""
        where = "WHERE id IN (SELECT answer FROM checks)" if checked else ""
        query = f"SELECT {COLUMNS} FROM answers {where} ORDER BY asked, rowid"  # noqa: S608
        with self.database.reading() as database:
            for row in database.execute(query):
                yield _kept(database, row)

    def feedback(self) -> Iterator[Feedback]:
        """All feedback, oldest first."""
        columns = "id, answer, given, rating, comment, reader"
        query = f"SELECT {columns} FROM feedback ORDER BY given, rowid"  # noqa: S608
        with self.database.reading() as database:
            for row in database.execute(query):
                yield Feedback(*row)


def _known(database: sqlite3.Connection, answer_id: str) -> bool:
    query = "SELECT 1 FROM answers WHERE id = ?"
    return database.execute(query, (answer_id,)).fetchone() is not None


def _kept(database: sqlite3.Connection, row: tuple[str, ...]) -> Kept:
    query = "SELECT editor, signed, note FROM checks WHERE answer = ? ORDER BY signed, rowid"
    checks = tuple(Check(*found) for found in database.execute(query, (row[0],)))
    settings, answer, shown, cited = map(json.loads, row[3:])
    return Kept(row[0], row[1], row[2], settings, answer, checks, shown, cited)


def _dump(value: Json | None) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
