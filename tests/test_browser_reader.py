"""A reader's whole morning in Chromium: nothing is lost, and nothing is there twice."""

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.toy_chat import NAMES
from tests.toy_reader import QUESTIONS, Reader
from tests.toy_serve import ToySource, make, served
from tests.toy_visitor import visiting

pytestmark = pytest.mark.browser
TOKEN = f"amina:{hashlib.sha256(b'amina').hexdigest()}:editor"


@pytest.mark.parametrize(
    ("locale", "token"), [("en", ""), ("ar", "amina")], ids=["in-the-browser", "on-the-server"]
)
def test_a_morning_whose_gaps_pass_by_the_pages_clock(
    browser: Browser, tmp_path: Path, locale: str, token: str
) -> None:
    login = {"tokens": TOKEN} if token else {}
    toy = make(
        tmp_path, ToySource(names=NAMES), chat=True, burst=10_000, per_minute=10_000, **login
    )
    with served(toy) as url, visiting(browser, url, locale, token=token, clock=True) as visitor:

        def wait(seconds: float) -> None:
            visitor.page.clock.run_for(int(seconds * 1000))

        reader = Reader(visitor, wait)
        reader.whole_morning()
        kept = reader.kept_by_the_server(token)
    assert reader.asked == list(QUESTIONS)
    assert sorted(kept) == sorted(QUESTIONS)
