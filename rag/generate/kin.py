"""Words of an Arabic sentence that its Arabic sources do not have, in any form.

Within one language a false verb is a word that the source lacks: "praised" for "sued". Arabic makes
verbs and nouns from one root (أوقف, توقيف), which no stemmer tells; so words are compared by their
consonants, loosely: what is blamed is in no way there. A true synonym is blamed too.
"""

from collections.abc import Sequence
from functools import lru_cache

from rag.generate.trace import content_words
from rag.text.fold import fold
from rag.text.lexicon import WordPattern
from rag.text.saying import is_saying
from rag.text.stylebook import Stylebook
from rag.verify.evidence import WORD, Evidence, roots

__all__ = ["own_words"]

_WEAK = str.maketrans("", "", "اويءؤئهىة")
LEAST_ROOT = 2
_SMALL = WordPattern(
    "<not_counted>|<leaves_open>|<prepositions>|<relatives>|<contrasting>|<attributing>"
)


def own_words(text: str, cited: Sequence[Evidence], book: Stylebook) -> list[str]:
    """The content words of a sentence that none of its sources has; all are Arabic."""
    theirs = [word for source in cited for word in WORD.findall(source.text)]
    known = frozenset(root for word in theirs for root in roots(word))
    skeletons = frozenset(bare for word in theirs for bare in _skeletons(word))
    reported = any(_says(word) for word in theirs)
    return [
        word
        for word in content_words(text, cited, book)
        if not roots(word) & known
        and not any(_SMALL.regex.fullmatch(fold(form).text) for form in _forms(word))
        and not (reported and _says(word))
        and not any(_akin(bare, other) for bare in _skeletons(word) for other in skeletons)
    ]


def _says(word: str) -> bool:
    return any(map(is_saying, _forms(word)))


def _forms(word: str) -> tuple[str, ...]:
    """The word, and the word without the "and" that is written onto it."""
    return (word, word[1:]) if word[:1] in "وف" else (word,)


@lru_cache(maxsize=65536)
def _skeletons(word: str) -> frozenset[str]:
    """The consonants that a word keeps in all its forms, with and without what is bound to it."""
    bare = [form.translate(_WEAK) for form in roots(word)]
    return frozenset([*bare, *(form.removesuffix("ت") for form in bare)])


def _akin(ours: str, theirs: str) -> bool:
    """Whether the shorter of two skeletons stands in the longer and is over half of it."""
    short, long = sorted((ours, theirs), key=len)
    if len(short) < LEAST_ROOT or len(long) - len(short) >= len(short):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)
