"""Time the reader: `python -m eval.reader.speed`, over the indexed archive and the gold questions.

Prints the median and the 95th percentile of reading the best 8 passages of a question, and how the
time grows with their number. Run it on a machine that does nothing else.
"""

import argparse
import json
import sys
from pathlib import Path
from time import perf_counter

from eval.gold import load_gold
from eval.measures.metrics import quantile
from index.open import load_models, open_archive
from rag.settings import Settings

COUNTS = (1, 2, 4, 8, 16, 32)
ROUNDS = 3


def measure(gold: Path, settings: Settings) -> dict[str, dict[str, float]]:
    """Milliseconds by number of passages: median and p95 over questions and rounds."""
    models = load_models(settings)
    archive = open_archive(settings, models.encoder)
    asked = [
        (item.question, [hit.passage for hit in archive.search(item.question, max(COUNTS))])
        for item in load_gold(gold)
    ]
    found = {}
    for count in COUNTS:
        times = []
        for turn in range(ROUNDS + 1):
            for question, passages in asked:
                began = perf_counter()
                models.reader.read(question, passages[:count])
                if turn:  # the first round compiles the kernels of each shape
                    times.append(1000 * (perf_counter() - began))
        found[str(count)] = {
            "median": round(quantile(times, 0.5), 1),
            "p95": round(quantile(times, 0.95), 1),
        }
    return found


def main() -> None:
    """Measure and print as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--gold", type=Path, default=Path(__file__).parent.parent / "gold" / "dev.jsonl"
    )
    args = parser.parse_args()
    json.dump(measure(args.gold, Settings.load()), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
