"""The passages beside an answer: outlet, date, title, and the cited sentence marked."""

import re
from collections.abc import Iterable, Iterator
from html import escape

from rag.types import Article, Citation, Passage, Span
from ui.chat.markup import (
    anchor,
    clip_end,
    clip_start,
    date_html,
    direction,
    foreign,
    outlet_html,
    published,
)
from ui.chat.view import View

__all__ = ["nearest_html", "sources_html"]

NEAREST = 4
"""Passages offered beside "not found"."""


def sources_html(view: View) -> str:
    """Every citation's passage, in the order of the markers; "" if nothing is cited."""
    items = "".join(
        f'<li class="dl-source" id="{anchor(view.turn, c.marker)}" tabindex="-1">'
        f'<span class="dl-number" aria-hidden="true"><bdi>{c.marker}</bdi></span>'
        f"{_heading(c.span.passage.article, view)}"
        f"{_quote(c.span.passage, _in_context(c))}</li>"
        for c in view.answer.citations
    )
    if not items:
        return ""
    title = escape(view.words.sources)
    return (
        f'<aside class="dl-sources" aria-label="{title}"><h3>{title}</h3><ol>{items}</ol></aside>'
    )


def _heading(article: Article, view: View) -> str:
    title = foreign(article.title, article, "p", "dl-title") if article.title else ""
    link = ""
    if re.match(r"https?://", article.url):
        link = (
            f' <a class="dl-open" href="{escape(article.url)}" target="_blank" '
            f'rel="noopener noreferrer">{escape(view.words.open_article)}</a>'
        )
    return (
        f'<p class="dl-meta"><span class="dl-outlet">{outlet_html(article, view)}</span> '
        f'<span class="dl-date">{date_html(article, view)}</span>{link}</p>{title}'
    )


def _in_context(citation: Citation) -> str:
    """The cited sentence marked, its value marked stronger, in what surrounds it."""
    span = citation.span
    text, passage = span.passage.article.text, span.passage
    before = text[min(passage.start, span.start) : span.start]
    after = text[span.end : max(passage.end, span.end)]
    return (
        f'<span class="dl-around">{published(clip_start(before))}</span>'
        f"<mark>{''.join(_highlighted(span, citation.highlights))}</mark>"
        f'<span class="dl-around">{published(clip_end(after))}</span>'
    )


def _highlighted(span: Span, highlights: Iterable[Span]) -> Iterator[str]:
    text, at = span.passage.article.text, span.start
    for words in sorted(highlights, key=lambda s: (s.start, -s.end)):
        start, end = max(words.start, at), min(words.end, span.end)
        if start < end:
            yield escape(text[at:start])
            yield f"<strong>{escape(text[start:end])}</strong>"
            at = end
    yield escape(text[at : span.end])


def _quote(passage: Passage, inner: str) -> str:
    language = passage.article.language
    return f'<blockquote class="dl-quote" {direction(language)}>{inner}</blockquote>'


def nearest_html(view: View) -> str:
    """The best passages of a question that none answers, folded away and marked as no answer."""
    items = "".join(
        f'<li class="dl-source">{_heading(hit.passage.article, view)}'
        f"{_quote(hit.passage, published(clip_end(hit.passage.text)))}</li>"
        for hit in view.answer.hits[:NEAREST]
    )
    if not items:
        return ""
    return (
        f'<details class="dl-nearest"><summary>{escape(view.words.nearest)}</summary>'
        f"<p>{escape(view.words.nearest_why)}</p><ul>{items}</ul></details>"
    )
