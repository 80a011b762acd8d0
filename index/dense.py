"""Nearest passages by vector: exact over few, through FAISS over many.

    vectors.npy     (passages, dimension) float32, of length one, in the order of the passages;
                    those added since, without a head, in `vectors.npy.1` and so on
    lists.0.faiss   beyond EXACT passages, the codes of one group of them, of two bits a number
                    (RaBitQ), in lists around centres (IVF)

Both are mapped into memory, so that several processes share one copy. Where there are codes, the
few vectors that are wanted are read instead: the system would map 16 pages around each, and so all
of them before long. A group is what is searched by itself: a language. What a filter leaves few of
is compared one by one: a search of the nearest lists would miss what is scattered over all.
"""

import math
import os
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.held import Mask
from index.parts import grow, parts_of
from rag.errors import ArchiveError

__all__ = ["EXACT", "VECTORS", "Dense", "Stack", "load_array"]

Vectors = NDArray[np.float32]
Groups = NDArray[np.int8]
"""(passages,): the group of each."""
EXACT = 50_000
"""Passages up to which comparing all is fast enough: 10 ms for 384 numbers each on one core."""
LISTED = 5_000
"""Passages of a group up to which all are compared, however many there are of others."""
SPARSE = 4
"""Rows of which one is to be found from which those are copied out before they are compared."""
FEW = 20_000
"""Rows that a filter may leave for all of them to be compared: 10 to 20 ms."""
DEARER = 50
"""Codes that are looked at in the time in which one vector is copied out and compared."""
LISTS = 2.0
"""Lists, as a multiple of the square root of the passages, rounded to a power of two."""
PROBED = 256
"""Lists looked through. A filter that leaves a share s of the rows has 1 / sqrt(s) times as many
looked through, since what it leaves of the nearest is spread wider."""
BITS = 2
"""Bits of a code for each number of a vector."""
DEEPER, LEAST = {1: 32, BITS: 8}, {1: 1_280, BITS: 320}
"""Candidates, by their codes, for each hit that is wanted, and at least, by the bits of a code.

Their cosines are then worked out. Of 100,000 passages real questions found 0.998 of the ten nearest
and 0.992 of forty by codes of one bit, as versions before this one wrote them, and all and 0.998
by codes of two.
"""
DEEPEST = 1_000
"""Hits up to which the lists are asked; for more, all are compared."""
PER_LIST = 39
"""Vectors from which a centre is found: the fewest that FAISS asks for."""
AT_ONCE = 50_000
"""Vectors that are added to lists at once."""
VECTORS, CODES = "vectors.npy", "lists.*.faiss"


_HEADERS = Lock()
"""NumPy parses a file's header by `ast`, which fails in Python 3.11 when two threads parse at once
("AST constructor recursion depth mismatch")."""


def load_array(file: Path, mapped: bool = False) -> NDArray[Any]:
    """Read an array of a NumPy file; `mapped` leaves it on disk until it is used.

    Raises:
        OSError: it cannot be read.
        ValueError: it is damaged.
    """
    try:
        with _HEADERS:
            found: NDArray[Any] = np.load(
                file, mmap_mode="r" if mapped else None, allow_pickle=False
            )
    except EOFError as error:
        raise ValueError(f"{file} is empty") from error
    return found


class Stack:
    """Rows of several arrays, one below another, used as if they were one array."""

    def __init__(self, parts: Sequence[Vectors], files: Sequence[Path] = ()) -> None:
        """`files`, if given, are those that the parts are mapped from; they stay open."""
        self._parts = parts
        self._starts = np.cumsum([0, *map(len, parts)])
        self._files = files
        self._open: list[int] = []
        for file in files:
            self._open.append(os.open(file, os.O_RDONLY))
            weakref.finalize(self, os.close, self._open[-1])

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The vectors in a folder, left on disk until they are used.

        Raises:
            OSError, ValueError: a file is missing or damaged.
        """
        first, *others = files = parts_of(folder / VECTORS)
        head = load_array(first, mapped=True)
        more = [np.memmap(part, "<f4", "r").reshape(-1, head.shape[1]) for part in others]
        return cls([head, *more], files)

    def __len__(self) -> int:
        return int(self._starts[-1])

    def times(self, query: Vectors) -> Vectors:
        """The product of each row and the query."""
        products = [part @ query for part in self._parts]
        return products[0] if len(products) == 1 else np.concatenate(products)

    def take(self, rows: NDArray[np.int64]) -> Vectors:
        """A copy of some rows, in that order."""
        if len(self._parts) == 1:
            return np.asarray(self._parts[0][rows], np.float32)
        taken = np.empty((len(rows), self._parts[0].shape[1]), np.float32)
        for part, start in zip(self._parts, self._starts[:-1], strict=True):
            own = (rows >= start) & (rows < start + len(part))
            taken[own] = part[rows[own] - start]
        return taken

    def read(self, rows: NDArray[np.int64]) -> Vectors:
        """The same of rows in ascending order, read from the files, so that none is mapped.

        Raises:
            ArchiveError: a file was damaged while it was open.
        """
        if not self._open or not len(rows):
            return self.take(rows)
        parts = np.searchsorted(self._starts, rows, "right") - 1
        # Passages of one article are neighbours: they are read at once.
        first = np.flatnonzero((np.diff(rows, prepend=-2) != 1) | np.diff(parts, prepend=-1))
        of, width = parts[first], self._parts[0].shape[1]
        heads = np.array([getattr(part, "offset", 0) for part in self._parts])
        offsets = heads[of] + 4 * width * (rows[first] - self._starts[of])
        sizes = 4 * width * np.diff(first, append=len(rows))
        each = zip(of.tolist(), sizes.tolist(), offsets.tolist(), strict=True)
        found = b"".join([os.pread(self._open[part], size, at) for part, size, at in each])
        if len(found) != 4 * width * len(rows):
            raise ArchiveError(f"{self._files[0]} was cut off: run `dalil index PATH`")
        return np.frombuffer(found, "<f4").reshape(len(rows), width)

    def whole(self) -> Vectors:
        """All rows as one array: copied into memory, if there are several parts."""
        return self._parts[0] if len(self._parts) == 1 else np.concatenate(self._parts)


class Dense:
    """Vectors on disk, open for searching. Safe to use from several threads."""

    def __init__(
        self,
        vectors: Vectors | Stack,
        lists: Mapping[int, faiss.Index] | None = None,
        few: int = FEW,
    ) -> None:
        self._stack = vectors if isinstance(vectors, Stack) else Stack([vectors])
        self._lists = lists or {}
        self._few = few

    @staticmethod
    def write(
        folder: Path,
        vectors: Vectors,
        groups: Groups | None = None,
        exact: int = EXACT,
        grown_from: Path | None = None,
    ) -> None:
        """Write the vectors (passages, dimension), and beyond `exact` of them codes of each group.

        Without `groups` all are of one. `grown_from` is a folder with the first of these vectors:
        its lists are taken and added to, unless so many more are wanted now that centres are to be
        found anew.
        """
        clean = np.ascontiguousarray(vectors, np.float32)
        np.save(folder / VECTORS, clean, allow_pickle=False)
        _write_codes(folder, Stack([clean]), groups, exact, grown_from)

    @staticmethod
    def grow(
        before: Path,
        folder: Path,
        added: Vectors,
        groups: Groups | None = None,
        exact: int = EXACT,
    ) -> None:
        """Write the vectors of the folder `before` and, behind them, some more.

        The files of those that there are get a second name; their codes are copied. `groups` are
        those of all.
        """
        grow(before / VECTORS, folder / VECTORS, np.ascontiguousarray(added, "<f4").tobytes())
        _write_codes(folder, Stack.open(folder), groups, exact, before)

    @classmethod
    def open(cls, folder: Path, few: int = FEW) -> Self:
        """Open what `write` wrote; of `few` rows that a filter leaves all are compared.

        Raises:
            ArchiveError: a file is missing or not of that form.
        """
        try:
            vectors = Stack.open(folder)
            opened = {
                int(codes.suffixes[0][1:]): faiss.read_index(str(codes), faiss.IO_FLAG_MMAP_IFC)
                for codes in folder.glob(CODES)
            }
        except (OSError, ValueError, RuntimeError) as error:
            raise ArchiveError(
                f"{folder} cannot be read ({error}): run `dalil index PATH`"
            ) from error
        return cls(vectors, opened, few)

    def __len__(self) -> int:
        return len(self._stack)

    @property
    def vectors(self) -> Vectors:
        """All vectors; as they lie on disk, if they are in one file."""
        return self._stack.whole()

    def vector(self, row: int) -> Vectors:
        """A copy of one vector (dimension,)."""
        taken: Vectors = self._stack.read(np.array([row]))[0]
        return taken

    def search(
        self, query: Vectors, k: int, found: Mask | None = None, group: int = 0
    ) -> list[tuple[int, float]]:
        """At most `k` (row, cosine) nearest to a query (dimension,), best first, ties by lower row.

        `found` says of each row whether it is to be found, all of one group; all are if None.
        """
        wanted = len(self) if found is None else int(np.count_nonzero(found))
        if k < 1 or not wanted:
            return []
        lists = self._lists.get(group)
        if lists is not None and k <= DEEPEST and wanted > min(self._few, lists.ntotal // DEARER):
            return self._probed(lists, query, k, None if wanted == lists.ntotal else found, wanted)
        return self._compared(query, k, None if wanted == len(self) else found)

    def _compared(self, query: Vectors, k: int, only: Mask | None) -> list[tuple[int, float]]:
        """The nearest by comparing all."""
        if only is None:
            scores, rows = self._stack.times(query), None
        else:
            rows = np.flatnonzero(only)
            few = len(rows) * SPARSE < len(self)
            take = self._stack.read if self._lists else self._stack.take
            scores = take(rows) @ query if few else self._stack.times(query)[rows]
        # argpartition leaves ties at the border to chance; so all that tie with it are sorted.
        border = np.partition(scores, -min(k, len(scores)))[-min(k, len(scores))]
        near = np.flatnonzero(scores >= border)
        best = near[np.argsort(-scores[near], kind="stable")][:k]
        named = best if rows is None else rows[best]
        return list(zip(named.tolist(), scores[best].tolist(), strict=True))

    def _probed(
        self, lists: faiss.Index, query: Vectors, k: int, only: Mask | None, wanted: int
    ) -> list[tuple[int, float]]:
        """From the nearest lists; the cosines are those of the vectors, not of their codes."""
        mask = None if only is None else np.packbits(only, bitorder="little")
        selector = None if mask is None else faiss.IDSelectorBitmap(mask)  # type: ignore[call-arg, arg-type]
        several = math.ceil(PROBED * math.sqrt(lists.ntotal / wanted))
        # As an argument of the constructor the selector is kept alive; set later it would not be.
        parameters = faiss.SearchParametersIVF(
            nprobe=min(several, lists.nlist),  # type: ignore[attr-defined, call-arg]
            sel=selector,
        )
        bits = _bits(lists)
        depth = min(max(DEEPER[bits] * k, LEAST[bits]), wanted)
        _, found = lists.search(query[None], depth, params=parameters)
        near = np.sort(found[0][found[0] != -1])  # FAISS pads with -1 what it does not find
        scores = self._stack.read(near) @ query
        order: Sequence[int] = np.argsort(-scores, kind="stable")[:k].tolist()
        return [(int(near[i]), float(scores[i])) for i in order]


def _write_codes(
    folder: Path, vectors: Stack, groups: Groups | None, exact: int, grown_from: Path | None
) -> None:
    """Write the codes of each large group of more than `exact` vectors."""
    if len(vectors) <= exact:
        return
    told = np.zeros(len(vectors), np.int8) if groups is None else groups
    for group in np.unique(told).tolist():
        rows, name = np.flatnonzero(told == group), CODES.replace("*", str(group))
        if len(rows) > min(exact, LISTED):
            before = grown_from / name if grown_from and (grown_from / name).exists() else None
            _write_lists(folder / name, vectors, rows, before)


def _write_lists(
    file: Path, vectors: Stack, rows: NDArray[np.int64], grown_from: Path | None
) -> None:
    """Write the codes of some rows, in the lists of `grown_from` if these are many enough.

    Codes of another width are made anew.
    """
    count = 2 ** round(math.log2(LISTS * math.sqrt(len(rows))))
    lists = faiss.read_index(str(grown_from)) if grown_from else None
    if lists is None or 2 * lists.nlist < count or _bits(lists) != BITS:  # type: ignore[attr-defined]
        some = vectors.take(rows[:: max(1, len(rows) // (PER_LIST * count))])
        lists = faiss.index_factory(
            some.shape[1], f"IVF{count},RaBitQfs{BITS}", faiss.METRIC_INNER_PRODUCT
        )
        lists.train(some)
    for start in range(lists.ntotal, len(rows), AT_ONCE):
        more = rows[start : start + AT_ONCE]
        lists.add_with_ids(vectors.take(more), more)
    try:
        faiss.write_index(lists, str(file))
    except RuntimeError as error:  # what FAISS makes of a failed write
        raise OSError(f"{file}: {error}") from error


def _bits(lists: faiss.Index) -> int:
    """How many bits a code has for each number."""
    return int(lists.rabitq.nb_bits)  # type: ignore[attr-defined]
