"""Average trained readers into one: `python -m eval.reader.average FOLDER FOLDER --out FOLDER`.

The mean of the weights of several runs from the same start reads better than any of them and costs
nothing more to run: Wortsman et al., "Model soups" (ICML 2022).
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from safetensors.torch import save_file
from torch import Tensor

from eval.reader.train import digest
from rag.reader.layers import PREFIX, read_layers

__all__ = ["average"]


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
    states = [read_layers(folder / "model.safetensors", PREFIX) for folder in folders]
    shapes = [{name: tuple(w.shape) for name, w in state.items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("readers of different shapes cannot be averaged")
    given = list(shares) or [1.0] * len(folders)
    if len(given) != len(folders) or sum(given) <= 0:
        raise ValueError(f"{len(folders)} readers need as many shares, not {given}")
    mean = {name: _mean([state[name] for state in states], given) for name in states[0]}
    out.mkdir(parents=True, exist_ok=True)
    save_file(mean, out / "model.safetensors", metadata={"format": "pt"})
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


def _mean(weights: Sequence[Tensor], shares: Sequence[float]) -> Tensor:
    total = sum(shares)
    parts = [w.float() * (share / total) for w, share in zip(weights, shares, strict=True)]
    return sum(parts[1:], start=parts[0]).contiguous()


def main() -> None:
    """Average the readers that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", type=Path, nargs="+", help="folders of trained readers")
    parser.add_argument("--shares", type=float, nargs="*", default=[], help="of each reader")
    parser.add_argument("--out", type=Path, required=True, help="folder for the average")
    args = parser.parse_args()
    average(args.readers, args.out, args.shares)


if __name__ == "__main__":
    main()
