"""From bytes to text: encodings told apart, and Arabic that an export has spoilt, repaired.

Archives hold UTF-8, UTF-16, Windows-1256 and ISO 8859-6. Two faults of exports are common: UTF-8
that was read as Windows-1252 or 1256 and saved again ("Ø§Ù„", "ط§ظ„"), and lines stored in the
order in which they are seen, from left to right ("رابخألا" for "الأخبار").
"""

import codecs
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from index.load.document import UnreadableError

__all__ = ["decode", "logical_order", "mended", "plain_letters", "turned", "unspoilt"]

LEAST_ARABIC = 0.9
"""Share of the characters beyond ASCII by which an encoding of Arabic is told."""
FEW = 0.05
"""Share of bytes beyond ASCII up to which a text is English."""
SPOILT = 0.01
"""Share of a UTF-8 text's bytes that may be wrong before it is taken for another encoding."""
SAMPLE = 100_000
"""Characters from which an encoding and the order of letters are told."""
LEAST_SPOILT, MOSTLY = 3, 0.6
"""Pairs that may be spoilt letters, and their share of what is not ASCII, for a line to be so."""
_NAMES = {"cp1256": "Windows-1256", "iso8859_6": "ISO 8859-6"}
_TYPOGRAPHY = "«»“”‘’–—…•\u00a0\u200c\u200d\u200e\u200f"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC = re.compile("[\u0621-\u064a]")
_WRONG_FIRST = re.compile(r"(?<!\w)[ةى]\w")
_RIGHT_LAST = re.compile(r"\w[ةى](?!\w)")
_ARTICLE_LAST = re.compile(r"\w{2}لا(?!\w)")
_ARTICLE_FIRST = re.compile(r"(?<!\w)ال\w{2}")
_PRESENTED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
# "2,030", "10:30", "BBC News": what stands between such characters goes with them.
_INSIDE_LATIN = re.compile(r"(?<=\d)[.,:/٫٬-](?=\d)|(?<=[A-Za-z])[^\w\n]{1,3}(?=[A-Za-z])")


def _spoilt_as(encoding: str) -> re.Pattern[str]:
    """What an encoding makes of the two bytes of an Arabic letter."""
    seen = [bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256)]
    first, second = "".join(seen[0xD8:0xDC]), re.escape("".join(seen[0x80:0xC0]))
    return re.compile(f"[{first}][{second}\x80-\x9f]")


_SPOILT = {encoding: _spoilt_as(encoding) for encoding in ("cp1252", "cp1256")}
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def decode(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """The text of a file, and a note for each thing that had to be assumed or mended.

    `declared` is the encoding that the file itself names. Text that was saved in the wrong
    encoding is given back whole where every byte of it is still there.

    Raises:
        UnreadableError: no encoding fits, it holds null bytes, or letters were lost by an export.
    """
    text, notes = _decoded(data, declared)
    if "\0" in text:
        raise UnreadableError("it holds null bytes and so is not a text")
    return _unspoilt(text, notes)


def _decoded(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    if b"\0" in data:
        return _without_mark(data), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        first = error.start
    if _is_known(declared) and codecs.lookup(declared).name != "utf-8":
        return data.decode(declared, "replace"), ()
    mended = data.decode("utf-8", "replace")
    wrong = mended.count("\ufffd")
    if len(data) > len(mended) * 1.2 and wrong <= max(3, SPOILT * len(mended)):
        return mended, (f"{wrong} characters are not UTF-8 and are shown as \ufffd",)
    return _guessed(data, first)


def _strictly(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        raise UnreadableError(f"it begins as {encoding} but is not (byte {error.start})") from error


def _without_mark(data: bytes) -> str:
    """UTF-16 without a byte order mark: the one of both orders that gives text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data.decode(encoding, "replace")
        plain = sum(char.isascii() or "\u0600" <= char <= "\u06ff" for char in text[:SAMPLE])
        if "\0" not in text and plain >= 0.9 * len(text[:SAMPLE]):
            return text
    raise UnreadableError("it holds null bytes and so is not a text")


def _guessed(data: bytes, wrong: int) -> tuple[str, tuple[str, ...]]:
    """Tell the old one-byte encodings apart: in the right one, Arabic is all of a piece."""
    if sum(byte > 127 for byte in data[:SAMPLE]) <= FEW * len(data[:SAMPLE]):
        return data.decode("cp1252", "replace"), ("read as Windows-1252",)
    shares = {encoding: _arabic_share(data[:SAMPLE], encoding) for encoding in _NAMES}
    best = max(shares, key=lambda encoding: shares[encoding])
    if shares[best] < LEAST_ARABIC:
        raise UnreadableError(
            f"not UTF-8 (byte {wrong}), nor any encoding of Arabic; save it as UTF-8"
        )
    return data.decode(best, "replace"), (f"read as {_NAMES[best]}",)


def _arabic_share(data: bytes, encoding: str) -> float:
    """The share, of what is not ASCII, that would be Arabic or the marks around it."""
    beyond = [char for char in data.decode(encoding, "replace") if not char.isascii()]
    fit = sum("\u060c" <= char <= "\u0652" or char in _TYPOGRAPHY for char in beyond)
    return fit / len(beyond) if beyond else 0.0


def _is_known(encoding: str) -> bool:
    try:
        return bool(encoding) and isinstance("".encode(encoding), bytes)
    except LookupError:
        return False


def _unspoilt(text: str, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The text with its lines as they were before they were saved in the wrong encoding."""
    if not any(spoilt.search(text) for spoilt in _SPOILT.values()):
        return text, notes
    lines, mended, lost = text.split("\n"), 0, 0
    for at, line in enumerate(lines):
        try:
            lines[at] = unspoilt(line)
            mended += lines[at] != line
        except UnicodeError:
            lost += 1
    if lost > mended:
        raise UnreadableError(
            "its letters are garbled (UTF-8 once read in another encoding) and some are lost; "
            "export it anew"
        )
    if mended:
        notes = (*notes, "garbled (UTF-8 once read in another encoding), mended")
    if lost:
        notes = (*notes, f"{lost} garbled lines cannot be mended; export it anew")
    return "\n".join(lines), notes


def unspoilt(line: str) -> str:
    """A line that was UTF-8 once read as Windows-1252 or 1256, as it was; any other as it is.

    Raises:
        UnicodeError: it is one, and letters of it are lost.
    """
    for encoding, spoilt in _SPOILT.items():
        pairs = len(spoilt.findall(line))
        beyond = sum(not char.isascii() for char in line) if pairs else 0
        if pairs >= LEAST_SPOILT and 2 * pairs >= MOSTLY * beyond:
            return b"".join(_byte(char, encoding) for char in line).decode("utf-8")
    return line


def mended(text: str) -> str:
    """The text with each line as it was before it was garbled, where no letter of it is lost."""
    return "\n".join(map(_unspoilt_or_same, text.split("\n")))


def _unspoilt_or_same(line: str) -> str:
    try:
        return unspoilt(line)
    except UnicodeError:
        return line


def _byte(char: str, encoding: str) -> bytes:
    """The byte that an encoding shows as this character; C1 controls stand for themselves."""
    try:
        return char.encode(encoding)
    except UnicodeEncodeError:
        if ord(char) < 256:
            return bytes([ord(char)])
        raise


def plain_letters(text: str) -> str:
    """The text with presentation forms of Arabic letters as the letters; lengths may change."""
    return _PRESENTED.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def logical_order(text: str) -> tuple[str, bool]:
    """The text in reading order, and whether its lines had to be turned round.

    Told by what cannot be: ta marbuta and alef maqsura stand only at the end of a word, and the
    article only at its beginning. Presentation forms of turned lines become letters.
    """
    sample = plain_letters(text[:SAMPLE])
    wrong = len(_WRONG_FIRST.findall(sample)) + len(_ARTICLE_LAST.findall(sample))
    right = len(_RIGHT_LAST.findall(sample)) + len(_ARTICLE_FIRST.findall(sample))
    if wrong < 3 or wrong <= 3 * right:
        return text, False
    return "".join(map(turned, text.splitlines(keepends=True))), True


def turned(line: str) -> str:
    """A line that is stored as it is seen, from left to right, in reading order instead.

    Latin words and numbers keep their own order, brackets are exchanged; a line without Arabic
    stays as it is.
    """
    body = line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
    if not _ARABIC.search(plain_letters(body)):
        return line
    ordered = [run if latin else run[::-1].translate(_MIRRORED) for latin, run in _runs(body)]
    return plain_letters("".join(reversed(ordered))) + line[len(body) :]


def _runs(line: str) -> Iterator[tuple[bool, str]]:
    """Runs of a line: Latin words and numbers, which read from left to right, and all the rest."""
    latin = [_is_latin(char) for char in line]
    for found in _INSIDE_LATIN.finditer(line):
        latin[found.start() : found.end()] = [True] * len(found.group())
    for is_latin, group in groupby(zip(latin, line, strict=True), key=lambda pair: pair[0]):
        yield is_latin, "".join(char for _, char in group)


def _is_latin(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("L", "EN", "AN")
