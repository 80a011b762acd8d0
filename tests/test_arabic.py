import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.text.fold import MAX_TOKEN, analyse, fold, stem


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        pytest.param("مُحَمَّد", "محمد", id="diacritics"),
        pytest.param("كتـــاب", "كتاب", id="tatweel"),
        pytest.param("أإآٱا", "ااااا", id="alef"),
        pytest.param("مسؤول شئون", "مسوول شيون", id="hamza-on-a-seat"),
        pytest.param("مستشفى", "مستشفي", id="alef-maqsura"),
        pytest.param("قوة", "قوه", id="ta-marbuta"),
        pytest.param("کیف", "كيف", id="persian-letters"),
        pytest.param("٢٠٣٠ ۲۰۳۰ 2030", "2030 2030 2030", id="digits"),
        pytest.param("٢٬٥٠٠ و٣٫٥٪", "2,500 و3.5%", id="separators"),
        pytest.param("من\u200f \u202bإلى\u202c\ufeff", "من الي", id="bidi-controls"),
        pytest.param("می\u200cخواهم", "ميخواهم", id="zero-width"),
        pytest.param("ﻻ ﷲ ﺏ", "لا الله ب", id="presentation-forms"),
        pytest.param("Élysée TOKAYEV Straße", "elysee tokayev strasse", id="latin"),
        pytest.param("İstanbul", "istanbul", id="lowers-to-two"),
        pytest.param("", "", id="empty"),
    ],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written).text == folded


def test_span_points_at_the_words_as_published() -> None:
    text = "قالَ «الرّئيسُ» إنّ ٢٬٠٣٠ جنديًّا"
    folded = fold(text)
    start = folded.text.index("الرييس")

    assert text[slice(*folded.span(start, start + 6))] == "الرّئيسُ"
    assert folded.span(0, len(folded.text)) == (0, len(text))


def test_span_of_a_ligature_is_the_whole_ligature() -> None:
    folded = fold("ﷲ أكبر")

    assert folded.text == "الله اكبر"
    assert folded.span(1, 3) == (0, 1)


def test_empty_span_stays_empty() -> None:
    assert fold("سلام").span(2, 2) == (2, 2)
    assert fold("سلام").span(4, 4) == (4, 4)
    assert fold("").span(0, 0) == (0, 0)


def test_find_is_the_way_back_of_span() -> None:
    folded = fold("مُحَمَّد هنا")
    start, end = folded.find(9, 12)

    assert folded.text[start:end] == "هنا"


@given(st.text())
def test_every_span_of_the_shadow_lies_in_the_source(text: str) -> None:
    folded = fold(text)

    assert len(folded.origins) == len(folded.text)
    assert list(folded.origins) == sorted(folded.origins)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold(text[start:end]).text


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text

    assert fold(once).text == once


@pytest.mark.parametrize(
    ("word", "root"),
    [
        # Lucene's TestArabicStemFilter, on folded words.
        pytest.param("الحسن", "حسن", id="al"),
        pytest.param("والحسن", "حسن", id="wal"),
        pytest.param("بالحسن", "حسن", id="bal"),
        pytest.param("كالحسن", "حسن", id="kal"),
        pytest.param("فالحسن", "حسن", id="fal"),
        pytest.param("للاخر", "اخر", id="lal"),
        pytest.param("وحسن", "حسن", id="wa"),
        pytest.param("زوجها", "زوج", id="ha"),
        pytest.param("ساهدان", "ساهد", id="an"),
        pytest.param("ساهدات", "ساهد", id="at"),
        pytest.param("ساهدون", "ساهد", id="un"),
        pytest.param("ساهدين", "ساهد", id="in"),
        pytest.param("ساهديه", "ساهد", id="iya"),
        pytest.param("ساهده", "ساهد", id="h"),
        pytest.param("ساهدي", "ساهد", id="y"),
        pytest.param("وساهدون", "ساهد", id="prefix-and-suffix"),
        pytest.param("ساهدهات", "ساهد", id="two-suffixes"),
        pytest.param("ال", "ال", id="too-short"),
        pytest.param("وبا", "وبا", id="short-wa"),
    ],
)
def test_stem(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("القوات والقوة", ["قو", "قو"], id="one-stem"),
        pytest.param("جنديًا جنديا جندي", ["جند"] * 3, id="accusative"),
        pytest.param("٢٬٠٣٠ 2,030 2030", ["2030"] * 3, id="grouped-numbers"),
        pytest.param("3.5% 1,300، 2030", ["3.5", "1300", "2030"], id="decimals-and-commas"),
        pytest.param("12,500,000", ["12500000"], id="two-groups"),
        pytest.param("U.S. و أ.ف.ب.", ["us", "و", "افب"], id="dotted-acronyms"),
        pytest.param("Tokayev's countries, buses", ["tokayev", "country", "buse"], id="english"),
        pytest.param("748جريحا", ["748", "جريح"], id="number-joined-to-word"),
        pytest.param("a_b # 🙂 …", ["a", "b"], id="no-words"),
        pytest.param("", [], id="empty"),
    ],
)
def test_analyse(text: str, tokens: list[str]) -> None:
    assert analyse(text) == tokens


def test_analyse_without_arabic_keeps_words_as_they_stand() -> None:
    assert analyse("القُوّات 2030 CSTO", arabic=False) == ["القُوّات", "2030", "csto"]


@given(st.text())
def test_tokens_are_short_and_hold_no_space(text: str) -> None:
    for arabic in (True, False):
        for token in analyse(text, arabic=arabic):
            assert 0 < len(token) <= MAX_TOKEN
            assert not any(map(str.isspace, token))
