"""An answer that a language model writes, on a phone: seen sentence by sentence, and stopped."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from rag.generate.words import WORDS
from rag.types import Language
from tests.toy_browser import overflows
from tests.toy_serve import served
from tests.toy_visitor import Visitor
from tests.toy_writing import QUESTIONS, SENTENCES, WITHHELD, Slow, writing

pytestmark = pytest.mark.browser
STOPPED: dict[Language, str] = {"en": "Stopped by you", "ar": "أوقفتَ الكتابة"}
FAILED: dict[Language, str] = {language: WORDS[language].failed for language in ("en", "ar")}


@pytest.fixture(scope="module")
def slow() -> Slow:
    return Slow()


@pytest.fixture(scope="module")
def url(browser: Browser, slow: Slow, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    assert browser.is_connected()
    toy = writing(tmp_path_factory.mktemp("chat"), slow, chat=True, burst=10_000, per_minute=10_000)
    with served(toy) as address:
        yield address


BOTH = pytest.mark.parametrize(
    ("visitor", "language"),
    [
        pytest.param({"phone": True}, "en", id="english"),
        pytest.param({"phone": True, "locale": "ar-EG"}, "ar", id="arabic"),
    ],
    indirect=["visitor"],
)


@BOTH
def test_the_first_sentence_is_read_before_the_last_is_written_and_stop_ends_it(
    visitor: Visitor, slow: Slow, language: Language
) -> None:
    visitor.send(QUESTIONS[language])
    slow.go.release()
    shown = visitor.page.locator(".dl-live")
    expect(shown.locator(".dl-statement")).to_have_count(1)
    expect(shown.locator(".dl-marker")).to_have_text("[1]")
    assert shown.locator(".dl-statement").inner_text()[:20] in SENTENCES[language][0]
    slow.go.release()
    expect(shown.locator(".dl-note")).to_have_text(WITHHELD[language])
    assert "9999" not in shown.inner_text()
    assert not overflows(visitor.page)
    visitor.shoot(f"writing-{language}")

    visitor.page.locator("#dl-send").click()

    answer = visitor.page.locator(".dl-turn .dl-answer")
    expect(answer.locator(".dl-note").last).to_contain_text(STOPPED[language])
    expect(answer).to_contain_text(WITHHELD[language])
    expect(shown).to_have_count(0)
    expect(answer.locator("a.dl-marker").first).to_have_text("[1]")
    visitor.shoot(f"stopped-{language}")


@BOTH
def test_the_whole_answer_has_what_was_verified_and_says_what_was_withheld(
    visitor: Visitor, slow: Slow, language: Language
) -> None:
    visitor.send(QUESTIONS[language])
    slow.go.release(3)
    answer = visitor.page.locator(".dl-turn .dl-answer")
    expect(answer).to_contain_text(WITHHELD[language])
    expect(answer).not_to_contain_text("9999")
    expect(answer).not_to_contain_text(STOPPED[language])
    assert not overflows(visitor.page)
    visitor.shoot(f"verified-{language}")


@BOTH
def test_where_the_model_fails_half_way_the_sources_answer(
    visitor: Visitor, slow: Slow, language: Language
) -> None:
    slow.fails = True
    try:
        visitor.send(QUESTIONS[language])
        slow.go.release()
        answer = visitor.page.locator(".dl-turn .dl-answer")
        expect(answer).to_contain_text(FAILED[language])
        expect(answer).to_contain_text("2030" if language == "ar" else "2,030")
        visitor.shoot(f"failed-over-{language}")
    finally:
        slow.fails = False


def test_a_broken_connection_is_mended_by_asking_again(visitor: Visitor, slow: Slow) -> None:
    asked = slow.asked
    visitor.send(QUESTIONS["en"])
    slow.go.release()
    expect(visitor.page.locator(".dl-live .dl-statement")).to_have_count(1)
    visitor.context.set_offline(True)
    visitor.context.set_offline(False)
    slow.go.release(2)
    expect(visitor.page.locator(".dl-turn .dl-answer")).to_be_visible()
    expect(visitor.page.locator(".dl-turn .dl-answer")).not_to_contain_text("Stopped")
    assert slow.asked == asked + 1


def test_before_a_sentence_is_shown_stop_gives_the_question_back(
    visitor: Visitor, slow: Slow
) -> None:
    visitor.send(QUESTIONS["en"])
    expect(visitor.page.locator("#dl-send")).to_have_text("Stop")
    visitor.page.locator("#dl-send").click()
    expect(visitor.box).to_have_value(QUESTIONS["en"])
    assert slow.stopped.wait(30)
