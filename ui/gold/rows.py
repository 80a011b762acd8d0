"""The rows of the editor's page: each gold question, what came of it, and what came before."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import InputError
from rag.types import Json
from ui.gold.runs import Run, Runs

__all__ = ["Picked", "pick", "read_gold", "rows_of"]

NOBODY: Mapping[str, Json] = {}


def read_gold(path: Path) -> list[Json]:
    """The questions of a gold file, none if it is not there; `dalil eval` checks them in full.

    Raises:
        InputError: the file cannot be read, or a line is no gold question.
    """
    if not path.exists():
        return []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the gold questions in {path}: {error}") from error
    golds = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            gold = json.loads(line)
            golds.append({"id": str(gold["id"]), "question": str(gold["question"]), **gold})
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number} is no gold question: {error!r}") from error
    return golds


@dataclass(frozen=True, slots=True)
class Picked:
    """The newest run, the newest that asked anything, and the run to compare that one with."""

    newest: Run | None = None
    shown: Run | None = None
    before: Run | None = None


def pick(runs: Runs) -> Picked:
    """The runs that the page shows.

    Compared is with the baseline, if one was chosen, else with the last whole run before.
    """
    names = runs.names()
    if not names:
        return Picked()
    newest = runs.read(names[0])
    shown = next((run for run in map(runs.read, names) if run.rows), None)
    if (base := runs.baseline) in names:
        return Picked(newest, shown, runs.read(base))
    older = (runs.read(name) for name in names if shown is not None and name < shown.name)
    return Picked(newest, shown, next((run for run in older if run.state == "done"), None))


def rows_of(golds: Sequence[Json], shown: Run | None, before: Run | None) -> list[Json]:
    """A row for each gold question, in the file's order."""
    now_rows = shown.rows if shown else NOBODY
    old_rows = before.rows if before else NOBODY
    return [_row(gold, now_rows.get(gold["id"]), old_rows.get(gold["id"])) for gold in golds]


def _row(gold: Json, now: Json | None, before: Json | None) -> Json:
    return {
        "id": gold["id"],
        "question": gold["question"],
        "history": gold.get("history", []),
        "answerable": bool(gold.get("answerable", True)),
        "accepted": _accepted(gold),
        "not": [str(phrase) for phrase in gold.get("not", [])],
        "outcome": str(gold.get("outcome", "")),
        "now": _seen(now) if now else None,
        "before": _seen(before) if before else None,
        "changed": bool(now and before and _said(now) != _said(before)),
        "stale": bool(now and _is_stale(gold, now)),
    }


def _accepted(gold: Json) -> list[str]:
    phrases = [str(p) for group in gold.get("answers", {}).values() for p in group]
    return phrases or [f"{value:g}" for value in gold.get("values", [])]


def _said(row: Json) -> tuple[str, str]:
    return row["outcome"], (row["answer"] or {}).get("text", "")


def _is_stale(gold: Json, row: Json) -> bool:
    """Whether the question was changed since it was asked: then the judge's word is of before."""
    phrases = [p for group in gold.get("answers", {}).values() for p in group]
    asked = row["expected"]
    return (phrases, list(gold.get("not", [])), gold["question"], gold.get("answerable")) != (
        asked["phrases"],
        asked["not"],
        row["question"],
        row["answerable"],
    )


def _seen(row: Json) -> Json:
    """What an answer was, and what the judge said of it and of each of its sentences."""
    answer = row["answer"] or {}
    statements = answer.get("statements", [])
    judged = [*row.get("units", []), *[""] * len(statements)]
    rows = row.get("units", [])[len(statements) :]
    return {
        "outcome": row["outcome"],
        "refused": answer.get("verdict") == "not found",
        "error": row.get("error", ""),
        "lead": answer.get("lead", ""),
        "text": answer.get("text", ""),
        "notes": answer.get("notes", []),
        "statements": [
            {**_parted(said), "markers": said["markers"], "truth": truth}
            for said, truth in zip(statements, judged, strict=False)
        ],
        "false_rows": rows.count("false"),
        "sources": [
            {
                "marker": cited["marker"],
                "outlet": cited["article"]["outlet"],
                "published": cited["article"]["published"] or "",
                "language": cited["article"]["language"],
                "text": cited["text"],
            }
            for cited in answer.get("citations", [])
        ],
    }


def _parted(statement: Json) -> Json:
    """A sentence's own words, and the published ones that it ends with."""
    quote = (statement.get("quote") or {}).get("text", "")
    own = statement["text"].removesuffix(f"«{quote}»").rstrip() if quote else statement["text"]
    return {"text": own, "quote": f"«{quote}»" if quote else ""}
