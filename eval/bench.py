"""The models of a run, loaded once, and the systems over each archive.

An index made for the occasion lies in the user's cache, named by what it was made of, and is used
again while that is the same.
"""

import hashlib
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import torch

from eval.archives import SEEDS, Archive
from eval.gold import Gold
from eval.memory import Memory, remember
from eval.provenance import commit, index_facts, short_hash
from eval.systems import FLOORS, Floor, Observation, ObservedPipeline, System
from eval.variants import AS_SET, BROKEN, WITHOUT
from index.build import build_index
from index.open import open_archive
from rag.answer.compose import Extractive
from rag.errors import InputError
from rag.generate.configure import LanguageModels, load_language_models
from rag.pipeline import Pipeline
from rag.question.names import load_tagger
from rag.reader.choose import Chosen, choose
from rag.reader.cross import Ordered
from rag.reader.encoder import SentenceEncoder, cache_folder, load_encoder, pick
from rag.reader.hub import HubReader
from rag.reader.model import CrossReader
from rag.settings import Settings
from rag.storeys import Storeys
from rag.text.stylebook import Stylebook
from rag.types import Article, Json

__all__ = [
    "Bench",
    "Systems",
    "shuffle_reader",
    "write_articles",
]

log = logging.getLogger(__name__)
SEED = 7


@dataclass(frozen=True, slots=True)
class Systems:
    """Asks each question of the system over the extra articles that the question names."""

    by_articles: Mapping[tuple[str, ...], System]
    pipelines: Sequence[Pipeline]

    def ask(self, gold: Gold) -> Observation:
        """Ask a gold question; an exception becomes an observation."""
        return self.by_articles[gold.articles].ask(gold)


@dataclass(frozen=True)
class Bench:
    """The models of one run, loaded once, and the systems over them."""

    given: Settings
    variant: str = AS_SET

    def of(self, variant: str) -> "Bench":
        """The same bench for another variant, with the same models where neither is broken."""
        other = replace(self, variant=variant)
        if not {variant, self.variant} & set(BROKEN):
            models = ("encoder", "chosen", "memory", "language")
            vars(other).update({name: getattr(self, name) for name in models})
        return other

    @cached_property
    def settings(self) -> Settings:
        """The settings as run: those given, changed by the variant."""
        if self.variant == "no-arabic-normalisation":
            return self.given.model_copy(update={"arabic_normalisation": False})
        return self.given

    @cached_property
    def encoder(self) -> SentenceEncoder:
        """The encoder that the settings name."""
        return load_encoder(self.settings)

    @cached_property
    def chosen(self) -> Chosen:
        """The reader and reranker that the settings name, calibrated; broken as the variant says.

        Raises:
            ModelError: a model cannot be loaded, or nothing was fitted for these.
        """
        chosen = choose(self.settings, self.encoder)
        if self.variant == "shuffled-reader":
            shuffle_reader(chosen.reader)
        return chosen

    @property
    def reader(self) -> CrossReader | HubReader:
        """The reader of the run."""
        return self.chosen.reader

    @cached_property
    def language(self) -> LanguageModels:
        """The language models that the settings name: what they write is what is judged."""
        return load_language_models(self.settings)

    @cached_property
    def memory(self) -> Memory:
        """What the two models have read; kept where they are not broken on purpose."""
        return remember(self.reader, self.encoder)

    def pipeline(self, paths: Sequence[Path] = (), stylebook: Path | None = None) -> Pipeline:
        """Dalil over the articles under `paths`; over the settings' own index if there are none."""
        settings = self.settings
        if stylebook is not None:
            settings = settings.model_copy(update={"stylebook": stylebook})
        if paths:
            settings = settings.model_copy(update={"index": self._folder(paths)})
            build_index(paths, settings, self.encoder, progress=False)
        names = Stylebook.load(settings.stylebook)
        archive = open_archive(settings, self.encoder, names)
        order = self.chosen.order
        tagger = load_tagger(self.encoder)
        composer = self.language.around(Extractive(names), names, tagger)
        storeys = Storeys()
        if self.variant in WITHOUT:
            storeys = replace(storeys, **{WITHOUT[self.variant]: False})
        return Pipeline(
            Ordered(archive, order) if order else archive,
            self.reader,
            composer,
            names,
            settings,
            tagger,
            storeys,
            self.language.rewriter,
        )

    def keep(self) -> None:
        """Keep what the models have read for the next run, unless they are broken on purpose."""
        if self.variant not in BROKEN:
            self.memory.save()

    def systems(self, archive: Archive) -> Systems:
        """The system over an archive, once for every set of extra articles that questions name.

        Raises:
            InputError: an extra article is not there.
        """
        self.keep()
        found: dict[tuple[str, ...], Pipeline] = {}
        for extra in dict.fromkeys(gold.articles for gold in archive.golds):
            files = [archive.beside / name for name in extra]
            for file in files:
                if not file.is_file():
                    raise InputError(f"the gold questions name {file}, which is not there")
            base = list(archive.articles) or ([SEEDS] if files else [])
            found[extra] = self.pipeline([*base, *files], archive.stylebook)
        return self._over(found)

    def over(self, articles: Sequence[Article]) -> Systems:
        """The system over these articles alone."""
        return self._over({(): self.pipeline([write_articles(articles)])})

    def _over(self, pipelines: Mapping[tuple[str, ...], Pipeline]) -> Systems:
        systems = {extra: self._system(pipeline) for extra, pipeline in pipelines.items()}
        return Systems(systems, list(pipelines.values()))

    def _system(self, pipeline: Pipeline) -> System:
        if self.variant in FLOORS:
            return Floor(pipeline, FLOORS[self.variant])
        worded = self.language.generator is not None
        return ObservedPipeline(pipeline, self.variant not in WITHOUT, worded)

    def _folder(self, paths: Sequence[Path]) -> Path:
        """The index of these files, by what they hold and where they lie.

        Of another checkout the same articles would be added to it a second time.
        """
        digest = hashlib.sha256(f"{self.settings.fingerprint} {self.encoder.fingerprint}".encode())
        for path in paths:
            digest.update(f"{path.resolve()}\0".encode())
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    digest.update(f"{file.name}\0".encode() + file.read_bytes())
        return cache_folder() / "eval" / digest.hexdigest()[:16]

    def _read_by(self) -> str:
        """The reader's fingerprint; for what was fitted here, its name and that of the fit."""
        chosen, settings = self.chosen, self.settings
        if isinstance(chosen.reader, CrossReader) and chosen.order is None:
            return chosen.reader.fingerprint
        models = " with ".join(filter(None, (settings.reader, settings.reranker)))
        return f"{models}, calibration {short_hash(settings.calibration)}"

    def about(self, pipelines: Iterable[Pipeline] = ()) -> Json:
        """What a run file says of the system: nothing in it differs between two equal runs."""
        settings = self.settings.model_dump(mode="json", exclude={"index", "stylebook", "gold"})
        return {
            "commit": commit(),
            "variant": self.variant,
            "settings": settings,
            "fingerprint": self.settings.fingerprint,
            "dtype": str(pick(self.settings.dtype)).removeprefix("torch."),
            "encoder": self.encoder.fingerprint,
            "reader": self._read_by(),
            "stylebook": short_hash(self.settings.stylebook),
            "indexes": [index_facts(pipeline) for pipeline in pipelines],
        }


def shuffle_reader(reader: CrossReader | HubReader) -> None:
    """Break a reader: the weights of each of its layers, permuted by a fixed seed.

    The word embeddings stay, for the encoder shares them.
    """
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, weights in reader.model.named_parameters():
            if "word_embeddings" not in name:
                order = torch.randperm(weights.numel(), generator=generator)
                weights.copy_(weights.flatten()[order.to(weights.device)].view_as(weights))


def write_articles(articles: Sequence[Article]) -> Path:
    """Write articles as JSON lines into the user's cache, named by their content; return the file.

    Raises:
        InputError: the cache cannot be written.
    """
    lines = [
        json.dumps({"id": a.id, "title": a.title, "language": a.language, "text": a.text}) + "\n"
        for a in articles
    ]
    content = "".join(lines)
    digest = hashlib.sha256(content.encode()).hexdigest()
    path = cache_folder() / "eval" / "articles" / f"{digest[:16]}.jsonl"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error}: set DALIL_CACHE to a folder") from error
    return path
