"""Answers with one thing changed are refused; the same answers unchanged are not.

`data/adversarial.jsonl`: a sentence, who published it and when, statements that it vouches for,
and statements in which one digit, unit, subject, name, date, hedge, negation or quoted word is
wrong. Sentences are from the seed articles and made up in the manner of general news.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from rag.text.stylebook import Stylebook
from rag.types import Article, Citation, Passage, Span, Statement
from rag.verify.answer import check

ROOT = Path(__file__).parent
RECORDS = [
    json.loads(line)
    for line in (ROOT / "data" / "adversarial.jsonl").read_text(encoding="utf-8").splitlines()
]
GOOD = [(r, text) for r in RECORDS for text in r["good"]]
BAD = [(r, kind, text) for r in RECORDS for kind, text in r["bad"]]
REJECTED = 0.98


@pytest.fixture(scope="module")
def book() -> Stylebook:
    return Stylebook.load(ROOT.parent / "seeds" / "stylebook.csv")


def _cited(record: dict[str, str]) -> Citation:
    text = f"عنوان\n{record['sentence']}\nجملة أخيرة."
    article = Article(
        record["id"],
        text,
        outlet=record["outlet"],
        published=date.fromisoformat(record["published"]),
        wire=tuple(record["wire"]),
    )
    start = text.index(record["sentence"])
    end = start + len(record["sentence"])
    return Citation(1, Span(Passage(1, article, 0, len(text), ((start, end),)), start, end))


def test_the_set_is_large_enough_and_balanced() -> None:
    assert len(BAD) >= 100
    assert len(GOOD) >= 100
    assert {kind for _, kind, _ in BAD} == {
        *("digit", "unit", "subject", "name", "date", "qualifier", "negation", "quotation")
    }


def test_no_true_statement_is_refused(book: Stylebook) -> None:
    refused = [
        (record["id"], text, problems)
        for record, text in GOOD
        if (problems := check(Statement(text, (1,)), [_cited(record)], book))
    ]
    assert refused == []


def test_changed_statements_are_refused(book: Stylebook) -> None:
    missed = [
        (record["id"], kind, text)
        for record, kind, text in BAD
        if not check(Statement(text, (1,)), [_cited(record)], book)
    ]
    listed = "\n".join(map(str, missed))
    assert len(missed) <= (1 - REJECTED) * len(BAD), f"{len(missed)} of {len(BAD)}:\n{listed}"
