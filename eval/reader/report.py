"""The reader's figures as one page: tables with intervals, risk against coverage, calibration."""

from collections.abc import Mapping
from html import escape
from typing import Any

from eval.measures.metrics import calibration
from eval.report.page import captioned, document, table
from eval.report.plots import curve

__all__ = ["reader_page"]

Json = dict[str, Any]
SPANS = ("F1 reader", "F1 untrained", "EM reader", "EM untrained")
RANKS = tuple(
    f"{measure} {system}"
    for measure in ("MRR", "R@1")
    for system in ("encoder", "fused", "untrained", "reader alone", "reader")
)
REFUSALS = (
    "balanced accuracy",
    "wrong at 80 % coverage, answerable",
    "wrong at 80 % coverage, all",
    "calibration error",
)


def reader_page(figures: Mapping[str, Json], about: str) -> str:
    """The page of `eval.reader.evaluate`'s figures; `about` says what was measured.

    Keys of `figures` are "question language-passage language data set".
    """
    title = "Dalil, the reader on articles held out of its training"
    parts = [
        f"<h1>{escape(title)}</h1><p>{escape(about)}</p>",
        "<h2>The answer's words</h2>",
        _measures(figures, SPANS),
        "<h2>The right passage among the 20 retrieved</h2>",
        _measures(figures, RANKS),
        "<h2>Answer or refuse</h2>",
        _measures(figures, REFUSALS),
        f'<div class="plots">{"".join(_plots(figures))}</div>',
    ]
    return document(title, "".join(parts))


def _measures(figures: Mapping[str, Json], names: tuple[str, ...]) -> str:
    return table(
        ["", "questions", "articles", *names],
        (
            [key, str(row["questions"]), str(row["articles"]), *(_cell(row[n]) for n in names)]
            for key, row in figures.items()
        ),
    )


def _cell(value: float | list[float]) -> str:
    if isinstance(value, list):
        return f"{value[0]:.3f} ({value[1]:.3f} to {value[2]:.3f})"
    return f"{value:.3f}"


def _plots(figures: Mapping[str, Json]) -> list[str]:
    made = []
    for key, row in figures.items():
        risk = curve(
            f"{key}: risk and coverage",
            ("coverage: share answered", "risk: share of them wrong"),
            [(c, r) for c, r in row["risk-coverage"]],
        )
        made.append(captioned(f"{key}: risk and coverage, answerable questions", risk))
        chances = [chance for chance, _ in row["calibration"]]
        bins = calibration(chances, [right for _, right in row["calibration"]])
        dots = curve(
            f"{key}: calibration",
            ("probability", "share right"),
            [(c, share) for c, share, _ in bins],
            diagonal=True,
            sizes=[count for _, _, count in bins],
        )
        made.append(captioned(f"{key}: calibration, with and without the passage", dots))
    return made
