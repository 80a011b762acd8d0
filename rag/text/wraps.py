"""Tell line breaks that an editor or a PDF made inside a sentence from those between sentences."""

import re
from collections.abc import Iterator
from itertools import pairwise

from rag.text.fold import fold

__all__ = ["unwrapped_lines"]

WIDEST = 120
"""Characters of a line that may have been wrapped; a longer one is a paragraph."""
FULL = 0.8
"""Share of the longest line that a wrapped line and the next word would have come to together."""
LEAST = 2
"""Full lines from which a block of lines is taken for wrapped."""

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_STOPPED = re.compile(r"[.!?؟…:؛۔][\"“”’»)\]\s]*\Z")
_FIRST_WORD = re.compile(r"\W*(\w+)")
_NUMBER = re.compile(r"\W*\d[\d.,٫٬]*\W*")
_ENDS_IN_NUMBER = re.compile(r"\d\Z")
_LAST_WORD = re.compile(r"(\w+)\W*\Z")
_UNFINISHED_TEXT = """
في من على عن إلى حتى منذ خلال بعد قبل مع بين تحت فوق أمام خلف ضد دون غير نحو حوالي لدى عند
لا لم لن ما ليس ليست ألا إلا إن أن لأن لكن بأن وأن وإن كأن أنه أنها إنه إنها الذي التي الذين
أو أم ثم بل قد سوف إذا لو كي كما حيث حين كل بعض أي هذا هذه ذلك تلك كان كانت يكون تكون
the a an of to in on at by for with from and or but not that than as is are was were be has have
will would about over under into after before between
"""
_UNFINISHED = frozenset(fold(_UNFINISHED_TEXT).text.split())
"""Words that no sentence and no heading ends with: particles, prepositions, relatives."""
_SCALES_TEXT = """
ألف ألفا آلاف مليون مليونا ملايين مليار مليارا مليارات بالمئة بالمائة
thousand million billion trillion percent per
"""
_SCALES = frozenset(fold(_SCALES_TEXT).text.split())
"""Words that go with the number before them."""


def unwrapped_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of each line of `text[start:end]`, those of a wrapped sentence joined.

    A line goes on in the next one if it breaks off at a word such as "in" or "not" or within a
    number, or if its block of lines is wrapped: short lines, the last one with a full stop, and
    some that the next word would have made too long. A blank line always parts.
    """
    for block in _blocks(text, start, end):
        lines = [text[begin:stop] for begin, stop in block]
        begin = block[0][0]
        for i, goes_on in enumerate(_going_on(lines)):
            if not goes_on:
                yield begin, block[i][1]
                begin = block[i + 1][0]
        yield begin, block[-1][1]


def _blocks(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    """Offsets of lines that follow each other without a blank one between them."""
    block: list[tuple[int, int]] = []
    for found in _LINE.finditer(text, start, end):
        blank = found.group().isspace()
        if block and (blank or text[block[-1][1] : found.start()].replace("\r\n", "\n") != "\n"):
            yield block
            block = []
        if not blank:
            block.append(found.span())
    if block:
        yield block


def _going_on(lines: list[str]) -> list[bool]:
    """For each line but the last, whether its sentence goes on in the next one."""
    pairs = list(pairwise(lines))
    ended = bool(_STOPPED.search(lines[-1]))
    widest = max(map(len, lines))
    full = [ended and widest <= WIDEST and _is_full(*pair, FULL * widest) for pair in pairs]
    wrapped = sum(full) >= LEAST
    return [
        (wrapped and is_full) or _breaks_off(*pair, ended)
        for is_full, pair in zip(full, pairs, strict=True)
    ]


def _is_full(line: str, following: str, width: float) -> bool:
    word = _FIRST_WORD.match(following)
    length = len(line.rstrip()) + 1 + (len(word.group()) if word else 0)
    return length >= width and not _STOPPED.search(line)


def _breaks_off(line: str, following: str, ended: bool) -> bool:
    """Whether no sentence can end where a line does; `ended`: its block ends in a full stop."""
    tail = line[-WIDEST:].rstrip()
    if tail.endswith((":", ".")):
        return False
    word, first = _LAST_WORD.search(tail), _FIRST_WORD.match(following)
    if word and fold(word.group(1)).text in _UNFINISHED:
        return True
    if _ENDS_IN_NUMBER.search(tail) and first and fold(first.group(1)).text in _SCALES:
        return True
    alone = _NUMBER.fullmatch(following[:WIDEST]) or _NUMBER.fullmatch(tail)
    return ended and bool(alone) and not _STOPPED.search(line)
