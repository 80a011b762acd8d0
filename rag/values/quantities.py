"""Quantities: hedge, number or range, and what is counted, measured or paid."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from rag.values.compound import Counted, in_parts
from rag.values.counted import MINUS, counted_at, with_unit
from rag.values.fractions import PARTS, UNREAD, Part, exact, part_at
from rag.values.hedges import after, before, remote
from rag.values.money import currency_at
from rag.values.numbers import Amount, amount_at, shorter
from rag.values.numbers_en import STARTS as ENGLISH
from rag.values.ordinals import ordinal_at
from rag.values.tokens import Text, Token, text_at, wordset
from rag.values.types import Kind, Qualifier, Quantity
from rag.values.unit_at import noun_at, percent_at

__all__ = ["STARTS", "quantity_at"]

_CONNECTORS = {"الي": 1, "حتي": 1, "او": 1, "to": 1, "or": 1, "-": 1, "till": 1}
_BETWEEN = frozenset(("بين", "between"))
_TO = wordset("الي حتي to till")
_FROM = frozenset(("من", "from"))
_CHANGES = re.compile(
    r"^[وف]?(?:ارتفع|انخفض|زاد|تراجع|هبط|صعد|قفز|نما|خفض|رفع|تقلص|يرتفع|ينخفض|ليرتفع|لينخفض)"
    r"|^(?:ris|rose|fell|fall|increas|decreas|drop|declin|jump|cut|rais|grew|grow|climb|slid)"
)
_NOT_SHARE = wordset("نهاييي نهايي النهايي نهاييه الاول الثاني الثالث الرابع")


def _share(tokens: list[Token], i: int) -> Counted | None:
    """As in "نصف السكان", "ثلثي المقاعد", "خمس الدول", "a third of": a part, in percent."""
    token = tokens[i]
    if token.text in ("a", "half", "quarter", "third") and amount_at(tokens, i):
        return None  # "half a million"
    if token.text < "\u0600":
        return _english_share(tokens, i)
    found = _bound_part(tokens, i)
    if found is None or text_at(tokens, found.end) in _NOT_SHARE:
        return None
    if found.doubtful and not _definite(tokens, found.end):
        return None
    return Counted(*(_percent_of(found.value),) * 2, found.end, kind=Kind.PERCENT)


def _one_in(tokens: list[Token], i: int) -> Counted | None:
    """As in "واحد من كل خمسة", "9 out of every 10", "one in five": a share, in percent."""
    one = text_at(tokens, i) in ("واحد", "واحده", "one")
    part = Amount(Decimal(1), Decimal(1), i + 1) if one else amount_at(tokens, i)
    if part is None or part.vague or part.low.is_nan():
        return None
    j = part.end
    words = tuple(text_at(tokens, j + k) for k in range(3))
    skip = 2 if words[:2] == ("من", "كل") else 3 if words == ("out", "of", "every") else 0
    if not skip and one and words[0] == "in" and tokens[j + 1 : j + 2] and words[1] in ENGLISH:
        skip = 1
    whole = amount_at(tokens, j + skip) if skip else None
    if whole is None or whole.vague or whole.low.is_nan() or not 0 < part.low < whole.low:
        return None
    share = _percent_of(Fraction(part.low) / Fraction(whole.low))
    return Counted(share, share, whole.end, kind=Kind.PERCENT)


def _bound_part(tokens: list[Token], i: int) -> Part | None:
    """A part at token `i`, also behind "و", "ب", "ل": "بثلثي"."""
    for form in tokens[i].forms:
        if not form.article:
            word = Token("word", form.stem, tokens[i].start, tokens[i].end, (form,))
            found = part_at([word, *tokens[i + 1 : i + 2]], 0)
            if found:
                return replace(found, end=i + found.end)
    return None


def _definite(tokens: list[Token], j: int) -> bool:
    word = text_at(tokens, j)
    whole = word in ("اجمالي", "مجموع", "عدد")
    return whole or (word.startswith("ال") and word not in ("الاواخر", "الاوائل"))


def _percent_of(part: Fraction) -> Decimal:
    share = (Decimal(100 * part.numerator) / part.denominator).quantize(Decimal("0.01"))
    return share.to_integral_value() if share == int(share) else share.normalize()


def _english_share(tokens: list[Token], i: int) -> Counted | None:
    if tokens[i].text == "half":
        free = text_at(tokens, i + 1) not in ("-", "time", "hour", "past", "year")
        return Counted(Decimal(50), Decimal(50), i + 1, kind=Kind.PERCENT) if free else None
    times = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}.get(tokens[i].text)
    j = i + 1 if times else i
    if times and text_at(tokens, j) == "-":
        j += 1
    parts = {"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
    part = parts.get(text_at(tokens, j))
    if part is None or (tokens[i].text in parts and times is None and part != 4):
        return None
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    singular = text_at(tokens, j)[-1] != "s"
    if singular and following and following.kind != "symbol" and following.text != "of":
        return None
    share = _percent_of(Fraction(times or 1, part))
    return Counted(share, share, j + 1, kind=Kind.PERCENT)


def _part_unit(text: Text, i: int) -> Counted | None:
    """As in "نصف ساعة", "ربع مليون", "نصف دينار", "ثلاثة أرباع الساعة", "half an hour"."""
    tokens = text.tokens
    found = _bound_part(tokens, i)
    if found is None or found.doubtful or (i and tokens[i - 1].number is not None):
        return None
    english = tokens[i].text < "\u0600"
    j = found.end
    if (end := percent_at(tokens, j + (english and text_at(tokens, j) == "a"))) is not None:
        part = exact(found.value)  # "نصف في المئة" is half of one percent
        return Counted(part, part, end, kind=Kind.PERCENT)
    j += text_at(tokens, j) in ("of", "-") and english
    j += text_at(tokens, j) in ("a", "an", "-") and english
    scale = amount_at(tokens, j) if tokens[j:] and tokens[j].kind == "word" else None
    if scale and scale.scale == scale.low > 1:
        part = exact(found.value * int(scale.low))
        return with_unit(text, j, Counted(part, part, scale.end, scale.scale), scale)
    if (money := currency_at(tokens, j)) and not english:
        part = exact(found.value)
        return Counted(part, part, money[1], kind=Kind.MONEY, unit=money[0])
    noun = noun_at(tokens, j, article=_hour(tokens, j))
    if noun is None or noun[0].kind is Kind.COUNT or noun[0].number != 1:
        return None
    part, unit = in_parts(found.value, noun[0].kind, noun[0].key)
    return Counted(part, part, noun[1], kind=noun[0].kind, unit=unit)


def _hour(tokens: list[Token], j: int) -> bool:
    """Whether a definite noun is a unit here: نصف الساعة is; نصف العام may be half of the year."""
    return text_at(tokens, j) in ("الساعه", "الدقيقه", "اليوم", "الكيلومتر", "المتر", "النقطه")


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
    if second is None or second.vague or (joint == "-" and _scored(tokens, first.end)):
        return None
    return _joined(first, second)


def _scored(tokens: list[Token], dash: int) -> bool:
    """A "- 5" opens a list item; a range has spaces on both sides of its dash, or on neither."""
    if dash + 1 >= len(tokens):
        return True
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
    *PARTS, *_BETWEEN, *_FROM, *MINUS, "ما", "%", "-", "us", "twenty", "thirty", "one",
    "two",
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
    if j >= len(tokens):
        return None
    counted = (
        _one_in(tokens, j)
        or _opened_range(text, j)
        or _part_unit(text, j)
        or _share(tokens, j)
        or _plain_range(text, j)
        or _leading_percent(tokens, j)
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
    number = Decimal(found[0])
    return Quantity(number, number, Kind.ORDINAL), i, found[1]


def _leading_percent(tokens: list[Token], i: int) -> Counted | None:
    """As in "%15": the sign before the number, as typed in right-to-left text."""
    if text_at(tokens, i) != "%" or i + 1 >= len(tokens):
        return None
    number = tokens[i + 1].number
    if number is None or tokens[i + 1].start != tokens[i].end:
        return None
    return Counted(number, number, i + 2, kind=Kind.PERCENT)
