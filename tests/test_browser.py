"""Answers on the real page in Chromium: read, checked, copied; text stays text."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.toy_browser import overflows, violations
from tests.toy_chat import EVIL, MIDDLE_EAST, NAMES, T2000, T2030
from tests.toy_serve import ToySource, make, served
from tests.toy_visitor import ARABIC, ENGLISH, PICTURES, Visitor

pytestmark = pytest.mark.browser
IMAGE = "<img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def url(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert browser.is_connected()
    toy = make(
        tmp_path_factory.mktemp("chat"),
        ToySource(names=NAMES),
        chat=True,
        burst=10_000,
        per_minute=10_000,
    )
    with served(toy) as address:
        yield address


def test_the_cited_sentence_is_highlighted_as_published(visitor: Visitor) -> None:
    turn = visitor.ask(ENGLISH)

    assert turn.locator(".dl-sources mark").all_text_contents()[:2] == [T2000.text, T2030.text]
    strong = turn.locator(".dl-sources mark strong").all_text_contents()
    assert strong[:2] == ["2000 عنصر", "2030 جنديًا"]
    for quote in turn.locator(".dl-sources blockquote").all():
        assert quote.evaluate("q => getComputedStyle(q).direction") == "rtl"


def test_a_marker_lands_on_its_passage_and_escape_leads_back(visitor: Visitor) -> None:
    marker = visitor.ask(ENGLISH).locator(".dl-table .dl-marker").nth(2)
    marker.focus()
    visitor.page.keyboard.press("Enter")

    passage = visitor.page.locator(".dl-source").nth(2)
    expect(passage).to_be_focused()
    expect(passage).to_be_in_viewport()
    visitor.page.keyboard.press("Escape")
    expect(marker).to_be_focused()


def test_pointing_at_a_marker_shows_the_sentence_that_is_out_of_sight(visitor: Visitor) -> None:
    marker = visitor.ask(ENGLISH).locator(".dl-table .dl-marker").nth(2)

    marker.hover()

    peek = visitor.page.get_by_role("tooltip")
    expect(peek).to_contain_text("أكثر من ألفي عسكري")
    expect(peek).to_contain_text("Euronews with AFP")
    visitor.page.mouse.move(0, 0)
    expect(peek).to_have_count(0)


def test_a_label_is_explained_and_the_tables_text_can_be_selected(visitor: Visitor) -> None:
    turn = visitor.ask(ENGLISH)
    row = turn.locator(".dl-table tbody tr").nth(1)

    row.locator("summary").click()
    expect(row).to_contain_text("The same thing at the same time, with another value.")

    row.locator("td").nth(1).dblclick(position={"x": 20, "y": 17})
    assert visitor.page.evaluate("getSelection().toString().trim()") == "Tokayev"


def test_a_title_opens_the_whole_article_at_its_sentence_and_back_closes_it(
    visitor: Visitor,
) -> None:
    title = visitor.ask(ENGLISH).locator("a.dl-read").nth(1)  # an article without an address
    title.click()

    panel = visitor.page.get_by_role("complementary", name="The whole article")
    expect(panel).to_be_visible()
    mark = panel.locator("mark")
    expect(mark).to_have_text(T2030.text)
    expect(mark).to_be_in_viewport()
    behind = visitor.page.evaluate(
        """() => { const { left, right, top, bottom } = document.getElementById("dl-close")
            .parentElement.getBoundingClientRect();
        return [left + 2, (left + right) / 2, right - 2].filter((x) =>
            document.elementFromPoint(x, (top + bottom) / 2).closest("#dl-article")).length }"""
    )
    assert behind == 0  # no word of the article stands beside or behind the button
    visitor.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(title).to_be_focused()

    title.click()
    expect(panel).to_be_visible()
    visitor.page.go_back()
    expect(panel).to_be_hidden()
    expect(visitor.page.locator(".dl-turn .dl-answer")).to_be_visible()


@pytest.mark.parametrize(
    ("visitor", "question"),
    [
        pytest.param({"phone": True}, ENGLISH, id="english"),
        pytest.param({"phone": True, "locale": "ar-EG", "scheme": "dark"}, ARABIC, id="arabic"),
    ],
    indirect=["visitor"],
)
def test_verdict_copy_and_first_source_are_seen_without_scrolling_on_a_phone(
    visitor: Visitor, question: str
) -> None:
    turn = visitor.ask(question)

    bottom = visitor.page.locator("#dl-composer").bounding_box()
    assert bottom
    for part in (".dl-verdict", "[data-form=plain]", ".dl-source .dl-outlet"):
        box = turn.locator(part).first.bounding_box()
        assert box
        assert box["y"] > 50
        assert box["y"] + box["height"] < bottom["y"], part


def test_more_rows_are_folded_to_three(visitor: Visitor) -> None:
    turn = visitor.ask("many")

    assert turn.locator("tbody tr:visible").count() == 3
    turn.get_by_text("Show all 5").click()
    assert turn.locator("tbody tr:visible").count() == 5


@pytest.mark.parametrize(
    ("visitor", "question"),
    [
        pytest.param({}, "What was said?", id="english"),
        pytest.param({"locale": "ar", "phone": True}, "ماذا قال بلينكن؟", id="arabic"),
    ],
    indirect=["visitor"],
)
def test_a_quotation_is_a_block_in_its_own_direction(visitor: Visitor, question: str) -> None:
    turn = visitor.ask(question)

    quote = turn.locator(".dl-said").first
    assert quote.evaluate("q => getComputedStyle(q).direction") == "rtl"
    assert quote.evaluate("q => getComputedStyle(q).display") == "block"
    expect(turn.locator(".dl-possible")).to_contain_text("أكثر من ألفي عسكري")


def test_the_question_as_understood_is_edited_by_a_tap(visitor: Visitor) -> None:
    visitor.ask("What was said?").locator(".dl-edit").click()

    expect(visitor.box).to_have_value("What was said? (troops)")
    expect(visitor.box).to_be_focused()


def test_a_refusal_offers_a_question_and_the_nearest_passages(visitor: Visitor) -> None:
    turn = visitor.ask("Who won the cup?")

    expect(turn).to_contain_text("Searched: 3 articles of 3 outlets, 9–11 January 2022.")
    expect(turn).to_contain_text("Not a word of the archive: “cup”.")
    assert turn.locator(".dl-nearest .dl-source:visible").count() == 2
    assert turn.locator("mark").count() == 0
    turn.locator("a.dl-ask").click()
    expect(visitor.page.locator(".dl-turn").nth(1)).to_contain_text("How many troops were there?")
    expect(visitor.page.locator(".dl-turn .dl-table")).to_be_visible()


@pytest.mark.parametrize("form", ["plain", "markdown", "wikitext"])
def test_answers_are_copied_with_their_sources(visitor: Visitor, form: str) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    turn = visitor.ask(ENGLISH)
    if form != "plain":
        turn.locator(".dl-menu summary").click()

    turn.locator(f"[data-form={form}]").click()

    expect(turn.locator(".dl-told")).to_have_text("Copied")
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert "Middle East Online" in copied
    assert "date inferred" in copied


def test_feedback_is_noted_and_the_permalink_leads_to_the_same_answer(visitor: Visitor) -> None:
    turn = visitor.ask(ENGLISH)
    turn.get_by_role("button", name="This is wrong").click()
    expect(turn.locator(".dl-told")).to_have_text("Thank you, noted.")

    turn.locator(".dl-menu summary").click()
    with visitor.context.expect_page() as opened:
        turn.get_by_role("link", name="Link to this answer").click()
    page = opened.value
    expect(page.locator(".dl-verdict")).to_have_text("Sources differ")
    for part in (".dl-statement", ".dl-table", ".dl-sources"):
        assert page.locator(part).inner_text() == turn.locator(part).inner_text()
    page.get_by_label("Your name").fill("Amina")
    page.get_by_role("button", name="I have checked this answer").click()
    expect(page.locator(".dl-sign .dl-told")).to_have_text("Signed.")
    page.reload()
    expect(page.locator("main")).to_contain_text("Checked by")


def test_markup_in_articles_and_questions_stays_text(visitor: Visitor) -> None:
    turn = visitor.ask(f"hostile {IMAGE} ${{window.hacked=1}} {{{{hacked}}}}")

    page = visitor.page
    assert page.evaluate("window.hacked") is None
    assert page.locator("#dl-log :is(img, script, svg, b, iframe)").count() == 0
    assert page.locator("#dl-log a[href^=javascript]").count() == 0
    expect(turn.locator(".dl-question")).to_contain_text(f"{IMAGE} ${{window.hacked=1}}")
    assert turn.locator(".dl-sources mark").text_content() == EVIL.text
    turn.locator("a.dl-read").first.click()
    expect(page.locator("#dl-panel mark")).to_have_text(EVIL.text)
    assert page.locator("#dl-panel :is(img, script, svg)").count() == 0
    assert page.evaluate("window.hacked") is None


def test_what_the_server_should_never_send_is_not_shown(visitor: Visitor) -> None:
    shown = visitor.page.evaluate(
        """() => { const made = document.createElement("div");
        made.append(Dalil.safe(`<p onclick="hack()" style="x" class="a">t<script>1</` + `script>
            <iframe></iframe><a href="javascript:1">l</a><a href="//evil">m</a></p>`));
        return made.innerHTML }"""
    )

    assert "".join(shown.split()) == '<pclass="a">t<a>l</a><a>m</a></p>'


def test_an_iso_date_in_arabic_is_not_reversed(visitor: Visitor) -> None:
    visitor.ask(ARABIC)

    number = visitor.page.locator(".dl-statement bdi.dl-n", has_text="2,000")
    lefts = number.evaluate(
        """number => [...number.textContent].map((_, i) => {
            const range = document.createRange();
            range.setStart(number.firstChild, i);
            range.setEnd(number.firstChild, i + 1);
            return range.getBoundingClientRect().left;
        })"""
    )
    assert lefts == sorted(lefts)


@pytest.mark.parametrize(
    ("visitor", "question", "direction"),
    [
        pytest.param({"locale": "ar"}, "hold on, how many troops?", "ltr", id="english-in-arabic"),
        pytest.param({"locale": "en"}, ARABIC, "rtl", id="arabic-in-english"),
    ],
    indirect=["visitor"],
)
def test_a_question_keeps_its_direction_while_it_waits(
    visitor: Visitor, question: str, direction: str
) -> None:
    visitor.page.route("**/api/ask", lambda _: None)  # never answered
    visitor.send(question)

    heading = visitor.page.locator(".dl-turn .dl-question")
    expect(visitor.page.locator(".dl-pending")).to_be_visible()
    assert heading.evaluate("h => getComputedStyle(h).direction") == direction


@pytest.mark.parametrize(
    ("visitor", "question"),
    [
        pytest.param({"phone": True}, ENGLISH, id="english"),
        pytest.param({"phone": True, "locale": "ar"}, ARABIC, id="arabic"),
        pytest.param({"phone": True}, f"hostile {'W' * 300}", id="hostile"),
        pytest.param({"phone": True, "locale": "ar"}, "من فاز؟", id="not-found"),
    ],
    indirect=["visitor"],
)
def test_a_phone_needs_no_sideways_scrolling(visitor: Visitor, question: str) -> None:
    assert not overflows(visitor.page)
    visitor.ask(question)
    assert not overflows(visitor.page)
    beyond = visitor.page.evaluate(
        """() => [...document.querySelectorAll('#dl-conversation *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1);
        }).map(e => e.className)"""
    )
    assert beyond == []


@pytest.mark.parametrize(
    "visitor",
    [
        {"locale": "en"},
        {"locale": "ar", "scheme": "dark"},
        {"locale": "ar", "phone": True},
        {"locale": "en", "phone": True, "scheme": "dark"},
    ],
    ids=["en-light", "ar-dark", "ar-phone", "en-phone-dark"],
    indirect=True,
)
def test_axe_finds_nothing_in_any_state(visitor: Visitor) -> None:
    page, found = visitor.page, violations(visitor.page, "body")

    def look() -> None:
        found.extend(violations(page, "body"))

    for question in ("many", "What was said?", "Who won?", "من فاز؟", "crash"):
        turn = visitor.ask(question)
        look()
    page.locator(".dl-kind summary").first.click()
    page.locator(".dl-menu summary").first.click()
    visitor.box.fill("x" * 1200)  # too long
    look()
    visitor.context.set_offline(True)
    visitor.send(ENGLISH)
    expect(page.locator(".dl-pending")).to_be_visible()
    look()
    visitor.context.set_offline(False)
    expect(page.locator(".dl-pending")).to_have_count(0)
    page.locator("#dl-new").click()
    look()
    page.locator("#dl-bar button").click()
    page.locator("#dl-talks").click()
    look()
    page.locator("#dl-kept button").nth(2).click()  # to be deleted, if one is sure
    look()
    page.locator("#dl-kept button").nth(1).click()  # a new name
    look()
    page.locator("#dl-kept button").first.click()
    turn.page.locator("a.dl-read").first.evaluate("link => link.click()")
    expect(page.locator("#dl-article h1")).to_be_visible()
    look()
    hrefs = [page.locator(f"a[href*='/{at}/']").first.get_attribute("href") for at in ("a", "read")]
    for address in (*hrefs, "/a/nope", "/docs"):
        page.goto(f"{visitor.url}{urlsplit(address or '').path}")
        look()
    assert "\n".join(sorted(set(found))) == ""


def test_nothing_but_answers_is_printed(visitor: Visitor) -> None:
    turn = visitor.ask("many")

    visitor.page.emulate_media(media="print")

    for part in ("#dl-composer", ".dl-foot", ".dl-tools", ".dl-next", ".dl-header .dl-gold"):
        assert visitor.page.locator(f"{part}:visible").count() == 0, part
    expect(turn.locator("tbody tr").last).to_be_visible()


def test_the_archive_introduces_itself(visitor: Visitor) -> None:
    page = visitor.page
    expect(page.locator("#dl-welcome")).to_contain_text(
        "This archive: 3 articles of 3 outlets, 9–11 January 2022."
    )
    page.locator(".dl-newest a").first.click()
    expect(page.locator("#dl-article")).to_contain_text(MIDDLE_EAST.text[:40])
    page.keyboard.press("Escape")
    expect(page.locator(".dl-example")).to_have_count(0)


def test_the_readmes_picture_is_of_this_page(visitor: Visitor) -> None:
    """docs/chat.png is a copy of build/screenshots/real-en.png, which is taken of the seeds."""
    visitor.page.set_viewport_size({"width": 1280, "height": 900})
    turn = visitor.ask(ENGLISH)
    expect(turn.locator(".dl-label")).to_have_count(3)
    visitor.shoot("chat")

    def size(picture: Path) -> bytes:
        return picture.read_bytes()[16:24]  # a PNG's width and height

    assert size(PICTURES / "chat.png") == size(PICTURES.parents[1] / "docs" / "chat.png")


def test_chips_keep_the_search_to_some_articles(visitor: Visitor) -> None:
    page = visitor.page
    page.locator("#dl-outlet").select_option("Euronews")
    page.locator("#dl-from").fill("2022-01-01")

    turn = visitor.ask(ENGLISH)

    expect(turn.locator(".dl-note")).to_have_text(
        "Searched only: outlet Euronews, from 1 January 2022."
    )
    page.get_by_role("button", name="Whole archive").click()
    assert visitor.ask(ENGLISH).locator(".dl-note").count() == 0
