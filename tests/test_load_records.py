"""Records and feeds, as newsrooms export them."""

import json
from datetime import date

import pytest

from index.load.document import Document, Skipped
from index.load.feed import read_feed
from index.load.records import read_json, read_json_lines
from tests.toy_load import BODY, RSS


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
