"""Nothing is lost: reload, Back, a lost connection, two tabs, New, Stop, another machine."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.toy_chat import NAMES
from tests.toy_serve import Toy, ToySource, make, served
from tests.toy_visitor import ARABIC, ENGLISH, Visitor, visiting

pytestmark = pytest.mark.browser
MANY = {"burst": 10_000, "per_minute": 10_000}


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Toy:
    folder = tmp_path_factory.mktemp("kept")
    return make(folder, ToySource(names=NAMES), chat=True, **MANY)


@pytest.fixture(scope="module")
def url(browser: Browser, toy: Toy) -> Iterator[str]:
    assert browser.is_connected()
    with served(toy) as address:
        yield address


def answers(page: Page) -> Locator:
    return page.locator(".dl-turn .dl-answer")


def test_a_reload_loses_neither_answers_nor_the_question_being_typed(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    visitor.ask(ARABIC)
    visitor.box.fill("half a quest")

    visitor.page.reload()
    visitor.ready()

    expect(answers(visitor.page)).to_have_count(2)
    expect(visitor.box).to_have_value("half a quest")
    expect(visitor.page.locator(".dl-sources mark")).to_have_count(6)


def test_a_reload_while_a_question_runs_asks_it_again_once(visitor: Visitor, toy: Toy) -> None:
    asked = toy.source.answering
    asked.let_go.clear()
    visitor.send("hold the troops")
    assert asked.begun.acquire(timeout=30)

    visitor.page.reload()
    asked.let_go.set()
    visitor.ready()

    expect(answers(visitor.page)).to_have_count(1)
    expect(visitor.page.locator(".dl-turn")).to_have_count(1)


@pytest.mark.parametrize(
    ("visitor", "said"),
    [
        pytest.param({"locale": "en"}, "No connection to Dalil.", id="english"),
        pytest.param({"locale": "ar"}, "انقطع الاتصال بدليل.", id="arabic"),
    ],
    indirect=["visitor"],
)
def test_a_question_asked_without_a_connection_is_answered_when_there_is_one(
    visitor: Visitor, said: str
) -> None:
    visitor.ask(ENGLISH)
    visitor.context.set_offline(True)
    visitor.send(ARABIC)
    waiting = visitor.page.locator(".dl-pending")
    expect(waiting).to_contain_text(said)
    visitor.page.wait_for_timeout(4_000)
    expect(waiting).to_contain_text(said)
    assert visitor.page.locator(".toast-wrap:visible").count() == 0

    visitor.context.set_offline(False)

    expect(answers(visitor.page)).to_have_count(2)
    expect(visitor.page.locator(".dl-turn")).to_have_count(2)


def test_a_busy_server_is_asked_again_by_itself(visitor: Visitor) -> None:
    refusals = iter([503, 429])

    def refuse(route: Route) -> None:
        if status := next(refusals, 0):
            route.fulfill(status=status, headers={"Retry-After": "1"}, body="{}")
        else:
            route.continue_()

    visitor.page.route("**/api/ask", refuse)
    visitor.send(ENGLISH)

    expect(visitor.page.locator(".dl-pending")).to_contain_text("asked again in 1 seconds")
    expect(answers(visitor.page)).to_have_count(1)


def test_new_keeps_the_last_conversation_and_leads_back_to_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(ENGLISH)
    page.get_by_role("button", name="New").click()
    expect(page.locator(".dl-turn")).to_have_count(0)
    expect(visitor.box).to_be_focused()

    page.get_by_role("button", name="Go back to it").click()
    expect(answers(page)).to_have_count(1)

    page.get_by_role("button", name="New").click()
    visitor.ask(ARABIC)
    page.go_back()
    expect(page.locator(".dl-turn")).to_contain_text("CSTO")
    page.go_forward()
    expect(page.locator(".dl-turn")).to_contain_text("منظمة معاهدة")


def test_conversations_are_found_renamed_and_deleted_for_good(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask(ENGLISH)
    page.get_by_role("button", name="New").click()
    visitor.ask("Who won the cup?")
    page.get_by_role("button", name="Conversations").click()
    talks = page.locator("#dl-kept .dl-talk")
    expect(talks).to_have_text(["Who won the cup?", ENGLISH])

    page.get_by_label("Search in conversations").fill("csto")
    expect(talks).to_have_text([ENGLISH])
    page.get_by_label(f"Rename: {ENGLISH}").click()
    page.get_by_role("textbox", name="Rename").fill("Troops, January")
    page.keyboard.press("Enter")
    expect(talks).to_have_text(["Troops, January"])
    talks.click()
    expect(page.locator(".dl-turn")).to_contain_text("CSTO")

    page.get_by_label("Delete: Troops, January").click()
    expect(talks).to_have_count(1)  # not before one is sure
    page.get_by_label("Delete for good: Troops, January").click()
    expect(talks).to_have_count(0)
    expect(page.locator(".dl-turn")).to_have_count(0)
    assert "CSTO" not in page.evaluate("JSON.stringify(localStorage)")
    page.reload()
    visitor.ready()
    page.get_by_role("button", name="Conversations").click()
    expect(talks).to_have_text(["Who won the cup?"])


def test_two_tabs_of_one_conversation_lose_and_double_nothing(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    other = visitor.context.new_page()
    other.goto(visitor.page.url)
    expect(answers(other)).to_have_count(1)

    other.locator("#dl-box textarea").fill(ARABIC)
    other.keyboard.press("Enter")
    expect(answers(other)).to_have_count(2)
    expect(answers(visitor.page)).to_have_count(2)
    visitor.ask("Who won the cup?")

    expect(answers(other)).to_have_count(3)
    other.reload()
    expect(answers(other)).to_have_count(3)


def test_stop_ends_asking_and_gives_the_question_back(visitor: Visitor, toy: Toy) -> None:
    toy.source.answering.let_go.clear()
    visitor.send("hold the troops")
    button = visitor.page.locator("#dl-send")
    expect(button).to_have_text("Stop")

    button.click()

    expect(visitor.box).to_have_value("hold the troops")
    expect(button).to_have_text("Ask")
    expect(visitor.page.locator(".dl-turn")).to_contain_text("Stopped.")
    toy.source.answering.let_go.set()
    visitor.page.get_by_role("button", name="Ask again").click()
    expect(answers(visitor.page)).to_have_count(1)


def test_questions_are_recalled_edited_and_asked_in_turn(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    visitor.ask("Who won the cup?")
    visitor.box.press("ArrowUp")
    expect(visitor.box).to_have_value("Who won the cup?")
    visitor.box.press("ArrowUp")
    expect(visitor.box).to_have_value(ENGLISH)

    visitor.page.locator(".dl-turn").nth(1).get_by_role("button", name="Edit").click()
    expect(visitor.box).to_have_value("Who won the cup?")
    expect(visitor.box).to_be_focused()


def test_what_opened_stays_open_when_the_next_question_is_asked(visitor: Visitor) -> None:
    first = visitor.ask("Who won the cup?")
    first.get_by_text("More passages").click()

    visitor.ask(ENGLISH)

    assert first.locator(".dl-nearest .dl-source:visible").count() == 3


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("crash", "Something went wrong", id="fault"),
        pytest.param("y" * 900 + " " + "É" * 101, "", id="too-long"),
    ],
)
def test_what_cannot_be_answered_is_said_and_kept(
    visitor: Visitor, question: str, said: str
) -> None:
    if said:
        visitor.ask(question)
        expect(visitor.page.get_by_role("alert")).to_contain_text(said)
    else:
        visitor.send(question)
        expect(visitor.page.locator("#dl-count")).to_have_text(
            "1002 of 1000 characters: shorten the question."
        )
        expect(visitor.page.locator(".dl-turn")).to_have_count(0)
    expect(visitor.box).to_have_value(question)


def test_an_empty_question_asks_nothing_and_says_so(visitor: Visitor) -> None:
    visitor.send("   ")

    expect(visitor.page.locator("#dl-bar")).to_have_text("Type a question first.")
    expect(visitor.page.locator(".dl-turn")).to_have_count(0)


def test_a_follow_up_leans_on_the_answered_questions(visitor: Visitor, toy: Toy) -> None:
    visitor.ask(ENGLISH)
    visitor.ask("crash")
    visitor.box.fill("")
    visitor.ask(ARABIC)

    assert toy.source.answering.toy.histories[-1] == (ENGLISH,)


def test_a_full_browser_says_which_conversation_it_gave_up(visitor: Visitor) -> None:
    page = visitor.page
    visitor.ask("Who won the cup?")
    page.evaluate("localStorage.setItem('filler', 'x'.repeat(5242880 - 40000))")
    page.get_by_role("button", name="New").click()

    visitor.ask("many")
    visitor.ask("many")
    visitor.ask("many")

    expect(page.locator("#dl-bar")).to_contain_text("“Who won the cup?”, was deleted")
    page.locator("#dl-bar").get_by_role("button", name="Close").click()
    expect(page.locator("#dl-bar")).to_be_hidden()


@pytest.mark.parametrize("visitor", [{"locale": "ar-EG"}], ids=["arabic"], indirect=True)
def test_the_browser_chooses_the_language_and_the_switch_is_kept(visitor: Visitor) -> None:
    page = visitor.page
    there = "[document.documentElement.lang, document.documentElement.dir]"
    assert page.evaluate(there) == ["ar", "rtl"]
    expect(page.get_by_role("textbox", name="سؤالك")).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.reload()
    visitor.ready()

    assert page.evaluate(there) == ["en", "ltr"]


def test_a_reader_who_logs_in_finds_conversations_on_another_machine(
    browser: Browser, tmp_path: Path
) -> None:
    digest = hashlib.sha256(b"amina").hexdigest()
    toy = make(tmp_path, ToySource(names=NAMES), chat=True, tokens=f"amina:{digest}", **MANY)
    with served(toy) as url:

        def enter() -> Page:
            context = browser.new_context(
                locale="en", extra_http_headers={"Authorization": "Bearer amina"}
            )
            page = context.new_page()
            page.goto(f"{url}/chat/")
            expect(page.locator("body[data-ready]")).to_be_attached(timeout=60_000)
            return page

        here = enter()
        here.locator("#dl-box textarea").fill(ENGLISH)
        here.keyboard.press("Enter")
        expect(answers(here)).to_have_count(1)
        here.get_by_role("button", name="Conversations").click()
        expect(here.locator("#dl-where")).to_have_text("Kept on the server for amina.")
        expect(here.locator("#dl-kept .dl-talk")).to_have_count(1)
        assert "CSTO" not in here.evaluate("JSON.stringify(localStorage)")

        there = enter()
        there.get_by_role("button", name="Conversations").click()
        there.locator("#dl-kept .dl-talk").click()
        expect(answers(there)).to_have_count(1)
        expect(there.locator(".dl-sources mark")).to_have_count(3)
        here.context.close()
        there.context.close()


def test_what_is_asked_again_in_vain_keeps_its_answer(visitor: Visitor, toy: Toy) -> None:
    turn = visitor.ask(ENGLISH)
    visitor.page.route("**/api/ask", lambda route: route.fulfill(status=500, body="{}"))
    turn.get_by_role("button", name="Ask again").click()

    expect(visitor.page.locator("#dl-bar")).to_have_text(
        "Not asked again: this is the answer from before."
    )
    expect(answers(visitor.page)).to_have_count(1)
    visitor.page.reload()
    visitor.ready()
    expect(answers(visitor.page)).to_have_count(1)


def test_the_switch_translates_what_the_page_says_of_its_turns(visitor: Visitor) -> None:
    visitor.ask("Who won the cup?").get_by_text("More passages").click()
    visitor.ask("crash")
    visitor.page.locator("#dl-switch").click()

    first, second = visitor.page.locator(".dl-turn").all()
    expect(first.locator(".dl-tools button")).to_have_text(["اسأل ثانية", "عدّل"])
    expect(second.get_by_role("alert")).to_contain_text("حدث خطأ")
    assert first.locator(".dl-nearest .dl-source:visible").count() == 3  # what was opened


def test_a_question_that_waits_is_asked_also_when_another_conversation_is_open(
    visitor: Visitor,
) -> None:
    visitor.ask(ENGLISH)
    visitor.context.set_offline(True)
    visitor.send(ARABIC)
    visitor.send("Who won the cup?")
    expect(visitor.page.locator(".dl-pending")).to_have_count(2)
    visitor.page.get_by_role("button", name="New").click()
    visitor.context.set_offline(False)
    visitor.page.get_by_role("button", name="Conversations").click()
    visitor.page.locator("#dl-kept .dl-talk").click()

    expect(answers(visitor.page)).to_have_count(3)


def test_what_is_deleted_in_one_tab_is_gone_from_the_other(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    other = visitor.context.new_page()
    other.goto(visitor.page.url)
    expect(answers(other)).to_have_count(1)
    page = visitor.page
    page.get_by_role("button", name="Conversations").click()
    page.get_by_label("Delete: ").click()
    page.get_by_label("Delete for good: ").click()

    expect(other.locator(".dl-turn")).to_have_count(0)


def test_a_logged_in_readers_question_survives_a_reload_while_it_is_cut_off(
    browser: Browser, tmp_path: Path
) -> None:
    digest = hashlib.sha256(b"amina").hexdigest()
    toy = make(tmp_path, ToySource(names=NAMES), chat=True, tokens=f"amina:{digest}", **MANY)
    with served(toy) as url, visiting(browser, url, token="amina") as visitor:
        visitor.ask(ENGLISH)
        visitor.context.route("**/api/**", lambda route: route.abort())
        visitor.send(ARABIC)
        expect(visitor.page.locator(".dl-pending")).to_contain_text("No connection")
        visitor.page.reload()
        visitor.page.wait_for_timeout(500)
        visitor.context.unroute("**/api/**")
        visitor.ready()

        expect(answers(visitor.page)).to_have_count(2)
