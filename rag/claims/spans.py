"""Widen an imprecise span to words that can be quoted: whole words, whole names, whole lists."""

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.question.kind import Asks
from rag.text.lexicon import wordset
from rag.text.stylebook import Mention
from rag.types import Span

__all__ = ["closed", "like_name", "trim", "widen"]

_WORD_CHAR = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670'’-]")
_VOWEL_SIGN = re.compile("[\u064b-\u065f\u0670]")
_EDGE = " \t\r\n،,.;:؛!?؟…-–—\u200e\u200f"
_QUOTES = {'"': '"', "“": "”", "”": "“", "«": "»", "»": "«", "(": ")", ")": "(", "[": "]", "]": "["}
# One more item of a list: "وأرمينيا", ", Armenia", "and Armenia"; an adjective stays with its noun.
_ITEM_AR = re.compile(r"(?:\s*[،,]\s*|\s+)و(?P<item>[^\W\d_]{2,}(?:\s+ال[^\W\d_]{2,})?)")
_ITEM_EN = re.compile(r"(?:,\s*(?:and\s+)?|\s+and\s+)(?P<item>[A-Z][\w'’-]*(?:\s+[A-Z][\w'’-]*)*)")
# The word before "و" and what it joins; the search text ends one letter into the later word.
_AND_BEFORE = re.compile(r"(?<!\w)(?P<item>[^\W\d_]{2,})(?:\s*[،,])?\s+و\w?$")
_LINK = re.compile(r"\s*(?:[،,]\s*)?(?:و|and\s+)?\s*")
_VERBS = wordset(
    "في من إلى الى على عن مع بين قال قالت اكد أكد اعلن أعلن أضاف أشار "
    "كان كانت قد هو هي هم ذلك التي الذي لم لن لا"
)
_KINDS = {Asks.PERSON: "person", Asks.PLACE: "place"}
_PLAIN_WORD = re.compile("[\u0621-\u0652\u0670-\u06d3]{2,}")
_NO_NAMES = wordset(
    "في من إلى الى على عن مع بين بعد قبل كان كانت هو هي هم قد لم لن لا أن إن التي الذي الذين "
    "هذا هذه ذلك تلك كل جميع بعض أحد عدد رئيس رئيسة وزير وزيرة زعيم قائد مدير متحدث"
)
SHORT_NAME = 4
"""Words up to which an unknown phrase, where a person or place is asked for, is a name."""
NAME_GAP = 3
"""A name this close to the span, in characters, belongs to it: titles stand beside names."""

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


def widen(span: Span, sentence: Span, asks: Asks, mentions: Sequence[Mention]) -> Span:
    """Widen `span` inside its sentence; `mentions` are the sentence's names, with its offsets.

    A name is taken whole; a question for a person or place takes the name beside the span in;
    a question for a list takes the whole enumeration; yes or no takes the sentence.
    """
    if asks is Asks.YES_NO:
        return sentence
    names = [(m.start + sentence.start, m.end + sentence.start, m.entity.kind) for m in mentions]
    low, high = span.start, span.end
    for start, end, _ in names:
        if start < high and end > low:
            low, high = min(low, start), max(high, end)
    wanted = _KINDS.get(asks)
    if wanted and not any(k == wanted and low <= s and e <= high for s, e, k in names):
        for start, end, kind in names:
            if kind == wanted and -NAME_GAP <= start - high <= NAME_GAP:
                high = max(high, end)
    if asks in {Asks.LIST, Asks.PERSON, Asks.PLACE}:
        low, high = _chained(span, sentence, names, (low, high))
    if asks is Asks.LIST:
        low, high = _items_before(span, sentence, low), _items(span, sentence, high)
    return trim(replace(span, start=low, end=min(high, sentence.end)))


def _chained(
    span: Span, sentence: Span, names: list[tuple[int, int, str]], bounds: tuple[int, int]
) -> tuple[int, int]:
    """Take in the names of the same kind that are joined to the span by commas and "and"."""
    text = span.passage.article.text
    low, high = bounds
    kinds = {kind for start, end, kind in names if low <= start and end <= high}
    for start, end, kind in names:
        if kind in kinds and start >= high and _LINK.fullmatch(text, high, start):
            high = end
    for start, end, kind in reversed(names):
        if kind in kinds and end <= low and _LINK.fullmatch(text, end, low) and low > end:
            low = start
    return max(low, sentence.start), high


def _items_before(span: Span, sentence: Span, low: int) -> int:
    """Take in the items before a span that begins with an Arabic "and"."""
    text = span.passage.article.text
    while match := _AND_BEFORE.search(text[sentence.start : low + 1]):
        if match["item"] in _VERBS:
            break
        low = sentence.start + match.start("item")
    return low


def _items(span: Span, sentence: Span, high: int) -> int:
    """Take in the items that follow, up to the end of the clause; a verb ends the list."""
    text = span.passage.article.text
    arabic = re.search("[\u0621-\u064a]", text[span.start : high]) is not None
    item = _ITEM_AR if arabic else _ITEM_EN
    end = high
    while (match := item.match(text, end, sentence.end)) and match["item"] not in _VERBS:
        end = match.end()
    # A chain of Arabic words with و that runs on into other words is a new clause, not a list.
    runs_on = arabic and re.match(r"\s+[^\s.،؛!؟]", text[end : sentence.end])
    return high if runs_on else end


def like_name(text: str) -> bool:
    """Whether an Arabic phrase may be an unknown name: a few plain words, no article first."""
    words = text.split()
    if not 1 <= len(words) <= SHORT_NAME or words[0].startswith("ال"):
        return False
    return all(_PLAIN_WORD.fullmatch(word) and word not in _NO_NAMES for word in words)
