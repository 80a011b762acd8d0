"""The verifier: what an answer loses, keeps, and when it is withheld."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rag.text.stylebook import Stylebook
from rag.types import (
    Answer,
    Article,
    Citation,
    Claim,
    Group,
    Label,
    Passage,
    Span,
    Statement,
    Verdict,
)
from rag.values import Quantity
from rag.verify.answer import check, verify

FORCE = "وقال توكاييف إن القوة مكونة من 2030 جنديًا و250 مركبة."
SENT = "وأُرسلت القوة وقوامها 2000 جندي إلى كازاخستان."
FIRST = Article("a", f"مقدمة.\n{FORCE}", outlet="Euronews", published=date(2022, 1, 10))
SECOND = Article("b", f"مقدمة.\n{SENT}", outlet="BBC", published=date(2022, 1, 11))


@pytest.fixture(scope="module")
def book() -> Stylebook:
    return Stylebook.load(Path(__file__).parent.parent / "seeds" / "stylebook.csv")


def span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    passage = Passage(1, article, 0, len(article.text))
    return Span(passage, start, start + len(words))


ONE = Citation(1, span(FIRST, FORCE))
TWO = Citation(2, span(SECOND, SENT))
FIRST_LINE = Statement("2,030 soldiers — Euronews, 10 January 2022", (1,))
SECOND_LINE = Statement("2,000 soldiers — BBC, 11 January 2022", (2,))


def group(citation: Citation, words: str, value: int, label: Label) -> Group:
    article = citation.span.passage.article
    quantity = Quantity(Decimal(value), Decimal(value), unit="soldier")
    claim = Claim("troops", quantity, span(article, words), citation.span, 0.9)
    return Group((claim,), label, 1)


def disputed() -> Answer:
    return Answer(
        question="How many troops?",
        language="en",
        verdict=Verdict.DISPUTED,
        lead="Reports differ:",
        statements=(SECOND_LINE, FIRST_LINE),
        groups=(
            group(TWO, "2000 جندي", 2000, Label.AGREED),
            group(ONE, "2030 جنديًا", 2030, Label.CONTRADICTION),
        ),
        citations=(ONE, TWO),
    )


def test_a_true_answer_comes_back_as_it_is(book: Stylebook) -> None:
    answer = disputed()
    assert verify(answer, book) is answer


def test_a_false_statement_is_dropped_with_its_citation(book: Stylebook) -> None:
    lines = (FIRST_LINE, Statement("2,300 soldiers — BBC, 11 January 2022", (2,)))
    answer = replace(disputed(), verdict=Verdict.ANSWERED, lead="", statements=lines, groups=())
    kept = verify(answer, book)
    assert kept is not None
    assert kept.statements == (FIRST_LINE,)
    assert kept.citations == (ONE,)
    assert [(p.kind, p.text) for p in check(lines[1], answer.citations, book)] == [
        ("number", "2,300 soldiers")
    ]


def test_a_dispute_that_loses_a_side_is_withheld(book: Stylebook) -> None:
    wrong = Statement("2,031 soldiers — Euronews, 10 January 2022", (1,))
    assert verify(replace(disputed(), statements=(SECOND_LINE, wrong)), book) is None
    twice = (SECOND_LINE, FIRST_LINE, wrong)
    kept = verify(replace(disputed(), statements=twice), book)
    assert kept is not None
    assert kept.statements == (SECOND_LINE, FIRST_LINE)


def test_a_dispute_needs_two_values(book: Stylebook) -> None:
    same = (disputed().groups[0], disputed().groups[0])
    answer = replace(disputed(), groups=same, statements=(SECOND_LINE, SECOND_LINE))
    assert verify(answer, book) is None
    bare = replace(disputed(), groups=(), statements=(SECOND_LINE,))
    assert verify(bare, book) is None


def test_a_claim_that_its_sentence_does_not_hold_is_not_shown(book: Stylebook) -> None:
    false = group(ONE, "2030 جنديًا", 2040, Label.CONTRADICTION)
    answer = replace(disputed(), groups=(disputed().groups[0], false))
    assert verify(answer, book) is None


def test_a_lead_may_state_nothing(book: Stylebook) -> None:
    assert verify(replace(disputed(), lead="Between 2,000 and 5,000:"), book) is None
    assert verify(replace(disputed(), lead="NATO reports differ:"), book) is None
    assert verify(replace(disputed(), lead="تتباين التقارير:"), book) is not None


def test_nothing_left_is_no_answer(book: Stylebook) -> None:
    answer = replace(disputed(), verdict=Verdict.ANSWERED, groups=(), lead="")
    wrong = (Statement("3,000 soldiers", (1,)), Statement("2,030 soldiers", ()))
    assert verify(replace(answer, statements=wrong), book) is None


def test_a_refusal_passes(book: Stylebook) -> None:
    refusal = Answer("?", "en", Verdict.NOT_FOUND, statements=(Statement("not found", ()),))
    assert verify(refusal, book) is refusal
    assert verify(replace(refusal, statements=(FIRST_LINE,)), book) is None


FAR = Citation(1, Span(ONE.span.passage, 0, 10_000))
ASIDE = replace(ONE, highlights=(span(FIRST, "مقدمة"),))


@pytest.mark.parametrize(
    ("text", "markers", "citations", "kind"),
    [
        ("2,030 soldiers", (), (ONE,), "citation"),
        ("2,030 soldiers", (7,), (ONE,), "citation"),
        ("2,030 soldiers", (1,), (FAR,), "citation"),
        ("2,030 soldiers", (1,), (ASIDE,), "citation"),
        ("«القوة مكونة من 203»", (1,), (ONE,), "quotation"),
        ("«القوة مكونة", (1,), (ONE,), "quotation"),
        ("«»", (1,), (ONE,), "quotation"),
        ("“the force consists”", (1,), (ONE,), "quotation"),
        ('Tokayev said it was "huge"', (1,), (ONE,), "quotation"),
        ("Tokayev Smith said so", (1,), (ONE,), "name"),
        ("Smith: 2,030 soldiers", (1,), (ONE,), "name"),
        ("No, according to Euronews, 10 January 2022: «القوة مكونة»", (1,), (ONE,), "negation"),
        ("2,030 soldiers — Euronews, 11 January 2022", (1, 2), (ONE, TWO), "date"),
        ("2,030 soldiers — BBC, 11 January 2022", (1, 2), (ONE, TWO), "number"),
        ("Code 77/2030x4", (1,), (ONE,), "number"),
    ],
)
def test_what_is_wrong_is_named(
    book: Stylebook, text: str, markers: tuple[int, ...], citations: tuple[Citation, ...], kind: str
) -> None:
    assert kind in {p.kind for p in check(Statement(text, markers), citations, book)}


@pytest.mark.parametrize(
    "text",
    [
        "2,030 soldiers — Euronews, 10 January 2022, and 2,000 soldiers — BBC, 11 January 2022",
        "As of 11 January 2022, between reports: 2,000 soldiers and 2,030 soldiers",
        "Tokayev said: «القوة مكونة من 2030 جنديًا و250 مركبة»",
        "Yes, according to Euronews, 10 January 2022: «القوة مكونة من 2030 جنديًا»",
        "2,030 soldiers [1] and 2,000 soldiers [2]",
        "\u200f2030 جنديًا",
        "٢٠٣٠ جنديًا بحسب يورونيوز، ١٠ يناير ٢٠٢٢",
    ],
)
def test_what_is_right_passes(book: Stylebook, text: str) -> None:
    assert check(Statement(text, (1, 2)), (ONE, TWO), book) == []


@pytest.mark.parametrize("text", ["", "«", "\x00", "[1]", "😀" * 500, "«" * 3000, "لم " * 2000])
def test_odd_text_is_no_crash_and_quick(book: Stylebook, text: str) -> None:
    assert isinstance(check(Statement(text, (1,)), (ONE,), book), list)


def quoting(statement_credit: str, quote: Span, lead: str = "") -> Statement:
    text = f"{lead}According to {statement_credit}: «{quote.text}»"
    return Statement(text, (1,), quote, statement_credit)


def test_a_quotation_that_its_cited_sentence_holds_is_true(book: Stylebook) -> None:
    assert check(quoting("Euronews, 10 January 2022", ONE.span), [ONE], book) == []
    part = span(FIRST, "2030 جنديًا و250 مركبة")
    assert check(quoting("Euronews, 10 January 2022", part), [ONE], book) == []


@pytest.mark.parametrize(
    "quote",
    [TWO.span, span(FIRST, "مقدمة."), span(FIRST, f"مقدمة.\n{FORCE}")],
    ids=["another article", "another sentence", "more than the sentence"],
)
def test_a_quotation_that_is_not_in_a_cited_sentence_is_false(book: Stylebook, quote: Span) -> None:
    (found,) = check(quoting("Euronews, 10 January 2022", quote), [ONE], book)
    assert (found.kind, found.text) == ("quotation", quote.text)


def test_a_quotation_that_the_text_does_not_end_with_is_false(book: Stylebook) -> None:
    words = replace(quoting("Euronews", ONE.span), text="According to Euronews: «2030 جنديًا»")
    assert [p.kind for p in check(words, [ONE], book)] == ["quotation"]


def test_a_credit_is_data_of_the_article_and_what_stands_before_it_a_claim(
    book: Stylebook,
) -> None:
    # The outlet stands in no stylebook, and its name holds a number: neither vetoes.
    article = replace(FIRST, outlet="Sada 24 Online")
    cited = replace(ONE, span=span(article, FORCE))
    credit = "Sada 24 Online, 10 January 2022"
    assert check(quoting(credit, cited.span), [cited], book) == []
    assert check(quoting(credit, cited.span, "2,030 soldiers. "), [cited], book) == []
    assert check(quoting(credit, cited.span, "2,300 soldiers. "), [cited], book) != []


def test_an_answer_loses_the_statement_whose_quotation_is_false(book: Stylebook) -> None:
    true = quoting("Euronews, 10 January 2022", ONE.span)
    false = quoting("Euronews, 10 January 2022", TWO.span)
    answer = Answer("?", "en", Verdict.ANSWERED, statements=(true, false), citations=(ONE,))
    kept = verify(answer, book)
    assert kept is not None
    assert kept.statements == (true,)


@pytest.mark.parametrize(
    ("question", "said", "fine"),
    [
        pytest.param("How many were sent in January 2022?", "in January 2022", True, id="month"),
        pytest.param("How many were sent in 2022?", "in 2022", True, id="year"),
        pytest.param("How many were sent?", "in January 2022", False, id="not-asked"),
        pytest.param("How many were sent in May 2022?", "in May 2022", False, id="not-borne"),
        pytest.param("How many were sent in 2022?", "on 11 January 2022", False, id="a-day"),
        pytest.param("How many by 11 January 2022?", "by 11 January 2022", False, id="a-day-asked"),
    ],
)
def test_the_month_that_is_asked_about_is_the_articles_where_it_appeared_in_it(
    book: Stylebook, question: str, said: str, fine: bool
) -> None:
    problems = check(Statement(f"2,000 soldiers were sent {said}", (2,)), [TWO], book, question)
    assert [problem.kind for problem in problems] == ([] if fine else ["date"])
