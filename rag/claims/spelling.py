"""Spelling help: the archive's own word for one that no article has."""

import difflib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from rag.claims.event import entities_of
from rag.text.english import is_english
from rag.text.events import english_events
from rag.text.fold import fold
from rag.text.names import ARABIC
from rag.text.stylebook import Stylebook
from rag.types import Article
from rag.values.units import english_nouns

__all__ = ["respelt"]

CLOSE = 0.8
"""Least similarity, 0 to 1, as `difflib.SequenceMatcher.ratio` gives it (Ratcliff and Obershelp,
1988): one letter of five or two of ten."""
LEAST = 4
"""Letters; shorter words are close to too many, and so are English ones of no more."""
FRONT = 10
"""Articles, the best found first, of which names, events and units are looked up: it takes time."""
_WORD = re.compile(r"[^\W\d_]+")


def respelt(
    question: str, missing: Sequence[str], articles: Sequence[Article], stylebook: Stylebook
) -> str:
    """The question with each missing or mistyped word as the articles have it, in any language.

    Of an English word about Arabic articles that means: a name that the stylebook has for them, or
    what they tell of or count by the lists of events and units. "" where nothing is near.
    """
    runs = [[word] for word in missing] + list(_unknown(question, stylebook))
    held = _held(articles, stylebook) if runs else {}
    text = question
    for run in runs:
        near = [_nearest(word, held) for word in run]
        if all(near):  # of a name of two words one alone may be another's
            for word, other in zip(run, near, strict=True):
                text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, text)
    return "" if text == question else text


def _unknown(question: str, stylebook: Stylebook) -> Iterator[list[str]]:
    """Latin words that neither English nor the stylebook has; those of one name together."""
    named = [(m.start, m.end) for m in stylebook.find(question)]

    def part_of(found: re.Match[str]) -> int:
        """Which name a word may be part of: 0 for a word that is right."""
        word = found[0]
        right = len(word) <= LEAST or ARABIC.search(word) or is_english(word)
        if right or any(start <= found.start() < end for start, end in named):
            return 0
        return -1 if word[0].isupper() else found.start() + 1

    for part, words in groupby(_WORD.finditer(question), part_of):
        if part:
            yield [word[0] for word in words]


def _held(articles: Sequence[Article], stylebook: Stylebook) -> dict[str, str]:
    """The words that the articles have, in either language, by their folded form."""
    texts = [article.whole for article in articles]
    words = {word for text in texts for word in _WORD.findall(text)}
    front = "\n".join(texts[:FRONT])
    entities = frozenset().union(*(entities_of(a, stylebook) for a in articles[:FRONT]))
    forms = [form for entity in entities for form in entity.arabic + entity.english]
    nouns = english_nouns(_WORD.findall(front))
    words.update(*map(_WORD.findall, (*forms, *english_events(front), *nouns)))
    return {fold(word).text: word for word in sorted(words) if len(word) >= LEAST}


def _nearest(word: str, held: dict[str, str]) -> str:
    """The nearest held word of the same script, in English of the same first letter; "" if none."""
    key, arabic = fold(word).text, bool(ARABIC.search(word))
    if key in held:
        return word
    forms = [f for f in held if bool(ARABIC.search(f)) == arabic and (arabic or f[0] == key[0])]
    if word[0].isupper():  # a name is no other word
        forms = [form for form in forms if held[form][0].isupper()]
    near = difflib.get_close_matches(key, forms, n=1, cutoff=CLOSE)
    return held[near[0]] if near else ""
