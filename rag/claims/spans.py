"""Bring an imprecise span to words that can be quoted: whole words, whole quotations."""

import re
from dataclasses import replace

from rag.types import Span

__all__ = ["closed", "trim"]

_WORD_CHAR = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670'’-]")
_VOWEL_SIGN = re.compile("[\u064b-\u065f\u0670]")
_EDGE = " \t\r\n،,.;:؛!?؟…-–—\u200e\u200f"
_QUOTES = {'"': '"', "“": "”", "”": "“", "«": "»", "»": "«", "(": ")", ")": "(", "[": "]", "]": "["}

MOST_QUOTED = 40
"""A quotation is followed this many characters beyond the words it begins in."""


def trim(span: Span) -> Span:
    """The span on whole words, without the punctuation around it."""
    text, low, high = span.passage.article.text, span.start, span.end
    passage = span.passage
    while low < high and text[low] in _EDGE:
        low += 1
    while high > low and text[high - 1] in _EDGE:
        high -= 1
    while low < high and low > passage.start and _inside_word(text, low):
        low -= 1
    while low < high < passage.end and _inside_word(text, high):
        high += 1
    return _balanced(replace(span, start=low, end=high)) if low < high else span


def _inside_word(text: str, at: int) -> bool:
    return bool(_WORD_CHAR.match(text[at - 1]) and _WORD_CHAR.match(text[at]))


def _balanced(span: Span) -> Span:
    """Take in, or leave out, a quotation mark or bracket whose partner is on the other side."""
    text, low, high = span.passage.article.text, span.start, span.end
    inner = text[low:high]
    first, last = inner[0], inner[-1]
    if _lacks_partner(inner, first):
        closes = text[high : high + 1] == _QUOTES[first]
        low, high = (low, high + 1) if closes else (low + 1, high)
    elif _lacks_partner(inner, last):
        opens = low > span.passage.start and text[low - 1] == _QUOTES[last]
        low, high = (low - 1, high) if opens else (low, high - 1)
    return replace(span, start=low, end=high) if low < high else span


def closed(span: Span, sentence: Span) -> Span:
    """The span with the last letter's vowel sign, and with the end of a quotation begun in it.

    Not 26 "armed but 26 "armed men".
    """
    text = span.passage.article.text
    while span.end < sentence.end and _VOWEL_SIGN.match(text[span.end]):
        span = replace(span, end=span.end + 1)
    for mark in '"“«”':
        at = span.text.rfind(mark)
        if at > 0 and _lacks_partner(span.text, mark):
            end = text.find(_QUOTES[mark], span.end, min(span.end + MOST_QUOTED, sentence.end))
            cut = span.start + len(span.text[:at].rstrip())
            return replace(span, end=end + 1 if end >= 0 else cut)
    return span


def _lacks_partner(inner: str, mark: str) -> bool:
    partner = _QUOTES.get(mark)
    if partner == mark:
        return inner.count(mark) % 2 == 1
    return partner is not None and inner.count(mark) != inner.count(partner)
