"""The index in use: one generation at a time, exchanged while questions run."""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rag.errors import DalilError
from rag.search import Search, Within
from rag.text.stylebook import Stylebook
from rag.types import Answer, Article, Passage
from ui.archive import Facts

__all__ = ["Answering", "Live", "Opened", "Reading", "Source"]

log = logging.getLogger(__name__)


class Answering(Protocol):
    """What answers questions: a Pipeline, or a toy in tests."""

    @property
    def search(self) -> Search:
        """Finds passages."""
        ...

    def answer(
        self,
        text: str,
        history: Sequence[str] = (),
        timings: dict[str, float] | None = None,
    ) -> Answer:
        """Answer one question; `timings` receives the seconds of each step as it ends."""
        ...


class Reading(Protocol):
    """What gives articles and passages by their ids."""

    @property
    def forgotten(self) -> frozenset[str]:
        """Marks (`index.sources.mark`) of the articles that were removed for good."""
        ...

    def passage(self, passage_id: int) -> Passage | None:
        """The passage, None if the index has none of that id."""
        ...

    def article(self, article_id: str) -> Article | None:
        """The article, None if the index has none of that id."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """One generation of an index, open. Whoever holds it may use it to the end."""

    generation: str
    pipeline: Answering
    archive: Reading
    names: Stylebook
    """The newsroom's names, to show beside answers."""
    narrow: Callable[[Within], Answering]
    """Answers from some articles only.

    Raises:
        InputError: the archive has none of them.
    """
    facts: Facts = field(default_factory=Facts)
    """What the archive holds."""
    checking: Answering | None = None
    """Answers without a language model, to check whether a question is answered; None: as ever."""


class Source(Protocol):
    """Where generations come from."""

    def generation(self) -> str:
        """Name of the newest whole generation; cheap.

        Raises:
            ArchiveError: there is no index, or its pointer is damaged.
        """
        ...

    def open(self) -> Opened:
        """Open the newest generation.

        Raises:
            DalilError: it, or a model that it needs, cannot be used.
        """
        ...


class Live:
    """Holds the newest generation that could be opened.

    A question takes `current` once and keeps it, so an exchange never drops or mixes one.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._current = source.open()
        self._failed = ""

    @property
    def current(self) -> Opened:
        """The generation to use for a new question."""
        return self._current

    def refresh(self) -> bool:
        """Take up a new generation, if there is one; True if it was exchanged.

        Raises:
            DalilError: there is a new one, but it cannot be opened; the old one stays in use.
        """
        with self._lock:
            newest = self._source.generation()
            if newest in {self._current.generation, self._failed}:
                return False
            try:
                opened = self._source.open()
            except DalilError:
                self._failed = newest  # said once, tried again when the index changes
                raise
            self._failed = ""
            exchanged = opened.generation != self._current.generation
            self._current = opened
        return exchanged
