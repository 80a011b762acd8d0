"""Leaves of a page: escaped words, each in its own direction.

With the modules beside it, this is the one place where article text and questions meet markup.
Published words are never changed: direction is set around them, not inside them.
"""

import re
from html import escape

from rag.types import Language
from ui.answer.view import Place
from ui.words import WORDS

__all__ = ["date_html", "direction", "foreign", "outlet_html", "prose", "published"]

# One number, time or ISO date, with what joins its digits; then Arabic words inside English.
NUMBER = r"\d+(?:[.,:/٬٫\u2013-]\d+)*(?:\s?[%٪])?"
QUOTE = r"«[^»]*»"
ARABIC = r"[\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff]+(?:[\s،]+[\u0600-\u065f\u066e-\u06ef]+)*"
PIECES = {"ar": re.compile(f"(?P<n>{NUMBER})")}
ENGLISH_PIECES = re.compile(f"(?P<a>{QUOTE}|{ARABIC})|(?P<n>{NUMBER})")


def direction(language: str) -> str:
    """The `lang` and `dir` attributes of a text in this language."""
    rtl = language.partition("-")[0] in {"ar", "fa", "he", "ur"}
    return f'lang="{escape(language)}" dir="{"rtl" if rtl else "ltr"}"'


def foreign(text: str, language: str, tag: str = "bdi", css: str = "") -> str:
    """Published words inside a line of ours."""
    style = f' class="{css}"' if css else ""
    return f"<{tag}{style} {direction(language)}>{escape(text)}</{tag}>"


def date_html(place: Place, language: Language) -> str:
    """The publication date, and whether it was inferred."""
    if not place.day:
        return f"<bdi>{escape(place.date)}</bdi>"
    shown = f'<bdi><time datetime="{place.day}">{escape(place.date)}</time></bdi>'
    if not place.inferred:
        return shown
    return f'{shown} <span class="dl-inferred">({escape(WORDS[language].inferred_date)})</span>'


def outlet_html(place: Place) -> str:
    """Who published it, at the beginning of a line."""
    return f'<span class="dl-outlet"><bdi>{escape(place.heading)}</bdi></span>'


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
