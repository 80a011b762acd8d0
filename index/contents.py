"""Write what a generation is made of, and read it again."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.dense import Dense, load_array
from index.facets import facets_of, language_key
from index.generations import BuiltWith, Manifest, publish
from index.held import Held, linked, read_articles, read_passages
from index.lexical import Entry, Lexical
from index.lines import article_json, passage_json, write_lines
from index.linked import COPIES, copies_json, copies_of
from index.overview import overview_json, overview_of
from index.sources import Registry, read_registry, registry_json
from rag.errors import ArchiveError
from rag.text.fold import analyse
from rag.types import Article, Passage

__all__ = [
    "LEXICAL",
    "OVERVIEW",
    "REGISTRY",
    "SIGNATURES",
    "Before",
    "Contents",
    "Rows",
    "content_grown",
    "content_of",
    "entries_of",
    "groups_of",
    "read_contents",
    "tokens_of",
    "write_generation",
]

LEXICAL = "lexical"
REGISTRY, OVERVIEW, SIGNATURES = "sources.json", "overview.json", "signatures.npy"
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a generation is made of; `vectors` (passages, dimension) are of length one.

    `signatures` tell near copies among the articles, a row each; none, if not given.
    """

    articles: Sequence[Article]
    passages: Sequence[Passage]
    vectors: Vectors
    registry: Registry = field(default_factory=Registry)
    signatures: NDArray[np.uint32] = field(default_factory=lambda: np.zeros((0, 0), np.uint32))


@dataclass(frozen=True, slots=True)
class Before:
    """A generation that was read whole."""

    folder: Path
    manifest: Manifest
    contents: Contents


class Rows(Protocol):
    """Where the passages of an index are searched, if that is not in its files."""

    def put(
        self, folder: Path, contents: Contents, built: BuiltWith, before: Before | None, erase: bool
    ) -> Callable[[], None]:
        """Make all passages searchable, and write into the folder what a reader needs.

        What this returns is called once the folder is current.
        """
        ...


def content_of(contents: Contents, built: BuiltWith) -> str:
    """A digest that changes with any article, passage, source or setting.

    It is a sum of SHA-256 digests: so what is added to an index changes it without a look at the
    rest.
    """
    told = registry_json(contents.registry), copies_json(copies_of(contents.articles))
    total = _about(built, *told) + _summed(contents.articles, contents.passages, 0, 0)
    return f"{total % 2**256:064x}"


def content_grown(before: Manifest, was: Sequence[str], now: Sequence[str], new: Contents) -> str:
    """What `content_of` gives once a generation has got some more articles.

    `was` and `now` are what its files tell of sources and copies, before and after.
    """
    built = before.built_with
    total = int(before.content, 16) - _about(built, *was) + _about(built, *now)
    total += _summed(new.articles, new.passages, before.articles, before.passages)
    return f"{total % 2**256:064x}"


def _about(built: BuiltWith, registry: str, copies: str) -> int:
    return _digest(f"{built!r}\0{registry}\0{copies}")


def _summed(
    articles: Sequence[Article], passages: Sequence[Passage], first: int, first_passage: int
) -> int:
    """The digests of all lines, each with its place, the first ones being those given."""
    total = sum(_digest(f"article {at} {article_json(a)}") for at, a in enumerate(articles, first))
    places = enumerate(passages, first_passage)
    return total + sum(_digest(f"passage {at} {passage_json(p)}") for at, p in places)


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest(), "big")


def write_generation(
    index: Path,
    contents: Contents,
    built: BuiltWith,
    *,
    before: Before | None = None,
    erase: bool = False,
    rows: Rows | None = None,
    content: str = "",
) -> str:
    """Write a whole generation beneath `index` and make it current; return its name.

    The search terms of a generation `before` it are taken over if all its passages are in this
    one. With `erase` nothing older is left. With `rows` the files hold all but what searches them.
    Whoever knows what `content_of` gives says so: it looks at everything.

    Raises:
        ArchiveError: the disk is full or cannot be written; what was current stays so. The rows
            cannot be written, or the settings name another store than the index has.
    """
    if (built.store == "files") != (rows is None):
        raise ArchiveError(
            f"the index {index} was built with store = {built.store!r}: set `store` to that, or "
            "run `dalil index` to build it anew"
        )
    languages = tuple(sorted({language_key(a.language) for a in contents.articles}))
    afterwards: list[Callable[[], None]] = []

    def fill(folder: Path) -> Manifest:
        Held.write(folder, contents.articles, contents.passages, languages)
        write_lines(folder / REGISTRY, [registry_json(contents.registry)])
        write_lines(folder / COPIES, [copies_json(copies_of(contents.articles))])
        write_lines(folder / OVERVIEW, [overview_json(overview_of(contents.articles))])
        np.save(folder / SIGNATURES, contents.signatures, allow_pickle=False)
        if len(contents.vectors) != len(contents.passages):
            raise ValueError("each passage has one vector")
        if rows:
            Dense.write(folder, contents.vectors, exact=len(contents.vectors))
            afterwards.append(rows.put(folder, contents, built, before, erase))
        else:
            grown = _grown_from(before, contents.passages, languages, built)
            groups = groups_of(contents.passages, languages)
            Dense.write(folder, contents.vectors, groups, grown_from=grown)
            _write_terms(folder / LEXICAL, contents.passages, languages, built, grown)
        return Manifest(
            built_with=built,
            content=content or content_of(contents, built),
            articles=len(contents.articles),
            passages=len(contents.passages),
            languages=languages,
            files={},
        )

    name = publish(index, fill, erase=erase)
    for then in afterwards:
        then()
    return name


def _grown_from(
    before: Before | None,
    passages: Sequence[Passage],
    languages: Sequence[str],
    built: BuiltWith,
) -> Path | None:
    """The folder of the generation before, if all that it holds is the beginning of this one."""
    if before is None or not before.contents.passages:
        return None
    if before.manifest.built_with != built or before.manifest.languages != tuple(languages):
        return None
    old = before.contents.passages
    same = len(old) <= len(passages) and all(
        was.id == now.id and facets_of(was.article) == facets_of(now.article)
        for was, now in zip(old, passages, strict=False)
    )
    return before.folder if same else None


def _write_terms(
    folder: Path,
    passages: Sequence[Passage],
    languages: Sequence[str],
    built: BuiltWith,
    grown: Path | None,
) -> None:
    """Write the lexical index: of one that has grown, only what is new."""
    held = Lexical.open(grown / LEXICAL, languages).passages if grown else 0
    entries = entries_of(passages[held:], built)
    if grown:
        Lexical.extend(grown / LEXICAL, folder, entries)
    else:
        Lexical.write(folder, entries, languages)


def groups_of(passages: Sequence[Passage], languages: Sequence[str]) -> NDArray[np.int8]:
    """The language of each passage, by its place among those of the manifest."""
    place = {language: at for at, language in enumerate(languages)}
    return np.array([place[language_key(p.article.language)] for p in passages], np.int8)


def entries_of(passages: Sequence[Passage], built: BuiltWith) -> Iterator[Entry]:
    """What the lexical index holds of each passage."""
    for p in passages:
        yield Entry(p.id, facets_of(p.article), tokens_of(p.in_context, built))


def read_contents(folder: Path) -> Contents:
    """Everything that a generation was made of; its vectors stay on disk until they are used.

    Raises:
        ArchiveError: a file is missing or damaged.
    """
    articles, registry = linked(read_articles(folder), folder), read_registry(folder / REGISTRY)
    passages = read_passages(folder, articles)
    try:
        signatures = load_array(folder / SIGNATURES)
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{folder / SIGNATURES} cannot be read ({error})") from error
    vectors = Dense.open(folder).vectors
    return Contents(tuple(articles.values()), passages, vectors, registry, signatures)


def tokens_of(text: str, built: BuiltWith) -> list[str]:
    """The search tokens of a text, as an index built so has them."""
    return analyse(text, arabic=built.arabic_normalisation)
