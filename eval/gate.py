"""The gate: a small fixed set that must not get worse.

The questions are those of `SETS` in `eval/gold` that need no articles of their own; the archive is
`seeds/`, the baseline `eval/baselines/gate.json`. A measure fails if its mean got worse and even
the favourable end of the loss's 95 % interval is a loss (paired, by article), if it lost a tenth,
or if a question fails that did not before. The baseline changes only by `--update --reason`, and
the reason is kept in the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.gold import Gold, load_gold
from eval.measures.stats import bootstrap
from eval.measures.summary import LOWER_IS_BETTER
from rag.errors import InputError

__all__ = [
    "BASELINE",
    "GATED",
    "SETS",
    "VARIANTS",
    "Regression",
    "baseline_of",
    "gate_golds",
    "read_baseline",
    "regressions",
    "write_baseline",
]

Json = dict[str, Any]
BASELINE = Path(__file__).parent / "baselines" / "gate.json"
SETS = ("dev", "conflict", "follow-up", "false-premise", "injection")
"""Never "test": that set is for measuring what nobody has steered by."""
GATED = (
    "R@1", "R@5", "MRR", "MRR dense", "MRR lexical", "R@1 read", "right", "right first",
    "value recall", "refused rightly", "refused wrongly", "citations hold", "claims cited",
    "language", "obeyed",
)  # fmt: skip
VARIANTS = ("as set", "no-arabic-normalisation", "shuffled-reader")
"""Dalil as the settings say, and the broken variants that the gate must catch."""
NAMED = 8
"""Questions named for each regression; `dalil eval compare` shows all."""
ALLOWED = 0.02
"""A mean may fall by this much whatever the interval: one question in fifty is not a regression."""


@dataclass(frozen=True, slots=True)
class Regression:
    """One measure that got worse: its means, the 95 % interval of the loss, and where."""

    measure: str
    before: float
    now: float
    low: float
    high: float
    questions: tuple[str, ...]

    def __str__(self) -> str:
        more = len(self.questions) - NAMED
        where = ", ".join(self.questions[:NAMED]) + (f" and {more} more" if more > 0 else "")
        return (
            f"{self.measure}: {self.before:.3f} → {self.now:.3f} (95 % interval of the loss "
            f"{self.low:.3f} to {self.high:.3f}); questions: {where}"
        )


def baseline_of(run: Json, reason: str) -> Json:
    """What the baseline keeps of a run: per question the gated measures, and why it was set."""
    return {
        "reason": reason,
        "about": run["about"],
        "questions": {
            row["id"]: {
                "cluster": row["cluster"],
                "outcome": row["outcome"],
                "measures": {name: row["measures"].get(name) for name in GATED},
            }
            for row in run["questions"]
        },
    }


def gate_golds() -> list[Gold]:
    """The gate's questions, in the order of the sets."""
    folder = Path(__file__).parent / "gold"
    golds = [gold for name in SETS for gold in load_gold(folder / f"{name}.jsonl")]
    return [gold for gold in golds if not gold.articles]


def read_baseline(path: Path = BASELINE) -> Json:
    """Read the baseline.

    Raises:
        InputError: there is none, or it cannot be read.
    """
    try:
        found: Json = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(
            f"cannot read the gate's baseline {path}: {error}; set one with "
            '`dalil eval gate --update --reason "…"`'
        ) from error
    return found


def write_baseline(baseline: Json, path: Path = BASELINE) -> None:
    """Write the baseline, a question a line, so that a change of it can be read.

    Raises:
        InputError: the file cannot be written.
    """
    rows = (
        f"{json.dumps(key)}: {json.dumps(row, ensure_ascii=False)}"
        for key, row in baseline["questions"].items()
    )
    text = (
        f'{{"reason": {json.dumps(baseline["reason"], ensure_ascii=False)},\n'
        f'"about": {json.dumps(baseline["about"], ensure_ascii=False, indent=1)},\n'
        '"questions": {\n' + ",\n".join(rows) + "\n}}\n"
    )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write the gate's baseline {path}: {error}") from error


def regressions(baseline: Json, run: Json) -> list[Regression]:
    """Every measure that got worse beyond chance; an empty list lets the gate open.

    Raises:
        InputError: the run and the baseline are not of the same questions.
    """
    before: Mapping[str, Json] = baseline["questions"]
    now = {row["id"]: row for row in run["questions"]}
    if set(before) != set(now):
        differing = ", ".join(sorted(set(before) ^ set(now))[:5])
        raise InputError(
            f"the baseline is of other questions ({differing} …): set it anew with "
            '`dalil eval gate --update --reason "…"`'
        )
    found = [_regression(name, before, now) for name in GATED]
    return [r for r in (*found, _errors(before, now)) if r is not None]


def _regression(
    name: str, before: Mapping[str, Json], now: Mapping[str, Json]
) -> Regression | None:
    sign = -1.0 if name in LOWER_IS_BETTER else 1.0
    pairs = {
        key: (float(was), float(is_))
        for key, row in before.items()
        if (was := row["measures"].get(name)) is not None
        and (is_ := now[key]["measures"].get(name)) is not None
    }
    if not pairs:
        return None
    losses = {key: sign * (was - is_) for key, (was, is_) in pairs.items()}
    interval = bootstrap(list(losses.values()), [before[key]["cluster"] for key in losses])
    # Beyond the interval: even its favourable end is a loss. Few articles make it wide, so a loss
    # on a tenth of all questions fails whatever the interval says.
    if interval.value <= ALLOWED or (interval.low <= 0 and interval.value < 0.1):
        return None
    was = sum(pair[0] for pair in pairs.values()) / len(pairs)
    is_ = sum(pair[1] for pair in pairs.values()) / len(pairs)
    worse = tuple(key for key, loss in losses.items() if loss > 0)
    return Regression(name, was, is_, interval.low, interval.high, worse)


def _errors(before: Mapping[str, Json], now: Mapping[str, Json]) -> Regression | None:
    worse = tuple(
        key
        for key, row in now.items()
        if row["outcome"] == "error" and before[key]["outcome"] != "error"
    )
    if not worse:
        return None
    was = sum(row["outcome"] == "error" for row in before.values()) / len(before)
    is_ = sum(row["outcome"] == "error" for row in now.values()) / len(now)
    return Regression("error", was, is_, is_ - was, is_ - was, worse)
