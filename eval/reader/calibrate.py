"""Fit what the reader's logits mean, on news: `python -m eval.reader.calibrate --help`.

The questions of stories are asked over an archive of all their passages (`eval.reader.trials`). Per
direction a logistic function turns the best reading's logit into the probability that it is right;
the two levels follow from what an editor would pay. The figures are measured on other stories.
"""

import argparse
import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eval.measures.metrics import area, expected_calibration_error, risk_coverage
from eval.reader.places import at_place
from eval.reader.stories import held_back, load_stories
from eval.reader.trials import Read, Trial, ask_stories
from rag.reader.calibration import Calibration, Direction
from rag.reader.encoder import load_encoder
from rag.reader.model import load_reader
from rag.settings import Settings

__all__ = ["best_read", "figures", "fit", "level"]

log = logging.getLogger(__name__)
LANGUAGES = ("ar", "en")
ANSWER_PRICE = 1.0
"""What a false answer costs where a right one gains 1 and a refusal nothing."""
POSSIBLE_PRICE = 1 / 3
"""What a false possible match costs: it is shown apart, and one in four may be right."""
ENOUGH = 20
"""Right readings, and wrong ones, that a direction needs; without them it takes another's fit."""
RIDGE = 0.1
"""Keeps the fit finite where the scores part right from wrong entirely."""


class Best(NamedTuple):
    """The best reading of a question, with its probability and the level of its direction."""

    read: Read
    chance: float
    threshold: float


def fit(trials: Sequence[Trial]) -> dict[str, Direction]:
    """Probability and levels of each direction with enough right and wrong readings to fit on."""
    found = {}
    for asked in LANGUAGES:
        for passage in LANGUAGES:
            own = [t for t in trials if t.language == asked]
            best = [r for t in own if (r := _strongest(t.reads, passage))]
            right = np.array([read.right for read in best], bool)
            if min(right.sum(), (~right).sum()) >= ENOUGH:
                found[f"{asked}-{passage}"] = _direction(best, right)
    return found


def best_read(trial: Trial, calibration: Calibration) -> Best | None:
    """The reading that the product would answer with: the most probable one; None without any."""
    rated = [
        Best(read, at_place(fitted.chance(read.logit), read.place), fitted.threshold)
        for read in trial.reads
        for fitted in [calibration.of(trial.language, read.language)]
    ]
    return max(rated, key=lambda best: best.chance, default=None)


def level(price: float) -> float:
    """The probability from which showing a reading pays, where a false one costs `price`.

    A right one gains 1 and silence nothing. Levels that were searched for on the stories that
    the probabilities are fitted on did worse on others: for English questions 0.192 right less
    false of all against 0.215, for Arabic ones 0.435 against 0.423 (November 2026).
    """
    return price / (1 + price)


def figures(trials: Sequence[Trial], calibration: Calibration) -> dict[str, dict[str, Any]]:
    """By question language: what is answered, how much of it is right, and how sure it was."""
    by_language = {asked: [t for t in trials if t.language == asked] for asked in LANGUAGES}
    return {asked: _figures(own, calibration) for asked, own in by_language.items() if own}


def _figures(trials: Sequence[Trial], calibration: Calibration) -> dict[str, Any]:
    best = [(t, b) for t in trials if (b := best_read(t, calibration))]
    chance, right = [b.chance for _, b in best], [b.read.right for _, b in best]
    answered = [b.chance >= b.threshold for _, b in best]
    curve = risk_coverage(chance, right, [True] * len(best))
    could = [t for t in trials if t.answerable]
    given = sum(answered)
    good = sum(r for r, a in zip(right, answered, strict=True) if a)
    return {
        "questions": len(trials),
        "answerable": len(could),
        "found among the first": {k: _share(0 < t.found <= k for t in could) for k in (1, 8, 20)},
        "best reading right, of the answerable": _share(
            b.read.right for t, b in best if t.answerable
        ),
        "answered": given,
        "right": good,
        "right less false, of all": round((2 * good - given) / max(len(trials), 1), 3),
        "answered though unanswerable": _share(
            a for (t, _), a in zip(best, answered, strict=True) if not t.answerable
        ),
        "calibration error": round(expected_calibration_error(chance, right) or 0.0, 3),
        "area under risk-coverage": round(area(curve) or 0.0, 3),
        "risk-coverage": [[round(c, 2), round(r, 3)] for c, r in _thinned(curve)],
    }


def _thinned(curve: Sequence[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """The first point at each tenth of coverage."""
    for tenth in range(1, 11):
        yield next((p for p in curve if p[0] >= tenth / 10 - 1e-9), curve[-1])


def _share(values: Iterator[bool]) -> float:
    listed = list(values)
    return round(sum(listed) / max(len(listed), 1), 3)


def _strongest(reads: Sequence[Read], language: str) -> Read | None:
    """The best reading of passages in one language; a place costs its logarithm."""
    own = [read for read in reads if read.language == language]
    return max(own, key=lambda read: read.logit - np.log(read.place), default=None)


def _direction(best: Sequence[Read], right: NDArray[np.bool_]) -> Direction:
    places = np.array([read.place for read in best])
    slope, intercept = platt(np.array([read.logit for read in best]), right, places)
    return Direction(
        slope=round(slope, 4),
        intercept=round(intercept, 4),
        threshold=level(ANSWER_PRICE),
        possible=level(POSSIBLE_PRICE),
    )


def platt(
    logits: NDArray[np.float64], right: NDArray[np.bool_], places: NDArray[np.int64]
) -> tuple[float, float]:
    """Slope and intercept for `logits` (n,), whose probabilities then go through `at_place`.

    Newton's method on the logistic loss with the places' log odds as a fixed offset.
    """
    design = np.column_stack([logits, np.ones_like(logits)])
    offsets = -np.log(places)
    found = np.zeros(2)
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ found + offsets, -30, 30)))
        slope = design.T @ (right - chance) - RIDGE * found
        curve = (design.T * (chance * (1 - chance))) @ design + RIDGE * np.eye(2)
        found += np.linalg.solve(curve, slope)
    return float(found[0]), float(found[1])


def store(folder: Path, fitted: Mapping[str, Direction]) -> None:
    """Write the calibration into a reader's `reader.json`."""
    file = folder / "reader.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    about["calibration"] = {name: d.model_dump() for name, d in fitted.items()}
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit on some stories, store the fit beside the weights, measure on others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", type=Path, required=True, help="file of stories to fit on")
    parser.add_argument(
        "--held",
        type=Path,
        required=True,
        help="file of stories; its held-back quarter is measured",
    )
    parser.add_argument("--whole", action="store_true", help="measure on all of them")
    parser.add_argument("--reader", default="embedded", help="`embedded` or a training folder")
    parser.add_argument("--every", type=int, default=1, help="ask every n-th question only")
    parser.add_argument("--json", type=Path, help="write figures and trials here")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    settings = Settings(reader=args.reader)
    encoder = load_encoder(settings)
    reader = load_reader(settings, encoder)
    told = {
        "fit": load_stories([args.fit]),
        "held": [s for s in load_stories([args.held]) if args.whole or held_back(s)],
    }
    trials = {}
    for name, stories in told.items():
        trials[name] = ask_stories(stories, settings, encoder, reader, args.every)
        log.info("%s: %d stories, %d questions", name, len(stories), len(trials[name]))
    fitted = fit(trials["fit"])
    store(Path("rag/weights/reader") if args.reader == "embedded" else Path(args.reader), fitted)
    calibration = Calibration(directions=fitted)
    result = {name: figures(asked, calibration) for name, asked in trials.items()}
    log.info("%s", json.dumps(result, indent=1))
    if args.json:
        raw = {name: [asdict(trial) for trial in asked] for name, asked in trials.items()}
        args.json.write_text(
            json.dumps({"figures": result, "trials": raw}, ensure_ascii=False), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
