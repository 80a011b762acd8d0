"""What an archive holds, said to somebody who opens the page for the first time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from babel.dates import format_date

from rag.answer.wording import Wording, is_nameless
from rag.search import Within
from rag.text.stylebook import Stylebook
from rag.types import Article, Language
from ui.answer.make_view import LOCALES, place_of
from ui.words import WORDS, count

__all__ = ["Facts", "facts_of", "facts_out", "narrowed_note"]

NEWEST = 4
RECENT = 40


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts, outlets and dates of an archive, and its newest articles.

    `unnamed`: besides the outlets, there are some whose name is not known.
    """

    articles: int = 0
    outlets: tuple[str, ...] = ()
    unnamed: bool = False
    languages: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    newest: tuple[Article, ...] = field(default=(), repr=False)
    recent: tuple[Article, ...] = field(default=(), repr=False)
    """What examples are made of: one of several copies, those without a date last."""

    def line(self, language: Language) -> str:
        """The archive in one line: "5 articles of 4 outlets, 6–11 January 2022"; "" if empty."""
        if not self.articles:
            return ""
        words = WORDS[language]
        articles = count(words.articles, self.articles)
        if self.outlets:
            outlets = count(words.outlets, len(self.outlets))
            articles = words.articles_of.format(articles=articles, outlets=outlets)
            articles += words.unnamed_too if self.unnamed else ""
        days = self._days(language)
        return f"{articles}{words.comma}{days}" if days else articles

    def _days(self, language: Language) -> str:
        if self.first is None or self.last is None:
            return ""
        first, last = (
            format_date(day, "long", locale=LOCALES[language]) for day in (self.first, self.last)
        )
        if first == last:
            return first
        if (self.first.year, self.first.month) == (self.last.year, self.last.month):
            return f"{self.first.day}–{last}"
        return f"{first} – {last}"


def facts_of(articles: Sequence[Article]) -> Facts:
    """Look through the articles, one at a time: they need not all be in memory.

    Articles without a date count, but are never the newest.
    """
    outlets, languages = set(), set()
    days: list[date] = []
    for article in articles:
        outlets.add(article.outlet)
        languages.add(article.language)
        days.append(article.published or date.min)
    newest = sorted(range(len(days)), key=lambda at: days[at], reverse=True)
    dated = [at for at in newest if days[at] > date.min]
    return Facts(
        articles=len(days),
        outlets=tuple(sorted(name for name in outlets if not is_nameless(name))),
        unnamed=any(map(is_nameless, outlets)),
        languages=tuple(sorted(languages)),
        first=days[dated[-1]] if dated else None,
        last=days[dated[0]] if dated else None,
        newest=tuple(islice((a for at in dated if (a := articles[at]).title), NEWEST)),
        recent=tuple(_alone(articles[at] for at in newest)),
    )


def _alone(articles: Iterable[Article]) -> Iterator[Article]:
    """The first articles, one of several copies."""
    shown: set[str] = set()
    for article in articles:
        if len(shown) == RECENT:
            return
        if shown.isdisjoint(article.copies):
            shown.add(article.id)
            yield article


def facts_out(facts: Facts, names: Stylebook, examples: Iterable[str]) -> dict[str, Any]:
    """The facts as JSON values, worded in each language that a page speaks."""
    wordings = [Wording(language, names) for language in WORDS]
    return {
        "articles": facts.articles,
        "line": {language: facts.line(language) for language in WORDS},
        "outlets": list(facts.outlets),
        "outlet_names": {
            outlet: {w.language: w.outlet(Article("", "", outlet=outlet)) for w in wordings}
            for outlet in facts.outlets
        },
        "languages": list(facts.languages),
        "first": facts.first,
        "last": facts.last,
        "newest": [
            {
                "id": article.id,
                "title": article.title,
                "place": {w.language: _place(article, w) for w in wordings},
            }
            for article in facts.newest
        ],
        "examples": list(examples),
    }


def narrowed_note(within: Within, language: Language, names: Stylebook) -> str:
    """Say that not the whole archive was searched, in the answer's language."""
    words = WORDS[language]
    whole, *forms = words.narrowed
    outlet = Wording(language, names).outlet(Article("", "", outlet=within.outlet))
    first, last = (
        format_date(day, "long", locale=LOCALES[language]) if day else ""
        for day in (within.first, within.last)
    )
    tongue = words.tongues.get(within.language, within.language)
    said = zip(forms, (within.outlet and outlet, tongue, first, last), strict=True)
    return whole.format(words.comma.join(form.format(value) for form, value in said if value))


def _place(article: Article, wording: Wording) -> str:
    place = place_of(article, wording)
    mark = f" ({WORDS[wording.language].inferred_date})" if place.inferred else ""
    return f"{place.heading} · {place.date}{mark}"
