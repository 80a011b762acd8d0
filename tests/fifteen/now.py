"""The fifteen problems on the page as it is."""

from playwright.sync_api import Route, expect

from tests.fifteen.scene import ASKED, Scene, Take, open_widget
from tests.toy_browser import PATIENT

__all__ = ["READY", "SCENES"]

READY = "body[data-ready]"


def ask(scene: Scene, question: str) -> None:
    """Ask, and wait for the end of the answer's motion."""
    before = scene.page.locator(".dl-turn").count()
    scene.send(question)
    turn = scene.page.locator(".dl-turn").nth(before)
    expect(turn.locator(".dl-answer, .dl-notice")).to_be_visible(timeout=PATIENT)
    scene.page.wait_for_timeout(300)


def answered(scene: Scene) -> None:
    """1 to 9 and 13: a question and its answer; of 9, a follow-up's too."""
    for question in scene.questions:
        ask(scene, question)
    scene.shoot()


def cut_off(scene: Scene) -> None:
    """10: asked without a connection, reloaded with one; the list of conversations."""
    ask(scene, ASKED[4][scene.arabic])
    scene.page.context.set_offline(True)
    scene.send(ASKED[5][scene.arabic])
    expect(scene.page.locator(".dl-pending")).to_be_visible()
    scene.page.wait_for_timeout(2500)
    scene.shoot("cut-off")
    scene.page.context.set_offline(False)
    expect(scene.page.locator(".dl-turn .dl-answer")).to_have_count(2, timeout=PATIENT)
    scene.page.reload()
    expect(scene.page.locator(".dl-turn .dl-answer")).to_have_count(2, timeout=PATIENT)
    scene.page.locator("#dl-talks").click()
    scene.shoot("kept")


def first_page(scene: Scene) -> None:
    """11: how an archive introduces itself."""
    scene.shoot()


def beside(scene: Scene) -> None:
    """12: the foot of an answer, and the whole article beside it."""
    ask(scene, scene.question)
    scene.page.locator(".dl-menu summary").click()
    scene.page.locator(".dl-foot").scroll_into_view_if_needed()
    scene.shoot("foot")
    scene.page.locator("a.dl-read").first.click()
    expect(scene.page.locator("#dl-article h1")).to_be_visible()
    scene.page.wait_for_timeout(500)
    scene.shoot("article")


def elsewhere(scene: Scene) -> None:
    """14: the same answer under its permalink, and in the widget."""
    ask(scene, scene.question)
    scene.page.goto(scene.page.locator("a[href*='/a/']").first.get_attribute("href") or "")
    scene.shoot("permalink")
    open_widget(scene)
    scene.shoot("widget-empty")
    scene.page.locator("dalil-ask button").first.click()
    expect(scene.page.locator("dalil-ask .dl-answer")).to_be_visible(timeout=PATIENT)
    scene.shoot("widget")


def small_things(scene: Scene) -> None:
    """15: a question that waits, in the other language; a label explained; what is printed."""
    held: list[Route] = []
    scene.page.route("**/api/ask", lambda route: held.append(route))
    scene.send(ASKED[4][0])
    expect(scene.page.locator(".dl-pending")).to_be_visible()
    scene.shoot("waiting")
    for route in held:
        route.abort()
    scene.page.unroute("**/api/ask")
    scene.page.goto(f"{scene.url}/chat/")
    expect(scene.page.locator(READY)).to_be_attached(timeout=PATIENT)
    ask(scene, scene.question)
    for label in scene.page.locator(".dl-kind summary").all()[:1]:
        label.click()
    scene.shoot("label")
    scene.page.emulate_media(media="print")
    scene.shoot("print")


SCENES: dict[int, Take] = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8, 9, 13), answered),
    10: cut_off, 11: first_page, 12: beside, 14: elsewhere, 15: small_things,
}  # fmt: skip
