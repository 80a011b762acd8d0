"""The batches of a training run, made a pool at a time, in worker processes if wanted."""

import math
import random
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import cast

from torch.utils.data import DataLoader, Dataset
from transformers import PreTrainedTokenizerFast

from eval.reader.groups import Groups, Item, Row
from eval.reader.losses import Batch, collate

__all__ = ["Pools", "batches", "special_tokens"]

POOL = 8
"""Batches whose groups are sorted by length together, so that little is padded."""


class Pools(Dataset[list[Batch]]):
    """The batches of a run, a pool at a time, so that workers can make them beside the training."""

    def __init__(self, groups: Groups, drawn: Sequence[Item], batch: int) -> None:
        """`drawn` are the questions of the run in their order, `batch` how many a step takes."""
        self.groups, self.drawn, self.batch = groups, drawn, batch
        self.steps = math.ceil(len(drawn) / batch)

    def __len__(self) -> int:
        return math.ceil(self.steps / POOL)

    def __getitem__(self, number: int) -> list[Batch]:
        size = POOL * self.batch
        rng = random.Random(f"{self.groups.seed} {number} rows")
        groups = self.groups.made(self.drawn[number * size : (number + 1) * size], rng)
        special = special_tokens(self.groups.tokenizer)
        return [collate(step, special) for step in batches(groups, self.batch, rng)]

    def from_step(self, first: int, workers: int) -> Iterator[Batch]:
        """The batches of the steps from `first` on."""
        rest = range(first // POOL, len(self))
        pools = DataLoader(self, batch_size=None, sampler=rest, num_workers=workers)
        yield from islice(chain.from_iterable(pools), first % POOL, None)


def batches(groups: Sequence[list[Row]], batch: int, rng: random.Random) -> list[list[list[Row]]]:
    """The groups of each step: of similar length, lengths in random order."""
    ordered = sorted(groups, key=_length)
    cut = [ordered[i : i + batch] for i in range(0, len(ordered), batch)]
    rng.shuffle(cut)
    return cut


def _length(group: Sequence[Row]) -> int:
    return max(len(row.question) + len(row.title) + len(row.body) for row in group)


def special_tokens(tokenizer: PreTrainedTokenizerFast) -> tuple[int, int, int]:
    """The numbers of the first, the last and the padding token."""
    found = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id)
    return cast(tuple[int, int, int], tuple(map(int, found)))
