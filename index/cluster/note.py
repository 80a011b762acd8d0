"""The note in a generation's folder, `milvus.json`: which collection holds its rows."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rag.errors import ArchiveError

__all__ = ["NOTE", "Note", "read_note", "write_note"]

NOTE = "milvus.json"


@dataclass(frozen=True, slots=True)
class Note:
    """The collection of a generation, and that of the one before, if that was another."""

    collection: str
    before: str = ""


def write_note(folder: Path, note: Note) -> None:
    """Write a note into the folder of its generation."""
    (folder / NOTE).write_text(json.dumps(asdict(note)) + "\n", encoding="ascii")


def read_note(folder: Path) -> Note:
    """The note in the folder of a generation.

    Raises:
        ArchiveError: it is missing or damaged.
    """
    file = folder / NOTE
    try:
        return Note(**json.loads(file.read_text(encoding="ascii")))
    except (OSError, ValueError, TypeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error
