"""Articles and passages as the API gives them: as published, with links that are safe to follow."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from rag.answer.serialise import article_json
from rag.types import Article, Json, Passage

__all__ = ["article_out", "passage_out", "safe_links"]

CONTEXT_CHARS = 400


def passage_out(passage: Passage) -> Json:
    """A passage as published, with whole words before and after it.

    `more` says that the article goes on after them.
    """
    text = passage.article.text
    before = text[max(0, passage.start - CONTEXT_CHARS) : passage.start]
    if passage.start > CONTEXT_CHARS:
        before = before[len(before.split(None, 1)[0]) :] if before.split() else ""
    after = text[passage.end : passage.end + CONTEXT_CHARS]
    if more := passage.end + CONTEXT_CHARS < len(text):
        after = after[: -len(after.rsplit(None, 1)[-1])] if after.split() else ""
    return {
        "id": str(passage.id),
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "before": before,
        "after": after,
        "more": more,
        "article": safe_links(article_json(passage.article)),
    }


def article_out(article: Article) -> Json:
    """An article as published."""
    return {**safe_links(article_json(article)), "text": article.text}


def safe_links(value: Json) -> Json:
    """Empty every `url` inside that is not http or https: it must never become a link."""
    for found in _dicts(value):
        if "url" in found and not _is_link(found["url"]):
            found["url"] = ""
    return value


def _is_link(url: object) -> bool:
    try:
        parts = urlsplit(str(url))
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _dicts(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _dicts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _dicts(inner)
