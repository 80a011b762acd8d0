"""The weights of a reader that is trained: made, taken from an earlier one, written."""

import hashlib
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from rag.reader import e5s1
from rag.reader.layers import PREFIX, read_layers
from rag.reader.model import ReaderModel

__all__ = ["digest", "new_model", "save", "start_from"]

FROZEN = f"{PREFIX}{e5s1.WORDS}"


def plain_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: object,
) -> tuple[Tensor, None]:
    """Attention without dropout, by plain matrix products.

    `query`, `key` and `value` are (batch, heads, length, size); so is the mask, added, broadcast.
    Returns (batch, length, heads, size).
    """
    scores = torch.matmul(query * scaling, key.transpose(2, 3))
    if attention_mask is not None:
        scores = scores + attention_mask
    return torch.matmul(scores.softmax(-1), value).transpose(1, 2).contiguous(), None


ALL_ATTENTION_FUNCTIONS.register("plain", plain_attention)
ALL_MASK_ATTENTION_FUNCTIONS.register("plain", eager_mask)  # without one, padding is attended to


def new_model(folder: Path, dropout: float = 0.0) -> ReaderModel:
    """The encoder's layers under two new heads, no dropout in attention, word embeddings frozen."""
    config = BertConfig.from_pretrained(
        folder, hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0
    )
    # On a processor plain products train twice to thrice as fast as the fused kernel.
    config._attn_implementation = "sdpa" if torch.cuda.is_available() else "plain"
    model = ReaderModel(config)
    model.bert = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    for head in (model.span, model.answerable):
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    return model


def start_from(model: ReaderModel, folder: Path) -> ReaderModel:
    """Give the model the weights of an earlier reader; the word embeddings stay the encoder's.

    Raises:
        ValueError: the folder holds no reader of this shape.
    """
    state = read_layers(folder / "model.safetensors", PREFIX)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or missing != [FROZEN]:
        raise ValueError(f"{folder} holds no reader of this shape: {missing or unexpected}")
    return model


def save(model: nn.Module, out: Path) -> None:
    """Write what training changed, in bfloat16; the word embeddings are the encoder's."""
    config = BertConfig.from_dict(cast(ReaderModel, model).config.to_dict())
    config.vocab_size, config.pad_token_id = 1, 0
    config.architectures = ["ReaderModel"]
    state = {
        name: weight.detach().cpu().bfloat16().contiguous()
        for name, weight in model.state_dict().items()
        if name != FROZEN
    }
    config.save_pretrained(out)
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
