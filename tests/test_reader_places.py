"""The reader's probability and the place that retrieval gave a passage, together."""

import pytest

from eval.reader.places import at_place, places_of
from rag.types import Article, Passage


@pytest.mark.parametrize("chance", [0.0, 1e-9, 0.3, 0.999, 1.0])
def test_the_first_place_keeps_the_probability_and_later_ones_lower_it(chance: float) -> None:
    chances = [at_place(chance, place) for place in (1, 2, 8, 100)]
    assert chances[0] == pytest.approx(chance, abs=1e-9)
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= c <= 1 for c in chances)


def test_odds_are_divided_by_the_place() -> None:
    assert at_place(0.8, 4) == pytest.approx(0.5)


def test_each_language_has_places_of_its_own() -> None:
    languages = ["en", "ar", "en", "ar", "ar"]
    passages = [Passage(i, Article("a", "x", language=n), 0, 1) for i, n in enumerate(languages)]
    assert places_of(passages) == [1, 1, 2, 2, 3]
