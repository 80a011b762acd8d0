"""Equal claims together, copies counted once, disagreements labelled, nothing averaged."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rag.claims.group import group_claims
from rag.claims.speakers import speaker_of
from rag.question.understand import Question
from rag.text.stylebook import Stylebook
from rag.tuning import MOST_ROWS
from rag.types import Claim, Group, Label, Span
from rag.values import Kind, Precision, Qualifier, Quantity, Value, When
from tests.toy_claims import ask
from tests.toy_read import STYLEBOOK, article, passage

DAY = date(2023, 2, 6)
KILLED = ask("كم شخصا قتل في الزلزال؟")
PRICE = ask("كم بلغ سعر السهم؟")
WHEN = ask("متى تبدأ الهدنة؟")


def people(number: int, qualifier: Qualifier = Qualifier.EXACT) -> Quantity:
    return Quantity(Decimal(number), Decimal(number), Kind.COUNT, "person", qualifier)


def money(number: str) -> Quantity:
    return Quantity(Decimal(number), Decimal(number), Kind.MONEY, "USD")


def share(number: int) -> Quantity:
    return Quantity(Decimal(number), Decimal(number), Kind.PERCENT)


def day(month: int, number: int) -> When:
    at = date(2024, month, number)
    return When(at, at, Precision.DAY)


def claim(
    text: str,
    words: str,
    value: Value | None,
    published: date | None = DAY,
    confidence: float = 0.9,
    wire: tuple[str, ...] = (),
    identity: str = "",
) -> Claim:
    """What an article says on `published`; it is one of its own unless `identity` is given."""
    whole = passage(article(identity or text, text, published=published, wire=wire))
    start = text.index(words)
    sentence = next(Span(whole, low, high) for low, high in whole.sentences if low <= start < high)
    speaker = speaker_of(sentence.text, start - sentence.start, whole.article.language)
    evidence = Span(whole, start, start + len(words))
    return Claim("", value, evidence, sentence, confidence, speaker)


def told(question: Question, *claims: Claim) -> list[tuple[list[str], Label, int]]:
    groups: list[Group] = group_claims(question, claims, STYLEBOOK)
    return [([c.evidence.text for c in g.claims], g.label, g.sources) for g in groups]


def quake(count: str, value: Quantity, published: date | None = DAY, sure: float = 0.9) -> Claim:
    return claim(f"قتل {count} في الزلزال.", count, value, published, sure)


def test_nothing_gives_nothing() -> None:
    assert group_claims(KILLED, [], STYLEBOOK) == []


def test_a_question_that_no_value_answers_has_one_group() -> None:
    one = claim("أغلق البنك بسبب خسائره.", "بسبب خسائره", None)
    two = claim("أغلق البنك بأمر المحكمة.", "بأمر المحكمة", None)
    assert told(ask("لماذا أغلق البنك؟"), one, two) == [(["بسبب خسائره"], Label.AGREED, 1)]
    assert told(KILLED, one, two) == [(["بسبب خسائره"], Label.AGREED, 1)]


def test_a_number_that_can_only_be_quoted_is_compared() -> None:
    first = claim("ارتفع العدد إلى ثمانية في هاتاي.", "ارتفع العدد إلى ثمانية", None)
    earlier = quake("خمسة أشخاص", people(5), DAY.replace(day=5), 0.7)
    assert told(KILLED, first, earlier) == [(["ارتفع العدد إلى ثمانية"], Label.AGREED, 1)]
    marked = replace(first, marked=people(8))
    assert told(KILLED, marked, earlier) == [
        (["ارتفع العدد إلى ثمانية"], Label.AGREED, 1),
        (["خمسة أشخاص"], Label.UPDATE, 1),
    ]


def test_nor_does_the_article_beside_it() -> None:
    text = "قتل 5 أشخاص في الزلزال. ونقل 6 أشخاص في الزلزال إلى المستشفى."
    later = quake("8 أشخاص", people(8))
    best = claim(text, "5 أشخاص", people(5), DAY.replace(day=5), 0.8)
    more = claim(text, "6 أشخاص", people(6), DAY.replace(day=5), 0.7)
    rows = [words for words, _, _ in told(KILLED, later, best, more)]
    assert rows == [["8 أشخاص"], ["5 أشخاص"]]


def test_a_value_and_its_rounding_are_one_group_the_exact_first() -> None:
    assert told(
        KILLED,
        quake("نحو 2000 شخص", people(2000, Qualifier.ABOUT), sure=0.9),
        quake("2030 شخصا", people(2030), sure=0.7),
        quake("أكثر من ألفي شخص", people(2000, Qualifier.MORE_THAN), sure=0.8),
    ) == [(["2030 شخصا", "نحو 2000 شخص", "أكثر من ألفي شخص"], Label.AGREED, 3)]


def test_a_tally_that_rises_is_told_latest_first() -> None:
    assert told(
        KILLED,
        quake("300 شخص", people(300), date(2023, 2, 6)),
        quake("5000 شخص", people(5000), date(2023, 2, 8)),
        quake("1200 شخص", people(1200), date(2023, 2, 7)),
    ) == [
        (["5000 شخص"], Label.AGREED, 1),
        (["1200 شخص"], Label.UPDATE, 1),
        (["300 شخص"], Label.UPDATE, 1),
    ]


def test_a_count_that_falls_is_no_running_tally() -> None:
    assert told(
        KILLED,
        quake("450 شخصا", people(450), date(2023, 2, 6)),
        quake("300 شخص", people(300), date(2023, 2, 7)),
    ) == [(["300 شخص"], Label.AGREED, 1), (["450 شخصا"], Label.CONTRADICTION, 1)]


def test_two_numbers_of_one_day_contradict_the_surest_first() -> None:
    assert told(
        KILLED, quake("300 شخص", people(300), sure=0.7), quake("450 شخصا", people(450))
    ) == [(["450 شخصا"], Label.AGREED, 1), (["300 شخص"], Label.CONTRADICTION, 1)]


def test_what_has_no_date_comes_last_and_is_no_update() -> None:
    # The noun that is counted has a form for each number: "شخصا", "شخص".
    assert told(
        KILLED, quake("300 شخص", people(300), None), quake("450 شخصا", people(450), sure=0.6)
    ) == [(["450 شخصا"], Label.AGREED, 1), (["300 شخص"], Label.CONTRADICTION, 1)]


def test_a_price_moves_both_ways() -> None:
    high = claim("بلغ سعر السهم 90 دولارا.", "90 دولارا", money("90"), date(2023, 9, 1))
    low = claim("بلغ سعر السهم 84 دولارا.", "84 دولارا", money("84"), date(2023, 9, 2))
    assert told(PRICE, high, low) == [
        (["84 دولارا"], Label.AGREED, 1),
        (["90 دولارا"], Label.UPDATE, 1),
    ]


@pytest.mark.parametrize(
    ("first", "second", "label"),
    [(date(2024, 3, 1), date(2024, 3, 5), Label.UPDATE),
     (date(2024, 3, 20), date(2024, 3, 21), Label.CONTRADICTION)],
    ids=["still to come", "past"],
)  # fmt: skip
def test_a_date_to_come_can_be_put_off_a_past_one_cannot_change(
    first: date, second: date, label: Label
) -> None:
    one = claim("تبدأ الهدنة في 10 مارس.", "10 مارس", day(3, 10), first)
    two = claim("تبدأ الهدنة في 12 مارس.", "12 مارس", day(3, 12), second)
    assert told(WHEN, one, two) == [(["12 مارس"], Label.AGREED, 1), (["10 مارس"], label, 1)]


def test_a_correction_comes_first_whatever_its_date() -> None:
    wrong = quake("30 شخصا", people(30), date(2023, 2, 9), 0.95)
    right = claim("تصحيح: قتل 13 شخصا في الزلزال.", "13 شخصا", people(13), date(2023, 2, 7), 0.6)
    assert told(KILLED, wrong, right) == [
        (["13 شخصا"], Label.AGREED, 1),
        (["30 شخصا"], Label.CORRECTED, 1),
    ]


def test_the_figure_behind_and_not_is_the_wrong_one() -> None:
    right = claim("قتل في الزلزال 13 شخصا وليس 30.", "13 شخصا", people(13), date(2023, 2, 6))
    other = claim("قتل في الزلزال 30 شخصا وليس 13.", "13", people(13), date(2023, 2, 7))
    old = quake("30 شخصا", people(30), date(2023, 2, 8))
    assert [label for _, label, _ in told(KILLED, right, old)] == [Label.AGREED, Label.CORRECTED]
    assert told(KILLED, other, old)[0][0] == ["30 شخصا"]


def test_some_of_them_are_a_part() -> None:
    whole = quake("18 شخصا", people(18), date(2023, 2, 7))
    part = claim("قتل كثيرون في الزلزال من بينهم 3 أشخاص.", "3 أشخاص", people(3))
    assert told(KILLED, whole, part)[1] == (["3 أشخاص"], Label.PART, 1)


def test_an_article_does_not_contradict_itself() -> None:
    text = "قتل 18 شخصا في الزلزال. وقتل 40 شخصا في زلزال آخر قبل سنوات."
    one = claim(text, "18 شخصا", people(18), identity="a")
    two = claim(text, "40 شخصا", people(40), identity="a")
    assert told(KILLED, one, two) == [(["18 شخصا"], Label.AGREED, 1)]


def test_another_kind_of_thing_is_no_row() -> None:
    vehicles = Quantity(Decimal(40), Decimal(40), Kind.COUNT, "vehicle")
    other = claim("قتل في الزلزال كثيرون وتضررت 40 مركبة.", "40 مركبة", vehicles)
    assert told(KILLED, quake("300 شخص", people(300)), other) == [(["300 شخص"], Label.AGREED, 1)]


def test_the_fire_of_another_hotel_is_no_row() -> None:
    asked = ask("كم شخصا قتل في حريق فندق الساحل؟")
    own = claim("قتل 12 شخصا في حريق فندق الساحل.", "12 شخصا", people(12))
    more = claim("ارتفع عدد قتلى حريق فندق الساحل إلى 15 شخصا.", "15 شخصا", people(15),
                 date(2023, 2, 7))  # fmt: skip
    other = claim("قتل 40 شخصا في حريق فندق الجبل.", "40 شخصا", people(40), date(2023, 2, 8))
    assert told(asked, own, more, other) == [
        (["15 شخصا"], Label.AGREED, 1),
        (["12 شخصا"], Label.UPDATE, 1),
    ]


def test_no_more_rows_than_a_reader_takes_in() -> None:
    claims = [quake(f"{n} شخص", people(n), date(2023, 2, n % 27 + 1)) for n in range(101, 112)]
    assert len(group_claims(KILLED, claims, STYLEBOOK)) == MOST_ROWS == 6


@pytest.mark.parametrize(
    ("texts", "wires", "sources"),
    [
        (("قتل 300 شخص في الزلزال أمس.", "لقي 300 شخص حتفهم."), ((), ()), 2),
        (("قتل 300 شخص في الزلزال أمس.", "لقي 300 شخص حتفهم."), (("AFP",), ("AFP",)), 1),
        (("قتل 300 شخص في الزلزال أمس.", "لقي 300 شخص حتفهم."), (("AFP",), ("Reuters",)), 2),
        (("قتل 300 شخص بحسب فرانس برس.", "لقي 300 شخص حتفهم."), ((), ("AFP",)), 1),
        (("قتل 300 شخص في الزلزال أمس.", "لقي 300 شخص حتفهم بحسب كونا."), (("KUNA",), ()), 1),
        (("قتل 300 شخص في زلزال ضرب البلاد.", "قتل 300 شخص في زلزال ضرب البلاد أمس."), ((), ()), 1),
    ],
    ids=[
        "independent",
        "one wire",
        "two wires",
        "credited in the sentence",
        "credited as the speaker",
        "one text",
    ],
)
def test_copies_of_one_report_are_one_source(
    texts: tuple[str, str], wires: tuple[tuple[str, ...], ...], sources: int
) -> None:
    asked = ask("كم شخصا؟")
    claims = [
        claim(text, "300 شخص", people(300), wire=wire)
        for text, wire in zip(texts, wires, strict=True)
    ]
    (group,) = group_claims(asked, claims, Stylebook.load())
    assert (len(group.claims), group.sources) == (2, sources)


@pytest.mark.parametrize(
    ("other", "published", "rows"),
    [
        (date(2024, 5, 18), date(2024, 5, 19), 1),  # the final of the year before
        (date(2025, 5, 18), date(2025, 5, 19), 2),
        (date(2024, 5, 18), date(2025, 5, 19), 2),  # told a year later, of this one
    ],
)
def test_a_day_that_was_news_of_another_season_is_no_row(
    other: date, published: date, rows: int
) -> None:
    first = date(2025, 5, 25)
    asked = ask("متى أقيم نهائي الكأس؟")
    text = "أقيم نهائي الكأس يوم {}."
    told_days = [
        claim(text.format(at), str(at), When(at, at, Precision.DAY), came, identity=str(at))
        for at, came in ((first, date(2025, 5, 26)), (other, published))
    ]
    assert len(group_claims(asked, told_days, STYLEBOOK)) == rows


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ("ما الحصيلة النهائية لقتلى الزلزال؟", 1),
        ("كم قتل في الزلزال وفق آخر حصيلة؟", 1),
        ("What is the final death toll of the quake?", 1),
        ("كم شخصا قتل في الزلزال؟", 2),
        ("كم شخصا قتل في الزلزال الأخير؟", 2),
    ],
)
def test_who_asks_for_the_final_toll_is_told_no_earlier_one(asked: str, rows: int) -> None:
    later = quake("44 شخصا", people(44), date(2023, 2, 9))
    assert len(told(ask(asked), later, quake("26 شخصا", people(26)))) == rows


def test_a_correction_stands_beside_what_it_names_alone() -> None:
    right = claim("كانت المشاركة 52 في المئة وليس 57 في المئة.", "52 في المئة", share(52))
    wrong = claim("بلغت المشاركة 57 في المئة.", "57 في المئة", share(57))
    other = claim("نال المرشح 41 في المئة من الأصوات.", "41 في المئة", share(41))
    asked = ask("كم بلغت نسبة المشاركة؟")
    rows = [(words[0], label) for words, label, _ in told(asked, right, wrong, other)]
    assert rows == [("52 في المئة", Label.AGREED), ("57 في المئة", Label.CORRECTED)]


def test_a_report_after_a_correction_may_contradict_it() -> None:
    right = claim("كانت المشاركة 52 في المئة وليس 57 في المئة.", "52 في المئة", share(52))
    later = claim("بلغت المشاركة 41 في المئة.", "41 في المئة", share(41), date(2023, 3, 1))
    labels = [label for _, label, _ in told(ask("كم بلغت نسبة المشاركة؟"), right, later)]
    assert labels == [Label.AGREED, Label.CONTRADICTION]


def test_a_toll_that_is_set_lower_overtakes_the_higher() -> None:
    later = claim("خفضت الوزارة حصيلة القتلى من 26 إلى 24.", "24", people(24), date(2023, 2, 9))
    rows = told(KILLED, later, quake("26 شخصا", people(26)))
    assert [label for _, label, _ in rows] == [Label.AGREED, Label.UPDATE]
