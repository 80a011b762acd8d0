"""What a language model is to Dalil: something that goes on from messages, piece by piece."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Literal, Protocol

__all__ = ["Generator", "Message"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation with a model."""

    role: Literal["system", "user"]
    content: str


class Generator(Protocol):
    """Any chat model. Safe to call from several threads."""

    @property
    def name(self) -> str:
        """The model's name, as a reader of the answer may see it."""
        ...

    def stream(self, messages: Sequence[Message], stop: Event) -> Iterator[str]:
        """Yield the reply piece by piece; end early, without an error, once `stop` is set.

        Raises:
            ModelError: the model does not answer, fails half-way or falls silent.
        """
        ...
