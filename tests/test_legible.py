"""Texts as a model reads them, and the way back."""

import pytest

from rag.text.legible import legible


@pytest.mark.parametrize(
    ("published", "read"),
    [
        ("مـتجـر", "متجر"),
        ("کتاب یوم", "كتاب يوم"),
        ("۷۲ ألف", "72 ألف"),
        ("كَرَّمَتْ نِقَابَةُ الأَطِبَّاءِ", "كرمت نقابة الأطباء"),
        ("قُتل رجل في حريق", "قُتل رجل في حريق"),  # one sign tells something
        ("ثلاثة\u200fقتلى\u200c", "ثلاثةقتلى"),
        ("١٢ شخصا", "١٢ شخصا"),
        ("بـ19 مقعدا لـ«الميثاق»", "بـ19 مقعدا لـ«الميثاق»"),
        ("Kyiv, ½", "Kyiv, ½"),
    ],
)
def test_unusual_letters_are_read_as_usual(published: str, read: str) -> None:
    assert legible(published).text == read


def test_what_was_read_leads_back_to_what_was_published() -> None:
    text = "أتى حـــريق على 33 مـتجـرا فـجر الأحـد"
    read = legible(text)
    start = read.text.index("33")
    assert text[slice(*read.span(start, start + len("33 متجرا")))] == "33 مـتجـرا"
    vocalised = legible("أَجْرَتْ عَمَلِيَّةٍ.")
    assert vocalised.span(0, 4) == (0, len("أَجْرَتْ"))
