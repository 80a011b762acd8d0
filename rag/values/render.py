"""Show a value in English or Arabic, in the words that `find_values` reads back.

Digits are Western, thousands are separated by commas and decimals by a point, as Arabic
newsrooms set them; millions and more are spelled. Arabic nouns follow their number: plural after
3 to 10, accusative singular after 11 to 99, genitive singular after hundreds and fractions, dual
for two (the plural categories of CLDR, taken from Babel, as are the names of the months).
"""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import get_month_names

from rag.errors import InputError
from rag.text.language import Language
from rag.values.money import CURRENCIES, MILLIMES
from rag.values.nouns import is_open
from rag.values.ordinals import ordinal_word
from rag.values.tokens import DOUBTFUL
from rag.values.types import Kind, Precision, Qualifier, Quantity, Value, When
from rag.values.units import (
    FALSE_DUALS,
    POINT,
    UNITS,
    ArabicNoun,
    per_arabic,
    per_english,
    unit_of,
)

__all__ = ["render", "renderable"]

_ENGLISH_HEDGES = {
    Qualifier.EXACT: "",
    Qualifier.ABOUT: "about ",
    Qualifier.MORE_THAN: "more than ",
    Qualifier.AT_LEAST: "at least ",
    Qualifier.LESS_THAN: "less than ",
    Qualifier.AT_MOST: "at most ",
}
_ARABIC_HEDGES = {
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
_VAGUE = {
    Decimal(10): ("dozens", "عشرات"),
    Decimal(100): ("hundreds", "مئات"),
    Decimal(10) ** 3: ("thousands", "آلاف"),
    Decimal(10) ** 4: ("tens of thousands", "عشرات الآلاف"),
    Decimal(10) ** 5: ("hundreds of thousands", "مئات الآلاف"),
    Decimal(10) ** 6: ("millions", "ملايين"),
    Decimal(10) ** 7: ("tens of millions", "عشرات الملايين"),
    Decimal(10) ** 8: ("hundreds of millions", "مئات الملايين"),
    Decimal(10) ** 9: ("billions", "مليارات"),
    Decimal(10) ** 10: ("tens of billions", "عشرات المليارات"),
    Decimal(10) ** 11: ("hundreds of billions", "مئات المليارات"),
    Decimal(10) ** 12: ("trillions", "تريليونات"),
}
_SEVERAL = {
    Decimal(1): ("several", "عدة"),
    Decimal(100): ("several hundred", "عدة مئات"),
    Decimal(10) ** 3: ("several thousand", "عدة آلاف"),
    Decimal(10) ** 6: ("several million", "عدة ملايين"),
    Decimal(10) ** 9: ("several billion", "عدة مليارات"),
}
_SHARES = {
    Decimal("33.33"): ("a third", "ثلث"),
    Decimal("66.67"): ("two thirds", "ثلثان"),
}
_IDAFA = frozenset(("تفتيش", "سلاح"))
_plural_form = Locale("ar").plural_form
_MONTHS = {
    "en": dict(get_month_names("wide", locale="en")),
    "ar": dict(get_month_names("wide", locale="ar")),
}


def render(value: Value, language: Language) -> str:
    """Show `value`, short and in full grammar, without final punctuation.

    Raises:
        InputError: a date that was never resolved against a publication date; quote it instead.
    """
    if isinstance(value, When):
        return _when(value, language)
    if value.kind is Kind.ORDINAL:
        return _ordinal(int(value.low), language)
    if value.high < 0:
        return _negative(value, language)
    if value.vague and (words := _vague_words(value)):
        return _vague(value, words, language)
    return _english(value) if language == "en" else _settled(_arabic(value), value)


def _settled(shown: str, value: Quantity) -> str:
    """Arabic with the Arabic thousands sign where a comma could be taken for a decimal one."""
    millimes = value.unit.partition("/")[0] in MILLIMES
    return (_THOUSAND if millimes else _SCALED_THOUSAND).sub("٬", shown)


_THOUSAND = re.compile(r"(?<=\d),(?=\d{3})")
_SCALED_THOUSAND = re.compile(r"(?<=\d),(?=\d{3}(?:[.٫]\d+)? (?:مليون|مليار|تريليون))")


def renderable(value: Value, language: Language) -> bool:
    """Whether `render` says all of `value` in `language`; what it does not is to be quoted.

    It cannot for a date that was not resolved, nor name what is counted in a language that has no
    word for it ("12 قاضيا" where no row of units.csv knows judges): then it gives the number alone.
    """
    if isinstance(value, When):
        return value.precision is Precision.TIME or value.within is not None or bool(value.start)
    return not is_open(value.unit) or _spoken(value, language)


def _spoken(value: Quantity, language: Language) -> bool:
    """Whether an unknown noun is of that language."""
    return (value.unit > "\u0600") == (language == "ar")


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
    hedge = (_ENGLISH_HEDGES if language == "en" else _ARABIC_HEDGES)[value.qualifier]
    minus = "minus" if language == "en" else "سالب"
    if value.low == value.high:
        return f"{hedge}{minus} {render(replace(above, qualifier=Qualifier.EXACT), language)}"
    low, high = (replace(above, low=n, high=n, qualifier=Qualifier.EXACT)
                 for n in (above.high, above.low))  # fmt: skip
    between, joint = ("between", "and") if language == "en" else ("بين", "و")
    first, second = (f"{minus} {render(each, language)}" for each in (low, high))
    return f"{hedge}{between} {first} {joint}{' ' if language == 'en' else ''}{second}"


def _ordinal(number: int, language: Language) -> str:
    if language == "ar":
        return ordinal_word(number)
    teen = 10 <= number % 100 <= 20
    suffix = "th" if teen else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


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


def _english(value: Quantity) -> str:
    hedge = _ENGLISH_HEDGES[value.qualifier]
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
    names = _names(value)
    if names is None:
        return _unknown(number, value, "en")
    return f"{number} {names[0][value.low != 1 or value.high != 1]}"


def _unknown(number: str, value: Quantity, language: Language) -> str:
    """A number with the noun that its source counts; the number alone in the other language."""
    if not value.unit or not _spoken(value, language):
        return number
    return f"{number} {value.noun or value.unit}"


def _names(value: Quantity) -> tuple[tuple[str, str], ArabicNoun] | None:
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


def _arabic(value: Quantity) -> str:
    hedge = _ARABIC_HEDGES[value.qualifier]
    if value.low == value.high:
        return hedge + _arabic_single(value, bool(hedge))
    scale, shared = _range_scale(value)
    low = _arabic_digits(value.low / scale[0]) if scale and shared else _arabic_plain(value.low)
    if scale is None:
        low = _arabic_digits(value.low)
        high = _with_noun(_arabic_digits(value.high), value.high, value)
    else:
        count = value.high / scale[0]
        form = _form(scale[2], count, noun_follows=_names(value) is not None)
        high = _with_noun(f"{_arabic_digits(count)} {form}", None, value)
    return f"{hedge}{low} إلى {high}" if hedge else f"بين {low} و{high}"


def _arabic_single(value: Quantity, oblique: bool) -> str:
    names = _names(value)
    plain_percent = value.kind is Kind.PERCENT and not value.unit
    if plain_percent and value.low in _SHARES:
        return _SHARES[value.low][1]
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
    feminine = noun.singular.split()[0].endswith("ة")
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
    names = _names(value)
    if names is None:
        return _unknown(number, value, "ar")
    noun = names[1]
    return f"{number} {noun.singular if count is None else _form(noun, count)}"


def _vague_words(value: Quantity) -> tuple[str, str] | None:
    base = value.low / 2
    if value.high == 10 * base - 1 and base in _VAGUE:
        return _VAGUE[base]
    base = value.low / 3
    return _SEVERAL.get(base) if value.high == 9 * base else None


def _vague(value: Quantity, words: tuple[str, str], language: Language) -> str:
    names = _names(value)
    if value.noun and _spoken(value, language):
        joined = " of " if language == "en" else " "
        return f"{words[language == 'ar']}{joined}{value.noun}"
    if value.kind is Kind.PERCENT and not value.unit:
        return f"{words[0]} percent" if language == "en" else f"{words[1]} في المئة"
    several = words[0].startswith("several")
    if language == "en":
        hedge = _ENGLISH_HEDGES[value.qualifier]
        joint = " " if several else " of "
        return hedge + (f"{words[0]}{joint}{names[0][1]}" if names else words[0])
    hedge = _ARABIC_HEDGES[value.qualifier]
    if names is None:
        return hedge + words[1]
    if several and words[1] == "عدة":
        return f"{hedge}عدة {names[1].plural}"
    return f"{hedge}{words[1]} {'من ' if several else ''}{_definite(names[1].plural)}"


def _definite(plural: str) -> str:
    """The plural with the article: on both words, or on the second of a construct."""
    head, each, rest = plural.partition(" في ال")
    if not each:
        head, each, rest = plural.partition(" لل")
    parts, rest = head.split(), each + rest
    if len(parts) > 1 and parts[1] in _IDAFA:
        return f"{parts[0]} ال{parts[1]}{rest}"
    return " ".join("ال" + part for part in parts) + rest


def _when(value: When, language: Language) -> str:
    if value.precision is Precision.TIME:
        return _time(value, language)
    if value.within is not None:
        return _within(value, value.within, language)
    if value.start is None or value.end is None:
        raise InputError(
            f"cannot show a {value.precision} that was not resolved: give the publication date "
            "to find_values, or quote the words"
        )
    if value.hijri:
        return _hijri_year(value.hijri, value.start.year, value.end.year, language)
    if value.precision is Precision.YEAR:
        return _year(value.start.year, language)
    if value.precision is Precision.MONTH:
        return f"{_MONTHS[language][value.start.month]} {value.start.year}"
    if value.precision is Precision.DAY or value.start == value.end:
        return _day(value.start, language)
    return _span(value.start, value.end, language)


def _day(day: date, language: Language) -> str:
    return f"{day.day} {_MONTHS[language][day.month]} {day.year}"


def _year(year: int, language: Language) -> str:
    if language == "ar":
        return f"عام {year}"
    return str(year) if 1900 <= year < 2100 else f"the year {year}"


def _hijri_year(number: int, first: int, last: int, language: Language) -> str:
    """As in "1351 AH (1932/33)"."""
    ours = str(first) if first == last else f"{first}/{last % 100:02}"
    return f"{number} {'AH' if language == 'en' else 'هـ'} ({ours})"


def _span(start: date, end: date, language: Language) -> str:
    opener, joint = ("from", "to") if language == "en" else ("من", "إلى")
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    if whole and start.year < end.year:
        return f"{opener} {_year(start.year, language)} {joint} {_year(end.year, language)}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{opener} {start.day} {joint} {_day(end, language)}"
    return f"{opener} {_day(start, language)} {joint} {_day(end, language)}"


def _within(value: When, distance: Quantity, language: Language) -> str:
    shown = f"within {_english(distance)}"
    if language == "ar":
        shown = f"في غضون {_arabic_single(distance, oblique=True)}"
    if value.end is None:
        return shown
    by = f", by {_day(value.end, 'en')}" if language == "en" else f"، بحلول {_day(value.end, 'ar')}"
    return shown + by


def _time(value: When, language: Language) -> str:
    if value.at is None:
        raise InputError("cannot show a time of day without an hour: give `at`")
    start = f"{value.at:%H:%M}"
    if value.until is None:
        shown = start if language == "en" else f"الساعة {start}"
    elif language == "en":
        shown = f"from {start} to {value.until:%H:%M}"
    else:
        shown = f"من الساعة {start} إلى الساعة {value.until:%H:%M}"
    if value.start is None:
        return shown
    return f"{shown}{' on ' if language == 'en' else ' يوم '}{_day(value.start, language)}"
