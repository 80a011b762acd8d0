from datetime import date
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.types import Language
from rag.values import Found, Kind, Quantity, Value, When, find_values
from rag.values.render import render
from tests.values_random import value


def read_back(shown: str, language: Language, given_value: Value) -> list[Found]:
    published: date | None = None
    if isinstance(given_value, When) and given_value.within:
        published = given_value.start
    return find_values(shown, language, published)


def assert_round_trip(given_value: Value, language: Language) -> None:
    shown = render(given_value, language)
    found = read_back(shown, language, given_value)
    assert found == [Found(0, len(shown), given_value)], shown


@given(seed=st.integers(0, 2**63), language=st.sampled_from(("ar", "en")))
@settings(max_examples=1500, deadline=None)
def test_what_is_rendered_is_read_back(seed: int, language: Language) -> None:
    assert_round_trip(value(Random(seed)), language)


@given(seed=st.integers(0, 2**63), language=st.sampled_from(("ar", "en")))
@settings(max_examples=300, deadline=None)
def test_it_is_read_back_from_within_a_sentence(seed: int, language: Language) -> None:
    given_value = value(Random(seed))
    shown = render(given_value, language)
    lead = "قالوا: " if language == "ar" else "They said: "
    found = read_back(f"{lead}{shown}.", language, given_value)
    assert found == [Found(len(lead), len(lead) + len(shown), given_value)], shown


def test_one_of_a_unit_of_three_words_is_read_back() -> None:
    assert_round_trip(Quantity(Decimal(1), Decimal(1), Kind.MEASURE, "nautical mile2"), "ar")


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_million_random_values_are_read_back_in_both_languages() -> None:
    rng = Random(20220106)
    for _ in range(1_000_000):
        given_value = value(rng)
        assert_round_trip(given_value, "ar")
        assert_round_trip(given_value, "en")
