"""Files as they are found in archives: odd, half broken, and never silently dropped."""

import argparse
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pytest

from index.load.clean import kept_spans
from index.load.fetch import Fetcher
from index.load.files import Loaded, load_articles, load_items
from index.load.places import from_addresses
from index.sources import Batch
from rag.errors import InputError
from rag.settings import Settings
from rag.types import Article
from ui.cli_index import _batches

BODY = "افتتح وزير النقل الأحد محطة القطار الجديدة في وادي الزهور."
MORE = "وقالت الوزارة إن كلفتها بلغت 12 مليون دينار."
LONG = f"{BODY} {MORE}"


def loaded(folder: Path, name: str, content: bytes | str) -> Loaded:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / name).write_bytes(data)
    return load_articles([folder])


def only(folder: Path, name: str, content: bytes | str) -> Article:
    found = loaded(folder, name, content)
    assert len(found.articles) == 1, found.warnings
    return found.articles[0]


def page(body: str, head: str = "", lang: str = "ar") -> str:
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">{head}</head>'
        f"<body>{body}</body></html>"
    )


def ld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value, ensure_ascii=False)}</script>'


# --- encodings ----------------------------------------------------------------------------------

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


# --- pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="cookie-banner">نستخدم ملفات تعريف الارتباط لتحسين تجربتك.</div>',
        '<div id="cookie-consent"><p>نستخدم ملفات تعريف الارتباط.</p></div>',
        '<div aria-hidden="true">قتل ألفان.</div>',
        '<span class="sr-only" style="position:absolute;display:none">قتل ألفان.</span>',
        "<aside><p>قتل 99 شخصا في حريق آخر.</p></aside>",
        '<div class="related-posts"><h3>مواضيع ذات صلة</h3><ul><li>قتل 99 في حريق</li></ul></div>',
        "<section><h3>اقرأ أيضا</h3><ul><li><a href='/x'>قتل 99 في حريق</a></li></ul></section>",
        '<div hidden="until-found">قتل ألفان.</div>',
        "<dialog>اشترك في نشرتنا.</dialog>",
        '<amp-ad width="300">قتل ألفان.</amp-ad>',
        '<amp-sidebar id="s">القائمة الجانبية</amp-sidebar>',
        '<div class="comments"><p>تعليق قارئ غاضب: قتل ألفان.</p></div>',
        '<div role="dialog" aria-modal="true">سجل الآن</div>',
    ],
)
def test_what_is_not_article_is_not_searched(tmp_path: Path, furniture: str) -> None:
    body = f"<article><h1>افتتاح المحطة</h1><p>{BODY}</p>{furniture}<p>{MORE}</p></article>"
    text = only(tmp_path, "a.html", page(body)).text
    kept = "\n".join(text[start:end] for start, end in kept_spans(text))

    assert kept == f"افتتاح المحطة\n{BODY}\n{MORE}"


@pytest.mark.parametrize(
    ("data", "outlet"),
    [
        pytest.param(
            [{"@type": "BreadcrumbList"}, {"@type": "NewsArticle", "publisher": {"name": "الميناء"},
              "author": [{"@type": "Person", "name": "سلمى"}], "datePublished": "2023-06-05"}],
            "الميناء", id="list-with-author-objects"),
        pytest.param(
            {"@graph": [
                {"@type": "Organization", "@id": "#org", "name": "الأفق"},
                {"@type": "ReportageNewsArticle", "publisher": {"@id": "#org"},
                 "datePublished": "2023-06-05T09:00:00+03:00"}]},
            "الأفق", id="graph-with-publisher-by-reference"),
        pytest.param(
            {"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "datePublished":
             "2023-06-05", "publisher": {"@type": "Organization", "name": "المساء"}}},
            "المساء", id="article-inside-a-page"),
        pytest.param(
            {"@type": "https://schema.org/NewsArticle", "publisher": "الصباح",
             "datePublished": "2023-06-05"},
            "الصباح", id="publisher-as-text"),
        pytest.param(
            {"@type": "BlogPosting", "publisher": {"legalName": "الشرق"},
             "datePublished": "2023-06-05"}, "الشرق", id="legal-name"),
        pytest.param(
            {"@type": "NewsArticle", "sourceOrganization": {"name": "الجزيرة الخضراء"},
             "dateCreated": "2023-06-05"}, "الجزيرة الخضراء", id="source-organisation-and-created"),
    ],
)  # fmt: skip
def test_json_ld(tmp_path: Path, data: object, outlet: str) -> None:
    article = only(tmp_path, "a.html", page(f"<article><p>{LONG}</p></article>", ld(data)))

    assert (article.outlet, article.published) == (outlet, date(2023, 6, 5))


def test_json_ld_in_a_comment_wrapper_is_read(tmp_path: Path) -> None:
    value = json.dumps({"@type": "NewsArticle", "datePublished": "2023-06-05"})
    head = f'<script type="application/ld+json">//<![CDATA[\n{value}\n//]]></script>'

    article = only(tmp_path, "a.html", page(f"<article><p>{LONG}</p></article>", head))
    assert article.published == date(2023, 6, 5)


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="DC.date.issued" content="2023-06-05">',
        '<meta itemprop="datePublished" content="2023-06-05T10:00">',
        '<meta name="sailthru.date" content="2023-06-05 10:00:00">',
        '<meta property="og:article:published_time" content="2023-06-05T10:00:00Z">',
        '<meta name="publish-date" content="5 يونيو 2023">',
        '<meta name="cXenseParse:recs:publishtime" content="2023-06-05T10:00:00Z">',
    ],
)
def test_dates_of_the_head(tmp_path: Path, head: str) -> None:
    article = only(tmp_path, "a.html", page(f"<article><p>{LONG}</p></article>", head))

    assert article.published == date(2023, 6, 5)


def test_an_amp_page(tmp_path: Path) -> None:
    source = (
        '<!doctype html><html ⚡ lang="ar"><head><meta charset="utf-8">'
        "<style amp-boilerplate>body{animation:none}</style><noscript><style amp-boilerplate>"
        "body{}</style></noscript></head><body><amp-analytics><script type='application/json'>"
        '{"قتل": 99}</script></amp-analytics><article><h1>افتتاح المحطة</h1>'
        f'<amp-img src="x"><p>{BODY}</p></article></body></html>'
    )

    assert only(tmp_path, "a.html", source).text == f"افتتاح المحطة\n{BODY}"


def test_a_byline_and_a_caption_in_a_page(tmp_path: Path) -> None:
    body = (
        f"<article><h1>افتتاح المحطة</h1><p>بقلم: سلمى الحداد</p><figure><img src=x><figcaption>"
        f"المحطة الجديدة. الصورة: أ ف ب</figcaption></figure><p>{LONG}</p></article>"
    )
    article = only(tmp_path, "a.html", page(body))

    assert (article.title, article.outlet) == ("افتتاح المحطة", "")


# --- WordPress, feeds, JSON ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        f'[caption id="a1" align="left"]<img src="x"> المحطة[/caption]\n<p>{BODY}</p>',
        f'[vc_row][vc_column width="1/2"]<p>{BODY}</p>[/vc_column][/vc_row]',
        f'<!-- wp:paragraph {{"align":"right"}} --><p>{BODY}</p><!-- /wp:paragraph -->',
        f"<p>{BODY}</p>[gallery ids='1,2,3'][embed]https://video.example/x[/embed]",
        f'<p>{BODY}</p>\n[contact-form-7 id="12" title="اتصل"]',
    ],
)
def test_wordpress_codes_are_no_text(tmp_path: Path, text: str) -> None:
    found = only(tmp_path, "a.jsonl", json.dumps({"title": {"rendered": "خبر"}, "content":
                 {"rendered": text}})).text  # fmt: skip

    assert BODY in found
    assert not set("[]<>") & set(found)


def test_brackets_that_a_writer_set_stay(tmp_path: Path) -> None:
    text = "قال الوزير: «سننهي [المشروع] قريبا» [وكالات]، وفق البيان [1]."

    assert only(tmp_path, "a.jsonl", json.dumps({"text": text})).text == text


def test_a_feed_with_cdata_and_relative_links(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xml:base="https://news.example/">'
        "<channel><title>الميناء</title><link>https://news.example/</link><language>ar</language>"
        "<item><title><![CDATA[افتتاح <b>المحطة</b>]]></title><link>/2023/station</link>"
        "<pubDate>Mon, 05 Jun 2023 10:00:00 +0300</pubDate>"
        f"<description><![CDATA[<p>{LONG}</p><img src='x'>]]></description></item></channel></rss>"
    )
    article = only(tmp_path, "a.xml", feed)

    assert (article.title, article.text.strip()) == ("افتتاح المحطة", LONG)
    assert article.url == "https://news.example/2023/station"
    assert (article.outlet, article.published) == ("الميناء", date(2023, 6, 5))


def test_a_feed_with_a_broken_entity_is_still_read(tmp_path: Path) -> None:
    feed = (
        "<rss version='2.0'><channel><title>x</title><item><title>أ&nbsp;ب & ج</title>"
        f"<description>{LONG}</description></item></channel></rss>"
    )

    assert LONG in only(tmp_path, "a.rss", feed).text


@pytest.mark.parametrize(
    "record",
    [
        {"Title": "خبر", "Body": LONG, "PublishDate": "2023-06-05"},
        {"headline": "خبر", "article_body": LONG, "publishedAt": "2023-06-05T10:00:00Z"},
        {"title": "خبر", "full_text": LONG, "created_at": "2023-06-05"},
        {"title": "خبر", "content": [f"<p>{BODY}</p>", f"<p>{MORE}</p>"], "date": "05-06-2023"},
        {"title": "خبر", "paragraphs": [BODY, MORE], "date": "2023/06/05"},
        {"title": "خبر", "data": {"content": LONG}, "timestamp": 1685952000},
        {"title": "خبر", "story": LONG, "pub_date": "٥ حزيران ٢٠٢٣"},
    ],
    ids=["capitals", "snake", "full", "list", "paragraphs", "nested", "story"],
)
def test_odd_names_of_fields(tmp_path: Path, record: dict[str, object]) -> None:
    article = only(tmp_path, "a.jsonl", json.dumps(record, ensure_ascii=False))

    assert BODY in article.text
    assert MORE in article.text
    assert (article.title, article.published) == ("خبر", date(2023, 6, 5))


def test_a_record_without_text_names_its_fields(tmp_path: Path) -> None:
    found = loaded(tmp_path, "a.jsonl", json.dumps({"titre": "x", "corps": LONG}))

    assert found.articles == ()
    assert "titre" in found.warnings[0]


@pytest.mark.parametrize("content", ["\n\n", "null", "[]", "{}", '"نص"', "[1, 2]", "{'a': 1}"])
def test_json_that_holds_nothing_is_named(tmp_path: Path, content: str) -> None:
    for name in ("a.json", "b.jsonl"):
        found = loaded(tmp_path, name, content)
        assert found.articles == ()
        assert any(name in line and "skipped" in line for line in found.warnings), found.warnings


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


# --- containers ---------------------------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_in_a_zip_is_named(tmp_path: Path) -> None:
    inner = zipped({"b.txt": LONG.encode()})
    found = loaded(tmp_path, "x.zip", zipped({"a.txt": LONG.encode(), "inner.zip": inner}))

    assert [article.id for article in found.articles] == ["a"]
    assert any("inner.zip" in line and "zip inside a zip" in line for line in found.warnings)


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18, zipped({".DS_Store": b"x"})],
    ids=["empty", "cut", "no-members", "hidden-only"],
)  # fmt: skip
def test_a_zip_without_articles_is_named(tmp_path: Path, data: bytes) -> None:
    found = loaded(tmp_path, "x.zip", data)

    assert found.articles == ()
    assert any("x.zip" in line and "skipped" in line for line in found.warnings)


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.pdf", "a.docx", "a.xml", "a.zip"])
@pytest.mark.parametrize("data", [b"", b"\0" * 64, b"\xff\xfe\xff", b"   \n", b"<html></html>"],
                         ids=["empty", "nulls", "broken", "blank", "no-text"])  # fmt: skip
def test_a_file_without_text_is_named(tmp_path: Path, name: str, data: bytes) -> None:
    found = loaded(tmp_path, name, data)

    assert found.articles or any(name in line and "skipped" in line for line in found.warnings)


def written(make: Callable[[docx.document.Document], object]) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    make(document)
    document.save(out)
    return out.getvalue()


def test_a_nested_table_of_a_word_file(tmp_path: Path) -> None:
    def make(document: docx.document.Document) -> None:
        document.add_paragraph(BODY)
        cell = document.add_table(1, 2).cell(0, 0)
        cell.text = "القتلى"
        cell.add_table(1, 1).cell(0, 0).text = "في المدينة 12"

    assert "في المدينة 12" in only(tmp_path, "a.docx", written(make)).text


def with_xml(change: Callable[[str], str], extra: dict[str, str] | None = None) -> bytes:
    """A Word file of one paragraph whose main part is changed."""
    data = io.BytesIO(written(lambda document: document.add_paragraph("هنا")))
    out = io.BytesIO()
    with zipfile.ZipFile(data) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                content = change(content.decode()).encode()
            new.writestr(part, content)
        for name, text in (extra or {}).items():
            new.writestr(name, text)
    return out.getvalue()


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    changed = (
        "<w:r><w:t>قتل </w:t></w:r><w:ins w:id='1' w:author='x'><w:r><w:t>12 شخصا</w:t></w:r>"
        "</w:ins><w:del w:id='2' w:author='x'><w:r><w:delText>99 شخصا</w:delText></w:r></w:del>"
    )
    data = with_xml(lambda xml: xml.replace("<w:r><w:t>هنا</w:t></w:r>", changed))

    assert only(tmp_path, "a.docx", data).text.strip() == "قتل 12 شخصا"


def test_footnotes_of_a_word_file_are_read(tmp_path: Path) -> None:
    schema = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    notes = (
        f'<w:footnotes xmlns:w="{schema}"><w:footnote w:id="1"><w:p><w:r>'
        "<w:t>وفق بيان للوزارة</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    mark = '<w:r><w:t>هنا</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r>'
    data = with_xml(
        lambda xml: xml.replace("<w:r><w:t>هنا</w:t></w:r>", mark), {"word/footnotes.xml": notes}
    )

    assert "وفق بيان للوزارة" in only(tmp_path, "a.docx", data).text


def test_a_text_box_of_a_word_file_is_read(tmp_path: Path) -> None:
    box = (
        "<w:r><w:t>هنا</w:t></w:r><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<v:textbox><w:txbxContent><w:p><w:r><w:t>في الإطار 12 قتيلا</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    data = with_xml(lambda xml: xml.replace("<w:r><w:t>هنا</w:t></w:r>", box))

    assert "في الإطار 12 قتيلا" in only(tmp_path, "a.docx", data).text


# --- PDF ----------------------------------------------------------------------------------------


def pdf(lines: list[tuple[float, float, str]]) -> bytes:
    """A PDF of one page with Latin text at places, 12 points high."""
    drawn = "".join(f"BT /F 12 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in lines)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
    ]
    body, starts = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    tail = f"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return (f"{body}xref\n0 5\n0000000000 65535 f \n{table}{tail}").encode("latin-1")


def test_words_that_were_broken_at_the_end_of_a_line_are_whole(tmp_path: Path) -> None:
    lines = [
        (50.0, 700.0, "The minister of transport opened the new rail-"),
        (50.0, 686.0, "way station in the valley of flowers on Sunday"),
        (50.0, 672.0, "after years of work."),
    ]

    assert "the new railway station" in only(tmp_path, "a.pdf", pdf(lines)).text


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "The minister opened the bridge",
        "on Sunday after years of work",
        "by hundreds of men.",
    ]
    right = [
        "The harvest was poor this year",
        "because no rain fell in spring",
        "in the east at all.",
    ]
    lines = [
        (x, 700.0 - 14 * row, text)
        for x, column in ((50.0, left), (320.0, right))
        for row, text in enumerate(column)
    ]
    text = only(tmp_path, "a.pdf", pdf(lines)).text

    assert " ".join(left) in text.replace("\n", " ")
    assert " ".join(right) in text.replace("\n", " ")


# --- what is found beside articles --------------------------------------------------------------


@pytest.mark.parametrize("name", ["photo.jpg", "LICENSE", "a.doc", "a.rtf", "b.csv", "data.sqlite"])
def test_what_is_no_article_is_named(tmp_path: Path, name: str) -> None:
    found = loaded(tmp_path, name, LONG)

    assert found.articles == ()
    assert any(name in line and "skipped" in line for line in found.warnings)


@pytest.mark.parametrize("name", ["A.TXT", "خبر.txt", "a b.html", "a.HTM", "x.JSON"])
def test_names_of_files(tmp_path: Path, name: str) -> None:
    content = json.dumps({"text": LONG}) if name.endswith("JSON") else LONG

    assert only(tmp_path, name, content).text == LONG


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    found = loaded(tmp_path, "a.txt", LONG)

    assert [article.id for article in found.articles] == ["a"]
    assert any("gone.txt" in line and "skipped" in line for line in found.warnings)


def test_a_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "again").symlink_to(tmp_path)
    found = loaded(tmp_path, "a.txt", LONG)

    assert [article.id for article in found.articles] == ["a"]
    assert [line.partition("skipped")[0].strip() for line in found.warnings] == [
        f"{tmp_path / 'inner' / 'again'}:"
    ]


# --- addresses ----------------------------------------------------------------------------------

NO_ADDRESSES = [
    "not an address",
    "ftp://news.example/a",
    "http://",
    "http://[::1",
    "https://news.example:99999/",
    "http://user:word@news.example/",
    "http://\0news.example/",
    "http://a..b/",
    "file:///etc/hostname",
]


@pytest.mark.parametrize("address", NO_ADDRESSES)
def test_an_address_that_is_none_is_named(address: str) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError(f"{host} is not known")

    found = load_items(from_addresses([address], Fetcher(resolve=resolve)))

    assert found.articles == ()
    assert [line.partition(": skipped")[0] for line in found.warnings] == [address]


def test_the_command_takes_a_list_with_bad_addresses(tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text("# ours\n" + "\n".join(NO_ADDRESSES), encoding="utf-8")

    assert sum(len(batch.places) for batch in batches(urls=file)) == len(NO_ADDRESSES)


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n"])
def test_a_list_without_addresses_is_an_error(tmp_path: Path, content: str) -> None:
    file = tmp_path / "list.txt"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(InputError, match="holds no address"):
        batches(urls=file)


@pytest.mark.parametrize("path", ["", "  ", "/no/such/folder", "~/unexpanded"])
def test_a_path_that_is_none_is_an_error(path: str) -> None:
    with pytest.raises(InputError, match="name files or folders"):
        batches(path)


def batches(*paths: str, urls: Path | None = None) -> list[Batch]:
    given = {"paths": list(paths), "urls": urls, "private": False}
    args = argparse.Namespace(name="", outlet="", language="", **given)
    return list(_batches(args, Settings()))
