import numpy as np
import pytest

from eval.measures.stats import bootstrap, compare_paired, holm, randomisation


def test_an_interval_of_equal_values_is_a_point() -> None:
    found = bootstrap([1.0, 1.0, 1.0], ["a", "a", "b"])
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_two_opposite_clusters_give_the_whole_range() -> None:
    # A resample of two clusters is all 0, all 1 or half and half: both ends come up.
    found = bootstrap([0.0, 0.0, 1.0, 1.0], ["a", "a", "b", "b"])
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_clusters_are_drawn_whole() -> None:
    values = [float(i % 2) for i in range(40)]
    by_question = bootstrap(values, [str(i) for i in range(40)])
    by_article = bootstrap(values, [str(i % 2) for i in range(40)])
    assert by_article.high - by_article.low > by_question.high - by_question.low


def test_the_same_seed_gives_the_same_interval() -> None:
    values = list(np.random.default_rng(1).random(30))
    clusters = [str(i // 3) for i in range(30)]
    assert bootstrap(values, clusters) == bootstrap(values, clusters)


def test_nothing_to_resample_is_an_error() -> None:
    with pytest.raises(ValueError, match="0 values for 0 clusters"):
        bootstrap([], [])


def test_no_difference_has_p_one() -> None:
    assert randomisation([0.0, 0.0], ["a", "b"]) == 1.0


def test_ten_clear_wins_are_significant() -> None:
    # Only the two assignments of equal signs are as extreme: p = 2 / 2**10 = 0.00195.
    p = randomisation([1.0] * 10, [str(i) for i in range(10)])
    assert p == pytest.approx(2 / 2**10, abs=0.001)


def test_one_article_cannot_be_significant() -> None:
    assert randomisation([1.0] * 10, ["a"] * 10) == 1.0


def test_holm_steps_down_and_never_falls() -> None:
    # Sorted: 0.01 * 3, 0.02 * 2, 0.04 * 1; the last is raised to the one before.
    assert holm({"b": 0.02, "a": 0.01, "c": 0.03}) == pytest.approx(
        {"b": 0.04, "a": 0.03, "c": 0.04}
    )
    assert holm({"a": 0.6, "b": 0.7}) == {"a": 1.0, "b": 1.0}


def test_paired_comparison_says_what_it_found() -> None:
    better = [(0.0, 1.0, str(i)) for i in range(12)]
    same = [(1.0, 1.0, str(i)) for i in range(12)]
    found = compare_paired({"right": better, "R@1": same, "EM": []})
    assert list(found) == ["right", "R@1"]
    assert found["right"].found
    assert (found["right"].first, found["right"].second, found["right"].n) == (0.0, 1.0, 12)
    assert not found["R@1"].found
