"""What every test shares: nothing calls home, and the browser that some of them drive."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.toy_visitor import Visitor, visiting

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

CHROMIUM_FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    """Debian's Chromium, None where it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; a test that needs it is skipped, and says so, where there is none."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium here: apt-get install chromium fonts-noto-core")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
        yield running
        running.close()


@pytest.fixture
def closed_pages(browser: Browser) -> Iterator[None]:
    """Pages that stay open would slow down the next ones."""
    yield
    for context in browser.contexts:
        context.close()


@pytest.fixture
def visitor(browser: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A page open at the module's `url`; its parameter is what `visiting` takes (`phone` …)."""
    with visiting(browser, url, **getattr(request, "param", {})) as found:
        yield found
        found.shoot(request.node.name)
