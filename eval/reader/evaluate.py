"""Measure the reader on encyclopedia articles that it was not trained on.

`python -m eval.reader.evaluate --data FOLDER` measures on the test articles against three
baselines: the encoder's similarity alone, the fused retrieval, and the same reader untrained; with
`--part calibration` on the articles that trainings are chosen by. Directions read "question
language-passage language". Its probabilities are fitted on news (`eval.reader.calibrate`).
"""

import argparse
import json
import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import torch
from torch import nn

from eval.measures.metrics import expected_calibration_error, risk_coverage
from eval.measures.stats import bootstrap
from eval.measures.text import exact_match, f1
from eval.reader.cases import MOST, RETRIEVED, Case, make_cases
from eval.reader.data import SEED, load_split
from eval.reader.places import at_place
from eval.reader.report import reader_page
from eval.reader.trials import RIGHT
from eval.reader.weights import new_model
from rag.reader.calibration import Calibration, Direction
from rag.reader.encoder import SentenceEncoder, embedded_folder, load_encoder, pick
from rag.reader.model import CrossReader, load_reader
from rag.settings import Settings
from rag.types import Passage

log = logging.getLogger(__name__)
DIRECTIONS = ("ar-ar", "en-ar", "ar-en", "en-en")
READ = 8


@dataclass(frozen=True, slots=True)
class Read:
    """One passage as the reader sees it; `right` when its span answers the question.

    `place` is that in the ranking it was read from, 1 the first.
    """

    passage: Passage
    logit: float
    right: bool
    holds: bool
    place: int = 1

    def chance(self, fitted: Direction) -> float:
        """The probability with which the product shows it."""
        return at_place(fitted.chance(self.logit), self.place)


def read(case: Case, reader: CrossReader, depth: int = RETRIEVED) -> list[Read]:
    """The first `depth` fused passages, read.

    A span is right when its F1 with an accepted answer is at least RIGHT, in a passage that holds
    that answer.
    """
    passages = [hit.passage for hit in case.fused[:depth]]
    rows: list[Read] = []
    for passage, (logit, span) in zip(
        passages, reader.examine(case.question.text, passages), strict=True
    ):
        holds = any(a in passage.text for a in case.answers)
        good = span is not None and f1(span.text, case.answers) >= RIGHT
        rows.append(Read(passage, logit, holds and good, holds, place=len(rows) + 1))
    return rows


def contrast(rows: Sequence[Read], fitted: Direction) -> tuple[Read, Read] | None:
    """The best reading of the archive, and of the same archive without what holds the answer."""
    without = [row for row in rows if not row.holds][:READ]
    if not without:
        return None
    moved = [replace(row, place=place) for place, row in enumerate(without, start=1)]
    best = partial(max, key=lambda row: row.chance(fitted))
    return best(rows[:READ]), best(moved)


def report(
    cases: Sequence[Case], reader: CrossReader, untrained: CrossReader, limit: int
) -> dict[str, dict[str, Any]]:
    """Every figure, per direction and data set, with 95 % intervals over articles.

    Of each direction and data set at most `limit` questions are drawn: reading 20 whole paragraphs
    for each, twice, takes seconds.
    """
    result: dict[str, dict[str, Any]] = {}
    for direction in DIRECTIONS:
        for source in ("xquad", "arcd", "tydiqa"):
            chosen = [
                c
                for c in cases
                if c.direction == direction and c.question.paragraph.key.startswith(source)
            ]
            if len(chosen) > limit:
                chosen = random.Random(SEED).sample(chosen, limit)
            if chosen:
                result[f"{direction} {source}"] = _measure(direction, chosen, reader, untrained)
                log.info("%s %s %s", direction, source, result[f"{direction} {source}"])
    return result


def _measure(
    direction: str, cases: Sequence[Case], reader: CrossReader, untrained: CrossReader
) -> dict[str, object]:
    clusters = [c.question.paragraph.title for c in cases]
    table: dict[str, object] = {"questions": len(cases), "articles": len(set(clusters))}

    def add(name: str, values: Sequence[float]) -> None:
        interval = bootstrap(list(values), clusters)
        table[name] = [round(v, 3) for v in (interval.value, interval.low, interval.high)]

    for name, system in (("reader", reader), ("untrained", untrained)):
        spans = [_span_text(c, system) for c in cases]
        add(f"F1 {name}", [f1(s, c.answers) for s, c in zip(spans, cases, strict=True)])
        add(f"EM {name}", [exact_match(s, c.answers) for s, c in zip(spans, cases, strict=True)])
    fitted = reader.calibration.of(*direction.split("-"))
    rows = [read(c, reader) for c in cases]
    raw = [read(c, untrained) for c in cases]
    ranks = {
        "encoder": [_rank(c, [h.passage for h in c.dense]) for c in cases],
        "fused": [_rank(c, [h.passage for h in c.fused]) for c in cases],
        "untrained": [_rank(c, _sorted(r, _raw)) for c, r in zip(cases, raw, strict=True)],
        "reader alone": [_rank(c, _sorted(r, _raw)) for c, r in zip(cases, rows, strict=True)],
        "reader": [
            _rank(c, _sorted(r, lambda row: row.chance(fitted)))
            for c, r in zip(cases, rows, strict=True)
        ],
    }
    for name, values in ranks.items():
        add(f"MRR {name}", [1 / v if v else 0.0 for v in values])
        add(f"R@1 {name}", [float(v == 1) for v in values])
    pairs = [contrast(r, fitted) for r in rows]
    kept = [(p, cluster) for p, cluster in zip(pairs, clusters, strict=True) if p]
    table |= _answerability(fitted, [p for p, _ in kept], [cluster for _, cluster in kept])
    return table


def _answerability(
    fitted: Direction, pairs: Sequence[tuple[Read, Read]], clusters: Sequence[str]
) -> dict[str, object]:
    rows = [row for pair in pairs for row in pair]
    chance = [row.chance(fitted) for row in rows]
    right = [row.right for row in rows]
    answered = [c >= fitted.threshold for c in chance]
    balanced = [
        (float(a) + float(not b)) / 2 for a, b in zip(answered[::2], answered[1::2], strict=True)
    ]
    interval = bootstrap(balanced, clusters)
    curve = risk_coverage(chance, right, [True] * len(rows))
    own = risk_coverage(chance[::2], right[::2], [True] * len(pairs))
    error = expected_calibration_error(chance, right)
    return {
        "balanced accuracy": [round(v, 3) for v in (interval.value, interval.low, interval.high)],
        "wrong at 80 % coverage, all": round(next(r for c, r in curve if c >= 0.8), 3),
        "wrong at 80 % coverage, answerable": round(next(r for c, r in own if c >= 0.8), 3),
        "calibration error": round(error or 0.0, 3),
        "risk-coverage": [[round(c, 3), round(r, 3)] for c, r in own[:: max(len(own) // 40, 1)]],
        "calibration": [[round(c, 4), r] for c, r in zip(chance, right, strict=True)],
    }


def _span_text(case: Case, reader: CrossReader) -> str:
    span = reader.read(case.question.text, [case.own])[0].span
    return span.text if span else ""


def _raw(row: Read) -> float:
    return row.logit


def _sorted(rows: Sequence[Read], score: Callable[[Read], float]) -> list[Passage]:
    return [row.passage for row in sorted(rows, key=lambda row: -score(row))]


def _rank(case: Case, passages: Sequence[Passage]) -> int:
    """The rank of the question's own passage, 0 if it was not retrieved."""
    keys = [p.article.id for p in passages]
    return keys.index(case.own.article.id) + 1 if case.own.article.id in keys else 0


def untrained_reader(encoder: SentenceEncoder) -> CrossReader:
    """The encoder's layers under random heads: what training has to beat."""
    torch.manual_seed(0)
    model = new_model(embedded_folder())
    cast(nn.Module, model).to(pick("auto"))
    return CrossReader(model, encoder, Calibration(), "untrained")


def main() -> None:
    """Measure, and write the figures or their page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files")
    parser.add_argument("--reader", default="embedded", help="`embedded` or a training folder")
    parser.add_argument("--part", choices=("test", "calibration"), default="test")
    parser.add_argument("--limit", type=int, default=MOST, help="questions per direction and set")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--html", type=Path, help="write the report page here")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings(reader=args.reader)
    encoder = load_encoder(settings)
    split = load_split(args.data, encoder.model.tokenizer, SEED)
    reader = load_reader(settings, encoder)
    cases = make_cases(split, args.part, encoder)
    figures = report(cases, reader, untrained_reader(encoder), args.limit)
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if args.html:
        about = (
            f"{reader.fingerprint}, whole paragraphs, 95 % intervals over articles, "
            f"at most {args.limit} questions of each direction and data set."
        )
        args.html.write_text(reader_page(figures, about), encoding="utf-8")


if __name__ == "__main__":
    main()
