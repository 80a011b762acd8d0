"""Measure and calibrate the reader on articles that it was not trained on.

`python -m eval.reader_eval --data FOLDER --reader FOLDER --fit` fits probabilities and thresholds
per direction on the calibration articles and writes them beside the weights; without `--fit` it
measures on the test articles against three baselines: the encoder's similarity alone, the fused
retrieval, and the same reader untrained. Directions read "question language-passage language".
"""

import argparse
import json
import logging
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from torch import nn

from eval.metrics import expected_calibration_error, risk_coverage
from eval.reader_data import Question, Split, load_split
from eval.stats import bootstrap
from eval.text import exact_match, f1
from eval.train_reader import Plan, new_model
from index.lexical import Entry, Lexical
from rag.arabic import analyse
from rag.encode import SentenceEncoder, embedded_folder, load_encoder, pick
from rag.reader_model import Calibration, CrossReader, load_reader
from rag.retrieve import fuse
from rag.settings import Settings
from rag.types import Article, Hit, Passage

log = logging.getLogger(__name__)
DIRECTIONS = ("ar-ar", "en-ar", "ar-en", "en-en")
RETRIEVED = 20
READ = 8
KEPT = 0.9
"""Share of right readings that the fitted threshold lets through."""
MOST = 150
"""Questions of one data set and direction; only TyDi QA's English has more."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question, its own passage, and the best retrieved ones with scores by system."""

    question: Question
    direction: str
    own: Passage
    dense: list[Hit]
    fused: list[Hit]

    @property
    def answers(self) -> list[str]:
        """The accepted answers, as written in the passage."""
        return [self.own.text[a:b] for a, b in self.question.answers]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best reading of one question in an archive with, or without, its own passage."""

    logit: float
    right: bool
    answerable: bool
    cluster: str


def make_cases(split: Split, part: str, encoder: SentenceEncoder) -> list[Case]:
    """The questions of a part over all paragraphs of the passage's language in the data."""
    everything = split.train + split.calibration + split.test
    cases: list[Case] = []
    for language in ("ar", "en"):
        paragraphs = {
            q.paragraph.key: q.paragraph for q in everything if q.paragraph.language == language
        }
        # Thousands of easy TyDi training paragraphs would only cost time.
        kept = [k for k in paragraphs if not k.startswith("tydiqa") or k in _keys(split, part)]
        passages = [_passage(i, paragraphs[k].text, k, language) for i, k in enumerate(kept)]
        by_key = dict(zip(kept, passages, strict=True))
        vectors = encoder.encode_passages([p.text for p in passages])
        asked = _asked(getattr(split, part), language)
        texts = [q.text for q in asked]
        similarity = encoder.encode_queries(texts) @ vectors.T
        lexical = _lexical(texts, passages, language)
        for question, row, words in zip(asked, similarity, lexical, strict=True):
            dense = [Hit(passages[i], float(row[i])) for i in np.argsort(-row)[:RETRIEVED]]
            bm25 = [Hit(passages[i], score) for i, score in words]
            cases.append(
                Case(
                    question,
                    f"{question.language}-{language}",
                    by_key[question.paragraph.key],
                    dense,
                    fuse([dense, bm25], RETRIEVED),
                )
            )
    return cases


def _asked(questions: Sequence[Question], language: str) -> list[Question]:
    """Arabic and English questions on one language, of each data set at most MOST a direction."""
    counts: Counter[tuple[str, str]] = Counter()
    kept = []
    for question in questions:
        key = (question.paragraph.key.split("-")[0], question.language)
        if question.paragraph.language == language and question.language in {"ar", "en"}:
            counts[key] += 1
            if counts[key] <= MOST:
                kept.append(question)
    return kept


def _lexical(
    texts: Sequence[str], passages: Sequence[Passage], language: str
) -> list[list[tuple[int, float]]]:
    """BM25 of the product's own index, for each question."""
    with tempfile.TemporaryDirectory() as folder:
        entries = [Entry(p.id, language, analyse(p.text)) for p in passages]
        Lexical.write(Path(folder) / "lexical", entries, [language])
        index = Lexical.open(Path(folder) / "lexical", [language])
        return [index.search(analyse(text), RETRIEVED, language) for text in texts]


def _keys(split: Split, part: str) -> set[str]:
    return {q.paragraph.key for q in getattr(split, part)}


def _passage(number: int, text: str, key: str, language: str) -> Passage:
    return Passage(number, Article(id=key, text=text, language=language), 0, len(text))


def outcomes(
    case: Case, reader: CrossReader, depth: int = RETRIEVED
) -> tuple[Outcome, Outcome, list[float]]:
    """Best reading with and without the right passage, and the logits of the first `depth`."""
    passages = [hit.passage for hit in case.fused[:depth]]
    logits = reader.logits(case.question.text, passages)
    holds = [any(a in p.text for a in case.answers) for p in passages]
    cluster = case.question.paragraph.title
    ranked = list(zip(logits, passages, holds, strict=True))
    with_own = max(ranked[:READ], key=lambda item: item[0])
    without = [item for item in ranked if not item[2]][:READ]
    best_without = max((item[0] for item in without), default=-10.0)
    return (
        Outcome(with_own[0], with_own[2], True, cluster),
        Outcome(best_without, False, False, cluster),
        logits,
    )


def fit(cases: Sequence[Case], reader: CrossReader) -> dict[str, dict[str, float]]:
    """Platt scaling, and the threshold that keeps nine of ten right readings, per direction."""
    found = {}
    for direction in DIRECTIONS:
        chosen = [c for c in cases if c.direction == direction]
        rows = [o for c in chosen for o in outcomes(c, reader, READ + 4)[:2]]
        logits = np.array([o.logit for o in rows])
        right = np.array([o.right for o in rows])
        model = LogisticRegression(C=10.0).fit(logits[:, None], right)
        slope, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
        chance = 1 / (1 + np.exp(-(slope * logits + intercept)))
        threshold = keeping_threshold(chance, right)
        found[direction] = {
            "slope": round(slope, 4),
            "intercept": round(intercept, 4),
            "threshold": round(threshold, 4),
        }
        log.info("%s: %s on %d questions", direction, found[direction], len(chosen))
    return found


def keeping_threshold(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    """The probability that nine of ten right readings reach.

    The reader is not the only one to refuse: the names, events, kinds and units of a claim are
    checked after it. So its threshold is set to keep what can be answered.
    """
    return float(np.quantile(chance[right], 1 - KEPT))


def report(cases: Sequence[Case], reader: CrossReader, untrained: CrossReader) -> dict[str, object]:
    """Every figure, per direction and data set, with 95 % intervals over articles."""
    result: dict[str, object] = {}
    for direction in DIRECTIONS:
        for source in ("xquad", "arcd", "tydiqa"):
            chosen = [
                c
                for c in cases
                if c.direction == direction and c.question.paragraph.key.startswith(source)
            ]
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
    read = [outcomes(c, reader) for c in cases]
    raw = [outcomes(c, untrained) for c in cases]
    ranks = {
        "encoder": [_rank(c, [h.passage for h in c.dense]) for c in cases],
        "fused": [_rank(c, [h.passage for h in c.fused]) for c in cases],
        "untrained": [_rank(c, _sorted(c, r[2])) for c, r in zip(cases, raw, strict=True)],
        "reader": [_rank(c, _sorted(c, r[2])) for c, r in zip(cases, read, strict=True)],
    }
    for name, values in ranks.items():
        add(f"MRR {name}", [1 / v if v else 0.0 for v in values])
        add(f"R@1 {name}", [float(v == 1) for v in values])
    table |= _answerability(direction, [r[:2] for r in read], reader.calibration)
    return table


def _answerability(
    direction: str, pairs: Sequence[tuple[Outcome, Outcome]], calibration: Calibration
) -> dict[str, object]:
    fitted = calibration.of(*direction.split("-"))
    rows = [o for pair in pairs for o in pair]
    chance = [1 / (1 + np.exp(-(fitted.slope * o.logit + fitted.intercept))) for o in rows]
    answered = np.array(chance) >= fitted.threshold
    balanced = [
        (float(a) + float(not b)) / 2
        for a, b in zip(answered[0::2].tolist(), answered[1::2].tolist(), strict=True)
    ]
    interval = bootstrap(balanced, [pair[0].cluster for pair in pairs])
    curve = risk_coverage(chance, [o.right for o in rows], [True] * len(rows))
    at_80 = next((risk for covered, risk in curve if covered >= 0.8), float("nan"))
    answerable = [(c, o.right) for c, o in zip(chance, rows, strict=True) if o.answerable]
    own = risk_coverage([c for c, _ in answerable], [r for _, r in answerable], [True] * len(pairs))
    error = expected_calibration_error(chance, [o.right for o in rows])
    return {
        "balanced accuracy": [round(v, 3) for v in (interval.value, interval.low, interval.high)],
        "wrong at 80 % coverage, all": round(at_80, 3),
        "wrong at 80 % coverage, answerable": round(next(r for c, r in own if c >= 0.8), 3),
        "calibration error": round(error or 0.0, 3),
        "risk-coverage": [
            [round(c, 3), round(r, 3)] for c, r in curve[:: max(len(curve) // 40, 1)]
        ],
    }


def _span_text(case: Case, reader: CrossReader) -> str:
    span = reader.read(case.question.text, [case.own])[0].span
    return span.text if span else ""


def _sorted(case: Case, logits: Sequence[float]) -> list[Passage]:
    order = sorted(range(len(logits)), key=lambda i: -logits[i])
    return [case.fused[i].passage for i in order]


def _rank(case: Case, passages: Sequence[Passage]) -> int:
    """The rank of the question's own passage, 0 if it was not retrieved."""
    keys = [p.article.id for p in passages]
    return keys.index(case.own.article.id) + 1 if case.own.article.id in keys else 0


def untrained_reader(encoder: SentenceEncoder) -> CrossReader:
    """The encoder's layers under random heads: what training has to beat."""
    torch.manual_seed(0)
    model = new_model(embedded_folder())
    cast(nn.Module, model).to(pick("auto"))
    return CrossReader(model, encoder.model.tokenizer, Calibration(), "untrained")


def _write(folder: Path, change: Callable[[dict[str, object]], None]) -> None:
    file = folder / "reader.json"
    about = json.loads(file.read_text(encoding="utf-8"))
    change(about)
    file.write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit on the calibration articles, or measure on the test articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files")
    parser.add_argument("--reader", default="embedded", help="`embedded` or a training folder")
    parser.add_argument("--fit", action="store_true", help="fit the calibration and store it")
    parser.add_argument("--json", type=Path, help="write the figures here")
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    settings = Settings(reader=args.reader)
    encoder = load_encoder(settings)
    split = load_split(args.data, encoder.model.tokenizer, Plan().seed)
    reader = load_reader(settings, encoder)
    if args.fit:
        fitted = fit(make_cases(split, "calibration", encoder), reader)
        folder = Path(args.reader) if args.reader != "embedded" else Path("rag/weights/reader")
        _write(folder, lambda about: about.update(calibration=fitted))
        return
    figures = report(make_cases(split, "test", encoder), reader, untrained_reader(encoder))
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
