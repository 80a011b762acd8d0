"""Pages as they are found on the web: what a reader sees of them, what they say of themselves."""

import json
from datetime import date
from pathlib import Path

import pytest

from index.load.clean import kept_spans
from tests.toy_load import BODY, LONG, MORE, ld, only, page


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
