"""Figures over the questions of a run: overall, per set of archives, language and kind."""

from collections.abc import Callable, Sequence

from eval.measures.metrics import (
    area,
    balanced_accuracy,
    expected_calibration_error,
    risk_coverage,
)
from eval.measures.stats import bootstrap
from rag.types import Json

__all__ = ["ARCHIVES", "HEADLINE", "LOWER_IS_BETTER", "groups", "summarise"]

Row = Json

HEADLINE = (
    "truth", "clean", "right", "right first", "refused wrongly", "answered wrongly", "false",
    "R@1", "R@5", "R@1 read", "citations hold",
)  # fmt: skip
"""The measures of the table on the screen, in its order."""
LOWER_IS_BETTER = frozenset(
    {
        "false",
        "refused wrongly",
        "answered wrongly",
        "obeyed",
        "error",
        "risk-coverage area",
        "calibration error",
        "withheld",
    }
)
ARCHIVES = "mean of sets"
"""The group in which every set of archives counts the same, whatever its number of questions."""


def groups(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Questions by group: "all", "set incidents", "incidents ar", "kind date" and so on."""
    found: dict[str, list[Row]] = {"all": list(rows)}
    for of in dict.fromkeys(row["set"] for row in rows):
        own = [row for row in rows if row["set"] == of]
        found[f"set {of}"] = own
        for language in sorted({row["language"] for row in own}):
            found[f"{of} {language}"] = [row for row in own if row["language"] == language]
    for name in ("language", "direction", "kind"):
        for key in sorted({row[name] for row in rows}):
            found[f"{name} {key}"] = [row for row in rows if row[name] == key]
    return found


def summarise(rows: Sequence[Row]) -> Json:
    """Every measure of every group: value, number of questions it applies to, 95 % interval."""
    found = {name: _figures(members) for name, members in groups(rows).items()}
    return {"all": found.pop("all"), ARCHIVES: _figures(rows, each=True), **found}


def _figures(rows: Sequence[Row], *, each: bool = False) -> Json:
    names = list(dict.fromkeys(name for row in rows for name in row["measures"]))
    figures: Json = {"questions": len(rows)}
    for name in names:
        picked = [row for row in rows if row["measures"].get(name) is not None]
        if picked:
            figures[name] = _mean([row["measures"][name] for row in picked], picked, each)
    figures["error"] = _mean([float(row["outcome"] == "error") for row in rows], rows, each)
    figures.update(_over_all(rows))
    figures.update(_withheld(rows))
    return figures


def _withheld(rows: Sequence[Row]) -> Json:
    """The share of a language model's sentences that were withheld; nothing where it wrote none."""
    written = [row["written"] for row in rows if row.get("written")]
    total = sum(each["sentences"] for each in written)
    kept_back = sum(sum(each["withheld"].values()) for each in written)
    return {"withheld": {"value": round(kept_back / total, 4), "n": total}} if total else {}


def _mean(values: Sequence[float], rows: Sequence[Row], each: bool) -> Json:
    sets = [row["set"] for row in rows]
    homes = sets if len(set(sets)) > 1 else [row["archive"] for row in rows]
    clusters = [f"{row['archive']}/{row['cluster']}" for row in rows]
    interval = bootstrap(values, clusters, homes, each=each)
    return {
        "value": round(interval.value, 4),
        "n": len(values),
        "low": round(interval.low, 4),
        "high": round(interval.high, 4),
    }


def _over_all(rows: Sequence[Row]) -> Json:
    """Measures of the whole group, not means over questions: they carry no interval.

    Rows of a run that judges retrieval alone have none.
    """
    rows = [row for row in rows if row["outcome"] != "unjudged"]
    confidence = [row["confidence"] for row in rows]
    answered = [row["answered"] for row in rows]
    curve = risk_coverage(confidence, [row["outcome"] == "right" for row in rows], answered)
    figures: dict[str, Callable[[], float | None]] = {
        "balanced accuracy": lambda: balanced_accuracy([r["answerable"] for r in rows], answered),
        "risk-coverage area": lambda: area(curve),
        "calibration error": lambda: expected_calibration_error(
            confidence, [row["answerable"] for row in rows]
        ),
    }
    found = {name: figure() for name, figure in figures.items()}
    return {
        name: {"value": round(value, 4), "n": len(rows)}
        for name, value in found.items()
        if value is not None
    }
