"""Texts in old encodings, and what they say of themselves in their own lines."""

import json
from datetime import date
from pathlib import Path

import pytest

from index.load.files import load_articles
from tests.toy_load import BODY, LONG, MORE, only, page

ARABIC = "أعلنت البلدية أن الجسر الجديد سيفتح يوم الخميس. وقال المهندس: «العمل انتهى».\n" * 3


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(ARABIC.replace("\n", "\r\n").encode("cp1256"), id="1256-crlf"),
        pytest.param(ARABIC.replace("«", "").replace("»", "").encode("iso8859_6"), id="8859-6"),
        pytest.param("\ufeff".encode("utf-16-be") + ARABIC.encode("utf-16-be"), id="utf-16-be"),
        pytest.param((ARABIC + "ك").encode("cp1256") + b"\x1a", id="dos-end-of-file"),
    ],
)  # fmt: skip
def test_encodings_of_arabic(tmp_path: Path, data: bytes) -> None:
    assert "أعلنت البلدية أن الجسر الجديد" in only(tmp_path, "a.txt", data).text


def test_a_mojibake_paragraph_in_a_good_page_is_mended(tmp_path: Path) -> None:
    body = f"<article><h1>خبر</h1><p>{BODY}</p><p>{_spoilt(MORE)}</p>"
    found = only(tmp_path, "a.html", page(body))

    assert MORE in found.text


def _spoilt(text: str) -> str:
    """UTF-8 that was read as Windows-1252, where undefined bytes stand for themselves."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


def test_doubly_escaped_letters_in_json(tmp_path: Path) -> None:
    escaped = "".join(f"\\u{ord(char):04x}" if char > "\x7f" else char for char in LONG)

    assert only(tmp_path, "a.jsonl", json.dumps({"text": escaped})).text == LONG


# --- text ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("الاثنين 14 غشت 2023", date(2023, 8, 14)),
        ("14 أوت 2023", date(2023, 8, 14)),
        ("١٤ آب/أغسطس ٢٠٢٣", date(2023, 8, 14)),
        ("14 آب (أغسطس) 2023 - 10:30", date(2023, 8, 14)),
        ("نشر في: 14/08/2023", date(2023, 8, 14)),
        ("2023-08-14T10:30:00+03:00", date(2023, 8, 14)),
        ("14.8.2023", date(2023, 8, 14)),
        ("27 محرم 1445 هـ الموافق 14 أغسطس 2023 م", date(2023, 8, 14)),
        ("27 محرم 1445هـ", date(2023, 8, 14)),
        ("يوم الاثنين الموافق 14 أغسطس 2023", date(2023, 8, 14)),
        ("تاريخ النشر: 14 شتنبر 2023", date(2023, 9, 14)),
        ("14 جويلية 2023", date(2023, 7, 14)),
        ("14 يوليوز 2023", date(2023, 7, 14)),
        ("14 نونبر 2023", date(2023, 11, 14)),
        ("14 دجنبر 2023", date(2023, 12, 14)),
        ("14 ماي 2023", date(2023, 5, 14)),
        ("14 جانفي 2023", date(2023, 1, 14)),
        ("14 تشرين الثاني 2023", date(2023, 11, 14)),
        ("آخر تحديث: 15 آب 2023 | نُشر: 14 آب 2023", date(2023, 8, 14)),
        ("August 14, 2023", date(2023, 8, 14)),
        ("‏14‏ ‏أغسطس‏ ‏2023", date(2023, 8, 14)),
    ],
)
def test_date_lines(tmp_path: Path, line: str, expected: date) -> None:
    assert only(tmp_path, "a.txt", f"افتتاح المحطة\n{line}\n{LONG}\n").published == expected


@pytest.mark.parametrize(
    ("line", "outlet", "wire"),
    [
        ("المصدر: وكالات", "", ()),
        ("المصدر : الجزيرة + وكالات", "الجزيرة", ()),
        ("المصدر: رويترز", "", ("Reuters",)),
        ("المصدر: الميناء - وكالات", "الميناء", ()),
        ("Source: agencies", "", ()),
        ("المصادر: وكالات ومواقع إلكترونية", "", ()),
    ],
)
def test_source_lines(tmp_path: Path, line: str, outlet: str, wire: tuple[str, ...]) -> None:
    article = only(tmp_path, "a.txt", f"افتتاح المحطة\n{LONG}\n{line}\n")

    assert (article.outlet, article.wire) == (outlet, wire)


@pytest.mark.parametrize(
    "front",
    [
        "title: [أ, ب]\ndate: 2023-06-05",
        "title: 2023\ndate: ليس تاريخا",
        "date: {a: 1}\ntags:\n  - x\n  - y",
        "title:\ndate:",
        "published: 99999999999999999999",
        "title: 'خبر: آخر'\nlanguage: 12",
    ],
)
def test_front_matter_of_wrong_types(tmp_path: Path, front: str) -> None:
    article = only(tmp_path, "a.md", f"---\n{front}\n---\n{LONG}\n")

    assert article.text.strip() == LONG


def test_front_matter_that_never_ends_is_text(tmp_path: Path) -> None:
    assert "title: x" in only(tmp_path, "a.md", f"---\ntitle: x\n{LONG}").text


def test_a_corrections_note_stays_in_the_text(tmp_path: Path) -> None:
    note = "تصحيح: ورد في نسخة سابقة أن الكلفة 21 مليونا، والصحيح 12 مليون دينار."

    assert note in only(tmp_path, "a.txt", f"افتتاح المحطة\n{LONG}\n{note}").text


def test_only_a_title(tmp_path: Path) -> None:
    article = only(tmp_path, "a.txt", "افتتاح المحطة الجديدة")

    assert article.title == article.text


def test_a_huge_line(tmp_path: Path) -> None:
    assert len(only(tmp_path, "a.txt", BODY * 20_000).text) == len(BODY) * 20_000


def test_the_same_file_twice_is_named_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    for folder in "ab":
        (tmp_path / folder / "x.jsonl").write_text(json.dumps({"id": "7", "text": LONG}))
    found = load_articles([tmp_path])

    assert len(found.articles) == 1
    assert len(found.warnings) == 1
    assert "the same" in found.warnings[0]
