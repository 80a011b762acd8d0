"""Letters that are written onto a name, and the transliterations of one name."""

import pytest

from rag.text.bound import unbound
from rag.text.names import key_of, spelling_of

TEXT = (
    "خلفا لجمال الفاخوري. وقال جمال الفاخوري للكرملين إن الكرملين بعيد. وقال كمال الصيرفي إن "
    "مال الدولة قليل في لبنان، وإن بنان كلمة."
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("لجمال الفاخوري", "جمال الفاخوري"),
        ("وجمال الفاخوري", "جمال الفاخوري"),
        ("للكرملين", "الكرملين"),
        ("كمال الصيرفي", "كمال الصيرفي"),
        ("لسلمى المدني", "لسلمى المدني"),
        ("Lamine", "Lamine"),
        ("", ""),
    ],
)
def test_bound_letters_go_where_the_text_has_the_name_without_them(
    name: str, expected: str
) -> None:
    assert unbound(name, TEXT) == expected


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
