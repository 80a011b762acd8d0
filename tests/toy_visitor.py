"""One open page of the chat over the toy index, and what a person does with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from tests.toy_browser import DESKTOP, PATIENT, PHONE

__all__ = ["ARABIC", "ENGLISH", "PICTURES", "Visitor", "visiting"]

PICTURES = Path(__file__).resolve().parent.parent / "build" / "screenshots"
ENGLISH = "How many CSTO troops were deployed?"
ARABIC = "كم عدد قوات منظمة معاهدة الأمن الجماعي؟"


@dataclass
class Visitor:
    """One open page. `outside` are requests to anywhere else."""

    page: Page
    context: BrowserContext
    url: str
    outside: list[str] = field(default_factory=list)

    @property
    def box(self) -> Locator:
        return self.page.locator("#dl-box textarea")

    def ready(self) -> None:
        expect(self.page.locator("body[data-ready]")).to_be_attached(timeout=PATIENT)

    def send(self, question: str) -> None:
        self.box.fill(question)
        self.page.keyboard.press("Enter")

    def ask(self, question: str) -> Locator:
        """Ask, wait for what comes, and give its turn."""
        before = self.page.locator(".dl-turn").count()
        self.send(question)
        turn = self.page.locator(".dl-turn").nth(before)
        expect(turn.locator(".dl-answer, .dl-notice")).to_be_visible()
        return turn

    def shoot(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png")


@contextmanager
def visiting(
    browser: Browser,
    url: str,
    locale: str = "en-GB",
    phone: bool = False,
    scheme: str = "light",
    token: str = "",
    clock: bool = False,
) -> Iterator[Visitor]:
    """Open the page in a browser of its own; afterwards nothing was asked of anywhere else.

    `token` is a bearer token to log in with; with `clock` the test may let the page's time pass.
    """
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale=locale,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        has_touch=phone,
        extra_http_headers={"Authorization": f"Bearer {token}"} if token else {},
    )
    page = context.new_page()
    if clock:
        page.clock.install()
    visitor = Visitor(page, context, url)

    def watch(seen: Request) -> None:
        if not seen.url.startswith((url, "data:", "blob:")):
            visitor.outside.append(seen.url)

    page.on("request", watch)
    page.goto(f"{url}/chat/", timeout=PATIENT)
    visitor.ready()
    yield visitor
    context.close()
    assert visitor.outside == []
