"""The embedded reader: one forward pass of a small cross-lingual encoder per passage.

Question and passage stand in one sequence, `<s> question </s> passage </s>`. Two heads: one marks
first and last token of the answer, as in Devlin et al., "BERT" (NAACL 2019), section 4.2; one, on
`<s>`, says whether the passage answers at all. The word embeddings are the retrieval encoder's own,
frozen in training and shared in memory; only the rest is stored with the project.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, cast

import torch
from pydantic import ValidationError
from torch import Tensor, nn
from transformers import BertConfig, BertModel, BertPreTrainedModel, PreTrainedTokenizerFast

from rag.calibration import NOTHING, Calibration, Signals
from rag.encode import SentenceEncoder, pick
from rag.errors import ModelError
from rag.language import language_of
from rag.settings import Settings
from rag.types import Passage, Reading, Span

__all__ = ["CrossReader", "ReaderModel", "load_reader"]

MAX_QUESTION = 64
MAX_WINDOW = 256
STRIDE = 64
MAX_ANSWER = 40
BATCH = 16
PAD_MULTIPLE = 32
TOP = 12
"""Starts and ends that are paired to find the best span."""


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


@dataclass(frozen=True, slots=True)
class _Window:
    """Part of one passage, ready for the model. `offsets` are into the passage's text."""

    passage: int
    ids: list[int]
    types: list[int]
    offsets: list[tuple[int, int]]
    first: int


@dataclass(frozen=True, slots=True)
class _Scored:
    signals: Signals
    start: int
    end: int


class CrossReader:
    """Implements `rag.read.Reader` with a `ReaderModel`."""

    def __init__(
        self,
        model: ReaderModel,
        tokenizer: PreTrainedTokenizerFast,
        calibration: Calibration,
        fingerprint: str,
    ) -> None:
        self.model = model.eval()  # type: ignore[no-untyped-call]
        self.tokenizer = tokenizer
        self.calibration = calibration
        self.fingerprint = fingerprint

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        """Read every passage once; the result is sorted by `answerable`, best first."""
        asked = language_of(question)
        readings = [
            Reading(p, self.calibration.of(asked, p.article.language).chance(signals), span)
            for p, (signals, span) in zip(passages, self.examine(question, passages), strict=True)
        ]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def threshold(self, question_language: str, passage_language: str) -> float:
        """The least `answerable` to answer with, fitted per direction on held-out data."""
        return self.calibration.of(question_language, passage_language).threshold

    def examine(
        self, question: str, passages: Sequence[Passage]
    ) -> list[tuple[Signals, Span | None]]:
        """The signals and the best span of each passage, in the order of the passages."""
        best = self._best(question, passages)
        return [
            (found.signals, Span(p, p.start + found.start, p.start + found.end))
            if (found := best.get(i))
            else (NOTHING, None)
            for i, p in enumerate(passages)
        ]

    def _best(self, question: str, passages: Sequence[Passage]) -> dict[int, _Scored]:
        """The best span of each passage, by the passage's place; empty ones are left out.

        Over the windows of a long passage the span's margin chooses the span, which measured
        better than the answerable logit; the passage answers as much as its best window.
        """
        windows = self._windows(question, [p.text for p in passages])
        best: dict[int, _Scored] = {}
        for window, scored in zip(windows, self._score(windows), strict=True):
            other = best.get(window.passage, scored)
            chosen = max(scored, other, key=lambda s: s.signals.margin)
            answerable = max(scored.signals.answerable, other.signals.answerable)
            signals = Signals(answerable, chosen.signals.margin)
            best[window.passage] = replace(chosen, signals=signals)
        return best

    def _windows(self, question: str, texts: Sequence[str]) -> list[_Window]:
        tok = self.tokenizer
        asked = tok(question, add_special_tokens=False, truncation=True, max_length=MAX_QUESTION)
        head = [tok.cls_token_id, *asked["input_ids"], tok.sep_token_id]
        room = MAX_WINDOW - len(head) - 1
        windows = []
        for index, text in enumerate(texts):
            if not text.strip():
                continue
            coded = tok(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
            ids, offsets = coded["input_ids"], coded["offset_mapping"]
            step = room - STRIDE if len(ids) > room else max(len(ids), 1)
            for at in range(0, max(len(ids) - STRIDE, 1), step):
                body = ids[at : at + room]
                windows.append(
                    _Window(
                        passage=index,
                        ids=[*head, *body, tok.sep_token_id],
                        types=[0] * len(head) + [1] * (len(body) + 1),
                        offsets=[_strip(text, *pair) for pair in offsets[at : at + room]],
                        first=len(head),
                    )
                )
        return windows

    def _score(self, windows: Sequence[_Window]) -> list[_Scored]:
        """Score windows, similar lengths together; the order of the result is that of `windows`."""
        order = sorted(range(len(windows)), key=lambda i: len(windows[i].ids))
        scored: dict[int, _Scored] = {}
        for at in range(0, len(order), BATCH):
            batch = order[at : at + BATCH]
            spans, answerable = self._forward([windows[i] for i in batch])
            for row, index in enumerate(batch):
                scored[index] = _best_span(windows[index], spans[row], float(answerable[row]))
        return [scored[i] for i in range(len(windows))]

    @torch.inference_mode()
    def _forward(self, batch: Sequence[_Window]) -> tuple[Tensor, Tensor]:
        longest = max(len(window.ids) for window in batch)
        length = -(-longest // PAD_MULTIPLE) * PAD_MULTIPLE
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


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    """A token's offsets without the space that the tokenizer counts to it."""
    while start < end and text[start].isspace():
        start += 1
    return start, end


def _best_span(window: _Window, logits: Tensor, answerable: float) -> _Scored:
    """The best (start, end) of at most 40 tokens among the 12 best starts and ends."""
    body = logits[window.first : window.first + len(window.offsets)]
    count = min(TOP, len(window.offsets))
    starts, ends = body[:, 0].topk(count), body[:, 1].topk(count)
    first = starts.indices.unsqueeze(1)
    last = ends.indices.unsqueeze(0)
    scores = starts.values.unsqueeze(1) + ends.values.unsqueeze(0)
    scores = scores.masked_fill((last < first) | (last >= first + MAX_ANSWER), -torch.inf)
    row, column = divmod(int(scores.argmax()), count)
    start, end = int(starts.indices[row]), int(ends.indices[column])
    if scores[row, column] == -torch.inf:  # no pair in order: the best single token
        end = start
    margin = float(body[start, 0] + body[end, 1] - logits[0].sum())
    return _Scored(Signals(answerable, margin), window.offsets[start][0], window.offsets[end][1])


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
            "(`python -m eval.train_reader --help`), or `encoder` back to `embedded`"
        )
    weights = folder / "model.safetensors"
    if (found := _sha256(weights)) != about["sha256"]:
        raise ModelError(
            f"the reader's weights {weights.name} are damaged (SHA-256 {found}, expected "
            f"{about['sha256']}): install Dalil again"
        )
    model: ReaderModel = ReaderModel.from_pretrained(folder, dtype=pick(settings.dtype))
    shared = encoder.word_embeddings
    model.bert.embeddings.word_embeddings = shared
    cast(nn.Module, model).to(shared.weight.device)
    calibration = Calibration(directions=about.get("calibration", {}))
    return CrossReader(model, encoder.model.tokenizer, calibration, f"reader-{found[:16]}")


def _about(folder: Path, name: str) -> dict[str, Any]:
    file = folder / "reader.json"
    try:
        about: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        Calibration(directions=about.get("calibration", {}))
    except (OSError, ValueError, ValidationError) as error:
        raise ModelError(
            f"reader {name!r} cannot be loaded ({file.name}: {error}): set `reader` to `embedded` "
            "or to a folder that `python -m eval.train_reader` wrote"
        ) from error
    return about


def _sha256(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"the reader's weights {file} cannot be read: {error}") from error
