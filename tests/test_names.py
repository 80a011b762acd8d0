"""The transliterations of one name."""

import pytest

from rag.text.names import key_of, spelling_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("توكاييف", "توقايف"), ("نزارباييف", "نازاربايف"), ("طشقند", "تشكند"),
        ("غورباتشوف", "جورباتشوف"),
        ("شيفرنادزه", "شيفرنادزا"), ("پوتين", "بوتين"),
    ],
)  # fmt: skip
def test_transliterations_of_one_name_are_spelled_alike(one: str, other: str) -> None:
    assert spelling_of(key_of(one)) == spelling_of(key_of(other))


@pytest.mark.parametrize(
    ("one", "other"), [("محمد", "محمود"), ("سالم", "سليم"), ("حسن", "حسين"), ("عمر", "عمرو")]
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert spelling_of(key_of(one)) != spelling_of(key_of(other))
