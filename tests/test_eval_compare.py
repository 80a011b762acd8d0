import copy
from pathlib import Path
from typing import Any

import pytest

from eval.archives import GOLD, SETS, load_archives
from eval.compare import changed_questions, compare, comparison_text
from eval.gate import baseline_of, gate_report, read_baseline, regressions, write_baseline
from eval.run import run
from rag.errors import InputError
from tests.toy_eval import (
    CARS,
    HELD,
    RIGHT_CARS,
    ToySystem,
    answer,
    archive,
    question,
    refusal,
    seen,
    span,
)

NAMES = [f"q{i}" for i in range(12)]
GOLDS = [
    question(name, evidence=[{"article": f"first/{i}", "quote": "x"}, *question().evidence])
    for i, name in enumerate(NAMES)
]


FALSE = answer(("26 cars were burned.", span(CARS, "26 مسلحا")))


def ran(refused: int = 0, failed: int = 0, false: int = 0) -> dict[str, Any]:
    """A run of twelve questions on one article each, the first ones refused, failed or false."""
    by_id = {name: seen(RIGHT_CARS, CARS, HELD) for name in NAMES}
    by_id.update({name: seen(refusal(), CARS) for name in NAMES[:refused]})
    by_id.update({name: seen(None, error="E: x") for name in NAMES[:failed]})
    by_id.update({name: seen(FALSE, CARS, HELD) for name in NAMES[:false]})
    result = run([(archive(*GOLDS), ToySystem(by_id))], {"commit": "abc"})
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


def test_the_gate_shuts_for_what_got_worse_and_names_the_questions() -> None:
    found = {r.measure: r for r in regressions(baseline_of(ran(), "first"), ran(refused=6))}
    assert set(found) == {"truth", "right first", "refused wrongly"}
    assert (found["truth"].before, found["truth"].now) == (1.0, 0.5)
    text, shut = gate_report(baseline_of(ran(), "first"), ran(refused=6))
    assert shut
    assert "Worse: truth on all questions: 1.000 → 0.500" in text
    assert "6 questions have another outcome." in text
    assert "  q5: right → refused" in text
    assert text.endswith("The gate is shut: 3 regressions.")


def test_one_more_false_answer_shuts_the_gate_whatever_else_got_better() -> None:
    baseline = baseline_of(ran(refused=12), "first")
    found = regressions(baseline, ran(false=1))
    assert [(r.measure, r.before, r.now) for r in found] == [("false", 0, 1)]
    assert str(found[0]) == "1 false answers on all questions, 0 before"
    text, _ = gate_report(baseline, ran(false=1))
    assert text.splitlines()[3] == "  q0: refused → false"


def test_a_better_run_passes() -> None:
    assert regressions(baseline_of(ran(refused=6), "first"), ran()) == []


def test_a_question_that_fails_shuts_the_gate() -> None:
    found = [r.measure for r in regressions(baseline_of(ran(), "first"), ran(failed=1))]
    assert "errors" in found


def test_another_set_of_questions_needs_another_baseline() -> None:
    baseline = baseline_of(ran(), "first")
    del baseline["questions"]["q3"]
    with pytest.raises(InputError, match="of other questions"):
        regressions(baseline, ran())


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "gate.json"
    write_baseline(baseline_of(ran(), "the first"), file)
    assert read_baseline(file, ["toys"]) == baseline_of(ran(), "the first")
    assert regressions(read_baseline(file, ["toys"]), ran()) == []
    assert read_baseline(file)["questions"] == {}
    with pytest.raises(InputError, match="set one with `dalil eval gate --update"):
        read_baseline(tmp_path / "none.json")


def test_the_gate_asks_no_question_that_only_measures() -> None:
    golds = [gold for one in load_archives(measuring=False) for gold in one.golds]
    assert len(golds) >= 800
    measuring = [gold for one in load_archives(["seeds", "second-look"]) for gold in one.golds]
    for prefix in ("t-", "x-", "s-"):
        assert any(gold.id.startswith(prefix) for gold in measuring)
        assert not any(gold.id.startswith(prefix) for gold in golds)
    assert len({gold.id for gold in golds}) == len(golds)


# The archives


def test_every_archive_is_there_with_its_articles() -> None:
    found = load_archives()
    assert list(dict.fromkeys(one.set for one in found)) == list(SETS)
    for one in found:
        assert one.golds, one.name
        assert all(path.is_dir() for path in one.articles), one.name
    unanswerable = [gold.answerable for one in found for gold in one.golds].count(False)
    assert unanswerable >= 150


def test_a_newsroom_s_gold_says_what_would_be_false() -> None:
    own = load_archives(["incidents", "business-politics"])
    assert all(gold.wrong for one in own for gold in one.golds)


def test_evidence_of_the_archives_is_verbatim() -> None:
    for one in load_archives([name for name in SETS if name != "seeds"]):
        folder = one.articles[0]
        texts = {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.txt")}
        for gold in one.golds:
            for evidence in gold.evidence:
                if evidence.article in texts:
                    assert evidence.quote in texts[evidence.article], gold.id


def test_an_unknown_set_is_named() -> None:
    with pytest.raises(InputError, match="no set 'nowhere': known are seeds"):
        load_archives(["nowhere"])
    assert (GOLD / "dev.jsonl").is_file()
