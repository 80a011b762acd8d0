"""How the page looks in Chromium: what it says is seen, and each thing is where it belongs."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Route, expect

from tests.toy_chat import NAMES
from tests.toy_serve import ToySource, make, served
from tests.toy_visitor import ENGLISH, Visitor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert browser.is_connected()
    source, folder = ToySource(names=NAMES), tmp_path_factory.mktemp("looks")
    with served(make(folder, source, chat=True, burst=10_000, per_minute=10_000)) as address:
        yield address


EVERYWHERE = pytest.mark.parametrize(
    "visitor",
    [{}, {"phone": True}, {"phone": True, "locale": "ar-EG"}],
    ids=["desktop", "phone", "arabic-phone"],
    indirect=True,
)


def edges(place: Locator) -> tuple[float, float]:
    """Where an element begins and ends, in pixels from the top of the window."""
    found = place.bounding_box()
    assert found
    return found["y"], found["y"] + found["height"]


@EVERYWHERE
def test_what_the_page_says_is_seen_over_a_long_answer(visitor: Visitor) -> None:
    visitor.ask("many")
    for typed, place in (("   ", "#dl-bar"), ("x" * 2000, "#dl-count")):
        visitor.send(typed)
        said = visitor.page.locator(place)
        expect(said).not_to_be_empty()
        expect(said).to_be_in_viewport(ratio=1)
        said.click(trial=True)  # nothing lies over it


@EVERYWHERE
def test_the_question_box_ends_the_page_and_a_new_question_begins_it(visitor: Visitor) -> None:
    composer = visitor.page.locator("#dl-composer")
    height = visitor.page.viewport_size["height"] if visitor.page.viewport_size else 0
    assert edges(composer)[1] == pytest.approx(height, abs=1)
    assert edges(visitor.box)[1] > height - 30

    visitor.ask(ENGLISH)
    turn = visitor.ask("Who won the cup?")
    head = edges(visitor.page.locator("#dl-top"))[1]
    assert edges(turn)[0] == pytest.approx(head, abs=8)


@EVERYWHERE
def test_more_opens_below_and_stays_where_it_was_pressed(visitor: Visitor) -> None:
    turn = visitor.ask(ENGLISH)
    more, opened = turn.locator(".dl-menu summary"), turn.locator(".dl-menu div")
    more.scroll_into_view_if_needed()
    before = more.bounding_box()
    more.click()
    expect(opened).to_be_visible()
    assert before == more.bounding_box()
    assert edges(opened)[0] >= edges(more)[1]


def test_the_keyboard_stays_in_the_row_that_is_renamed_or_deleted(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    page = visitor.page
    page.locator("#dl-talks").click()
    row = page.locator("#dl-kept li")

    row.get_by_role("button", name="Rename").press("Enter")
    page.keyboard.press("Escape")
    expect(row.locator(".dl-talk")).to_be_focused()

    row.get_by_role("button", name="Delete").press("Enter")
    expect(row.get_by_role("button", name="Delete for good")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#dl-kept .dl-talk")).to_have_count(0)
    expect(page.locator("#dl-find")).to_be_focused()


@pytest.mark.parametrize(
    ("visitor", "nothing", "day"),
    [
        pytest.param({}, "any day", "9 Jan 2022", id="english"),
        pytest.param({"locale": "ar-EG"}, "أي يوم", "9 يناير 2022", id="arabic"),
    ],
    indirect=["visitor"],
)
def test_a_day_is_written_in_the_pages_language(visitor: Visitor, nothing: str, day: str) -> None:
    shown = visitor.page.locator("#dl-from + .dl-day")
    expect(shown).to_have_text(nothing)

    visitor.page.locator("#dl-from").fill("2022-01-09")
    visitor.box.focus()

    expect(shown).to_be_visible()
    expect(shown).to_have_text(day)


@pytest.mark.parametrize("visitor", [{"clock": True}], ids=["clock"], indirect=True)
def test_what_to_ask_first_appears_once_it_is_found(visitor: Visitor) -> None:
    expect(visitor.page.locator(".dl-newest li")).to_have_count(3)
    expect(visitor.page.locator(".dl-example")).to_have_count(0)

    def found(route: Route) -> None:
        facts = route.fetch().json()
        route.fulfill(json={**facts, "examples": [ENGLISH]})

    visitor.page.route("**/api/archive", found)
    visitor.page.clock.run_for(20_000)

    expect(visitor.page.locator(".dl-example")).to_have_text([ENGLISH])
