"""Question words of the dialects are read as those of the written language."""

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
