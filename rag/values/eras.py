"""Decades in words, and parts of a period: "the sixties", «أواخر التسعينات», "mid-May".

A part ("early", "the end of") has the half of its period that it can mean, so that it agrees with
every date in there and with no other; what was said is kept in `When.part`.
"""

from dataclasses import replace
from datetime import date

from rag.values.calendar import decade, month, year
from rag.values.dates import date_at
from rag.values.ordinals import AGE, ordinal_at
from rag.values.relative import FUTURE, NOW, PAST, side_at
from rag.values.tokens import Form, Text, Token, text_at, wordset
from rag.values.types import Part, Precision, When
from rag.values.years import year_at, year_number

__all__ = ["STARTS", "era_at", "period_at"]

_ARABIC_DECADES = {
    "عشرين": 20, "ثلاثين": 30, "اربعين": 40, "خمسين": 50, "ستين": 60, "سبعين": 70,
    "ثمانين": 80, "تسعين": 90,
}  # fmt: skip
_DECADES = {
    f"{stem}{ending}": tens for stem, tens in _ARABIC_DECADES.items() for ending in ("يات", "ات")
}
_ENGLISH_DECADES = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70,
    "eighties": 80, "nineties": 90,
}  # fmt: skip
_LEAST_BARE = 30
"""Without a century, "the twenties" may be those of this one."""
_PARTS = {
    "مطلع": Part.EARLY, "اوايل": Part.EARLY, "بدايه": Part.START, "بدايات": Part.EARLY,
    "منتصف": Part.MID, "اواسط": Part.MID, "اواخر": Part.LATE, "نهايه": Part.END,
    "نهايات": Part.LATE, "ختام": Part.END,
    "early": Part.EARLY, "mid": Part.MID, "late": Part.LATE, "beginning": Part.START,
    "start": Part.START, "middle": Part.MID, "end": Part.END, "turn": Part.START,
}  # fmt: skip
_OF = frozenset(("beginning", "start", "middle", "end", "turn"))
"""English words that "of" follows."""
STARTS = frozenset((*_DECADES, *_ENGLISH_DECADES, *_PARTS, "عقد", "the"))
"""Folded words that may open a decade in words or a part of a period."""
_AGE_BEFORE = wordset("his her their my our your its")
_WHO = wordset("رجل امراه سيده شاب مسن مسنه عجوز ستيني ستينيه")


def era_at(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """A decade in words or a part of a period at token `i`, and the token after it."""
    if text.tokens[i].kind != "word":
        return None
    return _part_at(text, i, published) or _decade_at(text.tokens, i, published)


def period_at(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    """The month or year at token `j`, as stated or from publication on: "the year", "last May"."""
    return _sided(text.tokens, j, published) or _dated(text, j, published)


def _decade_at(tokens: list[Token], i: int, published: date | None) -> tuple[When, int] | None:
    """As in «ستينيات القرن الماضي», «عقد الستينيات», "the sixties"; not ages: "in his sixties"."""
    if text_at(tokens, i) == "the" and (tens := _ENGLISH_DECADES.get(text_at(tokens, i + 1))):
        return _english_decade(tokens, i + 2, tens, published)
    j = i + any(form.stem == "عقد" for form in _forms(tokens, i))
    tens = next((_DECADES[f.stem] for f in _forms(tokens, j) if f.stem in _DECADES), 0)
    if not tens or _is_age(tokens, j):
        return None
    if century := _century_at(tokens, j + 1, published):
        return _of_century(century[0], tens), century[1]
    definite = any(f.article and f.stem in _DECADES for f in _forms(tokens, j))
    return (decade(1900 + tens), j + 1) if definite and tens >= _LEAST_BARE else None


def _english_decade(
    tokens: list[Token], j: int, tens: int, published: date | None
) -> tuple[When, int] | None:
    if text_at(tokens, j) == "of" and (century := _century_at(tokens, j + 1, published)):
        return _of_century(century[0], tens), century[1]
    return (decade(1900 + tens), j) if tens >= _LEAST_BARE else None


def _forms(tokens: list[Token], i: int) -> tuple[Form, ...]:
    return tokens[i].forms if 0 <= i < len(tokens) else ()


def _of_century(number: int, tens: int) -> When:
    return decade((number - 1) * 100 + tens)


def _is_age(tokens: list[Token], j: int) -> bool:
    after = text_at(tokens, j + 1) == "من" and text_at(tokens, j + 2) in AGE
    return after or not _WHO.isdisjoint(text_at(tokens, j - k) for k in (1, 2, 3))


def _century_at(tokens: list[Token], j: int, published: date | None) -> tuple[int, int] | None:
    """As in "القرن الماضي", "القرن التاسع عشر", "the last century": its number, 20 for 19xx."""
    now = ((published.year - 1) // 100 + 1) if published else 21
    if text_at(tokens, j) == "the":
        side = {"last": -1, "past": -1, "previous": -1, "this": 0}.get(text_at(tokens, j + 1))
        if side is not None and text_at(tokens, j + 2) == "century":
            return now + side, j + 3
        nth = ordinal_at(tokens, j + 1) if j + 1 < len(tokens) else None
        named = nth and text_at(tokens, nth[1]) == "century"
        return (nth[0], nth[1] + 1) if nth and named and nth[0] <= now else None
    if text_at(tokens, j) != "القرن" or j + 1 >= len(tokens):
        return None
    if text_at(tokens, j + 1) in PAST:
        return now - 1, j + 2
    if text_at(tokens, j + 1) in NOW:
        return now, j + 2
    nth = ordinal_at(tokens, j + 1)
    return nth if nth and 10 < nth[0] <= now else None


def _part_at(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    tokens = text.tokens
    at = i + (text_at(tokens, i) == "the")
    word = text_at(tokens, at)
    part = _PARTS.get(word) or next(
        (_PARTS[f.stem] for f in _forms(tokens, at) if f.stem in _PARTS and not f.article), None
    )
    if part is None or at + 1 >= len(tokens):
        return None
    j = at + 1
    if word in _OF:
        if text_at(tokens, j) != "of":
            return None
        j += 1
    elif text_at(tokens, j) == "-":
        j += 1
    if j >= len(tokens) or (word < "\u0600" and text_at(tokens, at - 1) in _AGE_BEFORE):
        return None
    found = _period_at(text, j, published)
    if found is None or (word == "turn" and found[0].precision is not Precision.SPAN):
        return None
    when = _part_of(found[0], part)
    return (when, found[1]) if when else None


def _period_at(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    """The month, year or decade at token `j` that a part can be of."""
    tokens = text.tokens
    if (tens := _ENGLISH_DECADES.get(text_at(tokens, j))) is not None:
        return _english_decade(tokens, j + 1, tens, published)
    return (
        _decade_at(tokens, j, published)
        or _millennium_at(tokens, j)
        or period_at(text, j, published)
    )


def _dated(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    tokens = text.tokens
    k = j + (text_at(tokens, j) == "the" and text_at(tokens, j + 1) != "year")
    found = date_at(text, j, published) or (year_at(text, k) if k < len(tokens) else None)
    if found is None and (number := year_number(tokens, k)) is not None:
        return year(number), k + 1  # no count, whatever stands before: "killed in early 2000"
    return found if found and _is_whole(found[0]) else None


def _is_whole(when: When) -> bool:
    if when.precision in (Precision.MONTH, Precision.YEAR):
        return True
    return when.start is not None and when == decade(when.start.year)


def _millennium_at(tokens: list[Token], j: int) -> tuple[When, int] | None:
    """As in "الألفية الثالثة", "the millennium": its first ten years, which news means by it."""
    if text_at(tokens, j) == "الالفيه":
        following = text_at(tokens, j + 1)
        if following in ("الثالثه", "الجديده", "الحاليه"):
            return decade(2000), j + 2
        return None if following.startswith("ال") else (decade(2000), j + 1)
    k = j + (text_at(tokens, j) == "the")
    k += text_at(tokens, k) in ("new", "third")
    return (decade(2000), k + 1) if k > j and text_at(tokens, k) == "millennium" else None


def _sided(tokens: list[Token], j: int, published: date | None) -> tuple[When, int] | None:
    """As in "الشهر المقبل", "last year", and "الشهر", "the year" for those of publication."""
    if (found := side_at(tokens, j, published)) is not None:
        return found if found[0].precision is not Precision.SPAN else None
    words = text_at(tokens, j), text_at(tokens, j + 1)
    if words in (("the", "month"), ("the", "year")):
        bare, end = words[1], j + 2
        open_ = text_at(tokens, end) in ("of", "-") or _is_number(tokens, end)
    else:
        bare = {"الشهر": "month", "العام": "year", "السنه": "year"}.get(words[0], "")
        end = j + 1
        open_ = words[1].startswith("ال") or words[1] in FUTURE or _is_number(tokens, end)
    if not bare or open_:
        return None
    if published is None:
        kind = Precision.MONTH if bare == "month" else Precision.YEAR
        return When(None, None, kind, relative=True), end
    if bare == "month":
        return month(published.year, published.month, relative=True), end
    return year(published.year, relative=True), end


def _is_number(tokens: list[Token], i: int) -> bool:
    return i < len(tokens) and tokens[i].kind == "number"


def _part_of(when: When, part: Part) -> When | None:
    """The half of a month, a year or a decade that a part of it can mean."""
    if when.start is None or when.end is None:
        return replace(when, part=part)
    first = when.start
    if when.precision is Precision.MONTH:
        early, middle, last, late = (first.replace(day=day) for day in (15, 8, 23, 16))
    elif when.precision is Precision.YEAR:
        early, middle = date(first.year, 6, 30), date(first.year, 4, 1)
        last, late = date(first.year, 9, 30), date(first.year, 7, 1)
    else:
        early, middle = date(first.year + 4, 12, 31), date(first.year + 2, 1, 1)
        last, late = date(first.year + 7, 12, 31), date(first.year + 5, 1, 1)
    if part is Part.MID:
        return replace(when, start=middle, end=last, part=part)
    if part in (Part.EARLY, Part.START):
        return replace(when, end=early, part=part)
    return replace(when, start=late, part=part)
