"""How two values stand to each other; the tolerances are stated in `rag.values.relate`."""

from decimal import Decimal

from rag.values.money import CURRENCIES, related
from rag.values.nouns import is_open, same_root
from rag.values.types import Kind, Precision, Qualifier, Quantity, Relation, Value, When
from rag.values.units import Unit, kin, unit_of

__all__ = ["compare", "same_unit"]

ABOUT = Decimal("0.10")
"""What "about" allows, either way, as a part of the number."""
REACH = Decimal("0.50")
"""How far beyond its bound "more than" (below it, "less than") still speaks of the same figure."""
ROUNDING = Decimal("0.02")
"""What the conversion of a measure into another unit may lose."""
MONTH_DAYS = (Decimal(28), Decimal(31))
_DAY = Decimal(86400)


def compare(a: Value, b: Value) -> Relation:
    """See `rag.values.relate`."""
    if isinstance(a, Quantity) and isinstance(b, Quantity):
        return _quantities(a, b)
    if isinstance(a, When) and isinstance(b, When):
        return _whens(a, b)
    return Relation.INCOMPARABLE


def _quantities(a: Quantity, b: Quantity) -> Relation:
    if a.kind is not b.kind:
        return Relation.INCOMPARABLE
    same = same_unit(a.unit, b.unit)
    if same is False:
        return Relation.INCOMPARABLE
    if same is None:  # two nouns that may be one: they can agree, and never differ
        overlap = _overlap(_bounds(a), _bounds(b))
        return overlap if overlap is Relation.COMPATIBLE else Relation.INCOMPARABLE
    if a.unit != b.unit and a.kind in (Kind.DURATION, Kind.MEASURE):
        return _converted(a, b)
    hedges = (a.qualifier, a.vague) == (b.qualifier, b.vague)
    if (a.low, a.high) == (b.low, b.high) and hedges and _one_thing(a, b):
        return Relation.EQUAL
    return _overlap(_bounds(a), _bounds(b))


def _one_thing(a: Quantity, b: Quantity) -> bool:
    """The same unit, or two words for it: a member of a force and its soldier."""
    units = {a.unit, b.unit}
    return len(units) == 1 or units <= {"soldier", "member"}


def same_unit(a: str, b: str) -> bool | None:
    """Whether two units of one kind may count one thing: True, False, or None for "cannot say".

    True: the same unit, one that converts into the other, a kind of the other (a soldier is a
    person), or none given. None: nouns that no table knows, in two languages, of one root, or
    beside people in general. A rate goes with rates alone, an area with areas.

    >>> same_unit("km", "mile"), same_unit("km", "km2"), same_unit("قاض", "judge")
    (True, False, None)
    """
    if a == b:
        return True
    if not a or not b:
        return "point" not in (a, b) and "/" not in a + b
    if is_open(a) or is_open(b):
        return _same_noun(a, b)
    if a.partition("/")[0] in CURRENCIES or b.partition("/")[0] in CURRENCIES:
        return related(a, b)
    one, other = unit_of(a), unit_of(b)
    if one is None or other is None:
        return False
    if one.kind is Kind.COUNT:
        return kin(a, b)
    return one.dimension == other.dimension or {one.dimension, other.dimension} == _TIME


_TIME = {"second", "month"}


def _same_noun(a: str, b: str) -> bool | None:
    """Of two nouns, one of which no table knows."""
    if a.partition("/")[2] != b.partition("/")[2]:
        return False
    if not (is_open(a) and is_open(b)):
        known = b if is_open(a) else a
        return None if known in ("person", "member", "thing") else False
    if (a < "\u0600") != (b < "\u0600"):
        return None
    return None if a > "\u0600" and same_root(a, b) else False


def _bounds(value: Quantity, scale: Decimal = Decimal(1)) -> tuple[Decimal, Decimal]:
    """The numbers that a quantity, with its hedge, can stand for."""
    low, high = value.low * scale, value.high * scale
    if value.qualifier is Qualifier.ABOUT:
        return low - abs(low) * ABOUT, high + abs(high) * ABOUT
    if value.qualifier in (Qualifier.MORE_THAN, Qualifier.AT_LEAST):
        return low, high + abs(high) * REACH
    if value.qualifier in (Qualifier.LESS_THAN, Qualifier.AT_MOST):
        return low - abs(low) * REACH, high
    if value.kind is Kind.PERCENT and low == high and low % 1 and low in _THIRDS:
        return low.to_integral_value(rounding="ROUND_FLOOR"), low + 1
    return low, high


_THIRDS = (Decimal("33.33"), Decimal("66.67"))


def _overlap(a: tuple[Decimal, Decimal], b: tuple[Decimal, Decimal]) -> Relation:
    return Relation.COMPATIBLE if a[0] <= b[1] and b[0] <= a[1] else Relation.DIFFERENT


def _converted(a: Quantity, b: Quantity) -> Relation:
    one, other = _unit(a), _unit(b)
    if one.dimension == other.dimension:
        first, second = _bounds(a, one.scale), _bounds(b, other.scale)
        hedges = (a.qualifier, a.vague) == (b.qualifier, b.vague)
        if first == second and hedges:
            return Relation.EQUAL
        if a.kind is Kind.DURATION:
            return _overlap(first, second)
        slack = max(map(abs, first + second)) * ROUNDING
        return _overlap((first[0] - slack, first[1] + slack), second)
    return _overlap(_in_days(a), _in_days(b))


def _unit(value: Quantity) -> Unit:
    unit = unit_of(value.unit)
    assert unit is not None, value.unit  # same_unit has seen it  # noqa: S101
    return unit


def _in_days(value: Quantity) -> tuple[Decimal, Decimal]:
    unit = _unit(value)
    low, high = _bounds(value, unit.scale)
    if unit.dimension == "month":
        return low * MONTH_DAYS[0], high * MONTH_DAYS[1]
    return low / _DAY, high / _DAY


def _whens(a: When, b: When) -> Relation:
    if (a.precision is Precision.TIME) != (b.precision is Precision.TIME):
        return Relation.INCOMPARABLE
    if a.precision is Precision.TIME:
        return _times(a, b)
    if a.start is None or b.start is None or a.end is None or b.end is None:
        same = a.within is not None and a.within == b.within
        return Relation.EQUAL if same else Relation.INCOMPARABLE
    if (a.start, a.end) == (b.start, b.end):
        return Relation.EQUAL
    inside = (a.start <= b.start and b.end <= a.end) or (b.start <= a.start and a.end <= b.end)
    crossing = a.start <= b.end and b.start <= a.end
    spans = Precision.SPAN in (a.precision, b.precision)
    return Relation.COMPATIBLE if inside or (crossing and spans) else Relation.DIFFERENT


def _times(a: When, b: When) -> Relation:
    if a.start and b.start and (a.start, a.end) != (b.start, b.end):
        return Relation.DIFFERENT
    if (a.at, a.until) == (b.at, b.until):
        return Relation.EQUAL
    if a.at == b.at and None in (a.until, b.until):
        return Relation.COMPATIBLE
    return Relation.DIFFERENT
