"""From what was read to claims: which words, which value, whose, about when."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.claims.extract import extract
from rag.question.understand import understand
from rag.text.sentences import split_sentences
from rag.types import Claim, Passage, Reading, Span
from rag.values import Kind, Qualifier, Quantity, When
from tests.toy_read import STYLEBOOK, article, reading

FORCE = "وغادرت القوة المكونة من 2030 جنديًا و 250 مركبة المدينة، بحسب السلطات."
TOLL = "قُتل 18 شخصا وأصيب 748 آخرون في الانفجار الذي وقع في 5 مارس 2021."


def claims(asked: str, text: str, words: str, answerable: float = 0.9) -> list[Claim]:
    source = article("a", text, published=date(2021, 3, 8))
    return extract(understand(asked), [reading(source, words, answerable)], STYLEBOOK)


def quantity(claim: Claim) -> Quantity:
    assert isinstance(claim.value, Quantity)
    return claim.value


@pytest.mark.parametrize(
    ("asked", "words", "evidence", "number", "confidence"),
    [
        ("How many soldiers left?", "2030 جنديًا و 250 مركبة", "2030 جنديًا", 2030, 0.9),
        ("How many vehicles left?", "2030 جنديًا و 250 مركبة", "250 مركبة", 250, 0.9),
        ("كم مركبة غادرت؟", "2030 جنديًا و 250 مركبة", "250 مركبة", 250, 0.9),
        ("كم جنديا غادر؟", "030 جند", "2030 جنديًا", 2030, 0.9),
        ("How many soldiers left?", "القوة المكونة", "2030 جنديًا", 2030, 0.72),
        ("How many vehicles left?", "2030 جنديًا", "250 مركبة", 250, 0.72),
    ],
    ids=["first", "second", "arabic", "cut", "beside", "other unit"],
)
def test_the_value_that_fits_the_question_is_taken(
    asked: str, words: str, evidence: str, number: int, confidence: float
) -> None:
    (claim,) = claims(asked, FORCE, words)
    assert claim.evidence.text == evidence
    assert quantity(claim).low == Decimal(number)
    assert claim.confidence == pytest.approx(confidence)
    assert claim.sentence.text == FORCE
    assert claim.speaker == "السلطات"


def test_no_fitting_value_in_the_sentence_leaves_a_phrase() -> None:
    (claim,) = claims("How many soldiers died?", "سقط ضحايا عدة في صفوف الجيش.", "ضحايا عدة")
    assert (claim.value, claim.evidence.text) == (None, "ضحايا عدة")
    assert claim.confidence == pytest.approx(0.45)


def test_a_place_that_the_question_names_is_no_answer_to_it() -> None:
    text = "بدأت الاحتجاجات في كازاخستان من جنوب غرب البلاد."
    asked = "In which part of Kazakhstan did the protests begin?"
    assert claims(asked, text, "كازاخستان") == []
    (claim,) = claims(asked, text, "جنوب غرب البلاد")
    assert claim.evidence.text == "جنوب غرب البلاد"


def test_a_value_that_only_shares_the_sentence_is_not_taken() -> None:
    text = "تأسست المدينة في القرن الثامن عشر على ضفة الخور، وجاءها التجار الأجانب في عام 1822."
    (claim,) = claims("متى تأسست المدينة؟", text, "في القرن الثامن عشر")
    assert (claim.value, claim.evidence.text) == (None, "في القرن الثامن عشر")


def test_a_value_in_another_measure_is_kept_rather_than_a_stranger_outside() -> None:
    text = "تغطي الغابة 5,500,000 كيلومتر مربع من حوض طوله 300 كيلومتر."
    (claim,) = claims("كم كيلومترا تغطي الغابة؟", text, "5,500,000")
    assert quantity(claim).low == Decimal(5500000)


def test_the_sign_on_the_last_letter_belongs_to_the_value() -> None:
    (claim,) = claims("كم شخصا أوقف؟", "بلغ عدد الموقوفين 2298 شخصاً.", "2298")
    assert claim.evidence.text == "2298 شخصاً"


def test_the_day_of_the_event_is_kept_apart_from_publication() -> None:
    (claim,) = claims("كم شخصا قُتل؟", TOLL, "18 شخصا")
    assert claim.event_date == date(2021, 3, 5)
    assert claim.article.published == date(2021, 3, 8)


def test_a_date_asked_for_is_the_value_itself() -> None:
    (claim,) = claims("When was the explosion?", TOLL, "في 5 مارس 2021")
    assert isinstance(claim.value, When)
    assert (claim.value.start, claim.event_date) == (date(2021, 3, 5), None)
    assert claim.evidence.text == "5 مارس 2021"


def test_hedges_belong_to_the_value() -> None:
    (claim,) = claims("كم شخصا اعتقل؟", "اعتقل نحو ثمانية آلاف شخص في البلاد.", "ثمانية آلاف")
    assert claim.evidence.text == "نحو ثمانية آلاف شخص"
    assert (quantity(claim).low, quantity(claim).qualifier) == (Decimal(8000), Qualifier.ABOUT)


@pytest.mark.parametrize(
    ("asked", "text", "words", "evidence", "kind"),
    [
        (
            "كم بلغ سعر برميل النفط؟",
            "ارتفع سعر برميل النفط 3 بالمئة إلى 84.5 دولارا.",
            "3 بالمئة إلى 84.5 دولارا",
            "84.5 دولارا",
            Kind.MONEY,
        ),
        (
            "What percentage did oil rise by?",
            "ارتفع سعر برميل النفط 3 بالمئة إلى 84.5 دولارا.",
            "3 بالمئة إلى 84.5 دولارا",
            "3 بالمئة",
            Kind.PERCENT,
        ),
        (
            "How long will the truce last?",
            "تستمر الهدنة عشرة أيام بعد اتفاق وقعه 3 وزراء.",
            "عشرة أيام",
            "عشرة أيام",
            Kind.DURATION,
        ),
    ],
    ids=["money", "percent", "duration"],
)
def test_the_kind_asked_for_wins(
    asked: str, text: str, words: str, evidence: str, kind: Kind
) -> None:
    (claim,) = claims(asked, text, words)
    assert (claim.evidence.text, quantity(claim).kind) == (evidence, kind)


def test_names_of_a_phrase_are_told_without_those_of_the_question() -> None:
    text = "وفازت ليلى حداد على سامي النجار."
    (claim,) = claims("Who beat Sami al-Najjar?", text, "حداد")
    assert (claim.evidence.text, claim.names) == ("ليلى حداد", ("Leila Haddad",))


def test_two_passages_that_share_a_sentence_give_one_claim() -> None:
    source = article("a", FORCE, published=date(2021, 3, 8))
    readings = [reading(source, "2030", 0.7, 1), reading(source, "2030 جنديًا", 0.8, 2)]
    (claim,) = extract(understand("How many soldiers left?"), readings, STYLEBOOK)
    assert (claim.confidence, claim.evidence.passage.id) == (0.8, 2)


def test_a_span_over_two_sentences_counts_for_the_one_that_holds_most() -> None:
    text = "وصل الوفد. قتل 18 شخصا في الانفجار."
    (claim,) = claims("كم شخصا قُتل؟", text, "الوفد. قتل 18 شخصا")
    assert claim.sentence.text == "قتل 18 شخصا في الانفجار."


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("How many barrels did OPEC cut?", 1),
        ("How many barrels did Erdogan cut?", 0),
        ("How many barrels were cut?", 1),
        ("How many barrels did Erdogan and OPEC cut?", 1),
    ],
)
def test_an_article_answers_only_for_whom_it_names(asked: str, count: int) -> None:
    text = "اجتمعت أوبك أمس في فيينا. وخفضت المنظمة الإنتاج بمقدار 40 برميلا."
    assert len(claims(asked, text, "40 برميلا")) == count


def test_who_is_not_answered_with_a_number() -> None:
    text = "أوقف نحو ثمانية آلاف شخص في المدينة."
    assert claims("من أوقف؟", text, "ثمانية آلاف شخص") == []


def test_a_reading_without_span_gives_nothing() -> None:
    empty = reading(article("a", FORCE), "2030")
    gone = type(empty)(empty.passage, 0.9, None)
    assert extract(understand("How many soldiers left?"), [gone], STYLEBOOK) == []


@settings(deadline=None)
@given(st.text(min_size=1, max_size=120), st.data())
def test_evidence_lies_in_its_sentence_whatever_the_span(text: str, data: st.DataObject) -> None:
    source = article("a", text, published=date(2021, 3, 8))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = Passage(1, source, 0, len(text), tuple(split_sentences(text)))
    found = extract(
        understand("How many soldiers left?"),
        [Reading(whole, 0.9, Span(whole, start, end))],
        STYLEBOOK,
    )
    for claim in found:
        assert claim.sentence.start <= claim.evidence.start <= claim.evidence.end
        assert claim.evidence.end <= claim.sentence.end


def test_a_weekday_in_an_article_without_a_date_is_only_quoted() -> None:
    source = article("a", "وصل الوفد الجمعة إلى العاصمة.", published=None)
    question = understand("When did the delegation arrive?")
    (claim,) = extract(question, [reading(source, "الجمعة", 0.9)], STYLEBOOK)
    assert (claim.value, claim.evidence.text) == (None, "الجمعة")


def test_a_date_answers_when_somebody_was_born_only_where_a_birth_is_told() -> None:
    news = "وصل الوزير سامي حداد إلى العاصمة في 5 مارس 2021."
    birth = "ولد الوزير سامي حداد في 5 مارس 1971."
    assert claims("When was Sami Haddad born?", news, "5 مارس 2021") == []
    (claim,) = claims("When was Sami Haddad born?", birth, "5 مارس 1971")
    assert claim.evidence.text == "5 مارس 1971"


def test_an_hour_is_taken_from_the_sentence_and_nothing_else_is_an_hour() -> None:
    text = "فُرض حظر التجول لعدة أيام من الساعة 23:00 حتى الساعة 07:00 في العاصمة."
    (claim,) = claims("What are the hours of the curfew?", text, "فُرض حظر التجول لعدة أيام")
    assert claim.evidence.text == "من الساعة 23:00 حتى الساعة 07:00"
    assert claims("What are the hours?", "فُرض حظر التجول في 5 مارس 2021.", "5 مارس 2021") == []


def test_a_date_in_the_sentence_goes_before_a_duration_in_the_span() -> None:
    text = "سيبدأ الانسحاب في 9 مارس 2021 ولن يستغرق أكثر من عشرة أيام."
    (claim,) = claims("When will the withdrawal start?", text, "ولن يستغرق أكثر من عشرة أيام")
    assert claim.evidence.text == "9 مارس 2021"
