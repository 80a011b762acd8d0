"""The whole of it, as the README starts it: index the seeds, open the chat, ask in Chromium."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.toy_browser import PATIENT, SOON
from tests.toy_reader import QUESTIONS, Reader
from tests.toy_visitor import visiting

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.timeout(3600)]
ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "build" / "screenshots"


def dalil(*argv: str) -> list[str]:
    return [sys.executable, "-m", "ui.cli", *argv]


@pytest.fixture(scope="module", autouse=True)
def patient() -> Iterator[None]:
    """Everything is waited for until it is there, however slowly the models run."""
    expect.set_options(timeout=PATIENT)
    yield
    expect.set_options(timeout=SOON)


@pytest.fixture(scope="module")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The running chat's address; afterwards it ends on Ctrl-C, quietly."""
    assert browser.is_connected()  # without one there is no need to build an index
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("real")
    told = {
        **os.environ,
        "DALIL_INDEX": str(folder / "index"),
        "DALIL_SERVE_STORE": str(folder / "answers.sqlite"),
    }
    subprocess.run(dalil("index", "seeds"), cwd=ROOT, env=told, check=True)
    written = folder / "errors"  # a pipe that nobody reads would fill, and stop the server
    with written.open("w") as errors_to:
        chat = subprocess.Popen(
            dalil("chat", "--port", str(port)),
            cwd=ROOT,
            env=told,
            stdout=subprocess.PIPE,
            stderr=errors_to,
            text=True,
        )
    assert chat.stdout
    said = chat.stdout.readline()
    if f"http://127.0.0.1:{port}" not in said:
        chat.terminate()
        chat.wait()
        pytest.fail(f"the chat did not open: {said} {written.read_text()}")
    yield f"http://127.0.0.1:{port}"
    chat.send_signal(signal.SIGINT)
    assert chat.wait(PATIENT / 1000) == 0
    chat.stdout.close()
    errors = written.read_text()
    assert errors.endswith("Dalil is closed.\n")
    assert "Traceback" not in errors


def test_it_answers_on_this_machine_alone(address: str) -> None:
    with urllib.request.urlopen(f"{address}/chat/") as page:
        html = page.read().decode()

    assert "fonts.googleapis" not in html
    assert "googletagmanager" not in html


@pytest.mark.parametrize(
    ("language", "direction", "question", "numbers", "marked", "outlet"),
    [
        pytest.param(
            "en",
            "ltr",
            "How many members of Kazakhstan's security forces were killed?",
            ["16 members", "18 members"],
            ["16", "18"],
            "Euronews",
            id="english",
        ),
        pytest.param(
            "ar",
            "rtl",
            "كم عنصرا من قوات الأمن قتل في كازاخستان؟",
            ["16 عنصرا", "18"],
            ["16", "18"],
            "يورونيوز",
            id="arabic",
        ),
    ],
)
def test_two_numbers_with_their_sentences(
    address: str,
    browser: Browser,
    language: str,
    direction: str,
    question: str,
    numbers: list[str],
    marked: list[str],
    outlet: str,
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale=language)
    page.set_default_timeout(PATIENT)
    page.goto(f"{address}/chat/")
    ask(page, question)

    turn = page.locator(".dl-turn .dl-view")
    PICTURES.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURES / f"real-{language}.png", animations="disabled")
    assert (turn.get_attribute("lang"), turn.get_attribute("dir")) == (language, direction)
    table = turn.locator(".dl-table").text_content() or ""
    assert [number for number in numbers if number not in table] == []
    assert outlet in table
    dates = {time.get_attribute("datetime") for time in turn.locator(".dl-table time").all()}
    assert {"2022-01-07", "2022-01-10"} <= dates
    marks = turn.locator(".dl-sources mark").all_text_contents()
    assert [words for words in marked if not any(words in mark for mark in marks)] == []
    page.close()


def test_what_the_archive_does_not_hold_is_not_found(address: str, browser: Browser) -> None:
    page = browser.new_page(locale="en")
    page.set_default_timeout(PATIENT)
    page.goto(f"{address}/chat/")

    ask(page, "Who won the football World Cup?")

    expect(page.locator(".dl-turn .dl-verdict")).to_have_text("Not found in the archive")
    expect(page.locator(".dl-turn .dl-why").first).to_contain_text("Searched: 5 articles")
    assert page.locator(".dl-turn mark").count() == 0
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("locale", ["en", "ar"])
def test_a_whole_morning_loses_and_doubles_nothing(
    address: str, browser: Browser, locale: str
) -> None:
    """Thirty questions over the seeds, with gaps of 2, 15 and 60 seconds that really pass."""
    with visiting(browser, address, locale) as visitor:
        visitor.context.set_default_timeout(PATIENT)
        reader = Reader(visitor, lambda seconds: visitor.page.wait_for_timeout(seconds * 1000))
        before = len(reader.kept_by_the_server())
        reader.whole_morning()
        kept = reader.kept_by_the_server()[before:]
    assert sorted(kept) == sorted(QUESTIONS)


def ask(page: Page, question: str) -> None:
    expect(page.locator("body[data-ready]")).to_be_attached()
    page.locator("#dl-box textarea").fill(question)
    page.keyboard.press("Enter")
    expect(page.locator(".dl-turn :is(.dl-answer, .dl-notice)")).to_be_visible()
