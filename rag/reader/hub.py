"""Any extractive question-answering model of the Hub as a reader.

Whether a passage answers is told by its null score: the best span's start and end logits less
those of the first token, as in Devlin et al., "BERT" (NAACL 2019), section 4.3.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from transformers import (
    AutoModelForQuestionAnswering,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from rag.errors import ModelError
from rag.reader.calibration import Calibration
from rag.reader.load import load_local
from rag.reader.spans import stripped
from rag.settings import Settings
from rag.text.language import language_of
from rag.types import Passage, Reading, Span

__all__ = ["HubReader", "load_hub_reader"]

MAX_WINDOW = 384
STRIDE = 96
MAX_QUESTION = 64
MAX_ANSWER = 40
BATCH = 8


@dataclass(frozen=True)
class HubReader:
    """Implements `rag.reader.protocol.Reader`."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    calibration: Calibration

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Read every passage once; the result is sorted by `answerable`, best first."""
        asked = language_of(question)
        readings = [
            Reading(p, self.calibration.of(asked, p.article.language).chance(margin), span)
            for p, (margin, span) in zip(passages, self.examine(question, passages), strict=True)
        ]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def threshold(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to answer with, fitted per direction on the newsroom's gold."""
        return self.calibration.of(question_language, passage_language).threshold

    def possible(self, question_language: str, passage_language: str) -> float:
        """The threshold: what is less than an answer by this reader is not shown."""
        return self.threshold(question_language, passage_language)

    def examine(
        self, question: str, passages: Sequence[Passage]
    ) -> list[tuple[float, Span | None]]:
        """The margin over the null span, and the best span, of each passage, in their order.

        An empty passage has -inf and no span.
        """
        result: list[tuple[float, Span | None]] = [(-math.inf, None)] * len(passages)
        for at, margin, start, end in self._found(question, [p.text for p in passages]):
            if margin > result[at][0]:
                passage = passages[at]
                span = Span(passage, passage.start + start, passage.start + end)
                result[at] = margin, span
        return result

    def _found(self, question: str, texts: Sequence[str]) -> Iterator[tuple[int, float, int, int]]:
        """Yield, for each window, its text's place, and margin, start and end of its best span."""
        kept = [at for at, text in enumerate(texts) if text.strip()]
        if not kept:
            return
        coded = self.tokenizer(
            [self._short(question)] * len(kept),
            [texts[at] for at in kept],
            truncation="only_second",
            max_length=min(MAX_WINDOW, self.tokenizer.model_max_length),
            stride=STRIDE,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        for begin in range(0, len(coded["input_ids"]), BATCH):
            rows = range(begin, min(begin + BATCH, len(coded["input_ids"])))
            for row, logits in zip(rows, self._forward(coded, rows), strict=True):
                at = kept[coded["overflow_to_sample_mapping"][row]]
                ours = [i for i, part in enumerate(coded.sequence_ids(row)) if part == 1]
                offsets = [stripped(texts[at], *coded["offset_mapping"][row][i]) for i in ours]
                if offsets:
                    yield at, *_best_span(logits, ours[0], offsets)

    @torch.inference_mode()
    def _forward(self, coded: Any, rows: Sequence[int]) -> torch.Tensor:  # noqa: ANN401
        names = [n for n in self.tokenizer.model_input_names if n in coded]
        batch = self.tokenizer.pad(
            {name: [coded[name][row] for row in rows] for name in names}, return_tensors="pt"
        ).to(self.model.device)
        out = self.model(**batch)
        return torch.stack((out.start_logits, out.end_logits), dim=-1).float().cpu()

    def _short(self, question: str) -> str:
        """The question, cut to 64 tokens."""
        coded = self.tokenizer(
            question, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        return question if len(coded) <= MAX_QUESTION else question[: coded[MAX_QUESTION - 1][1]]


def _best_span(
    logits: torch.Tensor, first: int, offsets: Sequence[tuple[int, int]]
) -> tuple[float, int, int]:
    """Margin and characters of the best span of at most 40 tokens of the passage.

    `logits` are (length, 2); the passage's tokens begin at `first`, one for each of `offsets`.
    """
    count = len(offsets)
    body = logits[first : first + count]
    able = torch.ones(count, count, dtype=torch.bool).triu().tril(MAX_ANSWER - 1)
    scores = (body[:, 0].unsqueeze(1) + body[:, 1].unsqueeze(0)).masked_fill(~able, -torch.inf)
    start, end = divmod(int(scores.argmax()), count)
    margin = float(scores[start, end] - logits[0].sum())
    return margin, offsets[start][0], offsets[end][1]


def load_hub_reader(settings: Settings) -> HubReader:
    """Load the extractive reader that the settings name, not yet calibrated.

    Raises:
        ModelError: there is no such model here, or its tokenizer tells no offsets.
    """
    name = settings.reader
    model, tokenizer = load_local(
        "reader",
        name,
        AutoModelForQuestionAnswering.from_pretrained,
        AutoTokenizer.from_pretrained,
        settings.dtype,
    )
    if not tokenizer.is_fast:
        raise ModelError(
            f"reader {name!r} has no fast tokenizer (tokenizer.json), which marks the words of an "
            "answer: set `reader` to a model that has one"
        )
    return HubReader(model, tokenizer, Calibration())
