"""The whole way of a question, over a toy reader and a toy search."""

from datetime import date

import pytest

from rag.answer.compose import Extractive
from rag.errors import InputError
from rag.pipeline import Pipeline, Timings
from rag.settings import Settings
from rag.types import Verdict
from tests.toy_read import STYLEBOOK, ToldReader, WordSearch, article, passage

QUAKE = article(
    "quake",
    "ضرب زلزال قوي هاتاي. وأعلنت وزارة الصحة مقتل 300 شخص في الزلزال. وانهارت مبان كثيرة.",
    "Al Jazeera",
    date(2023, 2, 6),
)
LATER = article(
    "later", "بلغ عدد قتلى الزلزال 1200 شخص.", "An-Nahar", date(2023, 2, 8), ("Reuters",)
)
OTHER = article("other", "تراجع سعر النفط بعد قرار أوبك.", "An-Nahar", date(2023, 2, 7))
PASSAGES = [passage(source, i) for i, source in enumerate((QUAKE, LATER, OTHER), start=1)]


def pipeline(answers: dict[str, float], settings: Settings | None = None) -> Pipeline:
    search, reader = WordSearch(PASSAGES), ToldReader(answers)
    return Pipeline(search, reader, Extractive(STYLEBOOK), STYLEBOOK, settings or Settings())


def test_disagreeing_reports_end_to_end() -> None:
    answer = pipeline({"300 شخص": 0.9, "1200 شخص": 0.8}).answer("كم شخصا قُتل في الزلزال؟")
    assert answer.verdict is Verdict.DISPUTED
    assert answer.text == (
        "تتباين التقارير:\n"
        "1200 شخص، بحسب صحيفة النهار مع رويترز، 8 فبراير 2023. [1]\n"
        "300 شخص، نقلًا عن وزارة الصحة، بحسب الجزيرة، 6 فبراير 2023 — تحديث: تقرير سابق. [2]"
    )
    assert [c.span.passage.article.id for c in answer.citations] == ["later", "quake"]
    assert answer.hits[0].passage.article.id == "quake"


def test_english_question_on_arabic_articles() -> None:
    answer = pipeline({"1200 شخص": 0.8}).answer("How many people were killed?")
    assert answer.text == (
        "Reports differ:\n"
        "1,200 people, according to An-Nahar with Reuters, 8 February 2023. [1]\n"
        "300 people, the health ministry said, according to Al Jazeera, 6 February 2023 — update: "
        "earlier report. [2]"  # the reader passed over it: it counts the same event
    )


def test_readings_below_the_threshold_are_not_answers() -> None:
    answer = pipeline({"زلزال قوي": 0.4}).answer("ماذا ضرب هاتاي؟")
    assert (answer.text, answer.verdict) == ("لم أجد ذلك في الأرشيف", Verdict.NOT_FOUND)
    assert answer.confidence == 0.4
    assert answer.hits[0].passage.article.id == "quake"


def test_a_count_in_the_unit_asked_for_needs_less() -> None:
    asked = "كم شخصا قُتل في الزلزال؟"
    assert pipeline({"300 شخص": 0.005}).answer(asked).verdict is Verdict.DISPUTED
    assert pipeline({"300 شخص": 0.002}).answer(asked).verdict is Verdict.NOT_FOUND
    strict = Settings(threshold=0.5)
    assert pipeline({"300 شخص": 0.4}, strict).answer(asked).verdict is Verdict.NOT_FOUND


def test_the_hours_of_what_the_question_names_need_no_more() -> None:
    curfew = article(
        "curfew", "يسري حظر التجول من الساعة 23:00 حتى الساعة 07:00. وتغلق المحال عند الساعة 18:00."
    )
    search = WordSearch([passage(curfew, 1)])

    def asked(question: str, told: str) -> Verdict:
        reader = ToldReader({told: 1e-5})
        line = Pipeline(search, reader, Extractive(STYLEBOOK), STYLEBOOK, Settings())
        return line.answer(question).verdict

    assert asked("ما ساعات حظر التجول؟", "23:00") is Verdict.ANSWERED
    assert asked("What are the hours of the curfew?", "23:00") is Verdict.ANSWERED
    assert asked("ما ساعات حظر التجول؟", "18:00") is Verdict.NOT_FOUND
    assert asked("ما ساعات العمل؟", "23:00") is Verdict.NOT_FOUND


def test_the_set_threshold_wins_over_the_fitted_one() -> None:
    told = {"300 شخص": 0.4}
    low = pipeline(told, Settings(threshold=0.3)).answer("كم شخصا قُتل في الزلزال؟")
    assert low.statements[-1].text.startswith("300 شخص")


def test_a_follow_up_is_answered_from_its_history() -> None:
    answer = pipeline({"300 شخص": 0.9}).answer("وفي هاتاي؟", ["كم شخصا قُتل في تركيا؟"])
    assert answer.question == "وفي هاتاي؟"
    assert answer.notes == ("فُهم السؤال هكذا: كم شخصا قُتل في هاتاي؟",)
    assert answer.statements[0].text.startswith("300 شخص")


def test_every_step_is_timed() -> None:
    timings: Timings = {}
    pipeline({"300 شخص": 0.9}).answer("كم شخصا قُتل؟", timings=timings)
    assert list(timings) == ["retrieve", "read", "weigh", "compose", "verify"]
    assert all(seconds >= 0 for seconds in timings.values())


def test_unusable_questions_are_refused_before_any_work() -> None:
    with pytest.raises(InputError, match="empty"):
        pipeline({}).answer("  ")
