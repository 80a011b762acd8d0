"""Take articles out of an index for good."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.contents import Before, Contents, Rows, read_contents, write_generation
from index.copies import find_copies
from index.generations import current, locked, read_manifest
from index.partial import forget
from index.sources import Registry, mark
from rag.errors import InputError

__all__ = ["Removed", "readmit", "remove"]


@dataclass(frozen=True, slots=True)
class Removed:
    """The ids of the articles that went, and of those that print the same and stayed."""

    articles: tuple[str, ...]
    copies: tuple[str, ...]


def remove(index: Path, name: str, rows: Rows | None = None) -> Removed:
    """Remove a source with all its articles, or one article, from every file and all `rows`.

    An article that was removed stays out when its file is indexed again, until it is readmitted.

    Raises:
        InputError: no source and no article is called so.
        ArchiveError: the index cannot be read or written, or another process is building it.
    """
    with locked(index):
        folder = current(index)
        manifest, contents = read_manifest(folder), read_contents(folder)
        registry = contents.registry
        if registry.source(name):
            gone = {i for i, origin in registry.origins.items() if origin.source == name}
            sources = tuple(source for source in registry.sources if source.name != name)
            registry = replace(registry, sources=sources)
        elif any(article.id == name for article in contents.articles):
            gone = {name}
            registry = replace(registry, removed=registry.removed | {mark(name)})
        else:
            names = ", ".join(source.name for source in registry.sources)
            raise InputError(
                f"no source and no article is called {name!r}: the sources are {names or 'none'}"
            )
        forgotten = registry.forgotten | {mark(identity) for identity in gone}
        registry = replace(registry, forgotten=forgotten)
        copies = {c for a in contents.articles if a.id in gone for c in a.copies} - gone
        left = _without(contents, gone, registry)
        before = Before(folder, manifest, contents)
        write_generation(index, left, manifest.built_with, before=before, erase=True, rows=rows)
        forget(index)
    return Removed(tuple(sorted(gone)), tuple(sorted(copies)))


def readmit(index: Path, identity: str, rows: Rows | None = None) -> None:
    """Let a removed article in again the next time that its file is indexed.

    Raises:
        InputError: no article of that id was removed.
        ArchiveError: the index cannot be read or written, or another process is building it.
    """
    with locked(index):
        folder = current(index)
        manifest, contents = read_manifest(folder), read_contents(folder)
        registry = contents.registry
        if mark(identity) not in registry.removed:
            raise InputError(f"no article {identity!r} was removed: check its id")
        registry = replace(registry, removed=registry.removed - {mark(identity)})
        left = replace(contents, registry=registry)
        before = Before(folder, manifest, contents)
        write_generation(index, left, manifest.built_with, before=before, rows=rows)


def _without(contents: Contents, gone: set[str], registry: Registry) -> Contents:
    """The contents without some articles, whatever else named them."""
    stay = [row for row, article in enumerate(contents.articles) if article.id not in gone]
    articles = [contents.articles[row] for row in stay]
    signatures = contents.signatures[stay]
    copies = find_copies(articles, signatures, {a.id: a.copies for a in articles})
    by_id = {a.id: replace(a, copies=copies.get(a.id, ())) for a in articles}
    rows = [row for row, p in enumerate(contents.passages) if p.article.id in by_id]
    passages = [
        replace(contents.passages[row], article=by_id[contents.passages[row].article.id])
        for row in rows
    ]
    vectors = np.asarray(contents.vectors[np.array(rows, np.int64)], np.float32)
    origins = {i: origin for i, origin in registry.origins.items() if i in by_id}
    left = replace(registry, origins=origins)
    return Contents(tuple(by_id.values()), passages, vectors, left, signatures)
