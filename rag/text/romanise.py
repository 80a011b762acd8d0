"""Write an Arabic name in Latin letters, as a newsroom would: no diacritics, no apostrophes.

Consonants follow BGN/PCGN 1956 without its marks. Arabic leaves out short vowels, so a vowel is
put where a syllable needs one: "a", or "i" after a long a, as in Khalid. Frequent given names and
words have the spelling that English-language wire services mostly use (given_names.csv). It is a
guess at best: a name written so is to be marked as romanised, with the Arabic beside it.
"""

import re
import unicodedata
from functools import lru_cache

from rag.text.fold import fold
from rag.text.given import romanised

__all__ = ["familiar", "romanise"]

CONSONANTS = {
    "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh",
    "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "ء": "", "ک": "k",
    "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g", "ژ": "zh", "ھ": "h",
}  # fmt: skip
VOWELS = {"ا": "a", "أ": "a", "آ": "a", "إ": "i", "ٱ": "a", "ى": "a", "ة": "a", "ؤ": "u", "ئ": "i"}
SHORT = {"\u064e": "a", "\u064f": "u", "\u0650": "i", "\u0652": ""}
SHADDA = "\u0651"
ENDINGS = {"وف": "ov", "ييف": "yev", "يف": "ev", "ينكو": "enko", "سكي": "sky", "ون": "on"}
"""Ends of names, of the former Soviet Union above all, whose vowels are known."""

STARTS = {"أو": "o", "او": "o", "إي": "i", "أي": "ai"}

WHOLE = {"عبد الله": "Abdullah", "عبدالله": "Abdullah", "نصر الله": "Nasrallah"}

_WORD = re.compile("[\u0621-\u065f\u0670-\u06d3]+")


def romanise(arabic: str) -> str:
    """Write a name in Latin letters. The same name is always written the same; no error.

    What is not an Arabic word (digits, Latin words, hyphens) stays as it is.
    """
    for name, written in WHOLE.items():
        arabic = re.sub(rf"(?<![\u0621-\u06d3]){name}(?![\u0621-\u06d3])", written, arabic)
    arabic = re.sub("(?<![\u0621-\u06d3])عبد ?ال(?=[\u0621-\u06d3])", "عبد ", arabic)
    written = _WORD.sub(lambda match: _word(match[0]), arabic)
    return written[:1].upper() + written[1:]


@lru_cache(maxsize=4096)
def _word(word: str) -> str:
    if usual := familiar(word):
        return usual
    for article in ("ال", "الْ"):
        if word.startswith(article) and len(word) > len(article) + 2:
            rest = word.removeprefix(article)
            return f"al-{familiar(rest) or _capital(_spell(rest))}"
    return _capital(_spell(word))


def familiar(word: str) -> str | None:
    """Return the usual spelling of a frequent given name or word of names, None for others."""
    return romanised().get(fold(word).text)


def _capital(written: str) -> str:
    return written[:1].upper() + written[1:]


def _spell(word: str) -> str:
    """Spell one word letter by letter."""
    word = unicodedata.normalize("NFC", word).replace("\u0640", "")
    for start, written in STARTS.items():
        if word.startswith(start) and len(word) >= len(start) + 2:
            return _join([(written, True), *_sounds(word.removeprefix(start))])
    for ending, written in ENDINGS.items():
        if word.endswith(ending) and len(word) >= len(ending) + 2:
            return _join([*_sounds(word.removesuffix(ending)), (written, True)])
    return _join(_sounds(word))


def _sounds(word: str) -> list[tuple[str, bool]]:
    """The sounds of a word, each with whether it is a vowel."""
    sounds: list[tuple[str, bool]] = []
    for i, letter in enumerate(word):
        following = word[i + 1] if i + 1 < len(word) else ""
        if letter == SHADDA and sounds:
            sounds.append(sounds[-1])
        elif letter in SHORT:
            sounds.append((SHORT[letter], True))
        elif letter in "ويی":
            sounds.append(_weak(letter, following, sounds))
        elif letter in VOWELS:
            sounds.append((VOWELS[letter], True))
        elif letter in CONSONANTS:
            sounds.append((CONSONANTS[letter], False))
    return sounds


def _weak(letter: str, following: str, before: list[tuple[str, bool]]) -> tuple[str, bool]:
    """و and ي are consonants at the start of a syllable, and long vowels elsewhere."""
    consonant, vowel = ("w", "u") if letter == "و" else ("y", "i")
    opens = following in VOWELS or following in SHORT or (letter != "و" and following == letter)
    if not before or (opens and following != "ة") or (before[-1][1] and before[-1][0] != vowel):
        return consonant, False
    return vowel, True


def _join(sounds: list[tuple[str, bool]]) -> str:
    """Join sounds, with a short vowel where a syllable has none."""
    written: list[str] = []
    after_vowel = False
    for i, (sound, vowel) in enumerate(sounds):
        written.append(sound)
        rest = [is_vowel for _, is_vowel in sounds[i + 1 : i + 3]]
        if vowel:
            after_vowel = True
        elif rest and not rest[0] and not (after_vowel and len(rest) == 2):
            long_a = after_vowel and i > 1 and sounds[i - 1] == ("a", True)
            written.append("i" if long_a else "a")
            after_vowel = True
        else:
            after_vowel = False
    return "".join(written)
