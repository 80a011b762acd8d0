"""The reader's probability and the place that retrieval gave a passage, together."""

from collections.abc import Sequence

import pytest

from rag.reader.rerank import Reranker, at_place, places_of
from rag.types import Article, Passage, Reading


@pytest.mark.parametrize("chance", [0.0, 1e-9, 0.3, 0.999, 1.0])
def test_the_first_place_keeps_the_probability_and_later_ones_lower_it(chance: float) -> None:
    chances = [at_place(chance, place) for place in (1, 2, 8, 100)]
    assert chances[0] == pytest.approx(chance, abs=1e-9)
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= c <= 1 for c in chances)


def test_odds_are_divided_by_the_place() -> None:
    assert at_place(0.8, 4) == pytest.approx(0.5)


class Fixed:
    """A reader with one probability for every passage but the last."""

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        chances = [0.4] * (len(passages) - 1) + [0.99]
        readings = [Reading(p, c) for p, c in zip(passages, chances, strict=True)]
        return sorted(readings, key=lambda reading: -reading.answerable)

    def threshold(self, question_language: str, passage_language: str) -> float:
        return 0.3

    def possible(self, question_language: str, passage_language: str) -> float:
        return 0.15


def test_equal_readings_stay_in_their_order_and_a_much_better_one_comes_first() -> None:
    passages = [Passage(i, Article("a", "نص"), 0, 2) for i in (7, 3, 5, 4)]
    reader = Reranker(Fixed())
    readings = reader.read("ما هذا؟", passages)
    assert [r.passage.id for r in readings] == [4, 7, 3, 5]
    assert readings[1].answerable == pytest.approx(0.4)
    assert reader.threshold("ar", "ar") == 0.3
    assert reader.possible("ar", "ar") == 0.15


def test_each_language_has_places_of_its_own() -> None:
    languages = ["en", "ar", "en", "ar", "ar"]
    passages = [Passage(i, Article("a", "x", language=n), 0, 1) for i, n in enumerate(languages)]
    assert places_of(passages) == [1, 1, 2, 2, 3]
    readings = Reranker(Fixed()).read("؟", passages[:3])
    assert {r.passage.id: round(r.answerable, 2) for r in readings} == {0: 0.4, 1: 0.4, 2: 0.98}
