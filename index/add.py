"""Add new articles to an index without looking through all that it holds.

What is added is written behind the rest, in files of its own (`index.parts`); the others are named
again. So the time hangs on what is added, and hardly on the size of the index. Whatever else has
changed (words, metadata, a language, settings) takes the whole way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.contents import (
    LEXICAL,
    OVERVIEW,
    REGISTRY,
    SIGNATURES,
    Contents,
    content_grown,
    entries_of,
    groups_of,
)
from index.copies import copies_with, signature
from index.dense import VECTORS, Dense, load_array
from index.digests import check_file, same_file
from index.facets import language_key
from index.generations import FORMAT, BuiltWith, Manifest, current, publish, read_manifest
from index.held import ARTICLES, PASSAGES, Held
from index.lexical import Lexical
from index.lines import write_lines
from index.linked import COPIES, Copies, copies_json, read_copies
from index.made import passages_of, vectors_of
from index.merge import Merged, Read, merge, refuse_empty
from index.overview import overview_json, overview_with, read_overview
from index.sources import Registry, read_registry, registry_json
from rag.errors import ArchiveError
from rag.reader.encoder import Encoder
from rag.settings import Settings
from rag.types import Article

__all__ = ["Added", "add"]

LARGE = (ARTICLES, PASSAGES, VECTORS)
"""Files that grow by parts. Their first parts are named again as they are, and not looked through:
whoever opens the index checks them."""


@dataclass(frozen=True, slots=True)
class Added:
    """The new generation, what it holds in all, which articles are new, and what it cost."""

    generation: str
    articles: int
    passages: int
    added: tuple[str, ...]
    encoded: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Index:
    """An index as it was before."""

    folder: Path
    manifest: Manifest
    held: Held
    registry: Registry
    signatures: NDArray[np.uint32]
    copies: Copies


def add(
    loaded: Read, built: BuiltWith, settings: Settings, encoder: Encoder, progress: bool
) -> Added | None:
    """Add what was read to the index, which is locked; None if more than that has to be done.

    Raises:
        InputError: there is no article in one of the batches.
        ArchiveError: the index cannot be written; what it held is still there.
    """
    was = _index(settings.index, built)
    if was is None:
        return None
    refuse_empty(loaded, was.registry)
    warnings: list[str] = []
    merged = merge(loaded, was.registry, was.registry.origins, warnings)
    try:
        fresh = _only_new(merged, was)
        marks = np.array([signature(article.text) for article in fresh], np.uint32)
        if not fresh:
            return None
        copies = copies_with(was.copies, was.held.articles, was.signatures, fresh, marks)
        if copies is None:
            return None
    except (ArchiveError, KeyError):
        return None
    linked = [replace(a, copies=copies[a.id][1]) if a.id in copies else a for a in fresh]
    passages, empty = passages_of(linked, {}, settings, encoder, progress)
    if not passages:
        return None
    vectors, encoded = vectors_of(passages, None, built, settings, encoder, progress)
    new = Contents(linked, passages, vectors, merged.registry, marks)
    return Added(
        generation=publish(settings.index, lambda folder: _write(folder, was, new, copies)),
        articles=was.manifest.articles + len(fresh),
        passages=was.manifest.passages + len(passages),
        added=tuple(article.id for article in fresh),
        encoded=encoded,
        warnings=(*warnings, *empty),
    )


def _index(index: Path, built: BuiltWith) -> _Index | None:
    """The index, if it was built so, and what is read of it is whole."""
    try:
        folder = current(index)
        manifest = read_manifest(folder, ())
        if (manifest.format, manifest.built_with) != (FORMAT, built) or not manifest.passages:
            return None
        for name, digest in manifest.files.items():
            if name not in LARGE:
                check_file(folder / name, digest)
        registry, signatures = read_registry(folder / REGISTRY), load_array(folder / SIGNATURES)
        held, _ = Held(folder, manifest.languages), Dense.open(folder)
        copies = read_copies(folder)
    except (ArchiveError, OSError, ValueError):
        return None  # the whole way says what is wrong, or mends it
    if not len(registry.origins) == len(signatures) == manifest.articles:
        return None
    return _Index(folder, manifest, held, registry, signatures, copies)


def _only_new(merged: Merged, was: _Index) -> list[Article]:
    """The articles that are new; none if anything else has changed."""
    known = was.registry.origins
    fresh = [article for identity, article in merged.read.items() if identity not in known]
    if merged.gone or any(language_key(a.language) not in was.manifest.languages for a in fresh):
        return []
    again = (article for identity, article in merged.read.items() if identity in known)
    same = all(replace(was.held.article(each.id), copies=()) == each for each in again)
    return fresh if same else []


def _write(folder: Path, was: _Index, new: Contents, copies: Copies) -> Manifest:
    """Write into an empty folder what there was and what is new."""
    built, languages = was.manifest.built_with, was.manifest.languages
    was.held.grow(folder, new.articles, new.passages)
    others = {identity: ids for identity, (_, ids) in copies.items()}
    overview = overview_with(read_overview(was.folder / OVERVIEW), new.articles, others)
    told = {REGISTRY: registry_json(new.registry), COPIES: copies_json(copies)}
    before = [(was.folder / name).read_text(encoding="utf-8").removesuffix("\n") for name in told]
    for name, text in told.items():
        write_lines(folder / name, [text])
    write_lines(folder / OVERVIEW, [overview_json(overview)])
    marks = np.concatenate([was.signatures, new.signatures])
    np.save(folder / SIGNATURES, marks, allow_pickle=False)
    groups = np.concatenate([was.held.keys, groups_of(new.passages, languages)])
    Dense.grow(was.folder, folder, new.vectors, groups)
    Lexical.extend(was.folder / LEXICAL, folder / LEXICAL, entries_of(new.passages, built))
    return Manifest(
        built_with=built,
        content=content_grown(was.manifest, before, tuple(told.values()), new),
        articles=was.manifest.articles + len(new.articles),
        passages=was.manifest.passages + len(new.passages),
        languages=languages,
        files=_shared(was.folder, was.manifest.files, folder),
    )


def _shared(before: Path, files: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The digests of the files that have a second name in the folder.

    Raises:
        ArchiveError: a disk knows no second names, and what was copied unseen is damaged.
    """
    shared = {name: told for name, told in files.items() if same_file(before / name, folder / name)}
    for name in LARGE:
        if name not in shared:
            check_file(folder / name, files[name])
    return shared
