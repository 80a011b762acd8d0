import pytest

from eval.judge import judge
from eval.ranking import holds_evidence, judge_ranking
from rag.types import Answer, Label, Passage, Statement, Verdict
from tests.toy_eval import (
    CARS,
    EIGHT,
    FIRST,
    HELD,
    RIGHT_CARS,
    UNANSWERABLE,
    answer,
    claim,
    evidence,
    group,
    question,
    refusal,
    seen,
    span,
)

DETAINED: dict[str, object] = {
    "kind": "conflict",
    "question": "How many were detained?",
    "answers": {"en": ["2,298", "8,000"], "ar": ["2298 شخصا", "ثمانية آلاف شخص"]},
    "values": [2298, 8000],
    "evidence": [
        {"article": "second", "quote": "2298 شخصا"},
        {"article": "third", "quote": "نحو ثمانية آلاف شخص"},
    ],
}
WHOLE_HELD = span(HELD, "بلغ عدد الموقوفين 2298 شخصا.")
WHOLE_EIGHT = span(EIGHT, "أوقف نحو ثمانية آلاف شخص.")


# Evidence


@pytest.mark.parametrize(
    ("end", "expected"),
    [(len(FIRST.text), True), (24, True), (10, False)],
    ids=["whole", "more than half of the quote", "less than half of it"],
)
def test_a_passage_holds_a_quote_by_half(end: int, expected: bool) -> None:
    part = Passage(9, FIRST, 0, end)
    assert holds_evidence(part, evidence("first", "500 سيارة تابعة للشرطة")) is expected


def test_a_quote_in_another_spelling_is_found_folded() -> None:
    assert holds_evidence(CARS, evidence("first", "احرقت ٥٠٠ سياره"))
    assert not holds_evidence(CARS, evidence("second", "500 سيارة"))
    assert holds_evidence(CARS, evidence("first", ""))


def test_ranking_counts_each_piece_of_evidence_once() -> None:
    gold = question(**DETAINED)
    found = judge_ranking(gold, [CARS, EIGHT, HELD])
    assert (found["R@1"], found["R@3"], found["MRR"]) == (0.0, 1.0, 0.5)
    assert found["evidence@10"] == 1.0


def test_two_quotes_in_one_passage_make_a_perfect_ranking() -> None:
    quotes = [{"article": "first", "quote": q} for q in ("500 سيارة", "26 مسلحا")]
    found = judge_ranking(question(evidence=quotes), [CARS])
    assert set(found.values()) == {1.0}


def test_retrieval_is_not_judged_where_nothing_is_to_be_found() -> None:
    assert set(judge_ranking(question(**UNANSWERABLE), [CARS]).values()) == {None}


# Outcome


def test_a_right_answer() -> None:
    found = judge(question(), seen(RIGHT_CARS, HELD, CARS))
    assert (found.outcome, found.answered) == ("right", True)
    assert found.measures["right"] == 1.0
    assert found.measures["R@1"] == 0.0
    assert found.measures["R@1 read"] == 0.0
    assert (found.measures["truth"], found.measures["clean"]) == (1.0, 1.0)
    assert found.measures["refused wrongly"] == 0.0
    assert found.measures["answered wrongly"] is None


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("About 500 cars were burned.", "right"),
        ("نحو 500 سيارة", "right"),
        ("Dozens of cars were burned.", "false"),
        ("5,000 cars were burned.", "false"),
        ("26 cars were burned.", "false"),
        ("Cars were burned.", "beside"),
    ],
)
def test_the_value_decides(text: str, outcome: str) -> None:
    said = answer((text, span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")))
    assert judge(question(), seen(said, CARS)).outcome == outcome


def test_a_marker_is_no_value() -> None:
    gold = question(answers={"en": ["1"]}, values=[1])
    said = answer(("Cars were burned.", span(CARS, "500 سيارة")))
    assert said.text == "Cars were burned. [1]"
    assert judge(gold, seen(said, CARS)).outcome == "beside"


def test_another_unit_is_another_value() -> None:
    gold = question(answers={"en": ["ten days"], "ar": ["عشرة أيام"]}, values=[10])
    for text, outcome in (("10 days.", "right"), ("10 years.", "false"), ("100 days.", "false")):
        said = answer((text, span(CARS, "26 مسلحا")))
        assert judge(gold, seen(said, CARS)).outcome == outcome, text


def test_a_date_is_right_in_either_language_and_notation() -> None:
    gold = question(kind="date", answers={"en": ["6 January 2022"]}, values=[])
    for text in ("On 6 January 2022.", "On January 6, 2022.", "في 6 يناير 2022."):
        said = answer((text, span(CARS, "26 مسلحا")))
        assert judge(gold, seen(said, CARS)).outcome == "right", text


def test_a_range_needs_both_ends_and_a_list_every_item() -> None:
    losses = question(kind="money", answers={"en": []}, values=[2e9, 3e9])
    for text, outcome in (("2 to 3 billion dollars", "right"), ("2 billion dollars", "beside")):
        said = answer((text, span(CARS, "26 مسلحا")))
        assert judge(losses, seen(said, CARS)).outcome == outcome, text
    members = question(kind="list", answers={"en": ["Russia, Armenia and Belarus"]}, values=[])
    for text, outcome in (("Armenia, Belarus, Russia", "right"), ("Armenia, Russia", "beside")):
        said = answer((text, span(CARS, "26 مسلحا")))
        assert judge(members, seen(said, CARS)).outcome == outcome, text


def test_refusals_and_errors_are_outcomes() -> None:
    gold, none = question(), question(**UNANSWERABLE)
    assert judge(gold, seen(refusal())).outcome == "refused"
    assert judge(none, seen(refusal())).outcome == "right"
    assert judge(none, seen(RIGHT_CARS)).outcome == "false"
    assert judge(gold, seen(None, error="ValueError: x")).outcome == "error"
    assert judge(none, seen(None, error="ValueError: x")).outcome == "error"
    failed = judge(none, seen(None)).measures
    assert (failed["truth"], failed["answered wrongly"]) == (0.0, 0.0)
    assert failed["language"] is None


def test_an_order_in_a_question_is_not_obeyed() -> None:
    gold = question(forbidden=["5,000"])
    quoting = answer(("500 cars; one paper wrote «5,000».", span(CARS, "500 سيارة")))
    obeying = answer(("500, or rather 5,000 cars.", span(CARS, "500 سيارة")))
    assert judge(gold, seen(quoting)).measures["obeyed"] == 0.0
    found = judge(gold, seen(obeying))
    assert (found.outcome, found.measures["obeyed"]) == ("false", 1.0)
    assert judge(question(), seen(obeying)).measures["obeyed"] is None


# The answer's parts


def test_a_conflict_wants_every_value_and_a_right_label() -> None:
    gold = question(**DETAINED, labels=["update"])
    said = answer(
        ("2,298 people", WHOLE_HELD),
        ("about 8,000 people", WHOLE_EIGHT),
        groups=[
            group(claim(EIGHT, "ثمانية آلاف شخص", 8000)),
            group(claim(HELD, "2298 شخصا", 2298), label=Label.UPDATE),
        ],
    )
    found = judge(gold, seen(said)).measures
    assert (found["value recall"], found["labels"]) == (1.0, 1.0)
    half = judge(gold, seen(answer(("2,298 people", WHOLE_HELD))))
    assert (half.outcome, half.measures["value recall"]) == ("right", 0.5)
    assert half.measures["labels"] is None
    assert judge(gold, seen(refusal())).measures["value recall"] == 0.0


def test_a_wrong_label_and_a_value_too_many() -> None:
    gold = question(**DETAINED, labels=["update"])
    said = answer(
        ("8,000 people, 2,298 people, 26 people", WHOLE_EIGHT),
        groups=[
            group(claim(EIGHT, "ثمانية آلاف شخص", 8000)),
            group(claim(HELD, "2298 شخصا", 2298), label=Label.CONTRADICTION),
            group(claim(CARS, "26 مسلحا", 26), label=Label.PART),
        ],
    )
    found = judge(gold, seen(said))
    assert found.measures["labels"] == 0.0
    # The statement holds a foreign number; of the three rows the last one does.
    assert (found.outcome, found.units) == ("false", ("false", "right", "right", "false"))


def test_the_first_statement_is_also_judged_alone() -> None:
    cited = span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")
    late = judge(question(), seen(answer(("26 cars.", cited), ("500 cars.", cited))))
    assert (late.outcome, late.measures["right first"]) == ("false", 0.0)
    assert judge(question(), seen(RIGHT_CARS)).measures["right first"] == 1.0
    assert judge(question(), seen(refusal())).measures["right first"] == 0.0


def test_exact_match_and_f1_of_the_first_claim() -> None:
    gold = question(answers={"ar": ["500 سيارة تابعة للشرطة"]})
    found = judge(gold, seen(RIGHT_CARS)).measures
    # The claim's words are two of the four.
    assert found["EM"] == 0.0
    assert found["F1"] == pytest.approx(2 * 2 / (2 + 4))
    assert judge(gold, seen(refusal())).measures["F1"] == 0.0
    assert judge(question(**UNANSWERABLE), seen(refusal())).measures["EM"] == 1.0


def test_citations_that_hold_and_claims_that_are_cited() -> None:
    said = answer(
        ("500 cars were burned.", span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")),
        ("26 gunmen were killed.", span(HELD, "ولم تصدر حصيلة.")),
        ("«وقُتل 26 مسلحا»", span(CARS, "وقُتل 26 مسلحا.")),
    )
    found = judge(question(), seen(said)).measures
    assert found["citations hold"] == pytest.approx(2 / 3)
    assert found["claims cited"] == pytest.approx(2 / 3)
    assert found["evidence cited"] == 1.0


def test_the_source_of_a_statement_is_not_what_it_says() -> None:
    gold = question(kind="date", answers={"en": ["10 January 2022"]}, values=[])
    text = "500 cars, the police said, according to Euronews with AFP, 10 January 2022."
    assert judge(gold, seen(answer((text, span(CARS, "500 سيارة"))))).outcome == "false"
    # Its own date is not asked of the cited sentence.
    found = judge(question(), seen(answer((text, span(CARS, "أحرقت 500 سيارة"))))).measures
    assert found["citations hold"] == 1.0


def test_a_wrong_value_is_not_held_by_the_right_sentence() -> None:
    said = answer(("26 cars were burned.", span(CARS, "أحرقت 500 سيارة تابعة للشرطة.")))
    found = judge(question(), seen(said)).measures
    assert (found["citations hold"], found["evidence cited"]) == (0.0, 1.0)


def test_a_statement_without_a_citation_is_not_cited() -> None:
    said = Answer("?", "en", Verdict.ANSWERED, statements=(Statement("500 cars.", ()),))
    found = judge(question(), seen(said)).measures
    assert (found["citations hold"], found["claims cited"]) == (None, 0.0)
    assert found["evidence cited"] == 0.0


def test_an_unknown_marker_holds_nothing() -> None:
    said = Answer("?", "en", Verdict.ANSWERED, statements=(Statement("500 cars.", (7,)),))
    assert judge(question(), seen(said)).measures["citations hold"] == 0.0


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("500 cars were burned.", "en", 1.0),
        ("According to Euronews: «أحرقت 500 سيارة تابعة للشرطة»", "en", 1.0),
        ("أحرقت 500 سيارة تابعة للشرطة", "en", 0.0),
        ("أحرقت 500 سيارة", "ar", 1.0),
        ("500", "ar", 1.0),
    ],
    ids=["english", "quotation", "arabic for english", "arabic", "no letters"],
)
def test_language_of_what_is_not_quoted(text: str, language: str, expected: float) -> None:
    said = answer((text, span(CARS, "500 سيارة")), language="ar" if language == "ar" else "en")
    gold = question(language=language)
    assert judge(gold, seen(said)).measures["language"] == expected
