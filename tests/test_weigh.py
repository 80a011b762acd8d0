"""Equal claims together, copies counted once, disagreements labelled; nothing averaged."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rag.claims.group import weigh
from rag.question.kind import Asks
from rag.question.understand import Question
from rag.types import Claim, Group, Label, Reading
from rag.values import Kind, Precision, Qualifier, Quantity, Value, When
from tests.toy_read import article, reading

KILLED = Question(
    "كم قتيلا؟", "كم قتيلا سقط في الزلزال؟", "ar", Asks.NUMBER, "", "person", Kind.COUNT
)
PRICE = Question("كم سعر النفط؟", "كم سعر النفط؟", "ar", Asks.MONEY, "", "", Kind.MONEY)
WHEN = Question("متى؟", "متى يبدأ وقف إطلاق النار؟", "ar", Asks.DATE)
WINNER = Question("من فاز؟", "من فاز بالانتخابات؟", "ar", Asks.PERSON)
REASON = Question("لماذا؟", "لماذا بدأت الاحتجاجات؟", "ar", Asks.REASON)
DAY = date(2023, 2, 6)


def people(number: int, qualifier: Qualifier = Qualifier.EXACT, unit: str = "person") -> Quantity:
    return Quantity(Decimal(number), Decimal(number), Kind.COUNT, unit, qualifier)


def day(year: int, month: int, number: int) -> When:
    at = date(year, month, number)
    return When(at, at, Precision.DAY)


def claim(
    text: str,
    words: str,
    value: Value | None,
    published: date | None = DAY,
    confidence: float = 0.9,
) -> Claim:
    """What an article of its own says on `published`; the id is its text."""
    r: Reading = reading(article(text, text, published=published), words)
    assert r.span is not None
    whole = replace(r.span, start=0, end=len(text))
    return Claim("", value, r.span, whole, confidence)


def told(groups: list[Group]) -> list[tuple[list[str], Label, int]]:
    return [([c.evidence.text for c in g.claims], g.label, g.sources) for g in groups]


def test_nothing_to_weigh() -> None:
    assert weigh([], KILLED) == []


def test_equal_and_hedged_values_are_one_group_the_exact_one_first() -> None:
    claims = [
        claim("قتل نحو 2000 شخص في الزلزال", "نحو 2000 شخص", people(2000, Qualifier.ABOUT)),
        claim("بلغ عدد القتلى 2030 شخصا", "2030 شخصا", people(2030)),
        claim("أكثر من ألفي شخص لقوا حتفهم", "أكثر من ألفي شخص", people(2000, Qualifier.MORE_THAN)),
    ]
    (group,) = weigh(claims, KILLED)
    assert group.claims[0].evidence.text == "2030 شخصا"
    assert len(group.claims) == 3
    assert (group.label, group.sources) == (Label.AGREED, 3)


def test_toll_that_rises_over_days_is_an_update_newest_first() -> None:
    groups = weigh(
        [
            claim("قتل 300 شخص", "300 شخص", people(300), date(2023, 2, 6)),
            claim("قتل 5000 شخص", "5000 شخص", people(5000), date(2023, 2, 8)),
            claim("قتل 1200 شخص", "1200 شخص", people(1200), date(2023, 2, 7)),
        ],
        KILLED,
    )
    assert told(groups) == [
        (["5000 شخص"], Label.AGREED, 1),
        (["1200 شخص"], Label.UPDATE, 1),
        (["300 شخص"], Label.UPDATE, 1),
    ]


def test_different_numbers_of_one_day_contradict() -> None:
    groups = weigh(
        [
            claim("قتل 300 شخص", "300 شخص", people(300), confidence=0.7),
            claim("قتل 450 شخصا", "450 شخصا", people(450), confidence=0.9),
        ],
        KILLED,
    )
    assert told(groups) == [
        (["450 شخصا"], Label.AGREED, 1),
        (["300 شخص"], Label.CONTRADICTION, 1),
    ]


def test_a_count_that_falls_is_no_running_tally() -> None:
    groups = weigh(
        [
            claim("قتل 450 شخصا", "450 شخصا", people(450), date(2023, 2, 6)),
            claim("قتل 300 شخص", "300 شخص", people(300), date(2023, 2, 7)),
        ],
        KILLED,
    )
    assert told(groups)[1] == (["450 شخصا"], Label.CONTRADICTION, 1)


def test_another_unit_is_another_scope() -> None:
    plain = replace(KILLED, unit="")
    groups = weigh(
        [
            claim("قتل 300 شخص", "300 شخص", people(300), date(2023, 2, 7)),
            claim("تضررت 40 مركبة", "40 مركبة", people(40, unit="vehicle")),
        ],
        plain,
    )
    assert told(groups)[1] == (["40 مركبة"], Label.SCOPE, 1)


def test_another_event_is_another_scope() -> None:
    groups = weigh(
        [
            claim("قُتل 30 شخصا", "30 شخصا", people(30), date(2023, 2, 7)),
            claim("وأصيب 300 شخص", "300 شخص", people(300)),
        ],
        replace(KILLED, text="ما حصيلة الزلزال؟"),
    )
    assert told(groups)[1] == (["300 شخص"], Label.SCOPE, 1)


def test_another_area_is_another_scope() -> None:
    groups = weigh(
        [
            claim("قتل 300 شخص في هاتاي", "300 شخص", people(300)),
            claim("قتل 2000 شخص في جميع أنحاء البلاد", "2000 شخص", people(2000), date(2023, 2, 7)),
        ],
        KILLED,
    )
    assert told(groups) == [
        (["2000 شخص"], Label.AGREED, 1),
        (["300 شخص"], Label.SCOPE, 1),
    ]


def test_what_the_sentence_calls_an_earlier_report_is_an_update_of_the_same_day() -> None:
    text = "وكان تقرير سابق أفاد عن مقتل 13 شخصا"
    groups = weigh(
        [
            claim(text, "13 شخصا", people(13), confidence=0.95),
            claim("قتل 18 شخصا", "18 شخصا", people(18), confidence=0.8),
        ],
        KILLED,
    )
    assert told(groups) == [
        (["18 شخصا"], Label.AGREED, 1),
        (["13 شخصا"], Label.UPDATE, 1),
    ]


def test_a_price_moves_both_ways() -> None:
    def dollars(number: str) -> Quantity:
        return Quantity(Decimal(number), Decimal(number), Kind.MONEY, "USD")

    groups = weigh(
        [
            claim("بلغ سعر البرميل 90 دولارا", "90 دولارا", dollars("90"), date(2023, 9, 1)),
            claim("بلغ سعر البرميل 84.5 دولارا", "84.5 دولارا", dollars("84.5"), date(2023, 9, 2)),
        ],
        PRICE,
    )
    assert told(groups) == [
        (["84.5 دولارا"], Label.AGREED, 1),
        (["90 دولارا"], Label.UPDATE, 1),
    ]


def test_a_date_to_come_can_be_put_off_a_past_one_cannot_change() -> None:
    plan = claim("يبدأ في 10 مارس", "10 مارس", day(2024, 3, 10), date(2024, 3, 1))
    later = claim("يبدأ في 12 مارس", "12 مارس", day(2024, 3, 12), date(2024, 3, 5))
    past = claim("بدأ في 10 مارس", "10 مارس", day(2024, 3, 10), date(2024, 3, 20))
    newest = claim("بدأ في 12 مارس", "12 مارس", day(2024, 3, 12), date(2024, 3, 21))
    assert [g.label for g in weigh([plan, later], WHEN)] == [Label.AGREED, Label.UPDATE]
    assert [g.label for g in weigh([past, newest], WHEN)] == [Label.AGREED, Label.CONTRADICTION]


def test_undated_comes_last_and_is_never_called_an_update() -> None:
    groups = weigh(
        [
            claim("قتل 300 شخص", "300 شخص", people(300), None),
            claim("قتل 450 شخصا", "450 شخصا", people(450), confidence=0.6),
        ],
        KILLED,
    )
    assert told(groups) == [
        (["450 شخصا"], Label.AGREED, 1),
        (["300 شخص"], Label.CONTRADICTION, 1),
    ]


@pytest.mark.parametrize(
    ("texts", "wires", "sources"),
    [
        (["قتل 300 شخص في الزلزال أمس", "لقي 300 شخص حتفهم"], [(), ()], 2),
        (
            ["قتل 300 شخص في الزلزال أمس", "لقي 300 شخص حتفهم"],
            [("AFP",), ("Agence France-Presse",)],
            1,
        ),
        (["قتل 300 شخص في الزلزال أمس", "لقي 300 شخص حتفهم"], [("AFP",), ("Reuters",)], 2),
        (["قتل 300 شخص بحسب فرانس برس", "لقي 300 شخص حتفهم"], [(), ("AFP",)], 1),
        (
            [
                "قتل 300 شخص في الزلزال الذي ضرب البلاد",
                "قتل 300 شخص في الزلزال الذي ضرب البلاد أمس",
            ],
            [(), ()],
            1,
        ),
    ],
    ids=["independent", "same wire", "other wire", "credited in the sentence", "verbatim"],
)
def test_copies_of_one_report_are_one_source(
    texts: list[str], wires: list[tuple[str, ...]], sources: int
) -> None:
    claims = []
    for text, wire in zip(texts, wires, strict=True):
        r = reading(article(text, text, published=DAY, wire=wire), "300 شخص")
        assert r.span is not None
        claims.append(Claim("", people(300), r.span, replace(r.span, start=0, end=len(text)), 0.9))
    (group,) = weigh(claims, KILLED)
    assert (len(group.claims), group.sources) == (2, sources)


def test_noise_goes_what_fits_stays() -> None:
    groups = weigh(
        [
            claim("قتل 300 شخص", "300 شخص", people(300), confidence=0.9),
            claim("انهار 40 مبنى", "40", people(40, unit="building"), confidence=0.2),
            claim("عدد كبير من الضحايا", "عدد كبير من الضحايا", None, confidence=0.8),
            claim("قتل 310 أشخاص", "310 أشخاص", people(310), confidence=0.1),
        ],
        KILLED,
    )
    assert [g.claims[0].evidence.text for g in groups] == ["300 شخص", "310 أشخاص"]


def test_durations_have_no_area() -> None:
    def days(qualifier: Qualifier) -> Quantity:
        return Quantity(Decimal(10), Decimal(10), Kind.DURATION, "day", qualifier)

    lasts = Question(
        "كم يستغرق؟", "كم يستغرق الانسحاب؟", "ar", Asks.DURATION, "", "", Kind.DURATION
    )
    one = claim("حوالي عشرة ايام من أسبوع", "حوالي عشرة ايام", days(Qualifier.ABOUT))
    two = claim("أكثر من عشرة أيام في الشتاء", "عشرة أيام", days(Qualifier.AT_MOST))
    (group,) = weigh([one, two], lasts)
    assert (len(group.claims), group.label) == (2, Label.AGREED)


def test_two_winners_are_two_answers_newest_first() -> None:
    one = replace(claim("فازت ليلى حداد", "ليلى حداد", None), names=("Leila Haddad",))
    two = replace(
        claim("فاز سامي النجار", "سامي النجار", None, date(2023, 2, 7)), names=("Sami al-Najjar",)
    )
    short = replace(claim("حداد تفوز", "حداد", None), names=("Leila Haddad",))
    assert told(weigh([one, two, short], WINNER)) == [
        (["سامي النجار"], Label.AGREED, 1),
        (["ليلى حداد", "حداد"], Label.CONTRADICTION, 2),
    ]


@pytest.mark.parametrize(
    ("words", "label"),
    [("جابر الصالحي", Label.CONTRADICTION), ("الناخبون في المدن", Label.AGREED)],
)
def test_a_name_the_stylebook_lacks_is_a_name_and_a_description_is_not(
    words: str, label: Label
) -> None:
    known = replace(
        claim("فازت ليلى حداد", "ليلى حداد", None, date(2023, 2, 7)), names=("Leila Haddad",)
    )
    groups = weigh([known, claim(f"فاز {words}", words, None)], WINNER)
    assert [g.label for g in groups] == [Label.AGREED, label]


def test_reasons_do_not_contradict_and_the_surest_comes_first() -> None:
    groups = weigh(
        [
            claim("احتجاجا على رفع أسعار الغاز", "رفع أسعار الغاز", None, date(2023, 3, 1), 0.7),
            claim("بسبب ارتفاع أسعار الوقود", "ارتفاع أسعار الوقود", None, DAY, 0.9),
            claim("بسبب ارتفاع أسعار الوقود أمس", "ارتفاع أسعار الوقود", None, DAY, 0.8),
            claim("في شوارع المدينة", "شوارع المدينة", None, DAY, 0.3),
        ],
        REASON,
    )
    assert [(len(g.claims), g.label) for g in groups] == [(2, Label.AGREED), (1, Label.AGREED)]
    assert groups[0].claims[0].evidence.text == "ارتفاع أسعار الوقود"
