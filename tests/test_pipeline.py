"""The whole way of a question, over a toy reader and a toy search; each storey on and off."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from rag.answer.compose import Extractive
from rag.errors import InputError
from rag.pipeline import Pipeline, Timings
from rag.settings import Settings
from rag.storeys import Storeys
from rag.types import Answer, Passage, Reading, Verdict
from rag.verify.answer import check
from tests.toy_claims import BOOK
from tests.toy_read import ToldReader, WordSearch, article, passage

QUAKE = article(
    "quake",
    "ضرب زلزال قوي الساحل. وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال. وانهارت مبان كثيرة.",
    "Al Jazeera",
    date(2023, 2, 6),
)
LATER = article(
    "later", "بلغ عدد قتلى الزلزال 1200 شخص.", "An-Nahar", date(2023, 2, 8), ("Reuters",)
)
BANK = article("bank", "يوظف بنك النخيل 1,200 موظف.", "An-Nahar", date(2023, 2, 7))
SPOKEN = article(
    "spoken", "قال سامي النجار إن الفندق سيهدم. وقالت ليلى حداد إن الفندق سيرمم.", "An-Nahar"
)
SETTINGS, ALL = Settings(), Storeys()
NOT_FOUND = "لم أجد ذلك في الأرشيف"


def pipeline(
    answers: dict[str, float], settings: Settings = SETTINGS, storeys: Storeys = ALL
) -> Pipeline:
    passages = [passage(a, i) for i, a in enumerate((QUAKE, LATER, BANK, SPOKEN), start=1)]
    return Pipeline(
        WordSearch(passages),
        ToldReader(answers),
        Extractive(BOOK),
        BOOK,
        settings,
        storeys=storeys,
    )


def said(asked: str, answers: dict[str, float], **storeys: bool) -> str:
    return pipeline(answers, storeys=Storeys(**storeys)).answer(asked).text


def test_reports_that_differ_end_to_end() -> None:
    answer = pipeline({"300 شخص": 0.95, "1200 شخص": 0.95}).answer("كم شخصا قُتل في الزلزال؟")
    assert answer.text == (
        "1200 شخص، بحسب صحيفة النهار مع رويترز، 8 فبراير 2023: "
        "«بلغ عدد قتلى الزلزال 1200 شخص.» [1]\n"
        "300 شخص (رقم سابق)، نقلًا عن وزارة الصحة، بحسب الجزيرة، 6 فبراير 2023: "
        "«وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال.» [2]"
    )
    assert [c.span.passage.article.id for c in answer.citations] == ["later", "quake"]
    assert answer.hits[0].passage.article.id == "quake"


def test_a_threshold_that_is_set_wins_over_the_fitted_one() -> None:
    asked, told = "كم شخصا قُتل في الزلزال؟", {"300 شخص": 0.6}
    assert pipeline(told).answer(asked).verdict is Verdict.ANSWERED
    assert pipeline(told, Settings(threshold=0.99)).answer(asked).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (
            "كم شخصا قُتل في الزلزال؟",
            "بحسب الجزيرة، 6 فبراير 2023: «وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال.»",
        ),
        (
            "How many people were killed in the earthquake?",
            "According to Al Jazeera, 6 February 2023: "
            "«وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال.»",
        ),
    ],
    ids=["Arabic", "English"],
)
def test_below_an_answer_a_possible_match_is_shown_with_its_citation(asked: str, text: str) -> None:
    answer = pipeline({"300 شخص": 0.35}).answer(asked)
    assert (answer.verdict, answer.statements[0].markers) == (Verdict.NOT_FOUND, ())
    assert [(s.text, s.markers) for s in answer.possible] == [(text, (1,))]
    (citation,) = answer.citations
    assert (citation.marker, citation.span.text) == (
        1,
        "وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال.",
    )
    assert [words.text for words in citation.highlights] == ["300 شخص"]
    assert check(answer.possible[0], answer.citations, BOOK) == []


def test_what_is_hardly_likely_is_not_even_possible() -> None:
    answer = pipeline({"300 شخص": 0.01}).answer("كم شخصا قُتل في الزلزال؟")
    assert (answer.text, answer.possible, answer.citations) == (NOT_FOUND, (), ())
    assert answer.confidence == 0.01


@pytest.mark.parametrize(
    ("asked", "missing", "note"),
    [
        (
            "كم نزيلا قتل في فندق الجبل؟",
            ("فندق الجبل",),
            "لا يذكر أي مقال في الأرشيف: فندق الجبل",
        ),
        (
            "How many people died in the Jabal Hotel?",
            ("Jabal Hotel",),
            "No article in the archive mentions: Jabal Hotel",
        ),
    ],
    ids=["Arabic", "English"],
)
def test_a_name_that_no_article_has_is_told(
    asked: str, missing: tuple[str, ...], note: str
) -> None:
    answer = pipeline({"300 شخص": 0.95}).answer(asked)
    assert (answer.verdict, answer.missing) == (Verdict.NOT_FOUND, missing)
    assert note in answer.notes


def test_a_follow_up_is_answered_from_its_history() -> None:
    history = ["كم شخصا قُتل في الزلزال؟"]
    answer = pipeline({"300 شخص": 0.95}).answer("كم قتيلا سقط؟", history)
    assert answer.question == "كم قتيلا سقط؟"
    assert answer.understood == "كم قتيلا سقط في الزلزال؟"


def test_a_follow_up_asks_of_the_article_that_answered_before() -> None:
    toy = pipeline({"300 شخص": 0.55, "الفندق سيهدم": 0.65}, storeys=Storeys(others=False))

    def cited(*history: str) -> set[str]:
        answer = toy.answer("وماذا حدث هناك؟", history)
        return {citation.span.passage.article.id for citation in answer.citations}

    assert cited() == {"spoken"}
    assert cited("كم شخصا قُتل في الزلزال؟") == {"quake"}
    assert cited("كم سفينة غرقت؟") == {"spoken"}


def test_a_follow_up_of_another_event_is_answered_from_another_article() -> None:
    told = {"300 شخص": 0.95, "1,200 موظف": 0.95}
    answer = pipeline(told).answer("وكم موظفا في بنك النخيل؟", ["كم شخصا قُتل في الزلزال؟"])
    assert {c.span.passage.article.id for c in answer.citations} == {"bank"}


def test_an_earlier_question_that_cannot_be_asked_spoils_no_later_one() -> None:
    history = ["Combien de personnes sont mortes dans le séisme ?"]
    answer = pipeline({"300 شخص": 0.95}).answer("وكم قتيلا سقط هناك؟", history)
    assert answer.verdict is Verdict.ANSWERED


def test_a_pronoun_stands_for_the_person_who_was_the_answer() -> None:
    history = ["من قال إن الفندق سيهدم؟"]
    answer = pipeline({"سامي النجار": 0.95}).answer("كم عمره؟", history)
    assert answer.question == "كم عمره؟"
    assert answer.understood == "كم عمر سامي النجار؟"


def test_a_pronoun_does_not_stand_for_what_is_nobody() -> None:
    toy = pipeline({"بنك النخيل": 0.95})
    answer = toy.answer("كم عمره؟", ["من يوظف 1,200 موظف؟"])
    assert toy.answer("من يوظف 1,200 موظف؟").verdict is Verdict.ANSWERED
    assert "بنك النخيل" not in answer.understood


def test_every_step_is_timed() -> None:
    timings: Timings = {}
    pipeline({"300 شخص": 0.9}).answer("كم شخصا قُتل؟", timings=timings)
    assert list(timings) == ["understand", "retrieve", "read", "weigh", "compose", "verify"]
    assert all(seconds >= 0 for seconds in timings.values())


def test_unusable_questions_are_refused_before_any_work() -> None:
    with pytest.raises(InputError, match="empty"):
        pipeline({}).answer("  ")


KILLED = "كم شخصا قُتل في الزلزال؟"
STAFF = "How many employees does Palm Bank have?"
STAFF_SAID = "according to An-Nahar, 7 February 2023: «يوظف بنك النخيل 1,200 موظف.» [1]"
REPAIR = "«قال سامي النجار إن الفندق سيهدم.»"


def test_without_learned_the_readers_own_threshold_decides() -> None:
    told = {"300 شخص": 0.48}
    assert "300 شخص" in said(KILLED, told)
    assert said(KILLED, told, learned=False) == NOT_FOUND


def test_without_names_another_hotel_is_taken_for_it() -> None:
    asked, told = "كم شخصا قتل في فندق الجبل؟", {"300 شخص": 0.95}
    assert said(asked, told) == NOT_FOUND
    assert "300 شخص" in said(asked, told, names=False)


def test_without_times_another_year_is_taken_for_it() -> None:
    asked, told = "كم شخصا قُتل في زلزال 2019؟", {"300 شخص": 0.95}
    assert said(asked, told) == NOT_FOUND
    assert "300 شخص" in said(asked, told, times=False)


def test_without_kinds_a_sentence_with_no_such_value_is_quoted() -> None:
    asked, told = "كم مركبة تضررت في الزلزال؟", {"300 شخص": 0.95}
    assert said(asked, told) == NOT_FOUND
    assert "«وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال.»" in said(asked, told, kinds=False)


def test_without_speech_another_speaker_is_quoted() -> None:
    asked, told = "ماذا قالت ليلى حداد عن الفندق؟", {"الفندق سيهدم": 0.95}
    assert said(asked, told) == NOT_FOUND
    assert REPAIR in said(asked, told, speech=False)


def test_without_values_the_sentence_stands_alone() -> None:
    told = {"1,200 موظف": 0.95}
    assert said(STAFF, told) == f"1,200 employees, {STAFF_SAID}"
    assert said(STAFF, told, values=False) == STAFF_SAID.replace("according", "According", 1)


def test_without_others_the_best_stands_alone() -> None:
    told = {"300 شخص": 0.95, "1200 شخص": 0.95}

    def statements(**storeys: bool) -> int:
        answer: Answer = pipeline(told, storeys=Storeys(**storeys)).answer(KILLED)
        return len(answer.statements)

    assert (statements(), statements(others=False)) == (2, 1)


def test_without_followup_a_question_stands_alone() -> None:
    history = ["How many people were killed in the earthquake?"]
    whole = pipeline({}).answer("And in Syria?", history)
    bare = pipeline({}, storeys=Storeys(followup=False)).answer("And in Syria?", history)
    assert whole.understood == "How many people were killed in Syria?"
    assert bare.understood == ""


@dataclass(frozen=True)
class Overheard(ToldReader):
    """Keeps what it was asked of which article."""

    heard: dict[str, str] = field(default_factory=dict)

    def read(self, question: str, passages: Sequence[Passage]) -> list[Reading]:
        self.heard.update({p.article.id: question for p in passages})
        return super().read(question, passages)


def test_an_article_is_not_asked_for_the_date_that_it_bears() -> None:
    dated = article("dated", "في 3 مايو 2019 ضرب زلزال الساحل.", "An-Nahar", date(2023, 2, 6))
    reader = Overheard({})
    passages = [passage(a, i) for i, a in enumerate((QUAKE, SPOKEN, dated), start=1)]
    made = replace(pipeline({}), search=WordSearch(passages), reader=reader)
    asked, left = "كم قتل زلزال الساحل في 6 فبراير 2023؟", "كم قتل زلزال الساحل؟"
    made.answer(asked)
    assert reader.heard == {"quake": left, "spoken": asked, "dated": asked}
    reader.heard.clear()
    made.answer("كم قتل زلزال الساحل في 9 مارس 2021؟")
    assert set(reader.heard.values()) == {"كم قتل زلزال الساحل في 9 مارس 2021؟"}
