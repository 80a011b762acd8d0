import copy
from pathlib import Path
from typing import Any

import pytest

from eval.compare import changed_questions, compare, comparison_text
from eval.gate import baseline_of, gate_golds, read_baseline, regressions, write_baseline
from eval.run import run
from rag.errors import InputError
from tests.toy_eval import CARS, HELD, RIGHT_CARS, ToySystem, question, refusal, seen

NAMES = [f"q{i}" for i in range(12)]
GOLDS = [
    question(name, evidence=[{"article": f"first/{i}", "quote": "x"}, *question().evidence])
    for i, name in enumerate(NAMES)
]


def ran(refused: int = 0, failed: int = 0) -> dict[str, Any]:
    """A run of twelve questions on one article each, the first ones refused or failed."""
    by_id = {name: seen(RIGHT_CARS, CARS, HELD) for name in NAMES}
    by_id.update({name: seen(refusal(), CARS) for name in NAMES[:refused]})
    by_id.update({name: seen(None, error="E: x") for name in NAMES[:failed]})
    result = run(GOLDS, ToySystem(by_id), {"commit": "abc"})
    for i, row in enumerate(result["questions"]):
        row["cluster"] = f"article {i}"
    return result


def test_equal_runs_differ_in_nothing() -> None:
    found = compare(ran(), ran())
    assert all(not difference.found for difference in found.values())
    assert "No difference found" in comparison_text(ran(), ran())


def test_a_clear_loss_is_found_and_called_worse() -> None:
    found = compare(ran(), ran(refused=12))
    assert found["right"].found
    assert (found["right"].first, found["right"].second) == (1.0, 0.0)
    text = comparison_text(ran(), ran(refused=12))
    lines = {line.split("  ")[0]: line for line in text.splitlines()}
    assert lines["right"].endswith("worse")
    assert lines["refused wrongly"].endswith("worse")
    assert lines["R@1"].endswith("no difference found")
    assert "No difference found:" not in text


def test_one_question_of_twelve_is_no_difference() -> None:
    first, second = ran(), ran(refused=1)
    assert not compare(first, second)["right"].found
    assert [(a["id"], b["outcome"]) for a, b in changed_questions(first, second)] == [
        ("q0", "refused")
    ]
    assert "12 questions in both runs, 1 with another outcome" in comparison_text(first, second)


def test_runs_without_a_shared_question_are_not_compared() -> None:
    other = copy.deepcopy(ran())
    for row in other["questions"]:
        row["id"] += "-other"
    assert compare(ran(), other) == {}
    assert "share no question" in comparison_text(ran(), other)


def test_over_few_articles_questions_change_signs_and_twins_together() -> None:
    first, second = ran(), ran(refused=12)
    for result in (first, second):
        for i, row in enumerate(result["questions"]):
            row["cluster"], row["unit"] = "one article", f"question {i}"
    assert compare(first, second)["right"].found
    for result in (first, second):
        for i, row in enumerate(result["questions"]):
            row["unit"] = f"question {i % 3}"
    assert not compare(first, second)["right"].found


# The gate


def test_the_gate_opens_for_the_same_run() -> None:
    assert regressions(baseline_of(ran(), "first"), ran()) == []


def test_the_gate_names_what_got_worse_and_where() -> None:
    found = {r.measure: r for r in regressions(baseline_of(ran(), "first"), ran(refused=6))}
    assert set(found) == {"right", "right first", "refused wrongly"}
    assert (found["right"].before, found["right"].now) == (1.0, 0.5)
    assert found["right"].questions == tuple(NAMES[:6])
    assert str(found["right"]).startswith("right: 1.000 → 0.500 (95 % interval of the loss")


def test_a_better_run_passes() -> None:
    assert regressions(baseline_of(ran(refused=6), "first"), ran()) == []


def test_a_question_that_fails_shuts_the_gate() -> None:
    found = [r.measure for r in regressions(baseline_of(ran(), "first"), ran(failed=1))]
    assert "error" in found


def test_another_set_of_questions_needs_another_baseline() -> None:
    baseline = baseline_of(ran(), "first")
    del baseline["questions"]["q3"]
    with pytest.raises(InputError, match="of other questions"):
        regressions(baseline, ran())


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "gate.json"
    write_baseline(baseline_of(ran(), "the first"), file)
    assert read_baseline(file) == baseline_of(ran(), "the first")
    assert regressions(read_baseline(file), ran()) == []
    with pytest.raises(InputError, match="set one with `dalil eval gate --update"):
        read_baseline(tmp_path / "none.json")


def test_the_gate_asks_no_question_of_the_test_set() -> None:
    golds = gate_golds()
    assert len(golds) >= 100
    assert not any(gold.id.startswith("t-") for gold in golds)
    assert len({gold.id for gold in golds}) == len(golds)
