"""What a question asks for, in which language, and which questions are refused."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.answer.compose import understood
from rag.errors import InputError
from rag.question.kind import Asks, asks_for
from rag.question.names import NamedWord
from rag.question.understand import understand
from rag.values import Kind, Precision, When
from tests.toy_claims import BOOK

ENGLISH = [
    ("How many soldiers were sent?", Asks.NUMBER),
    ("how many people have been killed in the earthquake", Asks.NUMBER),
    ("What is the population of Turkey?", Asks.NUMBER),
    ("What is Kazakhstan's population?", Asks.NUMBER),
    ("What was the opposition’s death toll?", Asks.NUMBER),
    ("What is the company's total budget?", Asks.MONEY),
    ("What is the president's view of the population?", Asks.DEFINITION),
    ("What was the death toll on Monday?", Asks.NUMBER),
    ("What percentage of voters took part?", Asks.NUMBER),
    ("How powerful was the earthquake?", Asks.NUMBER),
    ("According to the ministry, how many were wounded?", Asks.NUMBER),
    ("How much did a barrel of oil cost?", Asks.MONEY),
    ("What did the club pay for the striker?", Asks.MONEY),
    ("To what amount did the court raise the damages?", Asks.MONEY),
    ("What amount of rice was shipped?", Asks.OTHER),
    ("Ferry fire: death toll", Asks.NUMBER),
    ("What were the stolen watches worth?", Asks.MONEY),
    ("Wheat tender: price per tonne?", Asks.MONEY),
    ("Where does the key rate stand now?", Asks.OTHER),
    ("Where does the bridge cross the river?", Asks.PLACE),
    ("How large could the economic losses be?", Asks.MONEY),
    ("What was the price of Brent on Friday?", Asks.MONEY),
    ("When does the ceasefire begin?", Asks.DATE),
    ("In which year did he resign?", Asks.DATE),
    ("On what date was the vote held?", Asks.DATE),
    ("How long will the truce last?", Asks.DURATION),
    ("How many days did the strike last?", Asks.DURATION),
    ("What are the hours of the curfew?", Asks.TIME),
    ("At what time does the ceasefire begin?", Asks.TIME),
    ("Who won the election?", Asks.PERSON),
    ("Who was arrested on suspicion of treason?", Asks.PERSON),
    ("Which minister resigned?", Asks.PERSON),
    ("Where did the earthquake strike?", Asks.PLACE),
    ("In which city was the summit held?", Asks.PLACE),
    ("What is the capital of Kazakhstan?", Asks.PLACE),
    ("Why did the protests begin?", Asks.REASON),
    ("What caused the fire?", Asks.REASON),
    ("Did the government resign?", Asks.YES_NO),
    ("Is it true that the airport was seized?", Asks.YES_NO),
    ("Which countries are members of OPEC?", Asks.LIST),
    ("What are the demands of the protesters?", Asks.LIST),
    ("What is the CSTO?", Asks.DEFINITION),
    ("Who is Antony Blinken?", Asks.DEFINITION),
    ("What does OPEC stand for?", Asks.DEFINITION),
    ("What did the president say about when the troops leave?", Asks.OTHER),
    ("When many people are arrested, what is demanded?", Asks.DEFINITION),
    ("What area of the city is closed?", Asks.PLACE),
    ("oil prices Friday", Asks.OTHER),
    ("What local time did the earthquake hit?", Asks.TIME),
    ("How much compensation goes to each family?", Asks.MONEY),
    ("How much did the bank lend the government?", Asks.MONEY),
    ("what deal did the president reach with the rebels", Asks.OTHER),
    ("Which company owns the ferry?", Asks.OTHER),
    ("Which organisation puts the homeless at 26,000?", Asks.OTHER),
    ("Which foreign ministers were invited?", Asks.LIST),
    ("Which part of the country did the floods reach?", Asks.PLACE),
    ("total number of businesses wrecked in the riots", Asks.NUMBER),
    ("earliest the airport could reopen?", Asks.DATE),
    ("What turnout did the province record?", Asks.NUMBER),
    ("What weight of branches did they clear?", Asks.NUMBER),
    ("What area did the fire hit?", Asks.PLACE),
    ("What rent do they pay?", Asks.MONEY),
    ("Where was Brent crude trading on Monday?", Asks.MONEY),
    ("Where was the ship when it sank?", Asks.PLACE),
    ("What place did Oman finish in?", Asks.OTHER),
    ("Which place did the runner take?", Asks.OTHER),
    ("Which place did the talks take place in?", Asks.PLACE),
    ("What place did the delegation come to?", Asks.PLACE),
    ("Which place did the floods reach?", Asks.PLACE),
    ("What place did the march end at?", Asks.PLACE),
    ("What place did she come in?", Asks.OTHER),
]
ARABIC = [
    ("بأي سعر باع النادي اللاعب؟", Asks.MONEY),
    ("إلى كم خفضت محكمة النقض التعويض؟", Asks.MONEY),
    ("ما التاريخ المحدد لافتتاح الجسر؟", Asks.DATE),
    ("كم سيارة أُحرقت؟", Asks.NUMBER),
    ("في أي ساعات يُمنع الخروج؟", Asks.TIME),
    ("بكم سنة سجن حُكم عليه؟", Asks.DURATION),
    ("بكم بيع القصر؟", Asks.MONEY),
    ("بكم حُكم على صاحب الفندق؟", Asks.OTHER),
    ("كم يتوقع أن تكلف الأحداث الاقتصاد؟", Asks.MONEY),
    ("كم ستأخذ عائلة كل ضحية؟", Asks.MONEY),
    ("كم أقرض البنك الدولي البلاد؟", Asks.MONEY),
    ("أقرب موعد لإعادة فتح المطار", Asks.DATE),
    ("من أي جهة في البلاد انطلقت التظاهرات؟", Asks.PLACE),
    ("أي زعيم أجنبي أثنى على السلطات؟", Asks.PERSON),
    ("إجمالي الشركات المتضررة", Asks.NUMBER),
    ("كم عدد قتلى الزلزال؟", Asks.NUMBER),
    ("ما عدد سكان تركيا؟", Asks.NUMBER),
    ("ما حصيلة الزلزال؟", Asks.NUMBER),
    ("ما نسبة المشاركة في الانتخابات؟", Asks.NUMBER),
    ("بحسب الوزارة، كم جريحا سقط؟", Asks.NUMBER),
    ("وكم مركبة؟", Asks.NUMBER),
    ("عدد قتلى الزلزال", Asks.NUMBER),
    ("كم بلغ سعر برميل النفط؟", Asks.MONEY),
    ("ما هو سعر الخبز؟", Asks.MONEY),
    ("كم قد تبلغ الخسائر الاقتصادية؟", Asks.MONEY),
    ("كم بلغت الخسائر البشرية؟", Asks.NUMBER),
    ("متى يبدأ وقف إطلاق النار؟", Asks.DATE),
    ("في أي عام استقال؟", Asks.DATE),
    ("ما موعد الانتخابات؟", Asks.DATE),
    ("إلى متى يستمر الإضراب؟", Asks.DATE),
    ("كم يستغرق الانسحاب؟", Asks.DURATION),
    ("كم يوما استمر الإضراب؟", Asks.DURATION),
    ("ما مدة الهدنة؟", Asks.DURATION),
    ("ما ساعات حظر التجول؟", Asks.TIME),
    ("في أي ساعة تبدأ الهدنة؟", Asks.TIME),
    ("من فاز بالانتخابات؟", Asks.PERSON),
    ("مَن الذي أوقف؟", Asks.PERSON),
    ("من هو رئيس فرنسا؟", Asks.PERSON),
    ("من هو قاسم توكاييف؟", Asks.DEFINITION),
    ("أين وقع الزلزال؟", Asks.PLACE),
    ("من أين جاء المهاجرون؟", Asks.PLACE),
    ("في أي مدينة عقدت القمة؟", Asks.PLACE),
    ("ما عاصمة كازاخستان؟", Asks.PLACE),
    ("لماذا بدأت الاحتجاجات؟", Asks.REASON),
    ("ما سبب الحريق؟", Asks.REASON),
    ("هل استقالت الحكومة؟", Asks.YES_NO),
    ("ما الدول الأعضاء في أوبك؟", Asks.LIST),
    ("ما هي مطالب المحتجين؟", Asks.LIST),
    ("ما هو حلف الناتو؟", Asks.DEFINITION),
    ("ماذا قال رئيس تركيا؟", Asks.OTHER),
    ("كيف ردت موسكو؟", Asks.OTHER),
]


@pytest.mark.parametrize(("text", "asks"), ENGLISH, ids=[text for text, _ in ENGLISH])
def test_english_question_words_tell_the_kind(text: str, asks: Asks) -> None:
    assert asks_for(text, "en") is asks


@pytest.mark.parametrize(("text", "asks"), ARABIC, ids=[str(i) for i in range(len(ARABIC))])
def test_arabic_question_words_tell_the_kind(text: str, asks: Asks) -> None:
    assert asks_for(text, "ar") is asks


@pytest.mark.parametrize(
    ("asked", "subject", "unit", "kind"),
    [
        ("How many CSTO troops were deployed?", "CSTO troops", "soldier", Kind.COUNT),
        ("How many vehicles were burned?", "vehicles", "vehicle", Kind.COUNT),
        ("How many people have been detained?", "people", "person", Kind.COUNT),
        ("How many were killed in the earthquake?", "", "person", Kind.COUNT),
        ("What is the population of Turkey?", "", "inhabitant", Kind.COUNT),
        ("What is Kazakhstan's population?", "", "inhabitant", Kind.COUNT),
        ("How large is the Russian-led force?", "", "soldier", Kind.COUNT),
        ("ما قوام القوة المتعددة الجنسيات؟", "", "soldier", Kind.COUNT),
        ("How big is the fire?", "", "", None),
        ("What percentage of voters took part?", "", "", Kind.PERCENT),
        ("What share exchange ratio was agreed?", "", "", None),
        ("How many police cars were burned?", "police cars", "car", Kind.COUNT),
        ("How long will the truce last?", "", "", Kind.DURATION),
        ("What was the price of oil?", "", "", Kind.MONEY),
        ("When does the ceasefire begin?", "", "", None),
        ("كم جنديا نُشر في المدينة؟", "جنديا نُشر", "soldier", Kind.COUNT),
        ("كم عدد القوات التي نُشرت؟", "القوات", "soldier", Kind.COUNT),
        ("كم مركبة أُحرقت في ألماتي؟", "مركبة أُحرقت", "vehicle", Kind.COUNT),
        ("كم شخصا اعتقل؟", "شخصا", "person", Kind.COUNT),
        ("ما نسبة المشاركة؟", "", "", Kind.PERCENT),
    ],
)
def test_what_is_counted(asked: str, subject: str, unit: str, kind: Kind | None) -> None:
    question = understand(asked)
    assert (question.subject, question.unit, question.kind) == (subject, unit, kind)


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("How many soldiers?", "en"),
        ("كم جنديا؟", "ar"),
        ("كم عدد قوات NATO و CSTO؟", "ar"),
        ("What does دليل mean?", "en"),
        ("NATO", "en"),
        ("2030؟", "ar"),
        ("Who is Ursula von der Leyen?", "en"),
        ("Where is Los Angeles?", "en"),
    ],
)
def test_language_is_told_by_script(asked: str, language: str) -> None:
    assert understand(asked).language == language


@pytest.mark.parametrize(
    "asked",
    [
        "Сколько солдат было отправлено?",
        "有多少士兵？",
        "Πόσοι στρατιώτες;",
        "כמה חיילים?",
        "Combien de soldats ont été déployés ?",
        "¿Cuántos soldados fueron enviados?",
        "Wie viele Soldaten wurden entsandt?",
        "چند سرباز اعزام شدند؟",
    ],
)
def test_a_language_we_do_not_speak_is_refused_in_both(asked: str) -> None:
    with pytest.raises(InputError, match=r"Arabic and English only: ask in one .*بالعربية") as told:
        understand(asked)

    assert asked[:8] not in str(told.value)  # it stands above already, whole


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("", "the question is empty: type a question"),
        (" \n\t ", "the question is empty: type a question"),
        ("🙂🙂", "no word in it: ask in words"),
        ("؟!…", "no word in it: ask in words"),
        ("How\0many?", "null byte at position 4: remove it"),
        ("a" * 1001, "has 1001 characters, the limit is 1000: shorten it"),
    ],
    ids=["empty", "blank", "emoji", "punctuation", "null byte", "too long"],
)
def test_unusable_questions_say_what_to_do_next(asked: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        understand(asked)


def test_the_limit_is_the_callers() -> None:
    assert understand("Why?" * 250, max_chars=1000).language == "en"
    with pytest.raises(InputError, match="limit is 10"):
        understand("Why was it so?", max_chars=10)


def test_html_stays_text() -> None:
    asked = "How many <img src=x onerror=alert(1)> were killed?"
    question = understand(asked)
    assert (question.asked, question.text, question.asks) == (asked, asked, Asks.NUMBER)


def test_white_space_is_folded_for_search_and_kept_as_asked() -> None:
    question = understand("  Who \n won?  ")
    assert (question.asked, question.text) == ("  Who \n won?  ", "Who won?")


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("مَتَى تُفْتَحُ المَكْتَبَةُ؟", "متى تفتح المكتبة؟"),
        ("متـــى تفتـــح المكتبـــة؟", "متى تفتح المكتبة؟"),
        ("كم طالبا قُتل؟", "كم طالبا قُتل؟"),
    ],
)
def test_full_vowel_signs_and_stretching_are_left_out(asked: str, read: str) -> None:
    question = understand(asked)
    assert (question.asked, question.text) == (asked, read)
    assert understood(question) == ""


@pytest.mark.parametrize("size", [10_000, 100_000])
def test_long_input_is_refused_at_once(size: int) -> None:
    with pytest.raises(InputError, match="shorten it"):
        understand("how many the " * size)


@settings(deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_understood_or_refused(asked: str, history: list[str]) -> None:
    try:
        question = understand(asked, history)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert question.asked == asked
        assert question.text.strip()


def test_names_are_those_of_the_stylebook_without_agencies_and_other_words() -> None:
    question = understand("What did Leila Haddad tell AFP about Karnak?", stylebook=BOOK)
    assert [entity.english[0] for entity in question.entities] == ["Leila Haddad"]
    assert question.names == (NamedWord("Karnak", 37, 1.0),)
    arabic = understand("ماذا قالت ليلى حداد عن بنك النخيل؟", stylebook=BOOK)
    assert [entity.english[0] for entity in arabic.entities] == ["Leila Haddad", "Palm Bank"]
    assert arabic.names == ()


@pytest.mark.parametrize(
    ("asked", "dates"),
    [
        ("Who won the election of 2024?", [(date(2024, 1, 1), date(2024, 12, 31))]),
        ("كم قتل في زلزال 5 مايو 2024؟", [(date(2024, 5, 5), date(2024, 5, 5))]),
        ("Who won on Friday?", []),
        ("How many of 2,024 voters came?", []),
    ],
    ids=["year", "day", "a day that depends on today", "a number"],
)
def test_days_and_years_that_are_stated_in_full(asked: str, dates: list[tuple[date, date]]) -> None:
    found = understand(asked).dates
    assert [(when.start, when.end) for when in found] == dates
    year = When(date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR)
    assert (year in found) is (dates == [(year.start, year.end)])
