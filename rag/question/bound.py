"""Arabic pronouns written onto a word: «بناؤه» with «جسر الأمل» is «بناء جسر الأمل»."""

import re

from rag.text.lexicon import wordset

__all__ = ["with_noun"]

_PREPOSITIONS = {"ب": "ب", "ل": "ل", "في": "في ", "من": "من ", "عن": "عن ", "علي": "على ",
                 "إلي": "إلى ", "الي": "إلى ", "من خلال": "من خلال "}  # fmt: skip
_PRONOUN = re.compile(r"(?:هما|هم|هن|ها|ه)$")
_HAMZA = str.maketrans("ؤئ", "ءء")
_OWN_TA = wordset("موت بيت وقت صوت بنت أخت زيت سبت نعت تثبيت توقيت")
"""Nouns whose ت is no ة."""
_TA_BEHIND_ALEF = wordset("وفات حيات قنات مبارات معانات نجات فتات مأسات")
"""Those whose ة stands behind an alef, where other words have a plural."""


def with_noun(word: str, noun: str) -> str:
    """A word with the noun that its pronoun stands for; "" where it has no pronoun."""
    stem = _PRONOUN.sub("", word)
    if stem == word or not stem:
        return ""
    if stem in _PREPOSITIONS:
        joined = f"{_PREPOSITIONS[stem]}{noun}"
        return joined.replace("لال", "لل", 1) if joined.startswith("لال") else joined
    last = stem[-1].translate(_HAMZA)
    if last == "ت" and stem not in _OWN_TA and (stem[-2:] != "ات" or stem in _TA_BEHIND_ALEF):
        last = "ة"
    return f"{stem[:-1]}{last} {noun}"
