"""Read Word files."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from lxml.etree import LxmlError

from index.load.document import Document, UnreadableError

__all__ = ["read_docx"]

MAX_UNPACKED = 300_000_000
"""Bytes of a Word file's parts together."""


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
