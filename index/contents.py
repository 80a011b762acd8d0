"""Write what a generation is made of, and read it again."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.dense import Dense
from index.generations import BuiltWith, Manifest, publish
from index.lexical import Entry, Lexical
from index.overview import overview_json, overview_of
from index.sources import Registry, read_registry, registry_json
from rag.errors import ArchiveError
from rag.text.fold import analyse
from rag.types import Article, Passage

__all__ = [
    "ARTICLES",
    "LEXICAL",
    "OVERVIEW",
    "PASSAGES",
    "REGISTRY",
    "Before",
    "Contents",
    "Rows",
    "content_of",
    "language_key",
    "read_articles",
    "read_contents",
    "read_passages",
    "tokens_of",
    "write_generation",
]

ARTICLES, PASSAGES, LEXICAL = "articles.jsonl", "passages.jsonl", "lexical"
REGISTRY, OVERVIEW, SIGNATURES = "sources.json", "overview.json", "signatures.npy"
T = TypeVar("T")
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


def language_key(language: str) -> str:
    """A short name for an article's language that is safe in a field name: `und` if unknown."""
    code = language.strip().lower().partition("-")[0]
    return code if code.isascii() and code.isalpha() and len(code) <= 8 else "und"


def content_of(contents: Contents, built: BuiltWith) -> str:
    """A SHA-256 that changes with any article, passage, source or setting."""
    digest = hashlib.sha256(repr(built).encode())
    digest.update(registry_json(contents.registry).encode("utf-8") + b"\0")
    articles, passages = contents.articles, contents.passages
    for lines in (map(_article_json, articles), map(_passage_json, passages)):
        for line in lines:
            digest.update(line.encode("utf-8") + b"\n")
        digest.update(b"\0")
    return digest.hexdigest()


def write_generation(
    index: Path,
    contents: Contents,
    built: BuiltWith,
    *,
    before: Before | None = None,
    erase: bool = False,
    rows: Rows | None = None,
) -> str:
    """Write a whole generation beneath `index` and make it current; return its name.

    The search terms of a generation `before` it are taken over if all its passages are in this
    one. With `erase` nothing older is left. With `rows` the files hold all but what searches them.

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
        _write_lines(folder / ARTICLES, map(_article_json, contents.articles))
        _write_lines(folder / PASSAGES, map(_passage_json, contents.passages))
        _write_lines(folder / REGISTRY, iter([registry_json(contents.registry)]))
        _write_lines(folder / OVERVIEW, iter([overview_json(overview_of(contents.articles))]))
        np.save(folder / SIGNATURES, contents.signatures, allow_pickle=False)
        if len(contents.vectors) != len(contents.passages):
            raise ValueError("each passage has one vector")
        if rows:
            Dense.write(folder, contents.vectors, exact=len(contents.vectors))
            afterwards.append(rows.put(folder, contents, built, before, erase))
        else:
            grown = _grown_from(before, contents.passages, languages, built)
            Dense.write(folder, contents.vectors, grown_from=grown)
            _write_terms(folder / LEXICAL, contents.passages, languages, built, grown)
        return Manifest(
            built_with=built,
            content=content_of(contents, built),
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
        was.id == now.id and was.article.language == now.article.language
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
    entries = (
        Entry(p.id, language_key(p.article.language), tokens_of(p.in_context, built))
        for p in passages[held:]
    )
    if grown:
        Lexical.extend(grown / LEXICAL, folder, entries)
    else:
        Lexical.write(folder, entries, languages)


def read_articles(folder: Path) -> tuple[dict[str, Article], Registry]:
    """The articles of a generation by id, and where they came from.

    Raises:
        ArchiveError: a file is missing or damaged.
    """
    articles = {a.id: a for a in _read_lines(folder / ARTICLES, _article)}
    return articles, read_registry(folder / REGISTRY)


def read_passages(folder: Path, articles: Mapping[str, Article]) -> tuple[Passage, ...]:
    """The passages of a generation, article by article.

    Raises:
        ArchiveError: the file is missing or damaged.
    """
    return tuple(_read_lines(folder / PASSAGES, lambda values: _passage(values, articles)))


def read_contents(folder: Path) -> Contents:
    """Everything that a generation was made of; its vectors stay on disk until they are used.

    Raises:
        ArchiveError: a file is missing or damaged.
    """
    articles, registry = read_articles(folder)
    passages = read_passages(folder, articles)
    try:
        signatures = np.load(folder / SIGNATURES, allow_pickle=False)
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{folder / SIGNATURES} cannot be read ({error})") from error
    vectors = Dense.open(folder).vectors
    return Contents(tuple(articles.values()), passages, vectors, registry, signatures)


def tokens_of(text: str, built: BuiltWith) -> list[str]:
    """The search tokens of a text, as an index built so has them."""
    return analyse(text, arabic=built.arabic_normalisation)


def _article_json(article: Article) -> str:
    values = {item.name: getattr(article, item.name) for item in fields(Article)}
    values["published"] = article.published and article.published.isoformat()
    return json.dumps(values, ensure_ascii=False)


def _article(values: dict[str, Any]) -> Article:
    published = values["published"]
    values["published"] = date.fromisoformat(published) if published else None
    for name in ("wire", "inferred", "copies"):
        values[name] = tuple(values[name])
    return Article(**values)


def _passage_json(passage: Passage) -> str:
    values = {
        "id": passage.id,
        "article": passage.article.id,
        "start": passage.start,
        "end": passage.end,
        "sentences": passage.sentences,
    }
    return json.dumps(values, ensure_ascii=False)


def _passage(values: dict[str, Any], articles: Mapping[str, Article]) -> Passage:
    values["article"] = articles[values["article"]]
    values["sentences"] = tuple((start, end) for start, end in values["sentences"])
    return Passage(**values)


def _write_lines(file: Path, lines: Iterator[str]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(line + "\n" for line in lines)


def _read_lines(file: Path, make: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    try:
        with file.open(encoding="utf-8", newline="\n") as stream:
            for line in stream:
                yield make(json.loads(line))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{file} cannot be read ({error!r}): run `dalil index PATH`") from error
