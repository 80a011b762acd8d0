"""How much of a sentence can be traced, by code, to the sentences that it cites."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rag.text.fold import fold
from rag.text.language import language_of
from rag.text.stylebook import Stylebook
from rag.values import When
from rag.verify.evidence import WORD, Evidence, blank, roots, values_in
from rag.verify.quotes import quotations
from rag.verify.words import AFTER_NUMBER, FRAME, STARTERS, TITLES

__all__ = ["traced_share"]

_SMALL = FRAME | AFTER_NUMBER | STARTERS | TITLES


def traced_share(
    text: str,
    cited: Sequence[Evidence],
    book: Stylebook,
    asked: Iterable[str],
    said: Iterable[str],
) -> float:
    """The traced share, 0 to 1, of what a sentence says beyond the question; 0 if it says nothing.

    A value, a quotation or a name of the stylebook counts as one traced word, for the verifier has
    compared it; any other word where a cited sentence has it, in its letters or romanised, or what
    the extractive answer `said` by it. Credits, words of the question `asked` and small words do
    not count.
    """
    quotes = quotations(text)
    own = blank(text, [*quotes, *_credits(text, cited, book)])
    names = [(m.start, m.end) for m in book.find(own)]
    found = values_in(own, language_of(text), cited[0].published)
    values = [(f.start, f.end) for f in found if all(f.end <= s or e <= f.start for s, e in names)]
    known = _roots(said).union(*(source.roots | source.romanised() for source in cited))
    question = _roots(asked)
    words = [
        bool(root & known)
        for word in WORD.findall(blank(own, [*names, *values]))
        if fold(word).text not in _SMALL and not (root := roots(word)) & question
    ]
    traced = len(quotes) + len(names) + len(values) + sum(words)
    return traced / (traced + words.count(False)) if traced else 0.0


def _roots(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(root for text in texts for word in WORD.findall(text) for root in roots(word))


def _credits(text: str, cited: Sequence[Evidence], book: Stylebook) -> Iterator[tuple[int, int]]:
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
