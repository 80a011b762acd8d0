"""Quantities: hedge, number or range, and what is counted, measured or paid."""

import re
from dataclasses import replace
from decimal import Decimal

from rag.values.compound import Counted
from rag.values.counted import MINUS, counted_at
from rag.values.fractions import PARTS, UNREAD
from rag.values.hedges import after, before, remote
from rag.values.numbers import amount_at, shorter
from rag.values.ordinals import AGE, ordinal_at
from rag.values.shares import leading_percent, one_in, part_unit, share_at
from rag.values.tokens import Text, Token, text_at, wordset
from rag.values.types import Kind, Qualifier, Quantity

__all__ = ["STARTS", "quantity_at"]

_CONNECTORS = {"الي": 1, "حتي": 1, "او": 1, "to": 1, "or": 1, "-": 1, "till": 1}
_BETWEEN = frozenset(("بين", "between"))
_TO = wordset("الي حتي to till")
_FROM = frozenset(("من", "from"))
_CHANGES = re.compile(
    r"^[وف]?(?:ارتفع|انخفض|زاد|تراجع|هبط|صعد|قفز|نما|خفض|رفع|تقلص|يرتفع|ينخفض|ليرتفع|لينخفض)"
    r"|^(?:ris|rose|fell|fall|increas|decreas|drop|declin|jump|cut|rais|grew|grow|climb|slid)"
)


def _opened_range(text: Text, i: int) -> Counted | None:
    """As in "بين 5 و10", "من 5 إلى 10", "between $2bn and $3bn"."""
    tokens, j = text.tokens, i
    if text_at(tokens, i) == "ما" and text_at(tokens, i + 1) == "بين":
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
    said = text_at(text.tokens, i - 1) in _FROM and text_at(text.tokens, first.end) in _TO
    change = said and _changing(text.tokens, i - 1)
    return (None if change else _second(text, first, "")) or first


def _changing(tokens: list[Token], i: int) -> bool:
    return any(_CHANGES.match(token.text) for token in tokens[max(0, i - 6) : i])


def _second(text: Text, first: Counted, opener: str) -> Counted | None:
    tokens, j = text.tokens, first.end
    joint = text_at(tokens, j)
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
    if second and second.noun and first.kind not in (None, Kind.COUNT):  # "$2-3bn تكفي"
        second = replace(second, kind=None, unit="", noun="", end=second.bare)
    if second is None or second.vague:
        return None
    if joint == "-" and (_listed(tokens, first.end) or not (opener or _is_range(first, second))):
        return None
    return _joined(first, second)


def _is_range(first: Counted, second: Counted) -> bool:
    """Whether two numbers with a dash between them are of something: a bare "1-3" is a score."""
    return any(each.kind is not None or each.scale > 1 for each in (first, second))


def _listed(tokens: list[Token], dash: int) -> bool:
    """A "- 5" opens a list item; a range has spaces on both sides of its dash, or on neither."""
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
    if low.is_nan() or high.is_nan():
        return replace(second, low=UNREAD, high=UNREAD)
    if low < 0 < high and first.kind is None and second.kind is None:
        return None
    if first.scale == 1 and second.scale > 1 and low < 1000 and low * second.scale <= high:
        low *= second.scale
    if low >= high:
        return None
    noun = second.noun or first.noun
    return Counted(low, high, second.end, second.scale, kind=unit[0], unit=unit[1], noun=noun)


STARTS = {
    *PARTS, *_BETWEEN, *_FROM, *MINUS, "ما", "صفر", "zero", "%", "-", "us", "twenty", "thirty",
    "one", "two",
}  # fmt: skip
"""Folded words and signs, beside numbers, hedges and duals, that may open a quantity."""
_BELOW = {("تحت", "الصفر"), ("دون", "الصفر"), ("below", "zero"), ("below", "freezing")}
_FLIPPED = {
    Qualifier.MORE_THAN: Qualifier.LESS_THAN, Qualifier.LESS_THAN: Qualifier.MORE_THAN,
    Qualifier.AT_LEAST: Qualifier.AT_MOST, Qualifier.AT_MOST: Qualifier.AT_LEAST,
}  # fmt: skip
_DEGREES = frozenset(("celsius", "fahrenheit", "degree", ""))


def quantity_at(text: Text, i: int) -> tuple[Quantity, int, int] | None:
    """The quantity that starts at token `i`: value, first token, token after it."""
    tokens = text.tokens
    qualifier, j = before(tokens, i)
    if text_at(tokens, j) == "ال" and j > i and tokens[j + 1 : j + 2]:  # "قرابة الـ300 قتيل"
        j += tokens[j + 1].kind == "number"
    if j >= len(tokens):
        return None
    counted = (
        one_in(tokens, j)
        or _opened_range(text, j)
        or part_unit(text, j)
        or share_at(tokens, j)
        or _plain_range(text, j)
        or leading_percent(tokens, j)
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
    low, high = counted.low, counted.high
    if unit in _DEGREES and (below := _below_zero(tokens, i, end)):
        low, high, end = -high, -low, below
        qualifier = _FLIPPED.get(qualifier, qualifier)
    value = Quantity(low, high, kind, unit, qualifier, counted.vague, counted.noun)
    return value, i, end


def _below_zero(tokens: list[Token], i: int, end: int) -> int | None:
    """The token after "18 درجة تحت الصفر", "تحت الصفر بخمس درجات"; None where it is above."""
    if (text_at(tokens, end), text_at(tokens, end + 1)) in _BELOW:
        return end + 2
    by = text_at(tokens, i - 1) == "ب"
    before = (text_at(tokens, i - 2 - by), text_at(tokens, i - 1 - by)) in _BELOW
    return end if before and (by or any(form.prep for form in tokens[i].forms)) else None


def _is_ordinal(tokens: list[Token], j: int) -> bool:
    following = text_at(tokens, j + 1)
    if tokens[j].kind == "number":
        return following in ("st", "nd", "rd", "th") and tokens[j + 1].start == tokens[j].end
    return tokens[j].text in ("twenty", "thirty") and ordinal_at(tokens, j) is not None


def _ordinal(tokens: list[Token], i: int) -> tuple[Quantity, int, int] | None:
    found = ordinal_at(tokens, i)
    if found is None:
        return None
    number, end = Decimal(found[0]), found[1]
    if text_at(tokens, end) == "من" and text_at(tokens, end + 1) in AGE:
        return Quantity(number, number, Kind.DURATION, "year"), i, end + 2
    return Quantity(number, number, Kind.ORDINAL), i, end
