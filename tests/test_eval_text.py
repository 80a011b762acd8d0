import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.measures.text import (
    contains,
    exact_match,
    f1,
    fold,
    list_items,
    tokens,
    without_sources,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("الأمـــن", "الامن"),
        ("جُنديًّا", "جنديا"),
        ("إلى مستشفى", "الي مستشفي"),
        ("مؤسسة", "موسسه"),
        ("٢٬٠٣٠ جندياً", "2030 جنديا"),
        ("2,030 soldiers!", "2030 soldiers"),
        ("1,234,567", "1234567"),
        ("2.5 million.", "2.5 million"),
        ("23:00–07:00", "23 00 07 00"),
        ("Zürich  CAFÉ", "zurich cafe"),
        ("«قريبًا»", "قريبا"),
        ("", ""),
    ],
    ids=["tatweel", "vowel signs", "alef and maqsura", "hamza", "arabic digits", "thousands",
         "two separators", "decimal", "time", "latin accents", "quotes", "empty"],
)  # fmt: skip
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_articles_of_both_languages_are_dropped() -> None:
    assert tokens("The president of الجمهورية") == ["president", "of", "جمهوريه"]


@pytest.mark.parametrize(
    ("prediction", "references", "expected"),
    [
        ("الرئيس كريم ماسيموف", ["رئيس كريم ماسيموف"], 1.0),
        ("كريم", ["كريم ماسيموف"], 0.0),
        ("", [], 1.0),
        ("كريم", [], 0.0),
        ("The Kremlin.", ["Kremlin", "Moscow"], 1.0),
    ],
    ids=["al-", "part", "no answer", "answer to none", "one of two"],
)
def test_exact_match(prediction: str, references: list[str], expected: float) -> None:
    assert exact_match(prediction, references) == expected


@pytest.mark.parametrize(
    ("prediction", "references", "expected"),
    [
        # 2 common words; 3 predicted and 2 wanted: 2 * 2 / (3 + 2).
        ("نحو 500 سيارة", ["500 سيارة"], 0.8),
        ("500", ["26", "500 سيارة"], pytest.approx(2 / 3)),
        # "نعم" twice is common once only: 2 * 1 / (2 + 1).
        ("نعم نعم", ["نعم"], pytest.approx(2 / 3)),
        ("", ["500"], 0.0),
        ("", [], 1.0),
        ("500", [], 0.0),
    ],
    ids=["4/5", "best reference", "repeated word", "refused", "no answer", "answer to none"],
)
def test_f1(prediction: str, references: list[str], expected: float) -> None:
    assert f1(prediction, references) == expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("أوقف الرئيس السابق كريم ماسيموف السبت.", "كريم ماسيموف", True),
        ("من ألمانيا وأرمينيا وبيلاروسيا", "أرمينيا", True),
        ("قال للرئيس ذلك", "رئيس", True),
        ("مطارات", "مطار", False),
        ("killed 260 people", "26", False),
        ("26 people", "26", True),
        ("the rise in the fuel prices", "a rise in fuel prices", True),
        ("rising fuel price", "rising fuel prices", False),
        ("anything", "!", False),
    ],
    ids=["phrase", "wa-", "lil-", "longer word", "longer number", "number", "articles", "plural",
         "punctuation"],
)  # fmt: skip
def test_contains(text: str, phrase: str, expected: bool) -> None:
    assert contains(text, phrase) is expected


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("26 people, according to France 24 with AFP, 7 January 2022.", "26 people,  ."),
        (
            "On 6 January, according to X, 10 January 2022, and Y, 11 January 2022 — update.",
            "On 6 January,   — update.",
        ),
        ("According to Russia – World, 6 January 2022: «Russia»", " : «Russia»"),
        (
            "السادس من يناير، بحسب ميدل إيست أونلاين، 11 يناير 2022، ويورونيوز، 10 يناير 2022.",
            "السادس من يناير،  .",
        ),
        ("According to the ministry, 26 died.", "According to the ministry, 26 died."),
        (
            "According to X, 7 January 2022, 26 died on 5 January 2022.",
            " , 26 died on 5 January 2022.",
        ),
    ],
    ids=["one", "two", "opening", "arabic", "no date", "what follows"],
)
def test_without_sources(text: str, left: str) -> None:
    assert without_sources(text) == left


def test_items_of_a_list() -> None:
    assert list_items("Russia, Armenia and Belarus") == ["Russia", "Armenia", "Belarus"]
    assert list_items("روسيا وأرمينيا وبيلاروسيا") == ["روسيا", "أرمينيا", "بيلاروسيا"]
