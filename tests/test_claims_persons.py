"""Whose words, whose office, whose name: what takes a sentence about another person away."""

import pytest

from rag.text.stylebook import Entity, Stylebook
from tests.toy_claims import is_answer, tagging

NAMES = ("منير", "نور", "الطرابلسي", "نبيل", "الغرياني", "الغربالي", "الخوري", "لبراق", "قرنح",
         "سالم", "ميس", "أمازيغ", "جمال", "الأمازيغ", "Gurnah", "Mounir", "Trabelsi", "تونس",
         "الفرنسي", "ماكرون")  # fmt: skip
BOOK = Stylebook([Entity(("تونس",), ("Tunis",), "place")])


TAGGER = tagging(lambda text, start, end: text[start:end] in NAMES)


def _answers(asked: str, text: str, words: str) -> bool:
    return is_answer(asked, text, words, TAGGER, BOOK)


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        (
            "متى استقال منير الطرابلسي؟",
            "واستقالت النائبة نور الطرابلسي في 13 مايو.",
            "13 مايو",
            False,
        ),
        ("متى استقال منير الطرابلسي؟", "واستقال الطرابلسي في 13 مايو.", "13 مايو", True),
        ("متى استقال منير الطرابلسي؟", "واستقال منير الطرابلسي في 13 مايو.", "13 مايو", True),
        ("متى استقال منير الطرابلسي؟", "خلف نور الطرابلسي منير في 13 مايو.", "13 مايو", True),
        ("لماذا سجن نبيل الغرياني؟", "سجن نبيل الغربالي بعد إدانته بالتلاعب.", "بالتلاعب", False),
        ("لماذا سجن نبيل؟", "سجن نبيل الغربالي بعد إدانته بالتلاعب.", "بالتلاعب", True),
        ("متى استقال عبد منير الطرابلسي؟", "استقال عبدمنير الطرابلسي في 13 مايو.", "13 مايو", True),
        ("من وصيفة ميس أمازيغ؟", "وسالم وصيف ملكة جمال الأمازيغ.", "سالم", True),
        ("When did Mounir Trabelsi resign?", "واستقالت نور الطرابلسي في 13 مايو.", "13 مايو", True),
    ],
)
def test_a_namesake_is_another(asked: str, text: str, words: str, answers: bool) -> None:
    assert _answers(asked, text, words) is answers


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("من كتب عن قرنح؟", "صدرت دراسة لروايات قرنح في بغداد.", "قرنح", False),
        ("Who wrote about Gurnah?", "صدرت دراسة لروايات قرنح في بغداد.", "قرنح", False),
        ("من كتب عن قرنح؟", "كتب سالم عن قرنح.", "سالم", True),
        ("من كتب عن قرنح؟", "كتب تلميذ قرنح دراسة.", "تلميذ قرنح", True),
        ("من فاز، سالم أم نبيل؟", "فاز سالم.", "سالم", True),
        ("أين وقع الحادث في تونس؟", "وقع الحادث في تونس.", "تونس", False),
        ("أين وقع الحادث في تونس؟", "وقع الحادث جنوب تونس.", "جنوب تونس", True),
        ("ماذا حدث في تونس؟", "خرجت مظاهرة في تونس.", "تونس", True),
    ],
)
def test_what_the_question_names_is_no_answer(
    asked: str, text: str, words: str, answers: bool
) -> None:
    assert _answers(asked, text, words) is answers


@pytest.mark.parametrize(
    ("asked", "text", "answers"),
    [
        ("من هو وزير الداخلية في الحكومة؟", "قال وزير الخارجية سالم إن الملف قيد المتابعة.", False),
        ("من هو وزير الداخلية في الحكومة؟", "قال وزير الداخلية سالم إن الملف قيد المتابعة.", True),
        ("من هو وزير الداخلية في الحكومة؟", "وخلف سالم وزير الداخلية السابق.", True),
        ("من هو وزير الداخلية في الحكومة؟", "عين سالم في الداخلية.", True),
        ("من كان رئيس الحكومة قبله؟", "عين سالم خلفا لرئيس الوزراء. واستقالت الحكومة.", True),
        ("من هو مدرب المنتخب؟", "قال مدرب تونس سالم إن المنتخب جاهز.", True),
        ("من هو رئيس البلاد؟", "قال رئيس تونس سالم إن البلاد بخير.", True),
        ("من هو رئيس مجلس النواب الجديد؟", "قال رئيس بلدية المدينة سالم ذلك.", False),
    ],
)
def test_an_office_is_not_another(asked: str, text: str, answers: bool) -> None:
    assert _answers(asked, text, "سالم") is answers


@pytest.mark.parametrize(
    ("asked", "text", "words", "answers"),
    [
        ("كم متهما في القضية وفق الخوري؟", "قال لبراق إن عدد المتهمين 13.", "13", False),
        ("كم متهما في القضية وفق الخوري؟", "قال الخوري إن عدد المتهمين 13.", "13", True),
        ("كم متهما في القضية وفق الخوري؟", "قالت الشرطة إن عدد المتهمين 13.", "13", True),
        ("كم متهما في القضية وفق الشرطة؟", "قال لبراق إن عدد المتهمين 13.", "13", True),
        (
            "ماذا قال الرئيس الفرنسي؟",
            "قال ماكرون إن الوضع خطير. وعاد الرئيس الفرنسي.",
            "الوضع خطير",
            True,
        ),
        ("من قال إن عدد المتهمين 13؟", "قال لبراق إن عدد المتهمين 13.", "لبراق", True),
    ],
)
def test_the_words_of_one_are_not_those_of_another(
    asked: str, text: str, words: str, answers: bool
) -> None:
    assert _answers(asked, text, words) is answers


@pytest.mark.parametrize(
    ("text", "words", "answers"),
    [
        ("تونس: وفاة حارس متأثرا بجروحه", "حارس", False),
        ("وفاة حارس متأثرا بجروحه يدعى سالم", "حارس", False),  # too far from the words marked
        ("وفاة الحارس سالم متأثرا بجروحه", "الحارس", True),
    ],
)
def test_a_town_is_not_the_name_of_a_man(text: str, words: str, answers: bool) -> None:
    assert _answers("ما اسم الحارس الذي توفي؟", text, words) is answers
