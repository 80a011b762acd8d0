"""Passages as windows of tokens, and the best span that starts in each of their sentences."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from rag.text.sentences import split_sentences
from rag.types import Passage

__all__ = ["Candidate", "Window", "best_spans", "sentences_of"]

MAX_ANSWER = 40


@dataclass(frozen=True, slots=True)
class Window:
    """Part of one passage, ready for the model.

    `passage` is its place among those read together, `offsets` are characters of its text, and
    `first` is the position in `ids` of the first token that is not the question's.
    """

    passage: int
    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    first: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """The best span that starts in one sentence; all places are characters of the passage.

    `margin` is its start and end logits less those of the null span.
    """

    sentence: tuple[int, int]
    margin: float
    start: int
    end: int


def sentences_of(passage: Passage) -> list[tuple[int, int]]:
    """(start, end) of the sentences, in characters of the passage's own text."""
    article, begin = passage.article, passage.start
    found = passage.sentences or split_sentences(article.text, begin, passage.end)
    return [(start - begin, end - begin) for start, end in found]


def best_spans(
    window: Window, logits: Tensor, sentences: Sequence[tuple[int, int]]
) -> Iterator[Candidate]:
    """For each sentence, the best (start, end) of at most 40 tokens that starts in it.

    `logits` are (length, 2), of the whole sequence. A sentence without a token gives nothing.
    """
    count = len(window.offsets)
    body = logits[window.first : window.first + count]
    scores = body[:, 0].unsqueeze(1) + body[:, 1].unsqueeze(0)
    able = torch.ones(count, count, dtype=torch.bool).triu().tril(MAX_ANSWER - 1)
    found = scores.masked_fill(~able, -torch.inf).max(dim=1)
    best, last = found.values.tolist(), found.indices.tolist()
    null = float(logits[0].sum())
    begins = [start for start, _ in sentences]
    top: dict[int, int] = {}
    for token, (start, _) in enumerate(window.offsets):
        owner = max(bisect_right(begins, start) - 1, 0)
        if best[token] > best[top.setdefault(owner, token)]:
            top[owner] = token
    for owner, token in top.items():
        start, end = window.offsets[token][0], window.offsets[last[token]][1]
        yield Candidate(sentences[owner], best[token] - null, start, end)
