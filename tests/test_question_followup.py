"""Follow-ups are made self-contained; what can stand alone is never changed."""

import pytest

from rag.question.understand import Asks, understand

TROOPS = "How many CSTO troops were deployed?"
TROOPS_AR = "كم عدد قوات منظمة معاهدة الأمن الجماعي التي نُشرت في كازاخستان؟"


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        (TROOPS, "And vehicles?", "How many vehicles were deployed?"),
        (TROOPS, "What about the vehicles?", "How many vehicles were deployed?"),
        (TROOPS, "And how many vehicles?", "how many vehicles were deployed?"),
        (TROOPS, "Why?", "Why were CSTO troops deployed?"),
        (TROOPS, "And when?", "when were CSTO troops deployed?"),
        (TROOPS, "When did that happen?", "When were CSTO troops deployed?"),
        (TROOPS, "How long will they stay?", "How long will CSTO troops stay?"),
        (TROOPS, "Who sent them?", "Who sent CSTO troops?"),
        (TROOPS, "And in Almaty?", "How many CSTO troops were deployed in Almaty?"),
        (
            "How many people died in Turkey?",
            "And in Syria?",
            "How many people died in Syria?",
        ),
        (
            "Who ruled Kazakhstan from 1989 to 2019?",
            "And Uzbekistan?",
            "Who ruled Uzbekistan from 1989 to 2019?",
        ),
        (
            "When did NATO deploy troops to Kosovo?",
            "And the CSTO?",
            "When did CSTO deploy troops to Kosovo?",
        ),
        ("Who is Antony Blinken?", "When did he resign?", "When did Antony Blinken resign?"),
        ("Who is Antony Blinken?", "What is his age?", "What is Antony Blinken's age?"),
        (
            "What happened in Almaty?",
            "How many people were killed there?",
            "How many people were killed in Almaty?",
        ),
        (TROOPS_AR, "وماذا عن المركبات؟", "كم عدد المركبات التي نُشرت في كازاخستان؟"),
        (TROOPS_AR, "والمركبات؟", "كم عدد المركبات التي نُشرت في كازاخستان؟"),
        (TROOPS_AR, "وكم مركبة؟", "كم مركبة نُشرت في كازاخستان؟"),
        (
            TROOPS_AR,
            "لماذا؟",
            "لماذا نُشرت قوات منظمة معاهدة الأمن الجماعي في كازاخستان؟",
        ),
        (TROOPS_AR, "متى ستنسحب؟", "متى ستنسحب قوات منظمة معاهدة الأمن الجماعي؟"),
        (TROOPS_AR, "من أرسلها؟", "من أرسل قوات منظمة معاهدة الأمن الجماعي؟"),
        (TROOPS_AR, "كم عددهم؟", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
        ("كم شخصا قُتل في تركيا؟", "وفي سوريا؟", "كم شخصا قُتل في سوريا؟"),
        ("متى بدأت الاحتجاجات؟", "ولماذا؟", "لماذا بدأت الاحتجاجات؟"),
        ("أين وقع الزلزال؟", "متى حدث ذلك؟", "متى وقع الزلزال؟"),
        ("كم عدد القتلى؟", "وماذا عن الجرحى؟", "كم عدد الجرحى؟"),
    ],
)
def test_follow_up_takes_what_it_lacks_from_the_question_before(
    earlier: str, asked: str, text: str
) -> None:
    question = understand(asked, [earlier])
    assert (question.asked, question.text) == (asked, text)


@pytest.mark.parametrize(
    "asked",
    [
        "Who won the football World Cup?",
        "Did Tokayev say he would resign?",
        "Did Kazakhstan change its president?",
        "Is it true that the airport was seized?",
        "How many people speak Arabic in Turkey?",
        "When was Tokayev born?",
        "What is the population of Kazakhstan?",
        "Were there any injuries?",
        "متى ولد توكاييف؟",
        "وزارة الداخلية كم قالت؟",
        "وما عدد السكان؟",
        "كم عدد الجرحى في المستشفى؟",
        "هل غادر الرئيس ووزراؤه البلاد؟",
    ],
)
@pytest.mark.parametrize("earlier", [TROOPS, TROOPS_AR])
def test_a_question_that_stands_alone_is_not_changed(asked: str, earlier: str) -> None:
    assert understand(asked, [earlier]).text == asked


@pytest.mark.parametrize("asked", ["And vehicles?", "Why?", "وماذا عن المركبات؟", "لماذا؟"])
def test_without_history_nothing_changes(asked: str) -> None:
    assert understand(asked).text == asked


def test_a_follow_up_of_a_follow_up() -> None:
    question = understand("Why?", [TROOPS, "And vehicles?"])
    assert (question.text, question.asks) == ("Why were vehicles deployed?", Asks.REASON)


def test_the_other_language_does_not_mix_in() -> None:
    assert understand("Why?", [TROOPS_AR]).text == "Why?"


def test_unusable_history_is_passed_over() -> None:
    assert understand("Why?", [TROOPS, "🙂"]).text == "Why were CSTO troops deployed?"
