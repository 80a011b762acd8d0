"""Digests of the files of an index, by which damage is found."""

import hashlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from rag.errors import ArchiveError

__all__ = ["AGAIN", "check_file", "digests_of", "same_file", "sha256_of"]

AGAIN = "run `dalil index PATH`"
SETTLED_NS = 2_000_000_000
"""Age from which a file's time of change is trusted to tell the next change from this one."""
REMEMBERED = 10_000
_known: dict[tuple[int, ...], str] = {}
"""What this process has read: device, inode, size and time of change of a file, and its digest."""


def sha256_of(file: Path) -> str:
    """The SHA-256 of a file; of one that has not changed since it was read, what was found then.

    Generations share files, so that a server that opens the next one reads only what is new.

    Raises:
        OSError: it cannot be read.
    """
    with file.open("rb") as stream:
        told = os.fstat(stream.fileno())
        key = (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)
        if known := _known.get(key):
            return known
        settled = time.time_ns() - told.st_mtime_ns > SETTLED_NS
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if settled:
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[key] = found
    return found


def digests_of(folder: Path, known: Mapping[str, str]) -> dict[str, str]:
    """Digests of every file below a folder; an engine's lock files are not content.

    Of the files whose digests are `known`, by relative path, those are taken.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files if path.suffix != ".lock"}
    return {name: known.get(name) or sha256_of(path) for name, path in names.items()}


def same_file(one: Path, other: Path) -> bool:
    """Whether both are there, and two names of one file."""
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False


def check_file(file: Path, digest: str) -> None:
    """Raise if a file is not what it was.

    Raises:
        ArchiveError: it is missing, cannot be read, or has another digest.
    """
    try:
        found = sha256_of(file)
    except OSError as error:
        raise ArchiveError(f"{file} is missing or unreadable: {AGAIN}") from error
    if found != digest:
        raise ArchiveError(f"{file} is damaged, its checksum differs: {AGAIN}")
