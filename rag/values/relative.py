"""Dates said from the day of publication: yesterday, Friday, last week, within two days.

Weeks are those of ISO 8601, Monday to Sunday. A weekday is the latest one on or before the day
of publication, unless the sentence announces something ("المقبل", "سيعقد", "until", "will").
"""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from rag.text.fold import fold
from rag.values.calendar import day, month, shift_months, weekday_at, year
from rag.values.hedges import after
from rag.values.quantities import quantity_at
from rag.values.tokens import Text, Token, text_at, wordset
from rag.values.types import Kind, Precision, Qualifier, Quantity, When
from rag.values.unit_at import noun_at

__all__ = ["FUTURE", "NOW", "PAST", "STARTS", "ago", "during_at", "from_today", "future_near",
           "is_future", "relative_at", "relative_year", "side_at", "turn_at"]  # fmt: skip

PAST = wordset("الماضي الماضيه الفايت الفايته المنصرم المنصرمه الماضيين last past previous")
FUTURE = wordset("المقبل المقبله القادم القادمه المقبلين القادمين next coming")
NOW = wordset("الجاري الجاريه الحالي الحاليه this current")
_PERIODS = {
    "الاسبوع": "week", "الشهر": "month", "العام": "year", "السنه": "year", "اليوم": "day",
    "week": "week", "month": "month", "year": "year",
}  # fmt: skip
_DAYS = {"امس": -1, "البارحه": -1, "غدا": 1, "الغد": 1, "غد": 1, "yesterday": -1, "today": 0,
         "tomorrow": 1}  # fmt: skip
_NAMED = {
    ("قبل", "امس", "الاول"): -3, ("قبل", "امس"): -2, ("اول", "امس"): -2, ("امس", "الاول"): -2,
    ("اول", "من", "امس"): -2, ("the", "day", "before", "yesterday"): -2, ("يوم", "امس"): -1,
    ("يوم", "غد"): 1, ("بعد", "غد"): 2, ("the", "day", "after", "tomorrow"): 2,
}  # fmt: skip
_NOT_TODAY = wordset(
    "التالي الاول الثاني الثالث الرابع الخامس الاخير نفسه ذاته السابق الذي العالمي الدولي الوطني "
    "السابع الواحد الاحد"
)
_ANNOUNCED = wordset(
    "سوف المقرر المتوقع المرتقب يعتزم تعتزم يتوقع ينتظر حتي until till by will scheduled due next "
    "expected plans planned upcoming"
)
_WILL = re.compile(r"[وف]?س[يت]\w{3,}$")
_NOT_WILL = re.compile(
    r"[وف]?(?:سيار|سياس|سياد|سيد[هات]|سيطر|سيناريو|سينما|سيول|سيره|سيرغ|سيبيري|سيمون|ستار|ستين|ستون|"
    r"ستيف|ستال|ستوكه|ستراتي|ستوديو|ستمي|ستماي|ستاد|سيناء|سيلفا|سيريل)"
)
STARTS = wordset(
    "اسبوع شهر عام سنه يوم هذا هذه last next this on امس البارحه اول بعد غد غدا the yesterday "
    "today tomorrow قبل in في غضون within خلال"
)
"""Folded words, beside weekdays, that may open a relative date."""
_TODAY = PAST | FUTURE | NOW | frozenset(_DAYS) | wordset("اليوم هذا هذه قبل ago")
_REACH = 7
_PRAYER = wordset("صلاه خطبه امام مسجد صلوات")


def from_today(words: str) -> bool:
    """Whether the words of a date mean another one each day: "today", "next year", not "Friday".

    >>> from_today("الربع الثاني من العام المقبل"), from_today("on Friday, 6 January")
    (True, False)
    """
    return any({word, word.removeprefix("و")} & _TODAY for word in fold(words).text.split())


def turn_at(tokens: list[Token], j: int) -> tuple[int, int]:
    """1 for "next", -1 for "last", -2 for the one before it, 0 for none; and the token after it."""
    word = text_at(tokens, j)
    before = j + (word == "ما")
    if text_at(tokens, before) == "قبل" and text_at(tokens, before + 1) in PAST:
        return -2, before + 2
    if word in FUTURE:
        return 1, j + 1
    return (-1, j + 1) if word in PAST else (0, j)


def is_future(word: str) -> bool:
    """Whether a folded Arabic word is a verb of the future: "سيعقد", no "سيارة"."""
    return _WILL.match(word) is not None and not _NOT_WILL.match(word)


def future_near(tokens: list[Token], i: int) -> int:
    """1 where the words before token `i`, in its clause, announce something; else 0."""
    for j in range(i - 1, max(-1, i - 1 - _REACH), -1):
        word = tokens[j].text
        if word in _ANNOUNCED or is_future(word):
            return 1
        if word in ".؛;:!؟?":
            return 0
    return 0


def _side(tokens: list[Token], i: int) -> tuple[int, str, int] | None:
    """As in "الأسبوع الماضي", "هذا الشهر", "last week": -1, 0 or 1, the period, the token after."""
    word = text_at(tokens, i)
    for form in tokens[i].forms[::-1] if i < len(tokens) else ():
        stem = "ال" + form.stem if form.article else form.stem
        if stem in _PERIODS and stem > "\u0600":
            side, end = turn_at(tokens, i + 1)
            if stem != "اليوم" and (side or text_at(tokens, i + 1) in NOW):
                return side, _PERIODS[stem], end if side else i + 2
    if any(form.stem in ("هذا", "هذه") for form in tokens[i].forms if i < len(tokens)):
        period = _PERIODS.get(text_at(tokens, i + 1))
        if period and period != "day" and text_at(tokens, i + 1) > "\u0600":
            return 0, period, i + 2
        return None
    if word in ("last", "next", "this") and (period := _PERIODS.get(text_at(tokens, i + 1))):
        return {"last": -1, "next": 1, "this": 0}[word], period, i + 2
    return None


def relative_year(tokens: list[Token], i: int, published: date | None) -> tuple[int, int] | None:
    """As in "العام الماضي", "last year" at token `i`: the year and the token after it."""
    if published is None or i >= len(tokens):
        return None
    side = _side(tokens, i)
    return (published.year + side[0], side[2]) if side and side[1] == "year" else None


def _period(side: int, period: str, published: date | None) -> When:
    kinds = {"week": Precision.SPAN, "month": Precision.MONTH, "year": Precision.YEAR}
    if published is None:
        return When(None, None, kinds[period], relative=True)
    if period == "year":
        return year(published.year + side, relative=True)
    if period == "month":
        first = shift_months(published.replace(day=1), side)
        return month(first.year, first.month, relative=True)
    monday = published + timedelta(days=7 * side - published.weekday())
    return When(monday, monday + timedelta(days=6), Precision.SPAN, relative=True)


def _weekday(tokens: list[Token], i: int, published: date | None) -> tuple[When, int] | None:
    before, j = text_at(tokens, i), i
    turn = 0
    if before in ("last", "next", "this", "on"):
        turn, j = {"last": -1, "next": 1}.get(before, 0), i + 1
    elif any(form.stem == "يوم" and not form.article for form in tokens[i].forms):
        j = i + 1
    found = weekday_at(tokens, j)
    if found is None or text_at(tokens, j - 1) in _PRAYER:
        return None
    number, end = found
    if not turn:
        turn, end = turn_at(tokens, end)
    if published is None:
        return day(None, relative=True), end
    back = (published.weekday() - number) % 7
    if turn > 0 or (not turn and future_near(tokens, i)):
        ahead = (7 - back) if back else (7 if turn else 0)
        return day(published + timedelta(days=ahead), relative=True), end
    if turn < 0:
        back = (back or 7) - 7 * (turn + 1)
    return day(published - timedelta(days=back), relative=True), end


def _named_day(tokens: list[Token], i: int, published: date | None) -> tuple[When, int] | None:
    """As in "أمس", "أول أمس", "بعد غد", "اليوم", "the day before yesterday"."""
    j, shift = i, None
    words = tuple(text_at(tokens, i + k) for k in range(4))
    if phrase := next((p for p in _NAMED if words[: len(p)] == p), None):
        shift, j = _NAMED[phrase], i + len(phrase)
    else:
        for form in tokens[i].forms:
            stem = "ال" + form.stem if form.article else form.stem
            if stem == "اليوم" and words[1] not in _NOT_TODAY and not form.prep:
                shift, j = 0, i + 1
            elif form.stem in _DAYS and not form.article and not (form.prep and stem == "غد"):
                shift, j = _DAYS[form.stem], i + 1
    if shift is None:
        return None
    named = published + timedelta(days=shift) if published else None
    if (weekday := weekday_at(tokens, j)) is not None:
        j = weekday[1]
        if named and published and shift <= 0:  # a late edition: the weekday is the surer word
            named = published - timedelta(days=(published.weekday() - weekday[0]) % 7)
    return day(named, relative=True), j


def _moved(published: date, distance: Quantity, side: int) -> When:
    """The day, week, month or year that lies `distance` away."""
    count = int(distance.low)
    if distance.unit == "day":
        return day(published + timedelta(days=side * count), relative=True)
    if distance.unit == "week":
        return day(published + timedelta(days=side * 7 * count), relative=True)
    if distance.unit == "month":
        target = shift_months(published, side * count)
        return month(target.year, target.month, relative=True)
    return year(published.year + side * count, relative=True)


def _plain(distance: Quantity) -> bool:
    if distance.low.is_nan():
        return False
    exact = distance.low == distance.high == int(distance.low) and not distance.vague
    near = distance.unit in ("day", "week", "month", "year") and distance.low < 1000
    return exact and near and distance.kind is Kind.DURATION


def _distance(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """As in "قبل يومين", "بعد ثلاثة أيام", "في غضون يومين", "two days ago", "in two days"."""
    tokens = text.tokens
    words = text_at(tokens, i), text_at(tokens, i + 1)
    if any(f.stem == "في" for f in tokens[i].forms) and words[1] == "غضون":
        return _within(text, i + 2, published)
    if words[0] in ("غضون", "within"):
        return _within(text, i + 1, published)
    side = {"قبل": -1, "بعد": 1, "in": 1}.get(words[0])
    found = quantity_at(text, i + 1) if side and i + 1 < len(tokens) else None
    if (
        side is None
        or found is None
        or not _plain(found[0])
        or found[0].qualifier is not Qualifier.EXACT
    ):
        return None
    distance, _, end = found
    following = text_at(tokens, end)
    if following in ("من", "of", "later", "after", "before", "on", "for"):
        if [text_at(tokens, end + k) for k in range(2)] != ["من", "الان"]:
            return None
        end += 2
    elif words[0] == "in" and not future_near(tokens, i):
        return None
    when = _shifted(distance, side, published)
    return (when, end) if when else None


def ago(distance: Quantity, published: date | None) -> When | None:
    """The date that lies `distance` before publication: "two days ago"."""
    plain = _plain(distance) and distance.qualifier is Qualifier.EXACT
    return _shifted(distance, -1, published) if plain else None


def _shifted(distance: Quantity, side: int, published: date | None) -> When | None:
    if published is None:
        kinds = {"month": Precision.MONTH, "year": Precision.YEAR}
        return When(None, None, kinds.get(distance.unit, Precision.DAY), relative=True)
    try:
        return _moved(published, distance, side)
    except (ValueError, OverflowError):
        return None


def _within(text: Text, j: int, published: date | None) -> tuple[When, int] | None:
    if j >= len(text.tokens):
        return None
    counted = quantity_at(text, j)
    found = (counted[0], counted[2]) if counted else _one_unit(text, j)
    if found is None or not _plain(found[0]):
        return None
    distance, end = found
    if text_at(text.tokens, end) in ("من", "of"):
        return None
    when = When(None, None, Precision.SPAN, relative=True, within=distance)
    if published is not None:
        try:
            last = _moved(published, distance, 1).end
        except (ValueError, OverflowError):
            return None
        if last is not None and distance.unit in ("month", "year"):
            months = int(distance.low) * (12 if distance.unit == "year" else 1)
            last = shift_months(published, months)
        when = replace(when, start=published, end=last)
    return when, end


def side_at(tokens: list[Token], i: int, published: date | None) -> tuple[When, int] | None:
    """As in "الشهر الماضي", "next year" at token `i`: the period and the token after it."""
    side = _side(tokens, i)
    return (_period(side[0], side[1], published), side[2]) if side else None


def during_at(text: Text, i: int) -> tuple[Quantity, int, int] | None:
    """As in "خلال شهر": one unit of time, the token where it begins, the token after it."""
    if not any(form.stem == "خلال" for form in text.tokens[i].forms):
        return None
    if i + 1 >= len(text.tokens) or quantity_at(text, i + 1):
        return None
    found = _one_unit(text, i + 1)
    if found is None:
        return None
    one, end = found
    if hedge := after(text.tokens, end):
        return replace(one, qualifier=hedge[0]), i + 1, hedge[1]
    return one, i + 1, end


def _one_unit(text: Text, j: int) -> tuple[Quantity, int] | None:
    """As in "شهر", "a month": a unit of time alone is one; not in "شهر مايو", "a week of talks"."""
    tokens = text.tokens
    arabic = text_at(tokens, j) > "\u0600"
    k = j if arabic else j + (text_at(tokens, j) in ("a", "an", "one"))
    if not arabic and k == j:
        return None
    noun = noun_at(tokens, k)
    if noun is None or noun[0].kind is not Kind.DURATION or noun[0].number != 1:
        return None
    following = tokens[noun[1]] if noun[1] < len(tokens) else None
    if arabic and following and following.kind in ("word", "number"):
        joined = any(form.conj or form.prep for form in following.forms)
        if following.text not in _AFTER_UNIT and not joined:
            return None
    return Quantity(Decimal(1), Decimal(1), Kind.DURATION, noun[0].key), noun[1]


_AFTER_UNIT = wordset(
    "من في علي الي عن بعد قبل كحد ان اذا ما لم لن قد بسبب وفق بحسب حسب حتي مع او كامل كامله فقط"
)
"""Words that may follow "خلال شهر" and do not say which month."""


def relative_at(text: Text, i: int, published: date | None) -> tuple[When, int] | None:
    """A date at token `i` that only publication fixes; and the token after it."""
    tokens = text.tokens
    return (
        side_at(tokens, i, published)
        or _named_day(tokens, i, published)
        or _weekday(tokens, i, published)
        or _distance(text, i, published)
    )
