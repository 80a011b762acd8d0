"""Numbers, dates and hours in a text of either language, as the judge reads them.

The evaluation's own reader: sharing the product's would hide the product's mistakes. It is small
and forgiving: it knows digits of any script, words up to trillions, halves and quarters, minus and
"below zero", duals, months of all Arab calendars, hours, and the units of time and money: ten days
are not ten years, but ten of anything else are ten.

    >>> [str(v) for v in read_values("قُتل سبعة عشر شخصاً في 14 آذار 2021")]
    ['17', '14/3/2021']
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from eval.measures.text import plain

__all__ = ["Day", "Hour", "Number", "Value", "numbers", "read_values", "same"]


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


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is given. Months of the Hijri calendar are 101 to 112."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "/".join(str(part) for part in (self.day, self.month, self.year) if part)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, on the clock of twelve: "3:10 pm" and "الثالثة وعشر دقائق" are the same."""

    hour: int
    minute: int = 0

    def __str__(self) -> str:
        return f"{self.hour}:{self.minute:02}"


Value = Number | Day | Hour


def same(one: Value, other: Value) -> bool:
    """Whether two values can be the same: dates where all that both give agrees."""
    if isinstance(one, Number) and isinstance(other, Number):
        units = {one.unit, other.unit} - {""}
        return len(units) < 2 and bool(one.readings & other.readings)
    if isinstance(one, Day) and isinstance(other, Day):
        pairs = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
        known = [(a, b) for a, b in pairs if a is not None and b is not None]
        return bool(known) and all(a == b for a, b in known)
    if isinstance(one, Hour) and isinstance(other, Hour):
        return (one.hour % 12, one.minute) == (other.hour % 12, other.minute)
    return False


def numbers(text: str) -> list[Number]:
    """The numbers of a text alone, in order."""
    return [value for value in read_values(text) if isinstance(value, Number)]


@lru_cache(maxsize=8192)
def read_values(text: str) -> tuple[Value, ...]:
    """Every number, date and hour of a text, in order; nothing is read twice."""
    return tuple(_read(_TOKEN.findall(_joined(plain(text)))))


# Words. All Arabic here is as `plain` writes it: no vowel signs, no hamza, ة as ه, ى as ي.

_TOKEN = re.compile(r"[$€£]|-?\d[\d.,:/]*\d|-?\d|[^\W\d_]+|[%()-]")
_DIGITS = re.compile(r"-?\d[\d.,]*")


def _table(text: str) -> dict[str, int]:
    pairs = (row.split(":") for row in text.split(";"))
    return {plain(word): int(number) for number, words in pairs for word in words.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(plain(text).split())


_UNITS = _table(
    "0:zero صفر;1:one واحد واحده;2:two اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي;"
    "3:three ثلاث ثلاثه;4:four اربع اربعه;5:five خمس خمسه;6:six ست سته;7:seven سبع سبعه;"
    "8:eight ثمان ثماني ثمانيه;9:nine تسع تسعه;10:ten عشر عشره;11:eleven;12:twelve;13:thirteen;"
    "14:fourteen;15:fifteen;16:sixteen;17:seventeen;18:eighteen;19:nineteen"
)
_TENS = _table(
    "20:twenty عشرون عشرين;30:thirty ثلاثون ثلاثين;40:forty اربعون اربعين;50:fifty خمسون خمسين;"
    "60:sixty ستون ستين;70:seventy سبعون سبعين;80:eighty ثمانون ثمانين;90:ninety تسعون تسعين"
)
_HUNDREDS = _table("100:hundred مايه ميه;200:مايتان مايتين ميتان ميتين مايتا مايتي ميتا ميتي") | {
    f"{stem}{hundred}": value
    for stem, value in _table(
        "300:ثلاث;400:اربع;500:خمس;600:ست;700:سبع;800:ثمان ثماني;900:تسع"
    ).items()
    for hundred in ("ميه", "مايه")
}
_SCALES = _table(
    "1000:thousand الف الاف الفا;1000000:million millions mn مليون ملايين مليونا;"
    "1000000000:billion billions bn مليار مليارات مليارا بليون بلايين بليونا;"
    "1000000000000:trillion trillions تريليون تريليونات تريليونا ترليون"
)
_DUAL_SCALES = _table(
    "2000:الفان الفين الفي;2000000:مليونان مليونين مليوني;"
    "2000000000:ملياران مليارين ملياري;2000000000000:تريليونان تريليونين تريليوني"
)
_ONE_SCALE = _words("thousand million billion trillion ألف مليون مليار بليون تريليون ترليون")
_ALONE = _words("عشر عشرة مئة مائة") | _SCALES.keys()
"""Words that go on with an Arabic number without "و"."""
_DUALS = frozenset(
    noun + ending
    for noun in _words("يوم شهر ساع اسبوع دقيق قتيل شخص جريح دولار دينار طفل عامل جندي سن مر")
    for ending in ("ين", "ان", "تين", "تان")
    if noun + ending not in _words("سنان مران مرين سنين شهران")
)
_PARTS = {
    "half": "0.5", "نصف": "0.5", "نصفا": "0.5", "quarter": "0.25", "ربع": "0.25", "ربعا": "0.25",
    "ثلث": "0.333", "ثلثا": "0.333",
}  # fmt: skip
_HEDGES = _words(
    "about around nearly almost roughly approximately over some than least most "
    "نحو بنحو حوالي قرابة زهاء يقارب أكثر يفوق تفوق يزيد تجاوز أقل يقل"
)
_UNIT_WORDS = {
    word: unit
    for unit, words in {
        "%": "% percent cent المئة المائة بالمئة بالمائة",
        "second": "second seconds ثانية ثوان ثواني",
        "minute": "minute minutes دقيقة دقائق دقيقتين",
        "hour": "hour hours ساعة ساعات ساعتين",
        "day": "day days يوم يوما أيام يومين يومان",
        "week": "week weeks أسبوع أسبوعا أسابيع أسبوعين",
        "month": "month months شهر شهرا أشهر شهور شهرين",
        "year": "year years سنة سنوات سنتين سنتان عام عاما أعوام عامين",
        "dollar": "dollar dollars دولار دولارا دولارات دولارين",
        "euro": "euro euros يورو",
        "dinar": "dinar dinars دينار دينارا دنانير",
        "dirham": "dirham dirhams درهم درهما دراهم",
        "riyal": "riyal riyals rial rials ريال ريالا ريالات",
    }.items()
    for word in _words(words)
}
_CURRENCY = {"$": "dollar", "€": "euro"}
_TO = _words("to or - إلى أو")
_MONTHS = _table(
    "1:january jan يناير جانفي;2:february feb فبراير فيفري شباط;3:march mar مارس اذار;"
    "4:april apr ابريل افريل نيسان;5:may مايو ماي ايار;6:june jun يونيو يونيه جوان حزيران;"
    "7:july jul يوليو يوليه جويليه يوليوز تموز;8:august aug اغسطس اوت غشت اب;"
    "9:september sep sept سبتمبر شتنبر ايلول;10:october oct اكتوبر;11:november nov نوفمبر نونبر;"
    "12:december dec ديسمبر دجنبر;101:محرم;102:صفر;107:رجب rajab;108:شعبان;109:رمضان ramadan;"
    "110:شوال shawwal"
)
_MONTH_PAIRS = {
    ("كانون", "الثاني"): 1, ("كانون", "الاول"): 12, ("تشرين", "الاول"): 10,
    ("تشرين", "الثاني"): 11, ("ربيع", "الاول"): 103, ("ربيع", "الاخر"): 104,
    ("ربيع", "الثاني"): 104, ("جمادي", "الاولي"): 105, ("جمادي", "الاخره"): 106,
    ("ذو", "القعده"): 111, ("ذي", "القعده"): 111, ("ذو", "الحجه"): 112, ("ذي", "الحجه"): 112,
}  # fmt: skip
_BARE_WORDS = _words("may mar march ماي آب صفر sep dec jan jun محرم رجب")
"""Months that are also other words: read only beside a day or a year, or after "in"."""
_BEFORE_MONTH = _words("in of since by until next last شهر في منذ حتى")
_ORDINALS = _table(
    "1:الاول الاولي الواحده الحادي first;2:الثاني الثانيه second;3:الثالث الثالثه third;"
    "4:الرابع الرابعه fourth;5:الخامس الخامسه fifth;6:السادس السادسه sixth;"
    "7:السابع السابعه seventh;8:الثامن الثامنه eighth;9:التاسع التاسعه ninth;"
    "10:العاشر العاشره tenth"
)
_CLOCK = _words("am pm فجرا صباحا مساء ظهرا عصرا ليلا دقيقة دقائق")
_PAST = {"والنصف": 30, "والربع": 15, "والثلث": 20, "ونصف": 30, "وربع": 15, "وثلث": 20}


def _joined(text: str) -> str:
    """Spaces inside a number go ("12 000"); the hyphens of "twenty-five" become spaces."""
    text = re.sub(r"(?<=\d)[\u00a0\u202f ،](?=\d{3}(?!\d))", ",", text)
    text = re.sub(r"\b(km|m|كم|م) ?[23]\b", r"\1", text)  # square and cubic
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", text)
    text = re.sub(r"\b([ap])\.m\b", r"\1m", text)
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)
    text = re.sub(r"(?<![\d])[−–](?=\d)", "-", text)
    text = re.sub(r"(?<=\w)-(?=\d)|(?<=\d)[–—-](?=\d)", " - ", text)
    return re.sub(r"\bب(?=\d)|(?<=\d)(?=[^\W\d_])", " ", text)


def _read(tokens: Sequence[str]) -> Iterator[Value]:
    at = 0
    while at < len(tokens):
        for reader in (_date, _hour, _number):
            if found := reader(tokens, at):
                value, at = found
                yield value
                break
        else:
            at += 1


def _word(tokens: Sequence[str], at: int) -> str:
    return tokens[at] if 0 <= at < len(tokens) else ""


# Dates


def _date(tokens: Sequence[str], at: int) -> tuple[Value, int] | None:
    word = _word(tokens, at)
    if iso := re.fullmatch(r"(\d{4})-?/?(\d\d?)[-/](\d\d?)", word):
        return Day(*(int(part) for part in iso.groups())), at + 1
    if word.isdigit() and len(word) == 4 and _word(tokens, at + 1) == "-" and (
        _word(tokens, at + 3) == "-" and _word(tokens, at + 4).isdigit()
    ):  # fmt: skip
        return Day(int(word), int(tokens[at + 2]), int(tokens[at + 4])), at + 5
    if slashed := re.fullmatch(r"(\d\d?)/(\d\d?)/(\d{4})", word):
        return Day(int(slashed[3]), int(slashed[2]), int(slashed[1])), at + 1
    if day_month := _day_month(tokens, at):
        return day_month
    month, after = _month(tokens, at)
    if month is None:
        return None
    day_word = _word(tokens, after)
    if day_word.isdigit() and int(day_word) <= 31 and word.isascii():  # January 6, 2022
        year, end = _year(tokens, after + 1)
        return Day(year, month, int(day_word)), end
    year, end = _year(tokens, after)
    bare = word in _BARE_WORDS and year is None and _word(tokens, at - 1) not in _BEFORE_MONTH
    return None if bare else (Day(year, month), end)


def _day_month(tokens: Sequence[str], at: int) -> tuple[Value, int] | None:
    word, after = _word(tokens, at).removeprefix("و"), at + 1
    day = int(word) if word.isdigit() and 1 <= int(word) <= 31 else _ORDINALS.get(word)
    if day is None and _word(tokens, at) in _ORDINALS:
        day = _ORDINALS[_word(tokens, at)]
    if day is None:
        return None
    if not word.isdigit() and _word(tokens, after) in ("عشر", "والعشرين", "والعشرون"):
        day += 10 if tokens[after] == "عشر" else 20
        after += 1
    if _word(tokens, after) in ("من", "of", "شهر"):
        after += 1
    month, after = _month(tokens, after)
    if month is None:
        return None
    year, end = _year(tokens, after)
    return Day(year, month, day), end


def _month(tokens: Sequence[str], at: int) -> tuple[int | None, int]:
    """The month whose name begins here; a second name of it, as Syrians and Egyptians write."""
    pair = (_word(tokens, at), _word(tokens, at + 1))
    if pair in _MONTH_PAIRS:
        month, after = _MONTH_PAIRS[pair], at + 2
    elif pair[0] in _MONTHS:
        month, after = _MONTHS[pair[0]], at + 1
    else:
        return None, at
    again, further = _month(tokens, after)
    return month, further if again == month else after


def _year(tokens: Sequence[str], at: int) -> tuple[int | None, int]:
    for step, word in enumerate((_word(tokens, at), _word(tokens, at + 1))):
        if re.fullmatch(r"1[3-9]\d\d|20\d\d", word):
            return int(word), at + step + 1
        if word not in ("من", "عام", "سنه", "of", "in"):
            break
    return None, at


# Hours


def _hour(tokens: Sequence[str], at: int) -> tuple[Value, int] | None:
    word = _word(tokens, at)
    if clock := re.fullmatch(r"(\d\d?):(\d\d)", word):
        return Hour(int(clock[1]), int(clock[2])), at + 1
    if word.isdigit() and int(word) <= 24 and _word(tokens, at + 1) in ("am", "pm"):
        return Hour(int(word)), at + 2
    if word not in _ORDINALS or not word.endswith("ه"):
        return None
    hour, after = _ORDINALS[word], at + 1
    if _word(tokens, after) == "عشره":
        hour, after = hour + 10, after + 1
    if _word(tokens, after) in _PAST:
        return Hour(hour, _PAST[tokens[after]]), after + 1
    minutes = _word(tokens, after).removeprefix("و")
    if minutes in _UNITS and _word(tokens, after + 1) in _CLOCK:
        return Hour(hour, _UNITS[minutes]), after + 2
    clocked = _word(tokens, at - 1) in ("الساعه", "ساعه") or _word(tokens, after) in _CLOCK
    return (Hour(hour), after) if clocked else None


# Numbers


def _number(tokens: Sequence[str], at: int) -> tuple[Value, int] | None:
    hedged = bool({_word(tokens, at - 1), _word(tokens, at - 2)} & _HEDGES)
    found = _digits(tokens, at) or _spelled(tokens, at)
    if found is None:
        return None
    readings, after, spelled = found
    scale, scaled = 1, after
    while _word(tokens, scaled) in _SCALES:
        scale *= _SCALES[tokens[scaled]]
        scaled += 1
    readings = {reading * scale for reading in readings}
    part, after = _and_part(tokens, scaled)
    if part:
        unit = _magnitude(readings, scale)
        readings = {reading + part * unit for reading in readings}
    joins = {*_TO, "و", "and"} if _word(tokens, at - 1) in ("بين", "between") else _TO
    if scale == 1 and not part and _word(tokens, after) in joins:  # "2 to 3 billion"
        readings |= {reading * _scale_of(tokens, after + 1) for reading in readings}
    for end in range(after + 2, min(after + 5, len(tokens) + 1)):
        if tuple(tokens[end - 2 : end]) in (("تحت", "الصفر"), ("below", "zero")):
            readings, after = {-abs(reading) for reading in readings}, end
    after = max(after, at + 1)
    named = _unit(tokens, after) or _unit(tokens, after - 1)
    symbol = _CURRENCY.get(_word(tokens, at - 1), "")
    return Number(frozenset(readings), named or symbol, hedged, spelled), after


def _unit(tokens: Sequence[str], at: int) -> str:
    word = _word(tokens, at)
    if word in ("في", "per"):
        word = _word(tokens, at + 1)
    return _UNIT_WORDS.get(word, "")


def _scale_of(tokens: Sequence[str], at: int) -> int:
    """The scale of the number that begins here, 1 if it has none."""
    found = _digits(tokens, at) or _spelled(tokens, at)
    return _SCALES.get(_word(tokens, found[1]), 1) if found else 1


def _magnitude(readings: set[Decimal], scale: int) -> int:
    """What a half after a number halves: "ملياري درهم ونصف" is two and a half thousand million."""
    if scale > 1:
        return scale
    return next((s for s in (10**12, 10**9, 10**6) if readings == {Decimal(2 * s)}), 1)


def _and_part(tokens: Sequence[str], at: int) -> tuple[Decimal | None, int]:
    """A part added: "and a half", "ونصف", also behind the noun ("دولارين ونصف")."""
    for step in (0, 1):
        word = _word(tokens, at + step)
        if word.startswith("و") and word[1:] in _PARTS:
            end = at + step + 1
            again = _word(tokens, end).removeprefix("ال")
            return Decimal(_PARTS[word[1:]]), end + (again in _SCALES)
    words = [_word(tokens, at + step) for step in range(3)]
    if words[0] == "and" and words[1] in ("a", "one") and words[2] in _PARTS:
        return Decimal(_PARTS[words[2]]), at + 3
    return None, at


def _digits(tokens: Sequence[str], at: int) -> tuple[set[Decimal], int, bool] | None:
    word = _word(tokens, at)
    if not _DIGITS.fullmatch(word):
        return None
    if _word(tokens, at + 1) == "فاصل" or _word(tokens, at + 1) == "point":
        rest = _spelled(tokens, at + 2) or _digits(tokens, at + 2)
        if rest:
            return {Decimal(f"{word}.{min(rest[0])}")}, rest[1], False
    # "two and a half million": the half stands before the scale.
    part, after = _and_part(tokens, at + 1)
    if part and _word(tokens, after) in _SCALES and tokens[at + 1] in ("and",):
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
    word = _word(tokens, at)
    if word == "minus" and (rest := _spelled(tokens, at + 1) or _digits(tokens, at + 1)):
        return {-reading for reading in rest[0]}, rest[1], True
    if word in _PARTS:  # "half a million", «ربع مليون»
        after = at + 1 + (_word(tokens, at + 1) in ("a", "of"))
        scale = _SCALES.get(_word(tokens, after))
        return ({Decimal(_PARTS[word]) * scale}, after + 1, True) if scale else None
    if word in _DUALS:
        return {Decimal(2)}, at + 1, True
    if word in _ONE_SCALE:
        return {Decimal(1)}, at, True
    return _chain(tokens, at)


def _chain(tokens: Sequence[str], at: int) -> tuple[set[Decimal], int, bool] | None:
    """A number of several words, but for a last scale, which digits have too."""
    total, group, after, begun = 0, 0, at, False
    while (step := _step(tokens, after, begun)) is not None:
        value, end = step
        if _word(tokens, end - 1) in _SCALES:
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
    if part and end == after + 3 and _word(tokens, end) in _SCALES:  # "two and a half billion"
        return {total + group + part}, end, True
    return {Decimal(total + group)}, after, True


def _step(tokens: Sequence[str], at: int, begun: bool) -> tuple[int, int] | None:
    """One word of a spelled number and where it ends; an "and" or "و" only within one."""
    word = _word(tokens, at)
    if begun and word == "and":
        at, word = at + 1, _word(tokens, at + 1)
    joined = begun and word.startswith("و") and word not in _UNITS
    word = word[1:] if joined else word
    if begun and not joined and not word.isascii() and word not in _ALONE:
        return None
    for table in (_UNITS, _TENS, _HUNDREDS, _DUAL_SCALES):
        if word in table:
            return table[word], at + 1
    return (_SCALES[word], at + 1) if begun and word in _SCALES else None
