"""The reader's figures on encyclopedia articles and on stories' own passages."""

from dataclasses import replace

import pytest

from eval.reader.among import Outcome, best_balance, summarise
from eval.reader.evaluate import Read, contrast
from eval.reader.report import reader_page
from rag.reader.calibration import Direction
from rag.types import Article, Passage


def row(logit: float, right: bool) -> Read:
    passage = Passage(1, Article("a", "نص"), 0, 2)
    return Read(passage, logit, right, right)


def test_the_best_reading_is_compared_with_the_best_without_its_passage() -> None:
    rows = [row(1.0, False), row(4.0, True), row(0.5, False)]
    assert contrast(rows, Direction()) == (rows[1], rows[0])
    assert contrast([rows[1]], Direction()) is None


def test_the_place_counts_and_moves_up_when_a_better_one_is_gone() -> None:
    rows = [replace(row(2.0, True), place=1), replace(row(2.0, False), place=2)]
    pair = contrast(rows, Direction())
    assert pair is not None
    assert pair[0] is rows[0]
    assert pair[1].place == 1
    assert rows[1].chance(Direction()) < rows[0].chance(Direction()) == pair[1].chance(Direction())


def test_figures_over_four_passages_count_by_hand() -> None:
    outcomes = [
        Outcome("ar", [1.0, 0.5], True, True, 2.0),
        Outcome("ar", [0.0], False, True, -1.0),
        Outcome("ar", [], False, False, 0.0),
        Outcome("ar", [], False, False, -3.0),
    ]
    found = summarise(outcomes)
    assert found == {"ar": {"questions": 4, "F1": 50.0, "right": 0.5, "balanced accuracy": 0.75}}
    assert best_balance(outcomes[:1] + outcomes[2:3]) == pytest.approx(1.0)
    assert best_balance([]) == 0.5


def test_the_page_names_every_direction_and_escapes() -> None:
    measured = [0.5, 0.4, 0.6]
    names = [f"{m} {s}" for m in ("F1", "EM") for s in ("reader", "untrained")]
    names += [
        f"{m} {s}"
        for m in ("MRR", "R@1")
        for s in ("encoder", "fused", "untrained", "reader alone", "reader")
    ]
    figures = {
        "en-ar xquad": dict.fromkeys([*names, "balanced accuracy"], measured)
        | dict.fromkeys(
            [f"wrong at 80 % coverage, {w}" for w in ("all", "answerable")] + ["calibration error"],
            0.1,
        )
        | {
            "questions": 3,
            "articles": 1,
            "risk-coverage": [[0.5, 0.1], [1.0, 0.2]],
            "calibration": [[0.2, False], [0.9, True]],
        }
    }
    page = reader_page(figures, "<b>")
    assert "en-ar xquad" in page
    assert "0.500 (0.400 to 0.600)" in page
    assert "&lt;b&gt;" in page
    assert page.count("<svg") == 2
