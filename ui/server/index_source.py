"""The newsroom's index as a source of generations; the models are loaded once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from index.generations import current
from index.open import Models, load_models, open_pipeline
from index.store import Archive
from rag.answer.compose import Extractive
from rag.errors import ArchiveError
from rag.pipeline import Pipeline
from rag.reader.cross import Ordered
from rag.search import Search, Within
from rag.settings import Settings
from rag.types import Answer, Article, Passage, Verdict
from ui.archive import facts_of
from ui.server.current_index import Opened

__all__ = ["IndexSource"]

QUICK_PASSAGES = 2
"""Passages that a quick look reads: reading is nine tenths of a question's time."""
KEPT_NARROW = 32
"""Outlets and periods whose passages are kept picked out; picking them walks the whole archive."""


@dataclass(frozen=True, slots=True)
class _Archived:
    """An archive that gives None for what it does not hold."""

    archive: Archive

    @property
    def forgotten(self) -> frozenset[str]:
        """Marks of the articles that were removed for good."""
        return self.archive.registry.forgotten

    def passage(self, passage_id: int) -> Passage | None:
        """The passage, None if there is none of that id."""
        try:
            return self.archive.passage(passage_id)
        except ArchiveError:
            return None

    def article(self, article_id: str) -> Article | None:
        """The article, None if there is none of that id."""
        try:
            return self.archive.article(article_id)
        except ArchiveError:
            return None


@dataclass(frozen=True, slots=True)
class _Checking:
    """Two looks at a question: a quick one, and the whole way only where that one finds an answer.

    No language model words what is only looked at.
    """

    quick: Pipeline
    whole: Pipeline

    @property
    def search(self) -> Search:
        """The search of both."""
        return self.whole.search

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        """The answer, or an early refusal."""
        first = self.quick.answer(text, history, timings)
        if first.verdict is Verdict.NOT_FOUND:
            return first
        return self.whole.answer(text, history, timings)


def _checking(pipeline: Pipeline) -> _Checking:
    whole = replace(pipeline, composer=Extractive(pipeline.stylebook))
    few = pipeline.settings.model_copy(update={"read_passages": QUICK_PASSAGES})
    return _Checking(replace(whole, settings=few), whole)


@dataclass
class IndexSource:
    """Opens the index that the settings name, and each generation that follows."""

    settings: Settings
    _models: list[Models] = field(default_factory=list)

    def generation(self) -> str:
        """Name of the current generation.

        Raises:
            ArchiveError: there is no index.
        """
        return current(self.settings.index).name

    def open(self) -> Opened:
        """Open the current generation; the first time, load the models as well.

        Raises:
            ArchiveError: the index is missing, damaged, or built with other settings.
            ModelError: a model cannot be loaded.
            SettingsError: the stylebook cannot be read.
        """
        self.generation()  # a missing index is said before the models are loaded
        if not self._models:
            self._models.append(load_models(self.settings))
        pipeline = open_pipeline(self.settings, self._models[0])
        search = pipeline.search
        archive = search.inner if isinstance(search, Ordered) else search
        if not isinstance(archive, Archive):
            raise ArchiveError(f"the search {archive!r} gives no articles: open an index")

        @lru_cache(KEPT_NARROW)
        def narrow(wanted: Within) -> Pipeline:
            part = archive.within(wanted)
            ordered = replace(search, inner=part) if isinstance(search, Ordered) else part
            return replace(pipeline, search=ordered)

        facts = facts_of(archive.articles)
        read = _Archived(archive)
        names = pipeline.stylebook
        checking = _checking(pipeline)
        return Opened(archive.generation, pipeline, read, names, narrow, facts, checking)
