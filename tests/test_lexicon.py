"""Words that mean the same: found by nearness, put in by share, nothing else of a text changed."""

from collections.abc import Sequence
from random import Random
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.lexicon import counterparts, switch_words
from rag.encode import SentenceEncoder

MEANING = {"water": 0, "ماء": 0, "house": 1, "بيت": 1, "moon": 2, "قمر": 2, "zebra": 3, "كتاب": 4}


class Meanings:
    """An encoder that knows what each word means."""

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.eye(5, dtype=np.float32)[[MEANING[text] for text in texts]]


@pytest.fixture
def tables() -> dict[str, dict[str, str]]:
    english = ["Water, water! house moon zebra 1979 of"]
    arabic = ["ماء بيت قمر كتاب، في water"]
    return counterparts(english, arabic, cast(SentenceEncoder, Meanings()))


def test_words_pair_with_the_nearest_of_the_other_language(
    tables: dict[str, dict[str, str]],
) -> None:
    assert tables["en"] == {"water": "ماء", "house": "بيت", "moon": "قمر"}
    assert tables["ar"] == {"ماء": "water", "بيت": "house", "قمر": "moon"}


def test_a_share_of_the_known_words_is_switched(tables: dict[str, dict[str, str]]) -> None:
    text = "Water in 1979: a zebra's house?"
    assert switch_words(text, "en", tables, 1.0, Random(1)) == "ماء in 1979: a zebra's بيت?"
    assert switch_words(text, "en", tables, 0.0, Random(1)) == text
    many = switch_words("water " * 400, "en", tables, 0.25, Random(1))
    assert 60 < many.count("ماء") < 140
    assert switch_words("أين ماء؟", "ar", tables, 1.0, Random(1)) == "أين water؟"
