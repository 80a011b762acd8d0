import json
from pathlib import Path

import pytest

from eval.measures.summary import groups, summarise
from eval.report.table import measures_table, outcomes_line, outcomes_table, systems_table, table
from eval.run import read_run, run, write_run
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

GOLDS = [
    question("right"),
    question("refused", language="ar"),
    question("failed"),
    question("none", **UNANSWERABLE),
]
SYSTEM = ToySystem(
    {
        "right": seen(RIGHT_CARS, CARS, HELD),
        "refused": seen(refusal("ar"), HELD, CARS),
        "failed": seen(None, error="ValueError: boom"),
        "none": seen(refusal(), HELD),
    }
)


def test_every_question_is_in_the_run_and_counted_once() -> None:
    result = run([(archive(*GOLDS), SYSTEM)], {"commit": "abc"})
    assert [(r["id"], r["outcome"]) for r in result["questions"]] == [
        ("right", "right"),
        ("refused", "refused"),
        ("failed", "error"),
        ("none", "right"),
    ]
    figures = result["measures"]["all"]
    assert figures["questions"] == 4
    # Of three answerable questions one is right, one refused, one failed.
    assert (figures["right"]["value"], figures["right"]["n"]) == (pytest.approx(1 / 3, abs=1e-4), 3)
    assert figures["refused wrongly"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["answered wrongly"]["value"] == 0.0
    # Right and rightly refused count one, a refusal and an error nothing; nothing is false.
    assert figures["truth"]["value"] == 0.5
    assert figures["error"]["value"] == 0.25
    # R@1: found first, found second, nothing found.
    assert figures["R@1"]["value"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["balanced accuracy"]["value"] == pytest.approx((1 / 3 + 1) / 2, abs=1e-4)
    assert outcomes_line(result["questions"]) == (
        "4 questions: 2 right, 0 with something false, 0 beside the point, 1 refused though the "
        "archive answers, 1 failed"
    )


def test_a_row_keeps_what_was_found_read_and_said() -> None:
    row = run([(archive(*GOLDS), SYSTEM)], {})["questions"][0]
    assert [p["article"] for p in row["passages"]] == ["first", "second"]
    assert [p["evidence"] for p in row["passages"]] == [True, False]
    assert row["passages"][0]["text"] == CARS.text
    assert row["answer"]["text"] == "500 cars were burned. [1]"
    assert row["direction"] == "en→ar"
    assert row["cluster"] == "first"
    assert row["unit"] == "first: 500 سيارة تابعة للشرطة"


def test_groups_by_language_direction_and_kind() -> None:
    found = groups(run([(archive(*GOLDS), SYSTEM)], {})["questions"])
    assert {name: len(rows) for name, rows in found.items()} == {
        "all": 4,
        "set toys": 4,
        "toys ar": 1,
        "toys en": 3,
        "language ar": 1,
        "language en": 3,
        "direction ar→ar": 1,
        "direction en→?": 1,
        "direction en→ar": 2,
        "kind number": 3,
        "kind unanswerable": 1,
    }


def test_the_same_run_twice_is_the_same_but_for_its_cost(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_run({**run([(archive(*GOLDS), SYSTEM)], {}), "cost": {}}, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    result = run([(archive(*GOLDS), SYSTEM)], {"commit": "abc"})
    write_run(result, tmp_path / "deep" / "run.json")
    assert read_run(tmp_path / "deep" / "run.json") == result
    assert result["cost"]["latency"]["read"] == {"median": 0.02, "p95": 0.02}
    assert result["cost"]["seconds"]["right"] == {"retrieve": 0.01, "read": 0.02}


@pytest.mark.parametrize("content", ["", "[]", '{"format": 99}'], ids=["empty", "list", "format"])
def test_what_is_no_run_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"run\.json"):
        read_run(file)


def test_a_measure_that_applies_to_nothing_has_no_figure() -> None:
    figures = summarise(run([(archive(GOLDS[3]), SYSTEM)], {})["questions"])["all"]
    assert "R@1" not in figures
    assert "right" not in figures
    assert "balanced accuracy" not in figures


def test_tables() -> None:
    assert table([["", "n"], ["all", "10"]]) == "      n\n---  --\nall  10"
    measures = {"all": {"questions": 3, "R@1": {"value": 0.5, "n": 2}}}
    assert measures_table(measures, ["R@1", "EM"]).splitlines()[-1] == "all  3  0.50   –"


def test_the_mean_of_sets_counts_each_set_once() -> None:
    small = archive(GOLDS[1], name="small")
    rest = archive(GOLDS[0], GOLDS[2], GOLDS[3])
    result = run([(rest, SYSTEM), (small, SYSTEM)], {})
    # Two of three on the toys, none of one on the small set.
    assert result["measures"]["all"]["truth"]["value"] == 0.5
    found = result["measures"]["mean of sets"]["truth"]
    assert found["value"] == pytest.approx((2 / 3 + 0) / 2, abs=1e-4)
    assert found["low"] <= found["value"] <= found["high"]
    text = systems_table({"Dalil": result})
    assert text.splitlines()[2].split()[:3] == ["Dalil", "0.67", "0.00"]
    lines = outcomes_table({"Dalil": result}).splitlines()
    assert lines[2].split()[:7] == ["Dalil", "1", "of", "2", "0", "0", "0"]


def test_a_run_is_plain_json() -> None:
    result = run([(archive(*GOLDS), SYSTEM)], {})
    assert json.loads(json.dumps(result)) == result
