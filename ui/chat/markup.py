"""Leaves of the page: escaped words, each in its own direction.

With `ui.chat.html` this is the one place where article text and questions meet markup. Published
words are never changed: direction is set around them, not inside them.
"""

import re
from html import escape

from rag.types import Article, Language
from ui.chat.view import View
from ui.plain import date_text

__all__ = [
    "anchor",
    "clip_end",
    "clip_start",
    "date_html",
    "direction",
    "foreign",
    "outlet_html",
    "prose",
    "published",
]

DIRECTION = {"ar": "rtl"}
CONTEXT_CHARS = 360
"""What is shown of a passage on each side of its cited sentence."""

# One number, time or ISO date, with what joins its digits; then Arabic words inside English.
NUMBER = r"\d+(?:[.,:/٬٫\u2013-]\d+)*(?:\s?[%٪])?"
QUOTE = r"«[^»]*»"
ARABIC = r"[\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff]+(?:[\s،]+[\u0600-\u065f\u066e-\u06ef]+)*"
PIECES = {"ar": re.compile(f"(?P<n>{NUMBER})")}
ENGLISH_PIECES = re.compile(f"(?P<a>{QUOTE}|{ARABIC})|(?P<n>{NUMBER})")


def direction(language: str) -> str:
    """The `lang` and `dir` attributes of a text in this language."""
    return f'lang="{escape(language)}" dir="{DIRECTION.get(language, "ltr")}"'


def anchor(turn: int, marker: int) -> str:
    """The id of a cited passage, for its markers to lead to."""
    return f"dl-{turn}-{marker}"


def foreign(text: str, article: Article, tag: str = "bdi", css: str = "") -> str:
    """Published words inside a line of ours."""
    style = f' class="{css}"' if css else ""
    return f"<{tag}{style} {direction(article.language)}>{escape(text)}</{tag}>"


def outlet_html(article: Article, view: View) -> str:
    """The outlet with its agency, in the language of the answer."""
    return f"<bdi>{escape(view.outlet(article))}</bdi>"


def date_html(article: Article, view: View, short: bool = False) -> str:
    """The publication date, and whether it was inferred."""
    text = escape(date_text(article, view.language, short))
    if article.published is None:
        return f"<bdi>{text}</bdi>"
    mark = ""
    if "published" in article.inferred:
        mark = f' <span class="dl-inferred">({escape(view.words.inferred_date)})</span>'
    return f'<bdi><time datetime="{article.published.isoformat()}">{text}</time></bdi>{mark}'


def prose(text: str, language: Language) -> str:
    """A line of the answer: numbers and ISO dates keep their order, quotes their direction."""
    pattern = PIECES.get(language, ENGLISH_PIECES)
    out, at = [], 0
    for match in pattern.finditer(text):
        out.append(escape(text[at : match.start()]))
        piece = escape(match.group())
        if match.lastgroup == "n":
            out.append(f'<bdi class="dl-n">{piece}</bdi>')
        else:
            out.append(f'<bdi lang="ar" dir="rtl">{piece}</bdi>')
        at = match.end()
    return "".join([*out, escape(text[at:])])


def published(text: str) -> str:
    """Published text outside the cited sentence; its line breaks stay visible as breaks."""
    lines = re.split(r"\s*\n\s*", text)
    return "<br>".join(escape(line) for line in lines)


def clip_end(text: str) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= CONTEXT_CHARS:
        return text.rstrip()
    return text[:CONTEXT_CHARS].rsplit(None, 1)[0] + " …"


def clip_start(text: str) -> str:
    """The end of a text, cut between words."""
    if len(text) <= CONTEXT_CHARS:
        return text.lstrip()
    return "… " + text[-CONTEXT_CHARS:].split(None, 1)[-1]
