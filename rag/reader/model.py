"""The embedded reader: one forward pass of a small cross-lingual encoder per passage.

Question, title of the article and passage stand in one sequence, `<s> question </s> title </s>
passage </s>`; a passage that holds its title has none. Two heads: one marks first and last token of
the answer, as in Devlin et al., "BERT" (NAACL 2019), section 4.2; one, on `<s>`, says whether the
passage answers at all. The word embeddings are the retrieval encoder's own, frozen in training and
shared in memory; only the rest is stored with the project.
"""

import json
import math
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

import torch
from pydantic import ValidationError
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel, PreTrainedTokenizerFast

from rag.errors import ModelError
from rag.reader import e5s1
from rag.reader.calibration import Calibration
from rag.reader.encoder import SentenceEncoder, pick
from rag.reader.layers import PREFIX, checked, read_layers
from rag.reader.spans import Candidate, Window, best_span, make_windows
from rag.settings import Settings
from rag.text.language import language_of
from rag.types import Passage, Reading, Span

__all__ = ["CrossReader", "ReaderModel", "load_reader"]

BATCH = 4
"""Windows of like length read together: little is spent on padding."""
PAD_TO = 8
PAD_TO_BFLOAT16 = 32
"""Multiples of tokens. In bfloat16 a new length compiles anew; in float32 tokens cost more."""


class ReaderModel(BertPreTrainedModel):
    """BERT with a span head and an answerable head."""

    config_class = BertConfig
    base_model_prefix = "bert"

    def __init__(self, config: BertConfig) -> None:
        super().__init__(config)
        self.bert = BertModel(config, add_pooling_layer=False)
        self.span = nn.Linear(config.hidden_size, 2)
        self.answerable = nn.Linear(config.hidden_size, 1)
        self.post_init()  # type: ignore[no-untyped-call]

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Span logits (batch, length, 2), float32, and answerable logits (batch,), float32."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.span(hidden).float(), self.answerable(hidden[:, 0]).float().squeeze(-1)


class CrossReader:
    """Implements `rag.reader.protocol.Reader` with a `ReaderModel`."""

    def __init__(
        self,
        model: ReaderModel,
        encoder: SentenceEncoder,
        calibration: Calibration,
        fingerprint: str,
    ) -> None:
        self.model = model.eval()  # type: ignore[no-untyped-call]
        self.tokenizer: PreTrainedTokenizerFast = encoder.model.tokenizer
        self.calibration = calibration
        self.fingerprint = fingerprint

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Read every passage once; the result is sorted by `answerable`, best first."""
        asked = language_of(question)
        readings = [
            Reading(p, self.calibration.of(asked, p.article.language).chance(logit), span)
            for p, (logit, span) in zip(passages, self.examine(question, passages), strict=True)
        ]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def threshold(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to answer with, fitted per direction on held-out data."""
        return self.calibration.of(question_language, passage_language).threshold

    def possible(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to show as a possible match; at most the threshold."""
        return self.calibration.of(question_language, passage_language).possible

    def examine(
        self, question: str, passages: Sequence[Passage]
    ) -> list[tuple[float, Span | None]]:
        """The answerable logit and the best span of each passage, in the order of the passages.

        An empty passage has -inf and no span.
        """
        windows = make_windows(self.tokenizer, question, passages)
        logits: dict[int, float] = {}
        best: dict[int, Candidate] = {}
        for window, (scores, answerable) in zip(windows, self._score(windows), strict=True):
            at, found = window.passage, best_span(window, scores)
            logits[at] = max(answerable, logits.get(at, -math.inf))
            if at not in best or found.score > best[at].score:
                best[at] = found
        result: list[tuple[float, Span | None]] = [(-math.inf, None)] * len(passages)
        for at, found in best.items():
            passage = passages[at]
            span = Span(passage, passage.start + found.start, passage.start + found.end)
            result[at] = logits[at], span
        return result

    def _score(self, windows: Sequence[Window]) -> list[tuple[Tensor, float]]:
        """Span logits (length, 2) and the answerable logit of each window, in their order.

        Windows of similar lengths are read together.
        """
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        scored: dict[int, tuple[Tensor, float]] = {}
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            spans, answerable = self._forward([windows[i] for i in batch])
            scored |= zip(batch, zip(spans, answerable.tolist(), strict=True), strict=True)
        return [scored[i] for i in range(len(windows))]

    @torch.inference_mode()
    def _forward(self, batch: Sequence[Window]) -> tuple[Tensor, Tensor]:
        longest = max(len(window.ids) for window in batch)
        multiple = PAD_TO_BFLOAT16 if self.model.dtype == torch.bfloat16 else PAD_TO
        length = -(-longest // multiple) * multiple
        device = self.model.device
        ids = torch.full((len(batch), length), int(self.tokenizer.pad_token_id or 0))
        types = torch.zeros((len(batch), length), dtype=torch.long)
        mask = torch.zeros((len(batch), length), dtype=torch.long)
        for row, window in enumerate(batch):
            size = len(window.ids)
            ids[row, :size] = torch.tensor(window.ids)
            types[row, :size] = torch.tensor(window.types)
            mask[row, :size] = 1
        spans, answerable = self.model(ids.to(device), mask.to(device), types.to(device))
        return spans.cpu(), answerable.cpu()


def load_reader(settings: Settings, encoder: SentenceEncoder) -> CrossReader:
    """Load the reader that the settings name; its word embeddings are the encoder's.

    Raises:
        ModelError: there is no such reader, it is damaged, or it belongs to another encoder.
    """
    if settings.reader == "embedded":
        with as_file(files("rag") / "weights" / "reader") as folder:
            return _load(folder, settings, encoder)
    return _load(Path(settings.reader), settings, encoder)


def _load(folder: Path, settings: Settings, encoder: SentenceEncoder) -> CrossReader:
    about = _about(folder, settings.reader)
    if about["encoder"] != encoder.fingerprint:
        raise ModelError(
            f"reader {settings.reader!r} was trained with the encoder {about['encoder']}, the "
            f"settings name {encoder.fingerprint}: set `reader` to one trained with it "
            "(`python -m eval.reader.train --help`), or `encoder` back to `embedded`"
        )
    weights = checked(folder / "model.safetensors", about["sha256"])
    model = ReaderModel(BertConfig.from_pretrained(folder))
    layers = read_layers(weights, PREFIX)
    layers[f"{PREFIX}{e5s1.WORDS}"] = encoder.word_embeddings.weight
    model.bert.embeddings.word_embeddings = encoder.word_embeddings
    model.load_state_dict(layers)
    cast(nn.Module, model).to(encoder.word_embeddings.weight.device, pick(settings.dtype))
    calibration = Calibration(directions=about.get("calibration", {}))
    return CrossReader(model, encoder, calibration, f"reader-{about['sha256'][:16]}")


def _about(folder: Path, name: str) -> dict[str, Any]:
    file = folder / "reader.json"
    try:
        about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        Calibration(directions=about.get("calibration", {}))
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(
            f"reader {name!r} cannot be loaded ({file.name}: {error}): set `reader` to `embedded` "
            "or to a folder that `python -m eval.reader.train` wrote"
        ) from error
    return about
