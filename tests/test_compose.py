"""Exact texts of answers, in both languages, over hand-made articles."""

from datetime import date

import pytest

from rag.answer.compose import Extractive, not_found
from rag.claims.extract import extract
from rag.claims.group import group_claims
from rag.types import Answer, Reading, Verdict
from rag.verify.answer import verify
from tests.toy_claims import BOOK, accepted, ask, hits
from tests.toy_read import article, reading

FIRE = article(
    "fire",
    "اندلع حريق في فندق الساحل فجر الأحد. وأعلنت وزارة الصحة مقتل 12 شخصا في الحريق.",
    "Al Jazeera",
    date(2024, 7, 7),
    ("AFP",),
)
FIRE_LATER = article(
    "fire-later", "ارتفع عدد قتلى حريق فندق الساحل إلى 15 شخصا.", "النهار", date(2024, 7, 8)
)
FIRE_COPY = article(
    "fire-copy",
    "قتل 12 شخصا في حريق فندق الساحل، وفق فرانس برس.",
    "An-Nahar",
    date(2024, 7, 7),
    ("AFP",),
)
ELECTION = article(
    "election",
    "فازت ليلى حداد بالرئاسة بعد حصولها على 52 بالمئة من الأصوات.",
    "Al Jazeera",
    date(2024, 5, 20),
)
BANK = article("bank", "بلغ سعر سهم بنك النخيل 84.5 دولارا.", "", date(2023, 9, 1), ("Reuters",))
TRUCE = article("truce", "تبدأ الهدنة في 10 مارس 2024 وتستمر عشرة أيام.", "Al Jazeera", None)
QUAKE = article(
    "quake",
    "At least 300 people were killed in the quake, the interior ministry said. "
    "Leila Haddad resigned over the slow response.",
    "Al Jazeera",
    date(2023, 2, 6),
    language="en",
)
FIRE_SAID = "وأعلنت وزارة الصحة مقتل 12 شخصا في الحريق."


def compose(asked: str, *read: Reading) -> Answer:
    question = ask(asked)
    groups = group_claims(question, extract(question, accepted(asked, read), BOOK), BOOK)
    answer = Extractive(BOOK).compose(question, groups, hits(read), read)
    assert verify(answer, BOOK) is answer  # nothing is composed that cannot be traced
    return answer


@pytest.mark.parametrize(
    ("asked", "read", "text"),
    [
        (
            "How many people were killed in the fire?",
            reading(FIRE, "12 شخصا"),
            "12 people, the health ministry said, according to Al Jazeera with AFP, 7 July 2024: "
            f"«{FIRE_SAID}» [1]",
        ),
        (
            "كم شخصا قتل في الحريق؟",
            reading(FIRE, "12 شخصا"),
            "12 شخصا، نقلًا عن وزارة الصحة، بحسب الجزيرة مع فرانس برس، 7 يوليو 2024: "
            f"«{FIRE_SAID}» [1]",
        ),
        (
            "What was the price of the share?",
            reading(BANK, "84.5 دولارا"),
            "84.5 US dollars, according to an unnamed outlet with Reuters, 1 September 2023: "
            f"«{BANK.text}» [1]",
        ),
        (
            "كم بلغ سعر السهم؟",
            reading(BANK, "84.5 دولارا"),
            "84.5 دولارا، بحسب وسيلة إعلام لم يُذكر اسمها مع رويترز، 1 سبتمبر 2023: "
            f"«{BANK.text}» [1]",
        ),
        (
            "When does the truce begin?",
            reading(TRUCE, "10 مارس 2024"),
            f"10 March 2024, according to Al Jazeera, undated: «{TRUCE.text}» [1]",
        ),
        (
            "كم تستمر الهدنة؟",
            reading(TRUCE, "عشرة أيام"),
            f"عشرة أيام، بحسب الجزيرة، بلا تاريخ: «{TRUCE.text}» [1]",
        ),
        (
            "What percentage of the vote did Leila Haddad win?",
            reading(ELECTION, "52 بالمئة"),
            f"52%, according to Al Jazeera, 20 May 2024: «{ELECTION.text}» [1]",
        ),
        (
            "Who won the presidency?",
            reading(ELECTION, "حداد"),
            f"Leila Haddad, according to Al Jazeera, 20 May 2024: «{ELECTION.text}» [1]",
        ),
        (
            "من فاز بالرئاسة؟",
            reading(ELECTION, "حداد"),
            f"ليلى حداد، بحسب الجزيرة، 20 مايو 2024: «{ELECTION.text}» [1]",
        ),
        (
            "كم شخصا قُتل في الزلزال؟",
            reading(QUAKE, "300"),
            "ما لا يقل عن 300 شخص، نقلًا عن وزارة الداخلية، بحسب الجزيرة، 6 فبراير 2023: "
            "«At least 300 people were killed in the quake, the interior ministry said.» [1]",
        ),
        (
            "Why did Leila Haddad resign?",
            reading(QUAKE, "over the slow response"),
            "According to Al Jazeera, 6 February 2023: "
            "«Leila Haddad resigned over the slow response.» [1]",
        ),
        (
            "لماذا استقالت ليلى حداد؟",
            reading(QUAKE, "over the slow response"),
            "بحسب الجزيرة، 6 فبراير 2023: «Leila Haddad resigned over the slow response.» [1]",
        ),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_one_statement(asked: str, read: Reading, text: str) -> None:
    answer = compose(asked, read)
    assert answer.text == text
    assert (answer.verdict, answer.lead, answer.question) == (Verdict.ANSWERED, "", asked)
    (statement,) = answer.statements
    assert statement.quote is not None
    assert statement.text == f"{statement.lead} «{statement.quote.text}»"
    assert statement.credit in statement.lead


def test_a_quotation_in_the_other_language_says_so() -> None:
    asked = "How many people were killed in the fire?"
    assert compose(asked, reading(FIRE, "12 شخصا")).notes == (
        "The sentences in guillemets are quoted in Arabic, as published.",
    )
    assert compose("كم شخصا قُتل في الزلزال؟", reading(QUAKE, "300")).notes == (
        "ما بين المزدوجين منقول بالإنجليزية كما نُشر.",
    )
    assert compose("كم شخصا قتل في الحريق؟", reading(FIRE, "12 شخصا")).notes == ()


def test_a_toll_that_rises() -> None:
    asked = "كم شخصا قتل في حريق فندق الساحل؟"
    read = (reading(FIRE, "12 شخصا"), reading(FIRE_LATER, "15 شخصا", 0.8, 2))
    answer = compose(asked, *read)
    assert (answer.verdict, answer.lead) == (Verdict.ANSWERED, "")
    assert answer.text == (
        f"15 شخصا، بحسب النهار، 8 يوليو 2024: «{FIRE_LATER.text}» [1]\n"
        "12 شخصا (رقم سابق)، نقلًا عن وزارة الصحة، بحسب الجزيرة مع فرانس برس، 7 يوليو 2024: "
        f"«{FIRE_SAID}» [2]"
    )
    english = compose("How many people were killed in the Sahel Hotel fire?", *read)
    assert english.text == (
        f"15 people, according to An-Nahar, 8 July 2024: «{FIRE_LATER.text}» [1]\n"
        "12 people (an earlier figure), the health ministry said, according to Al Jazeera with "
        f"AFP, 7 July 2024: «{FIRE_SAID}» [2]"
    )


def test_an_earlier_figure_that_can_only_be_quoted_says_so() -> None:
    first = article(
        "first", "قتل في حريق فندق الساحل 5 أشخاص ثم 7 أشخاص.", "النهار", date(2024, 7, 7)
    )
    read = (reading(FIRE_LATER, "15 شخصا"), reading(first, "7 أشخاص", 0.8, 2))
    answer = compose("كم شخصا قتل في حريق فندق الساحل؟", *read)
    assert answer.text == (
        f"15 شخصا، بحسب النهار، 8 يوليو 2024: «{FIRE_LATER.text}» [1]\n"
        f"بحسب النهار، 7 يوليو 2024 (رقم سابق): «{first.text}» [2]"
    )


def test_a_contradiction_opens_with_reports_differ() -> None:
    one = article("one", "قتل 300 شخص في الزلزال.", "An-Nahar", date(2024, 7, 9))
    two = article("two", "قتل 450 شخصا في الزلزال.", "Al Jazeera", date(2024, 7, 9))
    read = (reading(one, "300 شخص"), reading(two, "450 شخصا", 0.8, 2))
    answer = compose("How many people were killed in the earthquake?", *read)
    assert answer.verdict is Verdict.DISPUTED
    assert answer.text == (
        "Reports differ:\n"
        f"300 people, according to An-Nahar, 9 July 2024: «{one.text}» [1]\n"
        f"450 people (contradiction), according to Al Jazeera, 9 July 2024: «{two.text}» [2]"
    )
    assert compose("كم قتل في الزلزال؟", *read).text.splitlines()[0] == "تتباين التقارير:"


def test_copies_are_cited_and_counted_once() -> None:
    read = (reading(FIRE, "12 شخصا"), reading(FIRE_COPY, "12 شخصا", 0.8, 2))
    answer = compose("How many people were killed in the Sahel Hotel fire?", *read)
    assert answer.text == (
        "12 people, the health ministry said, according to Al Jazeera with AFP, 7 July 2024, and "
        f"An-Nahar with AFP, 7 July 2024: «{FIRE_SAID}» [1][2]"
    )
    assert answer.groups[0].sources == 1
    assert "2 articles share an agency or a text: counted as 1 independent source." in answer.notes


def test_a_citation_holds_the_whole_sentence_and_lights_the_value() -> None:
    (citation,) = compose("كم شخصا قتل في الحريق؟", reading(FIRE, "12")).citations
    assert (citation.marker, citation.span.text) == (1, FIRE_SAID)
    assert [words.text for words in citation.highlights] == ["12 شخصا"]


def test_not_found_keeps_near_passages_and_cites_nothing() -> None:
    read = [reading(BANK, "84.5 دولارا", 0.2)]
    english = not_found(ask("Who won the World Cup?"), hits(read), read)
    assert english.text == "not found in the archive"
    assert (english.verdict, english.citations) == (Verdict.NOT_FOUND, ())
    assert (english.hits, english.confidence) == (tuple(hits(read)), 0.2)
    arabic = not_found(ask("من فاز بكأس العالم؟"), [], [])
    assert (arabic.text, arabic.confidence) == ("لم أجد ذلك في الأرشيف", 0.0)
    assert compose("Who won?").verdict is Verdict.NOT_FOUND


def test_a_follow_up_tells_how_it_was_understood() -> None:
    answer = not_found(ask("And vehicles?", ["How many soldiers were sent?"]), [], [])
    assert (answer.question, answer.understood) == (
        "And vehicles?",
        "How many vehicles were sent?",
    )
    assert answer.notes == ()


def test_markup_in_an_article_stays_its_text() -> None:
    source = article("a", "أغلق البنك <img src=x onerror=alert(1)> بسبب المطر.")
    answer = compose("لماذا أغلق البنك؟", reading(source, "بسبب المطر"))
    assert answer.statements[0].text.endswith(f"«{source.text}»")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("بألفي دولار", "ألفي دولار"),
        ("بنحو 300 دولار", "نحو 300 دولار"),
        ("ببليون دولار", "بليون دولار"),
    ],
)
def test_the_letters_written_onto_a_value_are_left_out(said: str, words: str) -> None:
    text = f"قدرت خسائر الحريق {said}."
    fire = article("loss", text, "Al Jazeera", date(2024, 7, 7))
    (statement,) = compose("كم بلغت خسائر الحريق؟", reading(fire, said)).statements
    assert statement.text == f"{words}، بحسب الجزيرة، 7 يوليو 2024: «{text}»"
