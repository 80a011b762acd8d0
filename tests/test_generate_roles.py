"""Who does what to whom: two names of a sentence stand to each other as in its source.

`data/roles.jsonl`: made-up news sentences with two made-up names, what they say in both languages,
and whether the names can change places without a lie (`mutual`).
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.generate.kin import own_words
from rag.generate.roles import exchanged_roles, first_in
from rag.generate.shared import shared_names
from rag.question.names import NameTagger
from rag.text.language import language_of
from rag.text.stylebook import Entity, Stylebook
from rag.types import Article, Citation, Passage, Span
from rag.verify.evidence import Evidence, evidence
from tests.toy_generate import exchange

Json = dict[str, Any]
PAIRS: list[Json] = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "roles.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
FALSE_ALARMS, CAUGHT = 0.05, 0.95


def cited(source: str, stylebook: Stylebook) -> Evidence:
    """A source that is cited whole."""
    article = Article("x", source, language=language_of(source))
    span = Span(Passage(1, article, 0, len(source), ((0, len(source)),)), 0, len(source))
    return evidence(Citation(1, span), stylebook)


def blamed(text: str, source: str, stylebook: Stylebook) -> list[str]:
    """The names that a sentence is blamed for, given its source."""
    from_it = cited(source, stylebook)
    names = shared_names(text, from_it, stylebook, NameTagger())
    return [problem.text for problem in exchanged_roles(text, from_it, names)]


def told(pair: Json) -> Iterator[tuple[str, list[str], str]]:
    """Statement, its two names, and the source: each language from Arabic, Arabic from English."""
    yield pair["true"]["ar"], pair["names"]["ar"], pair["source"]
    yield pair["true"]["en"], pair["names"]["en"], pair["source"]
    yield pair["true"]["ar"], pair["names"]["ar"], pair["true"]["en"]


def test_exchanged_names_are_told_and_true_ones_are_let_be() -> None:
    through, alarms, count = [], [], 0
    for pair in PAIRS:
        named = zip(pair["names"]["ar"], pair["names"]["en"], strict=True)
        book = Stylebook([Entity((ar,), (en,), "organisation") for ar, en in named])
        for text, names, source in told(pair):
            alarms += [text] if blamed(text, source, book) else []
            if pair["kind"] == "role":
                count += 1
                through += [] if blamed(exchange(text, names), source, book) else [text]

    assert count >= 360
    assert len(through) <= (1 - CAUGHT) * count, "\n".join(through)
    assert len(alarms) <= FALSE_ALARMS * count, "\n".join(alarms)


@pytest.mark.parametrize(
    ("text", "one", "other", "way"),
    [
        pytest.param("Dana called Omar.", "Dana", "Omar", True, id="active"),
        pytest.param("Dana was called by the mayor Omar.", "Dana", "Omar", False, id="passive"),
        pytest.param("Dana, accused by Omar of theft, left.", "Dana", "Omar", False, id="reduced"),
        pytest.param("Dana left after a goal by Omar.", "Dana", "Omar", True, id="noun-by"),
        pytest.param("Dana will resign, Omar said.", "Dana", "Omar", False, id="said-after"),
        pytest.param("Dana lost to Omar.", "Dana", "Omar", False, id="lost-to"),
        pytest.param("Dana and Omar left.", "Dana", "Omar", None, id="and"),
        pytest.param("In Dana, Omar resigned.", "Dana", "Omar", None, id="where"),
        pytest.param("شكرت دانة عمر.", "دانة", "عمر", True, id="verb-first"),
        pytest.param("دانة شكرت عمر.", "دانة", "عمر", True, id="verb-second"),
        pytest.param("أُوقفت دانة على يد الضابط عمر.", "دانة", "عمر", False, id="at-the-hands"),
        pytest.param("طُردت دانة من قبل عمر.", "دانة", "عمر", False, id="min-qibal"),
        pytest.param("تلقت دانة اتصالا من عمر.", "دانة", "عمر", False, id="received"),
        pytest.param("ستستقيل دانة، على ما أعلن عمر.", "دانة", "عمر", False, id="attributed"),
        pytest.param("غادرت دانة والوزير عمر.", "دانة", "عمر", None, id="wa"),
        pytest.param("شكرت دانة وزير المال عمر.", "دانة", "عمر", True, id="waw-of-the-word"),
    ],
)
def test_who_does_it(text: str, one: str, other: str, way: bool | None) -> None:
    places = [(text.index(name), text.index(name) + len(name)) for name in (one, other)]
    assert first_in(text, *places) is way


CLUBS = Stylebook([Entity(("الرعد",), ("Raad",), "organisation"),
                   Entity(("السهم",), ("Sahm",), "organisation")])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "source", "names"),
    [
        pytest.param(
            "Sahm has 7 points and Raad 9.", "للرعد 9 نقاط وللسهم 7 نقاط.", [], id="moved"
        ),
        pytest.param(
            "Sahm has 9 points and Raad 7.",
            "للرعد 9 نقاط وللسهم 7 نقاط.",
            ["Sahm / Raad"],
            id="not",
        ),
        pytest.param(
            "Sahm resigned, while Raad stayed.", "بقي الرعد فيما استقال السهم.", [], id="contrast"
        ),
        pytest.param(
            "Raad beat Sahm.", "فاز الرعد على السهم، ثم فاز السهم على الرعد.", [], id="both-ways"
        ),
        pytest.param(
            "Yesterday Yara Haddad sued Sami Wehbe.",
            "رفع سامي وهبة دعوى على يارا حداد.",
            ["Yara Haddad / Sami Wehbe"],
            id="names-by-their-letters",
        ),
    ],
)
def test_what_else_tells(text: str, source: str, names: list[str]) -> None:
    assert blamed(text, source, CLUBS) == names


@pytest.mark.parametrize(
    ("text", "source", "own"),
    [
        pytest.param("اشترت البلدية حافلة.", "أعلنت البلدية شراء حافلة.", [], id="noun-and-verb"),
        pytest.param("باعت البلدية حافلة.", "أعلنت البلدية شراء حافلة.", ["باعت"], id="false-verb"),
        pytest.param("قال الوزير إنه باق.", "أكد الوزير أنه باق.", [], id="said-otherwise"),
        pytest.param("اتهم الوزير نائبه.", "شكر الوزير نائبه.", ["اتهم"], id="nobody-said"),
    ],
)
def test_a_verb_that_the_source_lacks_in_any_form(text: str, source: str, own: list[str]) -> None:
    assert own_words(text, [cited(source, CLUBS)], CLUBS) == own
