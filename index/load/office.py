"""Read PDF and Word files."""

import re
from collections.abc import Iterator
from ctypes import c_double
from io import BytesIO
from itertools import cycle, groupby
from zipfile import BadZipFile, ZipFile

import docx
import pypdfium2
import pypdfium2.raw
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import LxmlError

from index.load.document import Document, UnreadableError
from index.load.encoding import plain_letters, turned

__all__ = ["read_docx", "read_pdf"]

_Placed = tuple[str, float]
"""A character and where on the page it begins, in points from the left."""
MAX_UNPACKED = 300_000_000
"""Bytes of a Word file's parts together."""


def read_pdf(data: bytes) -> Iterator[Document]:
    """Read the text layer of a PDF, page by page.

    Raises:
        UnreadableError: it is damaged, locked with a password, or a scan without text.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = "locked with a password" if "assword" in str(error) else f"damaged ({error})"
        raise UnreadableError(f"the PDF is {reason}") from error
    try:
        text = "\n\n".join("\n".join(_lines(page.get_textpage())) for page in pdf)
        title = pdf.get_metadata_value("Title")
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"a page of the PDF is damaged ({error})") from error
    finally:
        pdf.close()
    if not any(map(str.isalnum, text)):
        raise UnreadableError(
            "the PDF holds pictures of text only; run text recognition on it first"
        )
    yield Document(text.replace("\0", ""), title=title.strip() if "." not in title else "")


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[str]:
    """The lines of a page in reading order.

    PDFium gives some words of a line in the order of reading and some in that of sight, so Arabic
    is put in order by where each letter stands.
    """
    line: list[_Placed] = []
    for index in range(page.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(page, index))
        if char == "\n":
            yield _in_order(line)
            line = []
        elif char not in "\r\0\ufffe":
            line.append((char, _origin(page, index)))
    yield _in_order(line)


def _origin(page: pypdfium2.PdfTextPage, index: int) -> float:
    x, y = c_double(), c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(page, index, x, y)
    return x.value


def _in_order(line: list[_Placed]) -> str:
    stored = "".join(char for char, _ in line)
    if plain_letters(stored).isascii():
        return stored
    words = [list(word) for is_space, word in groupby(line, lambda p: p[0] == " ") if not is_space]
    words.sort(key=lambda word: max(x for _, x in word))
    return _paired(turned(" ".join(map(_as_seen, words))))


def _paired(line: str) -> str:
    """The line with its round brackets opened and closed in turn, and the spaces outside them.

    PDFium mirrors some brackets and not others, and puts the space before one behind it.
    """
    turns = cycle("()")
    paired = re.sub(r"[()]", lambda _: next(turns), line)
    return re.sub(r"(?<=\w)\( (?=\w)", " (", re.sub(r"(?<=\w) \)(?=\w)", ") ", paired))


def _as_seen(word: list[_Placed]) -> str:
    """The letters of a word from left to right; those of one ligature share a place."""
    groups = [list(group) for _, group in groupby(word, lambda placed: round(placed[1], 1))]
    leftwards = groups[0][0][1] > groups[-1][0][1]
    ordered = sorted(groups, key=lambda group: group[0][1])
    return "".join(char for g in ordered for char, _ in (g[::-1] if leftwards else g))


def read_docx(data: bytes) -> Iterator[Document]:
    """Read the paragraphs and tables of a Word file in order; a row of a table is a line.

    Raises:
        UnreadableError: it is damaged, locked, or unpacks to more than 300 MB.
    """
    try:
        with ZipFile(BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED:
                raise UnreadableError("the Word file unpacks to more than 300 MB")
        document = docx.Document(BytesIO(data))
        lines = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                rows = ([cell.text.strip() for cell in row.cells] for row in block.rows)
                lines += [" | ".join(dict.fromkeys(filter(None, row))) for row in rows]
            else:
                lines.append(block.text)
        title = document.core_properties.title.strip()
    except (BadZipFile, PackageNotFoundError, KeyError, ValueError, LxmlError, OSError) as error:
        raise UnreadableError(f"the Word file is damaged or locked ({error})") from error
    yield Document("\n".join(lines), title=title)
