import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from index.load.files import load_articles
from index.load.metadata import find_date, find_metadata, find_wires
from rag.errors import InputError
from rag.text.stylebook import Stylebook
from rag.types import Article

NAMES = Stylebook.load()
SEEDS = Path(__file__).resolve().parent.parent / "seeds"
BODY = "أعلن الرئيس الثلاثاء أن القوات ستبدأ مغادرة البلاد في غضون يومين."


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def only(folder: Path) -> Article:
    (article,) = load_articles([folder]).articles
    return article


def test_text_is_kept_as_published(tmp_path: Path) -> None:
    text = f"عنوانٌ\u200f هنا\r\n\r\n  {BODY}\t\n"

    assert only(write(tmp_path, {"a.txt": text})).text == text


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    assert only(write(tmp_path, {"a.txt": b"\xef\xbb\xbf" + BODY.encode()})).text == BODY


def test_what_an_article_says_of_itself(tmp_path: Path) -> None:
    text = f"عنوان المقال\n٠٦ يناير ٢٠٢٢\nبقلم: يورونيوز مع أ ف ب\n{BODY}\n"
    article = only(write(tmp_path, {"a.txt": text}))

    assert (article.id, article.title, article.outlet) == ("a", "عنوان المقال", "يورونيوز")
    assert (article.wire, article.published, article.language) == (("AFP",), date(2022, 1, 6), "ar")
    assert article.inferred == ("language",)


def test_without_a_title_line_the_opening_words_are_the_title(tmp_path: Path) -> None:
    article = only(write(tmp_path, {"a.txt": BODY}))

    assert article.title == BODY
    assert article.inferred == ("title", "language")


def test_markdown_title(tmp_path: Path) -> None:
    assert only(write(tmp_path, {"a.md": f"# عنوان\n\n{BODY}"})).title == "عنوان"


def test_the_sidecar_wins_and_says_what_was_inferred(tmp_path: Path) -> None:
    record = {
        "file": "a.txt",
        "title": "من الملف",
        "outlet": "Euronews",
        "wire": ["AFP"],
        "published": "2022-01-10",
        "language": "ar",
        "read": {"title": "first line"},
        "inferred": {"published": "the picture's date"},
    }
    files = {"a.txt": f"عنوان\n6 يناير 2022\n{BODY}", "metadata.jsonl": json.dumps(record)}
    article = only(write(tmp_path, files))

    assert (article.title, article.outlet) == ("من الملف", "Euronews")
    assert (article.wire, article.published) == (("AFP",), date(2022, 1, 10))
    assert article.inferred == ("published",)


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"id": "x-1", "text": BODY, "title": "أول", "wire": "Reuters", "published": "6 يناير 2022"},
        {"text": BODY + "\u2028تتمة", "url": "https://example.org/2"},
    ]
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    first, second = load_articles([write(tmp_path, {"news.jsonl": lines})]).articles

    assert (first.id, first.title, first.wire) == ("x-1", "أول", ("Reuters",))
    assert first.published == date(2022, 1, 6)
    assert (second.id, second.url) == ("news:2", "https://example.org/2")
    assert second.text == BODY + "\u2028تتمة"


def test_html(tmp_path: Path) -> None:
    page = """<html lang="ar-SA"><head><title>عنوان | موقع</title>
        <meta property="og:title" content="عنوان &amp; خبر"><meta property="og:site_name"
        content="موقع"><meta property="article:published_time" content="2022-01-10T14:30:00Z">
        <link rel="canonical" href="https://example.org/1"></head><body><nav>القائمة</nav>
        <article><h1>عنوان &amp; خبر</h1><script>var x = "لا";</script>
        <p>أعلن <b>الرئيس</b> الثلاثاء.</p><p>ثم&nbsp;غادر.<br>انتهى.</p><aside>ذات صلة</aside>
        </article><footer>حقوق</footer></body></html>"""
    article = only(write(tmp_path, {"page.html": page}))

    assert article.text == "عنوان & خبر\nأعلن الرئيس الثلاثاء.\nثم\xa0غادر.\nانتهى."
    assert (article.title, article.outlet, article.language) == ("عنوان & خبر", "موقع", "ar")
    assert (article.published, article.url) == (date(2022, 1, 10), "https://example.org/1")
    assert article.inferred == ()


def test_a_mark_without_an_end_in_text_stays_text(tmp_path: Path) -> None:
    text = "قال <script> alert(1) الرئيس."

    assert only(write(tmp_path, {"a.txt": text})).text == text


@pytest.mark.parametrize(
    ("name", "content", "warning"),
    [
        pytest.param("a.txt", b"\x80\x81\xff", "a.txt: skipped, not UTF-8", id="not-text"),
        pytest.param("a.txt", b"abc\0def", "a.txt: skipped, it holds null bytes", id="null-bytes"),
        pytest.param("a.txt", b"", "a.txt: skipped, the file is empty", id="empty"),
        pytest.param("a.txt", "🙂 …".encode(), "a.txt: skipped, a has no letter", id="emoji"),
        pytest.param("a.csv", b"a,b", "a.csv: skipped, .csv is not .txt", id="unknown-kind"),
        pytest.param("a.pdf", b"%PDF", "a.pdf: skipped, the PDF is damaged", id="pdf"),
        pytest.param("a.docx", b"PK", "a.docx: skipped, the Word file is damaged", id="docx"),
        pytest.param("a.zip", b"PK", "a.zip: skipped, the zip is damaged", id="zip"),
        pytest.param("a.xml", b"<a/>", "a.xml: skipped, not a feed", id="no-feed"),
        pytest.param("a.xml", b"<rss/>", "a.xml: skipped, the feed has no entry", id="empty-feed"),
        pytest.param("a.json", b"{", "a.json: skipped, not JSON", id="not-one-json"),
        pytest.param("a.json", b'["x"]', "a.json: skipped, it holds no object", id="json-text"),
        pytest.param("a.jsonl", b"{", "a.jsonl:1: skipped, not JSON", id="not-json"),
        pytest.param("a.jsonl", b"[1]", "a.jsonl:1: skipped, not a JSON object", id="no-object"),
        pytest.param("a.jsonl", b"[" * 100_000, "a.jsonl:1: skipped, not JSON", id="deep-json"),
        pytest.param(
            "a.jsonl", b'{"text": 7}', "a.jsonl:1: skipped, it has no `text`", id="no-text"
        ),
        pytest.param("a.html", b"<p></p>", "a.html: skipped, a has no letter", id="empty-page"),
    ],
)
def test_what_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: bytes, warning: str
) -> None:
    loaded = load_articles([write(tmp_path, {name: content, "good.txt": BODY})])

    assert [article.id for article in loaded.articles] == ["good"]
    assert len(loaded.warnings) == 1
    assert warning in loaded.warnings[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY, "b.txt": BODY})
    (tmp_path / "a.txt").chmod(0)
    loaded = load_articles([tmp_path])

    assert [article.id for article in loaded.articles] == ["b"]
    assert "a.txt: skipped, cannot be read" in loaded.warnings[0]


def test_a_folder_named_like_an_article_is_a_folder(tmp_path: Path) -> None:
    assert only(write(tmp_path, {"a.txt/b.txt": BODY})).id == "b"


@pytest.mark.parametrize(
    ("line", "warning"),
    [
        pytest.param(
            '{"file": "gone.txt"}', "it describes gone.txt, which is not there", id="gone"
        ),
        pytest.param('{"file": "a.txt", "tilte": "x"}', "unknown tilte, not used", id="unknown"),
        pytest.param('{"file": "a.txt", "wire": 3}', "wire = 3 of a is not used", id="wrong-kind"),
        pytest.param(
            '{"file": "a.txt", "published": "soon"}', "published = 'soon' of a", id="no-date"
        ),
        pytest.param("{", "metadata.jsonl:1: skipped, not JSON", id="not-json"),
    ],
)
def test_a_wrong_sidecar_is_named(tmp_path: Path, line: str, warning: str) -> None:
    loaded = load_articles([write(tmp_path, {"a.txt": BODY, "metadata.jsonl": line})])

    assert [article.id for article in loaded.articles] == ["a"]
    assert len(loaded.warnings) == 1
    assert warning in loaded.warnings[0]


def test_a_missing_path_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere does not exist"):
        load_articles([tmp_path / "nowhere"])


def test_files_of_one_name_keep_apart(tmp_path: Path) -> None:
    files = {"x/a.txt": BODY, "y/a.txt": BODY, "y/b.txt": BODY}
    loaded = load_articles([write(tmp_path, files)])

    assert [article.id for article in loaded.articles] == ["x/a.txt", "y/a.txt", "b"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": BODY})

    assert len(load_articles([tmp_path, tmp_path / "a.txt"]).articles) == 1


def test_one_id_with_other_words_is_kept_under_another(tmp_path: Path) -> None:
    rows = [{"id": "x", "text": text} for text in (BODY, BODY, "نص آخر")]
    lines = "\n".join(map(json.dumps, rows))
    loaded = load_articles([write(tmp_path, {"a.jsonl": lines})])

    assert [(article.id, article.text) for article in loaded.articles] == [
        ("x", BODY),
        ("x#2", "نص آخر"),
    ]
    assert [warning.partition(",")[0] for warning in loaded.warnings] == [
        "x: skipped the second time",
        "x: used twice",
    ]


def test_lone_surrogates_and_nulls_from_json_become_replacement_characters(tmp_path: Path) -> None:
    line = r'{"id": "a\ud800", "text": "نص\ud800 و\u0000", "title": "\udfff"}'
    article = only(write(tmp_path, {"a.jsonl": line}))

    assert (article.id, article.text, article.title) == ("a\ufffd", "نص\ufffd و\ufffd", "\ufffd")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("٠٦ يناير ٢٠٢٢", date(2022, 1, 6), id="arabic-digits"),
        pytest.param("الاثنين 10 كانون الثاني/يناير 2022", date(2022, 1, 10), id="both-months"),
        pytest.param("5 يناير/كانون الثاني 2022", date(2022, 1, 5), id="other-order"),
        pytest.param("تشرين الأول 3, 2021", date(2021, 10, 3), id="month-first"),
        pytest.param("January 10, 2022", date(2022, 1, 10), id="english"),
        pytest.param("10 Jan 2022", date(2022, 1, 10), id="short-english"),
        pytest.param("2022-01-10T14:30:00+03:00", date(2022, 1, 10), id="iso"),
        pytest.param("10/01/2022", date(2022, 1, 10), id="day-first"),
        pytest.param("31/02/2022 ثم 1/3/2022", date(2022, 3, 1), id="no-such-day"),
        pytest.param("في يناير 2022", None, id="no-day"),
        pytest.param("5 غشت 2022", date(2022, 8, 5), id="morocco"),
        pytest.param("الأربعاء 3 دجنبر 2021 - 14:30", date(2021, 12, 3), id="weekday-and-time"),
        pytest.param("12 جويلية 2023", date(2023, 7, 12), id="algeria"),
        pytest.param("أمس", None, id="relative"),
        pytest.param("", None, id="empty"),
    ],
)
def test_dates(text: str, expected: date | None) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("يورونيوز مع أ ف ب", ("AFP",), id="spaced"),
        pytest.param("أ.ف.ب، رويترز", ("AFP", "Reuters"), id="two"),
        pytest.param("تاس", ("TASS",), id="tass"),
        pytest.param("نقلا عن فرانس برس ووكالة الأناضول", ("AFP", "Anadolu"), id="with-words"),
        pytest.param("وفاة الرئيس", (), id="part-of-a-word"),
        pytest.param("صحيفة الميناء مع كونا", ("KUNA",), id="abbreviation-alone"),
        pytest.param("قنا - الدوحة", ("QNA",), id="abbreviation-and-place"),
        pytest.param("سانا مارين", (), id="person"),
        pytest.param("يورونيوز مع UPI", ("UPI",), id="latin"),
    ],
)
def test_wires(text: str, expected: tuple[str, ...]) -> None:
    assert find_wires(text, NAMES) == expected


def test_a_byline_in_presentation_forms_credits_its_outlet() -> None:
    """Case 06b."""
    found = find_metadata(f"عنوان\nﺑﻘﻠﻢ: ﻳﻮﺭﻭﻧﻴﻮﺯ ﻣﻊ ﺃ ﻑ ﺏ\n3 ﻳﻮﻧﻴﻮ 2023\n{BODY}", NAMES)

    assert (found.outlet, found.wire) == ("يورونيوز", ("AFP",))
    assert found.published == date(2023, 6, 3)


def test_datelines_and_sign_offs_credit_an_agency() -> None:
    dateline = f"عنوان\nموسكو 7 يناير (رويترز) - {BODY}\nوقال ذلك أيضا."
    sign_off = f"عنوان\n{BODY}\n(أ ف ب)"

    assert find_metadata(dateline, NAMES).wire == ("Reuters",)
    assert find_metadata(sign_off, NAMES).wire == ("AFP",)


def test_a_byline_without_an_agency_names_no_outlet() -> None:
    assert find_metadata(f"عنوان\nبقلم: أحمد علي\n{BODY}", NAMES).outlet == ""


def test_language_goes_by_script() -> None:
    assert find_metadata("Tokayev said قال", NAMES).language == "en"
    assert find_metadata("قال الرئيس NATO", NAMES).language == "ar"


def test_the_seed_articles() -> None:
    loaded = load_articles([SEEDS])

    assert loaded.warnings == ()
    assert [(a.id[:3], a.outlet, a.wire, str(a.published)) for a in loaded.articles] == [
        ("000", "Euronews", ("AFP",), "2022-01-10"),
        ("001", "Middle East Online", ("AFP",), "2022-01-11"),
        ("002", "Russia – Islamic World Strategic Vision Group", ("TASS",), "2022-01-06"),
        ("003", "Unnamed outlet (AFP copy)", ("AFP",), "2022-01-07"),
        ("004", "Unnamed outlet (citing AFP)", ("AFP",), "2022-01-07"),
    ]
    assert [a.inferred for a in loaded.articles] == [
        ("published",),
        ("outlet", "wire", "published"),
        (),
        ("title", "outlet", "wire", "published"),
        ("outlet", "published"),
    ]
