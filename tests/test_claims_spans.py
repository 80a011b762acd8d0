"""Imprecise spans become words that can be quoted."""

import pytest

from rag.claims.spans import closed, trim
from rag.types import Span
from tests.toy_read import article, passage


def _span(text: str, words: str) -> Span:
    whole = passage(article("a", text))
    start = text.index(words)
    return Span(whole, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words", "trimmed"),
    [
        ("وصل الجنود إلى المدينة.", "جنود إلى المدي", "الجنود إلى المدينة"),
        ("وصل الجنود، إلى المدينة.", "الجنود، ", "الجنود"),
        ('كانت "محاولة انقلاب" فاشلة.', 'محاولة انقلاب"', '"محاولة انقلاب"'),
        ('كانت "محاولة انقلاب" فاشلة.', '"محاولة', "محاولة"),
        ("وصل ١٢٠٠ جنديًا أمس", "جنديً", "جنديًا"),
        ("The minister (Haddad) left.", "(Haddad", "(Haddad)"),
        ("all", "all", "all"),
    ],
)
def test_trim_takes_whole_words_without_punctuation(text: str, words: str, trimmed: str) -> None:
    assert trim(_span(text, words)).text == trimmed


@pytest.mark.parametrize(
    ("text", "words", "whole"),
    [
        ("أوقف 2298 شخصاً أمس.", "2298 شخصا", "2298 شخصاً"),
        ("بلغ عددهم 12 سائحً", "12 سائح", "12 سائحً"),
        ('قتل 26 "مسلحا مدربا" أمس.', '26 "مسلحا', '26 "مسلحا مدربا"'),
        ("قتل 26 «مسلحا مدربا» أمس.", "26 «مسلحا", "26 «مسلحا مدربا»"),
        ("قتل 26 «مسلحا مدربا أمس.", "26 «مسلحا", "26"),
    ],
    ids=["last letter", "last word", "quotes", "guillemets", "never closed"],
)
def test_a_quotation_that_is_begun_is_ended_or_left_out(text: str, words: str, whole: str) -> None:
    span = _span(text, words)
    assert closed(span, Span(span.passage, 0, len(text))).text == whole
