"""Quantities: hedge, number or range, and what is counted, measured or paid."""

import re
from decimal import Decimal

from rag.values.counted import Counted, counted_at, noun_at, with_unit
from rag.values.hedges import after, before, remote
from rag.values.money import SYMBOLS
from rag.values.numbers import amount_at, shorter
from rag.values.ordinals import ordinal_at
from rag.values.tokens import Text, Token, wordset
from rag.values.types import Kind, Qualifier, Quantity
from rag.values.units import NOUNS

__all__ = ["STARTS", "quantity_at"]

_CONNECTORS = {"الي": 1, "حتي": 1, "او": 1, "to": 1, "or": 1, "-": 1, "till": 1}
_BETWEEN = frozenset(("بين", "between"))
_TO = wordset("الي حتي to till")
_FROM = frozenset(("من", "from"))
_CHANGES = re.compile(
    r"^[وف]?(?:ارتفع|انخفض|زاد|تراجع|هبط|صعد|قفز|نما|خفض|رفع|تقلص|يرتفع|ينخفض|ليرتفع|لينخفض)"
    r"|^(?:ris|rose|fell|fall|increas|decreas|drop|declin|jump|cut|rais|grew|grow|climb|slid)"
)
_FRACTIONS = {"نصف": "50", "ثلث": "33.33", "ربع": "25", "ثلثي": "66.67", "ثلثا": "66.67",
              "ثلثان": "66.67", "ثلثين": "66.67", "half": "50"}  # fmt: skip
_NOT_SHARE = wordset("نهاييي نهايي النهايي نهاييه الاول الثاني الثالث الرابع")


def _text(tokens: list[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def _share(tokens: list[Token], i: int) -> Counted | None:
    """As in "نصف السكان", "ثلثي المقاعد", "a third of": a part of a whole, in percent."""
    token = tokens[i]
    following = _text(tokens, i + 1)
    if token.text in ("a", "half", "quarter", "third") and amount_at(tokens, i):
        return None  # "half a million"
    if token.text in ("a", "one", "two", "three") or token.text in ("third", "quarter"):
        return _english_share(tokens, i)
    for form in tokens[i].forms:
        if form.stem in _FRACTIONS and following not in _NOT_SHARE and not form.article:
            share = Decimal(_FRACTIONS[form.stem])
            if form.stem == "half" and following in ("-", "time", "hour", "past"):
                return None
            return Counted(share, share, i + 1, kind=Kind.PERCENT)
    if any(form.stem in ("ثلاثه", "ثلاث") for form in token.forms) and following == "ارباع":
        return Counted(Decimal(75), Decimal(75), i + 2, kind=Kind.PERCENT)
    return None


def _english_share(tokens: list[Token], i: int) -> Counted | None:
    times = {"a": 1, "one": 1, "two": 2, "three": 3}.get(tokens[i].text)
    j = i + 1 if times else i
    if times and _text(tokens, j) == "-":
        j += 1
    parts = {"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
    part = parts.get(_text(tokens, j))
    if part is None or (tokens[i].text in parts and times is None and part != 4):
        return None
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    singular = _text(tokens, j)[-1] != "s"
    if singular and following and following.kind != "symbol" and following.text != "of":
        return None
    share = (Decimal(100 * (times or 1)) / part).quantize(Decimal("0.01")).normalize()
    return Counted(share, share, j + 1, kind=Kind.PERCENT)


def _part_unit(text: Text, i: int) -> Counted | None:
    """As in "نصف ساعة", "ربع قرن", "half an hour": a part of one unit."""
    tokens = text.tokens
    parts = {"نصف": "0.5", "ربع": "0.25", "half": "0.5"}
    for form in tokens[i].forms:
        if form.stem not in parts or form.article:
            continue
        j = i + 1 + (_text(tokens, i + 1) in ("a", "an"))
        scale = amount_at(tokens, j)
        if scale and scale.scale == scale.low > 1 and tokens[j].kind == "word":
            part = Decimal(parts[form.stem]) * scale.low
            return with_unit(text, j, Counted(part, part, scale.end, scale.scale), scale)
        noun = noun_at(tokens, j)
        if noun and noun[0].kind is not Kind.COUNT and noun[0].number == 1:
            part = Decimal(parts[form.stem])
            return Counted(part, part, noun[1], kind=noun[0].kind, unit=noun[0].key)
    return None


def _opened_range(text: Text, i: int) -> Counted | None:
    """As in "بين 5 و10", "من 5 إلى 10", "between $2bn and $3bn"."""
    tokens, j = text.tokens, i
    if _text(tokens, i) == "ما" and _text(tokens, i + 1) == "بين":
        opener, j = "بين", i + 1
    elif any(form.stem in _BETWEEN for form in tokens[i].forms):
        opener = "بين"
    elif any(form.stem in _FROM for form in tokens[i].forms if not form.prep):
        opener = "من"
    else:
        return None
    if opener == "من" and _changing(tokens, i):
        return None
    first = counted_at(text, j + 1)
    if first is None:
        return None
    if found := _second(text, first, opener):
        return found
    amount = amount_at(tokens, j + 1) if opener == "بين" else None
    for less in shorter(amount) if amount else ():
        short = counted_at(text, j + 1, less)
        if short and (found := _second(text, short, opener)):
            return found
    return None


def _plain_range(text: Text, i: int) -> Counted | None:
    """One amount, or two with a joint: "5-10", "ملياري أو ثلاثة مليارات", "$2-3bn"."""
    if _is_ordinal(text.tokens, i):
        return None
    first = counted_at(text, i)
    if first is None:
        return None
    said = _text(text.tokens, i - 1) in _FROM and _text(text.tokens, first.end) in _TO
    change = said and _changing(text.tokens, i - 1)
    return (None if change else _second(text, first, "")) or first


def _changing(tokens: list[Token], i: int) -> bool:
    return any(_CHANGES.match(token.text) for token in tokens[max(0, i - 6) : i])


def _second(text: Text, first: Counted, opener: str) -> Counted | None:
    tokens, j = text.tokens, first.end
    joint = _text(tokens, j)
    if first.vague:
        return None
    if opener == "بين":
        if joint in ("و", "and", "الي", "to", "-"):
            j += 1
        elif j >= len(tokens) or not any(form.conj for form in tokens[j].forms):
            return None
    elif joint in _CONNECTORS and (opener == "من" or joint != "حتي"):
        j += 1
    else:
        return None
    second = counted_at(text, j)
    if second is None or second.vague or (joint == "-" and _scored(tokens, first.end)):
        return None
    return _joined(first, second)


def _scored(tokens: list[Token], dash: int) -> bool:
    """A "- 5" opens a list item; a range has spaces on both sides of its dash, or on neither."""
    if dash + 1 >= len(tokens):
        return True
    left = tokens[dash].start - tokens[dash - 1].end
    return (left == 0) != (tokens[dash + 1].start == tokens[dash].end)


def _joined(first: Counted, second: Counted) -> Counted | None:
    """Low and high of one range; a scale or unit that stands once holds for both."""
    if first.kind is None:
        unit = (second.kind, second.unit)
    elif second.kind is None or (first.kind, first.unit) == (second.kind, second.unit):
        unit = (first.kind, first.unit)
    else:
        return None
    low, high = first.low, second.high
    if first.scale == 1 and second.scale > 1 and low < 1000 and low * second.scale <= high:
        low *= second.scale
    if low >= high:
        return None
    return Counted(low, high, second.end, second.scale, kind=unit[0], unit=unit[1])


STARTS = frozenset(
    (*_FRACTIONS, *_BETWEEN, *_FROM, *SYMBOLS, "ما", "%", "us", "twenty", "thirty", "one", "two")
) | frozenset(
    words[0]
    for options in NOUNS.values()
    for words, entry in options
    if entry.number == 2 or (entry.number == 1 and entry.kind is Kind.DURATION)
)
"""Folded words and signs, beside numbers and hedges, that may open a quantity."""


def quantity_at(text: Text, i: int) -> tuple[Quantity, int, int] | None:
    """The quantity that starts at token `i`: value, first token, token after it."""
    tokens = text.tokens
    qualifier, j = before(tokens, i)
    if j >= len(tokens):
        return None
    counted = (
        _opened_range(text, j)
        or _part_unit(text, j)
        or _share(tokens, j)
        or _plain_range(text, j)
        or _leading_percent(tokens, j)
    )
    if counted is None:
        return None if j > i else _ordinal(tokens, i)
    end = counted.end
    alone = counted.kind is None and end == i + 1 and tokens[i].kind == "word"
    if alone and (place := _ordinal(tokens, i)):  # "السبعون" alone is the seventieth
        return place
    if qualifier is Qualifier.EXACT:
        if (hedge := after(tokens, end)) is not None:
            qualifier, end = hedge
        elif not counted.vague:
            qualifier = remote(tokens, end)
    kind, unit = counted.kind or Kind.COUNT, counted.unit
    value = Quantity(counted.low, counted.high, kind, unit, qualifier, counted.vague)
    return value, i, end


def _is_ordinal(tokens: list[Token], j: int) -> bool:
    following = _text(tokens, j + 1)
    if tokens[j].kind == "number":
        return following in ("st", "nd", "rd", "th") and tokens[j + 1].start == tokens[j].end
    return tokens[j].text in ("twenty", "thirty") and ordinal_at(tokens, j) is not None


def _ordinal(tokens: list[Token], i: int) -> tuple[Quantity, int, int] | None:
    found = ordinal_at(tokens, i)
    if found is None:
        return None
    number = Decimal(found[0])
    return Quantity(number, number, Kind.ORDINAL), i, found[1]


def _leading_percent(tokens: list[Token], i: int) -> Counted | None:
    """As in "%15": the sign before the number, as typed in right-to-left text."""
    if _text(tokens, i) != "%" or i + 1 >= len(tokens):
        return None
    number = tokens[i + 1].number
    if number is None or tokens[i + 1].start != tokens[i].end:
        return None
    return Counted(number, number, i + 2, kind=Kind.PERCENT)
