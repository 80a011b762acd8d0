"""Vectors made so far by a build that has not ended, so that the next one goes on from there.

    INDEX/partial     a line that names the model, then records: SHA-256 of a text, vector, CRC

The file goes when a generation is written. A record that was cut short is not read.
"""

import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.generations import writing
from rag.reader.encoder import Encoder

__all__ = ["PARTIAL", "encode", "forget"]

PARTIAL = "partial"
SLICE = 1024
"""Texts that are embedded before their vectors are written down."""
Vectors = NDArray[np.float32]


def encode(
    index: Path, texts: Sequence[str], encoder: Encoder, prefix: str, progress: bool
) -> tuple[Vectors, int]:
    """Vectors (texts, dimension) of different texts, and how many of them had to be made now.

    Raises:
        ArchiveError: the disk is full or cannot be written.
    """
    with writing(index):
        return _encode(index / PARTIAL, texts, encoder, prefix, progress)


def _encode(
    file: Path, texts: Sequence[str], encoder: Encoder, prefix: str, progress: bool
) -> tuple[Vectors, int]:
    head = f"{encoder.fingerprint} {prefix!r} {encoder.dimension}\n".encode()
    keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
    known = dict(_records(file, head, encoder.dimension))
    _trim(file, head, len(known) * _size(encoder.dimension))
    vectors = np.empty((len(texts), encoder.dimension), np.float32)
    left = [row for row, key in enumerate(keys) if key not in known]
    for row, key in enumerate(keys):
        if key in known:
            vectors[row] = known[key]
    left.sort(key=lambda row: len(texts[row]))  # texts of one length are embedded fastest
    with (
        file.open("ab") as stream,
        tqdm(total=len(left), desc="embedding", unit="passage", disable=not progress) as bar,
    ):
        for first in range(0, len(left), SLICE):
            rows = left[first : first + SLICE]
            vectors[rows] = encoder.encode_passages([texts[row] for row in rows])
            stream.writelines(_record(keys[row], vectors[row]) for row in rows)
            stream.flush()
            bar.update(len(rows))
    return vectors, len(left)


def forget(index: Path) -> None:
    """Drop what an unfinished build left."""
    (index / PARTIAL).unlink(missing_ok=True)


def _records(file: Path, head: bytes, dimension: int) -> Iterator[tuple[bytes, Vectors]]:
    """The records that are whole, up to the first that is not."""
    size = _size(dimension)
    data = file.read_bytes() if file.exists() else b""
    if not data.startswith(head):
        return
    for at in range(len(head), len(data) - size + 1, size):
        key, vector = data[at : at + 32], np.frombuffer(data[at + 32 : at + size - 4], np.float32)
        if data[at : at + size] != _record(key, vector):
            return
        yield key, vector


def _record(key: bytes, vector: Vectors) -> bytes:
    content = key + vector.tobytes()
    return content + zlib.crc32(content).to_bytes(4, "big")


def _size(dimension: int) -> int:
    return 32 + 4 * dimension + 4


def _trim(file: Path, head: bytes, length: int) -> None:
    """Leave of the file its head and `length` bytes of records; begin it if it is another's."""
    if length:
        os.truncate(file, len(head) + length)
    else:
        file.write_bytes(head)
