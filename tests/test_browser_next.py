"""What to ask first and next: on the empty page, and as buttons under the last answer."""

import time
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.test_follow_ups import DETAINED, SAID
from tests.toy_browser import overflows
from tests.toy_chat import NAMES
from tests.toy_serve import ToySource, make, served
from tests.toy_visitor import ARABIC, ENGLISH, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert browser.is_connected()
    folder = tmp_path_factory.mktemp("next")
    often = {"burst": 10_000, "per_minute": 10_000}
    toy = make(folder, ToySource(names=NAMES), chat=True, examples=True, **often)
    with served(toy) as address:
        while len(httpx.get(f"{address}/api/archive").json()["examples"]) < 2:
            time.sleep(0.05)
        yield address


def test_the_empty_page_offers_questions_in_its_own_language(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.locator(".dl-example")).to_have_text([DETAINED])
    page.locator("#dl-switch").click()
    expect(page.locator(".dl-example")).to_have_text([SAID])
    page.locator(".dl-example").click()
    expect(page.locator(".dl-turn .dl-answer")).to_be_visible()
    expect(page.locator("#dl-welcome")).to_be_hidden()


def test_a_button_asks_and_only_the_last_answer_has_some(visitor: Visitor) -> None:
    first = visitor.ask(ENGLISH)
    offer = first.get_by_role("group", name="Ask next").get_by_role("button", name=DETAINED)
    offer.press("Enter")

    second = visitor.page.locator(".dl-turn").nth(1)
    expect(second.locator(".dl-question")).to_contain_text(DETAINED)
    expect(second.locator(".dl-answer")).to_be_visible()
    expect(first.locator(".dl-next")).to_have_count(0)


def test_after_a_reload_they_are_there_again(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    expect(visitor.page.get_by_role("button", name=DETAINED)).to_be_visible()
    visitor.page.reload()
    visitor.ready()
    expect(visitor.page.get_by_role("button", name=DETAINED)).to_be_visible()


def test_a_refusal_keeps_its_own_helps(visitor: Visitor) -> None:
    turn = visitor.ask("Who won the World Cup?")
    offered = ["How many troops were there?", DETAINED]
    expect(turn.locator("a.dl-ask")).to_have_text(offered)
    visitor.page.wait_for_load_state("networkidle")
    expect(visitor.page.locator(".dl-next")).to_have_count(0)


@pytest.mark.parametrize("visitor", [{"phone": True, "locale": "ar-EG"}], indirect=True)
def test_in_arabic_on_a_phone(visitor: Visitor) -> None:
    turn = visitor.ask(ARABIC)
    offer = turn.get_by_role("group", name="اسأل أيضا").get_by_role("button")
    expect(offer).to_have_text([SAID])
    assert not overflows(visitor.page)
