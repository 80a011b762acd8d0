"""What a source says in its own time and by its own speakers is not told as ours."""

import pytest

from rag.generate.writer import Step
from rag.types import Language
from tests.toy_generate import FACTS, Json, answer_of, book

KILLED = {
    "sentence": "من جهتها، أعلنت وزارة الداخلية الكازاخستانية مقتل 26 مجرما مسلحا.",
    "question": {
        "en": "How many armed criminals were killed?",
        "ar": "كم مجرما مسلحا قُتل؟",
    },
    "true": {"en": "26 armed criminals were killed", "ar": "قُتل 26 مجرما مسلحا"},
}
SUBSIDY = {
    "sentence": "بلغت كلفة دعم الخبز 172 مليون دينار هذا العام، وأعلنت الأرقام أمس.",
    "question": {"en": "How much did the subsidy cost?", "ar": "كم بلغت كلفة دعم الخبز؟"},
    "true": {"en": "The bread subsidy cost 172 million dinars", "ar": "172 مليون دينار"},
}
HIT = {
    "sentence": "أصيب 11 شخصا خلال التدافع في المدينة.",
    "question": {"en": "How many people were injured?", "ar": "كم شخصا أصيب؟"},
    "true": {"en": "11 people were injured", "ar": "أصيب 11 شخصا"},
}


def withheld(fact: Json, language: Language, reply: str) -> list[str]:
    """The kinds of problems for which sentences of a reply, by source 1, are withheld."""
    steps: list[Step] = []
    answer_of({**FACTS[0], **fact}, language, f"{reply} [1]", book(), steps)
    assert steps
    return [step.withheld.kind for step in steps if step.withheld]


@pytest.mark.parametrize(
    ("language", "reply", "kinds"),
    [
        pytest.param("ar", "بلغت كلفة دعم الخبز 172 مليون دينار هذا العام.", ["today"], id="year"),
        pytest.param("ar", "بلغت كلفة دعم الخبز 172 مليون دينار في عام 2022.", [], id="its-year"),
        pytest.param("ar", "أعلنت أمس كلفة دعم الخبز: 172 مليون دينار.", ["today"], id="day"),
        pytest.param("en", "It cost 172 million dinars this year.", ["today"], id="english"),
        pytest.param("en", "It cost 172 million dinars in 2022.", [], id="english-year"),
        pytest.param(
            "en",
            "According to Euronews, 10 January 2022, it cost 172 million dinars this year.",
            [],
            id="beside-its-day",
        ),
        pytest.param(
            "ar", "قالت: «بلغت كلفة دعم الخبز 172 مليون دينار هذا العام».", [], id="quoted"
        ),
    ],
)
def test_today_and_this_year_are_the_sources_and_need_their_day(
    language: Language, reply: str, kinds: list[str]
) -> None:
    assert withheld(SUBSIDY, language, reply) == kinds


@pytest.mark.parametrize(
    ("language", "reply", "kinds"),
    [
        ("ar", "قتلت وزارة الداخلية الكازاخستانية 26 مجرما مسلحا.", ["voice"]),
        ("ar", "أعلنت وزارة الداخلية الكازاخستانية مقتل 26 مجرما مسلحا.", []),
        ("ar", "قُتل 26 مجرما مسلحا، بحسب وزارة الداخلية.", []),
        ("ar", "الوزارة الداخلية الكازاخستانية قتل 26 مجرما مسلحا بحسب وزارة الداخلية.", ["voice"]),
        ("en", "The Interior Ministry killed 26 armed criminals.", ["voice"]),
        ("en", "26 armed criminals were killed, the Interior Ministry said.", []),
        ("en", "26 armed criminals were killed.", []),
    ],
)
def test_who_tells_of_a_deed_is_not_said_to_have_done_it(
    language: Language, reply: str, kinds: list[str]
) -> None:
    assert withheld(KILLED, language, reply) == kinds


@pytest.mark.parametrize(
    ("reply", "kinds"),
    [
        ("أصيب 11 شخصا على أثر التدافع.", []),
        ("أصيب 11 شخصا، وعلى أثر ذلك التدافع.", []),
        ("أصيب علي و11 شخصا خلال التدافع.", ["name"]),
    ],
)
def test_the_preposition_is_not_the_man_called_ali(reply: str, kinds: list[str]) -> None:
    assert [kind for kind in withheld(HIT, "ar", reply) if kind == "name"] == kinds
