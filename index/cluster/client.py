"""What is asked of Milvus itself: a connection, a collection, its rows, and errors that help."""

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from index.facets import Facets
from rag.errors import ArchiveError, SettingsError

__all__ = [
    "TIMEOUT_S",
    "TOKEN",
    "compact",
    "connected",
    "facets_held",
    "library",
    "make",
    "rows_held",
    "speaking",
]

TOKEN = "DALIL_STORE_TOKEN"  # noqa: S105  (the variable's name)
OLDEST = (2, 4)
"""The first version of Milvus with sparse vectors."""
TIMEOUT_S = 30.0


def library() -> Any:  # noqa: ANN401  (the library has no types)
    """The module pymilvus.

    Raises:
        SettingsError: it is not installed.
    """
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
def connected(uri: str) -> Any:  # noqa: ANN401
    """A connection that all who search and write share."""
    pymilvus = library()
    with speaking(uri):
        return pymilvus.MilvusClient(uri, token=os.environ.get(TOKEN, ""), timeout=TIMEOUT_S)


@contextmanager
def speaking(uri: str) -> Iterator[None]:
    """Say of what fails within that it failed at this address.

    Raises:
        ArchiveError: Milvus does not answer, or refuses.
    """
    from grpc import RpcError

    pymilvus = library()
    try:
        yield
    except (pymilvus.MilvusException, RpcError, ValueError) as error:
        said = getattr(error, "message", "") or repr(error)
        raise ArchiveError(
            f"the store at {uri}: {said}; look whether it runs there, and at {TOKEN}"
        ) from error


def make(client: Any, collection: str, dimension: int, uri: str) -> None:  # noqa: ANN401
    """Make a collection for vectors of so many numbers.

    Raises:
        ArchiveError: the server has no sparse vectors.
    """
    remote = uri.startswith(("http://", "https://"))
    if remote and _version(client) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise ArchiveError(
            f"the store at {uri} is Milvus {client.get_server_version()}, which has no sparse "
            f"vectors: use Milvus {oldest} or newer"
        )
    types = library().DataType
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


def rows_held(client: Any, collection: str) -> int:  # noqa: ANN401
    """How many rows there are, counting all that was written before."""
    client.load_collection(collection)
    (counted,) = client.query(
        collection, filter="", output_fields=["count(*)"], consistency_level="Strong"
    )
    return int(counted["count(*)"])


def facets_held(client: Any, collection: str) -> Iterator[tuple[int, Facets]]:  # noqa: ANN401
    """Every row's number, and what a search is narrowed by."""
    client.load_collection(collection)
    rows = client.query_iterator(
        collection, filter="", output_fields=["id", *Facets._fields], consistency_level="Strong"
    )
    while batch := rows.next():
        for row in batch:
            yield int(row["id"]), Facets(*(row[name] for name in Facets._fields))
    rows.close()


def compact(client: Any, collection: str) -> None:  # noqa: ANN401
    """Have the room of deleted rows freed."""
    from grpc import RpcError, StatusCode

    try:
        client.compact(collection)
    except RpcError as error:  # milvus-lite before 3 has nothing to compact
        if error.code() is not StatusCode.UNIMPLEMENTED:
            raise
