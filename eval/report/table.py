"""Plain text tables for the terminal."""

from collections import Counter
from collections.abc import Mapping, Sequence

from eval.measures.metrics import mean
from eval.measures.summary import ARCHIVES
from rag.types import Json

__all__ = [
    "OUTCOMES",
    "figure",
    "measures_table",
    "outcomes_line",
    "outcomes_table",
    "systems_table",
    "table",
    "written_line",
]

OUTCOMES = ("right", "false", "beside", "refused", "error")
"""What can come of a question (`eval.judge.Judgement`)."""


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows under a heading, the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first, *rest = (
            cell.rjust(width) if i else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
        )
        return "  ".join([first, *rest]).rstrip()

    rule = "  ".join("-" * width for width in widths)
    return "\n".join([line(rows[0]), rule, *map(line, rows[1:])])


def figure(found: Json | None) -> str:
    """A figure with two decimals; "–" where the measure applies to no question."""
    return "–" if found is None else f"{found['value']:.2f}"


def measures_table(measures: Json, names: Sequence[str]) -> str:
    """The table of `dalil eval`: a line per group, a column per measure."""
    rows = [["", "n", *names]]
    for group, figures in measures.items():
        cells = [figure(figures.get(name)) for name in names]
        rows.append([group, str(figures["questions"]), *cells])
    return table(rows)


def outcomes_line(rows: Sequence[Json]) -> str:
    """One sentence that counts every question once."""
    counts = {name: sum(row["outcome"] == name for row in rows) for name in OUTCOMES}
    return (
        f"{len(rows)} questions: {counts['right']} right, {counts['false']} with something false, "
        f"{counts['beside']} beside the point, {counts['refused']} refused though the archive "
        f"answers, {counts['error']} failed"
    )


def written_line(rows: Sequence[Json]) -> str:
    """What a language model wrote, and what of it was withheld and why; "" where none is set."""
    asked = [row for row in rows if row.get("written")]
    if not asked:
        return ""
    sentences = sum(row["written"]["sentences"] for row in asked)
    whys: Counter[str] = Counter()
    for row in asked:
        whys.update(row["written"]["withheld"])
    kinds = ", ".join(f"{kind} {count}" for kind, count in whys.most_common())
    plain = sum(row["answered"] and not row["written"]["sentences"] for row in asked)
    share = f"{whys.total() / sentences:.0%}" if sentences else "–"
    return (
        f"Sentences of the language model: {sentences}; withheld {whys.total()} ({share})"
        f"{': ' if kinds else ''}{kinds}; answers without a sentence of it: {plain}."
    )


def systems_table(runs: Mapping[str, Json]) -> str:
    """The truth score of each system on each set, the mean of the sets, and that of all questions.

    The two means with their 95 % intervals: archives are drawn, then articles in each.
    """
    sets = _sets(runs)
    rows = [["truth score", *sets, ARCHIVES, "", "all questions", ""]]
    for name, run in runs.items():
        found = {group: figures["truth"] for group, figures in run["measures"].items()}
        cells = [figure(found.get(f"set {of}")) for of in sets]
        for group in (ARCHIVES, "all"):
            cells += [figure(found[group]), f"{found[group]['low']:.2f}…{found[group]['high']:.2f}"]
        rows.append([name, *cells])
    return table(rows)


def outcomes_table(runs: Mapping[str, Json]) -> str:
    """Of each system on each set: right, with something false, refused though answerable; truth."""
    sets = _sets(runs)
    blocks = []
    for of in (*sets, "all"):
        rows = [[of if of == "all" else f"set {of}", *_COLUMNS]]
        for name, run in runs.items():
            own = [row for row in run["questions"] if of in ("all", row["set"])]
            rows.append([name, *_cells(own)])
        blocks.append(table(rows))
    return "\n\n".join(blocks)


_COLUMNS = ("right", "false", "beside", "refused", "truth", "right first", "answered wrongly")


def _cells(rows: Sequence[Json]) -> list[str]:
    unanswerable = [row for row in rows if not row["answerable"]]
    asked = [row for row in rows if row["answerable"]]
    counts = {name: sum(row["outcome"] == name for row in asked) for name in OUTCOMES}
    wrong = sum(row["outcome"] == "false" for row in unanswerable)
    false = counts["false"] + wrong
    truth = mean([row["measures"]["truth"] for row in rows]) or 0.0
    first = sum(row["measures"]["right first"] or 0 for row in asked)
    return [
        f"{counts['right']} of {len(asked)}",
        str(false),
        str(counts["beside"]),
        str(counts["refused"]),
        f"{truth:+.2f}",
        str(round(first)),
        f"{wrong} of {len(unanswerable)}",
    ]


def _sets(runs: Mapping[str, Json]) -> list[str]:
    return list(dict.fromkeys(row["set"] for run in runs.values() for row in run["questions"]))
