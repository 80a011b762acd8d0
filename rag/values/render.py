"""Show a value in English or Arabic, in the words that `find_values` reads back.

Digits are Western, thousands are separated by commas and decimals by a point, as Arabic
newsrooms set them; millions and more are spelled. Arabic nouns follow their number: plural after
3 to 10, accusative singular after 11 to 99, genitive singular after hundreds and fractions, dual
for two (the plural categories of CLDR, taken from Babel, as are the names of the months).
"""

import re
from dataclasses import replace

from rag.text.language import Language
from rag.values.money import THOUSANDTHS
from rag.values.nouns import is_open
from rag.values.ordinals import ordinal_word
from rag.values.render_quantity import ARABIC_HEDGES, ENGLISH_HEDGES, arabic, english, is_spoken
from rag.values.render_vague import vague, vague_words
from rag.values.render_when import has_words, when
from rag.values.types import Kind, Precision, Qualifier, Quantity, Value, When

__all__ = ["render", "renderable"]


def render(value: Value, language: Language) -> str:
    """Show `value`, short and in full grammar, without final punctuation.

    Raises:
        InputError: a date that was never resolved against a publication date; quote it instead.
    """
    if isinstance(value, When):
        return when(value, language)
    if value.kind is Kind.ORDINAL:
        return _ordinal(int(value.low), language)
    if value.high < 0:
        return _negative(value, language)
    if value.vague and (words := vague_words(value)):
        return vague(value, words, language)
    return english(value) if language == "en" else _settled(arabic(value), value)


def renderable(value: Value, language: Language) -> bool:
    """Whether `render` says all of `value` in `language`; what it does not is to be quoted.

    It cannot for a date that was not resolved, nor name what is counted in a language that has no
    word for it ("12 قاضيا" where no row of units.csv knows judges): then it gives the number alone.
    """
    if isinstance(value, When):
        if value.precision is Precision.TIME or value.within is not None:
            return True
        return bool(value.start) and has_words(value, language)
    return not is_open(value.unit) or is_spoken(value, language)


_FLIPPED = {
    Qualifier.MORE_THAN: Qualifier.LESS_THAN, Qualifier.LESS_THAN: Qualifier.MORE_THAN,
    Qualifier.AT_LEAST: Qualifier.AT_MOST, Qualifier.AT_MOST: Qualifier.AT_LEAST,
}  # fmt: skip


def _negative(value: Quantity, language: Language) -> str:
    """As in "18 degrees Celsius below zero", "minus 5%", "سالب 5"."""
    above = replace(value, low=-value.high, high=-value.low)
    if value.unit in ("celsius", "fahrenheit", "degree"):
        flipped = replace(above, qualifier=_FLIPPED.get(value.qualifier, value.qualifier))
        return f"{render(flipped, language)} {'تحت الصفر' if language == 'ar' else 'below zero'}"
    hedge = (ENGLISH_HEDGES if language == "en" else ARABIC_HEDGES)[value.qualifier]
    minus = "minus" if language == "en" else "سالب"
    if value.low == value.high:
        return f"{hedge}{minus} {render(replace(above, qualifier=Qualifier.EXACT), language)}"
    low, high = (replace(above, low=n, high=n, qualifier=Qualifier.EXACT)
                 for n in (above.high, above.low))  # fmt: skip
    between, joint = ("between", "and") if language == "en" else ("بين", "و")
    first, second = (f"{minus} {render(each, language)}" for each in (low, high))
    return f"{hedge}{between} {first} {joint}{' ' if language == 'en' else ''}{second}"


def _settled(shown: str, value: Quantity) -> str:
    """Arabic with the Arabic thousands sign where a comma could be taken for a decimal one."""
    thousandths = value.unit.partition("/")[0] in THOUSANDTHS
    return (_THOUSAND if thousandths else _SCALED_THOUSAND).sub("٬", shown)


_THOUSAND = re.compile(r"(?<=\d),(?=\d{3})")
_SCALED_THOUSAND = re.compile(r"(?<=\d),(?=\d{3}(?:[.٫]\d+)? (?:مليون|مليار|تريليون))")


def _ordinal(number: int, language: Language) -> str:
    if language == "ar":
        return ordinal_word(number)
    teen = 10 <= number % 100 <= 20
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
