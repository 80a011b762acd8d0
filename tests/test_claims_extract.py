"""From accepted sentences to claims: which words, which value, whose, about when."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.claims.extract import extract
from rag.text.sentences import split_sentences
from rag.types import Claim, Passage, Reading, Span
from rag.values import Kind, Qualifier, Quantity, When
from tests.toy_claims import BOOK, accepted, ask
from tests.toy_read import article, reading

QUAKE = "قُتل 18 شخصا وأصيب 748 آخرون في الزلزال الذي ضرب الساحل في 5 مارس 2021."
CROWD = "حضر المباراة 2030 مشجعا ووصل 250 مركبة، بحسب الشرطة."


def claims(asked: str, text: str, words: str, *, values: bool = True) -> list[Claim]:
    source = article(
        "a", text, published=date(2021, 3, 8), language="en" if text[0] < "~" else "ar"
    )
    found = accepted(asked, [reading(source, words)])
    return extract(ask(asked), found, BOOK, values=values)


def quantity(claim: Claim) -> Quantity:
    assert isinstance(claim.value, Quantity)
    return claim.value


@pytest.mark.parametrize(
    ("asked", "text", "words", "evidence"),
    [
        ("How many fans saw the match?", CROWD, "2030 مشجعا", "2030 مشجعا"),
        ("How many vehicles came?", CROWD, "2030 مشجعا ووصل 250 مركبة", "250 مركبة"),
        ("كم مركبة وصلت؟", CROWD, "250", "250 مركبة"),
        (
            "كم شخصا قتل؟",
            "قتل نحو ثمانية آلاف شخص في البلاد.",
            "ثمانية آلاف",
            "نحو ثمانية آلاف شخص",
        ),
        ("كم شخصا أوقف؟", "بلغ عدد الموقوفين 2298 شخصاً.", "2298", "2298 شخصاً"),
        (
            "كم نسبة المنازل التي انقطع عنها التيار؟",
            "وقطعت الكهرباء عن ثلثي المنازل في البلدة.",
            "ثلثي المنازل",
            "ثلثي المنازل",
        ),
        ("When did the earthquake strike?", QUAKE, "في 5 مارس 2021", "5 مارس 2021"),
        (
            "متى وصل الفريق؟",
            "وصل الفريق الجمعة (5 مارس 2021).",
            "الجمعة (5 مارس 2021",
            "5 مارس 2021",
        ),
        (
            "What share of the vote did she win?",
            "حصلت على 52 بالمئة من الأصوات.",
            "52 بالمئة",
            "52 بالمئة",
        ),
        (
            "How long will the truce last?",
            "تستمر الهدنة عشرة أيام بعد اتفاق وقعه 3 وزراء.",
            "عشرة أيام",
            "عشرة أيام",
        ),
        ("كم شخصا أصيب؟", "ذكرنا أن 30 شخصا أصيبوا، والصحيح 13 شخصا.", "30 شخصا", "13 شخصا"),
        (
            "كم شخصا أصيب؟",
            "صححت الشرطة عدد المصابين من 30 شخصا إلى 13 شخصا.",
            "من 30 شخصا إلى 13 شخصا",
            "13 شخصا",
        ),
        (
            "How many were hurt?",
            "We said 30 people were hurt; the correct figure is 13 people.",
            "30 people",
            "13 people",
        ),
    ],
    ids=[
        "alone",
        "by its unit",
        "cut",
        "hedged",
        "last sign",
        "a share in words",
        "date",
        "weekday and date",
        "percent",
        "duration",
        "set right in Arabic",
        "corrected",
        "set right in English",
    ],
)
def test_a_value_that_is_sure_is_stated(asked: str, text: str, words: str, evidence: str) -> None:
    (claim,) = claims(asked, text, words)
    assert (claim.evidence.text, claim.focus) == (evidence, None)
    assert claim.value is not None
    assert claim.sentence.text == text


@pytest.mark.parametrize(
    ("asked", "text", "words"),
    [
        ("كم شخصا قتل؟", "قتل 12 شخصا في الفندق و15 شخصا في الشارع.", "12 شخصا"),
        ("كم شخصا قتل؟", "لم يقتل 12 شخصا في الحريق.", "12 شخصا"),
        ("متى المباراة؟", "ألغيت المباراة التي كانت ستقام في 5 مايو 2021.", "5 مايو 2021"),
        ("متى يعود الدوري؟", "لن يعود الدوري قبل 5 مايو 2021.", "5 مايو 2021"),
        ("كم دينارا سرق؟", "زعمت الشرطة أنه سرق 300 دينار.", "300 دينار"),
        ("كم يبلغ الرسم؟", "يرتفع رسم التحويل من 3 إلى 4 دراهم.", "من 3 إلى 4 دراهم"),
        ("How much is the fee?", "The fee will rise from 3 to 4 dirhams.", "4 dirhams"),
        ("How much is the fee?", "The fee will rise from 3 to 4 dirhams.", "from 3 to 4 dirhams"),
        ("Why was it shut?", "The bank was shut over its losses.", "over its losses"),
        ("كم مرة فاز بنك النخيل؟", "فاز بنك النخيل بالجائزة للمرة الثالثة.", "للمرة الثالثة"),
        ("كم دورة بلغ المهرجان؟", "انطلقت الدورة الثانية عشرة من المهرجان.", "الدورة الثانية عشرة"),
        (
            "How many editions has it had?",
            "انطلقت الدورة الثانية عشرة من المهرجان.",
            "الثانية عشرة",
        ),
        (
            "كم هدفا سجل سامي النجار؟",
            "سجلت ليلى حداد هدفين، وغاب سامي النجار.",
            "هدفين",
        ),
        (
            "How many goals did Sami al-Najjar score?",
            "سجلت ليلى حداد هدفين، وغاب سامي النجار.",
            "هدفين",
        ),
    ],
    ids=[
        "two of its kind",
        "denied",
        "called off",
        "a limit",
        "alleged",
        "a move",
        "the end of a move",
        "a move in English",
        "a reason",
        "an ordinal",
        "an edition",
        "an edition, across languages",
        "another's clause",
        "another's clause, across languages",
    ],
)
def test_what_is_not_sure_is_quoted_whole(asked: str, text: str, words: str) -> None:
    (claim,) = claims(asked, text, words)
    assert (claim.value, claim.evidence.text) == (None, text)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("كم هدفا سجلت ليلى حداد؟", "سجلت ليلى حداد هدفين، وغاب سامي النجار."),
        ("كم هدفا سجل نادي الموج؟", "سجل الفريق هدفين، وفق نادي الموج."),
        ("كم هدفا سجل نادي الموج؟", "سجل الفريق هدفين، وهو نادي الموج."),
    ],
)
def test_a_name_in_the_clause_of_the_value_leaves_it_be(asked: str, text: str) -> None:
    (claim,) = claims(asked, text, "هدفين")
    assert quantity(claim).low == 2


def test_the_words_of_a_quoted_sentence_are_lit() -> None:
    (claim,) = claims("Why was it shut?", "The bank was shut over its losses.", "ver its losse")
    assert claim.focus is not None
    assert claim.focus.text == "over its losses"


def test_a_move_between_places_is_no_move_of_a_value() -> None:
    (claim,) = claims("كم شخصا نقل؟", "نقل 500 شخص من بيروت إلى صيدا.", "500 شخص")
    assert quantity(claim).low == Decimal(500)


def test_the_value_is_read_with_its_hedge_and_kind() -> None:
    (claim,) = claims("كم شخصا قتل؟", "قتل نحو ثمانية آلاف شخص في البلاد.", "ثمانية آلاف")
    value = quantity(claim)
    assert (value.low, value.qualifier, value.kind, value.unit) == (
        Decimal(8000),
        Qualifier.ABOUT,
        Kind.COUNT,
        "person",
    )


def test_the_day_of_the_event_is_kept_apart_from_publication() -> None:
    (claim,) = claims("كم شخصا قتل؟", QUAKE, "18 شخصا")
    assert (claim.event_date, claim.article.published) == (date(2021, 3, 5), date(2021, 3, 8))
    (when,) = claims("When did the earthquake strike?", QUAKE, "5 مارس 2021")
    assert isinstance(when.value, When)
    assert (when.value.start, when.event_date) == (date(2021, 3, 5), None)


def test_who_says_it_is_told() -> None:
    (claim,) = claims("كم مشجعا حضر؟", CROWD, "2030 مشجعا")
    assert claim.speaker == "الشرطة"


def test_without_values_all_is_words() -> None:
    (claim,) = claims("كم مشجعا حضر؟", CROWD, "2030 مشجعا", values=False)
    assert (claim.value, claim.evidence.text) == (None, CROWD)


def test_a_weekday_in_an_article_without_a_date_is_only_quoted() -> None:
    asked, source = "متى وصل الفريق؟", article("a", "وصل الفريق الجمعة إلى العاصمة.")
    (claim,) = extract(ask(asked), accepted(asked, [reading(source, "الجمعة")]), BOOK)
    assert claim.value is None
    assert claim.focus is not None
    assert claim.focus.text == "الجمعة"


@pytest.mark.parametrize(
    ("asked", "words", "evidence", "names"),
    [
        ("Who beat Sami al-Najjar?", "حداد", "ليلى حداد", ("Leila Haddad",)),
        ("Who beat Leila Haddad?", "سامي", "سامي النجار", ("Sami al-Najjar",)),
        ("Why did she win?", "حداد", "فازت ليلى حداد على سامي النجار.", ()),
    ],
    ids=["the name that is cut", "the other", "no name is asked for"],
)
def test_names_are_taken_whole_and_told_in_the_house_form(
    asked: str, words: str, evidence: str, names: tuple[str, ...]
) -> None:
    (claim,) = claims(asked, "فازت ليلى حداد على سامي النجار.", words)
    assert (claim.evidence.text, claim.names) == (evidence, names)


def test_two_passages_that_share_a_sentence_give_the_likelier_claim() -> None:
    source = article("a", CROWD)
    read = [reading(source, "2030", 0.7, 1), reading(source, "2030 مشجعا", 0.8, 2)]
    found = accepted("كم مشجعا حضر؟", read)
    (claim,) = extract(ask("كم مشجعا حضر؟"), found, BOOK)
    assert claim.confidence == found[0].chance == max(c.chance for c in found)


@settings(deadline=None, max_examples=50)
@given(st.text(min_size=1, max_size=120), st.data())
def test_evidence_lies_in_its_sentence_whatever_the_span(text: str, data: st.DataObject) -> None:
    source = article("a", text, published=date(2021, 3, 8))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    whole = Passage(1, source, 0, len(text), tuple(split_sentences(text)))
    read = [Reading(whole, 0.9, Span(whole, start, end))]
    for claim in extract(ask("Why?"), accepted("Why?", read), BOOK):
        words = claim.focus or claim.evidence
        assert claim.sentence.start <= words.start <= words.end <= claim.sentence.end


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("ارتفعت حصيلة غرق «السلامة» إلى 26 قتيلا بعد انتشال 17 جثة.", True),
        ("ارتفعت حصيلة غرق السلامة إلى 26 قتيلا بعد انتشال 17 جثة.", False),
    ],
)
def test_a_number_of_what_an_article_quotes_may_be_compared(text: str, marked: bool) -> None:
    (claim,) = claims("كم عدد غرقى السلامة؟", text, "26 قتيلا")
    assert (claim.value is None, claim.marked is not None) == (True, marked)
