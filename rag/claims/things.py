"""Two things of one kind, told apart by the word behind the noun: another hotel, another good.

«حظر تصدير الثوم» is not answered by «حظر تصدير البصل» where no article found has garlic at all.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rag.question.understand import Question
from rag.text.events import events_in
from rag.text.fold import loose_stems
from rag.text.lexicon import words
from rag.types import Article

__all__ = ["is_of_another_thing"]

_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(r"(?<!\w)(?!ال|لل)(?P<noun>[^\W\d_]{3,}) (?=[«\"“]?(?P<of>ال[^\W\d_]{3,}))")
"""A noun, and the definite one that it belongs to."""
_LONG_VOWELS = str.maketrans("", "", "اوي")
SHORTEST_ROOT = 2
"""Letters of a root that many words have."""
_NEXT = re.compile(r"(?<!\w)(?P<noun>[^\W\d_]{3,}) (?=[«\"“]?(?P<of>[^\W\d_]{3,}))")


def is_of_another_thing(question: Question, sentence: str, articles: Sequence[Article]) -> bool:
    """Whether a sentence tells of another thing of a kind that an Arabic question names.

    The question's own stands in none of the articles, which are those found, in Arabic.
    """
    strange = list(_strange(question, articles))
    if not strange:
        return False
    followed: dict[str, set[str]] = {}
    for pair in _NEXT.finditer(sentence):
        for noun in _stems(pair["noun"]):
            followed.setdefault(noun, set()).update(_stems(pair["of"]))
    return any(
        followed.get(noun, of) - of and of.isdisjoint(followed.get(noun, of))
        for first, of in strange
        for noun in first
    )


def _strange(
    question: Question, articles: Sequence[Article]
) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Yield the stems of each noun and of what it belongs to, where no article has that."""
    small = {
        word
        for name in ("settings", "prepositions", "question_words", "of_anything")
        for word in words(name)
    }
    for pair in _PAIR.finditer(question.text):
        noun, of = pair["noun"], pair["of"]
        if noun in small or events_in(of):
            continue
        stems = _stems(of)
        if not any(_has(article, stems) for article in articles):
            yield _stems(noun), stems


def _has(article: Article, stems: frozenset[str]) -> bool:
    """Whether an article has a word, perhaps as a broken plural: «الهناقر» in «هنقر»."""
    there = _stems(article.whole)
    return not stems.isdisjoint(there) or not _roots(stems).isdisjoint(_roots(there))


@lru_cache(maxsize=2048)
def _roots(stems: frozenset[str]) -> frozenset[str]:
    """The stems without long vowels, those that keep three letters."""
    bare = (stem.translate(_LONG_VOWELS) for stem in stems)
    return frozenset(root for root in bare if len(root) > SHORTEST_ROOT)


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    bare = (word.removeprefix("ال") for word in _WORD.findall(text))  # وقود has no "and"
    return loose_stems(text).union(bare)
