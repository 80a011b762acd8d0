"""The passages beside an answer: outlet, date, title, and the cited sentence marked."""

from collections.abc import Iterator
from html import escape

from rag.types import Language
from ui.answer.links import Links
from ui.answer.markup import date_html, direction, outlet_html, published
from ui.answer.table import anchor
from ui.answer.view import Place, Source, View
from ui.words import WORDS

__all__ = ["marked", "nearest_html", "place_html", "sources_html"]

MOST_STRONG = 0.75
"""Share of a sentence beyond which words marked as its value would tell nothing apart."""
OPEN_NEAREST = 2
"""Passages beside "not found" that are seen at once."""


def sources_html(view: View, key: str, links: Links) -> str:
    """Every citation's passage, in the order of the markers; "" if nothing is cited."""
    items = "".join(
        f'<li class="dl-source" id="{anchor(key, s.marker)}" tabindex="-1">'
        f'<span class="dl-number" aria-hidden="true"><bdi>{s.marker}</bdi></span>'
        f"{_heading(s, view, links)}{_quote(s)}</li>"
        for s in view.sources
    )
    if not items:
        return ""
    title = escape(view.words.sources)
    label = escape(f"{view.words.sources}: {view.question[:80]}")
    return (
        f'<aside class="dl-sources" aria-label="{label}"><h3>{title}</h3><ol>{items}</ol></aside>'
    )


def nearest_html(view: View, links: Links) -> str:
    """The best passages of a question that none answers: two open, all marked as no answer."""
    items = [
        f'<li class="dl-source">{_heading(source, view, links)}{_quote(source)}</li>'
        for source in view.nearest
    ]
    if not items:
        return ""
    words, rest = view.words, ""
    if more := "".join(items[OPEN_NEAREST:]):
        rest = f"<details><summary>{escape(words.more_nearest)}</summary><ul>{more}</ul></details>"
    return (
        f'<div class="dl-nearest"><h3>{escape(words.nearest)}</h3>'
        f'<p class="dl-aside">{escape(words.nearest_why)}</p>'
        f"<ul>{''.join(items[:OPEN_NEAREST])}</ul>{rest}</div>"
    )


def place_html(place: Place, language: Language) -> str:
    """Outlet and date on one line, with the way to the published page, if it has an address."""
    link = ""
    if place.url:
        link = (
            f' <a class="dl-open" href="{escape(place.url)}" target="_blank" '
            f'rel="noopener noreferrer">{escape(WORDS[language].open_article)}</a>'
        )
    return (
        f'<p class="dl-meta">{outlet_html(place)} '
        f'<span class="dl-date">{date_html(place, language)}</span>{link}</p>'
    )


def _heading(source: Source, view: View, links: Links) -> str:
    """The place, and the title, which opens the whole article at the sentence."""
    place = source.place
    named = place.title or view.words.whole_article
    language = place.language if place.title else view.language
    return (
        f'{place_html(place, view.language)}<p class="dl-title" {direction(language)}>'
        f'<a class="dl-read" href="{escape(links.article(source))}">{escape(named)}</a></p>'
    )


def _quote(source: Source) -> str:
    if source.marker:
        inner = (
            f'<span class="dl-around">{published(source.before)}</span>'
            f"<mark>{marked(source)}</mark>"
            f'<span class="dl-around">{published(source.after)}</span>'
        )
    else:
        inner = published(source.sentence)
    attributes = f'class="dl-quote" {direction(source.place.language)}'
    return f"<blockquote {attributes}>{inner}</blockquote>"


def marked(source: Source) -> str:
    """The cited sentence, its value marked stronger."""
    return "".join(_highlighted(source.sentence, source.highlights))


def _highlighted(text: str, highlights: tuple[tuple[int, int], ...]) -> Iterator[str]:
    at = 0
    for first, last in sorted(highlights, key=lambda h: (h[0], -h[1])):
        start, end = max(first, at), min(last, len(text))
        if start < end and end - start < MOST_STRONG * len(text):
            yield escape(text[at:start])
            yield f"<strong>{escape(text[start:end])}</strong>"
            at = end
    yield escape(text[at:])
