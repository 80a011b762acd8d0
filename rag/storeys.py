"""The families of hand-made rules, each of which can be left out to measure what it gives."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

__all__ = ["ALL", "Storeys", "standing", "using"]


@dataclass(frozen=True, slots=True)
class Storeys:
    """What stands on top of search and reader. All of it in use; less only in the evaluation."""

    tallies: bool = True
    """Further counts, from passages that the reader passed over."""
    hints: bool = True
    """Answers of readings below the threshold, where the value is in the unit asked for."""
    events: bool = True
    """What happened to those who are counted: killed, not wounded."""
    speakers: bool = True
    """Who a sentence says it from."""
    named: bool = True
    """That an article names whom and where the question names."""
    scope: bool = True
    """Labels of what is counted elsewhere, or of a part."""
    followup: bool = True
    """Questions that lean on the one before, made whole."""
    second_look: bool = True
    """Sentences of doubtful passages, compared with the question by the encoder."""
    stylebook: bool = True
    """Names known in both languages."""


ALL = Storeys()
_STANDING: ContextVar[Storeys] = ContextVar("storeys", default=ALL)


def standing() -> Storeys:
    """Those in use where this is called."""
    return _STANDING.get()


@contextmanager
def using(storeys: Storeys) -> Iterator[None]:
    """Use these for as long as the block runs, in this thread or task alone."""
    token = _STANDING.set(storeys)
    try:
        yield
    finally:
        _STANDING.reset(token)
