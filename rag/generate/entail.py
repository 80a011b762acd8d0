"""Language inference with a model of the Hub: does a sentence follow from its sources?"""

from dataclasses import dataclass

import torch
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from rag.errors import ModelError
from rag.reader.load import load_local
from rag.settings import Settings

__all__ = ["Inference", "open_entailment"]


@dataclass(frozen=True)
class Inference:
    """Implements `Entailment`; `label` is the column of the model's logits for "it follows"."""

    model: PreTrainedModel
    tokenizer: PreTrainedTokenizerBase
    label: int

    @torch.inference_mode()
    def follows(self, premise: str, hypothesis: str) -> float:
        """The probability, 0 to 1. The premise is cut where the model cannot read it whole."""
        inputs = self.tokenizer(
            premise,
            hypothesis,
            truncation="only_first",
            max_length=min(self.tokenizer.model_max_length, 512),
            return_tensors="pt",
        ).to(self.model.device)
        logits = self.model(**inputs).logits[0].float()
        return float(torch.softmax(logits, dim=-1)[self.label])


def open_entailment(settings: Settings) -> Inference:
    """Load the model that the settings name, from this machine only.

    Raises:
        ModelError: there is no such model here, or it has no label for entailment.
    """
    name = settings.entailment
    model, tokenizer = load_local(
        "entailment",
        name,
        AutoModelForSequenceClassification.from_pretrained,
        AutoTokenizer.from_pretrained,
        settings.dtype,
    )
    labels = {str(label).lower(): column for column, label in (model.config.id2label or {}).items()}
    if "entailment" not in labels:
        raise ModelError(
            f"entailment {name!r} has the labels {', '.join(labels)}, none of them `entailment`: "
            "set `entailment` to a language-inference model"
        )
    return Inference(model, tokenizer, int(labels["entailment"]))
