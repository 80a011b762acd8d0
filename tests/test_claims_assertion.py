"""What a sentence states as fact, and what it denies, calls off, plans, alleges or limits."""

from decimal import Decimal

import pytest

from rag.claims.assertion import asserts
from rag.values import Kind, Qualifier, Quantity

CASES = [
    ("قتل 12 شخصا في الحريق.", "12", True),
    ("لم يقتل 12 شخصا في الحريق.", "12", False),
    ("ألغيت المباراة التي كانت ستقام في 5 مايو.", "5", False),
    ("كان من المقرر أن تبدأ المباراة في 5 مايو.", "5", False),
    ("زعم المتحدث أن 40 شخصا قتلوا.", "40", False),
    ("لا صحة لخبر مقتل 40 شخصا.", "40", False),
    ("لن يعود الدوري قبل 5 مايو.", "5", False),
    ("يعود الدوري قبل 5 مايو.", "5", True),
    ("سينهار البنك ما لم يحصل على 3 ملايين دينار.", "3", False),
    ("The bank opened on 5 May.", "5 May", True),
    ("The bank did not open on 5 May.", "5 May", False),
    ("The match on 5 May was cancelled.", "5 May", False),
    ("The vote was scheduled for 5 May.", "5 May", False),
    ("He allegedly stole 3 million dollars.", "3", False),
    ("The hotel will not reopen until June.", "June", False),
    ("The hotel stays shut until June.", "June", True),
    ("A rumour of 40 deaths spread.", "40", False),
]


@pytest.mark.parametrize(("sentence", "words", "fact"), CASES, ids=[c[0] for c in CASES])
def test_what_is_asserted(sentence: str, words: str, fact: bool) -> None:
    assert asserts(sentence, sentence.index(words)) is fact


def test_a_negation_that_makes_a_bound_asserts_the_bound_alone() -> None:
    sentence = "لم يتجاوز عدد القتلى 500 شخص."
    exact = Quantity(Decimal(500), Decimal(500), Kind.COUNT, "person")
    at_most = Quantity(Decimal(500), Decimal(500), Kind.COUNT, "person", Qualifier.AT_MOST)
    at = sentence.index("500")
    assert not asserts(sentence, at, exact)
    assert asserts(sentence, at, at_most)


def test_a_break_of_line_hides_no_negation() -> None:
    sentence = "لم\nيقتل\t12 شخصا."
    assert not asserts(sentence, sentence.index("12"))
