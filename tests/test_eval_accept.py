"""How the acceptance of readings is fitted: where the answers stand, the fit, the score."""

import random

import numpy as np
import pytest

from eval.reader.accept import Asked, Example, fit, story_articles, truth
from eval.reader.logistic import logistic
from rag.claims.signs import Acceptance, Signs

STORY: dict[str, object] = {
    "id": "s1",
    "passages": {
        "A": "فاز المنتخب 3-1.",
        "B": "The bank cut its rate to 4%.",
        "C": "سجل الهدف الأول في الدقيقة 12.",
    },
    "questions": [
        {"ar": "متى سُجل الهدف؟", "en": "When was the goal?", "answers": {"C": [[16, 29]]}},
        {"ar": "ما الفائدة؟", "en": "What is the rate?", "answers": {"B": [[25, 27]]}},
        {"ar": "من الحكم؟", "en": "Who was the referee?", "answers": {}},
    ],
}


def test_a_story_is_an_article_for_each_language_and_answers_move_with_their_passage() -> None:
    texts, asked = story_articles(STORY)
    assert texts == {
        "s1-ar": "فاز المنتخب 3-1.\n\nسجل الهدف الأول في الدقيقة 12.",
        "s1-en": "The bank cut its rate to 4%.",
    }
    assert asked[0] == Asked("متى سُجل الهدف؟", (("s1-ar", 34, 47),))
    assert texts["s1-ar"][34:47] == "في الدقيقة 12"
    assert [a.text for a in asked[2:4]] == ["ما الفائدة؟", "What is the rate?"]
    assert asked[3].answers == (("s1-en", 25, 27),)
    assert texts["s1-en"][25:27] == "4%"
    assert asked[4].answers == asked[5].answers == ()


def _signs(odds: float, missing: float = 0.0) -> Signs:
    return Signs(odds, 0.0, odds, missing, 0.0)


def test_the_fit_finds_what_speaks_for_and_against() -> None:
    rng = random.Random(4)
    examples = []
    for _ in range(600):
        signs = Signs(*(rng.gauss(0, 1) for _ in range(5)))
        logit = 2 * signs.odds - signs.place + 0.5 * signs.lead - 1.5 * signs.missing - 0.5
        examples.append(Example(signs, rng.random() < 1 / (1 + np.exp(-logit))))
    fitted = fit(examples)
    assert fitted.odds == pytest.approx(2, abs=0.4)
    assert fitted.place == pytest.approx(-1, abs=0.4)
    assert fitted.lead == pytest.approx(0.5, abs=0.4)
    assert fitted.missing == pytest.approx(-1.5, abs=0.4)
    assert fitted.apart == pytest.approx(0, abs=0.3)
    assert fitted.intercept == pytest.approx(-0.5, abs=0.4)


def test_a_sign_that_is_always_the_same_and_one_that_parts_all_are_survived() -> None:
    apart = [Example(_signs(float(n)), n > 0) for n in (-2, -1, 1, 2)]
    fitted = fit(apart)
    assert (fitted.place, fitted.missing) == (0.0, 0.0)
    assert fitted.chance(_signs(1.0)) > 0.9 > 0.1 > fitted.chance(_signs(-1.0))


def test_the_slope_is_that_of_the_raw_column() -> None:
    # One column, 0 or 10; of each half, three in four: log odds -log(3) and log(3).
    inputs = np.array([[0.0]] * 4 + [[10.0]] * 4)
    right = np.array([0.0, 0, 0, 1, 1, 1, 1, 0])
    slopes, intercept = logistic(inputs, right, ridge=0.0)
    assert slopes.tolist() == pytest.approx([2 * np.log(3) / 10])
    assert intercept == pytest.approx(-np.log(3))


def test_truth_counts_right_false_and_refused() -> None:
    weights = Acceptance()  # the chance is that of the odds
    questions = [
        (True, [Example(_signs(2.0), True), Example(_signs(1.0), False)]),  # right
        (True, [Example(_signs(2.0), False), Example(_signs(1.0), True)]),  # false
        (True, [Example(_signs(-2.0), True)]),  # refused, though answerable
        (False, [Example(_signs(3.0), False)]),  # false
        (False, []),  # refused, and rightly
    ]
    assert truth(questions, weights, 0.5) == ((1 + 1 - 2) / 5, 1 / 5, 2 / 5)
    assert truth(questions, weights, 0.99) == (2 / 5, 0.0, 0.0)
    assert truth([], weights, 0.5) == (0.0, 0.0, 0.0)
