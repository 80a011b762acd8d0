"""What happened to what is counted: the destroyed and the damaged are two tolls."""

import pytest

from rag.text.events import event_at, events_in
from rag.text.stylebook import Stylebook
from rag.types import Article, Citation, Passage, Span, Statement
from rag.verify.answer import check
from tests.toy_claims import accepted
from tests.toy_read import article, reading

STORM = "دمرت العاصفة 300 منزل في المدينة، وتضرر 1200 منزل آخر."
STORM_EN = "The storm destroyed 300 homes in the city. It damaged 1,200 others."
LOOTED = "نهب مسلحون 20 متجرا في المدينة."
LOOTED_EN = "Gunmen looted 20 shops in the city."


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        (STORM, "300", {"destroyed"}),
        (STORM, "1200", {"damaged"}),
        (STORM_EN, "300", {"destroyed"}),
        (STORM_EN, "1,200", {"damaged"}),
        ("تعرضت 1300 مؤسسة لأضرار.", "1300", {"damaged"}),
        ("أضرت السيول بنحو 40 مزرعة.", "40", {"damaged"}),
        ("تهدم 12 بيتا.", "12", {"destroyed"}),
        ("أحرق المحتجون 500 سيارة.", "500", {"destroyed"}),
        ("Rioters torched 500 cars.", "500", {"destroyed"}),
        (LOOTED, "20", {"destroyed", "damaged"}),
        (LOOTED_EN, "20", {"destroyed", "damaged"}),
        ("دمرت جزئيا 80 وحدة سكنية.", "80", {"damaged"}),
        ("تضررت كليا 80 وحدة سكنية.", "80", {"destroyed"}),
        ("Some 80 flats were partially destroyed.", "80", {"damaged"}),
    ],
)
def test_the_event_of_a_number_of_things(text: str, number: str, expected: set[str]) -> None:
    at = text.index(number)
    assert event_at(text, at, at + len(number)) == expected


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("كم منزلا تضرر في المدينة؟", STORM.split("،")[0], "300 منزل", False),
        ("كم منزلا تضرر في المدينة؟", STORM, "1200 منزل", True),
        ("كم منزلا دمر في المدينة؟", STORM.split("،")[1], "1200 منزل", False),
        ("كم منزلا دمر في المدينة؟", STORM, "300 منزل", True),
        ("كم منزلا دمر أو تضرر في المدينة؟", STORM, "300 منزل", True),
        ("كم بلغت حصيلة الأضرار في المدينة؟", STORM, "300 منزل", True),
        ("كم بلغت حصيلة الأضرار في المدينة؟", STORM, "1200 منزل", True),
        ("كم متجرا تضرر في المدينة؟", LOOTED, "20 متجرا", True),
        ("كم متجرا خرب في المدينة؟", LOOTED, "20 متجرا", True),
        ("How many homes were damaged in the city?", STORM.split("،")[0], "300 منزل", False),
        ("How many homes were damaged in the city?", STORM_EN.split(" It")[0], "300 homes", False),
        ("How many homes were damaged in the city?", STORM_EN, "1,200", True),
        ("How many homes were destroyed in the city?", STORM_EN, "1,200", False),
        ("How many homes were destroyed in the city?", STORM_EN, "300 homes", True),
        ("How many homes were destroyed or damaged?", STORM_EN, "300 homes", True),
        ("What was the damage toll in the city?", STORM_EN, "300 homes", True),
        ("How many shops were damaged in the city?", LOOTED_EN, "20 shops", True),
        ("How many homes does the city have?", STORM_EN, "300 homes", True),
    ],
)
def test_the_damaged_are_not_told_by_the_destroyed(
    asked: str, text: str, words: str, answers: bool
) -> None:
    language = "en" if text.isascii() else "ar"
    told = reading(article("a", text, language=language), words)
    assert bool(accepted(asked, [told])) == answers


def test_of_both_in_one_sentence_the_number_asked_for_is_meant() -> None:
    told = [reading(article("a", STORM), "300 منزل")]
    assert [c.span.text for c in accepted("كم منزلا تضرر في المدينة؟", told)] == ["1200 منزل"]


@pytest.mark.parametrize(
    ("statement", "text", "holds"),
    [
        ("300 homes were destroyed.", STORM, True),
        ("300 homes were damaged.", STORM, False),
        ("1,200 homes were damaged.", STORM, True),
        ("1,200 homes were destroyed.", STORM, False),
        ("تضرر 300 منزل.", STORM_EN, False),
        ("دمر 300 منزل.", STORM_EN, True),
        ("20 shops were looted.", LOOTED, True),
        ("20 shops were vandalised.", LOOTED, True),
        ("20 shops were robbed.", LOOTED, False),
    ],
)
def test_a_statement_does_not_call_the_destroyed_damaged(
    statement: str, text: str, holds: bool
) -> None:
    passage = Passage(1, Article("a", text), 0, len(text), ((0, len(text)),))
    cited = [Citation(1, Span(passage, 0, len(text)))]
    assert (not check(Statement(statement, (1,)), cited, Stylebook(()))) == holds


@pytest.mark.parametrize(
    "text", ["ما حصيلة الأضرار؟", "ما حجم الأضرار؟", "What damage did it do?", "The damage toll?"]
)
def test_damage_in_general_is_asked_of_both(text: str) -> None:
    assert events_in(text) >= {"destroyed", "damaged"}
