"""Nearest passages by vector: exact over few, through FAISS over many.

    vectors.npy     (passages, dimension) float32, of length one, in the order of the passages
    graph.faiss     HNSW over 8-bit codes of them, written beyond EXACT passages

Both are mapped into memory, so that several processes share one copy. What a filter leaves few of
is compared one by one: a graph loses what it must walk around to reach.
"""

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.held import Mask
from rag.errors import ArchiveError

__all__ = ["EXACT", "Dense", "load_array"]

Vectors = NDArray[np.float32]
EXACT = 50_000
"""Passages up to which comparing all is fast enough: 10 ms for 384 numbers each on one core."""
SPARSE = 4
"""Rows of which one is to be found from which those are copied out before they are compared."""
NARROW = 0.2
"""Share of the passages below which a filtered search compares all that are left."""
EF_SEARCH = 128
"""Candidates that a walk through the graph keeps; four times what is asked for if that is more."""
VECTORS, GRAPH = "vectors.npy", "graph.faiss"


_HEADERS = Lock()
"""NumPy parses a file's header by `ast`, which fails in Python 3.11 when two threads parse at once
("AST constructor recursion depth mismatch")."""


def load_array(file: Path, mapped: bool = False) -> NDArray[Any]:
    """Read an array of a NumPy file; `mapped` leaves it on disk until it is used.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged.
    """
    with _HEADERS:
        found: NDArray[Any] = np.load(file, mmap_mode="r" if mapped else None, allow_pickle=False)
    return found


class Dense:
    """Vectors on disk, open for searching. Safe to use from several threads."""

    def __init__(self, vectors: Vectors, graph: faiss.Index | None = None) -> None:
        self._vectors = vectors
        self._graph = graph

    @staticmethod
    def write(
        folder: Path, vectors: Vectors, exact: int = EXACT, grown_from: Path | None = None
    ) -> None:
        """Write the vectors (passages, dimension), and beyond `exact` of them a graph.

        `grown_from` is a folder with the first of these vectors: its graph is taken and added to.
        """
        clean = np.ascontiguousarray(vectors, np.float32)
        np.save(folder / VECTORS, clean, allow_pickle=False)
        if len(clean) <= exact:
            return
        if grown_from and (grown_from / GRAPH).exists():
            graph = faiss.read_index(str(grown_from / GRAPH))
        else:
            graph = faiss.index_factory(clean.shape[1], "HNSW32,SQ8", faiss.METRIC_INNER_PRODUCT)
            graph.train(clean[:: max(1, len(clean) // 50_000)])
        graph.add(clean[graph.ntotal :])
        faiss.write_index(graph, str(folder / GRAPH))

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open what `write` wrote.

        Raises:
            ArchiveError: a file is missing or not of that form.
        """
        graph = folder / GRAPH
        try:
            vectors = load_array(folder / VECTORS, mapped=True)
            opened = (
                faiss.read_index(str(graph), faiss.IO_FLAG_MMAP_IFC) if graph.exists() else None
            )
        except (OSError, ValueError, RuntimeError) as error:
            raise ArchiveError(
                f"{folder} cannot be read ({error}): run `dalil index PATH`"
            ) from error
        return cls(vectors, opened)

    def __len__(self) -> int:
        return len(self._vectors)

    @property
    def vectors(self) -> Vectors:
        """All vectors, as they lie on disk."""
        return self._vectors

    def search(self, query: Vectors, k: int, found: Mask | None = None) -> list[tuple[int, float]]:
        """At most `k` (row, cosine) nearest to a query (dimension,), best first, ties by lower row.

        `found` says of each row whether it is to be found; all are if None.
        """
        wanted = len(self) if found is None else int(np.count_nonzero(found))
        if k < 1 or not wanted:
            return []
        only = None if wanted == len(self) else found
        if self._graph is not None and wanted >= NARROW * len(self):
            return self._walk(self._graph, query, k, only)
        return self._compared(query, k, only)

    def _compared(self, query: Vectors, k: int, only: Mask | None) -> list[tuple[int, float]]:
        """The nearest by comparing all."""
        if only is None:
            scores, rows = self._vectors @ query, None
        else:
            rows = np.flatnonzero(only)
            few = len(rows) * SPARSE < len(self)
            scores = self._vectors[rows] @ query if few else (self._vectors @ query)[rows]
        # argpartition leaves ties at the border to chance; so all that tie with it are sorted.
        border = np.partition(scores, -min(k, len(scores)))[-min(k, len(scores))]
        near = np.flatnonzero(scores >= border)
        best = near[np.argsort(-scores[near], kind="stable")][:k]
        named = best if rows is None else rows[best]
        return list(zip(named.tolist(), scores[best].tolist(), strict=True))

    def _walk(
        self, graph: faiss.Index, query: Vectors, k: int, only: Mask | None
    ) -> list[tuple[int, float]]:
        """Through the graph; the cosines are those of the vectors, not of their codes."""
        bits = None if only is None else np.packbits(only, bitorder="little")
        selector = None if bits is None else faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        # As an argument of the constructor the selector is kept alive; set later it would not be.
        parameters = faiss.SearchParametersHNSW(  # type: ignore[attr-defined]
            efSearch=max(EF_SEARCH, 4 * k), sel=selector
        )
        _, found = graph.search(query[None], min(2 * k, len(self)), params=parameters)
        near = found[0][found[0] != -1]  # FAISS pads with -1 what it does not find
        scores = self._vectors[near] @ query
        order: Sequence[int] = np.lexsort((near, -scores))[:k].tolist()
        return [(int(near[i]), float(scores[i])) for i in order]
