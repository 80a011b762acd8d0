"""A stream of text as whole sentences, each with the markers that it ends with."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rag.text.sentences import split_sentences

__all__ = ["Sentence", "sentences"]

_MARKER = re.compile(r"\s*[\[【]\s*(\d+(?:\s*[,،;؛]\s*\d+)*)\s*[\]】]")
_MARKERS_FIRST = re.compile(rf"(?:{_MARKER.pattern})*[\s.。؟!?]*(?:[\[【][^\]】]*\Z)?")
_DIGITS = re.compile(r"\d+")
_TIGHT = re.compile(r"([.!?؟])(?=[\[【])")
_LIST = re.compile(r"\s*(?:[-*•–]|\d+[.)])\s+")
_BOLD = re.compile(r"\*\*|__|`")
_THOUGHT = re.compile(r"\A.*</think>", re.S)
_THINKING = re.compile(r"<think>|</?[a-z]{0,5}\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as a model wrote it, without list marks and bold type; `text` has no markers."""

    text: str
    markers: tuple[int, ...]


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """Yield each sentence as soon as the next one has begun.

    A sentence ends at a line break, or where `split_sentences` ends it; markers behind its full
    stop are its own. What a model thinks aloud, up to `</think>`, is left out.
    """
    text = ""
    for piece in pieces:
        text = _THOUGHT.sub("", _TIGHT.sub(r"\1 ", text + piece))
        if _THINKING.search(text):
            continue
        lines, _, last = text.rpartition("\n")
        yield from _of(lines)
        parts = _parts(last)
        begun = parts[-1][0] if len(parts) > 1 else 0
        yield from _of(last[:begun])
        text = last[begun:]
    if "<think>" not in text:
        yield from _of(text)


def _of(text: str) -> Iterator[Sentence]:
    for line in text.splitlines():
        for start, end in _parts(line):
            bare = _BOLD.sub("", line[start:end])
            markers = [int(n) for m in _MARKER.finditer(bare) for n in _DIGITS.findall(m[1])]
            words = " ".join(_MARKER.sub("", bare).split())
            if any(map(str.isalnum, words)):
                yield Sentence(words, tuple(dict.fromkeys(markers)))


def _parts(line: str) -> list[tuple[int, int]]:
    """Offsets of a line's sentences; markers that were split off go to the sentence before."""
    parts: list[tuple[int, int]] = []
    head = _LIST.match(line)
    for start, end in split_sentences(line, head.end() if head else 0):
        begin = start
        if parts and (own := _MARKERS_FIRST.match(line, start, end)):
            begin = own.end()
            parts[-1] = parts[-1][0], begin
        if line[begin:end].strip():
            parts.append((begin, end))
    return parts
