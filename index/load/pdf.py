"""Read PDF files: Arabic in reading order, and lines put together again into paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from ctypes import c_double
from dataclasses import dataclass
from itertools import cycle, groupby, pairwise

import pypdfium2
import pypdfium2.raw

from index.load.document import Document, UnreadableError
from index.load.encoding import plain_letters, turned

__all__ = ["read_pdf"]

SLACK = 1.15
"""Times the usual distance of lines of one size up to which the next one is of the paragraph."""
FULL = 0.75
"""Share of the longest line of one size from which a line has been broken for want of room."""
_NO_LETTERS = "\r\0\x02\ufffe"
"""What PDFium gives beside letters; U+0002 is the hyphen of a word that the next line ends."""
_Placed = tuple[str, float]
"""A character and where on the page it begins, in points from the left."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line in reading order; its size of print, height on the page and width, in points."""

    text: str
    size: float
    height: float
    width: float


_END = _Line("", 0.0, 0.0, 0.0)


def read_pdf(data: bytes) -> Iterator[Document]:
    """Read the text layer of a PDF: a line per paragraph, a blank line between pages.

    Raises:
        UnreadableError: it is damaged, locked with a password, or a scan without text.
    """
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        reason = "locked with a password" if "assword" in str(error) else f"damaged ({error})"
        raise UnreadableError(f"the PDF is {reason}") from error
    try:
        pages = [_paragraphs(list(_lines(page.get_textpage()))) for page in pdf]
        title = pdf.get_metadata_value("Title").replace("\0", "").strip()
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"a page of the PDF is damaged ({error})") from error
    finally:
        pdf.close()
    text = "\n\n".join("\n".join(paragraphs) for paragraphs in pages)
    if not any(map(str.isalnum, text)):
        raise UnreadableError(
            "the PDF holds pictures of text only; run text recognition on it first"
        )
    # Most titles are names of files, with a dot in them.
    yield Document(text, title="" if "." in title else title)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[str]:
    """Lines put together where one was broken for want of room, told by distances and widths."""
    gaps: dict[float, list[float]] = defaultdict(list)
    widest: dict[float, float] = defaultdict(float)
    for line, following in pairwise(lines):
        if line.size == following.size and line.height > following.height:
            gaps[line.size].append(line.height - following.height)
    for line in lines:
        widest[line.size] = max(widest[line.size], line.width)
    paragraph: list[str] = []
    for line, following in pairwise([*lines, _END]):
        paragraph.append(line.text)
        gap = line.height - following.height
        near = following.size == line.size and 0 < gap <= SLACK * min(gaps[line.size])
        if not (near and line.width >= FULL * widest[line.size]):
            yield " ".join(paragraph)
            paragraph = []


def _lines(page: pypdfium2.PdfTextPage) -> Iterator[_Line]:
    """The lines of a page that hold something, in reading order.

    PDFium gives some words of a line in the order of reading and some in that of sight, so Arabic
    is put in order by where each letter stands.
    """
    placed: list[_Placed] = []
    size = height = 0.0
    for index in range(page.count_chars() + 1):
        last = index == page.count_chars()
        char = "\n" if last else chr(pypdfium2.raw.FPDFText_GetUnicode(page, index))
        if char == "\n":
            if text := _in_order(placed).strip():
                width = max(x for _, x in placed) - min(x for _, x in placed)
                yield _Line(text, size, height, width)
            placed = []
        elif char not in _NO_LETTERS:
            x, y = _origin(page, index)
            if not placed:
                size = round(pypdfium2.raw.FPDFText_GetFontSize(page, index), 1)
                height = y
            placed.append((char, x))


def _origin(page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    x, y = c_double(), c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(page, index, x, y)
    return x.value, y.value


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
