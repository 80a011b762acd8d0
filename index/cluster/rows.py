"""Writing: the rows of a generation are brought into Milvus."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.cluster.client import (
    TIMEOUT_S,
    compact,
    connected,
    facets_held,
    library,
    make,
    rows_held,
    speaking,
)
from index.cluster.note import NOTE, Note, read_note, write_note
from index.cluster.row import counted, row_of
from index.contents import Before, Contents
from index.facets import facets_of, language_key
from index.generations import BuiltWith, current
from index.terms import Terms
from rag.errors import ArchiveError
from rag.settings import Settings
from rag.types import Passage

__all__ = ["ClusterRows", "rows_of"]

PREFIX = "dalil_"
BATCH = 500
"""Rows sent at once: under a megabyte with 384 numbers each; Milvus takes 64 MB."""
DELETED = 16_384
"""Rows deleted at once."""


def rows_of(settings: Settings) -> "ClusterRows | None":
    """Where the settings say that rows are held beside the files; None if nowhere.

    Raises:
        SettingsError: pymilvus is not installed.
    """
    if settings.store != "milvus":
        return None
    library()
    return ClusterRows(settings.store_uri)


@dataclass
class ClusterRows:
    """Brings the rows of an index into Milvus: only what differs from what is there."""

    uri: str

    def put(
        self, folder: Path, contents: Contents, built: BuiltWith, before: Before | None, erase: bool
    ) -> Callable[[], None]:
        """Make all passages searchable, and write into the folder what a reader needs.

        Readers of the generation before go on until what this returns is called, after the folder
        has become current: it lets go of what is needed no more. With `erase` nothing but the
        passages is left from the start.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        was = read_note(before.folder) if before and (before.folder / NOTE).exists() else None
        same = bool(was and before and before.manifest.built_with == built)
        collection = was.collection if was and same else PREFIX + secrets.token_hex(6)
        older = was.collection if was and not same and not erase else ""
        _terms(before if same else None, contents.passages, built).write(folder)
        write_note(folder, Note(collection, older))
        wanted = {passage.id for passage in contents.passages}
        held = set() if erase or not before else {p.id for p in before.contents.passages}
        try:
            self.repair(collection, contents, built)
            if erase:
                self.keep_only(collection, wanted)
        except BaseException:
            if not same:
                with suppress(ArchiveError):
                    self.drop(collection)
            raise

        def let_go() -> None:
            if not erase:
                self.keep_only(collection, wanted | held)
            for name in {was.collection, was.before} - {collection, older, ""} if was else ():
                self.drop(name)

        return let_go

    def restore(self, current: Before) -> None:
        """Bring what is missing of a generation that is current already.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        collection = read_note(current.folder).collection
        self.repair(collection, current.contents, current.manifest.built_with)

    def repair(self, collection: str, contents: Contents, built: BuiltWith) -> None:
        """Bring every passage into a collection that is not there, or is there otherwise.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        client = connected(self.uri)
        with speaking(self.uri):
            if not client.has_collection(collection):
                make(client, collection, contents.vectors.shape[1], self.uri)
            there = dict(facets_held(client, collection))
            missing = [
                row
                for row, passage in enumerate(contents.passages)
                if there.get(passage.id) != facets_of(passage.article)
            ]
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                rows = [row_of(contents.passages[n], contents.vectors[n], built) for n in batch]
                client.upsert(collection, rows, timeout=TIMEOUT_S)
            if missing:
                client.flush(collection)
            rows_held(client, collection)  # waits until what was written is found

    def keep_only(self, collection: str, ids: set[int]) -> None:
        """Delete every other row of a collection, and have it compacted.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        client = connected(self.uri)
        with speaking(self.uri):
            gone = [i for i, _ in facets_held(client, collection) if i not in ids]
            for start in range(0, len(gone), DELETED):
                client.delete(collection, ids=gone[start : start + DELETED], timeout=TIMEOUT_S)
            if gone:
                client.flush(collection)
                rows_held(client, collection)
                compact(client, collection)

    def held(self, index: Path) -> set[int]:
        """The numbers of all rows that serve the current generation of an index, and of others.

        Raises:
            ArchiveError: there is no index, or Milvus does not answer.
        """
        client = connected(self.uri)
        with speaking(self.uri):
            return {i for i, _ in facets_held(client, read_note(current(index)).collection)}

    def drop(self, collection: str) -> None:
        """Drop a collection, if it is there.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        client = connected(self.uri)
        with speaking(self.uri):
            if client.has_collection(collection):
                client.drop_collection(collection)


def _terms(before: Before | None, passages: Sequence[Passage], built: BuiltWith) -> Terms:
    """The words counted: of a generation that follows one, only what differs."""
    terms, old = Terms(0, {}, {}), {}
    if before:
        terms = Terms.read(before.folder)
        old = {(p.id, language_key(p.article.language)): p for p in before.contents.passages}
    new = {(p.id, language_key(p.article.language)): p for p in passages}
    gone = (counted(passage, built) for key, passage in old.items() if key not in new)
    come = (counted(passage, built) for key, passage in new.items() if key not in old)
    return terms.changed(gone, come)
