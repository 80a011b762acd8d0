"""Statements and rows, judged as an editor would call them."""

from dataclasses import replace

import pytest

from eval.judge import judge, judge_unit
from eval.units import Unit
from rag.types import Answer, Statement, Verdict
from tests.toy_eval import (
    CARS,
    HELD,
    RIGHT_CARS,
    UNANSWERABLE,
    answer,
    claim,
    group,
    question,
    refusal,
    seen,
    span,
)

WHOLE_HELD = span(HELD, "بلغ عدد الموقوفين 2298 شخصا.")

BASRA: dict[str, object] = {
    "kind": "number",
    "question": "How many were killed in the hotel fire in Basra?",
    "answers": {"en": ["16 killed"], "ar": ["16 قتيلا", "ستة عشر قتيلا"]},
    "values": [16],
    "evidence": [{"article": "basra", "quote": "16 قتيلا و31 جريحا في حريق فندق البصرة"}],
    "not": ["9", "24"],
}
OWNER: dict[str, object] = {
    "kind": "person",
    "question": "Who owned the hotel?",
    "answers": {"en": ["Jassim al-Eidani"], "ar": ["جاسم العيداني"]},
    "values": [],
    "evidence": [{"article": "basra", "quote": "أوقفت الشرطة صاحب الفندق جاسم العيداني"}],
    "not": ["حيدر الموزاني", "Haider al-Mozani"],
}
SABOTAGE: dict[str, object] = {
    "kind": "yes-no",
    "question": "Did the inquiry find sabotage?",
    "answers": {"en": ["No"], "ar": ["لا", "نفت وجود أي عمل تخريبي"]},
    "values": [],
    "evidence": [{"article": "basra", "quote": "نفت اللجنة وجود أي شبهة جنائية أو عمل تخريبي"}],
    "not": ["Yes", "نعم"],
}


@pytest.mark.parametrize(
    ("changes", "text", "expected"),
    [
        (BASRA, "16 people", "right"),
        (BASRA, "ستة عشر قتيلا", "right"),
        (BASRA, "16 people, and 9 more", "false"),
        (BASRA, "9 people", "false"),
        (BASRA, "160 people", "false"),
        (BASRA, "16 killed and 31 injured", "right"),
        (BASRA, "31 injured", "false"),
        (BASRA, "16 people killed on 9 March 2021", "false"),
        (BASRA, "According to the civil defence: «معظمهم»", "beside"),
        ({**BASRA, "values": [2030], "answers": {"en": ["2,030"]}}, "about 2,000", "right"),
        ({**BASRA, "values": [2030], "answers": {"en": ["2,030"]}}, "2,000", "false"),
        ({**BASRA, "values": [2030], "answers": {"en": ["2,030"]}}, "about 3,000", "false"),
        (OWNER, "Jasim Al-Eidani (romanised)", "right"),
        (OWNER, "Gassem el-Idani", "right"),
        (OWNER, "Haydar al-Mozani", "false"),
        (OWNER, "The police", "false"),
        (SABOTAGE, "No, according to Euronews", "right"),
        (SABOTAGE, "Yes, according to Euronews", "false"),
        (SABOTAGE, "نفت وجود أي عمل تخريبي", "right"),
        (SABOTAGE, "no more than 5", "false"),
        (UNANSWERABLE, "16 people", "false"),
    ],
)
def test_a_statement_is_judged(changes: dict[str, object], text: str, expected: str) -> None:
    assert judge_unit(question(**changes), Unit(text)) == expected


BOTH = "قُتل 16 نزيلا في حريق فندق البصرة بعد أشهر من مقتل 9 أشخاص في حريق فندق الإسكندرية."


@pytest.mark.parametrize(
    ("quote", "marked", "expected"),
    [
        (BOTH, "16 نزيلا", "right"),
        (BOTH, "9 أشخاص", "false"),
        (BOTH, "", "right"),
        ("قُتل 9 أشخاص في حريق فندق الإسكندرية ليل الأحد بحسب الدفاع المدني.", "", "false"),
        ("زار الوزير الفندق المحترق ووعد بفتح تحقيق عاجل في أسباب الحريق.", "", "beside"),
        ("وشاركت 12 سيارة إطفاء في إخماد النيران التي اندلعت في الفندق.", "12 سيارة", "false"),
    ],
    ids=["marked", "the other event marked", "unmarked", "other event", "no number", "other fact"],
)
def test_a_quotation_is_judged_by_what_it_is_quoted_for(
    quote: str, marked: str, expected: str
) -> None:
    assert judge_unit(question(**BASRA), Unit("", quote, marked)) == expected


def test_a_value_before_a_quotation_is_judged_by_itself() -> None:
    gold = question(**{**BASRA, "values": [31], "answers": {"en": ["31 injured"]}, "not": []})
    whole = "قُتل 16 نزيلا وجُرح 31 في حريق فندق البصرة فجر الأحد بحسب الدفاع المدني."
    assert judge_unit(gold, Unit("16 people, according to the civil defence:", whole)) == "false"
    assert judge_unit(gold, Unit("31 people, according to the civil defence:", whole)) == "right"
    # Of a highlight that holds the right value, everything else is context.
    assert judge_unit(gold, Unit("", whole, "16 نزيلا وجُرح 31")) == "right"


def test_the_sixteen_dead_are_no_troops() -> None:
    gold = question(
        kind="conflict",
        question="How many CSTO troops were deployed?",
        answers={"en": ["2,030 soldiers", "2,000"], "ar": ["2030 جنديًا", "2000 عنصر"]},
        values=[2030, 2000],
        evidence=[{"article": "a", "quote": "القوة المكونة من 2030 جنديًا و 250 مركبة"}],
    )
    said = (
        "2,000 members, according to Middle East Online with AFP, 11 January 2022.",
        "2,030 soldiers, Kassym-Jomart Tokayev said, according to Euronews with AFP, 10 January "
        "2022 — contradiction.",
        "16 members, according to Euronews with AFP, 10 January 2022 — different scope.",
    )
    found = judge(gold, seen(answer(*((text, WHOLE_HELD) for text in said))))
    assert (found.outcome, found.units) == ("false", ("right", "right", "false"))


def test_a_quoted_denial_is_no_statement_of_what_it_denies() -> None:
    gold = question(
        kind="denial",
        answers={"ar": ["ألغيت مباراة النسور"]},
        values=[],
        evidence=[{"article": "a", "quote": "ألغيت مباراة النسور التي كانت مقررة في 9 مايو"}],
        **{"not": ["9 May", "9 مايو"]},
    )
    assert judge_unit(gold, Unit("9 May 2023")) == "false"
    whole = "ألغيت مباراة النسور التي كانت مقررة في 9 مايو."
    assert judge_unit(gold, Unit("", whole, "9 مايو")) == "right"


def test_a_table_row_is_judged_by_its_value_and_its_words() -> None:
    said = answer(
        ("500 cars were burned.", span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")),
        groups=[group(claim(CARS, "500 سيارة", 500)), group(claim(CARS, "26 مسلحا", 26))],
    )
    found = judge(question(), seen(said))
    assert (found.outcome, found.units) == ("false", ("right", "right", "false"))
    assert (found.measures["truth"], found.measures["right first"]) == (-1.0, 1.0)
    misread = answer(
        ("500 cars.", span(CARS, "500 سيارة")), groups=[group(claim(CARS, "500 سيارة", 5))]
    )
    assert judge(question(), seen(misread)).outcome == "false"


def test_what_is_only_possible_states_nothing() -> None:
    said = replace(RIGHT_CARS, possible=(Statement("26 cars were burned.", (1,)),))
    assert judge(question(), seen(said)).outcome == "right"
    alone = replace(refusal(), possible=(Statement("26 cars were burned.", (1,)),))
    assert judge(question(), seen(alone)).outcome == "refused"


def test_an_empty_answer_is_beside_the_point() -> None:
    said = Answer("?", "en", Verdict.ANSWERED)
    assert judge(question(), seen(said)).outcome == "beside"
    assert judge(question(**UNANSWERABLE), seen(said)).outcome == "false"
