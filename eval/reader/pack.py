"""Pack trained layers for the project: `python -m eval.reader.pack --help`.

Writes them as int8 differences to the carried encoder's (`rag.reader.layers`), with the SHA-256
that loading checks. A new encoder changes the fingerprint, so its reader is packed anew.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

from safetensors.torch import save_file

from eval.reader.weights import digest
from rag.reader import e5s1
from rag.reader.encoder import embedded_fingerprint
from rag.reader.layers import PREFIX, pack, read_layers

__all__ = ["pack_encoder", "pack_reader"]

WEIGHTS = Path("rag/weights")


def pack_encoder(layers: Path, out: Path) -> None:
    """Pack the file of an encoder's tuned layers into the folder `out`.

    Raises:
        ModelError: a file cannot be read, or the carried encoder is missing.
    """
    sha256 = _write(layers, out, "")
    _note(out / "encoder.json", {"carried": e5s1.SHA256, "sha256": sha256})


def pack_reader(folder: Path, out: Path, encoder: str) -> None:
    """Pack a trained reader into the folder `out`, with the calibration that it has.

    Raises:
        ModelError: a file cannot be read, or the carried encoder is missing.
    """
    about = json.loads((folder / "reader.json").read_text(encoding="utf-8"))
    sha256 = _write(folder / "model.safetensors", out, PREFIX)
    if folder.resolve() != out.resolve():
        shutil.copy(folder / "config.json", out / "config.json")
    _note(out / "reader.json", about | {"encoder": encoder, "sha256": sha256})


def _write(source: Path, out: Path, prefix: str) -> str:
    state = read_layers(source, prefix)
    carried = {prefix + name: weight for name, weight in e5s1.layers().items()}
    out.mkdir(parents=True, exist_ok=True)
    file = out / "model.safetensors"
    save_file(pack(state, carried), file, metadata={"format": "pt"})
    return digest(file)


def _note(file: Path, about: dict[str, Any]) -> None:
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Pack an encoder, a reader, or both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--encoder", type=Path, help="safetensors file of tuned layers")
    parser.add_argument("--reader", type=Path, help="folder of a trained reader")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="default: rag/weights")
    args = parser.parse_args()
    if args.encoder:
        pack_encoder(args.encoder, args.out / "encoder")
    if args.reader:
        pack_reader(args.reader, args.out / "reader", embedded_fingerprint())


if __name__ == "__main__":
    main()
