"""A number of the wounded is no number of the dead."""

from datetime import date

import pytest

from rag.claims import extract
from rag.events import event_at, events_in
from rag.question import understand
from tests.toy_read import STYLEBOOK, article, reading

BOTH = "أعلنت الوزارة مقتل 26 مسلحا وإصابة 18 آخرين بجروح."
ENGLISH = "The death toll rose to at least 260 people and injuring up to 300 more."


@pytest.mark.parametrize(
    ("text", "number", "event"),
    [
        (BOTH, "26", {"killed"}),
        (BOTH, "18", {"wounded"}),
        ("قُتل 8 من الضباط وأصيب 317 آخرون.", "8", {"killed"}),
        ("قُتل 8 من الضباط وأصيب 317 آخرون.", "317", {"wounded"}),
        ("سقط 18 قتيلا و748 جريحا.", "18 قتيلا", {"killed"}),
        ("سقط 18 قتيلا و748 جريحا.", "748 جريحا", {"wounded"}),
        ("أوقف نحو ثمانية آلاف شخص.", "ثمانية آلاف", {"detained"}),
        ("ونزح مليون شخص.", "مليون", {"displaced"}),
        ("وصل 2030 جنديا إلى المدينة.", "2030", set()),
        (ENGLISH, "260", {"killed", "wounded"}),
        ("18 people were killed and 748 wounded.", "18", {"killed"}),
        ("18 people were killed and 748 wounded.", "748", {"wounded"}),
        ("Police arrested 40 people after 3 died.", "40", {"detained"}),
    ],
)
def test_the_event_of_a_number(text: str, number: str, event: set[str]) -> None:
    start = text.index(number)
    assert event_at(text, start, start + len(number)) == event


def test_events_of_a_question() -> None:
    assert events_in("كم عدد الموقوفين؟") == {"detained"}
    assert events_in("How many were killed?") == {"killed"}
    assert events_in("How many CSTO troops were deployed?") == frozenset()


@pytest.mark.parametrize(
    ("asked", "text", "words", "evidence"),
    [
        ("كم شخصا أصيب؟", BOTH, "26 مسلحا وإصابة 18", ["18"]),
        ("كم شخصا قُتل؟", BOTH, "26 مسلحا وإصابة 18", ["26 مسلحا"]),
        ("كم شخصا أصيب؟", BOTH, "26 مسلحا", []),
        ("How many were arrested?", BOTH, "26 مسلحا", []),
        ("How many soldiers were killed?", "وصل 2030 جنديا إلى المدينة.", "2030 جنديا", []),
        ("How many soldiers arrived?", "وصل 2030 جنديا إلى المدينة.", "2030 جنديا", ["2030 جنديا"]),
        (
            "How many soldiers were killed?",
            "تكبد الجيش خسائر بين قتيل وجريح. وقال إن العدد بلغ 30 جنديا.",
            "30 جنديا",
            ["30 جنديا"],
        ),
    ],
)
def test_a_number_of_something_else_is_no_answer(
    asked: str, text: str, words: str, evidence: list[str]
) -> None:
    source = article("a", text, published=date(2021, 3, 8))
    claims = extract(understand(asked), [reading(source, words)], STYLEBOOK)
    assert [claim.evidence.text for claim in claims] == evidence
