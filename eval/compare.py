"""Two runs side by side: what differs by more than chance, and which questions changed."""

from collections.abc import Sequence

from eval.measures.stats import Difference, compare_paired
from eval.measures.summary import LOWER_IS_BETTER
from eval.report.table import table
from rag.types import Json

__all__ = ["changed_questions", "compare", "comparison_text"]

COMPARED = (
    "truth", "false", "right", "right first", "refused wrongly", "answered wrongly", "R@1", "R@5",
    "MRR", "nDCG@10", "R@1 read", "EM", "F1", "value recall", "citations hold", "claims cited",
    "evidence cited", "language", "labels", "obeyed",
)  # fmt: skip


FEWEST_ARTICLES = 12


def compare(first: Json, second: Json, names: Sequence[str] = COMPARED) -> dict[str, Difference]:
    """Compare two run files, question by question, over those that both asked.

    A measure counts where it applies in both runs. p-values are Holm-corrected over the measures.
    Articles change signs whole; where there are fewer than twelve of them, no such test could find
    anything, so questions do, one question in two languages together.
    """
    before = {row["id"]: row for row in first["questions"]}
    pairs = [
        (before[row["id"]], row)
        for row in second["questions"]
        if row["id"] in before and before[row["id"]]["question"] == row["question"]
    ]
    few = len({row["cluster"] for _, row in pairs if row["answerable"]}) < FEWEST_ARTICLES
    unit = "unit" if few else "cluster"
    return compare_paired(
        {
            name: [
                (a["measures"][name], b["measures"][name], b[unit])
                for a, b in pairs
                if None not in (a["measures"].get(name), b["measures"].get(name))
            ]
            for name in names
        }
    )


def changed_questions(first: Json, second: Json) -> list[tuple[Json, Json]]:
    """The questions whose outcome differs, as (row of the first run, row of the second)."""
    before = {row["id"]: row for row in first["questions"]}
    return [
        (before[row["id"]], row)
        for row in second["questions"]
        if row["id"] in before and before[row["id"]]["outcome"] != row["outcome"]
    ]


def comparison_text(first: Json, second: Json) -> str:
    """The comparison for the terminal: a table, the verdict, and every question that changed."""
    found = compare(first, second)
    if not found:
        return "The two runs share no question: nothing can be compared."
    rows = [["", "first", "second", "n", "p", ""]]
    rows += [
        [name, f"{d.first:.3f}", f"{d.second:.3f}", str(d.n), f"{d.p:.3f}", _verdict(name, d)]
        for name, d in found.items()
    ]
    lines = [_about("first ", first), _about("second", second), "", table(rows), ""]
    if not any(d.found for d in found.values()):
        lines.append("No difference found: every change can be chance (Holm, 5 %).")
    lines.append(_not_shared(first, second))
    lines += [
        f"  {before['id']}: {before['outcome']} → {after['outcome']}"
        for before, after in changed_questions(first, second)
    ]
    return "\n".join(lines)


def _verdict(name: str, difference: Difference) -> str:
    if not difference.found:
        return "no difference found"
    higher = difference.second > difference.first
    return "worse" if higher == (name in LOWER_IS_BETTER) else "better"


def _about(name: str, run: Json) -> str:
    about = run["about"]
    return (
        f"{name}: commit {about.get('commit', '?')[:20]}, settings {about.get('fingerprint', '?')},"
        f" {about.get('variant', '?')}, {len(run['questions'])} questions"
    )


def _not_shared(first: Json, second: Json) -> str:
    one, two = ({row["id"] for row in run["questions"]} for run in (first, second))
    alone = len(one - two), len(two - one)
    changed = len(changed_questions(first, second))
    text = f"{len(one & two)} questions in both runs, {changed} with another outcome"
    return f"{text}; {alone[0]} only in the first, {alone[1]} only in the second."
