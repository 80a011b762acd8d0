"""Answers that a language model is writing: who hears of each sentence, and how one is stopped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.generate.writer import Step

__all__ = ["Listener", "Writing"]


@dataclass(frozen=True, slots=True)
class Listener:
    """Who hears of each sentence as it is decided; `tell` is called from another thread.

    Set `stop` for the answer as it stands, `gone` as well where nobody will have it.
    """

    tell: "Callable[[Step], None]"
    stop: Event = field(default_factory=Event)
    gone: Event = field(default_factory=Event)

    def leave(self) -> None:
        """End the writing; what came of it is dropped."""
        self.gone.set()
        self.stop.set()


@dataclass(frozen=True, slots=True)
class Writing:
    """What is being written now, by the keys that the questions came with. Safe from threads."""

    _stops: dict[str, Event] = field(default_factory=dict)

    @contextmanager
    def under(self, key: str, stop: Event) -> Iterator[None]:
        """As long as this lasts, `stop` is what stops the key's answer; "" is no key."""
        if key:
            self._stops[key] = stop
        try:
            yield
        finally:
            self._stops.pop(key, None)

    def stop(self, key: str) -> bool:
        """End what is written under a key with the answer as it stands; False if nothing is."""
        stop = self._stops.get(key)
        if stop is not None:
            stop.set()
        return stop is not None
