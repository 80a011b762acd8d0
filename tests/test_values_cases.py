"""The cases that define the normaliser: one line each, in tests/data/values_*.txt."""

import re
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from pathlib import Path

import pytest

from rag.values import (
    Kind,
    Precision,
    Qualifier,
    Quantity,
    Value,
    When,
    find_values,
)
from rag.values.calendar import day, month, year
from rag.values.money import CURRENCIES
from rag.values.units import unit_of

PUBLISHED = date(2022, 1, 12)
DATA = Path(__file__).parent / "data"
HEDGES = {
    "about": Qualifier.ABOUT,
    "more": Qualifier.MORE_THAN,
    "least": Qualifier.AT_LEAST,
    "less": Qualifier.LESS_THAN,
    "most": Qualifier.AT_MOST,
}


def cases(language: str) -> list[tuple[str, str, str]]:
    lines = (DATA / f"values_{language}.txt").read_text(encoding="utf-8").splitlines()
    rows = [line.split(" | ") for line in lines if line and not line.startswith("#")]
    return [(row[0], row[1].replace("⏎", "\n"), row[2]) for row in rows]


def read(notation: str) -> list[Value]:
    if notation.strip() == "-":
        return []
    return [one(item.strip()) for item in notation.split(";")]


def one(item: str) -> Value:
    if item.startswith("rel "):
        value = one(item[4:])
        assert isinstance(value, When)
        return replace(value, relative=True)
    if item.startswith("within "):
        _, count, unit, days = item.split()
        span = one(days)
        assert isinstance(span, When)
        number = Decimal(count)
        return replace(span, relative=True, within=Quantity(number, number, Kind.DURATION, unit))
    return moment(item) or quantity(item)


def moment(item: str) -> When | None:
    if found := re.fullmatch(r"year (\d+)", item):
        return year(int(found[1]))
    if found := re.fullmatch(r"(\d+)-(\d+)", item):
        return month(int(found[1]), int(found[2]))
    if re.fullmatch(r"\d+-\d+-\d+", item):
        return day(date.fromisoformat(item))
    if found := re.fullmatch(r"(\d+-\d+-\d+)\.\.(\d+-\d+-\d+)", item):
        start, end = map(date.fromisoformat, found.groups())
        return When(start, end, Precision.SPAN)
    if found := re.fullmatch(r"(\d\d:\d\d)(?:-(\d\d:\d\d))?", item):
        until = time.fromisoformat(found[2]) if found[2] else None
        return When(None, None, Precision.TIME, time.fromisoformat(found[1]), until)
    return None


def quantity(item: str) -> Quantity:
    if item.startswith("#"):
        return Quantity(Decimal(item[1:]), Decimal(item[1:]), Kind.ORDINAL)
    parts = item.removeprefix("vague ").split()
    low, _, high = parts[0].partition("..")
    hedge = HEDGES[parts.pop()] if parts[-1] in HEDGES else Qualifier.EXACT
    unit = parts[1] if len(parts) > 1 else ""
    known = unit_of(unit)
    kind = known.kind if known else Kind.COUNT
    if unit.partition("/")[0] in CURRENCIES:
        kind = Kind.MONEY
    elif unit in ("%", "point"):
        kind, unit = Kind.PERCENT, unit.strip("%")
    vague = item.startswith("vague ")
    return Quantity(Decimal(low), Decimal(high or low), kind, unit, hedge, vague)


def parameters(language: str) -> list[object]:
    return [pytest.param(text, values, id=name) for name, text, values in cases(language)]


def test_there_are_three_hundred_cases_with_an_id_each() -> None:
    names = [name for language in ("ar", "en") for name, _, _ in cases(language)]
    assert len(names) == len(set(names)) >= 300


@pytest.mark.parametrize(("text", "expected"), parameters("ar"))
def test_arabic(text: str, expected: str) -> None:
    assert [found.value for found in find_values(text, "ar", PUBLISHED)] == read(expected)


@pytest.mark.parametrize(("text", "expected"), parameters("en"))
def test_english(text: str, expected: str) -> None:
    assert [found.value for found in find_values(text, "en", PUBLISHED)] == read(expected)
