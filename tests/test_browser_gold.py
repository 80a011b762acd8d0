"""The editor's page in Chromium: run, stop, look, mark; found again after a reload."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from eval.gold import load_gold
from tests.toy_browser import DESKTOP, PHONE, overflows, violations
from tests.toy_gold import GOLDS, IMAGE, write
from tests.toy_serve import TROOPS, make, served
from tests.toy_visitor import PICTURES

pytestmark = pytest.mark.browser


@pytest.fixture
def url(browser: Browser, tmp_path: Path) -> Iterator[str]:
    assert browser.is_connected()
    write(tmp_path / "gold.jsonl", *GOLDS)
    with served(make(tmp_path, chat=True, burst=10_000, per_minute=10_000)) as address:
        yield address


@contextmanager
def opened(
    browser: Browser, url: str, locale: str = "en-GB", phone: bool = False, dark: bool = False
) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE if phone else DESKTOP,
        locale=locale,
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{url}/gold")
    ready(page)
    yield page
    context.close()
    assert faults == []


def ready(page: Page) -> None:
    expect(page.locator("body[data-ready]")).to_be_attached()


def ran(page: Page) -> None:
    """Run, and wait for the end."""
    page.get_by_role("button", name="Run all 3").click()
    expect(page.locator("#gd-about")).to_contain_text("3 of 3 asked")
    expect(page.locator("#gd-start")).to_be_visible()


def test_a_run_is_found_again_after_a_reload_and_stopped(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    (tmp_path / "hold").touch()
    with opened(browser, url) as page:
        expect(page.locator("#gd-about")).to_contain_text("Not run yet.")
        page.get_by_role("button", name="Run all 3").press("Enter")
        expect(page.get_by_role("button", name="Stop")).to_be_focused()
        page.reload()
        ready(page)
        expect(page.locator("#gd-far")).to_have_text("2 of 3 asked")
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "2")
        page.get_by_role("button", name="Stop").press("Enter")
        expect(page.get_by_text("It was stopped.")).to_be_visible()
        expect(page.get_by_role("button", name="Run all 3")).to_be_focused()
        badges = page.locator(".gd-row > summary .gd-badge")
        expect(badges).to_have_text(["refused, though the archive answers"] * 2 + ["not asked"])


def test_rows_are_shown_as_they_come_and_take_nothing_that_is_being_typed(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    (tmp_path / "hold").touch()
    with opened(browser, url) as page:
        page.get_by_role("button", name="Run all 3").click()
        badges = page.locator(".gd-row > summary .gd-badge")
        asked = "refused, though the archive answers"
        expect(badges).to_have_text([asked, asked, "not asked yet"])
        assert violations(page, "body") == []
        page.locator(".gd-row > summary").nth(1).click()
        row = page.locator(".gd-row").nth(1)
        row.get_by_role("button", name="This answer is false").click()
        row.locator("textarea").fill("half a phr")
        page.get_by_role("button", name="Refused 2").focus()
        (tmp_path / "hold").unlink()
        expect(badges).to_have_text([asked, asked, "right: refused"])
        expect(row.locator("textarea")).to_have_value("half a phr")
        expect(page.get_by_role("button", name="Refused 2")).to_be_focused()


def test_what_changed_is_shown_with_what_the_judge_said_and_marked(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    with opened(browser, url) as page:
        ran(page)
        said = {"cars": ["500 cars were burned.", "right"], "dead": [f"9 died {IMAGE}.", "false"]}
        (tmp_path / "said").write_text(json.dumps(said), encoding="utf-8")
        page.get_by_role("button", name="Run all 3").click()
        expect(page.get_by_role("button", name="Changed 2")).to_be_visible()
        expect(page.locator('[data-outcome="false"] .gd-by')).to_have_text("+1")
        expect(page.locator('[data-outcome="refused"] .gd-by')).to_have_text("−2")

        page.get_by_role("button", name="False 1").click()
        row = page.locator(".gd-row")
        expect(row).to_have_count(1)
        expect(row.locator(".gd-turn")).to_have_text("worse")
        row.locator("summary").first.press("Enter")
        expect(row.get_by_role("heading", name="Before")).to_contain_text("refused")
        assert IMAGE in (row.locator(".gd-said li").text_content() or "")
        expect(row.locator(".gd-truth")).to_have_text("false")

        row.get_by_role("button", name="This answer is false").press("Enter")
        expect(row.locator("textarea")).to_be_focused()
        row.locator("textarea").fill("7 died")
        row.get_by_role("button", name="Keep").press("Enter")
        expect(row.get_by_text("This question was changed since the run.")).to_be_visible()
        expect(row.locator("summary").first).to_be_focused()
        expect(page.get_by_role("status").first).to_have_text("Kept. The next run judges by it.")
        assert page.evaluate("window.hacked") is None
    dead = load_gold(tmp_path / "gold.jsonl")[1]
    assert (dead.answers, dead.wrong) == ({"en": ("7", "7 died")}, ("500 سيارة",))


def test_the_last_answer_of_the_chat_is_added(browser: Browser, url: str, tmp_path: Path) -> None:
    with opened(browser, url) as page:
        page.goto(f"{url}/chat/")
        ready(page)
        page.locator("#dl-box textarea").fill(TROOPS)
        page.keyboard.press("Enter")
        expect(page.locator(".dl-turn .dl-answer")).to_be_visible()
        page.get_by_role("link", name="Gold answers").first.click()
        ready(page)
        page.locator("#gd-last > summary").click()
        expect(page.locator("#gd-answer .gd-question")).to_have_text(TROOPS)
        page.get_by_role("button", name="Right: add it").click()
        expect(page.get_by_role("button", name="Run all 4")).to_be_visible()
        expect(page.locator("#gd-answer")).to_contain_text("In the set.")
    assert load_gold(tmp_path / "gold.jsonl")[3].question == TROOPS


@pytest.mark.parametrize("locale", ["en-GB", "ar-EG"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_page_fits_and_is_accessible(
    browser: Browser, url: str, tmp_path: Path, locale: str, dark: bool, phone: bool
) -> None:
    with opened(browser, url, "en-GB") as page:
        ran(page)
        said = {"cars": ["500 cars were burned.", "right"], "dead": ["9 died.", "false"]}
        (tmp_path / "said").write_text(json.dumps(said), encoding="utf-8")
        page.get_by_role("button", name="Run all 3").click()
        expect(page.get_by_role("button", name="Changed 2")).to_be_visible()
    with opened(browser, url, locale, phone, dark) as page:
        for row in page.locator(".gd-row > summary").all():
            row.click()
        page.locator(".gd-judge [data-mark=false]").nth(1).click()
        page.locator("#gd-last > summary").click()
        arabic = locale.startswith("ar")
        expect(page.locator("html")).to_have_attribute("dir", "rtl" if arabic else "ltr")
        assert not overflows(page)
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = f"gold-{locale}-{'dark' if dark else 'light'}-{'phone' if phone else 'desktop'}.png"
        page.screenshot(path=PICTURES / name, full_page=True)
        assert violations(page, "body") == []
