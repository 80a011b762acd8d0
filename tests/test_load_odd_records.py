"""Exports, feeds and addresses, odd or half broken: read, or named with a reason."""

import argparse
import json
from datetime import date
from pathlib import Path

import pytest

from index.load.fetch import Fetcher
from index.load.files import load_items
from index.load.places import from_addresses
from index.sources import Batch
from rag.errors import InputError
from rag.settings import Settings
from tests.toy_load import BODY, LONG, MORE, loaded, only
from ui.cli_index import asked_batches


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
    return list(asked_batches(args, Settings()))
