"""Imprecise spans become words that can be quoted."""

import pytest

from rag.claims.spans import trim, widen
from rag.question.kind import Asks
from rag.types import Span
from tests.toy_read import STYLEBOOK, article, passage

LIST = "تضم المنظمة حاليا، بالإضافة إلى العراق، السعودية وإيران والكويت وفنزويلا والجزائر."


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
    ("text", "words", "asks", "widened"),
    [
        (LIST, "إيران", Asks.LIST, "السعودية وإيران والكويت وفنزويلا والجزائر"),
        (LIST, "السعودية وإير", Asks.LIST, "السعودية وإيران والكويت وفنزويلا والجزائر"),
        ("طالب المحتجون بالخبز والحرية والعدالة.", "الخبز", Asks.LIST, "بالخبز والحرية والعدالة"),
        ("زار باريس ولندن وقال إنه متفائل.", "باريس", Asks.LIST, "باريس"),
        ("فازت ليلى حداد بالرئاسة.", "حداد", Asks.PERSON, "ليلى حداد"),
        ("فاز زعيم الحزب سامي النجار.", "زعيم الحزب", Asks.PERSON, "زعيم الحزب سامي النجار"),
        ("فاز زعيم الحزب سامي النجار.", "زعيم", Asks.OTHER, "زعيم"),
        ("استقالت الحكومة أمس.", "استقالت", Asks.YES_NO, "استقالت الحكومة أمس."),
        ("It borders Iran, Iraq and Syria.", "Iraq", Asks.LIST, "Iran, Iraq and Syria"),
    ],
)
def test_widen_takes_whole_names_and_lists(text: str, words: str, asks: Asks, widened: str) -> None:
    span = _span(text, words)
    given = STYLEBOOK.names("العراق") if "العراق" in text else frozenset()
    mentions = [m for m in STYLEBOOK.find(text) if m.entity not in given]
    sentence = Span(span.passage, 0, len(text))
    assert widen(span, sentence, asks, mentions).text == widened
