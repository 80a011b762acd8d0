"""Nationalities of CLDR, in both languages and in the forms of Arabic."""

import pytest

from rag.text.nations import nations_in


@pytest.mark.parametrize(
    ("text", "named", "by_adjective"),
    [
        ("كم عاملا مصريا أصيب", {"egypt"}, {"egypt"}),
        ("وللفرنسيين في روسيا", {"france", "russia"}, {"france", "russia"}),
        ("أرسلت فرنسا جنودا إلى تونس", {"france", "tunisia"}, set()),
        ("الولايات المتحدة الأميركية", {"united states"}, {"united states"}),
        ("Dutch farmers left South Korea", {"netherlands", "south korea"}, {"netherlands"}),
        ("German and Saudi engineers", {"germany", "saudi arabia"}, {"germany", "saudi arabia"}),
        ("كم دولة عربية شاركت", set(), set()),
        ("عمال المصنع الصغير", set(), set()),
        ("ترك 30 عاملا المصنع المالي", set(), set()),
        (
            "لليابان وألمانيا وكوريا",
            {"japan", "germany", "south korea"},
            {"germany", "south korea"},
        ),
    ],
)
def test_nations(text: str, named: set[str], by_adjective: set[str]) -> None:
    assert nations_in(text) == named
    assert nations_in(text, adjectives=True) == by_adjective
