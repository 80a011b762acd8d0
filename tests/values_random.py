"""Random values for the round trip: everything that `render` can show and text can say."""

from datetime import date, time, timedelta
from decimal import Decimal
from random import Random

from rag.values import Kind, Precision, Qualifier, Quantity, Value, When
from rag.values.calendar import day, month, shift_months, year
from rag.values.money import CURRENCIES
from rag.values.units import UNITS

HEDGES = list(Qualifier)
COUNTED = ["", *(key for key, unit in UNITS.items() if unit.kind is Kind.COUNT)]
MEASURES = [key for key, unit in UNITS.items() if unit.kind is Kind.MEASURE]
DURATIONS = [key for key, unit in UNITS.items() if unit.kind is Kind.DURATION]
MONEY = list(CURRENCIES)
RATES = ["km/hour", "m3/second", "barrel/day", "mile2/year"]
DEGREES = ("celsius", "fahrenheit", "degree")
FIRST = date(1000, 1, 1).toordinal()
LAST = date(2105, 12, 31).toordinal()


def number(rng: Random, whole: bool) -> Decimal:
    """Small numbers, large ones, round ones, and decimals unless `whole`."""
    shape = rng.randrange(6)
    if shape == 0:
        return Decimal(rng.randrange(1, 13))
    if shape == 1:
        return Decimal(rng.randrange(1, 1000))
    if shape == 2:
        return Decimal(rng.randrange(1, 10**6))
    if shape == 3:
        return Decimal(rng.randrange(1, 1000)) * Decimal(10) ** rng.choice((3, 6, 9, 12))
    if shape == 4 or whole:
        return Decimal(rng.randrange(1, 10**14))
    return Decimal(rng.randrange(1, 10**6)) / Decimal(10) ** rng.randrange(1, 4)


def quantity(rng: Random) -> Quantity:
    """A quantity of any kind, a range one time in four."""
    kind = rng.choice(list(Kind))
    if kind is Kind.ORDINAL:
        place = Decimal(rng.randrange(1, rng.choice((13, 100, 2000))))
        return Quantity(place, place, kind)
    unit = {
        Kind.COUNT: COUNTED,
        Kind.MONEY: [*MONEY, "USD/barrel", "dinar/kg", "EUR/month"],
        Kind.PERCENT: ["", "", "point"],
        Kind.DURATION: DURATIONS,
        Kind.MEASURE: [*MEASURES, *RATES],
    }[kind]
    chosen = rng.choice(unit)
    if rng.random() < 0.1 and kind in (Kind.COUNT, Kind.MONEY):
        return vague(rng, kind, chosen)
    low = high = number(rng, kind is Kind.COUNT)
    if rng.random() < 0.25:
        low, high = sorted((low, number(rng, kind is Kind.COUNT)))
    elif (chosen in DEGREES or kind is Kind.PERCENT) and rng.random() < 0.3:
        low = high = -low
    return Quantity(low, high, kind, chosen, rng.choice(HEDGES))


def vague(rng: Random, kind: Kind, unit: str) -> Quantity:
    """Several, dozens, hundreds, and so on to billions."""
    if unit and rng.random() < 0.3:
        base = Decimal(rng.choice((1, 100, 1000, 10**6)))
        return Quantity(3 * base, 9 * base, kind, unit, vague=True)
    base = Decimal(10) ** rng.randrange(1, 12)
    return Quantity(2 * base, 10 * base - 1, kind, unit, vague=True)


def when(rng: Random) -> When:
    """A day, month, year, stretch, time of day, or deadline."""
    shape = rng.randrange(7)
    start = date.fromordinal(rng.randrange(FIRST, LAST - 1000))
    if shape == 0:
        return day(start)
    if shape == 1:
        return month(start.year, start.month)
    if shape == 2:
        return year(start.year)
    if shape == 3:
        return When(start, start + timedelta(days=rng.randrange(1, 900)), Precision.SPAN)
    if shape == 4:
        last = date(start.year + rng.randrange(1, 90), 12, 31)
        return When(date(start.year, 1, 1), last, Precision.SPAN)
    if shape == 5:
        until = clock(rng) if rng.random() < 0.5 else None
        return When(None, None, Precision.TIME, clock(rng), until)
    return deadline(rng, start)


def clock(rng: Random) -> time:
    """A minute of the day."""
    return time(rng.randrange(24), rng.randrange(60))


def deadline(rng: Random, start: date) -> When:
    """Within some days, weeks, months or years."""
    count, unit = rng.randrange(1, 60), rng.choice(("day", "week", "month", "year"))
    days = {"day": count, "week": 7 * count}.get(unit)
    if days is not None:
        end = start + timedelta(days=days)
    else:
        end = shift_months(start, count if unit == "month" else 12 * count)
    distance = Quantity(Decimal(count), Decimal(count), Kind.DURATION, unit)
    return When(start, end, Precision.SPAN, relative=True, within=distance)


def value(rng: Random) -> Value:
    """A quantity, or two times in five a date or time."""
    return when(rng) if rng.random() < 0.4 else quantity(rng)
