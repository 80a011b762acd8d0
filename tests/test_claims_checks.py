"""The checks that take away: names that are asked for, editions, two questions in one, towns."""

from datetime import date

import pytest

from rag.claims.accept import candidates
from rag.claims.currencies import is_of_another_currency
from rag.question.kind import asks_for_a_name, asks_twice
from rag.question.understand import understand
from rag.text.stylebook import Entity, Stylebook
from tests.toy_claims import BOOK, accepted, ask, hits, is_answer, tagging
from tests.toy_read import article, reading

TAGGER = tagging(lambda text, start, _: text[start:].removeprefix("ال")[0] in "Qق")


def _answers(asked: str, text: str, words: str) -> bool:
    return is_answer(asked, text, words, TAGGER)


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("ما اسم الحارس؟", "وقال الحارس قادر إن المباراة صعبة.", "الحارس", True),
        ("ما اسم الحارس؟", "توفي الحارس متأثرا بجروحه في المستشفى.", "الحارس", False),
        ("ما الاسم الكامل للمدير؟", "أعفى المصرف مديره من دون تسميته.", "من دون تسميته", False),
        ("ما اسم السفينة؟", "جنحت سفينة «نجمة البحر» قرب الميناء.", "سفينة", True),
        ("من الحارس؟", "توفي الحارس متأثرا بجروحه في المستشفى.", "الحارس", True),
        ("What is the name of the goalkeeper?", "توفي الحارس في المستشفى.", "الحارس", False),
        ("Which group, by name, did it?", "هاجمت جماعة مسلحة المصرف.", "جماعة مسلحة", False),
        ("ما اسم زميل قادر؟", "وقال زميل قادر إن المباراة صعبة.", "زميل", False),
        ("ما اسم الحارس؟", "توفي الحارس القطري في المستشفى.", "الحارس", False),
        ("ما اسم الدولة؟", "وصل الفريق من قطر أمس.", "قطر", True),
    ],
)
def test_only_a_name_tells_a_name(asked: str, text: str, words: str, answers: bool) -> None:
    assert _answers(asked, text, words) is answers


def test_without_a_tagger_nobody_can_say() -> None:
    read = [reading(article("a", "توفي الحارس متأثرا بجروحه."), "الحارس")]
    assert accepted("ما اسم الحارس؟", read)


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("من فاز بكأس الدورة الرابعة؟", "فاز الموج بكأس الدورة الخامسة.", False),
        ("Who won the fourth cup?", "فاز الموج بكأس الدورة الخامسة.", False),
        ("من فاز بكأس الدورة الخامسة؟", "فاز الموج بكأس الدورة الخامسة.", True),
        ("من فاز بكأس الدورة الرابعة؟", "فاز الموج بالكأس.", True),  # it need not say which
        ("من فاز للمرة الثانية؟", "فاز الموج بكأس الدورة الخامسة.", True),
        ("من فاز بالمرحلة الثانية؟", "فاز الموج بالمرحلة الأولى.", False),
        ("Who won the second stage?", "فاز الموج بالمرحلة الأولى.", False),
        ("Who won the second-hand car?", "فاز الموج بالمرحلة الأولى.", True),
        ("Who won the second stage, and when?", "فاز الموج بالمرحلة الأولى.", True),
    ],
)
def test_another_edition_does_not_answer(asked: str, text: str, answers: bool) -> None:
    assert bool(accepted(asked, [reading(article("a", text), "الموج")])) is answers


@pytest.mark.parametrize(
    ("text", "language", "twice"),
    [
        ("من اشترى المصنع وبكم؟", "ar", True),
        ("متى وأين تقام المباراة؟", "ar", True),
        ("Who sold the plant, and in which year?", "en", True),
        ("كم عاملا سرح المصنع؟", "ar", False),
        ("وكم عاملا سرح المصنع؟", "ar", False),
        ("Who sold the plant and the land?", "en", False),
        ("And who bought it?", "en", False),
    ],
)
def test_two_questions_in_one(text: str, language: str, twice: bool) -> None:
    assert asks_twice(text, "ar" if language == "ar" else "en") is twice


def test_either_of_two_questions_may_be_answered() -> None:
    read = [reading(article("a", "باعت المدينة المصنع في عام 2005."), "عام 2005")]
    assert not accepted("من باع المصنع؟", read)
    assert accepted("من باع المصنع ومتى؟", read)
    workers = [reading(article("a", "تشغل المصانع 30 ألف شخص."), "30 ألف شخص")]
    assert not accepted("How many companies are there?", workers)
    assert accepted("How many companies and workers are there?", workers)


def test_which_question_asks_for_a_name() -> None:
    assert asks_for_a_name("اسم القبطان؟", "ar")
    assert asks_for_a_name("Names of the winners?", "en")
    assert asks_for_a_name("What was the ship's name?", "en")


TOWNS = Stylebook([Entity(("الواحة",), ("Waha",), "place")])


def test_a_town_that_news_leaves_out_refuses_only_where_nothing_else_is_named() -> None:
    told = article("a", "Yesterday Olsen and Berg saw the parliament.", language="en")
    read = [reading(told, "the parliament")]

    def found(asked: str) -> bool:
        question = understand(asked, stylebook=TOWNS)
        return bool(candidates(question, read, hits(read), TOWNS))

    assert found("What did Olsen and Berg visit in Waha?")
    assert not found("What did Olsen and Lund visit in Waha?")
    assert not found("What did Olsen visit in Waha?")


@pytest.mark.parametrize(
    ("text", "words", "answers"),
    [
        ("ارتفعت أسعار التذاكر 12 بالمئة.", "12 بالمئة", True),
        ("ارتفعت أسعار التذاكر 150 نقطة أساس.", "150 نقطة أساس", True),
        ("بلغت نسبة الارتفاع في الأسعار 12.", "12", True),
        ("بيعت التذاكر بالعشرات بعد ارتفاع الأسعار.", "بالعشرات", False),
        ("بيعت 500 تذكرة بعد ارتفاع الأسعار.", "500 تذكرة", False),
    ],
)
def test_a_percentage_is_no_count(text: str, words: str, answers: bool) -> None:
    asked = "By what percentage did ticket prices rise?"
    assert bool(accepted(asked, [reading(article("a", text), words)])) is answers


def test_a_word_that_is_only_tagged_is_no_name_to_a_certain_reader() -> None:
    asked = "متى قدم القطار الذي قصد الميناء؟"  # the tagger takes «قدم» and «قصد» for names

    def found(chance: float) -> bool:
        question = understand(asked, stylebook=BOOK, tagger=TAGGER)
        read = [reading(article("a", "وصلت الرحلة يوم 3 مايو 2021."), "3 مايو 2021", chance)]
        return bool(candidates(question, read, hits(read), BOOK, tagger=TAGGER))

    assert [found(0.95), found(0.85)] == [True, False]


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("إربد - الشمال اليوم - سهير العجلوني - الأحد 5/3/2023", False),
        ("تونس - 20 يناير 2022", False),
        ("نفى وزير الفلاحة والتنمية، أول أمس السبت 5/3/2023، وجود أي قرار بالاستيراد.", True),
    ],
)
def test_a_dateline_with_a_byline_is_no_answer(text: str, answers: bool) -> None:
    words = "20 يناير 2022" if "يناير" in text else "5/3/2023"
    assert bool(accepted("متى نفى الوزير؟", [reading(article("a", text), words)])) is answers


def test_a_towns_name_that_is_another_word() -> None:
    book = Stylebook(
        [Entity(("سيول",), ("Seoul",), "place"), Entity(("السلام",), ("Salam",), "place")]
    )

    def towns(text: str) -> list[str]:
        found = understand(text, stylebook=book, tagger=TAGGER).entities
        return [entity.english[0] for entity in found]

    assert towns("كم قتلت سيول قحطان؟") == []  # floods
    assert towns("من رئيس بلدية السلام؟") == ["Salam"]  # which the tagger does not take for a name
    assert towns("كم دام السلام؟") == []


RESULTS = "تراجعت نسبة القروض المتعثرة إلى 2.4 في المئة، مقابل 3.1 في المئة في 2023."


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("كم كانت نسبة القروض المتعثرة في 2024؟", True),
        ("كم كانت نسبة القروض المتعثرة في 2023؟", True),
        ("كم كانت نسبة القروض المتعثرة في 2019؟", False),
    ],
)
def test_a_year_that_is_compared_with_is_not_the_year_of_a_sentence(
    asked: str, answers: bool
) -> None:
    text = f"نشر البنك نتائج 2024. {RESULTS}"
    read = reading(article("a", text, published=date(2025, 2, 1)), "2.4 في المئة")
    assert bool(accepted(asked, [read])) is answers


@pytest.mark.parametrize(
    ("text", "words", "answers"),
    [
        ("فاس – هشام إدريسي\nتوج الفريق باللقب.", "هشام إدريسي", False),
        ("عنوان الخبر\n\nالحميدة (الرأي المحلي) – منال\n\nانتخب المجلس رئيسا.", "منال", False),
        ("قال هشام إدريسي – وهو المدرب – إن الفوز مستحق.", "هشام إدريسي", True),
        ("بدأت المباراة.\nوانتهت.\nالمدرب – هشام إدريسي", "هشام إدريسي", True),
        ("فاس – 12 قتيلا", "12", True),
    ],
)
def test_the_line_with_the_author_answers_nothing(text: str, words: str, answers: bool) -> None:
    assert (
        bool(
            accepted(
                "من درب الفريق؟" if "12" not in words else "كم قتيلا؟",
                [reading(article("a", text), words)],
            )
        )
        is answers
    )


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("كم قطعة في المتحف؟", "ذكرت نسخة سابقة أن المتحف يضم 8000 قطعة.", "8000 قطعة", False),
        ("كم قطعة في المتحف؟", "يضم المتحف 800 قطعة لا 8000 كما ورد خطأ.", "800 قطعة", True),
        ("ماذا قالت النسخة السابقة؟", "ذكرت نسخة سابقة أنها 8000 قطعة.", "8000 قطعة", True),
        ("كم زائرا حضر؟", "استقطبت نسخة سابقة من المهرجان 8000 زائر.", "8000 زائر", True),
        ("كم قتيلا؟", "كنا أشرنا في خبر سابق إلى مقتل 5 عمال.", "5 عمال", True),
        ("How many were sold?", "The previous version of the phone sold 8,000.", "8,000", True),
        ("كم ذكرت نسخة سابقة من الخبر؟", "ذكرت نسخة سابقة أنها 8000 قطعة.", "8000 قطعة", True),
        ("How many pieces?", "An earlier version said it held 8,000 pieces.", "8,000", False),
    ],
)
def test_what_was_withdrawn_answers_only_who_asks_for_it(
    asked: str, text: str, words: str, answers: bool
) -> None:
    language = "en" if text.isascii() else "ar"
    assert bool(accepted(asked, [reading(article("a", text, language=language), words)])) is answers


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("كم خسرت شركة Qamar؟", "سجلت برق، منافسة Qamar، خسائر قدرها 48 مليون درهم.", False),
        ("كم خسرت شركة Qamar؟", "سجلت Qamar خسائر قدرها 48 مليون درهم.", True),
        ("كم خسرت شركة Qamar؟", "خسرت Qamar، منافسة برق، 48 مليون درهم.", True),
        ("كم خسرت شركة Qamar؟", "ربحت برق، وخسرت منافستها Qamar 48 مليون درهم.", True),
        ("كم بلغت جوائز Qamar؟", "بدأت منافسة كأس Qamar بجوائز 48 مليون درهم.", True),
        ("How much did Qamar lose?", "Barq, a rival of Qamar, lost 48 million dirhams.", False),
    ],
)
def test_a_rival_is_another_company(asked: str, text: str, answers: bool) -> None:
    language, words = ("en", "48 million") if text.isascii() else ("ar", "48 مليون")
    assert is_answer(asked, text, words, TAGGER, language=language) is answers


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("كم قتيلا خلف التسرب؟", "وقع التسرب ليلا، ولم تسجل أي وفيات.", "ولم تسجل أي وفيات", True),
        ("كم شخصا أوقفت الشرطة؟", "وقالت الشرطة إنها لم توقف أحدا.", "لم توقف أحدا", True),
        ("How many people died?", "There were no deaths in the leak.", "no deaths", True),
        ("كم قتيلا في المصفاة؟", "أسفر الحريق عن مقتل عاملين.", "عاملين", True),
        ("كم قتيلا في المصفاة؟", "أسفر الحريق عن مقتل عمال.", "عمال", False),
        ("متى وقع التسرب؟", "وقع التسرب ولم تسجل أي وفيات.", "أي وفيات", False),
    ],
)
def test_none_and_two_are_numbers(asked: str, text: str, words: str, answers: bool) -> None:
    language = "en" if text.isascii() else "ar"
    read = reading(article("a", text, language=language), words, 0.5)
    assert bool(accepted(asked, [read])) is answers


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("How much was the ticket?", "أجرى الطبيب 1300 عملية.", "1300 عملية", False),
        ("How much was the ticket?", "بيعت التذكرة بسعر 30 درهما.", "30 درهما", True),
        ("How many jobs will it cut?", "وقررت الشركة تسريح 350 موظفا.", "350 موظفا", True),
        ("How many people did it hire?", "وأعلنت الشركة 350 وظيفة.", "350 وظيفة", False),
    ],
)
def test_a_price_is_no_number_of_things(asked: str, text: str, words: str, answers: bool) -> None:
    assert bool(accepted(asked, [reading(article("a", text), words)])) is answers


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("بكم استوردت البلاد طن الشعير؟", False),
        ("بكم استوردت البلاد طن القمح؟", True),
        ("كم سعر طن الشعير؟", False),
        ("كم دفعت البلاد للطن؟", True),
        ("How much did a tonne of barley cost?", True),  # in two languages nobody can say
    ],
)
def test_a_good_is_not_another(asked: str, answers: bool) -> None:
    read = reading(article("a", "واستوردت البلاد القمح بسعر 240 يورو للطن."), "240 يورو")
    assert bool(accepted(asked, [read])) is answers


def test_a_good_may_be_spelt_otherwise() -> None:
    read = reading(article("a", "ويباع ليتر البنزين بدينار."), "بدينار")
    assert accepted("كم سعر لتر البنزين؟", [read])


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("متى أفرج عن المدير؟", "أوقفت الشرطة المدير في 13 مايو.", False),
        ("When was the director freed?", "أوقفت الشرطة المدير في 13 مايو.", False),
        ("متى أوقف المدير؟", "أوقفت الشرطة المدير في 13 مايو.", True),
        ("متى سافر المدير؟", "أوقفت الشرطة المدير في 13 مايو.", True),
    ],
)
def test_a_day_answers_only_for_its_own_act(asked: str, text: str, answers: bool) -> None:
    read = reading(article("a", text, published=date(2024, 5, 20)), "13 مايو")
    assert bool(accepted(asked, [read])) is answers


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("ما نتيجة مباراة الذهاب؟", "فاز الميناء 4-0 في إياب نصف النهائي.", False),
        ("ما نتيجة مباراة الذهاب؟", "فاز الميناء 4-0 في ذهاب نصف النهائي.", True),
        ("What was the score of the first leg?", "فاز الميناء 4-0 في إياب نصف النهائي.", False),
        ("ما نتيجة المباراة؟", "فاز الميناء 4-0 في إياب نصف النهائي.", True),
        ("What was the turnout in the run-off?", "بلغت المشاركة في الجولة الأولى 4-0.", False),
        ("كم سجل في الإياب؟", "فاز الميناء 4-0. ويقام الإياب الثلاثاء بعد مباراة الذهاب.", True),
    ],
)
def test_a_leg_or_a_round_is_not_the_other(asked: str, text: str, answers: bool) -> None:
    assert bool(accepted(asked, [reading(article("a", text), "4-0")])) is answers


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("What was the official euro rate in March?", False),
        ("كم سعر صرف اليورو؟", False),
        ("كم سعر صرف الدولار؟", True),
        ("What was the dollar worth?", True),
        ("كم سعر الليرة أمام اليورو؟", True),  # both are named
        ("Who won the euro?", True),
        ("كم سعر اللحم باليورو؟", True),
        ("What is the price of meat in euros?", True),
    ],
)
def test_the_rate_of_one_currency_is_not_that_of_another(asked: str, answers: bool) -> None:
    read = reading(article("a", "رفع المصرف سعر الدولار الرسمي إلى 112 ليرة."), "112 ليرة")
    question = ask(asked)
    assert is_of_another_currency(question, read.passage) is not answers
