"""Layers as the project stores them: what training changed of the carried encoder's, in int8.

A matrix is held as the difference to the carried one, a signed byte a weight and one float32 scale
a row, under `NAME.int8` and `NAME.scale`; a vector (biases, layer norms) and whatever the carried
encoder lacks are held as they are. Half the size of bfloat16 and as exact: the differences are a
tenth of the weights.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from rag.errors import ModelError
from rag.reader import e5s1

__all__ = ["PREFIX", "checked", "pack", "read_layers", "restore"]

INT8, SCALE = ".int8", ".scale"
PREFIX = "bert."
"""Of the encoder's names inside a larger model."""


def pack(state: Mapping[str, Tensor], carried: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What is stored of `state`; `carried` holds the encoder's tensors under the same names."""
    packed: dict[str, Tensor] = {}
    for name, weight in state.items():
        if weight.ndim == 2 and name in carried:
            difference = weight.float() - carried[name].float()
            scale = difference.abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / 127
            packed[name + INT8] = (difference / scale).round().to(torch.int8)
            packed[name + SCALE] = scale
        else:
            packed[name] = weight.to(torch.bfloat16)
    return packed


def restore(packed: Mapping[str, Tensor], carried: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The float32 state that `pack` was given, up to rounding.

    Raises:
        KeyError: `carried` lacks a matrix whose difference is stored.
    """
    state: dict[str, Tensor] = {}
    for name, stored in packed.items():
        if name.endswith(INT8):
            own = name.removesuffix(INT8)
            state[own] = carried[own] + stored * packed[own + SCALE]
        elif not name.endswith(SCALE):
            state[name] = stored.float()
    return state


def checked(file: Path, sha256: str) -> Path:
    """The file itself, if it holds the bytes that are expected.

    Raises:
        ModelError: it does not, or cannot be read.
    """
    try:
        found = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"the weights {file} cannot be read: {error}") from error
    if found != sha256:
        raise ModelError(
            f"the weights {file} are damaged (SHA-256 {found}, expected {sha256}): "
            "install Dalil again"
        )
    return file


def read_layers(file: Path, prefix: str = "") -> dict[str, Tensor]:
    """The weights in a safetensors file, restored if they are stored as differences.

    `prefix` stands before the carried encoder's names in the file.

    Raises:
        ModelError: the file cannot be read, or is not of the carried encoder's shape.
    """
    try:
        stored = load_file(file)
        if not any(name.endswith(INT8) for name in stored):
            return stored
        return restore(stored, {prefix + name: w for name, w in e5s1.layers().items()})
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise ModelError(f"the weights {file} cannot be read ({error}): install Dalil again") from (
            error
        )
