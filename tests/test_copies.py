"""An answer to take away: the same outlets, dates and labels as on the page, and no markup."""

import re
from dataclasses import replace

import pytest

from tests.toy_chat import NAMES, T2000, arrested, hostile, quoted, refused, troops
from ui.answer.copies import COPIES, markdown, plain, wikitext
from ui.answer.links import Links
from ui.answer.make_view import view_of

KEPT = Links("https://wiki.example/dalil", "0123456789abcdef0123")


def test_plain_text_says_what_each_source_says_and_that_a_date_was_inferred() -> None:
    told = plain(view_of(troops("?", "en"), NAMES), KEPT)

    assert told.startswith("2,000 soldiers, according to Middle East Online, 11 January 2022. [1]")
    row = "2,030 soldiers (Euronews with AFP, 10 January 2022 (date inferred), Tokayev)"
    assert f"• {row} · says otherwise [2]" in told
    assert f"[1] Middle East Online, 11 January 2022: «{' '.join(T2000.text.split())}»" in told
    assert "[2] Euronews with AFP, 10 January 2022 (date inferred): «" in told
    assert told.endswith("https://wiki.example/dalil/a/0123456789abcdef0123")


def test_markdown_has_a_footnote_for_each_source() -> None:
    told = markdown(view_of(troops("?", "ar"), NAMES), KEPT)

    assert re.findall(r"^\[\^(\d)\]: ", told, re.M) == ["1", "2", "3"]
    assert "يورونيوز مع أ ف ب، " in told
    assert "10 يناير 2022 \\(التاريخ مستنتج\\)" in told
    assert "<https://example.org/001>" in told


def test_wikitext_cites_each_source_once_with_its_agency() -> None:
    told = wikitext(view_of(troops("?", "en"), NAMES), KEPT)

    assert told.count("{{cite news") == 3
    assert '<ref name="dalil-0123456789abcdef0123-1" />' in told
    assert "|newspaper=Euronews |agency=AFP |date=2022-01-10" in told
    assert told.count("}} (date inferred)</ref>") == 2


@pytest.mark.parametrize("form", ["wikitext", "markdown"])
def test_what_articles_wrote_is_no_markup(form: str) -> None:
    told = COPIES[form](view_of(hostile("?", "en")), KEPT)

    assert "javascript:" not in told
    if form == "wikitext":
        assert "{{hacked" not in told
        assert "<img" not in told
        assert "&#60;img" in told
    else:
        assert "\\<img" in told
        assert re.search(r"(?<!\\)<(?!https?:)", told) is None


def test_possible_matches_are_copied_as_such() -> None:
    told = plain(view_of(quoted("?", "en")))

    said, _, possible = told.partition("Possible, not certain")
    assert "أكثر من ألفي عسكري" not in said
    assert "أكثر من ألفي عسكري" in possible


def test_a_refusal_says_where_was_looked() -> None:
    told = plain(view_of(refused("?", "en"), NAMES, "3 articles of 2 outlets"))

    assert told == "Not found in the archive\nSearched: 3 articles of 2 outlets."


def test_notes_come_along() -> None:
    answer = replace(arrested("?", "en"), notes=("One thing could not be said.",))

    assert "One thing could not be said." in plain(view_of(answer))
