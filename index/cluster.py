"""The engine over Milvus: where one machine is not enough for the vectors and the search terms.

    milvus.json     the collection that holds the rows of a generation

A row is a passage: its number, its vector, hashes of its words, and what a search is narrowed by.
No text and no name is there; articles, passages and vectors stay in the folder of the index, from
which the rows can always be made again. One collection serves all generations that were built with
the same settings: a row that a reader's generation does not hold is passed over.
"""

import hashlib
import json
import logging
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from index.contents import Before, Contents, language_key, tokens_of
from index.engine import Scored
from index.generations import BuiltWith, Manifest, current
from index.lexical import MAX_TERMS, SPARE
from index.terms import Counted, Terms, passage_vector, place_of_token
from rag.errors import ArchiveError, SettingsError
from rag.search import Within, folded_outlet
from rag.settings import Settings
from rag.types import Article, Passage

__all__ = ["NOTE", "TOKEN", "Cluster", "ClusterRows", "rows_of"]

Vectors = NDArray[np.float32]
NOTE = "milvus.json"
TOKEN = "DALIL_STORE_TOKEN"  # noqa: S105  (the variable's name)
PREFIX = "dalil_"
BATCH = 500
"""Rows sent at once: under a megabyte with 384 numbers each; Milvus takes 64 MB."""
OLDEST = (2, 4)
"""The first version of Milvus with sparse vectors."""
MOST = 16_384
"""Rows that Milvus gives at most for one search."""
REMEMBERED = 4_096
"""Passages whose counted words are kept in memory."""
TIMEOUT_S = 30.0
Metadata = tuple[str, int, int, int]
"""What a search is narrowed by: language, hash of the language as given, of the outlet, the day."""


@dataclass(frozen=True, slots=True)
class _Note:
    """The collection of a generation, and that of the one before, if that was another."""

    collection: str
    before: str = ""


# --- searching ----------------------------------------------------------------------------------


class Cluster:
    """The rows of one generation in Milvus, ready to be searched."""

    def __init__(
        self, folder: Path, manifest: Manifest, ordered: Sequence[Passage], uri: str
    ) -> None:
        """Look whether Milvus holds `ordered`, all passages of the generation in the folder.

        Raises:
            ArchiveError: it does not answer, or has not all of them.
            SettingsError: pymilvus is not installed.
        """
        self._uri, self._built = uri, manifest.built_with
        self._collection = _read_note(folder).collection
        self._terms = Terms.read(folder)
        self._found: Mapping[int, Passage] = {passage.id: passage for passage in ordered}
        self._filter = ""
        self._counted = lru_cache(REMEMBERED)(self._count)
        self._client = _client(uri)
        with _speaking(uri):
            there = self._client.has_collection(self._collection)
            held = _rows_held(self._client, self._collection) if there else 0
        if held < len(ordered):
            raise ArchiveError(
                f"the store at {uri} holds {held} of the {len(ordered)} passages of {folder}: run "
                "`dalil index`, which brings the others there"
            )

    def nearest(self, query: Vectors, k: int, language: str) -> Scored:
        """At most `k` passages nearest to a query (dimension,); scores are cosines."""
        found = self._candidates("dense", query, k, language)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]

    def matching(self, tokens: Sequence[str], k: int, language: str) -> Scored:
        """At most `k` passages that hold some of the tokens; scores are BM25."""
        weights = self._terms.weights(list(dict.fromkeys(tokens))[:MAX_TERMS], language)
        if not weights or k < 1:
            return []
        query = {place_of_token(token): weight for token, weight in weights.items()}
        found = self._candidates("sparse", query, 2 * k + SPARE, language)
        scored = [(i, self._terms.score(weights, self._counted(i))) for i, _ in found]
        # A score of nothing: another word has the same hash.
        return sorted((hit for hit in scored if hit[1]), key=lambda hit: (-hit[1], hit[0]))[:k]

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language, of all that there are, has the token."""
        return self._terms.holds(token, language)

    def vector(self, identity: int) -> Vectors:
        """The vector of a passage that there is, shape (dimension,)."""
        with _speaking(self._uri):
            rows = self._client.get(self._collection, ids=[identity], output_fields=["dense"])
        return np.array(rows[0]["dense"], np.float32)

    def within(self, wanted: Within, passages: Mapping[int, Passage]) -> Self:
        """The same engine, that finds only these passages."""
        narrowed = copy(self)
        narrowed._found, narrowed._filter = passages, _condition(wanted)
        return narrowed

    def _candidates(self, field: str, query: object, k: int, language: str) -> Scored:
        """At least `k` rows that this generation holds, if there are so many."""
        depth = k
        while depth > 0:
            depth = min(depth, MOST)
            rows = self._ask(field, query, depth, language)
            known = [(i, score) for i, score in rows if i in self._found]
            if len(known) >= k or len(rows) < depth or depth == MOST:
                return known
            depth *= 4
        return []

    def _ask(self, field: str, query: object, depth: int, language: str) -> Scored:
        parameters = {"metric_type": "IP", "params": {"ef": max(128, 2 * depth)}}
        with _speaking(self._uri):
            (rows,) = self._client.search(
                self._collection,
                data=[query],
                anns_field=field,
                limit=depth,
                filter=" and ".join(filter(None, (f'language == "{language}"', self._filter))),
                output_fields=["id"],
                search_params=parameters if field == "dense" else {"metric_type": "IP"},
                timeout=TIMEOUT_S,
            )
        return [(int(row["id"]), float(row["distance"])) for row in rows]

    def _count(self, identity: int) -> Counted:
        return _counted(self._found[identity], self._built)


def _condition(wanted: Within) -> str:
    """The articles wanted, as Milvus reads it; names stand in it as hashes only."""
    parts = []
    if wanted.outlet:
        parts.append(f"outlet == {_hash(folded_outlet(wanted.outlet))}")
    if wanted.language:
        parts.append(f"tongue == {_hash(wanted.language)}")
    if wanted.first or wanted.last:
        first = wanted.first.toordinal() if wanted.first else 1
        parts.append(f"day >= {first}")
    if wanted.last:
        parts.append(f"day <= {wanted.last.toordinal()}")
    return " and ".join(parts)


# --- writing ------------------------------------------------------------------------------------


def rows_of(settings: Settings) -> "ClusterRows | None":
    """Where the settings say that rows are held beside the files; None if nowhere.

    Raises:
        SettingsError: pymilvus is not installed.
    """
    if settings.store != "milvus":
        return None
    _pymilvus()
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
        was = _read_note(before.folder) if before and (before.folder / NOTE).exists() else None
        same = bool(was and before and before.manifest.built_with == built)
        collection = was.collection if was and same else PREFIX + secrets.token_hex(6)
        older = was.collection if was and not same and not erase else ""
        _terms(before if same else None, contents.passages, built).write(folder)
        note = json.dumps(asdict(_Note(collection, older)))
        (folder / NOTE).write_text(note + "\n", encoding="ascii")
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
        collection = _read_note(current.folder).collection
        self.repair(collection, current.contents, current.manifest.built_with)

    def repair(self, collection: str, contents: Contents, built: BuiltWith) -> None:
        """Bring every passage into a collection that is not there, or is there otherwise.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        client = _client(self.uri)
        with _speaking(self.uri):
            if not client.has_collection(collection):
                _make(client, collection, contents.vectors.shape[1], self.uri)
            there = dict(_metadata_held(client, collection))
            missing = [
                row
                for row, passage in enumerate(contents.passages)
                if there.get(passage.id) != _metadata(passage.article)
            ]
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                rows = [_row(contents.passages[n], contents.vectors[n], built) for n in batch]
                client.upsert(collection, rows, timeout=TIMEOUT_S)
            if missing:
                client.flush(collection)
            _rows_held(client, collection)  # waits until what was written is found

    def keep_only(self, collection: str, ids: set[int]) -> None:
        """Delete every other row of a collection, and have it compacted.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        client = _client(self.uri)
        with _speaking(self.uri):
            gone = [i for i, _ in _metadata_held(client, collection) if i not in ids]
            for start in range(0, len(gone), MOST):
                client.delete(collection, ids=gone[start : start + MOST], timeout=TIMEOUT_S)
            if gone:
                client.flush(collection)
                _rows_held(client, collection)
                _compact(client, collection)

    def held(self, index: Path) -> set[int]:
        """The numbers of all rows that serve the current generation of an index, and of others.

        Raises:
            ArchiveError: there is no index, or Milvus does not answer.
        """
        client = _client(self.uri)
        with _speaking(self.uri):
            return {i for i, _ in _metadata_held(client, _read_note(current(index)).collection)}

    def drop(self, collection: str) -> None:
        """Drop a collection, if it is there.

        Raises:
            ArchiveError: Milvus does not answer, or refuses.
        """
        client = _client(self.uri)
        with _speaking(self.uri):
            if client.has_collection(collection):
                client.drop_collection(collection)


def _terms(before: Before | None, passages: Sequence[Passage], built: BuiltWith) -> Terms:
    """The words counted: of a generation that follows one, only what differs."""
    terms, old = Terms(0, {}, {}), {}
    if before:
        terms = Terms.read(before.folder)
        old = {(p.id, language_key(p.article.language)): p for p in before.contents.passages}
    new = {(p.id, language_key(p.article.language)): p for p in passages}
    gone = (_counted(passage, built) for key, passage in old.items() if key not in new)
    come = (_counted(passage, built) for key, passage in new.items() if key not in old)
    return terms.changed(gone, come)


def _counted(passage: Passage, built: BuiltWith) -> Counted:
    return Counted.of(language_key(passage.article.language), tokens_of(passage.text, built))


def _row(passage: Passage, vector: Vectors, built: BuiltWith) -> dict[str, object]:
    language, tongue, outlet, day = _metadata(passage.article)
    return {
        "id": passage.id,
        "language": language,
        "tongue": tongue,
        "outlet": outlet,
        "day": day,
        "dense": np.asarray(vector, np.float32),
        "sparse": passage_vector(_counted(passage, built)),
    }


def _metadata(article: Article) -> Metadata:
    day = article.published.toordinal() if article.published else 0
    outlet = _hash(folded_outlet(article.outlet))
    return language_key(article.language), _hash(article.language), outlet, day


def _hash(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _read_note(folder: Path) -> _Note:
    file = folder / NOTE
    try:
        return _Note(**json.loads(file.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error


# --- Milvus -------------------------------------------------------------------------------------


def _pymilvus() -> Any:  # noqa: ANN401  (the library has no types)
    try:
        import pymilvus
    except ImportError as error:
        raise SettingsError(
            f"store = 'milvus' needs pymilvus ({error}): run `pip install 'dalil[milvus]'`"
        ) from error
    for talking in ("pymilvus", "grpc._server"):  # what they say is in the error
        logging.getLogger(talking).setLevel(logging.CRITICAL)
    return pymilvus


@lru_cache(8)
def _client(uri: str) -> Any:  # noqa: ANN401
    """A connection that all who search and write share."""
    pymilvus = _pymilvus()
    with _speaking(uri):
        return pymilvus.MilvusClient(uri, token=os.environ.get(TOKEN, ""), timeout=TIMEOUT_S)


@contextmanager
def _speaking(uri: str) -> Iterator[None]:
    """Say of what fails within that it failed at this address.

    Raises:
        ArchiveError: Milvus does not answer, or refuses.
    """
    from grpc import RpcError

    pymilvus = _pymilvus()
    try:
        yield
    except (pymilvus.MilvusException, RpcError, ValueError) as error:
        said = getattr(error, "message", "") or repr(error)
        raise ArchiveError(
            f"the store at {uri}: {said}; look whether it runs there, and at {TOKEN}"
        ) from error


def _make(client: Any, collection: str, dimension: int, uri: str) -> None:  # noqa: ANN401
    remote = uri.startswith(("http://", "https://"))
    if remote and _version(client) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise ArchiveError(
            f"the store at {uri} is Milvus {client.get_server_version()}, which has no sparse "
            f"vectors: use Milvus {oldest} or newer"
        )
    types = _pymilvus().DataType
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", types.INT64, is_primary=True)
    schema.add_field("language", types.VARCHAR, max_length=8)
    for name in ("tongue", "outlet", "day"):
        schema.add_field(name, types.INT64)
    schema.add_field("dense", types.FLOAT_VECTOR, dim=dimension)
    schema.add_field("sparse", types.SPARSE_FLOAT_VECTOR)
    indexes = client.prepare_index_params()
    if remote:
        graph = {"M": 32, "efConstruction": 200}
        indexes.add_index("dense", index_type="HNSW", metric_type="IP", params=graph)
    else:  # a file of milvus-lite, which is for tests: exact
        indexes.add_index("dense", index_type="FLAT", metric_type="IP")
    indexes.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    client.create_collection(
        collection, schema=schema, index_params=indexes, consistency_level="Bounded"
    )


def _version(client: Any) -> tuple[int, ...]:  # noqa: ANN401
    """Major and minor version of a server: (2, 5)."""
    numbers = re.match(r"v?(\d+)\.(\d+)", client.get_server_version())
    return tuple(map(int, numbers.groups())) if numbers else OLDEST


def _rows_held(client: Any, collection: str) -> int:  # noqa: ANN401
    """How many rows there are, counting all that was written before."""
    client.load_collection(collection)
    (counted,) = client.query(
        collection, filter="", output_fields=["count(*)"], consistency_level="Strong"
    )
    return int(counted["count(*)"])


def _metadata_held(client: Any, collection: str) -> Iterator[tuple[int, Metadata]]:  # noqa: ANN401
    """Every row's number, and what a search is narrowed by."""
    names = ("language", "tongue", "outlet", "day")
    client.load_collection(collection)
    rows = client.query_iterator(
        collection, filter="", output_fields=["id", *names], consistency_level="Strong"
    )
    while batch := rows.next():
        for row in batch:
            language, tongue, outlet, day = (row[name] for name in names)
            yield int(row["id"]), (language, int(tongue), int(outlet), int(day))
    rows.close()


def _compact(client: Any, collection: str) -> None:  # noqa: ANN401
    from grpc import RpcError, StatusCode

    try:
        client.compact(collection)
    except RpcError as error:  # milvus-lite before 3 has nothing to compact
        if error.code() is not StatusCode.UNIMPLEMENTED:
            raise
