"""How much of a sentence can be traced, by code, to the sentences that it cites."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.text.fold import fold
from rag.text.language import language_of
from rag.text.stylebook import Stylebook
from rag.values import Quantity, Relation, Value, When, relate
from rag.verify.evidence import WORD, Evidence, blank, roots, values_in
from rag.verify.quotes import quotations
from rag.verify.words import AFTER_NUMBER, FRAME, NEGATIONS, STARTERS, TITLES

__all__ = ["content_words", "credit_spans", "same_figure", "traced_share", "uncredited"]

_EMPTY_CREDIT = re.compile(
    r"(?:according to|بحسب|وفقا ل(?:ما ذكرت)?|نقلا عن)\s*\|+(?:[\s,،]*\|+)*\s*[,،]?\s*"
    r"|[,،]?\s*\|+ (?:reported|said)",
    re.I,
)
LEAST_WORD = 3
_SMALL = (FRAME, AFTER_NUMBER, STARTERS, TITLES, NEGATIONS)


def traced_share(
    text: str,
    cited: Sequence[Evidence],
    book: Stylebook,
    asked: Iterable[str],
    said: Iterable[str],
) -> float:
    """The share, 0 to 1, of a sentence's words that are traced; 0 if it only repeats the question.

    A value, a quotation, a negation or a name of the stylebook counts as one traced word, for the
    verifier has compared it; any other word where a cited sentence has it, in its letters or
    romanised, or what the extractive answer `said` by it. Credits, small words, and words of the
    question `asked` that no source has, do not count.
    """
    quotes = quotations(text)
    own = blank(text, [*quotes, *credit_spans(text, cited, book)])
    names = [(m.start, m.end) for m in book.find(own)]
    found = values_in(own, language_of(text), cited[0].published)
    values = [(f.start, f.end) for f in found if all(f.end <= s or e <= f.start for s, e in names)]
    known = _roots(said).union(*(source.roots | source.romanised() for source in cited))
    question = _roots(asked)
    words = [roots(word) for word in _content(blank(own, [*names, *values]))]
    traced = [word for word in words if word & known]
    new = [word for word in traced if not word & question]
    denials = [word for word in WORD.findall(own) if fold(word).text in NEGATIONS]
    new += [name for s, e in names if not (name := _roots([own[s:e]])) <= question]
    if not (quotes or values or denials or new):
        return 0.0
    right = len(quotes) + len(names) + len(values) + len(denials) + len(traced)
    return right / (right + sum(not word & (known | question) for word in words))


def content_words(text: str, cited: Sequence[Evidence], book: Stylebook) -> list[str]:
    """The words of a sentence that are no quotation, credit, name, value or small word."""
    own = blank(text, [*quotations(text), *credit_spans(text, cited, book)])
    names = [(m.start, m.end) for m in book.find(own)]
    found = values_in(own, language_of(text), cited[0].published)
    return _content(blank(own, [*names, *((f.start, f.end) for f in found)]))


def _content(text: str) -> list[str]:
    return [
        word
        for word in WORD.findall(text)
        if len(word) >= LEAST_WORD and not any(fold(word).text in small for small in _SMALL)
    ]


def _roots(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(root for text in texts for word in WORD.findall(text) for root in roots(word))


def credit_spans(
    text: str, cited: Sequence[Evidence], book: Stylebook
) -> Iterator[tuple[int, int]]:
    """Where a sentence says who published it, and when: that alone answers nothing."""
    for mention in book.find(text):
        if any(mention.entity in source.credits for source in cited):
            yield mention.start, mention.end
    for source in cited:
        if source.article.outlet:
            for found in re.finditer(re.escape(source.article.outlet), text):
                yield found.span()
        for value in values_in(text, language_of(text), source.published):
            if isinstance(value.value, When) and value.value.start == source.published:
                yield value.start, value.end


def uncredited(text: str, cited: Sequence[Evidence], book: Stylebook) -> str:
    """The sentence without the words that say who published it."""
    bare = blank(text, credit_spans(text, cited, book))
    return _EMPTY_CREDIT.sub("", bare)


def same_figure(ours: Value, theirs: Value | None) -> bool:
    """Whether two values are one, whatever they count."""
    if isinstance(ours, Quantity) and isinstance(theirs, Quantity):
        return (ours.low, ours.high) == (theirs.low, theirs.high)
    return theirs is not None and relate(ours, theirs) is Relation.EQUAL
