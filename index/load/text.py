"""Read plain text and Markdown, with the front matter that some editors write above it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from index.load.document import Document
from index.load.encoding import decode, logical_order
from index.load.facts import find_facts, stated
from index.load.html import read_page
from index.load.markup import plain_text

__all__ = ["in_reading_order", "read_text"]

_FRONT_MATTER = re.compile(
    r"\A(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<body>.*?)\r?\n(?P=mark)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
"""How a page begins that was saved under the name of a text."""
_KEY = re.compile(r"(?P<key>[A-Za-z_]+)\s*[:=]\s*(?P<value>.*\S)\s*\Z")


def read_text(data: bytes) -> Iterator[Document]:
    """Read one article; `key: value` lines between two lines of `---` are about it, not of it.

    Markup that an export has left in it is taken out; a whole page is read as one.

    Raises:
        UnreadableError: no encoding fits, or it is not a text.
    """
    text, notes = decode(data)
    if _PAGE.match(text):
        yield from read_page(data)
        return
    document = Document(text, notes=notes)
    if found := _FRONT_MATTER.match(text):
        pairs = filter(None, map(_KEY.match, found["body"].splitlines()))
        record = {pair["key"].lower(): pair["value"].strip("\"'[]") for pair in pairs}
        facts = find_facts({key: value for key, value in record.items() if key != "id"})
        document = stated(replace(document, text=text[found.end() :]), facts)
    title = plain_text(document.title).replace("\n", " ")
    yield replace(document, text=plain_text(document.text), title=title)


def in_reading_order(document: Document) -> Document:
    """The document with lines that were stored as seen, from left to right, turned round."""
    text, was_turned = logical_order(document.text)
    if not was_turned:
        return document
    title = logical_order(document.title)[0]
    note = "its lines were stored in visual order and have been turned round: check one"
    return replace(document, text=text, title=title, notes=(*document.notes, note))
