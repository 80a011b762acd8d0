import math

import pytest

from eval.measures.metrics import (
    Latency,
    area,
    balanced_accuracy,
    calibration,
    expected_calibration_error,
    latency,
    mean,
    quantile,
    rank_measures,
    risk_coverage,
)


def test_ranking_with_the_second_of_two_relevant_at_rank_three() -> None:
    found = rank_measures(["x", "y", "a", "z"], ["a", "b"])
    assert [found[name] for name in ("R@1", "R@3", "R@5", "R@10")] == [0, 1, 1, 1]
    assert found["MRR"] == pytest.approx(1 / 3)
    assert found["evidence@10"] == 0.5
    # One gain at rank 3, 1 / log2(4); ideal: ranks 1 and 2, 1 + 1 / log2(3).
    assert found["nDCG@10"] == pytest.approx(0.5 / (1 + 1 / math.log2(3)))


def test_a_perfect_ranking_scores_one_everywhere() -> None:
    assert set(rank_measures(["a", "b", "x"], ["a", "b"]).values()) == {1.0}


@pytest.mark.parametrize(
    "ranking", [[], [f"x{i}" for i in range(10)] + ["a"]], ids=["empty", "eleventh"]
)
def test_nothing_among_the_first_ten_scores_zero(ranking: list[str]) -> None:
    assert set(rank_measures(ranking, ["a"]).values()) == {0.0}


def test_where_nothing_is_relevant_nothing_is_measured() -> None:
    with pytest.raises(ValueError, match="no relevant id"):
        rank_measures(["a"], [])


def test_mean_leaves_out_what_does_not_apply() -> None:
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None


def test_balanced_accuracy_weighs_both_sorts_alike() -> None:
    # 3 of 4 answerable answered, 1 of 2 unanswerable refused.
    assert balanced_accuracy(
        [True, True, True, True, False, False], [True, True, True, False, True, False]
    ) == pytest.approx((0.75 + 0.5) / 2)
    assert balanced_accuracy([True], [True]) is None


def test_risk_coverage_by_falling_confidence() -> None:
    curve = risk_coverage(
        [0.9, 0.5, 0.8, 0.1], [True, False, False, True], [True, True, True, False]
    )
    assert curve == [(0.25, 0.0), (0.5, 0.5), (0.75, pytest.approx(2 / 3))]
    assert area(curve) == pytest.approx((0 + 0.5 + 2 / 3) / 3)


def test_equal_confidence_enters_together() -> None:
    curve = risk_coverage([0.5, 0.5], [True, False], [True, True])
    assert curve == [(1.0, 0.5)]
    assert area([]) is None


def test_calibration_bins_and_error() -> None:
    confidence = [0.95, 0.85, 1.0, 0.15]
    happened = [True, True, False, False]
    # Bins: [0.1, 0.2) one, 0.15 against 0; [0.8, 0.9) one, 0.85 against 1; [0.9, 1] two,
    # 0.975 against 0.5.
    assert calibration(confidence, happened) == [
        (0.15, 0.0, 1),
        (0.85, 1.0, 1),
        (pytest.approx(0.975), 0.5, 2),
    ]
    assert expected_calibration_error(confidence, happened) == pytest.approx(
        (0.15 + 0.15 + 2 * 0.475) / 4
    )
    assert expected_calibration_error([], []) is None


def test_quantiles() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([1.0, 2.0], 0.95) == pytest.approx(1.95)
    with pytest.raises(ValueError, match="no values"):
        quantile([], 0.5)


def test_latency_per_step_and_in_all() -> None:
    found = latency([{"read": 1.0, "weigh": 2.0}, {"read": 3.0}])
    assert found["read"].p95 == pytest.approx(2.9)
    assert found["weigh"] == Latency(2.0, 2.0)
    assert found["all"] == Latency(3.0, 3.0)
    assert latency([]) == {}
