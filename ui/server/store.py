"""Answers, feedback and sign-offs, in one SQLite file that survives a killed server."""

import json
import os
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.errors import InputError

__all__ = ["Check", "Feedback", "Kept", "Store"]

Json = dict[str, Any]

FIRST_SCHEMA = """
CREATE TABLE answers (
    id TEXT PRIMARY KEY,
    asked TEXT NOT NULL,
    generation TEXT NOT NULL,
    settings TEXT NOT NULL,
    answer TEXT NOT NULL
) STRICT;
CREATE INDEX answers_asked ON answers (asked);
CREATE TABLE feedback (
    id TEXT PRIMARY KEY,
    answer TEXT NOT NULL REFERENCES answers (id),
    given TEXT NOT NULL,
    rating TEXT NOT NULL,
    comment TEXT NOT NULL,
    reader TEXT NOT NULL
) STRICT;
CREATE INDEX feedback_answer ON feedback (answer);
CREATE TABLE checks (
    answer TEXT NOT NULL REFERENCES answers (id),
    editor TEXT NOT NULL,
    signed TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (answer, editor)
) STRICT;
"""
WITH_VIEWS_AND_CONVERSATIONS = """
ALTER TABLE answers ADD COLUMN shown TEXT NOT NULL DEFAULT 'null';
CREATE TABLE conversations (
    reader TEXT NOT NULL,
    id TEXT NOT NULL,
    title TEXT NOT NULL,
    updated TEXT NOT NULL,
    turns TEXT NOT NULL,
    PRIMARY KEY (reader, id)
) STRICT;
"""
WITH_DIGESTS = "ALTER TABLE answers ADD COLUMN cited TEXT NOT NULL DEFAULT '{}';"
SCHEMAS = (FIRST_SCHEMA, WITH_VIEWS_AND_CONVERSATIONS, WITH_DIGESTS)
"""Each takes a file of the version before it to the next."""
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
    """The SQLite file. Safe to use from several threads; what a method saved is on the disk.

    Write-ahead log with a full sync at every commit: an acknowledged write survives a kill and a
    power cut. One connection writes, under a lock; every reading opens its own.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, or make it, readable for its owner only.

        Raises:
            InputError: the file cannot be made, is no SQLite file, or is of another version.
        """
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._inode = path.stat().st_ino
            self._writer = self._connect()
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise InputError(
                f"cannot keep answers in {path}: {error}; name another file as "
                "DALIL_SERVE_STORE, or move this one away"
            ) from error

    def close(self) -> None:
        """Close the file; the log is folded into it."""
        with self._lock:
            self._writer.close()

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
        with self.writing() as database:
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
        with self.writing() as database:
            database.executemany(query, rows)
        with self._lock:
            # Pages keep words that were moved or freed: the file is written anew.
            if rows or self._writer.execute("PRAGMA freelist_count").fetchone()[0]:
                self._writer.execute("VACUUM")
            busy = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise sqlite3.OperationalError(f"{self._path} is in use: run it again")

    def answer(self, answer_id: str) -> Kept | None:
        """The answer of that id with its signatures, None if there is none."""
        query = f"SELECT {COLUMNS} FROM answers WHERE id = ?"  # noqa: S608
        with self.reading() as database:
            row = database.execute(query, (answer_id,)).fetchone()
            return _kept(database, row) if row else None

    def add_feedback(
        self, answer_id: str, rating: str, comment: str = "", reader: str = ""
    ) -> Feedback | None:
        """Save what a reader said; None if there is no such answer."""
        feedback = Feedback(secrets.token_hex(10), answer_id, _now(), rating, comment, reader)
        row = (feedback.id, answer_id, feedback.given, rating, comment, reader)
        with self.writing() as database:
            if not _known(database, answer_id):
                return None
            database.execute("INSERT INTO feedback VALUES (?, ?, ?, ?, ?, ?)", row)
        return feedback

    def sign(self, answer_id: str, editor: str, note: str = "") -> Check | None:
        """Sign an answer; signing again renews it. None if there is no such answer."""
        check = Check(editor, _now(), note)
        row = (answer_id, editor, check.signed, note)
        with self.writing() as database:
            if not _known(database, answer_id):
                return None
            database.execute("INSERT OR REPLACE INTO checks VALUES (?, ?, ?, ?)", row)
        return check

    def answers(self, *, checked: bool = False) -> Iterator[Kept]:
        """Every answer, oldest first; only signed ones if `checked`."""
        where = "WHERE id IN (SELECT answer FROM checks)" if checked else ""
        query = f"SELECT {COLUMNS} FROM answers {where} ORDER BY asked, rowid"  # noqa: S608
        with self.reading() as database:
            for row in database.execute(query):
                yield _kept(database, row)

    def feedback(self) -> Iterator[Feedback]:
        """All feedback, oldest first."""
        columns = "id, answer, given, rating, comment, reader"
        query = f"SELECT {columns} FROM feedback ORDER BY given, rowid"  # noqa: S608
        with self.reading() as database:
            for row in database.execute(query):
                yield Feedback(*row)

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(
            self._path, timeout=5.0, isolation_level=None, check_same_thread=False
        )
        database.execute("PRAGMA busy_timeout = 5000")
        database.execute("PRAGMA synchronous = FULL")
        database.execute("PRAGMA foreign_keys = ON")
        database.execute("PRAGMA secure_delete = ON")
        return database

    def _prepare(self) -> None:
        self._writer.execute("PRAGMA journal_mode = WAL")
        with self.writing() as database:
            version = database.execute("PRAGMA user_version").fetchone()[0]
            for schema in SCHEMAS[version:]:
                for statement in filter(None, schema.strip().split(";\n")):
                    database.execute(statement)
            database.execute(f"PRAGMA user_version = {max(version, len(SCHEMAS))}")
        if version > len(SCHEMAS):
            raise sqlite3.DatabaseError(
                f"it is of version {version}, this Dalil writes {len(SCHEMAS)}"
            )

    def check(self) -> None:
        """Look whether the file is still the one that was opened.

        Raises:
            sqlite3.OperationalError: it has gone, or another has taken its place.
        """
        try:
            same = self._path.stat().st_ino == self._inode
        except OSError:
            same = False
        if not same:
            raise sqlite3.OperationalError(
                f"{self._path} has gone or was replaced: start the server again"
            )

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is saved, or nothing.

        Raises:
            sqlite3.Error: the file cannot be written, or has gone.
        """
        with self._lock:
            self.check()
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with.

        Raises:
            sqlite3.Error: the file cannot be read, or has gone.
        """
        self.check()
        with closing(self._connect()) as database:
            yield database


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
