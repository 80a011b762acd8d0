"""An answer as plain text with its sources: for the terminal and for the clipboard."""

from babel.dates import format_date

from rag.answer.wording import Wording
from rag.text.stylebook import Stylebook
from rag.types import Answer, Article, Citation, Language
from ui.words import WORDS

__all__ = ["date_text", "plain"]

LOCALES: dict[Language, str] = {"ar": "ar", "en": "en_GB"}


def plain(answer: Answer, stylebook: Stylebook) -> str:
    """The answer, its notes, and one line for each citation with the sentence as published."""
    parts = [answer.text, *answer.notes]
    if answer.citations:
        wording = Wording(answer.language, stylebook)
        parts.append("\n".join(_source(c, wording) for c in answer.citations))
    return "\n\n".join(part for part in parts if part)


def date_text(article: Article, language: Language, short: bool = False) -> str:
    """The publication date, written out: 10 January 2022, or that it is not known.

    `short` abbreviates the month's name where the language does that (10 Jan 2022).
    """
    if article.published is None:
        return WORDS[language].no_date
    return format_date(
        article.published,
        "medium" if short and language == "en" else "long",
        locale=LOCALES[language],
    )


def _source(citation: Citation, wording: Wording) -> str:
    article = citation.span.passage.article
    sentence = " ".join(citation.span.text.split())
    source = wording.outlet(article), date_text(article, wording.language)
    line = f"[{citation.marker}] {wording.phrases.comma.join(source)}: «{sentence}»"
    if citation.translation:
        line += f"\n    {WORDS[wording.language].machine_translation}: {citation.translation}"
    return line
