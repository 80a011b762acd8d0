"""Any extractive question-answering model of the Hub as a reader.

Whether a passage answers is told by its null score: the best span's start and end logits less
those of the first token, as in Devlin et al., "BERT" (NAACL 2019), section 4.3.
"""

from collections.abc import Sequence
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
from rag.reader.calibration import NOTHING, Calibration, Signals
from rag.reader.load import load_local
from rag.reader.spans import Candidate, Window, best_spans, sentences_of
from rag.settings import Settings
from rag.text.language import language_of
from rag.types import Passage, Reading, Span

__all__ = ["HubReader", "load_hub_reader"]

MAX_WINDOW = 384
STRIDE = 96
MAX_QUESTION = 64
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
            Reading(p, self.calibration.of(asked, p.article.language).chance(signals), span)
            for p, (signals, span) in zip(passages, self.examine(question, passages), strict=True)
        ]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def threshold(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to answer with, fitted per direction on the newsroom's gold."""
        return self.calibration.of(question_language, passage_language).threshold

    def examine(
        self, question: str, passages: Sequence[Passage]
    ) -> list[tuple[Signals, Span | None]]:
        """The signals and the best span of each passage, in the order of the passages."""
        best: dict[int, Candidate] = {}
        sentences = [sentences_of(passage) for passage in passages]
        for window, logits in self._scored(question, [p.text for p in passages]):
            for found in best_spans(window, logits, sentences[window.passage]):
                if window.passage not in best or found.margin > best[window.passage].margin:
                    best[window.passage] = found
        result: list[tuple[Signals, Span | None]] = [(NOTHING, None)] * len(passages)
        for at, found in best.items():
            passage = passages[at]
            span = Span(passage, passage.start + found.start, passage.start + found.end)
            result[at] = Signals(found.margin, found.margin), span
        return result

    def _scored(self, question: str, texts: Sequence[str]) -> list[tuple[Window, torch.Tensor]]:
        """Each window of each text with its span logits, (length, 2), float32."""
        kept = [at for at, text in enumerate(texts) if text.strip()]
        if not kept:
            return []
        coded = self.tokenizer(
            [self._short(question)] * len(kept),
            [texts[at] for at in kept],
            truncation="only_second",
            max_length=min(MAX_WINDOW, self.tokenizer.model_max_length),
            stride=STRIDE,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
        )
        scored = []
        for begin in range(0, len(coded["input_ids"]), BATCH):
            rows = range(begin, min(begin + BATCH, len(coded["input_ids"])))
            for row, logits in zip(rows, self._forward(coded, rows), strict=True):
                at = kept[coded["overflow_to_sample_mapping"][row]]
                scored.append((_window(coded, row, at, texts[at]), logits))
        return scored

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


def _window(coded: Any, row: int, passage: int, text: str) -> Window:  # noqa: ANN401
    """The passage's part of a row: its tokens are those of the second sequence."""
    ours = [i for i, part in enumerate(coded.sequence_ids(row)) if part == 1]
    offsets = [coded["offset_mapping"][row][i] for i in ours]
    return Window(
        passage=passage,
        ids=coded["input_ids"][row],
        types=[],
        offsets=[_stripped(text, *pair) for pair in offsets],
        first=ours[0] if ours else 0,
    )


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """A token's offsets without the space that the tokenizer counts to it."""
    while start < end and text[start].isspace():
        start += 1
    return start, end


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
