"""Build the index of an archive, and bring it up to date: whole or not at all, for what changed."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import numpy as np

from index.add import Added, add
from index.cluster import rows_of
from index.contents import (
    REGISTRY,
    Before,
    Contents,
    content_of,
    read_contents,
    write_generation,
)
from index.digests import check_file
from index.generations import BuiltWith, current, has_index, locked, read_manifest
from index.held import ARTICLES, read_articles
from index.load.files import load_items
from index.made import made_of
from index.merge import Read, merge, refuse_empty
from index.partial import forget
from index.sources import Batch, Registry, batch_of, read_registry
from rag.errors import ArchiveError
from rag.reader.encoder import Encoder
from rag.settings import Settings
from rag.text import lexicon
from rag.text.stylebook import Stylebook
from rag.types import Article

__all__ = ["Report", "build_index", "update_index"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    `added`, `changed` and `removed` are article ids, against the index that was there before;
    `encoded` counts the passages that were embedded anew; `warnings` name what was skipped, and
    what looked odd.
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


NOTHING = Contents((), (), np.zeros((0, 0), np.float32))


def build_index(
    paths: Sequence[Path], settings: Settings, encoder: Encoder, progress: bool = False
) -> Report:
    """Bring the index up to date with the articles under `paths`, each a source of its own.

    Raises:
        InputError: a path does not exist, or there is no article under the paths.
        ArchiveError: the index cannot be read or written, or another process is building it.
    """
    return update_index([batch_of(path) for path in paths], settings, encoder, progress)


def update_index(
    batches: Sequence[Batch], settings: Settings, encoder: Encoder, progress: bool = False
) -> Report:
    """Add what is new in the batches, replace what changed, drop what has gone from under them.

    Articles of other places stay. What the index holds unchanged is taken over: passages of
    articles with the same words, vectors of passages with the same words. If nothing changed,
    nothing is written. `progress` draws bars on standard error.

    Raises:
        InputError: there is no article in one of the batches.
        ArchiveError: the index cannot be read or written, or another process is building it.
        SettingsError: the stylebook or the lexicon cannot be read.
    """
    began = perf_counter()
    lexicon.use(settings.lexicon)
    names = Stylebook.load(settings.stylebook)
    loaded = [(batch, load_items(batch.items, progress, names)) for batch in batches]
    warnings = [line for _, each in loaded for line in each.warnings]
    built, rows = BuiltWith.of(settings, encoder.fingerprint), rows_of(settings)
    with locked(settings.index):
        if not rows and (new := add(loaded, built, settings, encoder, progress)):
            forget(settings.index)
            return _added(new, warnings, began)
        before, held = _before(settings.index)
        refuse_empty(loaded, held.registry)
        articles, registry = _merged(loaded, held, warnings)
        contents, encoded, empty = made_of(
            articles, registry, before, held, built, settings, encoder, progress
        )
        content = content_of(contents, built)
        if before and before.manifest.content == content:
            generation = before.folder.name
            if rows:  # what Milvus may have lost is brought there again
                rows.restore(before)
        else:
            generation = write_generation(
                settings.index, contents, built, before=before, rows=rows, content=content
            )
        forget(settings.index)
    added, changed, removed = _differences(contents.articles, held.articles)
    return Report(
        generation=generation,
        articles=len(contents.articles),
        passages=len(contents.passages),
        added=added,
        changed=changed,
        removed=removed,
        encoded=encoded,
        seconds=perf_counter() - began,
        warnings=(*warnings, *empty),
    )


def _added(new: Added, warnings: Sequence[str], began: float) -> Report:
    return Report(
        generation=new.generation,
        articles=new.articles,
        passages=new.passages,
        added=new.added,
        changed=(),
        removed=(),
        encoded=new.encoded,
        seconds=perf_counter() - began,
        warnings=(*warnings, *new.warnings),
    )


def _before(index: Path) -> tuple[Before | None, Contents]:
    """The index as it is, None if it is not whole; and what can be used of it.

    Its articles always can, since nothing is dropped without being asked for.

    Raises:
        ArchiveError: there is an index, and not even its articles can be read.
    """
    if not has_index(index):
        return None, NOTHING
    folder = current(index)
    try:
        before = Before(folder, read_manifest(folder), read_contents(folder))
    except ArchiveError as error:
        log.info("using only the articles of the index: %s", error)
    else:
        return before, before.contents
    try:
        for name, digest in read_manifest(folder, ()).files.items():
            if name == REGISTRY or name.startswith(ARTICLES):  # it has parts
                check_file(folder / name, digest)
        articles, registry = read_articles(folder), read_registry(folder / REGISTRY)
    except ArchiveError as error:
        raise ArchiveError(
            f"{error}; to begin anew, move {index} away and index every source again"
        ) from error
    return None, replace(NOTHING, articles=tuple(articles.values()), registry=registry)


def _merged(loaded: Read, before: Contents, warnings: list[str]) -> tuple[list[Article], Registry]:
    """The articles that the index will hold, in the places that they had, and their origins."""
    old = {article.id: article for article in before.articles}
    merged = merge(loaded, before.registry, old.keys(), warnings)
    origins = dict(merged.registry.origins)
    today = datetime.now(UTC).date()
    for identity, article in merged.read.items():
        if identity in old and old[identity].text != article.text:
            origins[identity] = replace(origins[identity], revised=today)
    articles = {i: article for i, article in old.items() if i not in merged.gone}
    articles.update(merged.read)
    return list(articles.values()), replace(merged.registry, origins=origins)


def _differences(
    articles: Iterable[Article], before: Iterable[Article]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Ids of the articles that are new, that differ in words or metadata, and that are gone."""
    old = {article.id: replace(article, copies=()) for article in before}
    new = {article.id: replace(article, copies=()) for article in articles}
    added = tuple(i for i in new if i not in old)
    changed = tuple(i for i in new if i in old and new[i] != old[i])
    return added, changed, tuple(i for i in old if i not in new)
