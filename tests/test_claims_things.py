"""Another hotel, another party, another good: told by the word behind the noun."""

import pytest

from rag.claims.things import is_of_another_thing
from rag.question.understand import understand
from rag.types import Article

FOUND = (
    Article("a", "وافق مجلس الوزراء على حظر تصدير البصل ثلاثة أشهر.", "سعر الكيلو يرتفع"),
    Article("c", "أصيب 30 في حريق محطة وقود."),
    Article("e", "وتراوحت سرعة الرياح بين 70 و90 كيلومترا."),
    Article("d", "أزالت البلدية هنقرا قديما وتعديات وأسوارا."),
    Article("b", "تصدر حزب السنبلة الانتخابات. وشب حريق في فندق «التين» بسبب ماس كهربائي."),
)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("حتى متى يستمر حظر تصدير الثوم من مصر؟", "وافق المجلس على حظر تصدير البصل"),
        ("كم مقعدا نال حزب النخلة؟", "تصدر حزب السنبلة الانتخابات بـ27 مقعدا"),
        ("كم شخصا قتل في حريق فندق الجوز؟", "قتل 27 شخصا في حريق فندق «التين»"),
        ("كم ارتفع سعر الديزل؟", "ارتفع سعر البنزين 20 فلسا"),
    ],
)
def test_another_of_its_kind_does_not_answer(asked: str, sentence: str) -> None:
    assert is_of_another_thing(understand(asked), sentence, Article(id="b", text=sentence), FOUND)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("حتى متى يستمر حظر تصدير البصل؟", "وافق المجلس على حظر تصدير البصل"),
        ("كم كانت سرعة الريح؟", "وتراوحت سرعة الرياح بين 70 و90 كيلومترا"),
        ("بكم الدولار بالسوق السوداء؟", "وبلغ سعر الدولار في السوق الموازية 131 ليرة"),
        ("متى صادقت عليها المملكة؟", "صادق المغرب عليها سنة 1979"),
        ("كم ارتفع سعر الكيلو؟", "ارتفع سعر البصل"),  # told of elsewhere: no stranger
        ("ما سبب الحادث؟", "وكان سبب الحريق ماسا كهربائيا"),  # other words for the same
        ("كم عدد الضحايا؟", "بلغ عدد القتلى 27"),
        ("كم مقعدا نال حزب النخلة؟", "ونال النخلة تسعة مقاعد"),
        ("كم أصيب في حريق محطة الوقود؟", "أصيب 30 في حريق محطة وقود"),
        ("كم شخصا قتل في الحريق؟", "قتل 27 شخصا"),
        ("أين وقعت تعديات الهناقر؟", "أزالت البلدية تعديات واسعة"),  # a broken plural
    ],
)
def test_the_same_thing_in_other_words_may_answer(asked: str, sentence: str) -> None:
    assert not is_of_another_thing(
        understand(asked), sentence, Article(id="b", text=sentence), FOUND
    )


PRIZES = Article(
    "p", "سلم الوزير جائزة النقد لكمال. وبلغت قيمة جائزة القصيدة 50 ألف ريال. ويمول البنك الجائزة."
)


@pytest.mark.parametrize(
    ("asked", "sentence", "other"),
    [
        ("كم قيمة جائزة النقد؟", "وبلغت قيمة جائزة القصيدة 50 ألف ريال.", True),
        ("كم قيمة جائزة القصيدة؟", "وبلغت قيمة جائزة القصيدة 50 ألف ريال.", False),
        ("كم قيمة جائزة النقد؟", "بلغت قيمتها 50 ألف ريال.", False),
        ("كم قيمة جائزة النقد؟", "نالت جائزة القصيدة أكثر من النقد: 50 ألف ريال.", False),
    ],
)
def test_of_two_in_one_article_the_other_does_not_answer(
    asked: str, sentence: str, other: bool
) -> None:
    assert is_of_another_thing(understand(asked), sentence, PRIZES, [PRIZES]) is other
