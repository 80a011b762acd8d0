"""Show a quantity that is neither vague nor below zero, in English or Arabic."""

from decimal import Decimal
from functools import cache

from babel import Locale

from rag.text.language import Language
from rag.values.money import CURRENCIES
from rag.values.tokens import DOUBTFUL
from rag.values.types import Kind, Qualifier, Quantity
from rag.values.units import (
    FALSE_DUALS,
    FEMININE,
    POINT,
    UNITS,
    ArabicNoun,
    per_arabic,
    per_english,
    unit_of,
)

__all__ = ["ARABIC_HEDGES", "ENGLISH_HEDGES", "arabic", "arabic_single", "english", "is_spoken",
           "names_of"]  # fmt: skip

ENGLISH_HEDGES = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "about ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.LESS_THAN: "less than ",
    Qualifier.AT_MOST: "at most ",
}
ARABIC_HEDGES = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "نحو ",
    Qualifier.MORE_THAN: "أكثر من ",
    Qualifier.AT_LEAST: "ما لا يقل عن ",
    Qualifier.LESS_THAN: "أقل من ",
    Qualifier.AT_MOST: "ما لا يزيد على ",
}
_SCALES = (
    (Decimal(10) ** 12, "trillion", ArabicNoun(
        "تريليون", "تريليونات", "تريليونا", "تريليونان", "تريليونين")),
    (Decimal(10) ** 9, "billion", ArabicNoun(
        "مليار", "مليارات", "مليارا", "ملياران", "مليارين")),
    (Decimal(10) ** 6, "million", ArabicNoun(
        "مليون", "ملايين", "مليونا", "مليونان", "مليونين")),
)  # fmt: skip
_SHARES = {
    Decimal("33.33"): ("a third", "ثلث"),
    Decimal("66.67"): ("two thirds", "ثلثان"),
}
_plural_form = Locale("ar").plural_form


def _digits(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scale(number: Decimal) -> tuple[Decimal, str, ArabicNoun] | None:
    """The scale word for a number of a million and more with at most three decimals in it."""
    for scale in _SCALES:
        if number >= scale[0]:
            short = (number / scale[0]) * 1000
            return scale if short == short.to_integral_value() and short < 10**6 else None
    return None


def _range_scale(value: Quantity) -> tuple[tuple[Decimal, str, ArabicNoun] | None, bool]:
    """The scale word of a range's end, and whether its start shares it.

    A start that a reader would take to share it by mistake ("1 to 3 million" for one) makes both
    stand in digits.
    """
    scale = _scale(value.high)
    if scale is None:
        return None, False
    shared = value.low >= scale[0] and _scale(value.low) == scale
    if shared or value.low >= 1000 or value.low * scale[0] > value.high:
        return scale, shared
    return None, False


def _number(number: Decimal) -> str:
    scale = _scale(number)
    return f"{_digits(number / scale[0])} {scale[1]}" if scale else _digits(number)


def english(value: Quantity) -> str:
    """The quantity in English, hedge and unit included."""
    hedge = ENGLISH_HEDGES[value.qualifier]
    if value.qualifier is Qualifier.LESS_THAN and value.kind is Kind.COUNT and value.unit:
        hedge = "fewer than "
    if value.low == value.high:
        share = _SHARES.get(value.low) if value.kind is Kind.PERCENT and not value.unit else None
        number = share[0] if share else _number(value.low)
        return hedge + (number if share else _english_unit(number, value))
    scale, shared = _range_scale(value)
    if scale is None:
        return hedge + _english_unit(f"{_digits(value.low)} to {_digits(value.high)}", value)
    low = _digits(value.low / scale[0]) if shared else _number(value.low)
    return hedge + _english_unit(f"{low} to {_digits(value.high / scale[0])} {scale[1]}", value)


def _english_unit(number: str, value: Quantity) -> str:
    if value.kind is Kind.PERCENT and not value.unit:
        return f"{number}%"
    names = names_of(value)
    if names is None:
        return _unknown(number, value, "en")
    return f"{number} {names[0][value.low != 1 or value.high != 1]}"


def _unknown(number: str, value: Quantity, language: Language) -> str:
    """A number with the noun that its source counts; the number alone in the other language."""
    if not value.unit or not is_spoken(value, language):
        return number
    return f"{number} {value.noun or value.unit}"


def names_of(value: Quantity) -> tuple[tuple[str, str], ArabicNoun] | None:
    """The English and Arabic nouns of the value's unit, None without one."""
    if value.kind is Kind.MONEY:
        key, _, other = value.unit.partition("/")
        currency, each = CURRENCIES.get(key), UNITS.get(other)
        if currency is None:
            return None
        if each is None:
            return currency.english, currency.arabic
        return per_english(currency.english, each), per_arabic(currency.arabic, each)
    if value.kind is Kind.PERCENT:
        return (POINT.english, POINT.arabic) if value.unit else None
    unit = unit_of(value.unit)
    return (unit.english, unit.arabic) if unit else None


def arabic(value: Quantity) -> str:
    """The quantity in Arabic, hedge and unit included."""
    hedge = ARABIC_HEDGES[value.qualifier]
    if value.low == value.high:
        return hedge + arabic_single(value, bool(hedge))
    scale, shared = _range_scale(value)
    low = _arabic_digits(value.low / scale[0]) if scale and shared else _arabic_plain(value.low)
    if scale is None:
        low = _arabic_digits(value.low)
        high = _with_noun(_arabic_digits(value.high), value.high, value)
    else:
        count = value.high / scale[0]
        form = _form(scale[2], count, noun_follows=names_of(value) is not None)
        high = _with_noun(f"{_arabic_digits(count)} {form}", None, value)
    return f"{hedge}{low} إلى {high}" if hedge else f"بين {low} و{high}"


def arabic_single(value: Quantity, oblique: bool) -> str:
    """One number with its unit in Arabic; `oblique` after a preposition or a hedge."""
    names = names_of(value)
    plain_percent = value.kind is Kind.PERCENT and not value.unit
    if plain_percent and value.low in _SHARES:
        share = _SHARES[value.low][1]
        return share.replace("ان", "ين") if oblique else share
    if names and value.low in (1, 2) and _inflected(names[1], value):
        return _one_or_two(names[1], int(value.low), oblique)
    scale = _scale(value.low)
    if scale is None:
        return _with_noun(_arabic_digits(value.low), value.low, value)
    count, noun = value.low / scale[0], scale[2]
    if count == 2 and not plain_percent:
        dual = noun.oblique if oblique else noun.dual
        return _with_noun(dual[:-1] if names else dual, None, value)
    form = _form(noun, count, noun_follows=names is not None)
    return _with_noun(form if count == 1 else f"{_arabic_digits(count)} {form}", None, value)


def _inflected(noun: ArabicNoun, value: Quantity) -> bool:
    """Whether one and two go without a digit: not for currencies, rates or "كيلوواط"."""
    return "/" not in value.unit and value.kind is not Kind.MONEY and noun.singular != noun.plural


def _arabic_plain(number: Decimal) -> str:
    scale = _scale(number)
    if scale is None:
        return _arabic_digits(number)
    count = number / scale[0]
    return f"{_arabic_digits(count)} {_form(scale[2], count, noun_follows=True)}"


def _one_or_two(noun: ArabicNoun, number: int, oblique: bool) -> str:
    head = noun.singular.split()[0]
    feminine = head.endswith("ة") or head in FEMININE
    if number == 1:
        return f"{noun.singular} {'واحدة' if feminine else 'واحد'}"
    dual = noun.oblique if oblique else noun.dual
    if dual in FALSE_DUALS or dual == noun.plural:  # "مدنيين" could be any number of civilians
        return f"{dual} {'اثنين' if oblique else 'اثنان'}"
    return dual


@cache
def _category(number: int) -> str:
    return _plural_form(number)


def _form(noun: ArabicNoun, count: Decimal, noun_follows: bool = False) -> str:
    """The form of `noun` after `count`; in a construct the accusative loses its ending."""
    if count != count.to_integral_value():
        return noun.singular
    category = _category(int(count))
    if category == "few":
        return noun.plural
    if category == "many":
        return noun.singular if noun_follows else noun.accusative
    return noun.singular


def _arabic_digits(number: Decimal) -> str:
    """Digits in which a point with three places cannot be taken for a Maghrebi thousand."""
    digits = _digits(number)
    return digits.replace(".", "٫") if DOUBTFUL.fullmatch(digits) else digits


def _with_noun(number: str, count: Decimal | None, value: Quantity) -> str:
    """`number` with the value's noun; `count` is None after a scale word (genitive singular)."""
    if value.kind is Kind.PERCENT and not value.unit:
        return f"{number}%"
    names = names_of(value)
    if names is None:
        return _unknown(number, value, "ar")
    noun = names[1]
    return f"{number} {noun.singular if count is None else _form(noun, count)}"


def is_spoken(value: Quantity, language: Language) -> bool:
    """Whether an unknown noun is of that language."""
    return (value.unit > "\u0600") == (language == "ar")
