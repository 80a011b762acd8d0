"""Split Arabic and Latin text into sentences, by offsets: nothing is changed or lost."""

import re
from bisect import bisect_right

from rag.text.lines import paragraphs

__all__ = ["split_sentences"]

MAX_QUOTE = 400
"""A quotation up to this long stays whole, with the words that say who speaks."""

_STOP = re.compile(r"[.!?؟…。۔]+")
_QUOTE = re.compile(r"[\"“”„«»]")
_OPENERS = "([{"
_CLOSERS = "\"“”»’')]}"
_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")
_WORD_BEFORE = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z")
_LOOK_BACK = 40
_ABBREVIATIONS_TEXT = """
a.m adm apr aug capt cmdr co col corp dec dr e.g etc feb fig ft gen gov hon i.e inc jan jr
jul jun lt ltd maj mar messrs mlle mme mr mrs ms mt no nov oct p.m ph.d pp pres prof rep
rev sen sep sept sgt sr st u.k u.n u.s vol vs
"""
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())


def split_sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) of every sentence of `text[start:end]`, in order.

    A sentence ends at . ! ? ؟ … and at a line break that is none of a wrapped paragraph (see
    `rag.text.lines`); not inside a quotation up to 400 characters long, a decimal, an abbreviation
    or "(...)". Surrounding white space is left out; every other character is in exactly one
    sentence. Linear time.
    """
    stop = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    for begin, last in paragraphs(text, start, stop):
        for cut in _cuts(text, begin, last):
            _add_stripped(spans, text, begin, cut)
            begin = cut
        _add_stripped(spans, text, begin, last)
    return spans


def _add_stripped(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _cuts(text: str, start: int, end: int) -> list[int]:
    """Where sentences end within one line, before its end."""
    quotes = _quotations(text, start, end)
    opens = [quote[0] for quote in quotes]
    cuts: list[int] = []
    for stop in _STOP.finditer(text, start, end):
        close = _after_closers(text, stop.end(), end)
        if close >= end:
            break
        inside = bisect_right(opens, stop.start()) - 1
        if inside >= 0 and close < quotes[inside][1]:
            continue
        quoted = close > stop.end() and text[stop.end()] in _CLOSERS
        begin = cuts[-1] if cuts else start
        if _ends(text, (begin, stop.start(), stop.end(), close), quoted):
            cuts.append(close)
    return cuts


def _quotations(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of the quotations of one line; quote marks of one family pair in turn.

    A mark without its partner, and a quotation too long to stay whole, count for nothing.
    """
    pairs: list[tuple[int, int]] = []
    opened: int | None = None
    for mark in _QUOTE.finditer(text, start, end):
        at, char = mark.start(), mark.group()
        if char == "«" or opened is None:
            opened = None if char == "»" else at
        elif (char == "»") == (text[opened] == "«"):
            if at + 1 - opened <= MAX_QUOTE:
                pairs.append((opened, at + 1))
            opened = None
    return pairs


def _after_closers(text: str, at: int, end: int) -> int:
    while at < end and text[at] in _CLOSERS:
        at += 1
    return at


def _ends(text: str, at: tuple[int, int, int, int], quoted: bool) -> bool:
    """Whether the stop at `at` = (sentence start, stop start, stop end, after closers) ends it."""
    begin, first, last, close = at
    mark = text[first:last]
    if first > begin and text[first - 1] in _OPENERS:  # "(...)" and "(?)"
        return False
    following = _next_visible(text, close)
    if quoted and (following.islower() or (following and following in ",،؛;:")):
        return False  # "Will you?" he asked.
    if mark == ".":
        return _full_stop_ends(text, begin, first, close)
    if mark == "..":
        return False  # a pause, in Arabic headlines
    return (text[close].isspace() or "؟" in mark) and not following.islower()


def _next_visible(text: str, at: int) -> str:
    """The first character that is not white space among the next few, "" if none."""
    for char in text[at : at + 8]:
        if not char.isspace():
            return char
    return ""


def _full_stop_ends(text: str, begin: int, at: int, close: int) -> bool:
    before = _WORD_BEFORE.search(text[max(begin, at - _LOOK_BACK) : at])
    word = before.group() if before else ""
    if not text[close].isspace():
        # A missing space after a full stop is common in Arabic copy; "أ.ف.ب" is not that.
        joined = _ARABIC_LETTER.match(text[close]) and len(word.rpartition(".")[2]) > 2
        return bool(joined and _ARABIC_LETTER.match(word[-1]))
    if not word:
        return not _numbers_a_list(text, begin, at)
    if word.lower() in _ABBREVIATIONS:
        return False
    if len(word.rpartition(".")[2]) > 1:
        return True
    # "د." and "U.S." are abbreviations; the last letter of "أ ف ب." and of "عام 2021م." is not.
    before_it = re.search(r"(?:(?:^|\s)\w |\d ?)\w\Z", text[max(begin, at - 4) : at])
    return bool(before_it and _ARABIC_LETTER.match(word))


def _numbers_a_list(text: str, begin: int, at: int) -> bool:
    head = text[begin:at].strip() if at - begin < _LOOK_BACK else ""
    return head.isdigit() and len(head) <= 3
