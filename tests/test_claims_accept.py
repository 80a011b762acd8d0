"""Which readings are accepted, with what chance: the signs, the checks that take away."""

import math
from dataclasses import astuple
from datetime import date

import pytest

from rag.claims.accept import beside, candidates
from rag.claims.signs import Acceptance, Signs, signs_of
from rag.tuning import ANSWER, SURE
from rag.types import Reading
from tests.toy_claims import BOOK, accepted, ask, hits, pool
from tests.toy_read import article, reading

HOTEL = article("hotel", "اندلع حريق في فندق الساحل فجر الأحد. وقتل في الحريق 12 نزيلا.")
OTHER = article("other", "قتل 40 شخصا في حريق فندق الجبل.")
GOAL = "سجل نادي الموج 3 أهداف في المباراة أمس."


def _read(text: str, words: str, published: date | None = None, language: str = "ar") -> Reading:
    return reading(article("a", text, published=published, language=language), words)


def test_the_chance_is_that_of_the_weighted_sum() -> None:
    weights = Acceptance(odds=1, place=-0.5, lead=0.5, missing=-1, apart=-0.25, intercept=-0.5)
    signs = Signs(odds=2.0, place=math.log(2), lead=1.0, missing=1.0, apart=2.0)
    # 2 - 0.5 ln 2 + 0.5 - 1 - 0.5 - 0.5 = 0.5 - 0.3466 = 0.1534
    assert weights.chance(signs) == pytest.approx(1 / (1 + math.exp(-0.15343)), abs=1e-5)
    assert Acceptance().chance(Signs(0, 0, 0, 0, 0)) == 0.5
    assert Acceptance(odds=1e9).chance(Signs(8, 0, 0, 0, 0)) == pytest.approx(1.0)


def test_the_signs_of_a_reading() -> None:
    asked = ask("كم شخصا قتل في حريق فندق الساحل؟")
    read = [reading(HOTEL, "12 نزيلا", 0.8, 1), reading(OTHER, "40 شخصا", 0.5, 2)]
    (first, one), (second, two) = signs_of(read, hits(read)[::-1], pool(asked, read))
    assert (first, second) == (read[0], read[1])
    assert astuple(one) == pytest.approx((math.log(4), math.log(2), math.log(4), 0, 0))
    assert astuple(two) == pytest.approx((0, 0, -math.log(4), 1, 0))


def test_a_reading_alone_leads_an_unlikely_rival_and_no_certainty_counts_beyond_bounds() -> None:
    read = [reading(HOTEL, "12 نزيلا", 1.0)]
    ((_, signs),) = signs_of(read, hits(read), pool(ask("كم قتيلا؟"), read))
    assert (signs.odds, signs.place, signs.lead) == (8.0, 0.0, 8.0)
    even = [reading(HOTEL, "12 نزيلا", 0.5)]
    ((_, signs),) = signs_of(even, hits(even), pool(ask("كم قتيلا؟"), even))
    assert (signs.odds, signs.lead) == (0.0, 2.0)


def test_a_reading_that_retrieval_did_not_rank_comes_after_all() -> None:
    read = [reading(HOTEL, "12 نزيلا", 0.5, 9)]
    ranked = hits([reading(OTHER, "40 شخصا", 0.5, 2), reading(OTHER, "40 شخصا", 0.5, 3)])
    ((_, signs),) = signs_of(read, ranked, pool(ask("كم قتيلا؟"), read))
    assert signs.place == pytest.approx(math.log(3))


def test_each_language_has_places_of_its_own() -> None:
    told = article("english", "Hotel fire: 12 guests died.", language="en")
    read = [reading(told, "12 guests", 0.5, 1), reading(HOTEL, "12 نزيلا", 0.5, 2)]
    signs = signs_of(read, hits(read), pool(ask("How many guests died?"), read))
    assert [one.place for _, one in signs] == [0.0, 0.0]


def test_the_best_comes_first_and_nothing_marked_is_nothing() -> None:
    read = [reading(OTHER, "40 شخصا", 0.3, 1), reading(HOTEL, "12 نزيلا", 0.9, 2)]
    found = accepted("كم شخصا قتل؟", [*read, Reading(read[0].passage, 0.9, None)])
    assert [c.article.id for c in found] == ["hotel", "other"]
    assert found[0].chance > 0.5 > found[1].chance


@pytest.mark.parametrize(("chance", "first"), [(0.8, "hotel"), (0.2, "other")])
def test_a_follow_up_hears_other_articles_only_if_that_told_before_does_not_answer(
    chance: float, first: str
) -> None:
    read = [reading(OTHER, "40 شخصا", 0.95, 1), reading(HOTEL, "12 نزيلا", chance, 2)]
    found = candidates(ask("وكم شخصا قتل؟"), read, hits(read), BOOK, told={"hotel"})
    assert found[0].article.id == first
    never = candidates(ask("وكم شخصا قتل؟"), read, hits(read), BOOK, told={"hotel"}, least=1.0)
    assert never[0].article.id == "other"


def test_a_span_over_two_sentences_counts_for_the_one_that_holds_most() -> None:
    (found,) = accepted("كم نزيلا قتل؟", [reading(HOTEL, "الأحد. وقتل في الحريق 12 نزيلا")])
    assert found.sentence.text == "وقتل في الحريق 12 نزيلا."
    assert found.span.text == "وقتل في الحريق 12 نزيلا"


@pytest.mark.parametrize(
    ("asked", "text", "words", "count"),
    [
        ("كم هدفا سجل نادي الموج؟", GOAL, "3 أهداف", 1),
        ("من سجل لنادي الموج؟", GOAL, "3 أهداف", 0),
        ("متى فاز نادي الموج؟", "فاز نادي الموج بفارق 3 أهداف.", "3 أهداف", 0),
        ("كم مركبة احترقت؟", "احترقت المركبات وقتل 12 شخصا.", "12 شخصا", 0),
        ("كم مركبة احترقت؟", "احترقت 12 مركبة وقتل شخص.", "احترقت", 1),
        ("كم يدفع البنك؟", "يدفع البنك 300 دينار في السنة.", "300 دينار", 1),
        ("How long did the match last?", "استمرت المباراة 120 دقيقة.", "120 دقيقة", 1),
        ("How long did the match last?", "حضر المباراة 120 مشجعا.", "120 مشجعا", 0),
        ("In which city was the match?", "بدأت المباراة في 5 مايو 2024.", "5 مايو 2024", 0),
        ("Why was the match stopped?", "أوقفت المباراة 20 دقيقة بسبب المطر.", "بسبب المطر", 1),
        ("كم زائرا يستقبل المتحف؟", "يستقبل المتحف 3 ملايين زائر سنويا.", "3 ملايين زائر", 1),
        ("كم لاعبا أصيب؟", "غاب اللاعبون المصابون 5 أيام.", "5 أيام", 0),
        ("كم منزلا تضرر؟", "قدرت أضرار المنازل بنحو 20 مليون دينار.", "20 مليون دينار", 0),
        ("في أي ساعة بدأت المباراة؟", "بدأت المباراة اليوم.", "اليوم", 0),
        ("في أي ساعة بدأت المباراة؟", "بدأت المباراة الساعة 20:30.", "20:30", 1),
        ("عدد قتلى المنجم", "قتل 9 عمال في المنجم.", "9 عمال", 1),
        ("عدد قتلى المنجم", "أصيب 9 جرحى في المنجم.", "9 جرحى", 0),
        ("كم تدفع الأسرة عن الرحلة؟", "تدفع الأسرة 40 سنتا عن الرحلة.", "40 سنتا", 1),
        ("كم تدفع الأسرة عن الرحلة؟", "تدفع الأسرة 265 بيسة عن الرحلة.", "265 بيسة", 1),
        ("كم تدفع الأسرة عن الرحلة؟", "تدفع الأسرة أجرة 40 مقعدا.", "40 مقعدا", 0),
        ("كم مقعدا نال الحزب؟", "نال الحزب 43 في المئة من الأصوات.", "43 في المئة", 0),
        ("ما نسبة ما نال الحزب؟", "نال الحزب 43 في المئة من الأصوات.", "43 في المئة", 1),
    ],
    ids=[
        "count",
        "a number is nobody",
        "a number is no day",
        "people are no vehicles",
        "hard by",
        "money",
        "minutes",
        "people are no time",
        "a day is no place",
        "a reason has no kind",
        "so many a year",
        "days are no players",
        "a sum is no houses",
        "a day is no hour",
        "an hour",
        "workers may be among the dead",
        "the wounded are not",
        "small coins are money",
        "so are those of Oman",
        "seats are not",
        "a share is no seats",
        "a share",
    ],
)
def test_kinds_and_units(asked: str, text: str, words: str, count: int) -> None:
    assert len(accepted(asked, [_read(text, words, date(2024, 5, 6))])) == count


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("كم طنا من الأرز صدرت البلاد؟", 1),
        ("كم طنا من القمح صدرت البلاد؟", 0),
        ("كم طنا صدرت البلاد؟", 1),
        ("كم طنا تصدر البلاد؟", 1),
        ("كم طنا بلغت صادرات القمح؟", 0),
        ("كم طنا بلغت صادرات الأرز؟", 1),
        ("How many tons of wheat were exported?", 1),
    ],
    ids=[
        "rice",
        "wheat",
        "a verb",
        "another verb",
        "exports of wheat",
        "exports of rice",
        "words of another language are not compared",
    ],
)
def test_what_is_counted_must_stand_in_the_passage(asked: str, count: int) -> None:
    text = "صدرت البلاد 300 طن أرز في العام الماضي."
    assert len(accepted(asked, [_read(text, "300 طن", date(2024, 5, 6))])) == count


@pytest.mark.parametrize(
    ("asked", "text", "count"),
    [
        ("كم مهندسا ألمانيا وصل؟", "أوفدت فرنسا 30 مهندسا.", 0),
        ("How many German engineers arrived?", "أوفدت فرنسا 30 مهندسا.", 0),
        ("How many French engineers arrived?", "أوفدت فرنسا 30 مهندسا.", 1),
        ("How many German engineers arrived?", "وصل 30 مهندسا.", 1),
        ("How many German engineers arrived?", "انسحبت برلين. وألمانيا أرسلت 30 مهندسا.", 1),
        ("How many engineers arrived?", "أوفدت فرنسا 30 مهندسا.", 1),
        ("كم مهندسا ألمانيا وصل؟", "أرسلت ألمانيا طائرة، وأوفدت فرنسا 30 مهندسا.", 0),
        ("كم مهندسا فرنسيا وصل؟", "أرسلت ألمانيا طائرة، وأوفدت فرنسا 30 مهندسا.", 1),
        ("كم مهندسا ألمانيا وصل؟", "أعلنت ألمانيا، وهي جارة، وصول 30 مهندسا.", 1),
    ],
    ids=[
        "other",
        "other, English",
        "the nation",
        "none is named",
        "elsewhere",
        "none is asked",
        "another clause",
        "its clause",
        "no nation in the clause",
    ],
)
def test_those_counted_are_of_the_nation_asked_for(asked: str, text: str, count: int) -> None:
    assert len(accepted(asked, [_read(text, "30 مهندسا")])) == count


def test_a_verb_after_the_exports_is_not_what_is_exported() -> None:
    text = "يكفي الاحتياطي 90 يوما من الواردات."
    read = [_read(text, "90 يوما", date(2024, 5, 6))]
    assert accepted("كم يوما من الواردات تغطي الاحتياطيات؟", read)


def test_tickets_that_are_counted_are_no_price() -> None:
    text = "بيعت 14 ألف تذكرة لمباراة الترجي."
    assert accepted("كم تذكرة وزعت لمباراة الترجي؟", [_read(text, "14 ألف", date(2024, 5, 6))])


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("بيروت - 20 مايو 2024. وصل الوفد.", "20 مايو 2024", 0),
        ("الاثنين، 20 مايو 2024. وصل الوفد.", "20 مايو 2024", 0),
        ("وصل الوفد في 20 مايو 2024. وغادر.", "20 مايو 2024", 1),
        ("Beirut, 20 May 2024. The team came.", "20 May 2024", 0),
        ("The team came on 20 May 2024. It left.", "20 May 2024", 1),
    ],
)
def test_the_line_above_an_article_answers_nothing(text: str, words: str, count: int) -> None:
    language = "en" if text.isascii() else "ar"
    read = _read(text, words, date(2024, 5, 20), language)
    assert len(accepted("متى وصل الوفد؟", [read])) == count


BOTH_AR = (
    "قال سامي النجار إن الفندق سيهدم. وقالت ليلى حداد إنه سيرمم. وأضافت أن الكلفة 3 ملايين دولار."
)
BOTH_EN = (
    "Sami al-Najjar said the hotel would be torn down. Leila Haddad said it would be repaired. "
    "She added that the work would cost 3 million dollars."
)


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("ماذا قال سامي النجار عن الفندق؟", [True, False, True]),
        ("ماذا قالت ليلى حداد عن الفندق؟", [False, True, True]),
        ("What did Leila Haddad say about the hotel?", [False, True, True]),
        ("What was said about the hotel?", [True, True, True]),
        ("ماذا سيحدث بين سامي النجار والفندق؟", [True, True, True]),
    ],
    ids=["first speaker", "second", "English", "nobody named", "no saying"],
)
@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        (BOTH_AR, ("سيهدم", "سيرمم", "3 ملايين دولار"), "ar"),
        (BOTH_EN, ("torn down", "repaired", "3 million dollars"), "en"),
    ],
    ids=["Arabic", "English"],
)
def test_what_somebody_said_is_not_what_the_next_one_said(
    asked: str, answers: list[bool], text: str, words: tuple[str, ...], language: str
) -> None:
    said = [bool(accepted(asked, [_read(text, each, None, language)])) for each in words]
    assert said == answers


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("ماذا قال المدير عن سامي النجار؟", True),
        ("بحسب ليلى حداد، ماذا سيحدث للفندق؟", False),
        ("What will happen to the hotel according to Leila Haddad?", False),
        ("What will happen to the hotel according to Sami al-Najjar?", True),
        ("من الذي قال لليلى حداد إن الفندق سيهدم؟", True),
        ("Who told Leila Haddad that the hotel will be torn down?", True),
    ],
    ids=["spoken of", "by the other", "by the other, English", "by him", "who", "who, English"],
)
def test_who_is_spoken_of_need_not_speak(asked: str, answers: bool) -> None:
    text = "وصل سامي النجار. وقال المدير إنه سيستقيل."
    if "الفندق" in asked or "hotel" in asked:
        text = "حضرت ليلى حداد. وقال سامي النجار إن الفندق سيهدم."
    assert bool(accepted(asked, [_read(text, text.split()[-1].strip("."))])) == answers


@pytest.mark.parametrize(
    ("asked", "words", "count"),
    [
        ("كم شخصا قتل في المدينة؟", "800 شخص", 0),
        ("كم شخصا أوقفت الشرطة؟", "800 شخص", 1),
        ("How many people were killed in the city?", "800 شخص", 0),
        ("How many people were killed in the city?", "12", 1),
        ("How many people were wounded in the city?", "12", 0),
        ("How many people took part?", "800 شخص", 1),
    ],
    ids=["killed", "arrested", "killed, English", "the dead", "the dead are no wounded", "no act"],
)
def test_the_number_is_of_the_act_that_was_asked_about(asked: str, words: str, count: int) -> None:
    text = "أوقفت الشرطة 800 شخص في المدينة. وقتل 12 شخصا."
    assert len(accepted(asked, [_read(text, words)])) == count


@pytest.mark.parametrize(("sure", "count"), [(SURE, 1), (SURE - 0.01, 0)])
def test_what_code_cannot_read_is_left_to_a_sure_reader(sure: float, count: int) -> None:
    told = article("a", "استورد المصنع 2.500 طن من الورق بعد الحصاد.")
    for asked, words in (("كم طنا استورد المصنع؟", "2.500 طن"), ("متى؟", "بعد الحصاد")):
        assert len(accepted(asked, [reading(told, words, sure)])) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("فازت هدى الصالح برئاسة نقابة الأطباء أمس.", 1),
        ("عينت هدى الصالح رئيسة لنقابة الأطباء.", 1),
        ("عينت هدى الصالح رئيسة لنقابة الصيادلة.", 0),
    ],
    ids=["an office by another word", "a preposition joined on", "another office"],
)
def test_who_somebody_is_goes_by_the_office(text: str, count: int) -> None:
    assert len(accepted("من هي رئيسة نقابة الأطباء؟", [_read(text, "هدى الصالح")])) == count


@pytest.mark.parametrize(
    ("count", "sure", "told"),
    [(14, 0.7, ["later"]), (14, 0.4, []), (12, 0.4, ["later"]), (12, 0.01, [])],
)
def test_a_report_is_told_beside_the_answer_if_it_is_believed_or_confirms_it(
    count: int, sure: float, told: list[str]
) -> None:
    later = article("later", f"قتل في حريق فندق الساحل {count} نزيلا.")
    read = [reading(HOTEL, "12 نزيلا", 0.99, 1), reading(later, f"{count} نزيلا", sure, 2)]
    asked = "كم نزيلا قتل في حريق فندق الساحل؟"
    first, second = accepted(asked, read)
    assert second.chance < ANSWER
    found = beside(ask(asked), [first], [first, second])
    assert [candidate.article.id for candidate in found] == told
    assert beside(ask(asked), [], [first, second]) == []
    assert beside(ask("لماذا احترق فندق الساحل؟"), [first], [first, second]) == []


@pytest.mark.parametrize(
    ("asked", "day", "sure", "rivals"),
    [
        ("كم نزيلا قتل في حريق فندق الساحل؟", 4, 0.7, False),
        ("كم نزيلا قتل في حريق فندق الساحل؟", 28, 0.7, True),
        ("كم نزيلا قتل في حريق فندق الساحل؟", 4, 0.3, True),
        ("كم نزيلا قتل في الحريق؟", 4, 0.7, True),
        ("من قتل في حريق فندق الساحل؟", 4, 0.7, True),
    ],
    ids=["a later toll", "weeks later", "not believed", "nothing is named", "no number asked"],
)
def test_two_figures_of_what_is_named_within_days_are_no_rivals(
    asked: str, day: int, sure: float, rivals: bool
) -> None:
    read = [
        reading(article("a", HOTEL.text, published=date(2024, 5, 1)), "12 نزيلا", 0.8, 1),
        reading(
            article("b", "قتل في حريق فندق الساحل 14 نزيلا.", published=date(2024, 5, day)),
            "14 نزيلا",
            sure,
            2,
        ),
    ]
    ((_, signs), _) = signs_of(read, hits(read), pool(ask(asked), read))
    assert (signs.lead < signs.alone().lead) == rivals


def test_a_name_that_an_article_quotes_is_named_too() -> None:
    read = [
        reading(article("a", "غرق 9 في العبارة «السلامة».", published=date(2024, 7, 14)), "9", 0.8),
        reading(article("b", "حصيلة غرق «السلامة» 26.", published=date(2024, 7, 15)), "26", 0.8, 2),
    ]
    for asked, rival in (("كم عدد غرقى السلامة؟", False), ("كم عدد الغرقى؟", True)):
        ((_, signs), _) = signs_of(read, hits(read), pool(ask(asked), read))
        assert (signs.lead < signs.alone().lead) == rival


def test_of_another_article_only_its_best_is_told_beside() -> None:
    text = "قتل في حريق فندق الساحل 14 نزيلا. وكان في فندق الساحل 90 نزيلا."
    later = article("later", text)
    read = [
        reading(HOTEL, "12 نزيلا", 0.99, 1),
        reading(later, "14 نزيلا", 0.7, 2),
        reading(later, "90 نزيلا", 0.6, 3),
    ]
    asked = "كم نزيلا قتل في حريق فندق الساحل؟"
    first, *others = accepted(asked, read)
    found = beside(ask(asked), [first], [first, *others])
    assert [candidate.span.text for candidate in found] == ["14 نزيلا"]


def test_an_article_that_lacks_a_body_which_another_has_does_not_answer() -> None:
    read = [
        reading(HOTEL, "12 نزيلا", 0.9, 1),
        reading(article("b", "قتل 30 عاملا في حريق مصنع."), "30 عاملا", 0.95, 2),
    ]
    asked = "كم شخصا قتل في حريق فندق الساحل؟"
    assert [c.article.id for c in accepted(asked, read)] == ["hotel"]
    assert len(accepted(asked, read, names=False)) == 2
    assert len(accepted("كم شخصا قتل في الحريق؟", read)) == 2


def test_what_a_check_left_out_is_a_weak_rival() -> None:
    first, left = reading(HOTEL, "12 نزيلا", 0.8, 1), reading(OTHER, "40 شخصا", 0.9, 2)
    asked = pool(ask("كم قتيلا؟"), [first])
    leads = [signs_of([first], hits([first]), asked, others)[0][1].lead for others in ([], [left])]
    assert leads == pytest.approx([math.log(4) + 2, math.log(4) - (math.log(9) - 2)])


@pytest.mark.parametrize(("count", "rivals"), [("ما لا يقل عن 12", False), ("20", True)])
def test_a_bound_is_no_rival_of_what_keeps_to_it(count: str, rivals: bool) -> None:
    later = article("later", f"قتل في حريق فندق الساحل {count} نزيلا.")
    told = article("told", "قتل في حريق فندق الساحل 13 نزيلا.")
    read = [reading(told, "13 نزيلا", 0.8, 1), reading(later, f"{count} نزيلا", 0.8, 2)]
    asked = ask("كم نزيلا قتل في حريق فندق الساحل؟")
    ((_, signs), _) = signs_of(read, hits(read), pool(asked, read))
    assert (signs.lead < signs.alone().lead) == rivals


RUMOUR = article(
    "rumour", "علمت الصحيفة أن امتحان الثانوية سيلغى هذا العام.", published=date(2024, 4, 5)
)
DENIAL = "نفى الوزير نفيا قاطعا ما نشر عن إلغاء امتحان الثانوية."


@pytest.mark.parametrize(
    ("asked", "published", "believed", "first"),
    [
        ("هل ألغي امتحان الثانوية؟", date(2024, 4, 8), 0.85, "denial"),
        ("Was the exam scrapped?", None, 0.85, "denial"),
        ("هل ألغي امتحان الثانوية؟", date(2024, 4, 1), 0.85, "rumour"),  # denied before it was told
        ("هل ألغي امتحان الثانوية؟", date(2024, 4, 8), 0.4, "rumour"),
        ("ما الذي ألغي؟", date(2024, 4, 8), 0.85, "rumour"),
    ],
)
def test_a_denial_in_another_article_answers_first(
    asked: str, published: date | None, believed: float, first: str
) -> None:
    told = article("denial", DENIAL, published=published)
    read = [
        reading(RUMOUR, "امتحان الثانوية سيلغى", 0.9, 1),
        reading(told, "نفيا قاطعا", believed, 2),
    ]
    best, *rest = accepted(asked, read)
    assert best.article.id == first
    assert all(best.chance >= other.chance for other in rest)
