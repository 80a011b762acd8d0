"""Fit a reader or reranker on a newsroom's own gold questions: the command `dalil calibrate`.

Each question is searched, ordered and read as the product does it, over the index that the settings
name. Of a question count the best reading, and the best one without the passages that hold the
answer: what would be shown or refused. A reading is right where its span overlaps the words that
the gold question quotes. From these come the probability that a reading is right (Platt scaling)
and the threshold at which right answers less wrong ones are the most.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from eval.gold import Gold, load_gold
from index.open import open_archive
from rag.errors import DalilError, InputError
from rag.question.understand import understand
from rag.reader.calibration import Calibration, Direction
from rag.reader.choose import Chosen, Fitted, load_uncalibrated
from rag.reader.cross import Ordered
from rag.reader.encoder import load_encoder
from rag.search import Search
from rag.settings import Settings
from rag.types import Passage, Span

__all__ = ["Row", "calibrate", "fit", "main", "rows_of"]

LEAST = 12
"""Right readings, and wrong ones, from which a direction is fitted; with fewer, the threshold is
chance. The others take the strictest of those that are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One reading that would be shown or refused: its logit, and whether it is right."""

    logit: float
    right: bool


def calibrate(golds: Sequence[Gold], settings: Settings) -> Fitted:
    """Read every gold question with the models that the settings name, and fit them.

    Raises:
        InputError: too few questions of every direction.
        ArchiveError: there is no index, or it was built with another encoder.
        ModelError: a model cannot be loaded.
    """
    encoder = load_encoder(settings)
    chosen = load_uncalibrated(settings, encoder)
    archive = open_archive(settings, encoder)
    search: Search = Ordered(archive, chosen.order) if chosen.order else archive
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    asked = [gold for gold in golds if not gold.articles and gold.language in ("ar", "en")]
    for gold in asked:
        for direction, row in rows_of(gold, search, chosen, settings):
            rows[direction].append(row)
    directions = {name: fit(found) for name, found in rows.items() if _enough(found)}
    if not directions:
        raise InputError(
            f"{len(asked)} gold questions are too few to calibrate: of one direction at least, "
            f"{LEAST} right readings and {LEAST} wrong ones are needed, and there are "
            f"{_counts(rows) or 'none'}; add gold questions (`dalil eval add`)"
        )
    return Fitted(
        reader=settings.reader,
        reranker=settings.reranker,
        encoder=encoder.fingerprint,
        questions=len(asked),
        calibration=Calibration(directions=directions),
    )


def rows_of(
    gold: Gold, search: Search, chosen: Chosen, settings: Settings
) -> Iterator[tuple[str, Row]]:
    """Yield direction and row of the best reading of a question, with and without its answer."""
    question = understand(gold.question, gold.history, settings.max_question_chars)
    hits = search.search(question.search_text, settings.candidates)
    passages = [hit.passage for hit in hits]
    head = passages[: settings.read_passages]
    without = [p for p in passages if not any(True for _ in _quoted(gold, p))]
    for read in (head, without[: settings.read_passages] if gold.answerable else []):
        examined = chosen.reader.examine(question.text, read)
        found = [
            (passage.article.language, Row(logit, _right(gold, span)))
            for passage, (logit, span) in zip(read, examined, strict=True)
            if span is not None
        ]
        if found:
            language, best = max(found, key=lambda pair: pair[1].logit)
            yield f"{question.language}-{language}", best


def _quoted(gold: Gold, passage: Passage) -> Iterator[tuple[int, int]]:
    """Where the words that the gold question quotes overlap a passage, in the article's text."""
    article = passage.article
    for evidence in gold.evidence:
        at = article.text.find(evidence.quote) if evidence.article == article.id else -1
        end = at + len(evidence.quote)
        if at >= 0 and at < passage.end and passage.start < end:
            yield at, end


def _right(gold: Gold, span: Span | None) -> bool:
    if span is None or not gold.answerable:
        return False
    return any(at < span.end and span.start < end for at, end in _quoted(gold, span.passage))


def _enough(rows: Sequence[Row]) -> bool:
    right = sum(row.right for row in rows)
    return right >= LEAST and len(rows) - right >= LEAST


def _counts(rows: Mapping[str, Sequence[Row]]) -> str:
    return ", ".join(
        f"{sum(r.right for r in found)} right and {sum(not r.right for r in found)} wrong ({name})"
        for name, found in sorted(rows.items())
    )


def fit(rows: Sequence[Row]) -> Direction:
    """The probability and the threshold of one direction, from right and wrong rows."""
    scores = np.array([[row.logit] for row in rows])
    right = np.array([row.right for row in rows])
    model = LogisticRegression(C=10.0).fit(scores, right)
    slope, intercept = float(model.coef_[0][0]), float(model.intercept_[0])
    fitted = Direction(slope=round(slope, 4), intercept=round(intercept, 4))
    chance = np.array([fitted.chance(row.logit) for row in rows])
    return fitted.model_copy(update={"threshold": _best_threshold(chance, right)})


def _best_threshold(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The threshold with the most right answers less wrong ones; of equal ones the strictest."""
    levels = sorted({float(c) for c in chance}, reverse=True)
    gains = [int(np.where(right, 1, -1)[chance >= level].sum()) for level in levels]
    return levels[gains.index(max(gains))]


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 if all went well, 1 for an error."""
    parser = argparse.ArgumentParser(
        prog="dalil calibrate",
        description="Fit the reader and reranker that the settings name on gold questions, over "
        "the index that they name, and keep what was found where `calibration` says.",
    )
    parser.add_argument("gold", type=Path, nargs="+", metavar="GOLD", help="gold files (JSONL)")
    options = parser.parse_args(argv)
    try:
        settings = Settings.load()
        golds = [gold for path in options.gold for gold in load_gold(path)]
        fitted = calibrate(golds, settings)
    except DalilError as error:
        sys.stderr.write(f"dalil: {error}\n")
        return 1
    settings.calibration.parent.mkdir(parents=True, exist_ok=True)
    settings.calibration.write_text(fitted.model_dump_json(indent=2) + "\n", encoding="utf-8")
    for name, direction in sorted(fitted.calibration.directions.items()):
        sys.stdout.write(f"{name}: answers from a probability of {direction.threshold:.3f} on\n")
    sys.stdout.write(f"{fitted.questions} questions; written to {settings.calibration}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
