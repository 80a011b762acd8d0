"""Translation models of the Hub: opus-mt, NLLB, M2M100, mBART, from Arabic into English."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

import torch
from transformers import (
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from rag.errors import ModelError
from rag.reader.load import load_local, shown_name
from rag.settings import Settings

__all__ = ["SeqToSeq", "open_translator"]

CODES = (("arb_Arab", "eng_Latn"), ("ar_AR", "en_XX"), ("__ar__", "__en__"))
"""How NLLB, mBART and M2M100 name the two languages among their tokens; opus-mt has one pair."""
BATCH = 8


@dataclass(frozen=True)
class SeqToSeq:
    """Implements `Translator`; `codes` are the language tokens, None for a model of one pair."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    name: str
    codes: tuple[str, str] | None
    _turn: Lock = field(default_factory=Lock)

    def translate(self, sentences: Sequence[str], stop: Event) -> list[str]:
        """Translate each sentence, eight at a time, without sampling; after a stop no more.

        Raises:
            ModelError: a sentence is longer than the model can read.
        """
        made: list[str] = []
        for at in range(0, len(sentences), BATCH):
            batch = list(sentences[at : at + BATCH])
            made += [""] * len(batch) if stop.is_set() else self._batch(batch)
        return made

    def _batch(self, sentences: list[str]) -> list[str]:
        options: dict[str, Any] = {"num_beams": 2, "do_sample": False}
        generate: Any = self.model.generate
        with self._turn, torch.inference_mode():
            if self.codes:
                self.tokenizer.src_lang = self.codes[0].strip("_")
                options["forced_bos_token_id"] = self.tokenizer.convert_tokens_to_ids(self.codes[1])
            inputs = self.tokenizer(sentences, return_tensors="pt", padding=True)
            tokens = inputs["input_ids"].shape[1]
            self._fits(tokens)
            options["max_new_tokens"] = min(2 * tokens + 16, self._most)
            made = generate(**inputs.to(self.model.device), **options)
        texts = self.tokenizer.batch_decode(made, skip_special_tokens=True)
        return [" ".join(text.split()) for text in texts]

    @property
    def _most(self) -> int:
        return int(getattr(self.model.config, "max_position_embeddings", None) or 512)

    def _fits(self, tokens: int) -> None:
        if tokens > self._most:
            raise ModelError(
                f"translator {self.name!r} reads {self._most} tokens, a cited sentence has {tokens}"
            )


def open_translator(settings: Settings) -> SeqToSeq:
    """Load the translation model that the settings name, from this machine only.

    Raises:
        ModelError: there is no such model here, or it cannot be read.
    """
    model, tokenizer = load_local(
        "translator",
        settings.translator,
        AutoModelForSeq2SeqLM.from_pretrained,
        AutoTokenizer.from_pretrained,
        settings.dtype,
    )
    vocabulary = tokenizer.get_vocab()
    codes = next((pair for pair in CODES if vocabulary.keys() >= set(pair)), None)
    return SeqToSeq(model, tokenizer, shown_name(settings.translator), codes)
