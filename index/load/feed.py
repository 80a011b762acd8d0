"""Read feeds: RSS, Atom, and the export of a WordPress site, which is RSS with the whole text."""

from collections.abc import Iterator
from typing import Any

import feedparser

from index.load.document import Document, Skipped, UnreadableError
from index.load.records import from_record

__all__ = ["read_feed"]


def read_feed(data: bytes) -> Iterator[Document | Skipped]:
    """Read the entries of a feed; its own title is their outlet.

    Drafts, pages, pictures and entries of a WordPress export that are not posts are skipped.

    Raises:
        UnreadableError: it is not a feed.
    """
    feed: Any = feedparser.parse(data, sanitize_html=False)
    if not feed.version and not feed.entries:
        raise UnreadableError(f"not a feed ({feed.get('bozo_exception', 'no RSS, no Atom')})")
    if not feed.entries:
        raise UnreadableError("the feed has no entry")
    outlet, language = feed.feed.get("title", ""), feed.feed.get("language", "")
    for number, entry in enumerate(feed.entries, start=1):
        bodies = [part.get("value", "") for part in entry.get("content", [])]
        record = {
            "id": entry.get("id", ""),
            "title": entry.get("title", ""),
            "text": max([*bodies, entry.get("summary", "")], key=len),
            "published": entry.get("published", ""),
            "updated": dict.get(entry, "updated", ""),  # its own get takes `published` for it
            "link": entry.get("link", ""),
            "outlet": entry.get("source", {}).get("title") or outlet,
            "language": language,
            "status": entry.get("wp_status", ""),
            "type": entry.get("wp_post_type", ""),
        }
        yield from_record(record, f":{number}")
