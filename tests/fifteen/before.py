"""The fifteen problems on the page on which they were found, that of commit 62aeffd."""

from playwright.sync_api import expect

from tests.fifteen.scene import ASKED, Scene, Take, open_widget
from tests.toy_browser import PATIENT

__all__ = ["INIT", "READY", "SCENES"]

READY = ".dl-header h1"
INIT = """
// A slow connection: what follows the words "Searching …" comes ten seconds after them. Only then
// can the page be pictured while it waits.
const ask = fetch;
fetch = async (...args) => {
  const reply = await ask(...args), address = String(args[0]?.url ?? args[0]);
  if (!sessionStorage.slow || !address.includes("/queue/data")) return reply;
  let told = false;
  const late = new TransformStream({ async transform(chunk, out) {
    if (told) await new Promise((done) => setTimeout(done, 10_000));
    out.enqueue(chunk);
    told ||= new TextDecoder().decode(chunk).includes("dl-pending");
  } });
  return new Response(reply.body.pipeThrough(late), reply);
};
"""


def ask(scene: Scene, question: str) -> None:
    """Ask, and wait for the end of the answer's motion."""
    number = scene.page.locator(".dl-turn").count() + 1
    scene.send(question)
    answer = scene.page.locator(f"#dl-{number} :is(.dl-answer, .dl-notice)")
    expect(answer).to_be_visible(timeout=PATIENT)
    scene.page.wait_for_timeout(600)


def answered(scene: Scene) -> None:
    """1 to 9 and 13: a question and its answer; of 9, a follow-up's too."""
    for question in scene.questions:
        ask(scene, question)
    scene.shoot()


def cut_off(scene: Scene) -> None:
    """10: asked without a connection, then with one again. The page reloads itself."""
    ask(scene, ASKED[4][scene.arabic])
    scene.page.context.set_offline(True)
    scene.send(ASKED[5][scene.arabic])
    scene.page.wait_for_timeout(2500)
    scene.shoot("cut-off")
    scene.page.context.set_offline(False)
    scene.page.wait_for_timeout(15_000)
    expect(scene.page.locator(READY)).to_be_attached(timeout=PATIENT)
    scene.shoot("kept")


def first_page(scene: Scene) -> None:
    """11: how the page begins, over any archive."""
    scene.shoot()


def beside(scene: Scene) -> None:
    """12: the foot of an answer; and its first source, whose title leads nowhere."""
    ask(scene, scene.question)
    scene.page.locator(".dl-foot").scroll_into_view_if_needed()
    scene.shoot("foot")
    scene.page.locator(".dl-sources .dl-title").first.click()
    scene.page.wait_for_timeout(500)
    scene.shoot("article")


def elsewhere(scene: Scene) -> None:
    """14: the same answer under its permalink, and in the widget. The chat gave no permalink."""
    reply = scene.page.request.post(f"{scene.url}/api/ask", data={"question": scene.question})
    scene.page.goto(reply.json()["permalink"])
    scene.shoot("permalink")
    open_widget(scene)
    scene.page.locator("dalil-ask button").first.click()
    expect(scene.page.locator("dalil-ask .verdict")).to_be_visible(timeout=PATIENT)
    scene.shoot("widget")


def small_things(scene: Scene) -> None:
    """15: a question that waits, in the other language; a label pointed at; what is printed."""
    scene.page.evaluate("sessionStorage.slow = 'yes'")
    scene.send(ASKED[4][0])
    expect(scene.page.locator(".dl-pending")).to_be_visible(timeout=PATIENT)
    scene.shoot("waiting")
    scene.page.evaluate("sessionStorage.clear()")
    scene.page.goto(f"{scene.url}/chat/?lang={scene.language}")
    expect(scene.page.locator(READY)).to_be_attached(timeout=PATIENT)
    ask(scene, scene.question)
    for label in scene.page.locator(".dl-label").all()[:1]:
        label.hover(force=True)
    scene.shoot("label")
    scene.page.emulate_media(media="print")
    scene.shoot("print")


SCENES: dict[int, Take] = {
    **dict.fromkeys((1, 2, 3, 4, 5, 6, 7, 8, 9, 13), answered),
    10: cut_off, 11: first_page, 12: beside, 14: elsewhere, 15: small_things,
}  # fmt: skip
