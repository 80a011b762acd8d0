"""Where a line of a text breaks inside a sentence: hard-wrapped copy, as agencies and mail send it.

A line break ends a sentence unless something says that it does not: the line ends in a comma or in
a word that cannot end one, the next line begins in lower case or goes on with a number's unit,
the text was broken at one width and the line is full, or the lines stand in a paragraph whose full
stops lie inside its lines. Blank lines, list items and
labels always end a sentence, and so do the lines of a poem, a table or a list of headlines.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.text.fold import fold
from rag.text.lexicon import rebuilt, words, wordset

__all__ = ["LINE", "paragraphs"]

LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ENDS = re.compile(r"[.!?؟…。۔:؛;]['\"”’»)\]]*\Z")
_INNER_STOP = re.compile(r"(?<=[^\W\d_]{2})[.؟!]['\"”’»)\]]* +[^\W\d_]")
_ITEM = re.compile(r"(?:[-–—•*·▪●◦■#>|+]|\(?[0-9]{1,3}[.)\-–](?!\d)|\(?[^\W\d_][.)])\s*(?=\S)")
_TABLE = re.compile(r"\t|\||\S {3,}\S")
_WORD = re.compile(r"[^\W_]+(?:[.,٫٬،][0-9]+)*")
_NUMBER = re.compile(r"(?:\A|\s)[0-9]+(?:[.,٫٬،][0-9]+)*\Z")
_GROUP = re.compile(r"[0-9]{3}(?![0-9.,٫٬،/:-])(?= [^\W\d_])")
"""The rest of a number: "2⏎000 people"."""
_THOUSANDS = re.compile(r"(?:\A|\s)[0-9]{1,3}\Z")
_UNIT_STARTS = wordset(
    "مليون مليونا مليار مليارا تريليون تريليونا بليون الف الفا ملايين مليارات الاف "
    "million billion trillion thousand percent %"
)
_MONTH_YEAR = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]+)?(?:/[^\W\d_]+)? [0-9]{4}\b")
LEAST_LINES = 3
"""Lines of a paragraph from which its shape says that it is wrapped."""
LEAST_WIDTH, MOST_WIDTH = 15, 120
"""Characters of the longest line of a wrapped paragraph."""
SHORT = 0.55
"""Share of the longest line below which a line may have ended on purpose."""
COLUMN = 45
"""Characters from which lines that are all full are no poem."""
FULL_SHARE = 2
"""Full lines to each line that ends early without a stop, in a text broken at one width."""
_OPEN: set[str] = set()


def _build() -> None:
    """Fill the words that leave a sentence open at the end of a line."""
    _OPEN.clear()
    _OPEN.update(fold(word).text for word in words("leaves_open"))


rebuilt(_build)


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    text: str
    blank_before: bool


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The (start, end) of what no line break divides: a line, or the lines of one paragraph."""
    lines = list(_lines(text, start, end))
    width = _width(lines)
    block: list[_Line] = []
    for line in lines:
        if block and line.blank_before:
            yield from _joined(block, width)
            block = []
        block.append(line)
    yield from _joined(block, width)


def _lines(text: str, start: int, end: int) -> Iterator[_Line]:
    last = start
    for found in LINE.finditer(text, start, end):
        if not (line := found.group().strip()):
            continue
        breaks = _BREAK.findall(text, last, found.start())
        yield _Line(found.start(), found.end(), line, len(breaks) > 1)
        last = found.end()


def _width(lines: Sequence[_Line]) -> int:
    """The width at which somebody broke the lines of a whole text; 0 where nobody did.

    Then hardly a line ends before the next word would have gone beyond it, but at a full stop.
    """
    pairs = [(a.text, b.text) for a, b in pairwise(lines) if not b.blank_before]
    width = max((len(line) for line, _ in pairs), default=0)
    if not LEAST_WIDTH <= width <= MOST_WIDTH:
        return 0
    full = sum(_full(line, following, width) for line, following in pairs)
    early = sum(not _full(*pair, width) and not _ENDS.search(pair[0]) for pair in pairs)
    prose = width >= COLUMN or any(_INNER_STOP.search(line.text) for line in lines)
    return width if prose and full >= max(LEAST_LINES, FULL_SHARE * early) else 0


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line had no room in this one."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0]) > width


def _joined(block: Sequence[_Line], width: int) -> Iterator[tuple[int, int]]:
    if not block:
        return
    wrapped = _wrapped(block)
    begin = block[0].start
    for line, following in pairwise(block):
        full = width > 0 and _full(line.text, following.text, width)
        if not _goes_on(line.text, following.text, wrapped, full):
            yield begin, line.end
            begin = following.start
    yield begin, block[-1].end


def _goes_on(line: str, following: str, wrapped: bool, full: bool) -> bool:
    """Whether a sentence may run over the break between two neighbouring lines."""
    if _ITEM.match(following) or _TABLE.search(line) or _TABLE.search(following):
        return False
    if full or line[-1] in ",،":
        return True
    if _ENDS.search(line):
        return False
    if following[0].islower() or following[0] in ",،.؛;)»”":
        return True
    word = _WORD.match(following)
    first = fold(word[0]).text if word else ""
    ends_in_number = _NUMBER.search(fold(line).text) is not None
    if ends_in_number and (first in _UNIT_STARTS or _month(following)):
        return True
    if _THOUSANDS.search(line) and _GROUP.match(following):
        return True
    last = _WORD.findall(line)[-1:] or [""]
    return wrapped or (last[0] != "علي" and fold(last[0]).text in _OPEN)  # Ali is not على


def _month(line: str) -> bool:
    """Whether a line begins with the rest of a date: "أغسطس 2023"."""
    return _MONTH_YEAR.match(fold(line).text) is not None


def _wrapped(block: Sequence[_Line]) -> bool:
    """Whether lines that stand together are one paragraph, broken where they were full.

    Its full stops lie inside its lines, and no line but the last is short: prose that somebody
    broke into lines on purpose has its stops at their ends, and poems and lists have none.
    """
    if len(block) < LEAST_LINES:
        return False
    lengths = [len(line.text) for line in block[:-1]]
    longest = max(lengths)
    if not LEAST_WIDTH <= longest <= MOST_WIDTH or min(lengths) < SHORT * longest:
        return False
    ending = sum(bool(_ENDS.search(line.text)) for line in block[:-1])
    inner = sum(bool(_INNER_STOP.search(line.text)) for line in block)
    items = sum(bool(_ITEM.match(line.text)) for line in block)
    return inner > 0 and inner >= ending and not items
