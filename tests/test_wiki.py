"""A real MediaWiki with the extension, asked from in a real browser. Run by tests/wiki/run.sh."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from tests.toy_browser import DESKTOP, PHONE, overflows, violations
from tests.toy_chat import T2000
from tests.toy_serve import TROOPS, TROOPS_AR, make, served

pytestmark = [pytest.mark.wiki, pytest.mark.usefixtures("closed_pages")]

SCRIPTS = Path(__file__).parent / "wiki"
PASSWORD = "a-password-for-tests-only"
MEDIAWIKI = Path("/usr/share/mediawiki/api.php")


@dataclass(frozen=True)
class Wiki:
    """A running wiki, the port that Dalil has to take, and where screenshots go."""

    browser: Browser
    address: str
    port: int
    shots: Path

    def open(self, title: str, phone: bool = False, query: str = "") -> Page:
        context = self.browser.new_context(viewport=PHONE if phone else DESKTOP)
        page = context.new_page()
        skin = "&useskin=minerva" if phone else ""
        page.goto(f"{self.address}/index.php?title={title}{query}{skin}", timeout=90_000)
        return page

    def shoot(self, page: Page, name: str) -> None:
        page.screenshot(path=self.shots / f"{name}.png", full_page=True)

    def log_in(self, page: Page, user: str) -> None:
        page.goto(f"{self.address}/index.php?title=Special:UserLogin")
        page.locator("#wpName1").fill(user)
        page.locator("#wpPassword1").fill(PASSWORD)
        page.locator("#wpLoginAttempt").click()
        page.wait_for_selector("#pt-logout")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@pytest.fixture(scope="module")
def wiki(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wiki]:
    if not MEDIAWIKI.exists() or shutil.which("php") is None:
        pytest.skip("MediaWiki is not installed: run tests/wiki/run.sh")
    folder = tmp_path_factory.mktemp("wiki")
    port, dalil = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    setup = ["sh", str(SCRIPTS / "setup.sh"), str(folder), address, f"http://127.0.0.1:{dalil}"]
    subprocess.run(setup, check=True, timeout=240)
    shots = Path(os.environ.get("DALIL_SHOTS") or tmp_path_factory.mktemp("shots"))
    shots.mkdir(parents=True, exist_ok=True)
    with background(["sh", str(SCRIPTS / "serve.sh"), str(folder), str(port)]):
        wait_for(f"{address}/api.php")
        yield Wiki(browser, address, dalil, shots)


@contextmanager
def background(command: list[str]) -> Iterator[None]:
    """A command and what it starts, ended with the test."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            yield
        finally:
            os.killpg(process.pid, 15)


def wait_for(address: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            httpx.get(address, timeout=30)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"{address} did not answer")


@pytest.fixture
def open_to_readers(wiki: Wiki, tmp_path: Path) -> Iterator[Wiki]:
    toy = make(tmp_path, chat=True, origins=(wiki.address,), per_minute=10_000, burst=10_000)
    with served(toy, wiki.port):
        yield wiki


@pytest.fixture
def closed_to_readers(wiki: Wiki, tmp_path: Path) -> Iterator[Wiki]:
    login = f"{wiki.address}/index.php?title=Special:UserLogin"
    toy = make(
        tmp_path,
        chat=True,
        origins=(wiki.address,),
        wiki_api=f"{wiki.address}/api.php",
        wiki_login=login,
        wiki_editors=("sysop",),
        wiki_cache_s=0,
        per_minute=10_000,
        burst=10_000,
    )
    with served(toy, wiki.port):
        yield wiki


CASES = pytest.mark.parametrize(
    ("suffix", "question", "direction"),
    [("", TROOPS, "ltr"), ("/ar", TROOPS_AR, "rtl")],
    ids=["english", "arabic"],
)
SIZES = pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])


def ask_in_frame(page: Page, question: str) -> FrameLocator:
    """Ask the question that the tag put into the chat's box."""
    frame = page.frame_locator("iframe.dalil-chat")
    box = frame.locator("#dl-box textarea")
    expect(box).to_have_value(question, timeout=90_000)
    box.press("Enter")
    frame.locator(".dl-statement").first.wait_for()
    return frame


def check_quote(quote: Locator, mark: str) -> None:
    assert quote.get_attribute("dir") == "rtl"
    assert quote.get_attribute("lang") == "ar"
    assert mark in quote.all_text_contents()[0]


@CASES
@SIZES
def test_the_chat_answers_in_its_frame(
    open_to_readers: Wiki, suffix: str, question: str, direction: str, phone: bool
) -> None:
    wiki = open_to_readers
    page = wiki.open(f"Chat{suffix}", phone)
    frame = ask_in_frame(page, question)
    answer = frame.locator(".dl-turn .dl-view").last
    assert answer.get_attribute("dir") == direction
    expect(frame.locator("#dl-send")).to_have_text("اسأل" if suffix else "Ask")
    quote = frame.locator("blockquote.dl-quote").first
    check_quote(quote, "2000 عنصر")
    assert T2000.text in (quote.locator("mark").text_content() or "")
    expect(frame.locator(".dl-marker").first).to_have_text("[1]")
    assert not overflows(page)
    wiki.shoot(page, f"chat-{direction}-{'phone' if phone else 'desktop'}")


@CASES
@SIZES
def test_the_widget_answers_on_the_page(
    open_to_readers: Wiki, suffix: str, question: str, direction: str, phone: bool
) -> None:
    wiki = open_to_readers
    page = wiki.open(f"Widget{suffix}", phone)
    box = page.get_by_role("search", name="archive").or_(page.get_by_role("search", name="الأرشيف"))
    field = box.get_by_role("textbox")
    assert field.input_value() == question
    field.press("Enter")
    page.locator("dalil-ask .dl-statement").first.wait_for()
    section = page.locator("dalil-ask .dl-view")
    assert section.get_attribute("dir") == direction
    quote = page.locator("dalil-ask blockquote").first
    check_quote(quote, "2000 عنصر")
    assert quote.locator("mark").text_content() == T2000.text
    assert quote.locator("strong").all_text_contents() == ["2000 عنصر"]
    assert not overflows(page)
    wiki.shoot(page, f"widget-{direction}-{'phone' if phone else 'desktop'}")
    assert violations(page, "dalil-ask") == []


def test_the_widget_works_under_the_wikis_own_policy(open_to_readers: Wiki) -> None:
    page = open_to_readers.open("Widget", query="&policy=1")
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Security Policy" in m.text else None)
    page.locator("dalil-ask textarea").first.press("Enter")
    page.locator("dalil-ask .dl-statement").first.wait_for()
    assert refused == []


def test_copying_gives_wikitext_that_the_wiki_shows_as_text(open_to_readers: Wiki) -> None:
    wiki = open_to_readers
    page = wiki.open("Widget")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=wiki.address)
    field = page.locator("dalil-ask textarea").first
    field.fill("hostile")
    field.press("Enter")
    page.locator("dalil-ask .dl-statement").first.wait_for()
    page.locator("dalil-ask .dl-menu summary").click()
    page.locator("dalil-ask [data-form=wikitext]").click()
    expect(page.locator("dalil-ask .dl-told").last).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    query = {"action": "parse", "format": "json", "contentmodel": "wikitext", "text": copied}
    parsed = httpx.post(f"{wiki.address}/api.php", data=query).json()["parse"]["text"]["*"]
    assert "&#60;img src" in parsed
    assert "<img" not in parsed and "<svg" not in parsed and "<script" not in parsed
    page.locator("dalil-ask textarea").first.fill(TROOPS)
    page.locator("dalil-ask textarea").first.press("Enter")
    page.locator("dalil-ask blockquote").nth(2).wait_for()
    page.locator("dalil-ask .dl-menu summary").click()
    page.locator("dalil-ask [data-form=wikitext]").click()
    expect(page.locator("dalil-ask .dl-told").last).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "{{cite news |title=روسيا دخلت" in copied
    assert "|newspaper=Middle East Online |date=2022-01-11 |language=ar" in copied


def test_by_keyboard_alone_on_the_wikis_page(open_to_readers: Wiki) -> None:
    page = open_to_readers.open("Widget")
    page.locator("dalil-ask textarea").first.focus()
    page.keyboard.press("Enter")
    page.locator("dalil-ask .dl-statement").first.wait_for()
    focused = "document.querySelector('dalil-ask').shadowRoot.activeElement"
    for _ in ("the button", "the copy", "the first marker"):
        page.keyboard.press("Tab")
    assert page.evaluate(f"{focused}.textContent") == "[1]"
    page.keyboard.press("Enter")
    assert "2000 عنصر" in page.evaluate(f"{focused}.textContent")


def test_the_element_works_from_common_js(open_to_readers: Wiki) -> None:
    page = open_to_readers.open("Site")
    field = page.locator("#ask-here dalil-ask textarea").first
    field.fill(TROOPS)
    field.press("Enter")
    expect(page.locator("dalil-ask .dl-verdict")).to_have_text("Sources differ")


def test_what_an_editor_writes_into_the_tag_stays_text(open_to_readers: Wiki) -> None:
    page = open_to_readers.open("Attack")
    page.wait_for_timeout(500)
    assert page.evaluate("window.hacked") is None
    content = page.locator("#mw-content-text")
    assert content.locator("img, script").count() == 0
    assert content.locator("[onload], [onfocus], [onerror]").count() == 0
    assert content.locator("iframe").count() == 1
    assert "evil" not in (content.inner_html())
    errors = content.locator("strong.error").all_text_contents()
    known = "mode, question, outlet, from, to, lang, height"
    assert errors == [
        f'Dalil: the attribute "server" is unknown. There are: {known}.',
        f'Dalil: the attribute "onload" is unknown. There are: {known}.',
        'Dalil: the attribute "height" has a wrong value. Its form: 200–4000.',
        'Dalil: the attribute "lang" has a wrong value. Its form: ar | en.',
        'Dalil: the attribute "from" has a wrong value. Its form: 2026-01-31.',
    ]


def test_who_is_not_logged_in_is_told_so_and_asks_after_logging_in(
    closed_to_readers: Wiki,
) -> None:
    wiki = closed_to_readers
    page = wiki.open("Widget/ar")
    page.locator("dalil-ask textarea").first.press("Enter")
    alert = page.locator("dalil-ask [role=alert]")
    expect(alert).to_contain_text("سجّل الدخول إلى الويكي")
    wiki.shoot(page, "widget-log-in")
    page.goto(f"{wiki.address}/index.php?title=Chat")
    frame = page.frame_locator("iframe.dalil-chat")
    expect(frame.locator("main")).to_contain_text("Log in to the wiki to ask the archive.")
    wiki.shoot(page, "chat-log-in")

    wiki.log_in(page, "Reader")
    page.goto(f"{wiki.address}/index.php?title=Widget/ar")
    page.locator("dalil-ask textarea").first.press("Enter")
    expect(page.locator("dalil-ask .dl-verdict")).to_have_text("المصادر تتباين")
    page.goto(f"{wiki.address}/index.php?title=Chat")
    expect(ask_in_frame(page, TROOPS).locator(".dl-marker").first).to_have_text("[1]")


def test_a_dokuwiki_link_becomes_the_element(browser: Browser, tmp_path: Path) -> None:
    if not Path("/usr/share/dokuwiki/doku.php").exists():
        pytest.skip("DokuWiki is not installed: run tests/wiki/run.sh")
    port, dalil = free_port(), free_port()
    address = f"http://127.0.0.1:{port}"
    server = f"http://127.0.0.1:{dalil}"
    serve = ["sh", str(SCRIPTS / "dokuwiki.sh"), str(tmp_path / "doku"), str(port), server]
    with served(make(tmp_path, origins=(address,)), dalil), background(serve):
        wait_for(f"{address}/doku.php")
        page = browser.new_context(viewport=PHONE).new_page()
        page.goto(f"{address}/doku.php?id=start", timeout=90_000)
        page.locator("dalil-ask textarea").first.press("Enter")
        expect(page.locator("dalil-ask .dl-verdict")).to_have_text("Sources differ")
        assert page.locator("dalil-ask textarea").first.input_value() == TROOPS
        assert not overflows(page)


def test_a_forged_session_asks_nothing(closed_to_readers: Wiki) -> None:
    dalil = f"http://127.0.0.1:{closed_to_readers.port}"
    forged = {"Cookie": "newswiki_session=0123456789; newswikiUserID=1; newswikiUserName=Admin"}
    for path in ("/api/articles/000", "/chat/", "/metrics", "/chat/config"):
        assert httpx.get(f"{dalil}{path}", headers=forged).status_code == 401
    reply = httpx.post(f"{dalil}/api/ask", headers=forged, json={"question": TROOPS})
    assert reply.status_code == 401
