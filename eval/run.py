"""Run gold questions through a system and keep everything: the run file.

A run file is JSON in two parts. All but "cost" is the same, byte for byte, whenever the same
commit answers the same questions with the same settings and index (a language model may word an
answer otherwise the next time); "cost" holds what a clock or a
meter says.

    format, about        what was run: commit, settings, index, models, gold set, seed
    questions            one object per question, in the gold set's order (see `_row`)
    measures             {group: {measure: {"value", "n", "low", "high"}}} (`eval.measures.summary`)
    cost                 date, machine, seconds per question and step, latency, memory
"""

import json
import platform
import resource
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from eval.archives import Archive
from eval.gold import Gold
from eval.judge import Judgement, judge
from eval.measures.metrics import latency
from eval.measures.summary import summarise
from eval.ranking import holds_evidence
from eval.systems import Observation, System
from rag.answer.serialise import answer_json
from rag.errors import InputError
from rag.types import Json, Passage

__all__ = ["FORMAT", "read_run", "run", "write_run"]

FORMAT = 2
SHOWN = 10
"""Passages kept per question."""


def run(
    asked: Iterable[tuple[Archive, System]],
    about: Json,
    progress: Callable[[int], None] = lambda done: None,
    tell: Callable[[Json], None] = lambda row: None,
) -> Json:
    """Ask every question of every archive, once; `about` says what is run.

    `tell` is given each question's row as soon as it is judged. Returns the run file's content.
    """
    rows: list[Json] = []
    timings: dict[str, dict[str, float]] = {}
    for archive, system in asked:
        for gold in archive.golds:
            seen = system.ask(gold)
            where = {"archive": archive.name, "set": archive.set}
            rows.append(_row(gold, seen, judge(gold, seen)) | where)
            timings[gold.id] = seen.timings
            tell(rows[-1])
            progress(len(rows))
    return {
        "format": FORMAT,
        "about": about,
        "questions": rows,
        "measures": summarise(rows),
        "cost": _cost(timings),
    }


def _row(gold: Gold, seen: Observation, judgement: Judgement) -> Json:
    answer, written = seen.answer, seen.written
    return {
        "id": gold.id,
        "kind": gold.kind,
        "language": gold.language,
        "direction": _direction(gold, seen),
        "cluster": _cluster(gold),
        "unit": _unit(gold),
        "question": gold.question,
        "history": list(gold.history),
        "answerable": gold.answerable,
        "expected": {
            "phrases": list(gold.phrases),
            "values": list(gold.values),
            "not": list(gold.wrong),
            "evidence": [evidence.model_dump() for evidence in gold.evidence],
            "outcome": gold.outcome,
        },
        "outcome": judgement.outcome,
        "units": list(judgement.units),
        "answered": judgement.answered,
        "confidence": round(answer.confidence, 4) if answer else 0.0,
        "error": seen.error,
        **({"written": asdict(written)} if written else {}),
        "measures": {n: _rounded(v) for n, v in judgement.measures.items()},
        "answer": answer_json(answer) if answer else None,
        "passages": [
            {**_place(gold, hit.passage), "score": round(hit.score, 6)} for hit in seen.hits[:SHOWN]
        ],
        "readings": [
            {
                **_place(gold, reading.passage),
                "answerable": round(reading.answerable, 4),
                "span": reading.span.text if reading.span else None,
            }
            for reading in seen.readings
        ],
    }


def _cluster(gold: Gold) -> str:
    """What the question stands or falls with: its article; "Title/3" is a part of "Title"."""
    if not gold.evidence:
        return f"question {gold.id}"
    return gold.evidence[0].article.partition("/")[0]


def _unit(gold: Gold) -> str:
    """What the question asks for, whatever its language: twins share their evidence."""
    if not gold.evidence:
        return gold.id.removesuffix(f"-{gold.language}")
    return "; ".join(sorted(f"{e.article}: {e.quote}" for e in gold.evidence))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _direction(gold: Gold, seen: Observation) -> str:
    """Question language → passage language: that of the evidence, or of the best passage."""
    known = {hit.passage.article.id: hit.passage.article.language for hit in seen.hits}
    wanted = [known[e.article] for e in gold.evidence if e.article in known]
    languages = wanted or list(known.values())
    return f"{gold.language}→{languages[0] if languages else '?'}"


def _place(gold: Gold, passage: Passage) -> Json:
    return {
        "article": passage.article.id,
        "language": passage.article.language,
        "outlet": passage.article.outlet,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "evidence": any(holds_evidence(passage, evidence) for evidence in gold.evidence),
    }


def _cost(timings: dict[str, dict[str, float]]) -> Json:
    # The first question also warms the models up; it is asked again by nobody, so it stays in.
    steps = latency([timing for timing in timings.values() if timing])
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, Python {platform.python_version()}",
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "latency": {
            step: {"median": round(taken.median, 5), "p95": round(taken.p95, 5)}
            for step, taken in steps.items()
        },
        "seconds": {
            key: {step: round(seconds, 5) for step, seconds in timing.items()}
            for key, timing in timings.items()
        },
    }


def write_run(result: Json, path: Path) -> None:
    """Write a run file: UTF-8, one question a line, so that two of them can be compared by eye.

    Raises:
        InputError: the file cannot be written.
    """
    parts = [
        f"{json.dumps(name)}: "
        + (
            "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in value) + "\n]"
            if name == "questions"
            else json.dumps(value, ensure_ascii=False, indent=1)
        )
        for name, value in result.items()
    ]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write the run to {path}: {error}") from error


def read_run(path: Path) -> Json:
    """Read a run file.

    Raises:
        InputError: it cannot be read, is not a run file, or is of another format.
    """
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot read the run in {path}: {error}") from error
    if not isinstance(result, dict) or result.get("format") != FORMAT:
        raise InputError(
            f"{path} is not a run file of format {FORMAT}: write one with `dalil eval --json`"
        )
    return result
