"""A language model as the `Rewriter` of follow-ups: it is waited for briefly, and never trusted."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

from rag.errors import ModelError
from rag.generate.prompt import rewrite_messages
from rag.generate.protocol import Generator
from rag.generate.pump import Halted, Put, pump
from rag.types import Language

__all__ = ["ByModel"]

log = logging.getLogger(__name__)
PATIENCE = 8.0
"""Seconds in all: the rules have an answer at once, and a question waits for this one."""
LONGEST = 4000
"""Characters, what a model thinks aloud among them, after which it is not listened to."""


@dataclass(frozen=True)
class ByModel:
    """Implements `Rewriter`; once `stop` is set nobody waits for it."""

    generator: Generator
    patience: float = PATIENCE
    stop: Event = field(default_factory=Event)

    def rewrite(self, question: str, history: Sequence[str], language: Language) -> str:
        """The model's line, without what it thought aloud; "" after a failure, which is logged."""
        try:
            made = "".join(self._pieces(question, history, language))
        except ModelError as error:
            log.warning("follow-up understood by rules: %s", error)
            return ""
        return "" if self.stop.is_set() else made.rpartition("</think>")[2].strip()

    def _pieces(self, question: str, history: Sequence[str], language: Language) -> Iterator[str]:
        """Yield the reply; the model is told to stop as soon as nobody listens.

        Raises:
            ModelError: it fails, is silent, does not come to an end, or takes too long.
        """
        halt, began, length = Event(), monotonic(), 0

        def work(put: Put[str], halted: Halted) -> None:
            messages = rewrite_messages(question, history, language)
            for piece in self.generator.stream(messages, halt):
                put(piece)
                if halted():
                    return

        for piece in pump(work, self.stop, self.patience, halt.set):
            length += len(piece)
            if monotonic() - began > self.patience or length > LONGEST:
                raise ModelError(f"the language model {self.generator.name!r} took too long")
            yield piece
