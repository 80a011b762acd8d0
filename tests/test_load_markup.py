"""What exports leave of a page in a text goes where it is markup, and stays where it is not."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.load.clean import kept_spans
from index.load.markup import plain_text
from tests.toy_load import BODY, LONG, MORE, loaded, only, page

MARKED = [
    pytest.param(f"<p>{BODY}</p><p>{MORE}</p>", f"{BODY}\n{MORE}", id="paragraphs"),
    pytest.param(f"<P ALIGN=RIGHT>{BODY}</P>{MORE}", f"{BODY}\n{MORE}", id="capitals"),
    pytest.param(f"{BODY}<br/>{MORE}<hr>", f"{BODY}\n{MORE}", id="breaks"),
    pytest.param("<h2>عنوان</h2><ul><li>أ<li>ب</ul>", "عنوان\nأ\nب", id="list"),
    pytest.param("قال <b>حازم</b> <a href='x'>اللبان</a>.", "قال حازم اللبان.", id="inline"),
    pytest.param(
        '<a title="مصرف "الحقول"" href="x">مصرف</a> جديد', "مصرف جديد", id="a-quote-too-many"
    ),
    pytest.param('افتتح المحطة <a class="more" href="https://x.exa', "افتتح المحطة", id="cut-off"),
    pytest.param(
        "<table>\n<tr>\n<td>الورد</td>\n<td>12</td>\n</tr>\n</table>", "الورد | 12", id="table"
    ),
    pytest.param(f"{BODY}<!-- إعلان: <b>9999</b> -->", BODY, id="comment"),
    pytest.param(f'{BODY}<script>if (a<b) x("<p>7</p>")</script>', BODY, id="script"),
    pytest.param(f"<STYLE>p {{}}</STYLE>{BODY}", BODY, id="style"),
    pytest.param(
        f"<p>{BODY}</p><div style='display:none'>77</div><p hidden>88</p>", BODY, id="hidden"
    ),
    pytest.param(f"<o:p></o:p><![if !vml]>{BODY}<![endif]>", BODY, id="from-word"),
    pytest.param(f"<![CDATA[<p>{BODY}</p>]]>", BODY, id="cdata"),
    pytest.param("&laquo;برّاق&raquo; &#8211; 3&#x2C;500", "«برّاق» – 3,500", id="references"),
    pytest.param("قال &amp;quot;نعم&amp;quot;", 'قال "نعم"', id="escaped-twice"),
    pytest.param(f"&lt;p&gt;{BODY}&lt;/p&gt;{MORE}", f"{BODY}\n{MORE}", id="escaped-tags"),
    pytest.param("ربح[caption]المحطة[/caption]أمس", "ربح\nالمحطة\nأمس", id="caption"),
    pytest.param("[su_box title='x']نص[/su_box] [b]مهم[/b]", "نص مهم", id="codes"),
    pytest.param("<p>a < b</p> c?x=1&copy=2 & d", "a < b\nc?x=1&copy=2 & d", id="lone-signs-too"),
]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
@pytest.mark.parametrize(("text", "expected"), MARKED)
def test_markup_is_no_text(tmp_path: Path, name: str, text: str, expected: str) -> None:
    content = json.dumps({"text": text}) if name.endswith("l") else text

    assert only(tmp_path, name, content).text == expected


def test_an_export_with_all_of_it(tmp_path: Path) -> None:
    article = only(
        tmp_path,
        "a.txt",
        "أرباح &quot;الحقول&quot;\r\n\r\n"
        "<p>وزع &quot;مصرف الحقول&quot; أرباحا قدرها&nbsp;١٬٢٥٠ دينارا.</p> <br/>وقال رئيسه "
        "<b>حازم اللبان</b> إنها الأعلى. <!-- إعلان: اربح 9999 --> "
        "[caption]اقرأ أيضا: 77 مصرفا تغلق أبوابها[/caption]\r\n",
    )

    assert article.title == 'أرباح "الحقول"'
    assert [article.text[start:end] for start, end in kept_spans(article.text)] == [
        'أرباح "الحقول"\nوزع "مصرف الحقول" أرباحا قدرها\xa0١٬٢٥٠ دينارا.\n'
        "وقال رئيسه حازم اللبان إنها الأعلى."
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ربح 3 < 5 و a<b و a <b ثم c> d", id="less-than"),
        pytest.param("شركة R&D; وشركة AT&T; و&foo; و&notit;", id="no-references"),
        pytest.param("https://x.example/?a=1&copy=2&lt=3", id="address"),
        pytest.param("<https://x.example> <desk@x.example> <your-name>", id="angle-brackets"),
        pytest.param("قال [سننهي] [1] [AFP] [al_jazeera] [caption]", id="square-brackets"),
        pytest.param("عن الوسم <script> وعن <!-- وما\r\n  بعدهما", id="named-only"),
        pytest.param("عن `<p>` و«<b>» و\"</b>\" و'<script>' و'</script>'", id="quoted"),
        pytest.param("عنوانٌ\u200f \r\n\r\n\t كما  هو > \n", id="spaces"),
    ],
)
def test_what_is_no_markup_stays(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, "a.txt", text).text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«<b>عن</b>» الوسم «<i>»", "«عن» الوسم «<i>»"),
        ("<b>عن</b> الوسم <script> وما بعده", "عن الوسم <script> وما بعده"),
        ("<b>عن</b> الوسم <!-- وما بعده", "عن الوسم <!-- وما بعده"),
        (f"<nav>{BODY}<p>{MORE}</p>", f"<nav>{BODY}\n{MORE}"),
        (f"<div style='display:none'>{BODY}<p>{MORE}</p>", f"{BODY}\n{MORE}"),
    ],
    ids=["quoted", "script", "comment", "menu", "hidden"],
)
def test_what_is_named_or_never_closed_hides_nothing(text: str, expected: str) -> None:
    assert plain_text(text) == expected


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_the_lines_of_a_text_stay_around_its_markup(tmp_path: Path, name: str) -> None:
    text = "عنوان\r\n\r\nفقرة <b>أولى</b>\r\nسطر\r\n\r\n<p>سطر\r\nواحد</p>\r\nآخر\r<p>بعده\nنهاية"
    content = json.dumps({"text": text}) if name.endswith("l") else text

    assert only(tmp_path, name, content).text == (
        "عنوان\n\nفقرة أولى\nسطر\nسطر واحد\nآخر\nبعده\nنهاية"
    )


def test_front_matter_may_hold_markup(tmp_path: Path) -> None:
    front = "---\ntitle: أرباح &laquo;الحقول&raquo; <b>اليوم</b>\noutlet: R&amp;D\n---\n"
    article = only(tmp_path, "a.md", f"{front}{LONG}")

    assert (article.title, article.outlet) == ("أرباح «الحقول» اليوم", "R&D")
    assert article.text == LONG


def test_a_page_that_is_called_a_text_is_read_as_a_page(tmp_path: Path) -> None:
    head = '<meta property="article:published_time" content="2023-06-05">'
    source = page(f"<nav>القائمة</nav><article><h1>خبر</h1><p>{LONG}</p></article>", head)
    article = only(tmp_path, "a.txt", f"\n<!-- saved --> {source}")

    assert (article.title, article.text) == ("خبر", f"خبر\n{LONG}")
    assert article.published == date(2023, 6, 5)


def test_a_text_of_nothing_but_markup_is_named(tmp_path: Path) -> None:
    (warning,) = loaded(tmp_path, "a.txt", "<p>&nbsp;</p><!-- 9999 -->").warnings

    assert "a.txt: skipped, a has no letter or digit" in warning


@given(st.text("<>&;[]/\"'= \r\nاب12", max_size=60))
@settings(max_examples=200, deadline=None)
def test_signs_alone_are_no_markup(text: str) -> None:
    assert plain_text(text) == text


@given(st.lists(st.sampled_from([*"<>&;[]/!-\"'= \nا9", "<p", "</p>", "<script", "<div hidden",
       "<!--", "-->", "[a", "&lt;", "&amp;", "b=", "<![CDATA[", "<br"])))  # fmt: skip
@settings(max_examples=200, deadline=None)
def test_any_text_can_be_read(pieces: list[str]) -> None:
    plain_text("".join(pieces))


@pytest.mark.parametrize(
    "piece",
    ['<a x="', "<a x ", "a-", "<!--", "<!-- x -->", "<script>", 'b="1" ', "[embed ", "&lt;"],
)
def test_a_text_of_half_marks_is_read_in_no_time(piece: str, tmp_path: Path) -> None:
    assert loaded(tmp_path, "a.txt", f"<i>[a <b-{piece * 5_000}").articles
