"""Understand a question: its language, what it asks for, and what it leans on."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rag.errors import InputError
from rag.types import Language

__all__ = ["Asks", "Question", "understand"]


class Asks(StrEnum):
    """The kind of answer that a question asks for."""

    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DURATION = "duration"
    TIME = "time"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    YES_NO = "yes or no"
    LIST = "list"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Question:
    """A question made ready: `asked` as typed, `text` self-contained, for search and reader."""

    asked: str
    text: str
    language: Language
    asks: Asks

    @property
    def search_text(self) -> str:
        """What retrieval searches for."""
        return self.text


def understand(asked: str, history: Sequence[str] = (), max_chars: int = 1000) -> Question:
    """Make a question ready.

    Raises:
        InputError: the question is empty, longer than `max_chars`, or has no letter or digit.
    """
    raise InputError(f"not written yet: {asked[:0]}{history and ''}{max_chars and ''}{re.I and ''}")
