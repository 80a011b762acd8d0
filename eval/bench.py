"""The systems that are run: Dalil over its own index or over one made for the occasion.

An index made for the occasion lies in the user's cache, named by what it was made of, and is used
again while that is the same.
"""

import hashlib
import json
import logging
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import torch

from eval.gate import VARIANTS
from eval.gold import Gold
from eval.observe import Observation, ObservedPipeline
from index.build import build_index
from index.open import open_archive
from rag.answer.compose import Extractive
from rag.errors import InputError
from rag.pipeline import Pipeline
from rag.reader.encoder import SentenceEncoder, cache_folder, load_encoder, pick
from rag.reader.model import CrossReader, load_reader
from rag.reader.rerank import Reranker
from rag.settings import Settings
from rag.text.stylebook import Stylebook
from rag.types import Article

__all__ = ["ROOT", "Bench", "Pipelines", "shuffle_reader", "write_articles"]

Json = dict[str, Any]
log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parent.parent
SEED = 7


@dataclass(frozen=True, slots=True)
class Pipelines:
    """Asks each question of the pipeline over the extra articles that the question names."""

    by_articles: Mapping[tuple[str, ...], ObservedPipeline]

    def ask(self, gold: Gold) -> Observation:
        """Ask a gold question; an exception becomes an observation."""
        return self.by_articles[gold.articles].ask(gold)


@dataclass(frozen=True)
class Bench:
    """The models of one run, loaded once, and the pipelines over them."""

    given: Settings
    variant: str = VARIANTS[0]

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
    def reader(self) -> CrossReader:
        """The reader that the settings name, broken if the variant says so."""
        reader = load_reader(self.settings, self.encoder)
        if self.variant == "shuffled-reader":
            shuffle_reader(reader)
        return reader

    @cached_property
    def stylebook(self) -> Stylebook:
        """The stylebook that the settings name."""
        return Stylebook.load(self.settings.stylebook)

    def names(self, text: str) -> frozenset[str]:
        """The names of the stylebook in a text, each by its first English form."""
        return frozenset(m.entity.english[0] for m in self.stylebook.find(text) if m.entity.english)

    def pipeline(self, paths: Sequence[Path] = ()) -> Pipeline:
        """Dalil over the articles under `paths`; over the settings' own index if there are none."""
        settings = self.settings
        if paths:
            settings = settings.model_copy(update={"index": self._folder(paths)})
            build_index(paths, settings, self.encoder, progress=True)
        archive = open_archive(settings, self.encoder, self.stylebook)
        reader, composer = Reranker(self.reader), Extractive(self.stylebook)
        return Pipeline(archive, reader, composer, self.stylebook, settings)

    def pipelines(self, golds: Iterable[Gold], paths: Sequence[Path], beside: Path) -> Pipelines:
        """A pipeline for every set of extra articles; their files lie beside the gold file.

        Raises:
            InputError: an extra article is not there.
        """
        found: dict[tuple[str, ...], ObservedPipeline] = {}
        for extra in dict.fromkeys(gold.articles for gold in golds):
            files = [beside / name for name in extra]
            for file in files:
                if not file.is_file():
                    raise InputError(f"the gold questions name {file}, which is not there")
            base = list(paths) or ([ROOT / "seeds"] if files else [])
            found[extra] = ObservedPipeline(self.pipeline([*base, *files]))
        return Pipelines(found)

    def over(self, articles: Sequence[Article]) -> Pipelines:
        """Dalil over these articles alone."""
        return Pipelines({(): ObservedPipeline(self.pipeline([write_articles(articles)]))})

    def _folder(self, paths: Sequence[Path]) -> Path:
        digest = hashlib.sha256(f"{self.settings.fingerprint} {self.encoder.fingerprint}".encode())
        for path in paths:
            for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
                if file.is_file():
                    digest.update(f"{file.name}\0".encode() + file.read_bytes())
        return cache_folder() / "eval" / digest.hexdigest()[:16]

    def about(self, pipelines: Pipelines) -> Json:
        """What a run file says of the system: nothing in it differs between two equal runs."""
        settings = self.settings.model_dump(mode="json", exclude={"index", "stylebook"})
        names = self.settings.stylebook
        return {
            "commit": _commit(),
            "variant": self.variant,
            "settings": settings,
            "fingerprint": self.settings.fingerprint,
            "dtype": str(pick(self.settings.dtype)).removeprefix("torch."),
            "encoder": self.encoder.fingerprint,
            "reader": self.reader.fingerprint,
            "stylebook": hashlib.sha256(names.read_bytes()).hexdigest()[:12] if names else None,
            "indexes": [_index(p.pipeline) for p in pipelines.by_articles.values()],
        }


def _index(pipeline: Pipeline) -> Json:
    manifest = getattr(pipeline.search, "manifest", None)
    if manifest is None:
        return {}
    return {
        "content": manifest.content[:12],
        "articles": manifest.articles,
        "passages": manifest.passages,
    }


def _commit() -> str:
    """The commit that runs, with "+ changes" where the tree has any; "unknown" outside git."""

    def git(*words: str) -> str:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(ROOT), *words],  # noqa: S607
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    try:
        changed = git("status", "--porcelain", "--untracked-files=no")
        return git("rev-parse", "HEAD") + (" + changes" if changed else "")
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


def shuffle_reader(reader: CrossReader) -> None:
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
