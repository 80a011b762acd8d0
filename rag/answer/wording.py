"""Word the parts of a statement in one language: values, names, speakers, outlets, dates."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer.phrases import PHRASES, Phrases
from rag.text.fold import fold
from rag.text.lexicon import rebuilt, rows, wordset
from rag.text.romanise import romanise
from rag.text.stylebook import Mention, Stylebook
from rag.types import Article, Claim, Language
from rag.values import Precision, Quantity, Relation, When, find_values, relate
from rag.values.render import render, renderable

__all__ = ["Wording", "is_nameless"]

_ARABIC = re.compile("[\u0621-\u064a\u0671-\u06d3]")
# Between the names of a list there may only stand what joins them.
_JOIN = re.compile(r"[\s،,]*(?:و|and\b)?[\s،,]*")
_WITH_ARTICLE = wordset(
    "Ministry Agency Council Commission Committee Union Nations Kremlin Authority Army Court House "
    "Bank Organization Organisation Government Police Parliament Service Office Fund Federation"
)
LONGEST_SPEAKER = 6
"""Words."""
_NAMELESS = re.compile(r"^(?:an? )?(?:unnamed|unknown)\b|^$", re.I)
_SPEAKERS: dict[Language, dict[str, str]] = {"ar": {}, "en": {}}
"""Speakers without a name of their own, by their folded name in the other language."""


def is_nameless(outlet: str) -> bool:
    """Whether this is no outlet's name: "", or a note such as "Unnamed outlet (AFP copy)"."""
    return _NAMELESS.match(outlet) is not None


@dataclass(frozen=True)
class Wording:
    """Words in `language` for what articles of either language say."""

    language: Language
    stylebook: Stylebook

    @property
    def phrases(self) -> Phrases:
        """The interface's sentences of this language."""
        return PHRASES[self.language]

    def own(self, article: Article) -> bool:
        """Whether the article is in the language of the answer."""
        return article.language == self.language

    def value(self, claim: Claim) -> str:
        """The value: as published in the answer's own language, rendered in the other.

        "" where there is none, or the other language has no word for what is counted.
        """
        if claim.value is None:
            return ""
        if not self.own(claim.article) and not renderable(claim.value, self.language):
            return ""
        if isinstance(claim.value, When) and claim.value.within:
            # "Within two days" is said; the day that it leads to is not.
            words = " ".join(claim.evidence.text.split())
            return words if self.own(claim.article) else self._within(claim.value.within)
        rendered = render(claim.value, self.language)
        if not self.own(claim.article):
            return rendered
        words = _unbound(" ".join(claim.evidence.text.split()), claim)
        # "not more than ten days", "ten days … at least": the words alone would say another thing.
        alone = find_values(words, self.language, claim.article.published)
        if len(alone) != 1 or relate(alone[0].value, claim.value) is not Relation.EQUAL:
            return rendered
        when = claim.value
        resolved = isinstance(when, When) and when.relative and when.start is not None
        if not resolved or rendered == words:
            return words
        return rendered if rendered.startswith(words) else f"{words} ({rendered})"

    def _within(self, distance: Quantity) -> str:
        return self.phrases.within.format(distance=render(distance, self.language))

    def names(self, claim: Claim) -> str:
        """The evidence as names in the answer's language; "" where it is more than names."""
        text = claim.evidence.text
        mentions = self.stylebook.find(text) if claim.names else []
        if not _only_names(text, mentions):
            return ""
        own = self.own(claim.article)
        return self.join([text[m.start : m.end] if own else self._name(m) for m in mentions])

    def _name(self, mention: Mention) -> str:
        entity = mention.entity
        return entity.english[0] if self.language == "en" else entity.arabic[0]

    def join(self, items: Sequence[str]) -> str:
        """Join items, as in «a, b and c» and «a وb وc»."""
        unique = list(dict.fromkeys(items))
        if len(unique) < 2:
            return "".join(unique)
        if self.language == "ar":
            return self.phrases.last.join(unique)
        return self.phrases.comma.join(unique[:-1]) + self.phrases.last + unique[-1]

    def said(self, claim: Claim) -> str:
        """Who says it, to follow a value, with its comma; "" where nobody is named."""
        words = self.speaker_name(claim)
        return self.phrases.said.format(speaker=words) if words else ""

    def speaker_name(self, claim: Claim) -> str:
        """Who says it, in the answer's language; "" where that cannot be worded."""
        published = " ".join(claim.speaker.split())
        if len(published.split()) > LONGEST_SPEAKER:
            return ""  # what is said has run into who says it
        if not published or self.own(claim.article):
            return published
        mentions = self.stylebook.find(published)
        for kind in ("person", "agency", "organisation"):
            for mention in mentions:
                if mention.entity.kind == kind:
                    return self._with_article(self._name(mention))
        words = fold(published).text.split()
        for size in range(len(words), 0, -1):  # "وزارة الداخلية" of a country as well
            if known := _SPEAKERS[self.language].get(" ".join(words[:size])):
                return known
        places = [m for m in mentions if m.entity.kind == "place"]
        if len(places) == 1 and len(words) == 1:
            return self._name(places[0])
        return ""

    def _with_article(self, name: str) -> str:
        takes = self.language == "en" and name.split()[-1] in _WITH_ARTICLE
        return f"the {name}" if takes and not name.lower().startswith("the ") else name

    def source(self, articles: Sequence[Article]) -> str:
        """Word the articles: each outlet with its agency and date, once."""
        comma, last = self.phrases.comma, self.phrases.last
        listed = dict.fromkeys(f"{self.outlet(a)}{comma}{self.date(a)}" for a in articles)
        return (comma.rstrip() + last).join(listed)

    def outlet(self, article: Article) -> str:
        """The outlet and the agency that it credits, in the answer's language."""
        nameless = is_nameless(article.outlet)
        outlet = self.phrases.unnamed if nameless else self._proper(article.outlet)
        known = fold(article.outlet).text if not nameless else ""
        wires = [self._proper(wire) for wire in article.wire if fold(wire).text not in known]
        wires = [wire for wire in wires if wire != outlet]
        if not wires:
            return outlet
        return self.phrases.with_wire.format(outlet=outlet, wire=self.join(wires))

    def _proper(self, name: str) -> str:
        arabic = _ARABIC.search(name) is not None
        if self.language == "en" and arabic:
            return self.stylebook.english(name) or self.phrases.romanised_name.format(
                name=romanise(name)
            )
        if self.language == "ar" and not arabic:
            return self.stylebook.arabic(name) or name
        return name

    def date(self, article: Article) -> str:
        """The publication date in words, or that there is none."""
        day = article.published
        return render(When(day, day, Precision.DAY), self.language) if day else self.phrases.undated


@rebuilt
def _build() -> None:
    """Fill the speakers from speakers.csv."""
    for table in _SPEAKERS.values():
        table.clear()
    for row in rows("speakers.csv", ("english", "arabic")):
        english, arabic = row["english"], row.alternatives("arabic")
        if not (english and arabic):
            raise row.wrong("give a speaker in both languages")
        _SPEAKERS["ar"][fold(english).text] = arabic[0]
        _SPEAKERS["en"].update((fold(name).text, english) for name in arabic)


def _unbound(words: str, claim: Claim) -> str:
    """Take off the letters written onto a value: "وتسع وفيات" is "تسع وفيات", "بنحو 5" "نحو 5".

    What then is another value, or none, stays: "واحد", "بليون".
    """
    for letters in ("وب", "ول", "و", "ب", "ل"):
        rest = words.removeprefix(letters)
        if rest == words or words.startswith("واحد"):
            continue
        alone = find_values(rest, claim.article.language, claim.article.published)
        if len(alone) == 1 and alone[0].start == 0 and alone[0].value == claim.value:
            return rest
    return words


def _only_names(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the text is an enumeration of the mentions and nothing else."""
    at = 0
    for mention in mentions:
        if not _JOIN.fullmatch(text, at, mention.start):
            return False
        at = mention.end
    return bool(mentions) and _JOIN.fullmatch(text, at) is not None
