"""Times of day: "23:00", "الساعة الخامسة مساء", "from 11 pm to 7 am"."""

import re
from datetime import time

from rag.values.numbers import amount_at
from rag.values.ordinals import arabic_ordinal
from rag.values.tokens import Token, text_at, wordset
from rag.values.types import Precision, When

__all__ = ["STARTS", "time_at"]

_EVENING = wordset("مساء ليلا ظهرا زوالا عصرا م pm")
_MORNING = wordset("صباحا فجرا ص am")
_PARTS = {"مساء": "pm", "صباح": "am", "فجر": "am", "عصر": "pm", "ظهر": "pm"}
_ENGLISH_PARTS = {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "pm"}
_NOON = wordset("الظهر ظهر الزوال زوال")
_HEDGES = wordset("حوالي نحو قرابه about around approximately")
_OPENERS = frozenset(("من", "بين", "from", "between"))
_JOINTS = frozenset(("حتي", "الي", "to", "until", "till", "-", "و", "and"))
STARTS = _HEDGES | wordset("ساعه midnight noon منتصف واحده من بين from between a half quarter")
STARTS |= wordset("one two three four five six seven eight nine ten eleven twelve")
"""Folded words, beside ordinals, that may open a time of day."""
_ZONES = wordset("gmt utc غرينتش جرينتش")


def _half(tokens: list[Token], j: int) -> tuple[str, int]:
    """As in "am", "pm" or "" at token `j`, and the token after it."""
    word = text_at(tokens, j)
    later = text_at(tokens, j + 1)
    if word in ("من", "في") and later.removeprefix("ال") in _PARTS:
        return _PARTS[later.removeprefix("ال")], j + 2
    if word in _EVENING or word in _MORNING:
        if word in ("ص", "م") and tokens[j - 1].kind != "clock":
            return "", j
        return ("am" if word in _MORNING else "pm"), j + 1
    if word in ("a", "p") and [text_at(tokens, j + k) for k in (1, 2)] == [".", "m"]:
        return word + "m", j + 3 + (text_at(tokens, j + 3) == ".")
    if word == "من" and later in ("بعد", "قبل"):
        return _half(tokens, j + 1)
    if word in ("بعد", "قبل") and later in _NOON:
        return ("pm" if word == "بعد" else "am"), j + 2
    if (word, later) == ("بعد", "منتصف") and text_at(tokens, j + 2) == "الليل":
        return "am", j + 3
    said = tuple(text_at(tokens, j + k) for k in range(3))
    if word in ("in", "at") and (part := _ENGLISH_PARTS.get(said[(said[1] == "the" and 2) or 1])):
        return part, j + 2 + (said[1] == "the")
    return "", j


def _make(hour: int, minute: int, half: str, word: str) -> time | None:
    if half and hour > 12:
        half = ""
    if half == "pm" and hour < 12 and not (word == "ليلا" and hour < 4):
        hour += 12
    elif (half == "am" and hour == 12) or (word == "ليلا" and hour == 12):
        hour = 0
    if hour == 24 and minute == 0:
        hour = 0
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _with_half(
    tokens: list[Token], j: int, hour: int, minute: int
) -> tuple[time, int, bool] | None:
    half, end = _half(tokens, j)
    made = _make(hour, minute, half, text_at(tokens, j))
    return (made, end, bool(half)) if made else None


def _says_hour(token: Token) -> bool:
    """Whether the word is الساعة, which stands before a time."""
    return any(form.article and form.stem == "ساعه" for form in token.forms)


def _one(tokens: list[Token], i: int, hinted: bool) -> tuple[time, int, bool] | None:
    """One time of day at token `i`: the time, the token after it, whether its half is said."""
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.kind == "clock":
        hour, minute, *seconds = map(int, _DIGITS.findall(token.text))
        timed = seconds and not hinted  # the time that a runner took
        return None if timed else _with_half(tokens, i + 1, hour, minute)
    if _says_hour(token) and not (i + 1 < len(tokens) and _says_hour(tokens[i + 1])):
        return _one(tokens, i + 1, True)
    if token.text in ("midnight", "noon"):
        return time(0 if token.text == "midnight" else 12), i + 1, True
    if token.text == "منتصف" and text_at(tokens, i + 1) in ("الليل", "النهار"):
        return time(0 if tokens[i + 1].text == "الليل" else 12), i + 2, True
    if token.kind == "number":
        return _with_zone(tokens, i) or _hour(tokens, i, hinted)
    return _spelled(tokens, i, hinted) if token.text > "\u0600" else _english(tokens, i)


def _with_zone(tokens: list[Token], i: int) -> tuple[time, int, bool] | None:
    """As in "1730 GMT"."""
    digits = tokens[i].text
    if len(digits) != 4 or not digits.isdigit() or _zone(tokens, i + 1) == i + 1:
        return None
    made = _make(int(digits[:2]), int(digits[2:]), "", "")
    return (made, i + 1, True) if made else None


def _english(tokens: list[Token], i: int) -> tuple[time, int, bool] | None:
    """As in "half past five", "a quarter to six in the morning", "five o'clock"."""
    i += text_at(tokens, i) == "a"
    minute = {"half": 30, "quarter": 15}.get(text_at(tokens, i), 0)
    joint = text_at(tokens, i + 1) if minute else ""
    if minute and (joint not in ("past", "to") or (minute == 30 > 15 and joint == "to")):
        return None
    j = i + 2 if minute else i
    amount = amount_at(tokens, j)
    if amount is None or amount.vague or amount.low not in range(1, 13):
        return None
    number, end = int(amount.low), amount.end
    clock = [text_at(tokens, end + k) for k in range(3)] == ["o", "'", "clock"]
    if not (minute or clock):
        return None
    if joint == "to":
        minute, number = 60 - minute, (number - 2) % 12 + 1
    return _with_half(tokens, end + 3 * clock, number, minute)


def _hour(tokens: list[Token], i: int, hinted: bool) -> tuple[time, int, bool] | None:
    number, j = tokens[i].number, i + 1
    if pointed := _POINTED.fullmatch(tokens[i].text):  # "الساعة 15.30", "9.30 pm"
        found = _with_half(tokens, j, int(pointed[1]), int(pointed[2]))
        return found if found and (found[2] or hinted) else None
    if not hinted and (j >= len(tokens) or tokens[j].kind != "word"):
        return None
    if number is None or not 0 <= number <= 24 or number != int(number):
        return None
    if text_at(tokens, j) in ("o", "oclock") and hinted:
        return None
    if text_at(tokens, j) == "o" and text_at(tokens, j + 1) == "'":
        return _with_half(tokens, j + 3, int(number), 0)
    minute = _PARTS_OF_HOUR.get(text_at(tokens, j), 0) if hinted else 0
    found = _with_half(tokens, j + bool(minute), int(number), minute)
    if found and (found[2] or hinted):
        return found
    return None


def _spelled(tokens: list[Token], i: int, hinted: bool) -> tuple[time, int, bool] | None:
    """As in "الخامسة والنصف مساء", "السابعة إلا ربعا صباحا"."""
    hour = arabic_ordinal(tokens, i)
    if text_at(tokens, i) == "الواحده":
        hour = 1, i + 1
    if hour is None or hour[0] > 12 or not tokens[hour[1] - 1].text.endswith("ه"):
        return None
    number, j = hour
    minute = _PARTS_OF_HOUR.get(text_at(tokens, j), 0)
    j += bool(minute)
    if less := _LESS.get(text_at(tokens, j + 1)) if text_at(tokens, j) == "الا" else None:
        minute, number, j = less, (number - 2) % 12 + 1, j + 2
    elif moved := _minutes(tokens, j):
        minute, j = minute + moved[0], moved[1]
        if minute < 0:
            minute, number = minute + 60, (number - 2) % 12 + 1
    found = _with_half(tokens, j, number, minute)
    return found if found and (found[2] or hinted) else None


_PARTS_OF_HOUR = {"والنصف": 30, "والربع": 15, "والثلث": 20, "ونصف": 30, "وربع": 15, "وثلث": 20}
_DIGITS = re.compile(r"\d+")
_POINTED = re.compile(r"(\d{1,2})\.(\d{2})")
_LESS = {"ربعا": 45, "ربع": 45, "الربع": 45, "ثلثا": 40}


def _minutes(tokens: list[Token], j: int) -> tuple[int, int] | None:
    """The minutes after or before an hour, and the token after them: "وخمس دقائق", "إلا عشرا"."""
    before = text_at(tokens, j) == "الا"
    apart = before or text_at(tokens, j) == "و"
    if not apart and not any(f.conj for token in tokens[j : j + 1] for f in token.forms):
        return None
    amount = amount_at(tokens, j + apart)
    if amount is None or text_at(tokens, amount.end) not in ("دقيقه", "دقايق"):
        return None
    whole = amount.low == amount.high == amount.low.to_integral_value() and amount.low < 60
    return (int(amount.low) * (-1 if before else 1), amount.end + 1) if whole else None


def _zone(tokens: list[Token], j: int) -> int:
    if text_at(tokens, j) in _ZONES:
        return j + 1
    if text_at(tokens, j) == "بتوقيت" and text_at(tokens, j + 1) in _ZONES:
        return j + 2
    return j


def time_at(tokens: list[Token], i: int) -> tuple[When, int] | None:
    """A time of day, or a stretch between two, at token `i`; and the token after it."""
    if any(form.stem in _HEDGES for form in tokens[i].forms):
        return time_at(tokens, i + 1) if _clock_word(tokens, i + 1) else None
    opened = any(form.stem in _OPENERS for form in tokens[i].forms if not form.prep)
    at = i + opened
    if text_at(tokens, at) == "at" and not opened:
        return None
    first = _one(tokens, at, False)
    if first is None:
        return _shared(tokens, at)
    start, j, _ = first
    joint = text_at(tokens, j)
    glued = j < len(tokens) and any(form.conj for form in tokens[j].forms)
    if joint in _JOINTS or (opened and glued):
        k = j + 1 if joint in _JOINTS else j
        if (second := _one(tokens, k, True)) and (opened or joint not in ("و", "and")):
            return When(None, None, Precision.TIME, start, second[0]), _zone(tokens, second[1])
    if opened:
        return None
    return When(None, None, Precision.TIME, start), _zone(tokens, j)


def _clock_word(tokens: list[Token], i: int) -> bool:
    return i < len(tokens) and (tokens[i].kind in ("clock", "number") or tokens[i].text == "الساعه")


def _shared(tokens: list[Token], i: int) -> tuple[When, int] | None:
    """As in "9-11 am": the half of the day stands once, at the end."""
    number = tokens[i].number if i < len(tokens) else None
    if (
        number is None
        or number > 12
        or text_at(tokens, i + 1) not in ("-", "to", "and", "الي", "حتي")
    ):
        return None
    second = _one(tokens, i + 2, False)
    if second is None or tokens[i + 2].kind != "number" or number != int(number) or number < 1:
        return None
    half = "pm" if second[0].hour >= 12 else "am"
    first = _make(int(number), 0, half, "")
    return (When(None, None, Precision.TIME, first, second[0]), second[1]) if first else None
