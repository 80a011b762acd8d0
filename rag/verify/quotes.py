"""Quotations are verbatim: found in the cited article, at the cited sentence, word for word."""

import re
from collections.abc import Iterator, Sequence

from rag.text.stylebook import Mention
from rag.verify.evidence import Evidence, Problem
from rag.verify.negation import ends_in_negation

__all__ = ["quotations", "quote_problems"]

CLOSERS = {"«": "»", "“": "”„", "”": "”", '"': '"', "„": "“”", "‘": "’", "'": "'"}
LETTER = re.compile(r"[^\W_]")
PREFIX = re.compile(r"(?<![^\W_])(?:و|ف|ب|ك|ل|وب|ول|فب|فل)$")
NUMBER_BREAK = re.compile(r"\d[.,٫٬،:/]$")


def quotations(text: str, mentions: Sequence[Mention] = ()) -> list[tuple[int, int]]:
    """The outermost quotations of a text, marks included, whichever marks they use.

    Marks inside a name ('Group of Strategic Vision "Russia – Islamic World"') are none. One that
    is not closed runs to the end of its line.
    """
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(text):
        if text[at] in CLOSERS and _opens(text, at) and not _named(at, mentions):
            end = _close(text, at)
            found.append((at, end))
            at = end
        else:
            at += 1
    return found


def quote_problems(
    text: str, quotes: Sequence[tuple[int, int]], cited: Sequence[Evidence]
) -> Iterator[Problem]:
    """Yield a problem for every quotation that is not in a cited sentence word for word."""
    for start, end in quotes:
        words = text[start + 1 : end].strip()
        if words and words[-1] in CLOSERS[text[start]]:
            words = words[:-1]
        elif text[start] in "«“":
            yield Problem("quotation", text[start:end], "the quotation is not closed")
            continue
        words = words.strip().strip("…").strip()
        if not LETTER.search(words):
            yield Problem("quotation", text[start:end], "the quotation is empty")
        elif why := _why_not(words, cited):
            yield Problem("quotation", words, why)


def _why_not(words: str, cited: Sequence[Evidence]) -> str:
    """Why these are not the words of a cited sentence; "" if they are."""
    why = "not verbatim in a cited sentence"
    for source in cited:
        for text, start, end in _occurrences(words, source):
            if _cuts(text, start, end):
                why = "the quotation cuts a word or a number"
            elif ends_in_negation(text[:start]):
                why = "the quotation leaves out the negation before it"
            else:
                return ""
    return why


def _occurrences(words: str, source: Evidence) -> Iterator[tuple[str, int, int]]:
    """Where the words stand at the citation: inside its span, or all around it."""
    span, text = source.citation.span, source.article.text
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if (span.start <= at and end <= span.end) or (at <= span.start and span.end <= end):
            yield text, at, end
        at = text.find(words, at + 1)
    single, wanted = " ".join(source.text.split()), " ".join(words.split())
    at = single.find(wanted) if wanted != words or single != source.text else -1
    if at >= 0:
        yield single, at, at + len(wanted)


def _cuts(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 4, 0) : start], text[end : end + 2]
    if text[start].isdigit() and NUMBER_BREAK.search(before):
        return True
    if text[end - 1].isdigit() and re.match(r"[.,٫٬:/]\d|\d", after):
        return True
    if re.match(r"\d[./:,٫٬%٪]", text[start - 1 : start + 1] if start else ""):
        return True
    if before and _wordlike(before[-1]) and _wordlike(text[start]):
        return not PREFIX.search(before)
    return bool(after) and _wordlike(after[0]) and _wordlike(text[end - 1])


def _wordlike(char: str) -> bool:
    return bool(LETTER.match(char)) or "\u064b" <= char <= "\u0652"


def _opens(text: str, at: int) -> bool:
    """A straight or single mark inside or after a word is an apostrophe or a sign of inches."""
    if text[at] in "«“„”":
        return True
    return (at == 0 or not _wordlike(text[at - 1]) or text[at - 1] in "بلوفك") and at + 1 < len(
        text
    )


def _named(at: int, mentions: Sequence[Mention]) -> bool:
    return any(m.start < at <= m.end for m in mentions)


def _close(text: str, at: int) -> int:
    """The offset after the mark that closes the quotation opened at `at`."""
    opener, closers, depth = text[at], CLOSERS[text[at]], 0
    for i in range(at + 1, len(text)):
        char = text[i]
        if char in closers:
            apostrophe = char in "'’" and i + 1 < len(text) and _wordlike(text[i + 1])
            if not depth and not apostrophe:
                return i + 1
            depth -= depth > 0
        elif char == opener and opener in "«“":
            depth += 1
        elif char == "\n":
            return i
    return len(text) if opener not in "'’‘" else at + 1
