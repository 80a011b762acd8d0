"""One value said in two pieces: "ساعتان ونصف", "ساعتان و30 دقيقة", "12 دولارا و50 سنتا"."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from rag.values.fractions import UNREAD, exact, joined_part
from rag.values.money import COINS, CURRENCIES, currency_at, related
from rag.values.numbers import amount_at
from rag.values.tokens import Token, text_at
from rag.values.types import Kind
from rag.values.unit_at import noun_at, percent_at
from rag.values.units import UNITS

__all__ = ["Counted", "and_cents", "and_part", "and_smaller", "in_parts", "smaller_at"]


HALVED = 1_000_000
"""The least scale of which "and a half" is half; of a thousand nobody can say."""
_SCALES = frozenset(("المليون", "المليار", "البليون", "التريليون"))


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
    noun: str = ""
    bare: int = 0


def in_parts(value: Fraction, kind: Kind, unit: str) -> tuple[Decimal, str]:
    """A number of units as a decimal, or of smaller units where its decimals do not end.

    A third of an hour is 20 minutes.
    """
    smaller = {"hour": ("minute", 60), "minute": ("second", 60), "day": ("hour", 24),
               "year": ("month", 12)}  # fmt: skip
    number = exact(value)
    if number.is_nan() and kind is Kind.DURATION and unit in smaller:
        name, times = smaller[unit]
        return exact(value * times), name
    return number, unit


def and_part(tokens: list[Token], counted: Counted) -> Counted:
    """As in "ساعتان ونصف الساعة", "400 كيلومتر ونصف", "two hours and a half": a part more.

    Of millions it is a part of a million: "ملياري درهم ونصف" are two and a half billion.
    """
    part = joined_part(tokens, counted.end)
    if part is None or counted.kind is None or counted.low.is_nan():
        return counted
    end = _same_again(tokens, part.end, counted)
    if part.doubtful and end == part.end:
        return counted
    large = counted.scale >= HALVED
    end += large and text_at(tokens, end) in _SCALES  # "ونصف المليار"
    if counted.low != counted.high or (counted.scale != 1 and not large):
        return replace(counted, low=UNREAD, high=UNREAD, end=end)
    more = part.value * Fraction(counted.scale) if large else part.value
    number, unit = in_parts(Fraction(counted.low) + more, counted.kind, counted.unit)
    return replace(counted, low=number, high=number, unit=unit, end=end)


PLACES = 3
"""Decimals of a short number."""


def smaller_at(tokens: list[Token], counted: Counted) -> int | None:
    """The token where a smaller unit may go on with a value: "ساعتان و30 دقيقة"; None if none."""
    j = counted.end
    apart = text_at(tokens, j) in ("و", "and", ",")
    joined = apart or any(form.conj for token in tokens[j : j + 1] for form in token.forms)
    bare = j < len(tokens) and tokens[j].kind == "number"
    if counted.low != counted.high or j + apart >= len(tokens):
        return None
    return j + apart if joined or (bare and counted.kind is not Kind.MONEY) else None


def and_smaller(counted: Counted, less: Counted | None) -> Counted:
    """One value of two that measure one thing, in the larger unit if that is a short number.

    A month and ten days are no number of either.
    """
    unit = UNITS.get(counted.unit)
    smaller = UNITS.get(less.unit) if less and less.low == less.high else None
    if unit is None or less is None or smaller is None:
        return counted
    if unit.key == "degree" and smaller.key == "minute":  # of a latitude
        return replace(counted, low=UNREAD, high=UNREAD, end=less.end)
    if smaller.kind is not unit.kind:
        return counted
    if smaller.dimension != unit.dimension:
        if unit.kind is Kind.DURATION and unit.dimension == "month":
            return replace(counted, low=UNREAD, high=UNREAD, end=less.end)
        return counted
    ratio = unit.scale / smaller.scale
    if not unit.dimension or ratio != int(ratio) or not 0 < less.low < ratio:
        return counted
    whole = exact(Fraction(counted.low) + Fraction(less.low) / int(ratio))
    if not whole.is_nan() and whole == round(whole, PLACES):  # 45.25 years, 2.5 hours
        return replace(counted, low=whole, high=whole, end=less.end)
    total = counted.low * ratio + less.low
    return replace(counted, low=total, high=total, unit=less.unit, end=less.end)


def and_cents(tokens: list[Token], j: int, counted: Counted) -> Counted:
    """Money with the small coins that token `j` begins: "12 دولارا و50 سنتا"."""
    amount = amount_at(tokens, j)
    parts = COINS.get(text_at(tokens, amount.end)) if amount and not amount.vague else None
    if amount is None or parts is None:
        return counted
    if parts == 1000 and CURRENCIES[counted.unit].noun == "dirham":
        parts = 100
    whole = counted.low == int(counted.low) and 0 < amount.low < parts
    total = counted.low + amount.low / parts if whole else UNREAD
    return replace(counted, low=total, high=total, end=amount.end + 1)


def _same_again(tokens: list[Token], j: int, counted: Counted) -> int:
    """The token after the unit where it is said once more: "ونصف الكيلومتر", "ونصف في المئة"."""
    if counted.kind is Kind.PERCENT:
        return percent_at(tokens, j) or j
    if counted.kind is Kind.MONEY:
        named = currency_at(tokens, j)
        return named[1] if named and related(named[0], counted.unit) else j
    same = noun_at(tokens, j, article=True)
    return same[1] if same and same[0].key == counted.unit else j
