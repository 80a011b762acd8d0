"""Exact texts of answers, in both languages, over hand-made articles."""

from collections.abc import Sequence
from datetime import date

import pytest

from rag.answer.compose import Extractive, not_found
from rag.claims.extract import extract
from rag.claims.group import weigh
from rag.question.understand import understand
from rag.types import Answer, Hit, Reading, Verdict
from rag.verify.answer import problems
from tests.toy_read import STYLEBOOK, article, passage, reading

QUAKE_MONDAY = article(
    "quake-1",
    "ضرب زلزال قوي البلاد. وأعلنت وزارة الصحة مقتل 300 شخص وإصابة ألف آخرين.",
    "Al Jazeera",
    date(2023, 2, 6),
    ("AFP",),
)
QUAKE_TUESDAY = article(
    "quake-2", "ارتفع عدد القتلى إلى 1,200 شخص، بحسب السلطات.", "النهار", date(2023, 2, 7)
)
QUAKE_COPY = article(
    "quake-3",
    "وأعلنت وزارة الصحة مقتل 300 شخص وإصابة ألف آخرين، وفق فرانس برس.",
    "An-Nahar",
    date(2023, 2, 6),
    ("AFP",),
)
ELECTION = article(
    "election",
    "فازت زعيمة الحزب ليلى حداد بالرئاسة بعد حصولها على 52 بالمئة من الأصوات.",
    "Al Jazeera",
    date(2024, 5, 20),
)
RIVAL = article("rival", "أعلن سامي النجار فوزه في الانتخابات.", "An-Nahar", date(2024, 5, 19))
UNKNOWN = article(
    "unknown", "فاز بالمنصب جابر الصالحي بعد جولة ثانية.", "Al Jazeera", date(2024, 6, 1)
)
OIL = article(
    "oil",
    "ارتفع سعر برميل النفط 3 بالمئة إلى 84.5 دولارا بعد قرار أوبك خفض الإنتاج.",
    "",
    date(2023, 9, 1),
    ("Reuters",),
)
TRUCE = article(
    "truce",
    "يبدأ وقف إطلاق النار في 10 مارس 2024 ويستمر عشرة أيام. "
    "وقال أردوغان إن الاتفاق جاء بسبب الضغوط الدولية.",
    "Al Jazeera",
    None,
)
OPEC = article(
    "opec", "وتضم أوبك، بالإضافة إلى العراق، إيران والكويت وفنزويلا.", "An-Nahar", date(2022, 1, 1)
)
ENGLISH = article(
    "english",
    "At least 300 people were killed in the quake, the interior ministry said. "
    "Leila Haddad resigned over the slow response.",
    "Al Jazeera",
    date(2023, 2, 6),
    language="en",
)


def ask(asked: str, readings: Sequence[Reading]) -> Answer:
    question = understand(asked)
    groups = weigh(extract(question, readings, STYLEBOOK), question)
    answer = Extractive(STYLEBOOK).compose(question, groups, [], readings)
    assert problems(answer, STYLEBOOK) == []  # nothing is composed that cannot be traced
    return answer


@pytest.mark.parametrize(
    ("asked", "readings", "text"),
    [
        (
            "How many people were killed in the earthquake?",
            [reading(QUAKE_MONDAY, "300 شخص")],
            "300 people, the health ministry said, according to Al Jazeera with AFP, "
            "6 February 2023. [1]",
        ),
        (
            "كم شخصا قُتل في الزلزال؟",
            [reading(QUAKE_MONDAY, "300 شخص")],
            "300 شخص، نقلًا عن وزارة الصحة، بحسب الجزيرة مع فرانس برس، 6 فبراير 2023. [1]",
        ),
        (
            "What was the price of oil?",
            [reading(OIL, "84.5 دولارا")],
            "84.5 US dollars, according to an unnamed outlet with Reuters, 1 September 2023. [1]",
        ),
        (
            "كم بلغ سعر برميل النفط؟",
            [reading(OIL, "84.5 دولارا")],
            "84.5 دولارا، بحسب وسيلة إعلام لم يُذكر اسمها مع رويترز، 1 سبتمبر 2023. [1]",
        ),
        (
            "When does the ceasefire begin?",
            [reading(TRUCE, "10 مارس 2024")],
            "10 March 2024, according to Al Jazeera, undated. [1]",
        ),
        (
            "متى يبدأ وقف إطلاق النار؟",
            [reading(TRUCE, "10 مارس 2024")],
            "10 مارس 2024، بحسب الجزيرة، بلا تاريخ. [1]",
        ),
        (
            "How long will the ceasefire last?",
            [reading(TRUCE, "عشرة أيام")],
            "10 days, according to Al Jazeera, undated. [1]",
        ),
        (
            "What percentage of the vote did she win?",
            [reading(ELECTION, "52 بالمئة")],
            "52%, according to Al Jazeera, 20 May 2024. [1]",
        ),
        (
            "Who won the presidency?",
            [reading(ELECTION, "زعيمة الحزب ليلى حداد")],
            "Leila Haddad, according to Al Jazeera, 20 May 2024. [1]",
        ),
        (
            "من فاز بالرئاسة؟",
            [reading(ELECTION, "حداد")],
            "ليلى حداد، بحسب الجزيرة، 20 مايو 2024. [1]",
        ),
        (
            "Which countries are in OPEC besides Iraq?",
            [reading(OPEC, "إيران")],
            "Iran, Kuwait and Venezuela, according to An-Nahar, 1 January 2022. [1]",
        ),
        (
            "ما الدول الأعضاء في أوبك إضافة إلى العراق؟",
            [reading(OPEC, "إيران")],
            "إيران والكويت وفنزويلا، بحسب صحيفة النهار، 1 يناير 2022. [1]",
        ),
        (
            "Why was the deal made?",
            [reading(TRUCE, "بسبب الضغوط الدولية")],
            "According to Al Jazeera, undated: «بسبب الضغوط الدولية» [1]",
        ),
        (
            "لماذا أُبرم الاتفاق؟",
            [reading(TRUCE, "بسبب الضغوط الدولية")],
            "بحسب الجزيرة، بلا تاريخ: «بسبب الضغوط الدولية» [1]",
        ),
        (
            "How many people were killed in the quake?",
            [reading(ENGLISH, "300")],
            "At least 300 people, the interior ministry said, according to Al Jazeera, "
            "6 February 2023. [1]",
        ),
        (
            "كم شخصا قُتل في الزلزال؟",
            [reading(ENGLISH, "300")],
            "ما لا يقل عن 300 شخص، نقلًا عن وزارة الداخلية، بحسب الجزيرة، 6 فبراير 2023. [1]",
        ),
        (
            "من استقال؟",
            [reading(ENGLISH, "Leila Haddad")],
            "ليلى حداد، بحسب الجزيرة، 6 فبراير 2023. [1]",
        ),
        (
            "Why did Leila Haddad resign?",
            [reading(ENGLISH, "over the slow response")],
            "According to Al Jazeera, 6 February 2023: «over the slow response» [1]",
        ),
        (
            "هل يستمر وقف إطلاق النار عشرة أيام؟",
            [reading(TRUCE, "ويستمر عشرة أيام")],
            "نعم، بحسب الجزيرة، بلا تاريخ: "
            "«يبدأ وقف إطلاق النار في 10 مارس 2024 ويستمر عشرة أيام.» [1]",
        ),
        (
            "Will the ceasefire last?",
            [reading(TRUCE, "ويستمر عشرة أيام")],
            "According to Al Jazeera, undated: "
            "«يبدأ وقف إطلاق النار في 10 مارس 2024 ويستمر عشرة أيام.» [1]",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_one_statement(asked: str, readings: list[Reading], text: str) -> None:
    answer = ask(asked, readings)
    assert answer.text == text
    assert (answer.verdict, answer.lead, answer.question) == (Verdict.ANSWERED, "", asked)


def test_a_name_that_the_stylebook_lacks_is_romanised_and_marked() -> None:
    answer = ask("Who won the post?", [reading(UNKNOWN, "جابر الصالحي")])
    assert answer.text == (
        "Jaber al-Salhi (romanised; Arabic original: «جابر الصالحي»), "
        "according to Al Jazeera, 1 June 2024. [1]"
    )
    assert answer.notes == (
        "A name that the stylebook lacks is romanised; check its English spelling.",
    )


def test_what_cannot_be_rendered_says_so() -> None:
    english = ask("Why was the deal made?", [reading(TRUCE, "بسبب الضغوط الدولية")])
    assert english.notes == (
        "This answer could not be fully rendered in English: the words in guillemets are quoted "
        "in Arabic, as published.",
    )
    arabic = ask("لماذا استقالت؟", [reading(ENGLISH, "over the slow response")])
    assert arabic.notes == (
        "تعذّر نقل هذا الجواب كاملًا إلى العربية: ما بين المزدوجين منقول بالإنكليزية كما نُشر.",
    )
    assert ask("لماذا أُبرم الاتفاق؟", [reading(TRUCE, "بسبب الضغوط الدولية")]).notes == ()


def test_a_rising_toll_in_english() -> None:
    answer = ask(
        "How many people were killed in the earthquake?",
        [reading(QUAKE_MONDAY, "300 شخص"), reading(QUAKE_TUESDAY, "1,200 شخص", 0.8, 2)],
    )
    assert answer.verdict is Verdict.DISPUTED
    assert answer.text == (
        "Reports differ:\n"
        "1,200 people, the authorities said, according to An-Nahar, 7 February 2023. [1]\n"
        "300 people, the health ministry said, according to Al Jazeera with AFP, "
        "6 February 2023 — update: earlier report. [2]"
    )


def test_a_rising_toll_in_arabic() -> None:
    answer = ask(
        "كم شخصا قُتل في الزلزال؟",
        [reading(QUAKE_MONDAY, "300 شخص"), reading(QUAKE_TUESDAY, "1,200 شخص", 0.8, 2)],
    )
    assert answer.text == (
        "تتباين التقارير:\n"
        "1,200 شخص، نقلًا عن السلطات، بحسب النهار، 7 فبراير 2023. [1]\n"
        "300 شخص، نقلًا عن وزارة الصحة، بحسب الجزيرة مع فرانس برس، 6 فبراير 2023 "
        "— تحديث: تقرير سابق. [2]"
    )


def test_copies_are_cited_and_counted_once() -> None:
    answer = ask(
        "How many people were killed in the earthquake?",
        [reading(QUAKE_MONDAY, "300 شخص"), reading(QUAKE_COPY, "300 شخص", 0.8, 2)],
    )
    assert answer.text == (
        "300 people, the health ministry said, according to Al Jazeera with AFP, 6 February 2023, "
        "and An-Nahar with AFP, 6 February 2023. [1][2]"
    )
    assert answer.groups[0].sources == 1
    assert answer.notes == (
        "2 articles share an agency or a text: counted as 1 independent source.",
    )


def test_two_winners_are_told_apart() -> None:
    answer = ask(
        "Who won the election?",
        [reading(ELECTION, "ليلى حداد"), reading(RIVAL, "سامي النجار", 0.8, 2)],
    )
    assert answer.text == (
        "Reports differ:\n"
        "Leila Haddad, according to Al Jazeera, 20 May 2024. [1]\n"
        "Sami al-Najjar, according to An-Nahar, 19 May 2024 — a different answer. [2]"
    )


def test_citations_hold_the_whole_sentence_and_highlight_the_value() -> None:
    answer = ask("كم شخصا قُتل في الزلزال؟", [reading(QUAKE_MONDAY, "300")])
    (citation,) = answer.citations
    assert citation.marker == 1
    assert citation.span.text == "وأعلنت وزارة الصحة مقتل 300 شخص وإصابة ألف آخرين."
    assert [h.text for h in citation.highlights] == ["300 شخص"]


def test_one_sentence_has_one_marker() -> None:
    source = article("a", "قتل 300 شخص في هاتاي و1200 شخص في البلاد كلها.", published=None)
    answer = ask("كم شخصا قُتل؟", [reading(source, "300 شخص"), reading(source, "1200 شخص", 0.8, 2)])
    assert {s.markers for s in answer.statements} == {(1,)}
    assert [h.text for h in answer.citations[0].highlights] == ["300 شخص", "1200 شخص"]


def test_not_found_keeps_near_passages_and_cites_nothing() -> None:
    near = (Hit(passage(OIL), 0.5),)
    weak = [reading(OIL, "أوبك", 0.2)]
    english = not_found(understand("Who won the World Cup?"), near, weak)
    assert english.text == "not found in the archive"
    assert (english.verdict, english.citations, english.hits) == (Verdict.NOT_FOUND, (), near)
    assert english.confidence == 0.2
    arabic = not_found(understand("من فاز بكأس العالم؟"), near, [])
    assert (arabic.text, arabic.confidence) == ("لم أجد ذلك في الأرشيف", 0.0)


def test_no_group_is_not_found() -> None:
    assert ask("Who won?", []).verdict is Verdict.NOT_FOUND


def test_a_follow_up_tells_how_it_was_understood() -> None:
    question = understand("And vehicles?", ["How many soldiers were sent?"])
    answer = not_found(question, [], [])
    assert answer.question == "And vehicles?"
    assert answer.notes == ("Understood as: How many vehicles were sent?",)


def test_markup_in_an_article_stays_its_text() -> None:
    source = article("a", "قال المتحدث: <img src=x onerror=alert(1)> بسبب المطر.", published=None)
    answer = ask("لماذا؟", [reading(source, "<img src=x onerror=alert(1)> بسبب المطر")])
    assert "«<img src=x onerror=alert(1)> بسبب المطر»" in answer.text
