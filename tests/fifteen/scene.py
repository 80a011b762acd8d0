"""The questions of the fifteen problems, and an open page of which pictures are taken."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, Route, expect

from tests.toy_browser import DESKTOP, PATIENT, PHONE

__all__ = ["ASKED", "PARTS", "Scene", "Take", "open_widget", "opened", "picture"]

ASKED = {
    1: ("How many people were killed in Deir al-Balah?", "كم شخصا قتل في غارة دير البلح؟"),
    2: ("Who called the unrest an attempted coup?", "من قال إن الاضطرابات كانت محاولة انقلاب؟"),
    3: ("What did Putin say about the unrest?", "ماذا قال بوتين عن الاضطرابات؟"),
    4: ("How many CSTO troops were deployed?", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
    5: ("How many members of the security forces were killed?", "كم قتيلا سقط من قوات الأمن؟"),
    6: ("Who is Karim Massimov and why was he arrested?", "من اعتقل كريم ماسيموف؟"),
    7: ("What did Blinken say about Russian troops?", "ماذا قال بلينكن عن القوات الروسية؟"),
    8: ("How many peple were arested in Kazakstan?", "كم عدد المعتقلن في كازخستان؟"),
    9: ("How many CSTO troops were deployed?", "ما قيمة الخسائر الاقتصادية؟"),
    12: ("How many people were detained?", "كم بلغ عدد المعتقلين في سائر أنحاء البلاد؟"),
    13: ("How much did the unrest cost the economy?", "ما قيمة الخسائر الاقتصادية؟"),
    14: ("How many CSTO troops were deployed?", "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"),
    15: ("How many members of the security forces were killed?", "كم قتيلا سقط من قوات الأمن؟"),
}
FOLLOW_UP = ("Who said that?", "أين نزارباييف؟")
PARTS: dict[int, Sequence[str]] = {
    **dict.fromkeys(range(1, 16), ("",)),
    10: ("cut-off", "kept"),
    12: ("foot", "article"),
    14: ("permalink", "widget"),
    15: ("waiting", "label", "print"),
}
"""What is pictured of each problem; most have one picture."""
WIDGET = "/widget-of-the-fifteen"


def picture(number: int, language: str, width: int, scheme: str, part: str) -> str:
    """The name of a picture's file: 04-ar-390-dark.png, 10-en-1280-light-kept.png."""
    return "-".join(filter(None, (f"{number:02}", language, str(width), scheme, part))) + ".png"


@dataclass(frozen=True)
class Scene:
    """An open chat: which language it speaks (0 English, 1 Arabic), and where its pictures go."""

    page: Page
    url: str
    arabic: int
    number: int
    folder: Path
    schemes: Sequence[str]

    @property
    def language(self) -> str:
        """The page's language, as in `lang`."""
        return ("en", "ar")[self.arabic]

    @property
    def question(self) -> str:
        """What is asked for the problem."""
        return ASKED[self.number][self.arabic]

    @property
    def questions(self) -> tuple[str, ...]:
        """What is asked one after the other."""
        return (self.question, FOLLOW_UP[self.arabic]) if self.number == 9 else (self.question,)

    def send(self, question: str) -> None:
        """Type a question and press Enter."""
        self.page.locator("#dl-box textarea").fill(question)
        self.page.locator("#dl-box textarea").press("Enter")

    def shoot(self, part: str = "") -> None:
        """Take a picture of what the window shows, in each scheme."""
        width = (self.page.viewport_size or DESKTOP)["width"]
        for scheme in self.schemes:
            self.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            self.page.wait_for_timeout(150)
            name = picture(self.number, self.language, width, scheme, part)
            self.page.screenshot(path=self.folder / name)
        self.page.emulate_media(color_scheme="light")


Take = Callable[[Scene], None]
"""Does what the problem is about, and takes its pictures."""


@contextmanager
def opened(
    browser: Browser, url: str, arabic: int, phone: bool, ready: str, init: str = ""
) -> Iterator[Page]:
    """The chat in a browser of its own, as soon as `ready` is in the page."""
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale=("en-GB", "ar-EG")[arabic],
        reduced_motion="reduce",
        has_touch=phone,
    )
    if init:
        context.add_init_script(init)
    page = context.new_page()
    page.goto(f"{url}/chat/?lang={('en', 'ar')[arabic]}", timeout=PATIENT)
    expect(page.locator(ready)).to_be_attached(timeout=PATIENT)
    yield page
    context.close()


def open_widget(scene: Scene) -> None:
    """Go to a page that holds the widget and nothing else."""
    html = (
        f"<!doctype html><html lang={scene.language}>"
        "<meta name=viewport content='width=device-width'>"
        "<style>:root { color-scheme: light dark } body { margin: 1rem }</style>"
        "<script src='/static/dalil-ask.js' defer></script>"
        f"<dalil-ask lang={scene.language} question='{scene.question}'></dalil-ask>"
    )

    def wiki(route: Route) -> None:
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    scene.page.route(f"**{WIDGET}", wiki)
    scene.page.goto(f"{scene.url}{WIDGET}")
