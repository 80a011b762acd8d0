"""Read JSON and JSON lines: our own records, schema.org articles, WordPress posts."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace

from index.load.document import Document, Skipped, UnreadableError
from index.load.encoding import decode
from index.load.facts import find_facts, is_article, records_in, stated, text_of
from index.load.markup import plain_text

__all__ = ["read_json", "read_json_lines", "read_objects"]

MAX_NAMED = 8
"""Fields that are named of a record without text."""
_UNPUBLISHED = frozenset({"draft", "auto-draft", "private", "pending", "trash", "future"})
_NO_ARTICLES = frozenset({"attachment", "nav_menu_item", "revision", "page"})


def read_json_lines(data: bytes) -> Iterator[Document | Skipped]:
    """Read an object a line; only a line feed ends a line.

    Raises:
        UnreadableError: no encoding fits.
    """
    text, notes = decode(data)
    for at, item in read_objects(text):
        yield item if isinstance(item, Skipped) else from_record(item, at, notes)


def read_objects(text: str) -> Iterator[tuple[str, Mapping[str, object] | Skipped]]:
    """The JSON objects of lines, each with its place (":3"), and why a line holds none."""
    for number, line in enumerate(text.split("\n"), start=1):
        at = f":{number}"
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield at, Skipped(at, f"not JSON ({error})")
            continue
        if isinstance(record, dict):
            yield at, record
        else:
            yield at, Skipped(at, "not a JSON object")


def read_json(data: bytes) -> Iterator[Document | Skipped]:
    """Read one object, a list of them, a `@graph`, or an object around such a list.

    Raises:
        UnreadableError: it is not JSON, or no encoding fits.
    """
    text, notes = decode(data)
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise UnreadableError("its JSON nests too deeply") from error
    except ValueError as error:
        if text.lstrip().startswith("{") and "\n{" in text:
            yield from read_json_lines(data)
            return
        raise UnreadableError(f"not JSON ({error})") from error
    if isinstance(value, dict) and not text_of(value) and "@graph" not in value:
        lists = [inner for inner in value.values() if isinstance(inner, list)]
        value = lists[0] if len(lists) == 1 else value
    records = [record for record in records_in(value) if "@graph" not in record]
    if not records:
        raise UnreadableError("it holds no object")
    for number, record in enumerate(records, start=1):
        yield from_record(record, f":{number}" if len(records) > 1 else "", notes)


def from_record(
    record: Mapping[str, object], at: str, notes: tuple[str, ...] = ()
) -> Document | Skipped:
    """One object as an article, or why it is none."""
    if "@type" in record and not is_article(record):
        return Skipped(at, f"a {record['@type']}, not an article")
    if (status := record.get("status")) in _UNPUBLISHED:
        return Skipped(at, f"not published ({status})")
    if (kind := record.get("type")) in _NO_ARTICLES:
        return Skipped(at, f"a {kind}, not an article")
    record = _unwrapped(record)
    text = plain_text(text_of(record))
    if not text.strip():
        named = ", ".join(map(str, list(record)[:MAX_NAMED])) or "none"
        return Skipped(at, f"it has no `text`: its fields are {named}")
    facts = find_facts(record)
    odd = tuple(f"{line} is not used" for line in facts.odd)
    document = stated(Document(text, at=at, notes=(*notes, *odd)), facts)
    title = plain_text(document.title).replace("\n", " ")
    return replace(document, title=title)


def _unwrapped(record: Mapping[str, object]) -> Mapping[str, object]:
    """The record with the fields of the one object in it that holds the text, if it has none."""
    inner = [value for value in record.values() if isinstance(value, dict) and text_of(value)]
    return {**record, **inner[0]} if len(inner) == 1 and not text_of(record) else record
