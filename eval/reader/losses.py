"""What training lowers, for the reader and for the encoder."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from eval.reader.groups import SIZE, Row

__all__ = ["Batch", "collate", "contrast_loss", "distil_loss", "reader_loss"]

NEVER = -1e4
"""A logit that no softmax notices."""
SHARED, RANK, ANSWERABLE = 0.5, 0.5, 0.7
"""Weights of the parts of the reader's loss, beside 1 for the span within its passage.

Tried on the calibration articles, 830 steps each (November 2026): without the shared part F1 50.0,
choice among four passages 0.91 / 0.87 (Arabic, English), refusal 0.72 / 0.68; with a null span as
in SQuAD 2.0 41.0, 0.92 / 0.85, 0.78 / 0.70; with null span, shared and ranking part 46.7,
0.96 / 0.91, 0.79 / 0.74. So: both parts, and no null span.
"""
BACKWARDS = 0.3
"""Weight of finding the question of a passage, beside 1 for the passage of a question."""
TEMPERATURE = 0.02
DISTILLED, SOFTENED = 0.7, 1.5
"""Share of the teachers in a distilled reader's loss, and the temperature of their spans."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step; the rows of a group follow each other.

    `ids`, `mask` and `types` are (rows, width). `starts` and `ends` (rows, width) say where answers
    begin and end; `answered` (rows,) whether the row has one; `asked` (rows,) whether it belongs to
    its group's question.
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    starts: Tensor
    ends: Tensor
    answered: Tensor
    asked: Tensor

    def to(self, device: torch.device) -> "Batch":
        """The same on a device."""
        return Batch(*(getattr(self, name).to(device) for name in self.__slots__))


def collate(groups: Sequence[Sequence[Row]], special: tuple[int, int, int]) -> Batch:
    """Pad to a multiple of 32: each new shape costs a compilation. `special`: bos, eos, pad."""
    rows = [row for group in groups for row in group]
    lengths = torch.tensor([len(_sequence(row, special)) for row in rows])
    width = -(-int(lengths.max()) // 32) * 32
    ids = torch.full((len(rows), width), special[2])
    types = torch.zeros((len(rows), width), dtype=torch.long)
    starts = torch.zeros((len(rows), width), dtype=torch.bool)
    ends = torch.zeros_like(starts)
    for i, row in enumerate(rows):
        sequence = _sequence(row, special)
        ids[i, : len(sequence)] = torch.tensor(sequence)
        types[i, len(row.question) + 2 : len(sequence)] = 1
        head = len(sequence) - len(row.body) - 1
        for first, last in row.answers:
            starts[i, head + first] = ends[i, head + last] = True
    mask = (torch.arange(width).unsqueeze(0) < lengths.unsqueeze(1)).long()
    asked = torch.tensor([row.asked for row in rows])
    return Batch(ids, mask, types, starts, ends, starts.any(1), asked)


def _sequence(row: Row, special: tuple[int, int, int]) -> list[int]:
    bos, eos, _ = special
    title = [*row.title, eos] if row.title else []
    return [bos, *row.question, eos, *title, *row.body, eos]


def reader_loss(spans: Tensor, answerable: Tensor, batch: Batch) -> Tensor:
    """The reader's loss for span logits (rows, width, 2) and answerable logits (rows,).

    Four parts: start and end in the passage that answers; start and end over all passages of the
    question together (shared normalisation: Clark and Gardner, "Simple and effective
    multi-paragraph reading comprehension", ACL 2018); the passage that answers among them; whether
    each answers.
    """
    logits = spans.masked_fill((batch.types != 1).unsqueeze(-1), NEVER)
    good = batch.answered & batch.asked
    loss = ANSWERABLE * functional.binary_cross_entropy_with_logits(
        answerable, batch.answered.float()
    )
    loss = loss + RANK * _over_groups(answerable, answerable, batch.asked, good)
    for side, gold in enumerate((batch.starts, batch.ends)):
        whole = torch.logsumexp(logits[:, :, side], 1)
        right = torch.logsumexp(logits[:, :, side].masked_fill(~gold, NEVER), 1)
        within = ((whole - right) * batch.answered).sum() / batch.answered.sum().clamp(min=1)
        loss = loss + 0.5 * within
        loss = loss + 0.5 * SHARED * _over_groups(whole, right, batch.asked, good)
    return loss


def _over_groups(whole: Tensor, right: Tensor, asked: Tensor, good: Tensor) -> Tensor:
    """Cross-entropy of the good rows among the asked ones of their group; both scores (rows,)."""
    all_rows = torch.logsumexp(whole.masked_fill(~asked, NEVER).view(-1, SIZE), 1)
    good_rows = torch.logsumexp(right.masked_fill(~good, NEVER).view(-1, SIZE), 1)
    has = good.view(-1, SIZE).any(1)
    return ((all_rows - good_rows) * has).sum() / has.sum().clamp(min=1)


def distil_loss(
    spans: Tensor, answerable: Tensor, taught: tuple[Tensor, Tensor], batch: Batch
) -> Tensor:
    """How far a reader is from what its teachers say; `taught` are their span and other logits.

    Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network" (2015).
    """
    outside = (batch.types != 1).unsqueeze(-1)
    own = functional.log_softmax(spans.masked_fill(outside, NEVER) / SOFTENED, 1)
    theirs = functional.log_softmax(taught[0].masked_fill(outside, NEVER) / SOFTENED, 1)
    apart = functional.kl_div(own, theirs, reduction="none", log_target=True).sum(1).mean()
    says = functional.binary_cross_entropy_with_logits(answerable, torch.sigmoid(taught[1]))
    return SOFTENED**2 * apart + ANSWERABLE * says


def contrast_loss(
    questions: Tensor, passages: Tensor, hard: Tensor, titles: Sequence[tuple[str, str]]
) -> Tensor:
    """InfoNCE over unit vectors (n, dimension): a question's passage among all of the batch.

    `hard` holds one near miss for each question. `titles` name the article of each passage and of
    its near miss: other passages of a question's own article do not count as wrong, for they may
    answer as well. Van den Oord et al., "Representation learning with contrastive predictive
    coding" (2018).
    """
    count = len(questions)
    same = torch.tensor([[a == b for b, _ in titles] for a, _ in titles], device=questions.device)
    same_hard = torch.tensor(
        [[a == b for _, b in titles] for a, _ in titles], device=questions.device
    )
    own = torch.eye(count, dtype=torch.bool, device=questions.device)
    near = (questions @ passages.T / TEMPERATURE).masked_fill(same & ~own, NEVER)
    missed = (questions @ hard.T / TEMPERATURE).masked_fill(same_hard & ~own, NEVER)
    gold = torch.arange(count, device=questions.device)
    forward = functional.cross_entropy(torch.cat([near, missed], 1), gold)
    return forward + BACKWARDS * functional.cross_entropy(near.T, gold)
