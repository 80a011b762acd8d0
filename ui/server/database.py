"""The SQLite file of answers: its tables, and how it is read and written safely."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rag.errors import InputError

__all__ = ["Database"]

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


class Database:
    """The file. Safe to use from several threads; what was written is on the disk.

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

    def compact(self, *, always: bool) -> None:
        """Write the file anew without what was removed from it, if anything was, or `always`.

        Raises:
            sqlite3.Error: the file cannot be written, or is in use.
        """
        with self._lock:
            # Pages keep words that were moved or freed: the file is written anew.
            if always or self._writer.execute("PRAGMA freelist_count").fetchone()[0]:
                self._writer.execute("VACUUM")
            busy = self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise sqlite3.OperationalError(f"{self._path} is in use: run it again")

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
