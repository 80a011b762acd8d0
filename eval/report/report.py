"""A run as one self-contained HTML page: no script, no outside file, everything escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from eval.compare import changed_questions, compare
from eval.measures.metrics import calibration, risk_coverage
from eval.measures.summary import HEADLINE
from eval.report.page import captioned, document, table
from eval.report.plots import bars, curve, waterfall
from eval.report.table import figure, outcomes_line
from rag.errors import InputError
from rag.text.language import language_of
from rag.types import Json

__all__ = ["page", "write_page"]


def page(run: Json, before: Json | None = None) -> str:
    """The report of a run; `before` is the run to compare with, if there is one."""
    rows = run["questions"]
    title = f"Dalil, {len(rows)} questions, {run['cost'].get('date', '')[:10]}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(outcomes_line(rows))}.</p>",
        _about(run),
        _measures(run["measures"]),
        f'<div class="plots">{"".join(_plots(run))}</div>',
        _since(before, run) if before else "",
        _failures(rows),
    ]
    return document(title, "".join(parts))


def write_page(run: Json, path: Path, before: Json | None = None) -> None:
    """Write the report.

    Raises:
        InputError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(run, before), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write the report to {path}: {error}") from error


def _words(text: str, tag: str = "bdi", kind: str = "") -> str:
    """Text of an article, a question or an answer, escaped, in its own direction."""
    language = language_of(text)
    direction = "rtl" if language == "ar" else "ltr"
    name = f' class="{kind}"' if kind else ""
    return f'<{tag}{name} lang="{language}" dir="{direction}">{escape(text)}</{tag}>'


def _about(run: Json) -> str:
    known = {**run["about"], **{k: run["cost"].get(k) for k in ("date", "machine", "peak_mib")}}
    lines = "".join(
        f"<tr><td>{escape(name)}</td><td>{escape(str(value))}</td></tr>"
        for name, value in known.items()
    )
    return f"<details><summary>What was run</summary><table>{lines}</table></details>"


def _measures(measures: Json) -> str:
    headline = table(
        ["", "n", *HEADLINE],
        (
            [group, str(figures["questions"]), *(figure(figures.get(name)) for name in HEADLINE)]
            for group, figures in measures.items()
        ),
    )
    every = table(
        ["all questions", "value", "95 % interval", "n"],
        (
            [name, figure(found), _interval(found), str(found["n"])]
            for name, found in measures["all"].items()
            if isinstance(found, dict)
        ),
    )
    return (
        f"<h2>Measures</h2>{headline}"
        f"<details><summary>Every measure, with intervals</summary>{every}</details>"
    )


def _interval(found: Json) -> str:
    return f"{found['low']:.2f} to {found['high']:.2f}" if "low" in found else ""


def _plots(run: Json) -> Iterable[str]:
    measures, rows = run["measures"], run["questions"]
    for prefix, caption in (("direction ", "Per direction"), ("kind ", "Per kind")):
        for name in ("right", "R@1 read"):
            found = [
                (group.removeprefix(prefix), f["value"], f["low"], f["high"])
                for group, figures in measures.items()
                if group.startswith(prefix) and (f := figures.get(name))
            ]
            if found:
                yield captioned(f"{caption}: {name}, with 95 % intervals", bars(name, found))
    judged = [row for row in rows if row["outcome"] != "unjudged"]
    confidence = [row["confidence"] for row in judged]
    right = [row["outcome"] == "right" for row in judged]
    points = risk_coverage(confidence, right, [row["answered"] for row in judged])
    axes = ("coverage: share answered", "risk: share of them wrong")
    yield captioned("Risk and coverage", curve("Risk and coverage", axes, points))
    bins = calibration(confidence, [row["answerable"] for row in judged])
    axes = ("confidence", "share that the archive answers")
    dots = [(c, share) for c, share, _ in bins]
    sizes = [count for _, _, count in bins]
    yield captioned("Calibration", curve("Calibration", axes, dots, diagonal=True, sizes=sizes))
    steps = [
        (step, taken["median"] * 1000, taken["p95"] * 1000)
        for step, taken in run["cost"].get("latency", {}).items()
        if step != "all"
    ]
    yield captioned("Time per step, median / 95th percentile", waterfall("Time per step", steps))


def _since(before: Json, run: Json) -> str:
    found = compare(before, run)
    rows = (
        [name, f"{d.first:.3f}", f"{d.second:.3f}", f"{d.p:.3f}", "yes" if d.found else "no"]
        for name, d in found.items()
    )
    heading = ["", "before", "now", "p (Holm)", "difference found"]
    changed = "".join(
        f"<li>{_words(now['question'])} {escape(was['outcome'])} → {escape(now['outcome'])}</li>"
        for was, now in changed_questions(before, run)
    )
    return (
        f"<h2>Since the last run</h2>{table(heading, rows)}<ul>{changed}</ul>"
        if found
        else "<h2>Since the last run</h2><p>The two runs share no question.</p>"
    )


def _failures(rows: Sequence[Json]) -> str:
    failed = [row for row in rows if row["outcome"] not in ("right", "unjudged")]
    return f"<h2>Not right: {len(failed)}</h2>{''.join(map(_failure, failed))}"


def _failure(row: Json) -> str:
    answer = row.get("answer")
    said = answer["text"] if answer else row.get("error", "")
    history = "".join(_words(earlier, "p", "soft") for earlier in row.get("history", []))
    passages = "".join(
        f'<p class="soft">{rank}. {_words(passage["outlet"] or passage["article"])}, '
        f"{passage['score']:.4f}{', holds the evidence' if passage['evidence'] else ''}</p>"
        + _words(passage["text"], "blockquote", "right" if passage["evidence"] else "")
        for rank, passage in enumerate(row.get("passages", [])[:5], start=1)
    )
    expected = row.get("expected", {})
    wanted = "; ".join(expected.get("phrases", [])) or "a refusal"
    return (
        f'<details><summary><span class="wrong">{escape(row["outcome"])}</span> '
        f"{_words(row['question'])} <code>{escape(row['id'])}</code></summary>{history}"
        f"<p>Expected: {_words(wanted)} {escape(expected.get('outcome', ''))}</p>"
        f"<p>Answered, confidence {row['confidence']:.2f}:</p>{_words(said, 'blockquote')}"
        f"{passages}</details>"
    )
