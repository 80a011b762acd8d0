"""The real page in Chromium: markers, highlights, directions, and that text stays text.

Each test leaves a picture of its page in build/screenshots.
"""

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from tests.toy_chat import EVIL, NAMES, T2000, T2030, ToyPipeline
from ui.chat.app import open_chat

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).resolve().parent.parent / "build" / "screenshots"
ENGLISH = "How many CSTO troops were deployed?"
ARABIC = "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"
IMAGE = "<img src=x onerror=window.hacked=1>"
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass
class Visitor:
    """One open page, and what a person does with it."""

    page: Page
    pipeline: ToyPipeline
    outside: list[str]
    asked: int = 0

    def ask(self, question: str) -> None:
        self.page.locator("#dl-box textarea").fill(question)
        self.page.keyboard.press("Enter")
        self.asked += 1
        expect(self.turn().locator(".dl-answer, .dl-notice")).to_be_visible(timeout=30_000)

    def turn(self, number: int = 0) -> Locator:
        return self.page.locator(f"#dl-{number or self.asked}")


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[str, ToyPipeline]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    pipeline = ToyPipeline()
    demo = open_chat(pipeline, NAMES, port=port)
    yield f"http://127.0.0.1:{port}", pipeline
    demo.close(verbose=False)


@pytest.fixture
def visitor(
    browser: Browser, served: tuple[str, ToyPipeline], request: pytest.FixtureRequest
) -> Iterator[Visitor]:
    wanted = getattr(request, "param", {})
    url, pipeline = served
    width, height = wanted.get("size", DESKTOP)
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=wanted.get("locale", "en-GB"),
        reduced_motion="reduce",
    )
    outside: list[str] = []

    def watch(seen: Request) -> None:
        if not seen.url.startswith((url, "data:", "blob:")):
            outside.append(seen.url)

    page = context.new_page()
    page.on("request", watch)
    page.goto(url)
    expect(page.locator(".dl-header")).to_be_visible(timeout=60_000)
    yield Visitor(page, pipeline, outside)
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"{request.node.name}.png")
    context.close()
    assert outside == []


def in_arabic(size: tuple[int, int] = DESKTOP) -> dict[str, object]:
    return {"locale": "ar-EG", "size": size}


def test_the_cited_sentence_is_highlighted_as_published(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)

    marks = visitor.page.locator(".dl-sources mark").all_text_contents()
    assert marks[:2] == [T2000.text, T2030.text]
    strong = visitor.page.locator(".dl-sources mark strong").all_text_contents()
    assert strong[:2] == ["2000 عنصر", "2030 جنديًا"]
    for quote in visitor.page.locator(".dl-sources blockquote").all():
        assert quote.evaluate("q => getComputedStyle(q).direction") == "rtl"


def test_a_click_on_a_marker_lands_on_its_passage(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    markers = visitor.page.locator(".dl-statement .dl-marker")
    assert markers.all_text_contents() == ["[1]", "[2]", "[3]"]

    markers.nth(2).click()

    target = visitor.page.locator("#dl-1-3")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport()


def test_a_marker_works_from_the_keyboard(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)

    visitor.page.locator(".dl-statement .dl-marker").nth(1).focus()
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator("#dl-1-2")).to_be_focused()


def test_a_click_anywhere_on_a_row_opens_its_sentence(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)

    cell = visitor.page.locator(".dl-table tbody tr").nth(1).locator("td").nth(2).bounding_box()
    assert cell
    visitor.page.mouse.click(cell["x"] + 5, cell["y"] + 5)

    expect(visitor.page.locator("#dl-1-2")).to_be_focused()


def test_passages_stand_beside_the_answer(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    visitor.ask(ARABIC)

    sides = []
    for number in (1, 2):
        answer = visitor.page.locator(f"#dl-{number} .dl-answer").bounding_box()
        sources = visitor.page.locator(f"#dl-{number} .dl-sources").bounding_box()
        assert answer
        assert sources
        assert abs(answer["y"] - sources["y"]) < 5
        sides.append("right" if sources["x"] > answer["x"] else "left")
    assert sides == ["right", "left"]


def test_two_languages_in_one_conversation(visitor: Visitor) -> None:
    visitor.ask(ARABIC)
    visitor.ask(ENGLISH)

    turns = visitor.page.locator(".dl-turn")
    assert turns.evaluate_all("all => all.map(t => [t.lang, getComputedStyle(t).direction])") == [
        ["ar", "rtl"],
        ["en", "ltr"],
    ]
    assert visitor.pipeline.histories[-1] == (ARABIC,)


def test_the_newest_question_comes_to_the_top(visitor: Visitor) -> None:
    for question in (ENGLISH, ARABIC, ENGLISH):
        visitor.ask(question)
        expect(visitor.turn().locator(".dl-question")).to_be_in_viewport()

    box = visitor.turn().locator(".dl-question").bounding_box()
    assert box
    assert box["y"] < 120


def test_an_iso_date_in_arabic_is_not_reversed(visitor: Visitor) -> None:
    visitor.ask(ARABIC)

    date = visitor.page.locator(".dl-statement bdi", has_text="2022-01-10")
    lefts = date.evaluate(
        """date => [...date.textContent].map((_, i) => {
            const range = document.createRange();
            range.setStart(date.firstChild, i);
            range.setEnd(date.firstChild, i + 1);
            return range.getBoundingClientRect().left;
        })"""
    )
    assert lefts == sorted(lefts)
    assert len(lefts) == len("2022-01-10")


def test_markup_in_articles_and_questions_stays_text(visitor: Visitor) -> None:
    visitor.ask(f"hostile {IMAGE} ${{window.hacked=1}} {{{{hacked}}}}")

    page = visitor.page
    assert page.evaluate("window.hacked") is None
    assert page.locator("#dl-conversation :is(img, script, svg, b, iframe)").count() == 0
    assert page.locator("#dl-conversation a[href^=javascript]").count() == 0
    expect(page.locator(".dl-question")).to_contain_text(f"{IMAGE} ${{window.hacked=1}}")
    assert page.locator(".dl-sources mark").text_content() == EVIL.text
    page.locator(".dl-outlet").first.hover()
    assert page.evaluate("window.hacked") is None


def test_not_found_offers_the_nearest_passages_folded_away(visitor: Visitor) -> None:
    visitor.ask("من فاز بكأس العالم؟")

    page = visitor.page
    expect(page.locator(".dl-answer")).to_contain_text("لم أجد ذلك في الأرشيف.")
    expect(page.locator(".dl-nearest li").first).to_be_hidden()
    page.locator(".dl-nearest summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".dl-nearest li").first).to_be_visible()
    assert page.locator("mark").count() == 0


@pytest.mark.parametrize(
    ("question", "said"),
    [
        pytest.param("x" * 100_000, "at most 1000", id="too-long"),
        pytest.param("crash", "Something went wrong", id="fault"),
    ],
)
def test_what_cannot_be_answered_is_said_and_kept(
    visitor: Visitor, question: str, said: str
) -> None:
    visitor.ask(question)

    expect(visitor.page.get_by_role("alert")).to_contain_text(said)
    expect(visitor.page.locator("#dl-box textarea")).to_have_value(question)
    visitor.ask(ENGLISH)
    expect(visitor.page.locator("#dl-2 .dl-lead")).to_have_text("Reports differ:")


def test_an_empty_question_asks_nothing(visitor: Visitor) -> None:
    before = len(visitor.pipeline.histories)
    visitor.page.locator("#dl-box textarea").fill("   ")
    visitor.page.locator("#dl-send").click()
    visitor.ask(ENGLISH)

    assert len(visitor.pipeline.histories) == before + 1
    assert visitor.page.locator(".dl-turn").count() == 1


def test_an_example_is_asked_with_one_click(visitor: Visitor) -> None:
    visitor.page.get_by_role("button", name=ENGLISH).click()

    expect(visitor.page.locator("#dl-1 .dl-question")).to_contain_text(ENGLISH)
    expect(visitor.page.locator("#dl-1 .dl-table")).to_be_visible()
    expect(visitor.page.locator("#dl-examples")).to_be_hidden()


def test_a_new_conversation_forgets_the_old_one(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)
    visitor.page.get_by_role("button", name="New conversation").click()
    expect(visitor.page.locator(".dl-turn")).to_have_count(0)
    expect(visitor.page.locator("#dl-examples")).to_be_visible()

    visitor.asked = 0
    visitor.ask(ARABIC)

    assert visitor.pipeline.histories[-1] == ()


@pytest.mark.parametrize("visitor", [in_arabic()], ids=["arabic"], indirect=True)
def test_the_browser_chooses_the_interface_and_the_switch_is_kept(visitor: Visitor) -> None:
    page = visitor.page
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        "ar",
        "rtl",
    ]
    expect(page.get_by_role("textbox", name="سؤالك")).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    page.reload()

    expect(page.get_by_role("button", name="Ask", exact=True)).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.dir") == "ltr"


@pytest.mark.parametrize(
    ("visitor", "question"),
    [
        pytest.param({"size": PHONE}, ENGLISH, id="english"),
        pytest.param(in_arabic(PHONE), ARABIC, id="arabic"),
        pytest.param({"size": PHONE}, f"hostile {'W' * 300}", id="hostile"),
        pytest.param(in_arabic(PHONE), "من فاز؟", id="not-found"),
    ],
    indirect=["visitor"],
)
def test_a_phone_needs_no_sideways_scrolling(visitor: Visitor, question: str) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert visitor.page.evaluate(wide) == 0

    visitor.ask(question)

    assert visitor.page.evaluate(wide) == 0
    beyond = visitor.page.evaluate(
        """() => [...document.querySelectorAll('#dl-conversation *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
        }).map(e => e.className)"""
    )
    assert beyond == []


@pytest.mark.parametrize("visitor", [{"size": PHONE}], ids=["phone"], indirect=True)
def test_on_a_phone_the_passages_stand_below_the_answer(visitor: Visitor) -> None:
    visitor.ask(ENGLISH)

    answer = visitor.page.locator(".dl-answer").bounding_box()
    sources = visitor.page.locator(".dl-sources").bounding_box()
    assert answer
    assert sources
    assert sources["y"] >= answer["y"] + answer["height"]
