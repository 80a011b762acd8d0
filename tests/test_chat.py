"""What Gradio is told of the chat's page, and that both languages say the same things."""

import re

import pytest

from ui.chat.app import SCRIPTS, STATIC, page
from ui.chat.words import WORDS


@pytest.mark.parametrize("forbidden", ["http://", "https://", "@import", "url("])
def test_the_page_loads_nothing_from_elsewhere(forbidden: str) -> None:
    told = page()

    assert forbidden not in told["head"] + told["js"]
    assert told["footer_links"] == []
    assert not told["enable_monitoring"]


def test_both_languages_have_every_word_with_the_same_gaps() -> None:
    assert {name: text.count("{}") for name, text in WORDS["en"].items()} == {
        name: text.count("{}") for name, text in WORDS["ar"].items()
    }


def test_every_word_that_the_scripts_say_exists() -> None:
    script = "".join((STATIC / name).read_text(encoding="utf-8") for name in SCRIPTS)
    used = set(re.findall(r"\bwords(?:\(\))?\.([a-z_]+)", script))

    assert used - set(WORDS["en"]) == set()
