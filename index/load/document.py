"""What every format is read into, and how a reader says that it cannot."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from rag.errors import InputError

__all__ = ["Document", "ReadFormat", "Skipped", "UnreadableError"]


class UnreadableError(InputError):
    """A file that cannot be read; its text is the reason, as it stands after "skipped, "."""


@dataclass(frozen=True, slots=True)
class Document:
    """One article as a file gives it; "" and None where the file does not say.

    `text` is what a reader of the page sees, in its own words. `id` is the file's own name for it,
    `at` tells it from others in the same file (":3"). `inferred` are fields given with less than
    certainty, `notes` what was odd.
    """

    text: str
    id: str = ""
    at: str = ""
    title: str = ""
    outlet: str = ""
    published: date | None = None
    language: str = ""
    url: str = ""
    wire: tuple[str, ...] = ()
    inferred: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of a file that gives no article: which one (":3"), and why."""

    at: str
    reason: str


ReadFormat = Callable[[bytes], Iterator[Document | Skipped]]
"""Reads the bytes of one file. Raises UnreadableError if none of it can be read."""
