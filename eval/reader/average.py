"""Average trained readers into one: `python -m eval.reader.average FOLDER FOLDER --out FOLDER`.

The mean of the weights of several runs from the same start reads better than any of them and costs
nothing more to run: Wortsman et al., "Model soups" (ICML 2022). Of an encoder, which is a file of
layers and not a folder, give the files.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import save_file
from torch import Tensor

from eval.reader.weights import digest
from rag.reader.layers import PREFIX, read_layers

__all__ = ["average", "average_layers"]


def average(folders: Sequence[Path], out: Path, shares: Sequence[float] = ()) -> None:
    """Write the mean of the readers in `folders`, float32, without a calibration.

    `shares` weigh them, alike unless given.

    Raises:
        ValueError: they were trained with different encoders, their weights differ in shape, or
            there is not one share for each.
        ModelError: weights cannot be read.
    """
    readers = [json.loads((f / "reader.json").read_text(encoding="utf-8")) for f in folders]
    encoders = {reader["encoder"] for reader in readers}
    if len(encoders) != 1:
        raise ValueError(f"readers of different encoders cannot be averaged: {sorted(encoders)}")
    given = list(shares) or [1.0] * len(folders)
    average_layers([f / "model.safetensors" for f in folders], out, given, PREFIX)
    shutil.copy(folders[0] / "config.json", out / "config.json")
    about = {
        "encoder": encoders.pop(),
        "sha256": digest(out / "model.safetensors"),
        "average": [
            {"share": share, "sha256": reader["sha256"], "plan": reader.get("plan", {})}
            for share, reader in zip(given, readers, strict=True)
        ],
        "calibration": {},
    }
    (out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def average_layers(
    files: Sequence[Path], out: Path, shares: Sequence[float] = (), prefix: str = ""
) -> None:
    """Write the mean of the weights in `files` to `out`/model.safetensors, float32.

    `prefix` stands before the carried encoder's names in them.

    Raises:
        ValueError: the weights differ in shape, or there is not one share for each.
        ModelError: weights cannot be read.
    """
    states = [read_layers(file, prefix) for file in files]
    shapes = [{name: tuple(w.shape) for name, w in state.items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("models of different shapes cannot be averaged")
    given = list(shares) or [1.0] * len(files)
    if len(given) != len(files) or sum(given) <= 0:
        raise ValueError(f"{len(files)} models need as many shares, not {given}")
    mean = {name: _mean([state[name] for state in states], given) for name in states[0]}
    out.mkdir(parents=True, exist_ok=True)
    save_file(mean, out / "model.safetensors", metadata={"format": "pt"})


def _mean(weights: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    total = sum(shares)
    parts = [w.float() * (share / total) for w, share in zip(weights, shares, strict=True)]
    return sum(parts[1:], start=parts[0]).contiguous()


def main() -> None:
    """Average the readers, or the encoders, that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", type=Path, nargs="+", help="readers' folders or encoders' files")
    parser.add_argument("--shares", type=float, nargs="*", default=[], help="of each model")
    parser.add_argument("--out", type=Path, required=True, help="folder for the average")
    args = parser.parse_args()
    of_files = all(model.is_file() for model in args.models)
    (average_layers if of_files else average)(args.models, args.out, args.shares)


if __name__ == "__main__":
    main()
