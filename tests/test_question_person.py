"""The person that answered the last question, in the place of a pronoun or behind a lone verb."""

import pytest

from rag.question.person import told_of


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("How old is he?", "How old is Salma Haddad?"),
        ("Who replaced her?", "Who replaced Salma Haddad?"),
        ("Who is her coach?", "Who is Salma Haddad's coach?"),
        ("And who led the bank before him?", "And who led the bank before Salma Haddad?"),
        ("What does she say about the fare?", "What does Salma Haddad say about the fare?"),
        ("How many seats are there?", "How many seats are there?"),
        ("Where was the heroine's statue?", "Where was the heroine's statue?"),
    ],
)
def test_english_pronouns_of_a_person(asked: str, text: str) -> None:
    assert told_of(asked, "Salma Haddad", "en") == text


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("كم عمرها؟", "كم عمر سلمى حداد؟"),
        ("ومن حل محلها؟", "ومن حل محل سلمى حداد؟"),
        ("ما المنصب الذي كان يشغله؟", "ما المنصب الذي كان يشغل سلمى حداد؟"),
        ("من هي مدربته؟", "من هي مدربة سلمى حداد؟"),
        ("وماذا قالت عن الحريق؟", "وماذا قالت سلمى حداد عن الحريق؟"),
        ("متى ولدت؟", "متى ولدت سلمى حداد؟"),
        ("لماذا استقالت؟", "لماذا استقالت سلمى حداد؟"),
    ],
)
def test_arabic_pronouns_and_verbs_without_a_doer(asked: str, text: str) -> None:
    assert told_of(asked, "سلمى حداد", "ar") == text


@pytest.mark.parametrize(
    "asked",
    [
        "متى وقع؟",
        "متى وقع الحريق؟",
        "وكم قتيلا؟",
        "كم بلغ عدد المياه؟",
        "ما سعر هذه السيارة؟",
        "من رئيس الحكومه الجديد؟",
        "وفي الجزائر؟",
        "لماذا؟",
    ],
)
def test_what_asks_of_nobody_stays(asked: str) -> None:
    assert told_of(asked, "سلمى حداد", "ar") == asked
