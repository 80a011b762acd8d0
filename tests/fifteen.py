"""Pictures of the fifteen problems that a reviewing reader once listed, as they look now.

    dalil index seeds && dalil chat &
    python -m tests.fifteen http://127.0.0.1:7860 [build/fifteen] [NUMBER …]

Each problem is pictured in both languages, at 1280 and 390 pixels, light and dark, over the
articles in seeds: build/fifteen/04-ar-390-dark.png. Nothing of it is asserted: it is to be looked
at. What can be asserted is in test_browser*.py.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.conftest import CHROMIUM_FLAGS, find_chromium
from tests.toy_browser import DESKTOP, PHONE

ASKED = {
    1: ("How many people were killed in Deir al-Balah?", "كم شخصا قتل في غارة دير البلح؟"),
    2: ("Who called the unrest an attempted coup?", "من قال إن الاضطرابات كانت محاولة انقلاب؟"),
    3: ("What did Putin say about the unrest?", "ماذا قال بوتين عن الاضطرابات؟"),
    4: ("How many CSTO troops were deployed?", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
    5: ("How many members of the security forces were killed?", "كم قتيلا سقط من قوات الأمن؟"),
    6: ("Who is Karim Massimov and why was he arrested?", "من اعتقل كريم ماسيموف؟"),
    7: ("What did Blinken say about Russian troops?", "ماذا قال بلينكن عن القوات الروسية؟"),
    8: ("How many peple were arested in Kazakstan?", "كم عدد المعتقلن في كازخستان؟"),
    9: ("What did Blinken say about Russian troops?", "ماذا قال بلينكن عن القوات الروسية؟"),
    12: ("How many people were detained?", "كم بلغ عدد المعتقلين في سائر أنحاء البلاد؟"),
    13: ("How much did the unrest cost the economy?", "ما قيمة الخسائر الاقتصادية؟"),
    14: ("How many CSTO troops were deployed?", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
    15: ("How many CSTO troops were deployed?", "متى فُرض حظر التجول؟"),
}
FOLLOW_UP = ("And what did Putin say?", "وماذا قال بوتين؟")
WIDGET = "/widget-of-the-fifteen"


@dataclass(frozen=True)
class Scene:
    """An open chat: which language it speaks (0 English, 1 Arabic), and how it takes a picture."""

    page: Page
    url: str
    arabic: int
    shoot: Callable[[Page, str], None]

    def ask(self, question: str) -> None:
        """Ask, and wait for the end of the answer's motion."""
        before = self.page.locator(".dl-turn").count()
        self.page.locator("#dl-box textarea").fill(question)
        self.page.locator("#dl-box textarea").press("Enter")
        turn = self.page.locator(".dl-turn").nth(before)
        expect(turn.locator(".dl-answer, .dl-notice")).to_be_visible(timeout=180_000)
        self.page.wait_for_timeout(300)


def answered(scene: Scene, number: int) -> None:
    """1 to 9 and 13: a question and its answer."""
    scene.ask(ASKED[number][scene.arabic])
    if number == 9:
        scene.ask(FOLLOW_UP[scene.arabic])
    scene.shoot(scene.page, "")


def cut_off(scene: Scene, number: int) -> None:
    """10: asked without a connection, reloaded with one; the list of conversations."""
    scene.ask(ASKED[4][scene.arabic])
    scene.page.context.set_offline(True)
    scene.page.locator("#dl-box textarea").fill(ASKED[number - 5][scene.arabic])
    scene.page.locator("#dl-box textarea").press("Enter")
    expect(scene.page.locator(".dl-pending")).to_be_visible()
    scene.page.wait_for_timeout(2500)
    scene.shoot(scene.page, "cut-off")
    scene.page.context.set_offline(False)
    expect(scene.page.locator(".dl-turn .dl-answer")).to_have_count(2, timeout=180_000)
    scene.page.reload()
    expect(scene.page.locator(".dl-turn .dl-answer")).to_have_count(2, timeout=60_000)
    scene.page.locator("#dl-talks").click()
    scene.shoot(scene.page, "kept")


def first_page(scene: Scene, number: int) -> None:
    """11: how an archive introduces itself."""
    assert number == 11
    scene.shoot(scene.page, "")


def beside(scene: Scene, number: int) -> None:
    """12: the foot of an answer, and the whole article beside it."""
    scene.ask(ASKED[number][scene.arabic])
    scene.page.locator(".dl-menu summary").click()
    scene.page.locator(".dl-foot").scroll_into_view_if_needed()
    scene.shoot(scene.page, "foot")
    scene.page.locator("a.dl-read").first.click()
    expect(scene.page.locator("#dl-article h1")).to_be_visible()
    scene.page.wait_for_timeout(500)
    scene.shoot(scene.page, "article")


def elsewhere(scene: Scene, number: int) -> None:
    """14: the same answer under its permalink, and in the widget."""
    question, language = ASKED[number][scene.arabic], ("en", "ar")[scene.arabic]
    scene.ask(question)
    scene.page.goto(scene.page.locator("a[href*='/a/']").first.get_attribute("href") or "")
    scene.shoot(scene.page, "permalink")
    html = (
        f"<!doctype html><html lang={language}><meta name=viewport content='width=device-width'>"
        "<style>:root { color-scheme: light dark } body { margin: 1rem }</style>"
        "<script src='/static/dalil-ask.js' defer></script>"
        f"<dalil-ask lang={language} question='{question}'></dalil-ask>"
    )

    def wiki(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    scene.page.route(f"**{WIDGET}", wiki)
    scene.page.goto(f"{scene.url}{WIDGET}")
    scene.shoot(scene.page, "widget-empty")
    scene.page.locator("dalil-ask button").first.click()
    expect(scene.page.locator("dalil-ask .dl-answer")).to_be_visible(timeout=180_000)
    scene.shoot(scene.page, "widget")


def small_things(scene: Scene, number: int) -> None:
    """15: a question that waits, in the other language; a label explained; what is printed."""
    scene.page.route("**/api/ask", lambda _: None)
    scene.page.locator("#dl-box textarea").fill(ASKED[number][0])
    scene.page.locator("#dl-box textarea").press("Enter")
    expect(scene.page.locator(".dl-pending")).to_be_visible()
    scene.shoot(scene.page, "waiting")
    scene.page.unroute("**/api/ask")
    scene.page.goto(f"{scene.url}/chat/")
    expect(scene.page.locator("body[data-ready]")).to_be_attached(timeout=60_000)
    scene.ask(ASKED[5][scene.arabic])
    for label in scene.page.locator(".dl-kind summary").all()[:1]:
        label.click()
    scene.shoot(scene.page, "label")
    scene.page.emulate_media(media="print")
    scene.shoot(scene.page, "print")


SCENES = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8, 9, 13), answered),
    10: cut_off, 11: first_page, 12: beside, 14: elsewhere, 15: small_things,
}  # fmt: skip


@contextmanager
def opened(browser: Browser, url: str, arabic: int, phone: bool, folder: str) -> Iterator[Scene]:
    """A chat in a browser of its own, whose pictures begin with `folder`."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale=("en-GB", "ar-EG")[arabic],
        reduced_motion="reduce",
        has_touch=phone,
    )
    page = context.new_page()

    def shoot(page: Page, part: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            page.wait_for_timeout(150)
            name = "-".join(filter(None, (folder, scheme, part)))
            page.screenshot(path=f"{name}.png")
        page.emulate_media(color_scheme="light")

    page.goto(f"{url}/chat/?lang={quote(('en', 'ar')[arabic])}")
    expect(page.locator("body[data-ready]")).to_be_attached(timeout=120_000)
    yield Scene(page, url, arabic, shoot)
    context.close()


def main(url: str, folder: Path, numbers: list[int]) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_FLAGS)
        for number in numbers or sorted(SCENES):
            for arabic in (0, 1):
                for phone in (False, True):
                    width = (PHONE if phone else DESKTOP)["width"]
                    name = f"{folder}/{number:02}-{('en', 'ar')[arabic]}-{width}"
                    with opened(browser, url, arabic, phone, name) as scene:
                        SCENES[number](scene, number)
            sys.stderr.write(f"{number:02} is in {folder}\n")
        browser.close()


if __name__ == "__main__":
    where, *rest = sys.argv[1:]
    chosen = [int(word) for word in rest if word.isdecimal()]
    into = [Path(word) for word in rest if not word.isdecimal()]
    main(where.rstrip("/"), into[0] if into else Path("build/fifteen"), chosen)
