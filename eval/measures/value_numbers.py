"""Numbers in digits and in words, for `eval.measures.values`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from eval.measures.value_words import (
    ALONE,
    CURRENCY,
    DUAL_SCALES,
    DUALS,
    HEDGES,
    HUNDREDS,
    ONE_SCALE,
    PARTS,
    SCALES,
    TENS,
    TO,
    UNIT_WORDS,
    UNITS,
    word_at,
)

__all__ = ["Number", "number_at"]

_DIGITS = re.compile(r"-?\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number; `readings` holds two where "1.350" may be a thousand or one and a third.

    `unit` is that of time, money or "%", "" for any other; `hedged`: "about", "more than" stood
    before it; `word`: it was spelled out.
    """

    readings: frozenset[Decimal]
    unit: str = ""
    hedged: bool = False
    word: bool = False

    def __str__(self) -> str:
        return " or ".join(str(reading) for reading in sorted(self.readings))


def number_at(tokens: Sequence[str], at: int) -> tuple[Number, int] | None:
    """The number that begins at word `at`, with its unit and hedge, and where it ends."""
    hedged = bool({word_at(tokens, at - 1), word_at(tokens, at - 2)} & HEDGES)
    found = _digits(tokens, at) or _spelled(tokens, at)
    if found is None:
        return None
    readings, after, spelled = found
    scale, scaled = 1, after
    while word_at(tokens, scaled) in SCALES:
        scale *= SCALES[tokens[scaled]]
        scaled += 1
    readings = {reading * scale for reading in readings}
    part, after = _and_part(tokens, scaled)
    if part:
        unit = _magnitude(readings, scale)
        readings = {reading + part * unit for reading in readings}
    joins = {*TO, "و", "and"} if word_at(tokens, at - 1) in ("بين", "between") else TO
    if scale == 1 and not part and word_at(tokens, after) in joins:  # "2 to 3 billion"
        readings |= {reading * _scale_of(tokens, after + 1) for reading in readings}
    for end in range(after + 2, min(after + 5, len(tokens) + 1)):
        if tuple(tokens[end - 2 : end]) in (("تحت", "الصفر"), ("below", "zero")):
            readings, after = {-abs(reading) for reading in readings}, end
    after = max(after, at + 1)
    named = _unit(tokens, after) or _unit(tokens, after - 1)
    symbol = CURRENCY.get(word_at(tokens, at - 1), "")
    return Number(frozenset(readings), named or symbol, hedged, spelled), after


def _unit(tokens: Sequence[str], at: int) -> str:
    word = word_at(tokens, at)
    if word in ("في", "per"):
        word = word_at(tokens, at + 1)
    return UNIT_WORDS.get(word, "")


def _scale_of(tokens: Sequence[str], at: int) -> int:
    """The scale of the number that begins here, 1 if it has none."""
    found = _digits(tokens, at) or _spelled(tokens, at)
    return SCALES.get(word_at(tokens, found[1]), 1) if found else 1


def _magnitude(readings: set[Decimal], scale: int) -> int:
    """What a half after a number halves: "ملياري درهم ونصف" is two and a half thousand million."""
    if scale > 1:
        return scale
    return next((s for s in (10**12, 10**9, 10**6) if readings == {Decimal(2 * s)}), 1)


def _and_part(tokens: Sequence[str], at: int) -> tuple[Decimal | None, int]:
    """A part added: "and a half", "ونصف", also behind the noun ("دولارين ونصف")."""
    for step in (0, 1):
        word = word_at(tokens, at + step)
        if word.startswith("و") and word[1:] in PARTS:
            end = at + step + 1
            again = word_at(tokens, end).removeprefix("ال")
            return Decimal(PARTS[word[1:]]), end + (again in SCALES)
    words = [word_at(tokens, at + step) for step in range(3)]
    if words[0] == "and" and words[1] in ("a", "one") and words[2] in PARTS:
        return Decimal(PARTS[words[2]]), at + 3
    return None, at


def _digits(tokens: Sequence[str], at: int) -> tuple[set[Decimal], int, bool] | None:
    word = word_at(tokens, at)
    if not _DIGITS.fullmatch(word):
        return None
    if word_at(tokens, at + 1) == "فاصل" or word_at(tokens, at + 1) == "point":
        rest = _spelled(tokens, at + 2) or _digits(tokens, at + 2)
        if rest:
            return {Decimal(f"{word}.{min(rest[0])}")}, rest[1], False
    # "two and a half million": the half stands before the scale.
    part, after = _and_part(tokens, at + 1)
    if part and word_at(tokens, after) in SCALES and tokens[at + 1] in ("and",):
        return {Decimal(word) + part}, after, False
    return _readings(word), at + 1, False


def _readings(word: str) -> set[Decimal]:
    """What a number in digits may mean: "2,5" is a half more than two, "1.350" either."""
    sign, body = (-1, word[1:]) if word.startswith("-") else (1, word)
    marks = [c for c in body if c in ".,"]
    if not marks:
        return {Decimal(body) * sign}
    last = body.rfind(marks[-1])
    whole = re.sub("[.,]", "", body)
    grouped = all(len(part) == 3 for part in re.split("[.,]", body)[1:])
    fraction = Decimal(re.sub("[.,]", "", body[:last]) + "." + body[last + 1 :])
    if not grouped or body.startswith("0"):
        return {fraction * sign}
    if len(marks) == 1 and marks[0] == ".":
        return {Decimal(whole) * sign, fraction * sign}
    return {Decimal(whole) * sign} if len(set(marks)) == 1 else {fraction * sign}


def _spelled(tokens: Sequence[str], at: int) -> tuple[set[Decimal], int, bool] | None:
    word = word_at(tokens, at)
    if word == "minus" and (rest := _spelled(tokens, at + 1) or _digits(tokens, at + 1)):
        return {-reading for reading in rest[0]}, rest[1], True
    if word in PARTS:  # "half a million", «ربع مليون»
        after = at + 1 + (word_at(tokens, at + 1) in ("a", "of"))
        scale = SCALES.get(word_at(tokens, after))
        return ({Decimal(PARTS[word]) * scale}, after + 1, True) if scale else None
    if word in DUALS:
        return {Decimal(2)}, at + 1, True
    if word in ONE_SCALE:
        return {Decimal(1)}, at, True
    return _chain(tokens, at)


def _chain(tokens: Sequence[str], at: int) -> tuple[set[Decimal], int, bool] | None:
    """A number of several words, but for a last scale, which digits have too."""
    total, group, after, begun = 0, 0, at, False
    while (step := _step(tokens, after, begun)) is not None:
        value, end = step
        if word_at(tokens, end - 1) in SCALES:
            if _step(tokens, end, True) is None:
                break
            total, group = total + max(group, 1) * value, 0
        elif value == 100 and 0 < group < 10:
            group *= 100
        else:
            group += value
        begun, after = True, end
    if not begun:
        return None
    part, end = _and_part(tokens, after)
    if part and end == after + 3 and word_at(tokens, end) in SCALES:  # "two and a half billion"
        return {total + group + part}, end, True
    return {Decimal(total + group)}, after, True


def _step(tokens: Sequence[str], at: int, begun: bool) -> tuple[int, int] | None:
    """One word of a spelled number and where it ends; an "and" or "و" only within one."""
    word = word_at(tokens, at)
    if begun and word == "and":
        at, word = at + 1, word_at(tokens, at + 1)
    joined = begun and word.startswith("و") and word not in UNITS
    word = word[1:] if joined else word
    if begun and not joined and not word.isascii() and word not in ALONE:
        return None
    for table in (UNITS, TENS, HUNDREDS, DUAL_SCALES):
        if word in table:
            return table[word], at + 1
    return (SCALES[word], at + 1) if begun and word in SCALES else None
