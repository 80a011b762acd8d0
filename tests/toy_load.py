"""What tests of loaders share: a text, a page around it, and one file read from a folder."""

import json
from pathlib import Path

from index.load.files import Loaded, load_articles
from rag.types import Article

BODY = "افتتح وزير النقل الأحد محطة القطار الجديدة في وادي الزهور."
MORE = "وقالت الوزارة إن كلفتها بلغت 12 مليون دينار."
LONG = f"{BODY} {MORE}"
RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>صحيفة الميناء</title><language>ar</language>
<item><title>محطة &amp; قطار</title><link>https://x.example/1</link><guid>g1</guid>
<pubDate>Mon, 05 Jun 2023 23:30:00 -0500</pubDate><description>ملخص</description>
<content:encoded><![CDATA[<p>افتتح الوزير المحطة.</p><p>وغادر.</p>]]></content:encoded></item>
<item><title>مسودة</title><description>نص</description><wp:status>draft</wp:status></item>
<item><title>صورة</title><description>نص</description><wp:post_type>attachment</wp:post_type></item>
</channel></rss>"""


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
