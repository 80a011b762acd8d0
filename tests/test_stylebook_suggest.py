"""Names that an archive holds and the stylebook lacks."""

from index.suggest import Suggestion, suggest
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article

ARCHIVE = [
    Article("a", "وقال الرئيس الفنلندي ألكسندر ستوب إن الوضع هادئ في مدينة كوستافي اليوم."),
    Article("b", "التقى رئيس الوزراء بيتري أوربو بالرئيس الفنلندي ألكسندر ستوب قبل السفر."),
    Article("c", 'وأعلنت شركة "نوكيا" أرباحها. وصل الرئيس فلاديمير بوتين إلى مدينة كوستافي.'),
    Article("d", "دعا الرئيس السابق السكان إلى الهدوء. أكد ذلك الرئيس في بيان."),
    Article("e", "وزار مطار كوستافي مسؤولون من شركة SpaceX الخميس."),
]


def test_the_most_frequent_come_first_with_count_and_example() -> None:
    book = Stylebook([Entity(("فلاديمير بوتين",), ("Vladimir Putin",), "person")])
    suggestions = suggest(ARCHIVE, book, 10)
    assert [(s.arabic, s.kind, s.count, s.articles) for s in suggestions] == [
        ("كوستافي", "place", 3, 3),
        ("ألكسندر ستوب", "person", 2, 2),
        ("بيتري أوربو", "person", 1, 1),
        ("نوكيا", "organisation", 1, 1),
        ("SpaceX", "other", 1, 1),
    ]
    assert suggestions[1].english.startswith("Alexander ")
    assert "ألكسندر ستوب" in suggestions[1].example


def test_the_limit_holds_and_nothing_gives_nothing() -> None:
    assert len(suggest(ARCHIVE, Stylebook([]), 2)) == 2
    assert suggest([], Stylebook([]), 5) == []
    assert suggest(ARCHIVE, Stylebook([]), 0) == []


def test_what_the_stylebook_has_is_not_suggested() -> None:
    book = Stylebook([Entity((s.arabic,), (s.english,), "other") for s in _all()])
    assert suggest(ARCHIVE, book, 10) == []


def _all() -> list[Suggestion]:
    return suggest(ARCHIVE, Stylebook([]), 100)
