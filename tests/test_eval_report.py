import copy
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from eval.report.plots import bars, curve, waterfall
from eval.report.report import page, write_page
from eval.run import run
from rag.errors import InputError
from tests.toy_eval import (
    CARS,
    HELD,
    RIGHT_CARS,
    UNANSWERABLE,
    ToySystem,
    archive,
    question,
    refusal,
    seen,
)

HOSTILE = "<img src=x onerror=alert(1)> كم سيارة؟"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.seen


def result(refused: bool = True) -> dict[str, Any]:
    golds = [
        question("right"),
        question("hostile", question=HOSTILE, language="ar"),
        question("none", **UNANSWERABLE),
    ]
    second = seen(refusal("ar"), HELD, CARS) if refused else seen(RIGHT_CARS, CARS)
    by_id = {"right": seen(RIGHT_CARS, CARS), "hostile": second, "none": seen(refusal(), HELD)}
    return run([(archive(*golds), ToySystem(by_id))], {"commit": "<b>abc</b>"})


def test_the_page_is_self_contained_and_runs_no_script() -> None:
    found = tags(page(result()))
    assert not {"script", "img", "link", "iframe"} & {name for name, _ in found}
    assert not [attrs for _, attrs in found if "src" in attrs or "href" in attrs]
    assert [name for name, _ in found].count("svg") >= 6


def test_what_comes_from_articles_and_questions_stays_text() -> None:
    text = page(result())
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img" not in text
    assert "<b>abc" not in text


def test_every_failure_is_there_with_its_passages_in_their_direction() -> None:
    text = page(result())
    assert "<h2>Not right: 1</h2>" in text
    failure = text[text.index("Not right") :]
    assert HELD.text in failure
    assert "<code>hostile</code>" in failure
    assert "<code>right</code>" not in failure
    assert '<blockquote class="right" lang="ar" dir="rtl">' in failure


def test_changes_since_the_last_run_are_named() -> None:
    text = page(result(), before=result(refused=False))
    assert "right → refused" in text
    other = copy.deepcopy(result())
    for row in other["questions"]:
        row["id"] += "-other"
    assert "share no question" in page(result(), before=other)


def test_the_page_is_written(tmp_path: Path) -> None:
    write_page(result(), tmp_path / "deep" / "report.html")
    assert (tmp_path / "deep" / "report.html").read_text(encoding="utf-8").startswith("<!doctype")
    with pytest.raises(InputError, match="cannot write the report"):
        write_page(result(), tmp_path)


def test_bars_are_as_long_as_their_values() -> None:
    widths = [float(a["width"] or 0) for name, a in tags(bars("t", [("a", 0.5, 0.4, 0.6),
        ("b", 1.0, 1.0, 1.0)])) if name == "rect"]  # fmt: skip
    assert widths[1] == 2 * widths[0]


def test_a_curve_runs_from_left_to_right_and_up() -> None:
    found = tags(curve("t", ("x", "y"), [(0.0, 0.0), (1.0, 1.0)]))
    points = next(a["points"] for name, a in found if name == "polyline")
    assert points == "48.0,252.0 412.0,48.0"


def test_a_waterfall_begins_where_the_step_before_ends() -> None:
    found = [
        a for name, a in tags(waterfall("t", [("a", 10, 10), ("b", 30, 30)])) if name == "rect"
    ]
    first, second = ({k: float(a[k] or 0) for k in ("x", "width")} for a in found)
    assert second["x"] == pytest.approx(first["x"] + first["width"], abs=0.2)
    assert second["width"] == pytest.approx(3 * first["width"], abs=0.2)


def test_labels_of_a_plot_are_escaped() -> None:
    assert "<b>" not in bars("<b>", [("<b>", 0.5, 0.5, 0.5)])
