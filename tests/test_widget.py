"""The web component on a foreign page, in a real browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.toy_browser import DESKTOP, PHONE, overflows, site
from tests.toy_chat import NAMES, T2000, T2030
from tests.toy_serve import TROOPS, TROOPS_AR, ToySource, make, served

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("closed_pages")]

# What a wiki's own style may do to everything on its pages.
ROUGH = """<style>* { direction: rtl; color: red !important; float: left }
input, textarea { width: 4000px }</style>"""
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width">{style}<main><h1>A page</h1>
<script src="{server}/static/dalil-ask.js" defer></script>
<dalil-ask lang="{lang}" question="{question}"></dalil-ask></main></html>"""


@dataclass(frozen=True)
class Site:
    """A page with the widget, at its address, and the server that the widget asks."""

    browser: Browser
    address: str
    server: str
    pages: dict[str, str]

    def open(
        self, lang: str = "en", question: str = "", phone: bool = False, rough: bool = False
    ) -> Page:
        self.pages["/"] = PAGE.format(
            server=self.server, lang=lang, question=question, style=ROUGH if rough else ""
        )
        context = self.browser.new_context(viewport=PHONE if phone else DESKTOP)
        page = context.new_page()
        page.goto(self.address)
        return page


@pytest.fixture(scope="module")
def wiki(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    pages: dict[str, str] = {}
    with site(pages) as address:
        toy = make(
            tmp_path_factory.mktemp("widget"),
            ToySource(names=NAMES),
            origins=(address,),
            burst=1000,
        )
        with served(toy) as server:
            yield Site(browser, address, server, pages)


def ask(page: Page, question: str) -> None:
    page.get_by_role("textbox").first.fill(question)
    page.keyboard.press("Enter")
    page.locator("dalil-ask .dl-statement").first.wait_for()


def test_nothing_is_loaded_until_somebody_asks(wiki: Site) -> None:
    page = wiki.open(question=TROOPS)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.wait_for_timeout(300)
    assert requests == []
    assert page.get_by_role("textbox").input_value() == TROOPS
    page.get_by_role("button", name="Ask").click()
    page.locator("dalil-ask .dl-statement").first.wait_for()
    assert {re.sub(r"^.*/api/", "", url) for url in requests} == {"ask"}


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("rough", [False, True], ids=["plain", "rough"])
@pytest.mark.parametrize(
    ("question", "direction", "verdict", "marked"),
    [
        (TROOPS, "ltr", "Sources differ", "2000 عنصر"),
        (TROOPS_AR, "rtl", "المصادر تتباين", "2000 عنصر"),
    ],
    ids=["english", "arabic"],
)
def test_the_answer_stands_in_its_own_direction(
    wiki: Site, question: str, direction: str, verdict: str, marked: str, rough: bool, phone: bool
) -> None:
    page = wiki.open(phone=phone, rough=rough)
    ask(page, question)
    section = page.locator("dalil-ask .dl-view")
    assert section.get_attribute("dir") == direction
    assert section.evaluate("e => getComputedStyle(e).direction") == direction
    expect(page.locator("dalil-ask .dl-verdict")).to_have_text(verdict)
    first = page.locator("dalil-ask blockquote").first
    assert first.get_attribute("dir") == "rtl"
    assert first.locator("mark").text_content() == T2000.text
    assert first.locator("strong").all_text_contents() == [marked]
    assert page.locator("dalil-ask tbody tr").count() == 3
    assert not overflows(page) or rough


def test_by_keyboard_from_question_to_the_cited_words(wiki: Site) -> None:
    page = wiki.open()
    page.keyboard.press("Tab")
    page.keyboard.type(TROOPS)
    page.keyboard.press("Enter")
    page.locator("dalil-ask .dl-statement").first.wait_for()
    for _ in ("the button", "the copy", "the first marker"):
        page.keyboard.press("Tab")
    focused = "document.querySelector('dalil-ask').shadowRoot.activeElement"
    assert page.evaluate(f"{focused}.getAttribute('aria-label')") == "Source 1: Middle East Online"
    page.keyboard.press("Enter")
    assert "وقوامها" in page.evaluate(f"{focused}.textContent")
    page.keyboard.press("Escape")
    assert page.evaluate(f"{focused}.textContent") == "[1]"


def test_a_title_leads_to_the_whole_article(wiki: Site) -> None:
    page = wiki.open()
    ask(page, TROOPS)
    with page.context.expect_page() as opened:
        page.locator("dalil-ask a.dl-read").nth(1).click()
    expect(opened.value.locator("mark")).to_have_text(T2030.text)


def test_the_arabic_table_is_in_arabic_and_says_what_was_inferred(wiki: Site) -> None:
    page = wiki.open(lang="ar")
    ask(page, TROOPS_AR)
    row = page.locator("dalil-ask tbody tr").nth(1)
    for words in (
        "يورونيوز مع أ ف ب",
        "10 يناير 2022",
        "(التاريخ مستنتج)",
        "توكاييف",
        "يقول غير ذلك",
    ):
        expect(row).to_contain_text(words)


def test_the_widget_is_dark_where_the_page_is(wiki: Site) -> None:
    page = wiki.open()
    frame = "document.querySelector('dalil-ask').shadowRoot.querySelector('.frame')"
    paper = f"getComputedStyle({frame}).backgroundColor"
    light = page.evaluate(paper)
    page.evaluate("document.documentElement.style.colorScheme = 'dark'")
    assert (light, page.evaluate(paper)) == ("rgb(250, 248, 243)", "rgb(21, 23, 20)")


def test_the_arabic_box_begins_on_the_right(wiki: Site) -> None:
    page = wiki.open(lang="ar")
    box = page.locator("dalil-ask textarea")
    assert box.evaluate("b => getComputedStyle(b).direction") == "rtl"


@pytest.mark.parametrize("form", ["wikitext", "markdown", "plain"])
def test_copying_names_the_source(wiki: Site, form: str) -> None:
    page = wiki.open()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, TROOPS)
    if form != "plain":
        page.locator("dalil-ask .dl-menu summary").click()
    page.locator(f"dalil-ask [data-form={form}]").click()
    expect(page.locator("dalil-ask .dl-told").last).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert T2000.text.split()[0] in copied
    expected = {
        "wikitext": r'-1">\{\{cite news \|title=روسيا دخلت .* \|newspaper=Middle East Online '
        r"\|date=2022-01-11 \|language=ar \|url=https://example.org/001 \|quote=وأُرسلت",
        "markdown": r"\[\^1\]: Middle East Online, .*11 January 2022: «",
        "plain": r"2022\. \[1\]\n(?s:.*)\[1\] Middle East Online, 11 January 2022: «",
    }
    assert re.search(expected[form], copied), copied


def test_where_there_is_no_clipboard_the_text_can_be_copied_by_hand(wiki: Site) -> None:
    page = wiki.open()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')) }")
    ask(page, TROOPS)
    page.locator("dalil-ask [data-form=plain]").click()
    assert "[1] Middle East Online" in page.locator("dalil-ask .dl-paste").input_value()


def test_what_articles_and_readers_wrote_never_becomes_html(wiki: Site) -> None:
    attack = "hostile <img src=x onerror=window.hacked=1>"
    page = wiki.open(question="&quot;><img src=x onerror=window.hacked=1>")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, attack)
    page.wait_for_timeout(200)
    assert page.evaluate("window.hacked") is None
    shown = page.evaluate(
        "document.querySelector('dalil-ask').shadowRoot.querySelectorAll('img,svg,script,b').length"
    )
    assert shown == 0
    assert page.locator("dalil-ask section a[href^='javascript']").count() == 0
    page.locator("dalil-ask .dl-menu summary").click()
    page.locator("dalil-ask [data-form=wikitext]").click()
    expect(page.locator("dalil-ask .dl-told").last).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "<img" not in copied and "{{hacked" not in copied and "javascript:" not in copied


def test_feedback_reaches_the_server(wiki: Site) -> None:
    page = wiki.open(lang="ar")
    ask(page, TROOPS_AR)
    page.get_by_role("button", name="الإجابة خاطئة").click()
    expect(page.locator("dalil-ask .dl-told").last).to_have_text("شكرًا، دُوّنت ملاحظتك.")


def test_who_must_log_in_is_told_so(wiki: Site, tmp_path: Path) -> None:
    login = "http://wiki.example/login"
    toy = make(tmp_path, origins=(wiki.address,), tokens=f"a:{'0' * 64}", wiki_login=login)
    with served(toy) as server:
        page = Site(wiki.browser, wiki.address, server, wiki.pages).open(lang="ar", question="x")
        page.get_by_role("button", name="اسأل").click()
        expect(page.get_by_role("alert")).to_contain_text("سجّل الدخول إلى الويكي")
        link = page.locator("dalil-ask [role=alert] a")
        assert link.get_attribute("href") == login


def test_a_page_of_another_site_gets_nothing(wiki: Site, tmp_path: Path) -> None:
    with served(make(tmp_path)) as server:  # no origin is listed
        page = Site(wiki.browser, wiki.address, server, wiki.pages).open(question=TROOPS)
        page.get_by_role("button", name="Ask").click()
        expect(page.get_by_role("alert")).to_have_text(
            "The archive cannot be reached. Try again later."
        )
        wiki.pages["/frame"] = f"<!doctype html><iframe src='{server}/readyz'></iframe>"
        page.goto(f"{wiki.address}/frame")
        page.wait_for_timeout(300)
        (frame,) = page.frames[1:]
        assert frame.url.startswith("chrome-error:")
