"""Line breaks inside sentences, and those between them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.sentences import split_sentences
from rag.text.wraps import unwrapped_lines

WRAPPED = """افتتح وزير النقل الأحد
محطة القطار في وادي
الزهور، وبلغت الكلفة
3,2 مليون دينار، وقال
إن البناء انتهى."""


def lines(text: str) -> list[str]:
    return [text[start:end] for start, end in unwrapped_lines(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(f"عنوان الخبر\n\n{WRAPPED}", ["عنوان الخبر", WRAPPED], id="wrapped-block"),
        pytest.param(
            "قال إن بلاده لن\nترسل جنودا.", ["قال إن بلاده لن\nترسل جنودا."], id="particle"
        ),
        pytest.param(
            "He will not\nsend troops", ["He will not\nsend troops"], id="english-particle"
        ),
        pytest.param("بلغت الكلفة 3,2\nمليون دولار", ["بلغت الكلفة 3,2\nمليون دولار"], id="scale"),
        pytest.param(
            "تبلغ الميزانية\n12\nمليارا.", ["تبلغ الميزانية\n12\nمليارا."], id="number-alone"
        ),
        pytest.param(
            "الورد\n12\nالصفا\n31", ["الورد", "12", "الصفا", "31"], id="list-without-stop"
        ),
        pytest.param(
            "افتتاح المحطة\nافتتح الوزير المحطة.",
            ["افتتاح المحطة", "افتتح الوزير المحطة."],
            id="title",
        ),
        pytest.param("أول.\nثان.", ["أول.", "ثان."], id="stopped"),
        pytest.param("المسافة إلى\n\nالمدينة", ["المسافة إلى", "المدينة"], id="blank-line-parts"),
        pytest.param("أول\r\nثان", ["أول", "ثان"], id="windows"),
        pytest.param("لن\r\nيسافر.", ["لن\r\nيسافر."], id="windows-joined"),
    ],
)
def test_lines(text: str, expected: list[str]) -> None:
    assert lines(text) == expected


def test_a_number_broken_over_two_lines_is_in_one_sentence() -> None:
    text = "قمة الضفاف\n\nقال الوزير إن الكلفة تبلغ 12\nمليار دينار. وغادر."

    assert [text[s:e] for s, e in split_sentences(text)] == [
        "قمة الضفاف",
        "قال الوزير إن الكلفة تبلغ 12\nمليار دينار.",
        "وغادر.",
    ]


@given(st.text(alphabet="اب في لن 12.\n\r،A", max_size=120))
def test_no_visible_character_is_lost_or_told_twice(text: str) -> None:
    found = list(unwrapped_lines(text, 0, len(text)))

    assert all(start < end for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert "".join("".join(text[s:e].split()) for s, e in found) == "".join(text.split())
