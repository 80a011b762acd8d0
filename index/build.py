"""Build the index of an archive: whole or not at all, at the cost of what changed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.generations import BuiltWith, current, locked, read_manifest
from index.load.clean import kept_spans
from index.load.files import load_articles
from index.passages import make_passages
from index.store import Archive, Contents, content_of, write_generation
from rag.errors import ArchiveError, InputError
from rag.reader.encoder import Encoder
from rag.settings import Settings
from rag.text import lexicon
from rag.text.stylebook import Stylebook
from rag.types import Article, Passage

__all__ = ["Report", "build_index"]

log = logging.getLogger(__name__)
_Known = dict[tuple[str, str], list[Passage]]
"""Passages by their article's id and text."""
SPECIAL_TOKENS = 12
"""Room, of what the encoder sees of a text, for its prefix and the marks around it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    `added`, `changed` and `removed` are article ids, against the index that was there before;
    `encoded` counts the passages that were embedded anew; `warnings` name what was skipped.
    """

    generation: str
    articles: int
    passages: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    encoded: int
    seconds: float
    warnings: tuple[str, ...]


def build_index(
    paths: Sequence[Path], settings: Settings, encoder: Encoder, progress: bool = False
) -> Report:
    """Make `settings.index` the index of exactly the articles under `paths`.

    What the index already holds unchanged is taken over: passages of articles with the same words,
    vectors of passages with the same words. If nothing changed, nothing is written. `progress`
    draws bars on standard error.

    Raises:
        InputError: a path does not exist, or there is no article under the paths.
        ArchiveError: the index cannot be written, or another process is building it.
        SettingsError: the stylebook or the lexicon cannot be read.
    """
    began = perf_counter()
    lexicon.use(settings.lexicon)
    loaded = load_articles(paths, Stylebook.load(settings.stylebook))
    if not loaded.articles:
        where = ", ".join(map(str, paths)) or "no path"
        reason = f" ({loaded.warnings[0]})" if loaded.warnings else ""
        raise InputError(
            f"no article in {where}{reason}: name files or folders with .txt, .md, .html or "
            ".jsonl articles"
        )
    built = BuiltWith.of(settings, encoder.fingerprint)
    with locked(settings.index):
        before = _before(settings.index, encoder, built)
        known = _by_article(before, built)
        passages, empty = _passages(loaded.articles, known, settings, encoder, progress)
        vectors, encoded = _vectors(passages, before, encoder, progress)
        content = content_of(loaded.articles, passages, built)
        if before and before.manifest.content == content:
            generation = before.generation
        else:
            contents = Contents(loaded.articles, passages, vectors)
            generation = write_generation(settings.index, contents, built)
    added, changed, removed = _differences(loaded.articles, before)
    return Report(
        generation=generation,
        articles=len(loaded.articles),
        passages=len(passages),
        added=added,
        changed=changed,
        removed=removed,
        encoded=encoded,
        seconds=perf_counter() - began,
        warnings=(*loaded.warnings, *empty),
    )


def _before(index: Path, encoder: Encoder, built: BuiltWith) -> Archive | None:
    """The index as it is, if its vectors can be built upon."""
    try:
        folder = current(index)
        manifest = read_manifest(folder)
        was = manifest.built_with
        if (was.fingerprint, was.passage_prefix) != (built.fingerprint, built.passage_prefix):
            return None
        return Archive(folder, manifest, encoder)
    except ArchiveError as error:
        log.info("building the whole index: %s", error)
        return None


def _passages(
    articles: Sequence[Article],
    known: _Known,
    settings: Settings,
    encoder: Encoder,
    progress: bool,
) -> tuple[list[Passage], list[str]]:
    """All passages, article by article, and a warning for each article that has none."""
    passages: list[Passage] = []
    warnings: list[str] = []
    budget = settings.passage_tokens
    longest = min(2 * budget, encoder.max_tokens - SPECIAL_TOKENS)
    for article in tqdm(articles, "passages", unit="article", disable=not progress, delay=1):
        if (article.id, article.text) in known:
            own = [replace(p, article=article) for p in known[article.id, article.text]]
        else:
            keep = kept_spans(article.text)
            own = make_passages(
                article, keep, encoder.count_tokens, budget, settings.overlap_sentences, longest
            )
        if not own:
            warnings.append(f"{article.id}: nothing but page furniture, so it cannot be found")
        passages += own
    return passages, warnings


def _by_article(before: Archive | None, built: BuiltWith) -> _Known:
    """The passages of every article that is known, if they would be made the same way now."""
    if before is None or before.manifest.built_with != built:
        return {}
    found: _Known = {(a.id, a.text): [] for a in before.articles}
    for passage in before.passages:
        found[passage.article.id, passage.article.text].append(passage)
    return found


def _vectors(
    passages: Sequence[Passage], before: Archive | None, encoder: Encoder, progress: bool
) -> tuple[NDArray[np.float32], int]:
    """Vectors (passages, dimension) in order, and how many had to be made."""
    known = {passage.id for passage in before.passages} if before else set()
    vectors = np.empty((len(passages), encoder.dimension), np.float32)
    fresh = [i for i, passage in enumerate(passages) if passage.id not in known]
    if before:
        for i, passage in enumerate(passages):
            if passage.id in known:
                vectors[i] = before.vector(passage.id)
    if fresh:
        vectors[fresh] = encoder.encode_passages([passages[i].text for i in fresh], progress)
    return vectors, len(fresh)


def _differences(
    articles: Sequence[Article], before: Archive | None
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Ids of the articles that are new, that differ, and that are gone."""
    old = {article.id: article for article in before.articles} if before else {}
    new = {article.id: article for article in articles}
    added = tuple(i for i in new if i not in old)
    changed = tuple(i for i in new if i in old and new[i] != old[i])
    return added, changed, tuple(i for i in old if i not in new)
