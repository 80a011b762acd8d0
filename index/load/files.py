"""Read articles from files, folders, zips and addresses, with a sidecar of metadata.

The sidecar is a file `metadata.jsonl` beside the articles, one object a line: `file` names the
article's file, and any of `title`, `outlet`, `wire` (a list), `published` (YYYY-MM-DD), `language`
and `url` says what is known. `read` and `inferred` are objects that say, for each field, where it
was read or why it was inferred. The sidecar wins over what the file says of itself.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tqdm import tqdm

from index.load.document import Document, ReadFormat, Skipped, UnreadableError
from index.load.encoding import decode
from index.load.facts import FIELDS, find_facts, stated
from index.load.feed import read_feed
from index.load.html import read_page
from index.load.metadata import find_metadata
from index.load.pdf import read_pdf
from index.load.places import Item, files_under, in_zip
from index.load.records import read_json, read_json_lines, read_objects
from index.load.text import in_reading_order, read_text
from index.load.word import read_docx
from rag.text.stylebook import Stylebook
from rag.types import Article

__all__ = ["SIDECAR", "Loaded", "load_articles", "load_items"]

SIDECAR = "metadata.jsonl"
_RESERVED = frozenset({SIDECAR, "stylebook.csv", "README.md"})
_SIDECAR_KEYS = frozenset({"file", "read", "inferred", *FIELDS})
_FORMATS: dict[str, ReadFormat] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_page,
    ".htm": read_page,
    ".jsonl": read_json_lines,
    ".json": read_json,
    ".xml": read_feed,
    ".rss": read_feed,
    ".atom": read_feed,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
ZIP = ".zip"
_SIGNS: tuple[tuple[re.Pattern[bytes], ReadFormat], ...] = (
    (re.compile(rb"%PDF-"), read_pdf),
    (re.compile(rb"PK\x03\x04"), read_docx),
    (
        re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:rss|feed|rdf:RDF)\b", re.S),
        read_feed,
    ),
    (re.compile(rb"\s*<"), read_page),
    (re.compile(rb"\s*\["), read_json),
    (re.compile(rb"\s*\{"), read_json),
)
"""How the first bytes of what has no suffix tell its format; a text is what shows none."""
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """The articles, where each came from, and a line about all that was skipped or looked odd.

    `places` gives, for each article's id, its file or address; `parts` which part of that file it
    is, "" for the whole. `unread` are the places that are there and could not be read.
    """

    articles: tuple[Article, ...]
    warnings: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reader:
    """One run of the loader: what was read so far."""

    items: dict[str, dict[str, Item]] = field(default_factory=lambda: defaultdict(dict))
    """By folder and name."""
    found: list[tuple[Article, Item, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    sidecars: dict[str, dict[str, Record]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    names: Stylebook = field(default_factory=Stylebook.load)


def load_articles(paths: Sequence[Path]) -> Loaded:
    """Read every article under the paths, files or folders, in the order of their names.

    An article's id is its file's name without the suffix, or with its folder where two files share
    a name; in a file of many articles it is the article's own id, else the file's name and the
    article's number. What cannot be read is skipped with a warning that names it.

    Raises:
        InputError: a path does not exist.
    """
    return load_items(files_under(paths))


def load_items(
    items: Iterable[Item], progress: bool = False, names: Stylebook | None = None
) -> Loaded:
    """Read every article of the items; `progress` draws a bar on standard error.

    Agencies are credited by the house forms of `names` (default: the packaged stylebook).
    """
    reader = _Reader(names=names or Stylebook.load())
    wanted = [item for item in _unpacked(items, reader) if _is_wanted(item, reader.warnings)]
    for item in wanted:
        reader.items[item.folder][item.name] = item
    articles = [item for item in wanted if item.name not in _RESERVED]
    stems = Counter(item.stem for item in articles)
    for item in tqdm(articles, "reading", unit="file", disable=not progress, delay=1):
        alone = stems[item.stem] == 1
        name = item.stem if alone else f"{Path(item.folder).name}/{item.name}"
        _read_item(item, name, reader)
    for folder in list(reader.items):
        _name_unused(folder, reader)
    return _loaded(reader)


def _unpacked(items: Iterable[Item], reader: _Reader) -> Iterator[Item]:
    for item in items:
        if item.suffix != ZIP:
            yield item
            continue
        try:
            yield from in_zip(item)
        except UnreadableError as error:
            _skip(item, str(error), reader)


def _is_wanted(item: Item, warnings: list[str]) -> bool:
    if item.suffix in _FORMATS or item.sniffed or item.name in _RESERVED:
        return True
    known = ", ".join((*_FORMATS, ZIP))
    kind = "a zip inside a zip" if item.suffix == ZIP else item.suffix or "no suffix"
    warnings.append(f"{item.shown}: skipped, {kind} is not {known}")
    return False


def _read_item(item: Item, name: str, reader: _Reader) -> None:
    described = _sidecar(item.folder, reader).get(item.name)
    try:
        for found in _documents(item):
            if isinstance(found, Skipped):
                reader.warnings.append(f"{item.shown}{found.at}: skipped, {found.reason}")
            else:
                _take(item, name, found, described, reader)
    except UnreadableError as error:
        _skip(item, str(error), reader)


def _skip(item: Item, reason: str, reader: _Reader) -> None:
    reader.warnings.append(f"{item.shown}: skipped, {reason}")
    reader.unread.append(item.place)


def _documents(item: Item) -> list[Document | Skipped]:
    data = item.read()
    if not data:
        raise UnreadableError("the file is empty")
    found = list(_format(item, data)(data))
    if not found:
        raise UnreadableError("it holds nothing")
    return found


def _format(item: Item, data: bytes) -> ReadFormat:
    if item.suffix in _FORMATS and not item.sniffed:
        return _FORMATS[item.suffix]
    return next((read for sign, read in _SIGNS if sign.match(data)), read_text)


def _take(
    item: Item, name: str, document: Document, described: Record | None, reader: _Reader
) -> None:
    where = f"{item.shown}{document.at}"
    identity = document.id or f"{name}{document.at}"
    if not any(map(str.isalnum, document.text)):
        reader.warnings.append(f"{where}: skipped, {identity} has no letter or digit")
        return
    document = in_reading_order(document)
    reader.warnings += [f"{where}: {note}" for note in document.notes]
    document = _completed(document, reader.names)
    if described:
        facts = find_facts(
            {key: described[key] for key in (*FIELDS, "inferred") if key in described}
        )
        reader.warnings += [f"{item.shown}: {odd} of {identity} is not used" for odd in facts.odd]
        document = stated(document, facts)
    document = replace(document, wire=_canonical(document.wire, reader.names))
    values = {key: getattr(document, key) for key in FIELDS}
    article = Article(identity, document.text, inferred=document.inferred, **values)
    inner = item.shown.partition(f"{ZIP}/")[2]
    part = "!".join(filter(None, (inner, document.id or document.at)))
    reader.found.append((article, item, part))


def _canonical(wires: Iterable[str], names: Stylebook) -> tuple[str, ...]:
    """The agencies by their house forms, each once."""
    return tuple(dict.fromkeys(names.agency(wire) or wire for wire in wires))


def _completed(document: Document, names: Stylebook) -> Document:
    """The document with what its text says of itself, where nothing else does."""
    found = find_metadata(document.text, names)
    inferred = set(document.inferred)
    values: dict[str, object] = {}
    for key in FIELDS:
        if key != "url" and not getattr(document, key):
            values[key] = getattr(found, key)
            inferred |= {key} & set(found.inferred)
    if document.language and (document.language == "ar") != (found.language == "ar"):
        # Sites of every language leave lang="en-US" in their pages; letters do not lie.
        values["language"] = found.language if found.language == "ar" else document.language
    ordered = tuple(key for key in FIELDS if key in inferred)
    return replace(document, **values, inferred=ordered)  # type: ignore[arg-type]


def _sidecar(folder: str, reader: _Reader) -> dict[str, Record]:
    """The sidecar of a folder, by file name; read once."""
    if folder in reader.sidecars:
        return reader.sidecars[folder]
    records = reader.sidecars[folder] = {}
    shown = f"{folder}/{SIDECAR}"
    try:
        text = decode(_sidecar_bytes(folder, reader))[0]
    except UnreadableError as error:
        reader.warnings.append(f"{shown}: not used, {error}")
        return records
    for at, record in read_objects(text):
        if isinstance(record, Skipped):
            reader.warnings.append(f"{shown}{at}: skipped, {record.reason}")
            continue
        if unknown := sorted(set(record) - _SIDECAR_KEYS):
            reader.warnings.append(f"{shown}{at}: unknown {', '.join(unknown)}, not used")
        records[str(record.get("file", ""))] = record
    return records


def _sidecar_bytes(folder: str, reader: _Reader) -> bytes:
    """Of the items given, else beside the file on disk; empty if there is none."""
    if item := reader.items[folder].get(SIDECAR):
        return item.read()
    file = Path(folder, SIDECAR)
    try:
        return file.read_bytes() if file.is_file() else b""
    except OSError as error:
        raise UnreadableError(f"cannot be read ({error.strerror})") from error


def _name_unused(folder: str, reader: _Reader) -> None:
    for name in sorted(reader.sidecars.get(folder, {})):
        if name not in reader.items[folder] and not Path(folder, name).is_file():
            shown = f"{folder}/{SIDECAR}"
            reader.warnings.append(f"{shown}: it describes {name}, which is not there")


def _loaded(reader: _Reader) -> Loaded:
    """The articles, each with an id of its own."""
    seen: dict[str, Article] = {}
    places: dict[str, str] = {}
    parts: dict[str, str] = {}
    for article, item, part in reader.found:
        if article.id in seen:
            if seen[article.id].text == article.text:
                reader.warnings.append(
                    f"{article.id}: skipped the second time, the text is the same"
                )
                continue
            number = 2
            while f"{article.id}#{number}" in seen:
                number += 1
            other = replace(article, id=f"{article.id}#{number}")
            reader.warnings.append(f"{article.id}: used twice, the second is now {other.id}")
            article = other
        seen[article.id] = article
        places[article.id], parts[article.id] = item.place, part
    return Loaded(tuple(seen.values()), tuple(reader.warnings), places, parts, tuple(reader.unread))
