"""Average trained readers into one: `python -m eval.reader.average FOLDER FOLDER --out FOLDER`.

The mean of the weights of several runs from the same start reads better than any of them and costs
nothing more to run: Wortsman et al., "Model soups" (ICML 2022), the uniform soup.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from eval.reader.train import digest

__all__ = ["average"]


def average(folders: Sequence[Path], out: Path) -> None:
    """Write the mean of the readers in `folders`, in bfloat16, without a calibration.

    Raises:
        ValueError: they were trained with different encoders, or their weights differ in shape.
        OSError: a file cannot be read or written.
    """
    readers = [json.loads((f / "reader.json").read_text(encoding="utf-8")) for f in folders]
    encoders = {reader["encoder"] for reader in readers}
    if len(encoders) != 1:
        raise ValueError(f"readers of different encoders cannot be averaged: {sorted(encoders)}")
    states = [load_file(folder / "model.safetensors") for folder in folders]
    shapes = [{name: tuple(w.shape) for name, w in state.items()} for state in states]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("readers of different shapes cannot be averaged")
    mean = {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(torch.bfloat16)
        for name in states[0]
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file(mean, out / "model.safetensors", metadata={"format": "pt"})
    shutil.copy(folders[0] / "config.json", out / "config.json")
    about = {
        "encoder": encoders.pop(),
        "sha256": digest(out / "model.safetensors"),
        "average": [{k: v for k, v in r.items() if k in {"sha256", "plan"}} for r in readers],
        "calibration": {},
    }
    (out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Average the readers that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", type=Path, nargs="+", help="folders of trained readers")
    parser.add_argument("--out", type=Path, required=True, help="folder for the average")
    args = parser.parse_args()
    average(args.readers, args.out)


if __name__ == "__main__":
    main()
