"""A number of the wounded is no number of the dead."""

from datetime import date

import pytest

from rag.claims.extract import extract, tallies
from rag.question.understand import understand
from rag.text.events import event_at, events_in, search_words
from rag.types import Passage, Reading, Span
from tests.toy_read import STYLEBOOK, article, passage, reading

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
        ("وتضررت نحو 1300 مؤسسة من أعمال التخريب.", "1300", {"destroyed"}),
        ("وأرسلت روسيا خمس طائرات.", "خمس طائرات", set()),
    ],
)
def test_the_event_of_a_number(text: str, number: str, event: set[str]) -> None:
    start = text.index(number)
    assert event_at(text, start, start + len(number)) == event


def test_events_of_a_question() -> None:
    assert events_in("كم عدد الموقوفين؟") == {"detained"}
    assert events_in("How many were killed?") == {"killed"}
    assert events_in("ولد الوزير في 5 مارس 1971") == {"born"}
    assert events_in("حجبت الثقة عن حكومة ولد بونا") == frozenset()  # a Mauritanian name
    assert events_in("How many CSTO troops were deployed?") == frozenset()
    assert events_in("How many aircraft were shot down?") == {"destroyed"}
    assert events_in("When does the curfew begin?") == events_in("بدء حظر التجوال") == {"curfew"}
    assert events_in("state of emergency") == events_in("أُعلنت حالة الطوارئ") == {"emergency"}
    assert events_in("كم مركبة أُحرقت؟") == {"destroyed"}


@pytest.mark.parametrize(
    ("asked", "text", "words", "evidence"),
    [
        ("كم شخصا أصيب؟", BOTH, "26 مسلحا وإصابة 18", ["18"]),
        ("كم شخصا قُتل؟", BOTH, "26 مسلحا وإصابة 18", ["26 مسلحا"]),
        ("كم شخصا أصيب؟", BOTH, "26 مسلحا", []),
        ("How many were arrested?", BOTH, "26 مسلحا", []),
        ("How many soldiers were killed?", "وصل 2030 جنديا إلى المدينة.", "2030 جنديا", []),
        ("كم بلغ عدد سكان البلاد؟", "بلغ عدد الموقوفين 2298 شخصا.", "2298 شخصا", []),
        ("كم بلغ عدد سكان البلاد؟", "يسكن البلاد 2298 شخصا.", "2298 شخصا", ["2298 شخصا"]),
        ("How many aircraft were shot down?", "وصلت خمس طائرات أمس.", "خمس طائرات", []),
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


READ = article("read", "أوقف نحو ثمانية آلاف شخص في البلاد.", published=date(2022, 1, 10))


def further(asked: str, text: str, words: str = "ثمانية آلاف شخص") -> list[str]:
    question = understand(asked)
    claims = extract(question, [reading(READ, words)], STYLEBOOK)
    other = passage(article("other", text, published=date(2022, 1, 7)), 2)
    return [c.evidence.text for c in tallies(question, claims, [other], STYLEBOOK)]


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("How many people were detained?", "واعتقل أكثر من 3800 شخص.", ["أكثر من 3800 شخص"]),
        ("كم عدد الموقوفين؟", "بلغ عدد الموقوفين 2298 شخصا.", ["2298 شخصا"]),
        ("كم عدد الموقوفين؟", "أصيب 748 شخصا واعتقل 12 موقوفا.", ["12 موقوفا"]),
        ("كم عدد الموقوفين؟", "قتل 26 شخصا في المدينة.", []),  # another event
        ("كم عدد الموقوفين؟", "ضبطت الشرطة 60 سيارة واعتقل السائق.", []),  # another unit
        ("كم شخصا أوقف في هاتاي؟", "واعتقل أكثر من 3800 شخص.", []),  # another place
        ("كم شخصا كان في البلاد؟", "واعتقل أكثر من 3800 شخص.", []),  # no event is asked about
        ("Who was detained?", "واعتقل أكثر من 3800 شخص.", []),  # no count is asked for
    ],
)
def test_counts_of_the_same_event_are_heard_too(asked: str, text: str, found: list[str]) -> None:
    assert further(asked, text) == found


def test_a_count_alone_is_no_answer_where_the_reader_found_none() -> None:
    question = understand("كم عدد الموقوفين؟")
    assert tallies(question, [], [passage(READ)], STYLEBOOK) == []


def test_a_count_that_was_read_is_not_heard_twice() -> None:
    question = understand("كم عدد الموقوفين؟")
    claims = extract(question, [reading(READ, "ثمانية آلاف شخص")], STYLEBOOK)
    assert claims
    assert tallies(question, claims, [passage(READ)], STYLEBOOK) == []


def test_search_knows_other_words_for_the_event() -> None:
    assert "اعتقل" in search_words("كم عدد الموقوفين؟").split()
    assert "قتلى" in understand("How many people died?").search_text.split()
    assert understand("How many troops arrived?").search_text == "How many troops arrived?"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("كم عضوا من أوبك قُتل؟", []),
        ("كم شخصا قُتل في هاتاي؟", ["18 شخصا"]),  # a place may be named elsewhere
        ("كم شخصا قُتل؟", ["18 شخصا"]),
    ],
)
def test_the_dead_of_an_article_are_not_those_of_a_body_it_mentions(
    asked: str, found: list[str]
) -> None:
    text = "قُتل 18 شخصا في المدينة. وزار وفد من أوبك هاتاي."
    source = article("a", text, published=date(2022, 1, 7))
    end = text.index(" وزار")
    near = Passage(1, source, 0, end, ((0, end),))
    start = text.index("18")
    told = Reading(near, 0.9, Span(near, start, start + len("18 شخصا")))
    claims = extract(understand(asked), [told], STYLEBOOK)
    assert [claim.evidence.text for claim in claims] == found
