"""Lexical search: BM25 over our own search tokens, so that every engine would rank the same.

Articles of each language have a field of their own: how rare a word is, and how long a passage,
is measured among passages of one language.
"""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Self

import tantivy

from index.facets import ANY, Facets, Wanted
from index.parts import link
from rag.errors import ArchiveError

__all__ = ["MAX_TERMS", "SPARE", "Entry", "Lexical"]

FACETS = ("tongue", "outlet", "day")
"""What a search is narrowed by, each a field of numbers."""
HEAP = 64_000_000
"""Bytes the writer may use before it writes a segment."""
SPARE = 20
"""Hits beyond what is asked for: of some that tie at the border, tantivy gives the earlier ones."""
MAX_TERMS = 256
"""Distinct terms of a question that are searched for; a question of words has far fewer."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is indexed of one passage: its search tokens, and what its article is narrowed by."""

    id: int
    facets: Facets
    tokens: Sequence[str]


class Lexical:
    """A BM25 index on disk, open for reading. Safe to search from several threads."""

    def __init__(self, index: tantivy.Index, languages: Sequence[str]) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()
        self._languages = frozenset(languages)

    @staticmethod
    def write(folder: Path, entries: Iterable[Entry], languages: Sequence[str]) -> None:
        """Write an index of the entries into an empty folder.

        One thread writes one segment after another, so that equal input ranks equally.

        Raises:
            OSError: the disk is full or cannot be written.
        """
        folder.mkdir(parents=True)
        try:
            _add(tantivy.Index(_schema(languages), str(folder)), entries)
        except ValueError as error:  # what tantivy makes of a failed write
            raise OSError(f"{folder}: {error}") from error

    @staticmethod
    def extend(before: Path, folder: Path, entries: Iterable[Entry]) -> None:
        """Write the index in `before` and more entries of its languages into an empty folder.

        Its segments never change, so both folders may name the same files. Adding alone leaves
        nothing behind that counts: the result ranks like one that was written at once.

        Raises:
            OSError: the disk is full or cannot be written.
        """
        folder.mkdir(parents=True)
        for file in before.iterdir():
            if file.suffix == ".json":
                shutil.copyfile(file, folder / file.name)
            elif file.suffix != ".lock":
                link(file, folder / file.name)
        try:
            _add(tantivy.Index.open(str(folder)), entries)
        except ValueError as error:
            raise OSError(f"{folder}: {error}") from error

    @classmethod
    def open(cls, folder: Path, languages: Sequence[str]) -> Self:
        """Open the index in a folder.

        Raises:
            ArchiveError: the folder holds no index of the form that this version writes.
        """
        try:
            return cls(tantivy.Index.open(str(folder)), languages)
        except (OSError, ValueError) as error:
            raise ArchiveError(
                f"the lexical index {folder} cannot be read ({error}): run `dalil index PATH`"
            ) from error

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        return int(self._searcher.num_docs)

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language has the token."""
        if language not in self._languages:
            return False
        return bool(self._searcher.doc_freq(_field(language), token))

    def search(
        self, tokens: Sequence[str], k: int, language: str, wanted: Wanted = ANY
    ) -> list[tuple[int, float]]:
        """At most `k` (passage id, BM25 score) in one language, best first, ties by lower id.

        The tokens are looked up as they are: nothing in them is query syntax. Only passages of the
        articles wanted are found; how rare a word is, is measured among all.
        """
        terms = list(dict.fromkeys(tokens))[:MAX_TERMS]
        if not terms or k < 1 or language not in self._languages or not self._searcher.num_docs:
            return []
        name = _field(language)
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, name, term, "freq"))
                for term in terms
            ]
        )
        if wanted != ANY:
            kept = [tantivy.Query.const_score_query(q, 0.0) for q in self._only(wanted)]
            must = tantivy.Occur.Must
            query = tantivy.Query.boolean_query([(must, query), *((must, each) for each in kept)])
        found = self._searcher.search(query, min(k + SPARE, self._searcher.num_docs), count=False)
        # Whole numbers all, though the library may give others of other fields.
        ids: list[int] = self._searcher.fast_field_values("id", [at for _, at in found.hits])  # type: ignore[assignment]
        hits = [(i, float(score)) for i, (score, _) in zip(ids, found.hits, strict=True)]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _only(self, wanted: Wanted) -> Iterator[tantivy.Query]:
        """A query for each thing that is asked of an article."""
        for name, value in (("tongue", wanted.tongue), ("outlet", wanted.outlet)):
            if value is not None:
                yield tantivy.Query.term_query(self._schema, name, value)
        if wanted.first is not None:
            last = date.max.toordinal() if wanted.last is None else wanted.last
            whole = tantivy.FieldType.Integer
            yield tantivy.Query.range_query(self._schema, "day", whole, wanted.first, last)


def _add(index: tantivy.Index, entries: Iterable[Entry]) -> None:
    writer = index.writer(HEAP, 1)
    for entry in entries:
        document = tantivy.Document()
        document.add_integer("id", entry.id)
        for name in FACETS:
            document.add_integer(name, getattr(entry.facets, name))
        document.add_text(_field(entry.facets.language), " ".join(entry.tokens))
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def _field(language: str) -> str:
    return f"tokens_{language}"


def _schema(languages: Sequence[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder().add_integer_field("id", fast=True)
    for name in FACETS:
        builder = builder.add_integer_field(name, indexed=True, fast=True)
    for language in languages:
        # No positions: nothing here asks for phrases.
        builder = builder.add_text_field(
            _field(language), tokenizer_name="whitespace", index_option="freq"
        )
    return builder.build()
