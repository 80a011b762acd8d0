"""Currencies: their names, symbols and codes, in Arabic and English.

The nouns stand in currencies.csv with their forms; whose they are ("كويتي", "Kuwaiti") CLDR says,
for every currency that a territory uses today. A dollar alone is the US dollar; "dinar", "riyal"
and the like without a nationality stay what they are (their own lower-case key), because the source
does not say whose they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale

from rag.text.lexicon import Row, rebuilt, rows
from rag.values.signs import CODES, COLUMNS, SYMBOLS, in_use
from rag.values.tokens import Form, Token, fold
from rag.values.units import ArabicNoun, dual

__all__ = ["COINS", "CURRENCIES", "DUALS", "THOUSANDTHS", "Currency", "currencies_in",
           "currency_at", "is_currency", "related"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: English singular and plural, Arabic noun, Arabic nationality or ""."""

    key: str
    noun: str
    english: tuple[str, str]
    arabic: ArabicNoun


THOUSANDTHS = frozenset(("dinar", "TND", "LYD", "km", "kg", "litre", "mile"))
"""Money and measures that copy gives with three decimals: "26,112 دينارا", "42,195 كم"."""
CURRENCIES: dict[str, Currency] = {}
DUALS: dict[str, str] = {}
"""Folded duals of currencies ("دينارين"), and the noun of each."""
COINS: dict[str, int] = {}
"""Folded names of small coins, and how many make one of their money."""
_NOUNS: dict[str, str] = {}
_ALONE: dict[str, str] = {}
"""The currency that a noun without a nationality means."""
_BY_NATION: dict[tuple[str, str], str] = {}
"""The currency of a noun and a folded nationality: ("dinar", "كويتي"), ("dinar", "kuwaiti")."""
_NATIONS: set[str] = set()
_NOUN_OF: dict[str, str] = {}
_WORD = re.compile(r"[^\W\d_]+")
_BOUND = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{2})")
_VERBS = frozenset(("won", "real", "crown", "som"))
"""What is another word more often."""


def currencies_in(text: str) -> frozenset[str]:
    """The nouns of the currencies that a text names, in any form: "dollar", "euro".

    >>> sorted(currencies_in("سعر الدولار واليورو")), sorted(currencies_in("the euro rate"))
    (['dollar', 'euro'], ['euro'])
    """
    words = (_BOUND.sub("", word) for word in _WORD.findall(fold(text).lower()))
    return frozenset(_NOUNS[word] for word in words if word in _NOUNS and word not in _VERBS)


def _build() -> None:
    """Fill the tables: the nouns, then the newsroom's nationalities, then those of CLDR."""
    for table in (CURRENCIES, COINS, DUALS, _NOUNS, _ALONE, _BY_NATION, _NOUN_OF):
        table.clear()
    _NATIONS.clear()
    for row in rows("currencies.csv", COLUMNS):
        if row["kind"] == "noun":
            _add_noun(row)
        elif row["kind"] == "coin":
            _add_coin(row)
        elif row["noun"] and row["noun"] not in CURRENCIES:
            raise row.wrong(f"noun {row['noun']!r} is no key of a noun row above")
        elif row["kind"] == "nation":
            _add_nation(
                row["key"], row["noun"], row.alternatives("english"), row.alternatives("arabic")
            )
        elif row["kind"] not in ("sign", "word"):
            raise row.wrong(f"kind {row['kind']!r}; known: noun, coin, sign, word, nation")
    for code, noun, english, arabic in _territorial():
        _add_nation(code, noun, [english], [arabic])
    for noun, code in _ALONE.items():
        base = CURRENCIES.pop(noun)
        shown = CURRENCIES[code].english if code == "USD" else base.english
        CURRENCIES[code] = Currency(code, noun, shown, base.arabic)
        _NOUN_OF[code] = noun
    for code in {*CODES.values()} - CURRENCIES.keys() - {""}:  # no noun here: shown by its code
        CURRENCIES[code] = Currency(code, code, (code, code), ArabicNoun(*(code,) * 5))


def _add_noun(row: Row) -> None:
    try:
        english = [each.split("/") for each in row.alternatives("english")]
        names = [_name(each, "") for each in row.alternatives("arabic")]
        shown = (english[0][0], english[0][1])
    except (ValueError, IndexError) as error:
        raise row.wrong(f"{row.cells} cannot be read") from error
    key = row["key"]
    CURRENCIES[key] = Currency(key, key, shown, names[0])
    if row["noun"]:
        _ALONE[key] = row["noun"]
    for each in english:
        _NOUNS.update(dict.fromkeys(each, key))
    for name in names:
        for form in (name.singular, name.plural, name.accusative, name.dual, name.oblique):
            _NOUNS.setdefault(fold(form), key)
        if name.dual != name.singular:
            DUALS.update(dict.fromkeys(map(fold, (name.dual, name.oblique)), key))


def _add_coin(row: Row) -> None:
    if not row["key"].isdigit():
        raise row.wrong(f"key {row['key']!r}: how many coins make one of their money")
    for name in row.alternatives("english") + row.alternatives("arabic"):
        COINS.update((fold(form.strip()), int(row["key"])) for form in name.split("/"))


def _add_nation(code: str, noun: str, english: list[str], arabic: list[str]) -> None:
    """Say whose the currency of a code is; what was said first is what is shown."""
    for name in english:
        _BY_NATION.setdefault((noun, name.lower()), code)
        _NATIONS.add(name.lower())
    for name in arabic:
        for form in map(fold, _adjective("", name) + _adjective("ة", name)):
            _BY_NATION.setdefault((noun, form), code)
            _NATIONS.add(form)
    if code not in CURRENCIES:
        base = CURRENCIES[noun]
        one, many = base.english
        shown = f"{base.arabic.singular}/{base.arabic.plural}"
        names = (f"{english[0]} {one}", f"{english[0]} {many}")
        CURRENCIES[code] = Currency(code, noun, names, _name(shown, arabic[0]))
        _NOUN_OF[code] = noun


def _territorial() -> Iterator[tuple[str, str, str, str]]:
    """Code, noun and nationality in both languages of the currencies in use, as CLDR names them.

    Only those that are called by a known noun and an adjective: «دينار كويتي», "Kuwaiti Dinar".
    """
    arabic, english = Locale("ar"), Locale("en")
    for code in in_use():
        noun, *whose = arabic.currencies.get(code, "").split()
        key = _NOUNS.get(fold(noun))
        nation = english.currencies[code].split()
        if key and len(nation) == 2 and len(whose) == 1 and whose[0].endswith(("ي", "ية")):
            yield code, key, nation[0], whose[0].removesuffix("ة")


def _adjective(noun: str, nation: str) -> tuple[str, str, str, str, str]:
    """The nationality as it stands after the five forms of `noun`."""
    feminine = noun.endswith("ة")
    one = nation + "ة" if feminine else nation
    accusative = one if feminine else nation + "ا"
    two, oblique = dual(one)
    return one, nation + "ة", accusative, two, oblique


def _name(noun: str, nation: str) -> ArabicNoun:
    singular, plural = (part.strip() for part in noun.split("/"))
    if " " in singular or singular == plural:
        two = oblique = accusative = singular
    else:
        two, oblique = dual(singular)
        accusative = singular if singular.endswith("ة") else singular + "ا"
    if not nation:
        return ArabicNoun(singular, plural, accusative, two, oblique)
    tail = _adjective(singular, nation)
    if singular == plural:
        tail = (nation,) * 5
    heads = (singular, plural, accusative, two, oblique)
    return ArabicNoun(*(f"{head} {each}" for head, each in zip(heads, tail, strict=True)))


def currency_at(tokens: list[Token], i: int, bound: bool = False) -> tuple[str, int] | None:
    """The currency named at token `i` and the token after it: a sign, a code or a name.

    `bound` also takes a name with a preposition written onto it: "بدولار".
    """
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.text in SYMBOLS:
        return SYMBOLS[token.text], i + 1
    if code := CODES.get(token.text):
        return code, i + 1
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.text in _NATIONS and following and following.text in _NOUNS:
        code = _BY_NATION.get((_NOUNS[following.text], token.text))
        return (code, _sterling(tokens, i + 2)) if code else None
    free = (f for f in token.forms if _free(f) or (bound and not f.conj))
    noun = next((_NOUNS[f.stem] for f in free if f.stem in _NOUNS), None)
    if noun is None:
        return None
    if following and following.text == "sterling" and noun == "pound":
        return "GBP", i + 2
    for form in following.forms if following else ():
        if _free(form) and (noun, form.stem) in _BY_NATION:
            return _BY_NATION[noun, form.stem], i + 2
    return _ALONE.get(noun, noun), i + 1


def is_currency(tokens: list[Token], i: int) -> bool:
    """Whether token `i` names a currency, in any form."""
    return any(form.stem in _NOUNS for form in tokens[i].forms)


def _free(form: Form) -> bool:
    return not form.conj and not form.prep


def _sterling(tokens: list[Token], i: int) -> int:
    return i + 1 if i < len(tokens) and tokens[i].text == "sterling" else i


def related(a: str, b: str) -> bool:
    """Whether two currency keys may be the same money: "dinar" and KWD, but not KWD and IQD."""
    first, _, per_first = a.partition("/")
    second, _, per_second = b.partition("/")
    same = first == second or _NOUN_OF.get(first) == second or _NOUN_OF.get(second) == first
    return same and per_first == per_second


rebuilt(_build)
