"""Nouns that no table knows: a number's own noun is its unit, so that judges are not stadiums.

The unit is the light stem of the noun ("قاض" for "قاضيا"), the singular in English ("judge"). It
says that two counts are of one thing, or cannot say it; it never translates.
"""

from rag.text.fold import stem, term
from rag.text.lexicon import rebuilt, words
from rag.values.calendar import HIJRI, MONTHS, WEEKDAYS
from rag.values.money import CURRENCIES, is_currency
from rag.values.numbers_ar import word_at
from rag.values.tokens import Text, Token, fold, wordset
from rag.values.units import POINT, UNITS

__all__ = ["is_labelled", "is_open", "open_noun_at", "same_root"]

LEAST = 3
"""Letters of the shortest noun."""
_LONG = 4
"""English words that a counted plural may stand behind its number ("5 supreme court judges")."""
_ENDINGS = ("ا", "ه", "ي", "اء")
_LABELS: set[str] = set()
"""Words behind which a number is a name."""
_VOWELS = str.maketrans("", "", "اويهى")
_NOT_NOUNS: set[str] = set()


def _build() -> None:
    """Fill the words that are never what a number counts."""
    _NOT_NOUNS.clear()
    for name in ("not_counted", "saying", "saying_or_other", "negation", "unreal"):
        _NOT_NOUNS.update(map(fold, words(name)))
    _NOT_NOUNS.update(MONTHS, HIJRI, WEEKDAYS)
    _LABELS.clear()
    _LABELS.update(map(fold, words("numbered")))


def is_open(unit: str) -> bool:
    """Whether a unit is a noun that no table knows."""
    head = unit.partition("/")[0]
    return head not in UNITS and head not in CURRENCIES and head not in ("", POINT.key)


def open_noun_at(text: Text, j: int, count: int, article: bool = False) -> tuple[str, int] | None:
    """The unit of the unknown noun at token `j` behind a number, and the token after it.

    `count` is the whole part of the number; from 11 to 99 Arabic puts the noun into the accusative,
    which no verb looks like. `article` also takes a definite noun ("عشرات القضاة").
    """
    tokens = text.tokens
    if j >= len(tokens) or tokens[j].kind != "word" or is_labelled(tokens, j - 1):
        return None
    if tokens[j].text > "\u0600":
        return _arabic(tokens, j, count, article)
    return _english(tokens, j)


def is_labelled(tokens: list[Token], j: int) -> bool:
    """Whether the number at token `j` is a name, as in "المادة 12 تنص", "Flight 804"."""
    return j > 0 and any(form.stem in _LABELS for form in tokens[j - 1].forms)


def _arabic(tokens: list[Token], j: int, count: int, article: bool) -> tuple[str, int] | None:
    word = tokens[j].text
    bare = word.removeprefix("ال") if article else word
    if not _may_count(tokens, j, bare) or (bare is word and _verb(word, count)):
        return None
    if bare is word and 11 <= count % 100 <= 99 and not word.endswith(_ENDINGS):
        return None
    return _stem(bare), j + 1


def _stem(word: str) -> str:
    return stem(word[:-1] if word.endswith("ا") and len(word) > LEAST else word)


def _may_count(tokens: list[Token], j: int, word: str) -> bool:
    """Whether an Arabic word may be an indefinite noun, by what it is not."""
    if len(word) < LEAST or word.startswith("ال") or word in _NOT_NOUNS:
        return False
    if any(form.article for form in tokens[j].forms) and word == tokens[j].text:
        return False
    joined = word[0] in "وف" and (word[1] == "ا" or not word.endswith(("ا", "اء", "ات")))
    if joined and any(form.conj for form in tokens[j].forms):
        return False
    return word_at(tokens, j) is None and not is_currency(tokens, j)


def _verb(word: str, count: int) -> bool:
    """Whether a word looks like a verb of the present or future: "3 مليارات تكفي"."""
    if word[0] == "ي" or word.startswith(("سي", "ست")):
        return True
    return word[0] == "ت" and not (LEAST <= count <= 10 or word.endswith(("ا", "ه")))


def _english(tokens: list[Token], j: int) -> tuple[str, int] | None:
    """The first plural of the next few words, as long as nothing else comes between."""
    for k in range(j, min(j + _LONG, len(tokens))):
        word = tokens[k].text
        if tokens[k].kind != "word" or word > "\u0600" or word in _NOT_NOUNS:
            return None
        if word in _ENGLISH_STOPS:
            return None
        if len(word) > LEAST and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return term(word), k + 1
    return None


_ENGLISH_STOPS = wordset(
    "of in on at to from by with for and or but the a an this that these those is are was were be "
    "been has have had will would can could may might must not who which when where while after "
    "before during since until as than then there it he she they we you i his her its their our "
    "said says years days if so percent per times hours"
)


def same_root(a: str, b: str) -> bool:
    """Whether two unknown Arabic nouns may be forms of one word: قاض and قضاة, ملعب and ملاعب.

    Broken plurals change the long vowels of a word and keep its other letters. Other words of one
    root keep them too (قضية), so this says "perhaps" and never "yes".
    """
    first, second = (word.translate(_VOWELS).removeprefix("ا") for word in (a, b))
    return first == second or first == second.lstrip("ا")


rebuilt(_build)
