"""Passages as windows of tokens, and the best span in each."""

from dataclasses import dataclass

import torch
from torch import Tensor

__all__ = ["Candidate", "Window", "best_span"]

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
    """The best span of a window: start and end are characters of the passage's text.

    `score` is the sum of its start and end logits, which compares windows and passages: they were
    trained to be normalised over all passages of a question.
    """

    score: float
    start: int
    end: int


def best_span(window: Window, logits: Tensor) -> Candidate:
    """The best (start, end) of at most 40 tokens; `logits` are (length, 2), of the whole sequence.

    Equal ones: the first.
    """
    count = len(window.offsets)
    body = logits[window.first : window.first + count]
    scores = body[:, 0].unsqueeze(1) + body[:, 1].unsqueeze(0)
    able = torch.ones(count, count, dtype=torch.bool).triu().tril(MAX_ANSWER - 1)
    best = int(scores.masked_fill(~able, -torch.inf).argmax())
    first, last = divmod(best, count)
    return Candidate(float(scores[first, last]), window.offsets[first][0], window.offsets[last][1])
