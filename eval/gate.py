"""The gate: what must not get worse, on any archive.

Every question of every archive is asked; the baseline is `eval/baselines/gate.json`. The gate shuts
for a rise in false statements above all: more answers with something false in them, on all
questions or on any set by more than `SLACK`. It shuts, too, where a guarded measure fell by more
than `ALLOWED`, and for any question that fails with an error. Whatever it says, it names the
questions whose outcome changed. The baseline changes only by `--update --reason`, and the reason
is kept in the file.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.archives import SETS
from eval.measures.metrics import mean
from eval.measures.summary import LOWER_IS_BETTER
from rag.errors import InputError
from rag.types import Json

__all__ = [
    "BASELINE",
    "Regression",
    "baseline_of",
    "gate_report",
    "read_baseline",
    "regressions",
    "write_baseline",
]

BASELINE = Path(__file__).parent / "baselines" / "gate.json"
GUARDED = ("truth", "right first", "refused wrongly", "answered wrongly", "R@1", "citations hold")
"""Beside "false": a mean of these may not get worse by more than `ALLOWED`."""
ALLOWED = 0.02
SLACK = 1
"""Answers with something false that a set may gain while the whole gains none."""


@dataclass(frozen=True, slots=True)
class Regression:
    """One measure that got worse, and where: "all questions" or a set."""

    measure: str
    where: str
    before: float
    now: float

    def __str__(self) -> str:
        if self.measure == "false":
            return f"{self.now:.0f} false answers on {self.where}, {self.before:.0f} before"
        return f"{self.measure} on {self.where}: {self.before:.3f} → {self.now:.3f}"


def baseline_of(run: Json, reason: str) -> Json:
    """What the baseline keeps of a run: per question the gated measures, and why it was set."""
    names = ("false", *GUARDED)
    return {
        "reason": reason,
        "about": run["about"],
        "questions": {
            row["id"]: {
                "set": row["set"],
                "outcome": row["outcome"],
                "measures": {name: row["measures"].get(name) for name in names},
            }
            for row in run["questions"]
        },
    }


def read_baseline(path: Path, sets: Collection[str] = SETS) -> Json:
    """Read the baseline, as far as it is of these sets.

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
    kept = {key: row for key, row in found["questions"].items() if row.get("set") in sets}
    return {**found, "questions": kept}


def write_baseline(baseline: Json, path: Path) -> None:
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


def gate_report(baseline: Json, run: Json) -> tuple[str, bool]:
    """What the gate says, and whether it is shut: what got worse, and each question that changed.

    Raises:
        InputError: the run and the baseline are not of the same questions.
    """
    found = regressions(baseline, run)
    before = baseline["questions"]
    changed = [
        f"  {row['id']}: {before[row['id']]['outcome']} → {row['outcome']}"
        for row in run["questions"]
        if before[row["id"]]["outcome"] != row["outcome"]
    ]
    # What became false stands first: it is what the gate is for.
    changed.sort(key=lambda line: not line.endswith("→ false"))
    lines = [f"Worse: {regression}" for regression in found]
    lines += [f"{len(changed)} questions have another outcome.", *changed]
    lines.append(f"The gate is {'shut' if found else 'open'}: {len(found)} regressions.")
    return "\n".join(["", *lines]), bool(found)


def regressions(baseline: Json, run: Json) -> list[Regression]:
    """Everything that got worse beyond what is allowed; an empty list lets the gate open.

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
    pairs = [(before[key], now[key]) for key in before]
    return [*_more_false(pairs), *_worse(pairs), *_errors(pairs)]


Pairs = Sequence[tuple[Json, Json]]


def _more_false(pairs: Pairs) -> Iterator[Regression]:
    sets = dict.fromkeys(row["set"] for row, _ in pairs)
    for where in ("all questions", *sets):
        own = [pair for pair in pairs if where in ("all questions", pair[0]["set"])]
        was, is_ = (_count("false", rows) for rows in zip(*own, strict=True))
        if is_ > was + (0 if where == "all questions" else SLACK):
            yield Regression("false", where, was, is_)


def _worse(pairs: Pairs) -> Iterator[Regression]:
    for name in GUARDED:
        both = [
            (was, is_)
            for before, now in pairs
            if (was := before["measures"].get(name)) is not None
            and (is_ := now["measures"].get(name)) is not None
        ]
        if not both:
            continue
        was, is_ = (mean(values) or 0.0 for values in zip(*both, strict=True))
        loss = is_ - was if name in LOWER_IS_BETTER else was - is_
        if loss > ALLOWED:
            yield Regression(name, "all questions", was, is_)


def _errors(pairs: Pairs) -> Iterator[Regression]:
    was, is_ = (_count("error", rows) for rows in zip(*pairs, strict=True))
    if is_ > was:
        yield Regression("errors", "all questions", was, is_)


def _count(outcome: str, rows: Sequence[Json]) -> int:
    return sum(row["outcome"] == outcome for row in rows)
