"""Every measure over many questions, each in one place, with its source.

Measures of one answer are in `eval/judge.py`, of words in `eval/measures/text.py`. Higher is
better but where it says otherwise. None stands for "does not apply to this question" and is
never a zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, Success, nDCG

__all__ = [
    "Latency",
    "area",
    "balanced_accuracy",
    "calibration",
    "expected_calibration_error",
    "latency",
    "mean",
    "quantile",
    "rank_measures",
    "risk_coverage",
]

_RANK = {
    "R@1": Success @ 1,
    "R@3": Success @ 3,
    "R@5": Success @ 5,
    "R@10": Success @ 10,
    "evidence@10": R @ 10,
    "MRR": RR @ 10,
    "nDCG@10": nDCG @ 10,
}

BINS = 10


def rank_measures(ranking: Sequence[str], relevant: Sequence[str]) -> dict[str, float]:
    """Measures of one ranking, best first, against the relevant ids; no id comes twice.

    `R@k` is 1.0 if any evidence is among the first k ("success at k"); `evidence@10` the share
    of all evidence among the first ten; `MRR` one over the rank of the first evidence, 0 beyond
    the tenth; `nDCG@10` as Järvelin and Kekäläinen (TOIS 2002), gains 0 and 1, discount
    log2(rank + 1). All from trec_eval through ir-measures; an empty ranking scores zero.

    Raises:
        ValueError: nothing is relevant, so that no measure applies.
    """
    if not relevant:
        raise ValueError("no relevant id: retrieval is not judged where nothing is to be found")
    qrels = {"q": dict.fromkeys(relevant, 1)}
    # An unknown id stands in for "nothing retrieved", which trec_eval would drop.
    order = list(ranking) or ["nothing retrieved"]
    run = {"q": {item: float(len(order) - rank) for rank, item in enumerate(order)}}
    found = ir_measures.calc_aggregate(list(_RANK.values()), qrels, run)
    return {name: float(found[measure]) for name, measure in _RANK.items()}


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of what applies; None if nothing does."""
    applying = [value for value in values if value is not None]
    return sum(applying) / len(applying) if applying else None


def balanced_accuracy(answerable: Sequence[bool], answered: Sequence[bool]) -> float | None:
    """Half the share of answerable questions answered, half that of unanswerable ones refused.

    Source: Brodersen et al., "The balanced accuracy and its posterior distribution" (ICPR 2010).
    None unless both sorts of questions are there.
    """
    pairs = list(zip(answerable, answered, strict=True))
    given = mean([float(did) for could, did in pairs if could])
    held = mean([float(not did) for could, did in pairs if not could])
    return None if given is None or held is None else (given + held) / 2


def risk_coverage(
    confidence: Sequence[float], right: Sequence[bool], answered: Sequence[bool]
) -> list[tuple[float, float]]:
    """The curve of (coverage, risk): the share answered, and the share wrong among those.

    Questions are taken by falling confidence; a refused one is never covered, so the curve ends
    at the coverage that the system chose. Questions of equal confidence enter together.
    Source: El-Yaniv and Wiener, "On the foundations of noise-free selective classification"
    (JMLR 2010). Lower risk is better.
    """
    given = sorted(
        ((c, r) for c, r, a in zip(confidence, right, answered, strict=True) if a),
        key=lambda pair: -pair[0],
    )
    curve = []
    wrong = 0
    for count, (score, good) in enumerate(given, start=1):
        wrong += not good
        if count == len(given) or given[count][0] != score:
            curve.append((count / len(confidence), wrong / count))
    return curve


def area(curve: Sequence[tuple[float, float]]) -> float | None:
    """The mean risk over the coverage reached: the area under the curve, as steps, per coverage.

    Lower is better; None for an empty curve.
    Source: Geifman, Uziel and El-Yaniv, "Bias-reduced uncertainty estimation" (ICLR 2019).
    """
    if not curve:
        return None
    total = reached = 0.0
    for coverage, risk in curve:
        total += (coverage - reached) * risk
        reached = coverage
    return total / reached


def calibration(
    confidence: Sequence[float], happened: Sequence[bool]
) -> list[tuple[float, float, int]]:
    """Ten equal bins of confidence: (mean confidence, share that happened, count), none empty."""
    sorted_in: dict[int, list[tuple[float, bool]]] = {}
    for score, event in zip(confidence, happened, strict=True):
        sorted_in.setdefault(min(int(score * BINS), BINS - 1), []).append((score, event))
    return [
        (
            sum(score for score, _ in pairs) / len(pairs),
            sum(event for _, event in pairs) / len(pairs),
            len(pairs),
        )
        for _, pairs in sorted(sorted_in.items())
    ]


def expected_calibration_error(
    confidence: Sequence[float], happened: Sequence[bool]
) -> float | None:
    """How far confidence and outcome lie apart: the bins' gaps, weighted by their counts.

    0 is best. Source: Guo et al., "On calibration of modern neural networks" (ICML 2017).
    """
    if not confidence:
        return None
    found = calibration(confidence, happened)
    return sum(abs(c - share) * count for c, share, count in found) / len(confidence)


def quantile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed, between neighbours by straight line.

    Raises:
        ValueError: there are no values.
    """
    if not values:
        raise ValueError("no values: a quantile of nothing is not defined")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds that one step takes: the median and the 95th percentile."""

    median: float
    p95: float


def latency(timings: Sequence[Mapping[str, float]]) -> dict[str, Latency]:
    """Seconds per step, in the order the steps first came, and "all" for their sum."""
    steps = dict.fromkeys(step for timing in timings for step in timing)
    columns = {step: [timing[step] for timing in timings if step in timing] for step in steps}
    if timings:
        columns["all"] = [sum(timing.values()) for timing in timings]
    return {s: Latency(quantile(v, 0.5), quantile(v, 0.95)) for s, v in columns.items()}
