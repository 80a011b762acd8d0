"""What the models made of each input, kept from run to run: other rules read nothing twice.

Reading is nearly all the cost of a run, and rules change oftener than models. What is kept lies in
the user's cache, in a file for each pair of models, and is used only with those same two.
"""

import hashlib
import logging
import os
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from rag.reader.encoder import SentenceEncoder, Vectors, cache_folder
from rag.reader.hub import HubReader
from rag.reader.model import CrossReader, ReaderModel

__all__ = ["Memory", "remember", "remembering"]

log = logging.getLogger(__name__)
Arrays = dict[str, NDArray[np.float32]]


@dataclass
class Memory:
    """Arrays by a key; `save` writes those that are new into the file."""

    file: Path
    kept: Arrays = field(default_factory=dict)
    saved: int = 0

    @classmethod
    def load(cls, file: Path) -> "Memory":
        """What the file holds; nothing where there is none, or where it is damaged."""
        try:
            with np.load(file, allow_pickle=False) as found:
                kept = {name: found[name] for name in found.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            return cls(file)
        return cls(file, kept, len(kept))

    def save(self) -> None:
        """Write the file if anything is new; a failure costs the next run time, nothing else."""
        if len(self.kept) == self.saved:
            return
        # Another run may have written meanwhile: what it read stays.
        self.kept.update(Memory.load(self.file).kept)
        scratch = self.file.with_suffix(f".{os.getpid()}.npz")
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(scratch, **self.kept)  # type: ignore[arg-type]
            scratch.replace(self.file)
        except OSError as error:
            log.warning("cannot keep what the models read in %s: %s", self.file, error)
            return
        self.saved = len(self.kept)


def remember(reader: CrossReader | HubReader, encoder: SentenceEncoder) -> Memory:
    """Have both models keep what they made of each input, now and in the next run.

    A reader of the Hub reads anew: its model is not ours to wrap.
    """
    read_by = reader.fingerprint if isinstance(reader, CrossReader) else "none"
    models = f"{read_by} {encoder.fingerprint} {encoder.word_embeddings.weight.dtype}"
    name = hashlib.sha256(models.encode()).hexdigest()[:16]
    memory = Memory.load(cache_folder() / "eval" / "memory" / f"{name}.npz")
    if isinstance(reader, CrossReader):
        _remember_reader(reader.model, memory.kept)
    for prefix in ("queries", "passages"):
        method = f"encode_{prefix}"
        vars(encoder)[method] = remembering(getattr(encoder, method), prefix, memory.kept)
    return memory


def _remember_reader(model: ReaderModel, kept: Arrays) -> None:
    """Keep each window by itself: another batch around it gives the same but for rounding."""
    forward = model.forward

    def again(
        ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        keys = [_key(*row) for row in zip(ids.cpu(), mask.cpu(), types.cpu(), strict=True)]
        new = [row for row, key in enumerate(keys) if f"{key}-spans" not in kept]
        if new:
            spans, answerable = forward(ids[new], mask[new], types[new])
            for row, own, chance in zip(new, spans.cpu(), answerable.cpu(), strict=True):
                kept[f"{keys[row]}-spans"] = own[: int(mask[row].sum())].numpy()
                kept[f"{keys[row]}-answerable"] = chance.numpy()
        found = torch.zeros((*ids.shape, 2))
        for row, key in enumerate(keys):
            own = torch.from_numpy(kept[f"{key}-spans"])
            found[row, : len(own)] = own
        return found, torch.tensor([float(kept[f"{key}-answerable"]) for key in keys])

    vars(model)["forward"] = again


def _key(ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> str:
    length = int(mask.sum())
    given = (ids[:length].to(torch.int32), types[:length].to(torch.int8))
    return hashlib.sha256(b"|".join(part.numpy().tobytes() for part in given)).hexdigest()


def remembering(
    encode: Callable[[Sequence[str]], Vectors], prefix: str, kept: Arrays
) -> Callable[..., Vectors]:
    """An encoder of texts that asks `encode` only for those that `kept` lacks."""

    def again(texts: Sequence[str], progress: bool = False) -> Vectors:
        keys = [f"{prefix}-{hashlib.sha256(text.encode()).hexdigest()}" for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in kept}
        if new:
            kept.update(zip(new, encode(list(new.values())), strict=True))
        return np.stack([kept[key] for key in keys]) if keys else encode([])

    return again
