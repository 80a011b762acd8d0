"""Files that grow by parts, so that generations share what has not changed.

    vectors.npy, vectors.npy.1, vectors.npy.2 …      one after another, as if they were one file

A part never changes once its generation is current: the next generation names the same file.
"""

import shutil
from pathlib import Path

__all__ = ["grow", "link", "parts_of"]

MUCH = 4
"""Times the size of what comes behind it that a part has at least; else it is written with it."""


def parts_of(file: Path) -> list[Path]:
    """The file and what was added to it, in order."""
    parts = [file]
    while (more := _part(file, len(parts))).exists():
        parts.append(more)
    return parts


def grow(before: Path, file: Path, added: bytes) -> None:
    """Write as `file` what `before` and its parts hold, and what is added behind them.

    The last parts are written anew as long as they are not much larger than what comes behind
    them, so that there are few; the first never is.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    parts = parts_of(before)
    size, kept = len(added), len(parts)
    while kept > 1 and parts[kept - 1].stat().st_size < MUCH * size:
        kept -= 1
        size += parts[kept].stat().st_size
    for at, part in enumerate(parts[:kept]):
        link(part, _part(file, at))
    with _part(file, kept).open("wb") as stream:
        for part in parts[kept:]:
            stream.write(part.read_bytes())
        stream.write(added)


def link(file: Path, other: Path) -> None:
    """Give a file a second name, or a copy where the disk knows no second names.

    Raises:
        OSError: the disk is full or cannot be written.
    """
    try:
        other.hardlink_to(file)
    except OSError:
        shutil.copyfile(file, other)


def _part(file: Path, at: int) -> Path:
    return file.with_name(f"{file.name}.{at}") if at else file
