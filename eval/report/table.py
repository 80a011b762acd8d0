"""Plain text tables for the terminal."""

from collections.abc import Sequence
from typing import Any

from eval.measures.summary import HEADLINE

__all__ = ["figure", "measures_table", "outcomes_line", "table"]

Json = dict[str, Any]


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


def measures_table(measures: Json, names: Sequence[str] = HEADLINE) -> str:
    """The table of `dalil eval`: a line per group, a column per measure."""
    rows = [["", "n", *names]]
    for group, figures in measures.items():
        cells = [figure(figures.get(name)) for name in names]
        rows.append([group, str(figures["questions"]), *cells])
    return table(rows)


def outcomes_line(rows: Sequence[Json]) -> str:
    """One sentence that counts every question once."""
    counts = {
        name: sum(row["outcome"] == name for row in rows)
        for name in ("right", "wrong", "refused", "error")
    }
    return (
        f"{len(rows)} questions: {counts['right']} right, {counts['wrong']} wrong, "
        f"{counts['refused']} refused though the archive answers, {counts['error']} failed"
    )
