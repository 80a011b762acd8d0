"""A number that looks like a year, before a noun that no table knows: "1900 olive saplings".

Arabic tells a counted noun by its form, English by its plural; what stands before the number tells
whether something is done with things or in a year. Where neither is sure, it has no value.
"""

import re

from rag.values.nouns import open_noun_at
from rag.values.tokens import Text, text_at, wordset
from rag.values.unit_at import unit_at
from rag.values.years import year_number

__all__ = ["Sure", "sure"]

Sure = bool | None
"""Whether a number counts: True, False (a year), or None for "cannot say"."""
_IN = wordset(
    "في منذ حتي بعد قبل خلال من الي بين مطلع اوايل بدايه نهايه اواخر منتصف دوره نسخه موسم "
    "the in since of by until till after before from its their his her s early mid late during for"
)
_DONE = re.compile(r"\w+(?:[^ا]ت|ed)$|[يتن]\w{2,}$")
"""Verbs, and Arabic nouns of what is done, as «توزيع»."""
_DOING = wordset("sold bought gave sent built made has have had with lost won took and ب ل و")


def sure(text: Text, i: int) -> Sure:
    """Whether the number at token `i` counts the noun behind it; False where there is none."""
    tokens = text.tokens
    number = year_number(tokens, i)
    if number is None or unit_at(text, i + 1, loose=False):
        return False
    if open_noun_at(text, i + 1, number) is None:
        return False
    noun, before = tokens[i + 1].text, text_at(tokens, i - 1)
    if noun < "\u0600":
        return _in_english(text, i, number, before)
    if not _may_be_counted(noun, number % 100):
        return False
    if i and any(form.stem in _IN for form in tokens[i - 1].forms):
        return None if number % 100 == 0 else False
    if before == "و" and year_number(tokens, i - 2) is not None:
        return None
    if before in _DOING or _DONE.match(before):
        return True
    verb = noun[-1] not in "ها" and (noun[0] == "ا" or len(noun) <= len("شهد"))
    first = i == 0 or tokens[i - 1].kind == "symbol"
    return True if first and not verb else None


def _may_be_counted(noun: str, last: int) -> bool:
    """Whether a word has the form that a number of these last two digits asks for.

    The accusative after 11 to 99, where only ا and ه are written; else no verb's ending.
    """
    if 11 <= last <= 99:
        return noun[-1] in "ها"
    return noun.endswith("ات") or not noun.endswith("ت")


def _in_english(text: Text, i: int, number: int, before: str) -> Sure:
    if before in _IN:
        return False
    if before in _DOING or (before < "\u0600" and _DONE.match(before) and before.endswith("ed")):
        return True
    named = i > 0 and text.original(i - 1)[0].isupper()  # "Expo 2000 visitors"
    return True if number % 100 == 0 and not named else None
