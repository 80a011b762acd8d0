"""What is counted, measured or paid: an amount with its percent sign, currency or noun."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from rag.values.money import CODES, SYMBOLS, currency_at
from rag.values.numbers import Amount, amount_at
from rag.values.numbers_en import ABBREVIATIONS
from rag.values.tokens import Text, Token, wordset
from rag.values.types import Kind
from rag.values.units import NOUNS, Entry

__all__ = ["Counted", "counted_at", "noun_at", "with_unit"]

_QUOTES = frozenset("\"“”«»'‘”")
_PERCENT_WORDS = frozenset(("percent", "pct", "بالميه", "بالمايه"))
_UNIT_SIGNS = _QUOTES | frozenset(SYMBOLS) | frozenset("-°")
_ADJECTIVES = wordset(
    "armed foreign new senior young local military security commercial unarmed injured wounded "
    "dead additional other more private public civil innocent russian peacekeeping elite rebel "
    "residential square old different separate confirmed"
)


@dataclass(frozen=True, slots=True)
class Counted:
    """An amount with its unit; `kind` is None where no unit stands there."""

    low: Decimal
    high: Decimal
    end: int
    scale: Decimal = Decimal(1)
    vague: bool = False
    kind: Kind | None = None
    unit: str = ""
    start: int = -1


def _text(tokens: list[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def noun_at(tokens: list[Token], i: int, article: bool = False) -> tuple[Entry, int] | None:
    """The counted noun at token `i` (its phrase as long as possible) and the token after it."""
    if i >= len(tokens):
        return None
    for form in tokens[i].forms or ():
        if form.conj or form.prep or (form.article and not article):
            continue
        for words, entry in NOUNS.get(form.stem, ()):
            if all(_word(tokens, i + k, word, article) for k, word in enumerate(words) if k):
                return entry, i + len(words)
    if tokens[i].text == "°" and _text(tokens, i + 1) == "c":
        return NOUNS["°"][0][1], i + 2
    return None


def _word(tokens: list[Token], i: int, word: str, article: bool) -> bool:
    text = _text(tokens, i)
    return text == word or (article and text == "ال" + word)


def _english_noun(text: Text, j: int) -> tuple[Entry, int] | None:
    """The last of a row of English nouns, past an adjective or a capitalised name."""
    tokens, k = text.tokens, j
    found = noun_at(tokens, k)
    while found is None and k < j + 2 and k < len(tokens) and _modifies(text, k):
        k += 1
        found = noun_at(tokens, k)
    for _ in range(3):
        longer = noun_at(tokens, found[1]) if found else None
        if found is None or longer is None or tokens[found[1]].text > "\u0600":
            break
        found = longer
    return found


def _modifies(text: Text, k: int) -> bool:
    word = text.tokens[k].text
    return (
        text.tokens[k].kind == "word"
        and word < "\u0600"
        and (
            word in _ADJECTIVES or (text.original(k)[0].isupper() and word not in ("may", "march"))
        )
    )


def _percent(tokens: list[Token], j: int) -> int | None:
    word = _text(tokens, j)
    if word == "%" or word in _PERCENT_WORDS:
        return j + 1
    if word == "في" and _text(tokens, j + 1) in ("الميه", "المايه"):
        return j + 2
    if word == "per" and _text(tokens, j + 1) == "cent":
        return j + 2
    return None


def _unit(text: Text, j: int, loose: bool) -> tuple[Kind, str, int] | None:
    """Percent, currency or noun at token `j`; `loose` also takes "من" or "of" and the article."""
    tokens = text.tokens
    if j >= len(tokens):
        return None
    if (end := _percent(tokens, j)) is not None:
        return Kind.PERCENT, "", end
    if tokens[j].kind != "word" and tokens[j].text not in _UNIT_SIGNS:
        return None
    k, quoted = j, _text(tokens, j) in _QUOTES
    k += quoted
    if _text(tokens, k) == "-":
        k += 1
    part = _text(tokens, k) in ("من", "of")
    if part:
        k += 1 + (_text(tokens, k + 1) in ("the", "its", "their", "his"))
    if (money := currency_at(tokens, k)) and not (part and not loose):
        return Kind.MONEY, money[0], money[1]
    arabic = k < len(tokens) and tokens[k].text[0] > "\u0600"
    noun = noun_at(tokens, k, loose or part) if arabic else _english_noun(text, k)
    if noun is None:
        return None
    return noun[0].kind, noun[0].key, noun[1]


def _glued_scale(text: Text, j: int, money: bool) -> tuple[Decimal, int] | None:
    """The one-letter scales: "$5m", "5m people"; "5m" alone is five metres."""
    tokens = text.tokens
    word = _text(tokens, j)
    if word not in ("m", "b", "t") or j == 0 or tokens[j].start != tokens[j - 1].end:
        return None
    if not money and (word != "m" or _unit(text, j + 1, False) is None):
        return None
    return Decimal(10) ** ABBREVIATIONS[word], j + 1


def counted_at(text: Text, i: int, amount: Amount | None = None) -> Counted | None:
    """An amount with its unit, a dual noun, or money with its sign in front, at token `i`.

    Each place is worked out once, however many ranges ask for it, unless `amount` is given.
    """
    if amount is not None:
        return _counted(text, i, amount)
    if i not in text.memo:
        text.memo[i] = _counted(text, i, None)
    known = text.memo[i]
    return known if isinstance(known, Counted) else None


def _counted(text: Text, i: int, amount: Amount | None) -> Counted | None:
    tokens = text.tokens
    money, j = None, i
    if _text(tokens, i) in ("us", "a", "c") and _text(tokens, i + 1) == "$":
        money, j = {"us": "USD", "a": "AUD", "c": "CAD"}[tokens[i].text], i + 2
    elif _text(tokens, i) in SYMBOLS or _text(tokens, i) in CODES:
        sign = currency_at(tokens, i)
        money, j = (sign[0] if sign else None), i + 1
    amount = amount or amount_at(tokens, j)
    if amount is None:
        return None if money else _dual(tokens, i)
    low, high, end, scale = amount.low, amount.high, amount.end, amount.scale
    if glued := _glued_scale(text, end, money is not None):
        low, high, scale, end = low * glued[0], high * glued[0], glued[0], glued[1]
    counted = Counted(low, high, end, scale, amount.vague)
    if money:
        return replace(counted, kind=Kind.MONEY, unit=money)
    return with_unit(text, j, counted, amount)


def with_unit(text: Text, j: int, counted: Counted, amount: Amount) -> Counted:
    """What is counted, with a unit that follows token `j`, if one does."""
    tokens = text.tokens
    if (
        _text(tokens, counted.end) == "m"
        and tokens[counted.end].start == tokens[counted.end - 1].end
    ):
        return replace(counted, kind=Kind.MEASURE, unit="metre", end=counted.end + 1)
    loose = counted.vague or amount.article
    unit = _unit(text, counted.end, loose)
    if unit is None:
        if counted.vague and _text(tokens, counted.end) == "of":
            return counted
        return counted
    kind, key, end = unit
    if kind is Kind.COUNT and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", tokens[j].text):
        counted = replace(counted, low=counted.low * 1000, high=counted.high * 1000)
    counted = replace(counted, kind=kind, unit=key, end=end)
    return _and_a_half(tokens, counted) if kind in (Kind.DURATION, Kind.MONEY) else counted


def _and_a_half(tokens: list[Token], counted: Counted) -> Counted:
    """As in "ساعتان ونصف الساعة", "عام ونصف": a part of the unit more."""
    parts = {"ونصف": "0.5", "وربع": "0.25", "وثلث": ""}
    part = parts.get(_text(tokens, counted.end))
    if not part:
        return counted
    end = counted.end + 1
    same = noun_at(tokens, end, article=True)
    if same and same[0].key == counted.unit:
        end = same[1]
    more = Decimal(part)
    return replace(counted, low=counted.low + more, high=counted.high + more, end=end)


def _dual(tokens: list[Token], i: int) -> Counted | None:
    """As in "جنديين", "ليومين", "ساعتان ونصف": the number is in the form of the noun."""
    for form in tokens[i].forms if i < len(tokens) else ():
        if form.article:
            continue
        for words, entry in NOUNS.get(form.stem, ()):
            if all(_text(tokens, i + k) == w for k, w in enumerate(words) if k):
                end = i + len(words)
                twice = _text(tokens, end) in ("اثنين", "اثنان", "اثنتين", "اثنتان")
                counted = Counted(
                    Decimal(2), Decimal(2), end + twice, kind=entry.kind, unit=entry.key
                )
                if entry.number == 2 or (twice and entry.number == 0):
                    return _and_a_half(tokens, counted)
                one = replace(counted, low=Decimal(1), high=Decimal(1), end=end)
                if entry.number == 1 and _text(tokens, end) in ("واحد", "واحده"):
                    return replace(one, end=end + 1)
                half = _and_a_half(tokens, one)
                return half if entry.kind is Kind.DURATION and half is not one else None
    return None
