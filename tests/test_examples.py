"""Questions to begin with: answered by the archive, each of another article, in nobody's way."""

import asyncio
import time
from collections.abc import Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rag.text.stylebook import Entity, Stylebook
from rag.types import Answer, Article, Citation, Language, Passage, Span, Statement, Verdict
from tests.test_follow_ups import DETAINED, SAID
from tests.toy_chat import EURONEWS, HOSTILE, MIDDLE_EAST, NAMES
from tests.toy_serve import TROOPS, ToyAnswering, ToyArchive, ToySource, client, make
from ui.archive import facts_of, facts_out
from ui.server.current_index import Live, Opened
from ui.server.examples import Examples, candidates_of
from ui.server.leads import Leads
from ui.server.limits import Workers
from ui.server.problems import Busy

KILLED = "How many people were killed in Kazakhstan?"
CITIES = (("Basra", "البصرة"), ("Oran", "وهران"), ("Fez", "فاس"))
OPEC = Entity(("أوبك",), ("OPEC",), "organisation")


class Both(ToyAnswering):
    """Answers from the newer article how many were detained, from the other how many killed."""

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        asked = TROOPS if "detained" in text else text.replace("killed", "detained")
        return super().answer(asked, history, timings)


class Refusing(ToyAnswering):
    """Knows no answer."""

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        return super().answer("Who won the World Cup?", history, timings)


def finish(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run to the end, in a thread of its own: a browser of other tests has its loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


def looked(source: ToySource, workers: Workers) -> tuple[Examples, Live]:
    live = Live(source)
    return Examples(live, Leads(workers)), live


@pytest.mark.parametrize(
    ("answering", "language", "found"),
    [
        pytest.param(ToyAnswering(), "en", (DETAINED,), id="english"),
        pytest.param(ToyAnswering(), "ar", (SAID,), id="arabic"),
        pytest.param(Both(), "en", (DETAINED, KILLED), id="each-of-another-article"),
        pytest.param(Refusing(), "en", (), id="unanswered"),
        pytest.param(Refusing(), "ar", (), id="unanswered-arabic"),
    ],
)
def test_what_the_archive_answers_is_an_example(
    answering: ToyAnswering, language: Language, found: tuple[str, ...]
) -> None:
    workers = Workers(1, 0, 30)
    examples, live = looked(ToySource(names=NAMES, answering=answering), workers)
    finish(examples.look())
    workers.close()
    assert examples.of(live.current, language) == found


def test_a_generation_is_looked_at_once_and_each_anew() -> None:
    source = ToySource(names=NAMES)
    workers = Workers(1, 0, 30)
    examples, live = looked(source, workers)
    finish(examples.look())
    asked, old = len(source.answering.toy.histories), live.current
    finish(examples.look())
    assert len(source.answering.toy.histories) == asked
    source.name = "000002"
    assert live.refresh()
    assert examples.of(live.current, "en") == ()
    finish(examples.look())
    workers.close()
    assert len(source.answering.toy.histories) == 2 * asked
    assert examples.of(live.current, "en") == (DETAINED,)
    assert examples.of(old, "en") == ()


def test_while_readers_ask_nothing_is_looked_for() -> None:
    source = ToySource(names=NAMES)
    workers = Workers(1, 1, 30)
    examples, _ = looked(source, workers)

    async def both() -> None:
        held = asyncio.ensure_future(workers.run(lambda: source.answering.answer("hold on")))
        await asyncio.to_thread(source.answering.begun.acquire)
        with pytest.raises(Busy):
            await examples.look()
        source.answering.let_go.set()
        await held

    finish(both())
    workers.close()
    assert len(source.answering.toy.histories) == 1


def test_the_server_finds_them_by_itself_and_a_refusal_offers_one(tmp_path: Path) -> None:
    with client(make(tmp_path, ToySource(names=NAMES), examples=True)) as api:
        until = time.monotonic() + 60
        while len(api.get("/api/archive").json()["examples"]) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        told = api.get("/api/archive").json()["examples"]
        refused = api.post("/api/ask", json={"question": "Who won the World Cup?"}).json()
        answered = api.post("/api/ask", json={"question": DETAINED}).json()
        after = {"question": "Who won the World Cup?", "history": [DETAINED]}
        known = api.post("/api/ask", json=after).json()
        narrowed = {"question": "Who won the World Cup?", "outlet": "Euronews"}
        within = api.post("/api/ask", json=narrowed).json()
        kept = api.get(f"/a/{refused['id']}").text

    offer = f'data-question="{DETAINED}"'
    assert sorted(told) == sorted([DETAINED, SAID])
    assert "A question that can be answered:" in refused["html"]
    assert offer in refused["html"]
    assert offer not in answered["html"]
    assert offer not in known["html"]
    assert offer not in within["html"]
    assert offer not in kept


def test_the_newest_articles_come_first_and_copies_once() -> None:
    copy = replace(HOSTILE, id="777", copies=("001",))
    undated = replace(HOSTILE, id="888", published=None)
    facts = facts_of([undated, EURONEWS, MIDDLE_EAST, copy])
    assert [article.id for article in facts.recent] == ["001", "000", "888"]


def test_outlets_without_a_name_are_no_choice_and_are_not_counted() -> None:
    articles = [
        EURONEWS,
        replace(MIDDLE_EAST, outlet="Unnamed outlet (AFP copy)"),
        replace(HOSTILE, outlet=""),
    ]
    facts = facts_of(articles)
    assert facts.outlets == ("Euronews",)
    assert facts.line("en") == "3 articles of 1 outlet and unnamed ones, 9–11 January 2022"
    newest = facts_out(facts, Stylebook(()), ())["newest"]
    assert newest[0]["place"]["en"].startswith("An unnamed outlet")
    assert facts.line("ar") == ("3 مقالات من جهة نشر واحدة وجهات لم تُذكر أسماؤها، 9–11 يناير 2022")


def test_what_happened_to_people_comes_before_what_was_counted_and_kinds_change() -> None:
    places = tuple(Entity((ar,), (en,), "place") for en, ar in CITIES)
    names = Stylebook((*places, Entity(("سامر نجار",), ("Samer Najjar",), "person"), OPEC))
    said = " وقال سامر نجار إن أوبك لن تساعد."
    articles = [
        Article(
            str(n),
            f"وكان في {ar} 40 شاحنة. وقتل 7 أشخاص في {ar}." + (said if n == 2 else ""),
            title=f"حريق في {ar}",
            published=date(2024, 5, 9 - n),
        )
        for n, (_, ar) in enumerate(CITIES)
    ]
    opened = Opened(
        "1", ToyAnswering(), ToyArchive(), names, lambda _: ToyAnswering(), facts_of(articles)
    )
    first = [own[0].text for own in candidates_of(opened, "en")]
    assert first == [f"How many people were killed in {en}?" for en, _ in CITIES]
    assert [c.kinds[0] for c in candidates_of(opened, "en")[2]] == ["count", "said", "count"]


def test_what_several_articles_tell_is_looked_at_first() -> None:
    names = Stylebook(tuple(Entity((ar,), (en,), "place") for en, ar in CITIES))
    articles = [
        Article(str(n), f"وقتل 7 أشخاص في {ar}.", title="حريق", published=date(2024, 5, 9 - n))
        for n, ar in enumerate(("البصرة", "وهران", "وهران", "فاس"))
    ]
    opened = Opened(
        "1", ToyAnswering(), ToyArchive(), names, lambda _: ToyAnswering(), facts_of(articles)
    )
    first = [own[0].text for own in candidates_of(opened, "en")]
    assert first[0] == "How many people were killed in Oran?"


class Knowing(ToyAnswering):
    """Answers everything from the article of the place that is asked about."""

    def __init__(self, articles: list[Article]) -> None:
        super().__init__()
        self.articles = articles

    def answer(
        self, text: str, history: Sequence[str] = (), timings: dict[str, float] | None = None
    ) -> Answer:
        place = next(ar for en, ar in CITIES if en in text or ar in text)
        found = next(a for a in self.articles if place in a.text)
        span = Span(Passage(1, found, 0, len(found.text)), 0, len(found.text))
        said = (Statement("7", (1,)),)
        return Answer(
            text, "en", Verdict.ANSWERED, statements=said, citations=(Citation(1, span),),
            confidence=0.9,
        )  # fmt: skip


def test_what_is_asked_of_one_article_is_not_asked_of_the_next_where_it_tells_more() -> None:
    names = Stylebook(tuple(Entity((ar,), (en,), "place") for en, ar in CITIES))
    articles = [
        Article(
            str(n),
            f"وقتل 7 أشخاص في {ar}. وتضررت 30 سيارة في {ar}.",
            title="حريق",
            published=date(2024, 5, 9 - n),
        )
        for n, (_, ar) in enumerate(CITIES[:2])
    ]
    workers = Workers(1, 0, 30)
    live = Live(ToySource(names=names, answering=Knowing(articles), articles=articles))
    examples = Examples(live, Leads(workers))
    finish(examples.look())
    workers.close()
    assert examples.of(live.current, "en") == (
        "How many people were killed in Basra?",
        "How many cars were damaged in Oran?",
    )
