"""Passages as windows of tokens, and the best span in each."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from rag.text.legible import legible
from rag.types import Passage

__all__ = [
    "MAX_TITLE",
    "MAX_WINDOW",
    "Candidate",
    "Window",
    "best_span",
    "make_windows",
    "stripped",
]

MAX_QUESTION = 64
MAX_TITLE = 24
MAX_WINDOW = 256
MAX_ANSWER = 40
STRIDE = 64
"""All in tokens."""


@dataclass(frozen=True, slots=True)
class Window:
    """Part of one passage, ready for the model.

    `passage` is its place among those read together, `offsets` are characters of its text, and
    `first` is the position in `ids` of the passage's first token, behind question and title.
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


def make_windows(
    tokenizer: PreTrainedTokenizerFast, question: str, passages: Sequence[Passage]
) -> list[Window]:
    """The windows of every passage under its title, in order; none of an empty one."""

    def begun(text: str, longest: int) -> list[int]:
        ids: list[int] = tokenizer(
            text, add_special_tokens=False, truncation=True, max_length=longest
        )["input_ids"]
        return [*ids, tokenizer.sep_token_id] if ids else []

    asked = [tokenizer.cls_token_id, *begun(question, MAX_QUESTION)]
    windows: list[Window] = []
    for place, passage in enumerate(passages):
        text = legible(passage.text)
        head = [*asked, *begun(legible(passage.title).text, MAX_TITLE)]
        coded = tokenizer(
            text.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        ids, offsets = coded["input_ids"], coded["offset_mapping"]
        if not text.text.strip() or not ids:
            continue
        room = MAX_WINDOW - len(head) - 1
        step = room - STRIDE if len(ids) > room else len(ids)
        for at in range(0, max(len(ids) - STRIDE, 1), step):
            body = ids[at : at + room]
            sequence = [*head, *body, tokenizer.sep_token_id]
            windows.append(
                Window(
                    passage=place,
                    ids=sequence,
                    types=[int(i >= len(asked)) for i in range(len(sequence))],
                    offsets=[
                        text.span(*stripped(text.text, *pair)) for pair in offsets[at : at + room]
                    ],
                    first=len(head),
                )
            )
    return windows


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A token's offsets without the space that the tokenizer counts to it."""
    while start < end and text[start].isspace():
        start += 1
    return start, end


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
