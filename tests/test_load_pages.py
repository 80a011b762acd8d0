"""Pages, as newsrooms export them: the words that a reader sees, and what is said of them."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.load.document import Document
from index.load.html import read_html, read_page, visible_text
from tests.toy_load import BODY, only


def page(body: str, head: str = "") -> Document:
    return read_html(f'<html lang="ar"><head>{head}</head><body>{body}</body></html>')


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
@settings(max_examples=50, deadline=None)
def test_any_text_is_a_page(source: str) -> None:
    read_html(source)
    visible_text(source)
