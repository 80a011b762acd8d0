"""Follow-ups are made self-contained; what can stand alone is never changed."""

import pytest

from rag.question.understand import Asks, understand
from rag.text.stylebook import Entity, Stylebook

TROOPS = "How many CSTO troops were deployed?"
TROOPS_AR = "كم عدد قوات منظمة معاهدة الأمن الجماعي التي نُشرت في كازاخستان؟"


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        (TROOPS, "And vehicles?", "How many vehicles were deployed?"),
        (TROOPS, "What about the vehicles?", "How many vehicles were deployed?"),
        (TROOPS, "And how many vehicles?", "how many vehicles were deployed?"),
        (TROOPS, "Why?", "Why were CSTO troops deployed?"),
        (TROOPS, "And when?", "when were CSTO troops deployed?"),
        (TROOPS, "When did that happen?", "When were CSTO troops deployed?"),
        (TROOPS, "How long will they stay?", "How long will CSTO troops stay?"),
        (TROOPS, "Who sent them?", "Who sent CSTO troops?"),
        (TROOPS, "And in Almaty?", "How many CSTO troops were deployed in Almaty?"),
        (
            "How many people died in Turkey?",
            "And in Syria?",
            "How many people died in Syria?",
        ),
        (
            "Who ruled Kazakhstan from 1989 to 2019?",
            "And Uzbekistan?",
            "Who ruled Uzbekistan from 1989 to 2019?",
        ),
        (
            "When did NATO deploy troops to Kosovo?",
            "And the CSTO?",
            "When did CSTO deploy troops to Kosovo?",
        ),
        ("Who is Antony Blinken?", "When did he resign?", "When did Antony Blinken resign?"),
        ("Who is Antony Blinken?", "What is his age?", "What is Antony Blinken's age?"),
        (
            "What happened in Almaty?",
            "How many people were killed there?",
            "How many people were killed in Almaty?",
        ),
        (TROOPS_AR, "وماذا عن المركبات؟", "كم عدد المركبات التي نُشرت في كازاخستان؟"),
        (TROOPS_AR, "والمركبات؟", "كم عدد المركبات التي نُشرت في كازاخستان؟"),
        (TROOPS_AR, "وكم مركبة؟", "كم مركبة نُشرت في كازاخستان؟"),
        (
            TROOPS_AR,
            "لماذا؟",
            "لماذا نُشرت قوات منظمة معاهدة الأمن الجماعي في كازاخستان؟",
        ),
        (TROOPS_AR, "متى ستنسحب؟", "متى ستنسحب قوات منظمة معاهدة الأمن الجماعي؟"),
        (TROOPS_AR, "من أرسلها؟", "من أرسل قوات منظمة معاهدة الأمن الجماعي؟"),
        (TROOPS_AR, "كم عددهم؟", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
        ("كم شخصا قُتل في تركيا؟", "وفي سوريا؟", "كم شخصا قُتل في سوريا؟"),
        ("متى بدأت الاحتجاجات؟", "ولماذا؟", "لماذا بدأت الاحتجاجات؟"),
        ("أين وقع الزلزال؟", "متى حدث ذلك؟", "متى وقع الزلزال؟"),
        ("كم عدد القتلى؟", "وماذا عن الجرحى؟", "كم عدد الجرحى؟"),
        (
            "كم عاملا أصيب في انهيار جسر الأمل؟",
            "وماذا عن نفق الملح؟",
            "كم عاملا أصيب في انهيار نفق الملح؟",
        ),
    ],
)
def test_follow_up_takes_what_it_lacks_from_the_question_before(
    earlier: str, asked: str, text: str
) -> None:
    question = understand(asked, [earlier])
    assert (question.asked, question.text) == (asked, text)


@pytest.mark.parametrize(
    "asked",
    [
        "Who won the football World Cup?",
        "Did Tokayev say he would resign?",
        "Did Kazakhstan change its president?",
        "Is it true that the airport was seized?",
        "How many people speak Arabic in Turkey?",
        "When was Tokayev born?",
        "What is the population of Kazakhstan?",
        "Were there any injuries?",
        "كم عدد الجرحى في المستشفى؟",
    ],
)
@pytest.mark.parametrize("earlier", [TROOPS, TROOPS_AR])
def test_a_question_that_stands_alone_is_not_changed(asked: str, earlier: str) -> None:
    assert understand(asked, [earlier]).text == asked


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        ("كم قتل في فيضان وادي النخل؟", "ووادي الرمان؟", "كم قتل في فيضان وادي الرمان؟"),
        ("كم بلغ ثمن مصنع الورق؟", "ومصنع الزجاج؟", "كم بلغ ثمن مصنع الزجاج؟"),
        ("متى تقام مباراة الذئاب والنمور؟", "ومباراة الصقور؟", "متى تقام مباراة الصقور؟"),
        ("ماذا قال المدير عن الأرباح؟", "ورئيس المجلس؟", "ماذا قال رئيس المجلس عن الأرباح؟"),
        ("كم بلغت كلفة برج المرفأ؟", "وكم ارتفاعه؟", "كم ارتفاع برج المرفأ؟"),
        ("كم بلغت كلفة برج المرفأ؟", "ومن صممه؟", "من صمم برج المرفأ؟"),
        ("كم جرح في انفجار المرفأ؟", "وما سببه؟", "ما سبب انفجار المرفأ؟"),
        ("من فاز في سباق دبي؟", "كم ميلا قطع؟", "كم ميلا قطع في سباق دبي؟"),
        ("متى تقام مباراة الذئاب؟", "وبكم التذكرة؟", "وبكم التذكرة؟"),
        ("متى تقام مباراة الذئاب؟", "وقع زلزال أمس؟", "وقع زلزال أمس؟"),
        (
            "How much did the city tower cost?",
            "How tall is it?",
            "How tall is the city tower?",
        ),
        (
            "How much did the city tower cost?",
            "Who drew it?",
            "Who drew the city tower?",
        ),
        (
            "How much did the city tower cost?",
            "And the port tower?",
            "How much did the port tower cost?",
        ),
        (
            "How many people were wounded in the flood?",
            "And evacuated?",
            "How many people were evacuated in the flood?",
        ),
        (
            "How many people were wounded in the dam collapse?",
            "What caused it?",
            "What caused the dam collapse?",
        ),
        ("Who won the race in Dubai?", "When was he born?", "When was he born?"),
        (
            "What did the coach say about the goal?",
            "And about fans?",
            "What did the coach say about fans?",
        ),
    ],
)
def test_a_follow_up_asks_the_same_of_another_thing_or_more_of_it(
    earlier: str, asked: str, text: str
) -> None:
    assert understand(asked, [earlier]).text == text


@pytest.mark.parametrize("asked", ["And vehicles?", "Why?", "وماذا عن المركبات؟", "لماذا؟"])
def test_without_history_nothing_changes(asked: str) -> None:
    assert understand(asked).text == asked


def test_a_follow_up_of_a_follow_up() -> None:
    question = understand("Why?", [TROOPS, "And vehicles?"])
    assert (question.text, question.asks) == ("Why were vehicles deployed?", Asks.REASON)


def test_the_other_language_does_not_mix_in() -> None:
    assert understand("Why?", [TROOPS_AR]).text == "Why?"


def test_unusable_history_is_passed_over() -> None:
    assert understand("Why?", [TROOPS, "🙂"]).text == "Why were CSTO troops deployed?"


BOOK = Stylebook([Entity(("بنك النخيل",), ("Palm Bank",), "organisation")])
FIRE = "How many people were killed in the warehouse fire?"
FIRE_AR = "كم شخصا قتل في حريق الفندق؟"


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        (FIRE, "How many were injured?", "How many were injured in the warehouse fire?"),
        (FIRE, "And who was arrested?", "Who was arrested in the warehouse fire?"),
        (FIRE_AR, "كم جريحا سقط؟", "كم جريحا سقط في حريق الفندق؟"),
        (TROOPS_AR, "وما عدد السكان؟", "ما عدد السكان في كازاخستان؟"),
    ],
)
def test_a_short_question_that_names_nothing_takes_the_setting(
    earlier: str, asked: str, text: str
) -> None:
    assert understand(asked, [earlier], stylebook=BOOK).text == text


@pytest.mark.parametrize(
    ("earlier", "asked"),
    [
        (FIRE, "How many did Palm Bank dismiss?"),
        (FIRE_AR, "كم خسر بنك النخيل؟"),
        (FIRE, "Who won Wimbledon?"),
        (FIRE, "How many were injured at the match?"),
        (FIRE, "How many people were injured and taken away?"),
        (FIRE_AR, "How many were injured?"),
        ("How many people died?", "How many were injured?"),
    ],
    ids=[
        "names an organisation",
        "names one in Arabic",
        "has a capital",
        "has a setting",
        "is long",
        "is in another language",
        "there is no setting",
    ],
)
def test_a_question_with_an_event_of_its_own_takes_none(earlier: str, asked: str) -> None:
    assert understand(asked, [earlier], stylebook=BOOK).text == asked


def test_the_setting_is_that_of_the_last_question_made_whole() -> None:
    history = [FIRE, "How many were injured?"]
    assert understand("Who was arrested?", history[:1]).text.endswith("in the warehouse fire?")
    assert understand("And in Sidon?", [FIRE]).text == "How many people were killed in Sidon?"


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        ("أين يقع جسر الأمل؟", "متى افتتح؟", "متى افتتح جسر الأمل؟"),
        ("كم تكلفة بناء جسر الأمل؟", "متى تمّ افتتاحه؟", "متى تمّ افتتاح جسر الأمل؟"),
        ("كم بلغ طول جسر الأمل؟", "وكم استغرق بناؤه؟", "كم استغرق بناء جسر الأمل؟"),
        ("متى افتتحت المدرسة؟", "وكم بلغت تكلفتها؟", "كم بلغت تكلفة المدرسة؟"),
        ("متى افتتحت المدرسة؟", "ومن بناها؟", "من بنى المدرسة؟"),
        ("ما مساحة ملعب النور؟", "وما سعته؟", "ما سعة ملعب النور؟"),
        ("متى بيع اللاعب كريم؟", "وبكم؟", "بكم بيع اللاعب كريم؟"),
        ("كم بلغ طول جسر الأمل؟", "وبكم؟", "وبكم؟"),
        ("متى أقيمت المباراة النهائية؟", "ومن فاز؟", "من فاز في المباراة النهائية؟"),
        (
            "متى جرت الانتخابات الرئاسية في تونس؟",
            "من فاز بها؟",
            "من فاز بالانتخابات الرئاسية في تونس؟",
        ),
        ("كم عاملا سرح المصنع؟", "ولماذا؟", "لماذا سرح المصنع العمال؟"),
        ("كم هدفا سجل كريم؟", "ومتى؟", "متى سجل كريم الأهداف؟"),
        ("من فاز بكأس أفريقيا؟", "ومن خسر؟", "من خسر في كأس أفريقيا؟"),
        (
            "ما قوة الزلزال الذي ضرب الحوز؟",
            "متى وقع؟",
            "متى وقع الزلزال الذي ضرب الحوز؟",
        ),
        ("هل استقال الوزير؟", "ولماذا؟", "لماذا استقال الوزير؟"),
        ("ما قوة زلزال الحوز؟", "ومتى؟", "متى كان زلزال الحوز؟"),
        ("Who built the stadium?", "When did it open?", "When did the stadium open?"),
        ("What is the capacity of the stadium?", "When did it open?", "When did the stadium open?"),
        ("Did the minister resign?", "Why?", "Why did the minister resign?"),
        ("Who closed the plant?", "Why?", "Why was the plant closed?"),
        ("How many branches did the bank close?", "Why?", "Why did the bank close branches?"),
        ("Who resigned?", "When?", "When?"),
        ("Which bank closed its branches?", "Why?", "Why?"),
        ("When was the final played?", "Who won?", "Who won the final?"),
    ],
)
def test_a_follow_up_without_its_noun_or_verb_takes_it(earlier: str, asked: str, text: str) -> None:
    assert understand(asked, [earlier]).text == text


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        ("كم قتيلا سقط في زلزال المغرب؟", "وفي الجزائر؟", "كم قتيلا سقط في زلزال الجزائر؟"),
        ("ما عدد سكان تونس؟", "والجزائر؟", "ما عدد سكان الجزائر؟"),
        ("كم قتيلا في تونس؟", "وبالجزائر؟", "كم قتيلا في الجزائر؟"),
        ("كم خسر البنك في تونس؟", "وماذا عن وهران؟", "كم خسر البنك في وهران؟"),
        ("كم بلغت صادرات العراق من النفط؟", "وليبيا؟", "كم بلغت صادرات ليبيا من النفط؟"),
        ("كم بلغ سعر القمح؟", "وفي الجزائر؟", "كم بلغ سعر القمح في الجزائر؟"),
        ("كم خسر البنك في 2021؟", "وفي 2022؟", "كم خسر البنك في 2022؟"),
        (
            "When did the quake strike Morocco?",
            "And in Algeria?",
            "When did the quake strike Algeria?",
        ),
        (
            "How many refugees does Jordan host?",
            "And in Algeria?",
            "How many refugees does Algeria host?",
        ),
        ("What is the population of Oran?", "And Algiers?", "What is the population of Algiers?"),
    ],
)
def test_one_place_takes_the_place_of_another(earlier: str, asked: str, text: str) -> None:
    assert understand(asked, [earlier]).text == text


@pytest.mark.parametrize(
    ("earlier", "asked", "text"),
    [
        (TROOPS, "How many of them were women?", "How many women were deployed?"),
        (
            "How many people died in the quake?",
            "How many of them were injured?",
            "How many of the people who died in the quake were injured?",
        ),
        (
            "How many people were detained in Almaty?",
            "And how many of them were released?",
            "How many of the people detained in Almaty were released?",
        ),
        (
            "How many of the detainees were released?",
            "How many of them were women?",
            "How many of the detainees were women?",
        ),
        ("كم عدد المعتقلين؟", "كم منهم نساء؟", "كم عدد النساء بين المعتقلين؟"),
        ("كم شخصا قتل في الزلزال؟", "كم كان بينهم من النساء؟", "كم امرأة قتلت في الزلزال؟"),
        ("كم لاعبا أصيب في الحادث؟", "وكم طفلا بينهم؟", "كم طفلا أصيب في الحادث؟"),
    ],
)
def test_some_of_those_who_were_counted(earlier: str, asked: str, text: str) -> None:
    assert understand(asked, [earlier]).text == text
