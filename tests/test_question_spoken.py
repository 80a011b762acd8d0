"""Words of the dialects, those that ask above all, are read as those of the written language."""

from pathlib import Path

import pytest

from rag.question.kind import Asks
from rag.question.spoken import written
from rag.question.understand import understand
from rag.text import lexicon

CASES = [
    ("فين اتقبض على السارق؟", "أين اتقبض على السارق؟", Asks.PLACE),
    ("إمتى تفتح المكتبة؟", "متى تفتح المكتبة؟", Asks.DATE),
    ("وفوقاش تسالا الماتش؟", "ومتى تسالا الماتش؟", Asks.DATE),
    ("إمتى ووين تقام المباراة؟", "متى وأين تقام المباراة؟", Asks.DATE),
    ("قداش ثمن التذكرة؟", "كم ثمن التذكرة؟", Asks.MONEY),
    ("شنوة اسم السفينة؟", "ما اسم السفينة؟", Asks.PERSON),
    ("محاضر المجلس وين كتنشر", "محاضر المجلس أين كتنشر", Asks.PLACE),
    ("الخاطفين طلبوا كام فدية؟", "الخاطفين طلبوا كم فدية؟", Asks.NUMBER),
    ("بقداش قدر المدير عدد الشغورات؟", "بكم قدر المدير عدد الشغورات؟", Asks.NUMBER),
    ("شكون ربح الكأس؟", "من ربح الكأس؟", Asks.PERSON),
    ("رئيس الجامعة مين؟", "رئيس الجامعة من؟", Asks.PERSON),
    ("علاش تسد الطريق؟", "لماذا تسد الطريق؟", Asks.REASON),
    ("شو سبب الإضراب؟", "ما سبب الإضراب؟", Asks.REASON),
    ("بكام التذكرة للقطر؟", "بكم التذكرة للقطر؟", Asks.MONEY),
    ("وش سعر التذكرة؟", "ما سعر التذكرة؟", Asks.MONEY),
    ("كام طالب نجح؟", "كم طالب نجح؟", Asks.NUMBER),
    ("شحال من طالب نجح؟", "كم طالب نجح؟", Asks.NUMBER),
    ("الساعة كام تفتح المكتبة؟", "الساعة كم تفتح المكتبة؟", Asks.TIME),
    ("شو قالت المديرة؟", "ماذا قالت المديرة؟", Asks.OTHER),
    ("قال إيه المدير؟", "قال ماذا المدير؟", Asks.OTHER),
    ("واش تفتح المكتبة؟", "هل تفتح المكتبة؟", Asks.YES_NO),
    # Anywhere, with "and" and "so" written onto it, and two of them.
    ("الناس مستنية من إمتى المساعدات؟", "الناس مستنية من متى المساعدات؟", Asks.DATE),
    ("القطار هيتأخر وقتاش وعلاش؟", "القطار هيتأخر متى ولماذا؟", Asks.DATE),
    ("ففين وقع الحريق؟", "فأين وقع الحريق؟", Asks.PLACE),
    ("لإمتى الطريق مقطوع؟", "حتى متى الطريق مقطوع؟", Asks.DATE),
    ("لمين السفينة؟", "لمن السفينة؟", Asks.PERSON),
    ("كام واحد مات في الحريق؟", "كم شخصا مات في الحريق؟", Asks.NUMBER),
    ("كم واحد من العمال مات؟", "كم واحدا من العمال مات؟", Asks.NUMBER),
    ("آش من مدينة ضربها الزلزال؟", "أي مدينة ضربها الزلزال؟", Asks.PLACE),
    ("الشركات تحتفظ بالعينات قد إيه؟", "الشركات تحتفظ بالعينات كم؟", Asks.NUMBER),
    # Its other words.
    ("شحال ديال الزبل تجمع فالزنقات ديال الفل؟", "كم من النفايات تجمع في شوارع الفل؟", Asks.NUMBER),
    ("كم طن ديال الزبل فالزنقة؟", "كم طن من النفايات في الشارع؟", Asks.NUMBER),
    ("شلون دخلوا الحرامية المتحف؟", "كيف دخلوا اللصوص المتحف؟", Asks.OTHER),
    (
        "هما عمال النضافة عايزين مرتباتهم تبقى كام؟",
        "عمال النظافة يريدون مرتباتهم تبقى كم؟",
        Asks.MONEY,
    ),
    ("هو القطر هيفتح إمتى؟", "القطار هيفتح متى؟", Asks.DATE),
    ("هو راح فين؟", "هو راح أين؟", Asks.PLACE),
    ("شكون المدير ديال المتحف؟", "من مدير المتحف؟", Asks.PERSON),
    ("فين الفلوس ديالهم؟", "أين فلوسهم؟", Asks.PLACE),
    ("شحال العمال الجداد ديال البلدية؟", "كم العمال الجداد ديال البلدية؟", Asks.NUMBER),
    ("مين اللي سرق السفينة اللي غرقت؟", "من الذي سرق السفينة التي غرقت؟", Asks.PERSON),
    ("شحال شدو البوليس ففاس؟", "كم شدو الشرطة في فاس؟", Asks.NUMBER),
    ("ليه الطريق مش مفتوح؟", "لماذا الطريق ليس مفتوح؟", Asks.REASON),
    # What may be a name or another word.
    ("متى استقال شوكت عزيز؟", "متى استقال شوكت عزيز؟", Asks.DATE),
    ("شوكت عزيز متى استقال؟", "شوكت عزيز متى استقال؟", Asks.DATE),
    ("شوكت يبدأ المهرجان؟", "متى يبدأ المهرجان؟", Asks.DATE),
    ("كم جثة أخرجت في موش؟", "كم جثة أخرجت في موش؟", Asks.NUMBER),
    ("من خلف نوبل في إيه بي سي؟", "من خلف نوبل في إيه بي سي؟", Asks.PERSON),
    ("أي شبكة هزمت إيه بي سي؟", "أي شبكة هزمت إيه بي سي؟", Asks.OTHER),
    ("كم طنا من الزبل في حقل القطر؟", "كم طنا من الزبل في حقل القطر؟", Asks.NUMBER),
    ("كم قتل في صفاقس فالمهدية؟", "كم قتل في صفاقس فالمهدية؟", Asks.NUMBER),
    ("من لحن «وين رايحين» ومين كتبها؟", "من لحن «وين رايحين» ومن كتبها؟", Asks.PERSON),
    ("كم طالبا في مين بو غزال؟", "كم طالبا في مين بو غزال؟", Asks.NUMBER),
    ("Where is the library?", "Where is the library?", Asks.PLACE),
]


@pytest.mark.parametrize(("asked", "read", "asks"), CASES, ids=[c[0] for c in CASES])
def test_a_spoken_question_word(asked: str, read: str, asks: Asks) -> None:
    question = understand(asked)
    assert written(asked) == read
    assert (question.asked, question.text, question.asks) == (asked, read, asks)


def test_a_question_before_may_be_spoken_too() -> None:
    assert (
        understand("وليش؟", ["كام عامل مات في المنجم؟"]).text
        == understand("ولماذا؟", ["كم عامل مات في المنجم؟"]).text
    )


def test_a_newsroom_adds_a_word(tmp_path: Path) -> None:
    (tmp_path / "spoken.csv").write_text("written,spoken\nكيف,شنهو\n", encoding="utf-8")
    lexicon.use(tmp_path)
    assert written("شنهو صار؟") == "كيف صار؟"
    lexicon.use(None)
    assert written("شنهو صار؟") == "شنهو صار؟"


@pytest.mark.parametrize(
    ("asked", "asks"),
    [
        ("سنة كم تأسست الشركة؟", Asks.DATE),
        ("سبب الإضراب؟", Asks.REASON),
        ("ثمن الرغيف كم؟", Asks.MONEY),
        ("قائد الفريق من؟", Asks.PERSON),
    ],
)
def test_a_question_in_the_order_of_speech(asked: str, asks: Asks) -> None:
    assert understand(asked).asks is asks
