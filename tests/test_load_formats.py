"""Every format, as newsrooms export it: the words that a reader sees, and what is said of them."""

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.load.document import Document, Skipped, UnreadableError
from index.load.feed import read_feed
from index.load.files import load_articles, load_items
from index.load.html import read_html, read_page, visible_text
from index.load.pdf import read_pdf
from index.load.places import FREE_BYTES, Item, from_stream
from index.load.records import read_json, read_json_lines
from index.load.text import read_text
from index.load.word import read_docx
from rag.types import Article

PDF = Path(__file__).resolve().parent / "data" / "arabic.pdf"
BODY = "افتتح وزير النقل الأحد محطة القطار الجديدة في وادي الزهور."


def page(body: str, head: str = "") -> Document:
    return read_html(f'<html lang="ar"><head>{head}</head><body>{body}</body></html>')


def only(folder: Path, name: str, content: bytes) -> Article:
    (folder / name).write_bytes(content)
    (article,) = load_articles([folder]).articles
    return article


# --- pages --------------------------------------------------------------------------------------


def test_json_ld_names_outlet_title_and_date() -> None:
    data = {
        "@graph": [
            {"@type": "WebPage", "name": "س"},
            {
                "@type": ["NewsArticle"],
                "headline": "افتتاح المحطة",
                "dateModified": "2023-05-09",
                "datePublished": "2023-05-07T10:00:00Z",
                "publisher": {"name": "صحيفة الميناء"},
            },
        ]
    }
    found = page(
        f"<div>{BODY}</div>", f'<script type="application/ld+json">{json.dumps(data)}</script>'
    )

    assert (found.title, found.outlet) == ("افتتاح المحطة", "صحيفة الميناء")
    assert (found.published, found.inferred) == (date(2023, 5, 7), ())


@pytest.mark.parametrize(
    ("head", "body", "published", "inferred"),
    [
        pytest.param(
            "", '<time datetime="2023-02-11">أمس</time>', date(2023, 2, 11), (), id="time"
        ),
        pytest.param(
            "",
            '<time class="updated" datetime="2023-02-12">x</time>'
            '<time datetime="2023-02-11">y</time>',
            date(2023, 2, 11),
            (),
            id="updated-time-before",
        ),
        pytest.param(
            '<meta property="article:modified_time" content="2023-09-30">'
            '<meta property="article:published_time" content="2023-09-01T23:30:00-05:00">',
            "",
            date(2023, 9, 1),
            (),
            id="published-before-modified",
        ),
        pytest.param(
            '<meta property="article:modified_time" content="2023-09-30">',
            "",
            date(2023, 9, 30),
            ("published",),
            id="only-modified",
        ),
        pytest.param(
            '<script type="application/ld+json">{"@type": "Article", "dateModified": "2023-09-30"}'
            "</script>",
            '<time datetime="2023-02-11">x</time>',
            date(2023, 2, 11),
            (),
            id="modified-never-replaces-published",
        ),
        pytest.param(
            '<script type="application/ld+json">{oops</script>', "", None, (), id="bad-json"
        ),
    ],
)
def test_when_a_page_was_published(
    head: str, body: str, published: date | None, inferred: tuple[str, ...]
) -> None:
    found = page(f"<article><h1>عنوان</h1>{body}<p>{BODY}</p></article>", head)

    assert (found.published, found.inferred) == (published, inferred)


@pytest.mark.parametrize(
    "hidden",
    [
        '<div style="display:none">قتل ألفان.</div>',
        '<div style="color: red; DISPLAY : none !important">قتل ألفان.</div>',
        '<p style="visibility:hidden">قتل ألفان.</p>',
        "<p hidden>قتل ألفان.</p>",
        "<template><p>قتل ألفان.</p></template>",
        "<!-- قتل ألفان. -->",
    ],
)
def test_what_no_reader_sees_is_left_out(hidden: str) -> None:
    assert page(f"<article><p>{BODY}</p>{hidden}</article>").text == BODY


def test_a_second_article_element_is_not_part_of_the_first() -> None:
    found = page(
        f"<article><h1>افتتاح المحطة</h1><p>{BODY}</p><article>تعليق قارئ</article></article>"
        "<article><h2>حريق</h2><p>قتل 99 شخصا.</p></article>"
    )

    assert found.text == f"افتتاح المحطة\n{BODY}"


def test_a_page_that_does_not_mark_its_article_loses_menu_and_footer() -> None:
    paragraphs = [
        f"{BODY} وقالت الوزارة في بيان رقم {n} إن العمل يستمر حتى نهاية العام." for n in range(6)
    ]
    links = "".join(f'<a href="/{n}">قسم الأخبار {n}</a>' for n in range(12))
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    found = page(
        f'<div class="menu">{links}</div><div class="content">{body}</div><div class="footer">'
        "<p>اتصل بنا</p></div>"
    )

    assert found.text == "\n".join(paragraphs)


def test_words_are_kept_as_they_stand() -> None:
    body = "<p>مساحتها 75 كم<sup>2</sup> وفيها 1<span>,</span>250 غزالا، و10<sup>6</sup> شجرة.</p>"

    assert page(body).text == "مساحتها 75 كم² وفيها 1,250 غزالا، و10⁶ شجرة."


def test_rows_of_a_table_are_lines() -> None:
    table = (
        "<table><tr><th>المدينة</th><th>القتلى</th></tr><tr><td>الورد</td><td>12</td></tr></table>"
    )

    assert page(f"<article>{table}</article>").text == "المدينة | القتلى\nالورد | 12"


def test_the_encoding_that_a_page_names_is_used() -> None:
    source = f'<html><head><meta charset="windows-1256"></head><body><p>{BODY}</p></body></html>'
    (found,) = read_page(source.encode("cp1256"))

    assert isinstance(found, Document)
    assert (found.text, found.notes) == (BODY, ())


def test_letters_win_over_a_wrong_language(tmp_path: Path) -> None:
    source = f'<html lang="en-US"><body><p>{BODY}</p></body></html>'

    assert only(tmp_path, "a.html", source.encode()).language == "ar"


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_is_a_page(source: str) -> None:
    read_html(source)
    visible_text(source)


# --- records and feeds --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        pytest.param(
            {
                "title": {"rendered": "محطة &#8211; خاص"},
                "link": "https://x.example/1",
                "date": "2023-06-03T10:00:00",
                "content": {"rendered": f"<p>{BODY}</p>"},
            },
            Document(
                BODY, title="محطة – خاص", published=date(2023, 6, 3), url="https://x.example/1"
            ),
            id="wordpress",
        ),
        pytest.param(
            {
                "@type": "NewsArticle",
                "headline": "ع",
                "articleBody": BODY,
                "inLanguage": "ar-SA",
                "publisher": {"@type": "Organization", "name": "الميناء"},
                "datePublished": "2023-06-03",
            },
            Document(BODY, title="ع", outlet="الميناء", language="ar", published=date(2023, 6, 3)),
            id="schema.org",
        ),
        pytest.param(
            {"text": "<!-- wp:p --><p>قال&nbsp;الوزير: &quot;نعم&quot;.</p><script>x</script>"},
            Document('قال\xa0الوزير: "نعم".'),
            id="markup",
        ),
        pytest.param(
            {"text": "بلغ 3&#44;500 ريال &mdash; أمس"},
            Document("بلغ 3,500 ريال — أمس"),
            id="entities",
        ),
        pytest.param(
            {"text": "<p>قال &amp;quot;نعم&amp;quot;</p>"},
            Document('قال "نعم"'),
            id="escaped-twice",
        ),
        pytest.param(
            {"text": BODY, "title": "\\u0645\\u062d\\u0637\\u0629"},
            Document(BODY, title="محطة"),
            id="escaped-letters",
        ),
        pytest.param(
            {"text": BODY, "title": "محطة القطار".encode().decode("cp1252")},
            Document(BODY, title="محطة القطار"),
            id="garbled-title",
        ),
        pytest.param(
            {"text": BODY, "publisher": {"@id": "#org"}, "source": "الميناء"},
            Document(BODY, outlet="الميناء"),
            id="publisher-by-reference",
        ),
        pytest.param({"text": "ربح 3 < 5 و R&D"}, Document("ربح 3 < 5 و R&D"), id="no-markup"),
        pytest.param(
            {"text": BODY, "published": 1685952000},
            Document(BODY, published=date(2023, 6, 5)),
            id="epoch",
        ),
        pytest.param(
            {"text": BODY, "published": 1685952000000},
            Document(BODY, published=date(2023, 6, 5)),
            id="milliseconds",
        ),
        pytest.param(
            {"text": BODY, "published": "6/13/2023"},
            Document(BODY, published=date(2023, 6, 13)),
            id="month-first",
        ),
        pytest.param(
            {"text": BODY, "published": "05/06/2023"},
            Document(BODY, published=date(2023, 6, 5)),
            id="day-first",
        ),
        pytest.param(
            {"text": BODY, "pubDate": "Mon, 05 Jun 2023 08:00:00 GMT", "guid": "g1"},
            Document(BODY, id="g1", published=date(2023, 6, 5)),
            id="feed-keys",
        ),
        pytest.param(
            {"text": BODY, "modified": "2023-06-05"},
            Document(BODY, published=date(2023, 6, 5), inferred=("published",)),
            id="only-modified",
        ),
    ],
)
def test_records(record: dict[str, object], expected: Document) -> None:
    (found,) = read_json(json.dumps(record).encode())

    assert found == expected


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"@type": "WebPage", "text": BODY}, "a WebPage, not an article"),
        ({"status": "draft", "text": BODY}, "not published (draft)"),
        ({"type": "attachment", "text": BODY}, "a attachment, not an article"),
        ({"title": "بلا نص"}, "it has no `text`: its fields are title"),
        ({"text": "<p> </p>"}, "it has no `text`: its fields are text"),
    ],
)
def test_records_that_are_no_article(record: dict[str, object], reason: str) -> None:
    assert list(read_json_lines(json.dumps(record).encode())) == [Skipped(":1", reason)]


def test_a_list_of_records_and_an_object_around_it() -> None:
    several = [{"text": BODY, "id": 1}, {"text": BODY, "id": 2}]
    for whole in (several, {"posts": several}, {"@graph": several}):
        found = list(read_json(json.dumps(whole).encode()))
        assert [(d.id, d.at) for d in found if isinstance(d, Document)] == [
            ("1", ":1"),
            ("2", ":2"),
        ]


RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>صحيفة الميناء</title><language>ar</language>
<item><title>محطة &amp; قطار</title><link>https://x.example/1</link><guid>g1</guid>
<pubDate>Mon, 05 Jun 2023 23:30:00 -0500</pubDate><description>ملخص</description>
<content:encoded><![CDATA[<p>افتتح الوزير المحطة.</p><p>وغادر.</p>]]></content:encoded></item>
<item><title>مسودة</title><description>نص</description><wp:status>draft</wp:status></item>
<item><title>صورة</title><description>نص</description><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""


def test_a_feed_and_a_wordpress_export() -> None:
    assert list(read_feed(RSS.encode())) == [
        Document(
            "افتتح الوزير المحطة.\nوغادر.",
            id="g1",
            at=":1",
            title="محطة & قطار",
            outlet="صحيفة الميناء",
            published=date(2023, 6, 5),
            language="ar",
            url="https://x.example/1",
        ),
        Skipped(":2", "not published (draft)"),
        Skipped(":3", "a attachment, not an article"),
    ]


def test_atom() -> None:
    atom = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>الميناء</title><entry><id>e1</id>
    <title>ع</title><updated>2023-06-09T00:00:00Z</updated><published>2023-06-05T00:00:00Z</published>
    <content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""
    (found,) = read_feed(atom.encode())

    assert isinstance(found, Document)
    assert (found.text, found.outlet, found.published) == (BODY, "الميناء", date(2023, 6, 5))


# --- front matter, PDF, Word, zip, standard input -----------------------------------------------


def test_front_matter_is_about_the_article_not_of_it() -> None:
    text = f'---\ntitle: "محطة"\ndate: 2023-06-05\noutlet: الميناء\n---\n{BODY}\n'
    (found,) = read_text(text.encode())

    assert (found.text, found.title) == (f"{BODY}\n", "محطة")
    assert (found.outlet, found.published) == ("الميناء", date(2023, 6, 5))


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    (found,) = read_text(f"---\n{BODY}".encode())

    assert found.text == f"---\n{BODY}"


def test_a_pdf_is_read_from_right_to_left() -> None:
    (found,) = read_pdf(PDF.read_bytes())

    assert isinstance(found, Document)
    assert found.text.split("\n") == [
        "افتتاح محطة القطار في وادي الزهور",
        "بقلم: صحيفة الميناء مع رويترز",
        "افتتح وزير النقل الأحد محطة القطار الجديدة في وادي الزهور، وبلغت الكلفة 1,250 مليون "
        "دينار (نحو 40% من الميزانية). وقالت شركة Rail Works الأجنبية إن 17 عاملا أصيبوا في أثناء "
        "البناء، وإن القطار الأول سيصل في 12 أغسطس 2023.",
    ]


def test_word() -> None:
    document = docx.Document()
    document.core_properties.title = "محطة"
    document.add_paragraph(BODY)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "الورد", "12"
    stream = io.BytesIO()
    document.save(stream)
    (found,) = read_docx(stream.getvalue())

    assert isinstance(found, Document)
    assert (found.text, found.title) == (f"{BODY}\nالورد | 12", "محطة")


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return stream.getvalue()


def test_a_zip_is_read_with_its_sidecar(tmp_path: Path) -> None:
    sidecar = json.dumps({"file": "a.txt", "outlet": "الميناء"}).encode()
    content = zipped(news__a_txt=BODY.encode(), news__metadata_jsonl=sidecar, news__b_exe=b"MZ")
    (tmp_path / "dump.zip").write_bytes(content)
    loaded = load_articles([tmp_path])

    assert [(a.id, a.outlet) for a in loaded.articles] == [("a", "الميناء")]
    assert [warning.partition(": ")[2][:20] for warning in loaded.warnings] == [
        "skipped, .exe is not"
    ]


def test_a_zip_bomb_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    content = zipped(bomb_txt=b"0" * (2 * FREE_BYTES), good_txt=BODY.encode(), more_zip=b"PK")
    (tmp_path / "dump.zip").write_bytes(content)
    loaded = load_articles([tmp_path])

    assert [article.id for article in loaded.articles] == ["good"]
    assert "a zip bomb" in " ".join(loaded.warnings)
    assert "a zip inside a zip" in " ".join(loaded.warnings)


def test_a_file_of_more_than_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(BODY, encoding="utf-8")
    with (tmp_path / "huge.jsonl").open("wb") as stream:
        stream.truncate(1_000_000_001)  # sparse: it takes no room
    loaded = load_articles([tmp_path])

    assert [article.id for article in loaded.articles] == ["good"]
    assert "huge.jsonl: skipped, 1,000,000,001 bytes are more" in loaded.warnings[0]


@pytest.mark.parametrize(
    ("piped", "text"),
    [
        pytest.param(BODY, BODY, id="text"),
        pytest.param(json.dumps({"text": BODY}), BODY, id="json"),
        pytest.param(
            "\n".join(json.dumps({"text": t}) for t in (BODY, "ثان")), BODY, id="json-lines"
        ),
        pytest.param(f"<!doctype html><p>{BODY}</p>", BODY, id="page"),
        pytest.param(f"<p>{BODY}</p>", BODY, id="piece-of-a-page"),
        pytest.param(RSS, "افتتح الوزير المحطة.\nوغادر.", id="feed"),
    ],
)
def test_standard_input_is_told_by_its_first_bytes(piped: str, text: str) -> None:
    loaded = load_items([from_stream(io.BytesIO(piped.encode()))])

    assert loaded.articles[0].text == text


@pytest.mark.parametrize("suffix", [".txt", ".html", ".jsonl", ".json", ".xml", ".pdf", ".docx"])
@given(data=st.binary(max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_bytes_are_a_crash(suffix: str, data: bytes) -> None:
    loaded = load_items([Item(f"a{suffix}", "", f"a{suffix}", "a", lambda: data)])

    assert loaded.articles or loaded.warnings


def test_a_damaged_word_file_with_a_huge_part_is_refused() -> None:
    with pytest.raises(UnreadableError, match="damaged or locked"):
        list(read_docx(zipped(word__document_xml=b"<a>")))
