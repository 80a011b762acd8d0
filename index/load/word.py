"""Read Word files: what a reader of the page sees once all changes are accepted."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from index.load.document import Document, UnreadableError

__all__ = ["read_docx"]

MAX_UNPACKED = 300_000_000
"""Bytes of a Word file's parts together."""
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = f"{_W}p", f"{_W}tbl", f"{_W}tr", f"{_W}tc"
_OUT = {
    f"{_W}del",  # struck out by an editor
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",  # said twice
}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def read_docx(data: bytes) -> Iterator[Document]:
    """Read paragraphs, tables, text boxes and notes in order; a row of a table is a line.

    What was inserted with changes tracked is read, what was deleted is not.

    Raises:
        UnreadableError: it is damaged, locked, or unpacks to more than 300 MB.
    """
    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise UnreadableError("the Word file unpacks to more than 300 MB")
            document = docx.Document(BytesIO(data))
            lines = list(_lines(document.element.body))
            for name in sorted(set(NOTES) & set(parts.namelist())):
                lines += filter(str.strip, _lines(_parsed(parts.read(name))))
        title = document.core_properties.title.strip()
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, etree.LxmlError, OSError) as e:
        raise UnreadableError(f"the Word file is damaged or locked ({e})") from e
    yield Document("\n".join(lines), title=title)


def _parsed(data: bytes) -> Any:  # noqa: ANN401  (the library has no types)
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _lines(block: Any) -> Iterator[str]:  # noqa: ANN401
    """The lines of a part of a document; what a paragraph holds in boxes follows it."""
    for child in block:
        if child.tag == _PARAGRAPH:
            yield from "".join(_words(child)).split("\n")
            for box in child.iter(f"{_W}txbxContent"):
                if not _within(box, child, _OUT):
                    yield from _lines(box)
        elif child.tag == _TABLE:
            for row in child.iter(_ROW):
                if next(row.iterancestors(_TABLE)) is child:
                    yield _row(row)
        elif child.tag not in _OUT and isinstance(child.tag, str):
            yield from _lines(child)


def _row(row: Any) -> str:  # noqa: ANN401
    """The cells of a row, each once, though a wide one may be given for each of its columns."""
    cells = [" ".join(filter(None, map(str.strip, _lines(cell)))) for cell in row.iter(_CELL)
             if next(cell.iterancestors(_ROW)) is row]  # fmt: skip
    return " | ".join(dict.fromkeys(filter(None, cells)))


def _words(paragraph: Any) -> Iterator[str]:  # noqa: ANN401
    todo = list(reversed(paragraph))
    while todo:
        node = todo.pop()
        if node.tag == f"{_W}t":
            yield node.text or ""
        elif node.tag in _SIGNS:
            yield _SIGNS[node.tag]
        elif node.tag not in _OUT and node.tag != f"{_W}txbxContent":
            todo.extend(reversed(node))


def _within(node: Any, top: Any, tags: set[str]) -> bool:  # noqa: ANN401
    for above in node.iterancestors():
        if above is top:
            return False
        if above.tag in tags:
            return True
    return False
