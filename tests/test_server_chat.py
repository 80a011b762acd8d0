"""The chat behind the server: its policy, its locks, and what it shares with the API."""

import json
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.toy_browser import PHONE
from tests.toy_serve import TROOPS, TROOPS_AR, make, served

pytestmark = pytest.mark.browser

CLOSED = [
    ("POST", "/chat/gradio_api/upload"),
    ("GET", "/chat/gradio_api/file=/etc/passwd"),
    ("GET", "/chat/gradio_api/proxy=http://127.0.0.1:1/"),
    ("GET", "/chat/monitoring"),
    ("GET", "/chat/gradio_api/openapi.json"),
    ("POST", "/chat/login"),
    ("POST", "/chat/gradio_api/call/ask"),
]


def test_the_chat_works_under_its_policy_and_calls_nobody(browser: Browser, tmp_path: Path) -> None:
    with served(make(tmp_path, chat=True)) as url:
        page = browser.new_page()
        complaints: list[str] = []
        addresses: list[str] = []
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("request", lambda request: addresses.append(request.url))
        page.goto(f"{url}/chat/?lang=ar&question=hostile")
        box = page.locator("#dl-box textarea")
        expect(box).to_have_value("hostile")
        box.press("Enter")
        expect(page.locator(".dl-turn .dl-statement").first).to_be_visible()
        box.fill(TROOPS_AR)
        box.press("Enter")
        expect(page.locator(".dl-turn").nth(1).locator(".dl-marker").first).to_have_text("[1]")
        assert page.evaluate("window.hacked") is None
        page.evaluate(
            """() => { const script = document.createElement("script");
            script.textContent = "window.hacked = 1"; document.body.append(script) }"""
        )
        assert page.evaluate("window.hacked") is None  # the policy runs no script put in later
        refused = [text for text in complaints[:-1] if "Security Policy" in text]
        assert refused == []
        assert {address.split("/")[2] for address in addresses if address.startswith("http")} == {
            url.removeprefix("http://")
        }
        page.close()


def test_what_the_chat_does_not_need_of_gradio_is_closed(tmp_path: Path) -> None:
    with served(make(tmp_path, chat=True)) as url:
        for method, path in CLOSED:
            assert httpx.request(method, f"{url}{path}").status_code == 404
        page = httpx.get(f"{url}/chat/", headers={"Accept-Encoding": "gzip, br"})
        policy = page.headers["content-security-policy"]
        assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
        foreign = {"Origin": "https://evil.example"}
        joined = httpx.post(f"{url}/chat/gradio_api/queue/join", json={}, headers=foreign)
        assert joined.status_code == 403
        assert "access-control-allow-origin" not in joined.headers
        assert httpx.get(f"{url}/", follow_redirects=True).url.path == "/chat/"


@pytest.mark.parametrize("path", ["/dalil", "/dalil/"])
def test_under_a_path_both_forms_of_it_lead_to_the_chat(tmp_path: Path, path: str) -> None:
    public = "https://wiki.example/dalil"
    with served(make(tmp_path, chat=True, public_url=public)) as url:
        headers = {"Host": "wiki.example", "X-Forwarded-Host": "evil.example"}
        home = httpx.get(f"{url}{path}", headers=headers)
        assert (home.status_code, home.headers["location"]) == (307, "/dalil/chat/")
        # A redirect of the framework's own names the public address, and nobody else's.
        bare = httpx.get(f"{url}/dalil/chat", headers=headers)
        assert bare.headers["location"] == "https://wiki.example/dalil/chat/"
        page = httpx.get(f"{url}/dalil/chat/", headers=headers)
        assert page.status_code == 200
        assert "evil.example" not in page.text
        assert "http://wiki.example" not in page.text


def test_the_chat_searches_where_its_page_was_told_to(browser: Browser, tmp_path: Path) -> None:
    with served(make(tmp_path, chat=True)) as url:
        page = browser.new_page(viewport=PHONE)
        page.goto(f"{url}/chat/?outlet=Euronews&from=2022-01-01")
        expect(page.locator("body[data-ready]")).to_be_attached()
        page.locator("#dl-box textarea").fill(TROOPS)
        page.locator("#dl-box textarea").press("Enter")
        note = page.locator(".dl-note")
        expect(note).to_have_text("Searched only: outlet Euronews, from 1 January 2022.")
        page.goto(f"{url}/chat/?outlet=Nobody")
        expect(page.locator("body[data-ready]")).to_be_attached()
        page.locator("#dl-box textarea").fill(TROOPS)
        page.locator("#dl-box textarea").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("its outlets are Euronews")
        lines = httpx.get(f"{url}/api/export/answers.jsonl").text.splitlines()
        assert [json.loads(line)["answer"]["question"] for line in lines] == [TROOPS]
        page.close()
