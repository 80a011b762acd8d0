"""Tell the article from what a web page prints around it, by offsets into the published text.

The rules speak of lines, since that is what a page's furniture comes in. A line goes only when the
whole of it is furniture: a sentence that merely contains such words stays.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.load import boilerplate
from rag.text.fold import fold
from rag.text.lines import LINE
from rag.values import Precision, When, find_values

__all__ = ["kept_spans"]

_WORD = re.compile(r"[^\W_]+")
_FULL_STOP = re.compile(r"\.[\"»”’')\]]*\Z")
MAX_FURNITURE = 600
"""Characters; a longer line is a paragraph."""
MAX_DATE_WORDS = 12
MAX_LINKS = 12
"""Headlines that are taken for links under one heading such as "Related articles"."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that is not blank: offsets, and the folded form without outer white space."""

    start: int
    end: int
    folded: str
    words: tuple[str, ...]

    @property
    def is_headline(self) -> bool:
        """Short and without a full stop: what a list of links is made of."""
        return len(self.words) <= 18 and not _FULL_STOP.search(self.folded)


def kept_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of what is article in `text`, in order, apart from each other.

    Left out: share buttons, advertisement labels, links to other articles and lists of them,
    picture credits and captions that end in one, newsletter and follow-us lines, language links,
    bylines and date lines, and a title, lead or caption that has been printed before. Spans begin
    and end in visible characters; only white space stands between neighbouring lines of one span.
    """
    lines = list(_lines(text))
    dropped = _dropped(lines)
    spans: list[tuple[int, int]] = []
    joined = False
    for line, drop in zip(lines, dropped, strict=True):
        if drop:
            joined = False
        elif joined:
            spans[-1] = (spans[-1][0], line.end)
        else:
            spans.append((line.start, line.end))
            joined = True
    return spans


def _lines(text: str) -> Iterator[_Line]:
    for found in LINE.finditer(text):
        line = found.group()
        if stripped := line.strip():
            start = found.start() + len(line) - len(line.lstrip())
            folded = " ".join(fold(stripped).text.split())
            yield _Line(start, start + len(stripped), folded, tuple(_WORD.findall(folded)))


def _dropped(lines: list[_Line]) -> list[bool]:
    dropped = [_is_furniture(line) for line in lines]
    _drop_link_lists(lines, dropped)
    _drop_repeats(lines, dropped)
    return dropped


def _is_furniture(line: _Line) -> bool:
    """Whether a line by itself is not article. Long lines are paragraphs, and stay."""
    text, count = line.folded, len(line.words)
    if not count:
        return True
    if count <= 8 and set(line.words) <= boilerplate.LANGUAGES:
        return True
    if len(text) > MAX_FURNITURE:
        return False
    if count <= 60 and boilerplate.COPYRIGHT.search(text) and not text.endswith("."):
        return True
    if count > 30:
        return False
    if any(pattern.fullmatch(text) for pattern in boilerplate.FURNITURE) or _is_date(line):
        return True
    if count <= 12 and (boilerplate.CREDIT.fullmatch(text) or boilerplate.BYLINE.fullmatch(text)):
        return not text.endswith(".")
    if boilerplate.READ_ALSO.fullmatch(text):
        return not text.endswith(".")
    return line.is_headline and bool(boilerplate.READ_ALSO_BARE.fullmatch(text))


def _is_date(line: _Line) -> bool:
    """Whether a line is a full date with no more than a weekday and a time beside it."""
    if len(line.words) > MAX_DATE_WORDS or not any(map(str.isdigit, line.folded)):
        return False
    if line.folded.endswith("."):
        return False
    found = find_values(line.folded, "ar")
    whens = [f for f in found if isinstance(f.value, When)]
    dated = any(f.value.precision is Precision.DAY and not f.value.relative for f in whens
                if isinstance(f.value, When))  # fmt: skip
    rest = line.folded
    for each in reversed(whens):
        rest = f"{rest[: each.start]} {rest[each.end :]}"
    return dated and boilerplate.DATE_LINE.fullmatch(rest) is not None


def _drop_link_lists(lines: list[_Line], dropped: list[bool]) -> None:
    """Drop a heading such as "Related articles" and the headlines under it, up to a paragraph."""
    left = 0
    for index, line in enumerate(lines):
        if len(line.words) <= 6 and boilerplate.RELATED.fullmatch(line.folded):
            dropped[index], left = True, MAX_LINKS
        elif left and not dropped[index]:
            dropped[index] = line.is_headline
            left = left - 1 if line.is_headline else 0


def _drop_repeats(lines: list[_Line], dropped: list[bool]) -> None:
    """Drop a line that says the same as an earlier one: title, lead or caption printed again."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if dropped[index] or len(line.words) < 4:
            continue
        key = _gist(line.words)
        dropped[index] = key in seen
        seen.add(key)


def _gist(words: tuple[str, ...]) -> str:
    """The words without the conjunction that a paragraph may open with when it comes again."""
    first = words[0]
    if len(first) > 2 and first[0] in "وف":
        first = first[1:]
    return " ".join((first, *words[1:]))
