"""Two things of one kind, told apart by the word behind the noun: another hotel, another good.

«حظر تصدير الثوم» is not answered by «حظر تصدير البصل» where no article found has garlic at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rag.question.understand import Question
from rag.text.events import events_in
from rag.text.fold import loose_stems
from rag.text.lexicon import words
from rag.types import Article

__all__ = ["is_of_another_thing", "roots"]

_WORD = re.compile(r"[^\W\d_]+")
_PAIR = re.compile(
    r"(?<!\w)(?!ال|لل|[بكف]ال|وال(?!د|ي))(?P<noun>[^\W\d_]{3,}) (?=[«\"“]?(?P<of>ال[^\W\d_]{3,}))"
)
"""A noun, and the definite one that it belongs to."""
_OWNED = ("ها", "هم", "هن", "هما")
"""What has a pronoun behind it belongs to nothing else: «عليها», «رئيسها»."""
_LONG_VOWELS = str.maketrans("", "", "اوي")
HOLLOW = 3
"""Letters of a word whose middle one is a long vowel: «ريح»."""
SHORTEST_ROOT = 2
"""Letters of a root that many words have."""
_NEXT = re.compile(r"(?<!\w)(?P<noun>[^\W\d_]{3,}) (?=[«\"“]?(?P<of>[^\W\d_]{3,}))")


def is_of_another_thing(
    question: Question, sentence: str, article: Article, articles: Sequence[Article]
) -> bool:
    """Whether a sentence tells of another thing of a kind that an Arabic question names.

    The question's own stands in none of the articles, which are those found, in Arabic, or in
    another sentence of the article: the critics' prize, and the poets'.
    """
    behind, owned = _behind(sentence, _NEXT), _behind(sentence, _PAIR)
    known, here = _behind(article.whole, _PAIR), _stems(sentence)
    return any(
        _is_another(behind.get(noun, of), of)
        if strange
        else of.isdisjoint(here)
        and _is_another(owned.get(noun, of), of)
        and not of.isdisjoint(known.get(noun, ()))
        for first, of, strange in _pairs(question, articles)
        for noun in first
    )


def _is_another(there: frozenset[str], asked: frozenset[str]) -> bool:
    return bool(there - asked) and asked.isdisjoint(there)


@lru_cache(maxsize=4096)
def _behind(text: str, pattern: re.Pattern[str]) -> Mapping[str, frozenset[str]]:
    """The stems of each noun of a text, and those of the words that stand behind it."""
    behind: dict[str, frozenset[str]] = {}
    for pair in pattern.finditer(text):
        for noun in _stems(pair["noun"]):
            behind[noun] = behind.get(noun, frozenset()) | _stems(pair["of"])
    return behind


def _pairs(
    question: Question, articles: Sequence[Article]
) -> Iterator[tuple[frozenset[str], frozenset[str], bool]]:
    """Yield the stems of each noun and of what it belongs to, and whether no article has that."""
    small = {
        word
        for name in ("settings", "prepositions", "question_words", "of_anything")
        for word in words(name)
    }
    for pair in _PAIR.finditer(question.text):
        noun, of = pair["noun"], pair["of"]
        if noun in small or noun.endswith(_OWNED) or events_in(of):
            continue
        stems = _stems(of)
        yield _stems(noun), stems, not any(_has(article, stems) for article in articles)


def _has(article: Article, stems: frozenset[str]) -> bool:
    """Whether an article has a word, perhaps as a broken plural: «الهناقر» in «هنقر», «رياح»."""
    there = _stems(article.whole)
    if not stems.isdisjoint(there) or not roots(stems).isdisjoint(roots(there)):
        return True
    hollow = {stem.translate(_LONG_VOWELS) for stem in stems if len(stem) == HOLLOW}
    return any(len(s) > HOLLOW and s.translate(_LONG_VOWELS) in hollow for s in there)


@lru_cache(maxsize=2048)
def roots(stems: frozenset[str]) -> frozenset[str]:
    """The stems without long vowels, those that keep three letters."""
    bare = (stem.translate(_LONG_VOWELS) for stem in stems)
    return frozenset(root for root in bare if len(root) > SHORTEST_ROOT)


@lru_cache(maxsize=2048)
def _stems(text: str) -> frozenset[str]:
    bare = (word.removeprefix("ال") for word in _WORD.findall(text))  # وقود has no "and"
    return loose_stems(text).union(bare)
