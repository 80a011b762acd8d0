"""Quantities: hedge, number or range, and what is counted, measured or paid."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from rag._money import CODES, SYMBOLS, currency_at
from rag._numbers import Amount, amount_at, shorter
from rag._numbers_en import ABBREVIATIONS
from rag._ordinals import ordinal_at
from rag._qualifiers import after, before, remote
from rag._tokens import Text, Token, wordset
from rag._units import NOUNS, Entry
from rag._value_types import Kind, Qualifier, Quantity

__all__ = ["STARTS", "Counted", "noun_at", "quantity_at", "share_at"]

_QUOTES = frozenset("\"“”«»'‘”")
_CONNECTORS = {"الي": 1, "حتي": 1, "او": 1, "to": 1, "or": 1, "-": 1, "till": 1}
_BETWEEN = frozenset(("بين", "between"))
_FROM = frozenset(("من", "from"))
_CHANGES = re.compile(
    r"^[وف]?(?:ارتفع|انخفض|زاد|تراجع|هبط|صعد|قفز|نما|خفض|رفع|تقلص|يرتفع|ينخفض|ليرتفع|لينخفض)"
    r"|^(?:ris|rose|fell|fall|increas|decreas|drop|declin|jump|cut|rais|grew|grow|climb|slid)"
)
_PERCENT_WORDS = frozenset(("percent", "pct", "بالميه", "بالمايه"))
_ADJECTIVES = wordset(
    "armed foreign new senior young local military security commercial unarmed injured wounded "
    "dead additional other more private public civil innocent russian peacekeeping elite rebel "
    "residential square old different separate confirmed"
)
_FRACTIONS = {"نصف": "50", "ثلث": "33.33", "ربع": "25", "ثلثي": "66.67", "ثلثا": "66.67",
              "ثلثان": "66.67", "ثلثين": "66.67", "half": "50"}  # fmt: skip
_NOT_SHARE = wordset("نهاييي نهايي النهايي نهاييه الاول الثاني الثالث الرابع")


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
    start: int = -1


def _text(tokens: list[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def noun_at(tokens: list[Token], i: int, article: bool = False) -> tuple[Entry, int] | None:
    """The counted noun at token `i` (its phrase as long as possible) and the token after it."""
    if i >= len(tokens):
        return None
    for form in tokens[i].forms or ():
        if form.conj or form.prep or (form.article and not article):
            continue
        for words, entry in NOUNS.get(form.stem, ()):
            if all(_word(tokens, i + k, word, form.article) for k, word in enumerate(words) if k):
                return entry, i + len(words)
    if tokens[i].text == "°" and _text(tokens, i + 1) == "c":
        return NOUNS["°"][0][1], i + 2
    return None


def _word(tokens: list[Token], i: int, word: str, article: bool) -> bool:
    text = _text(tokens, i)
    return text == word or (article and text == "ال" + word)


def _english_noun(text: Text, j: int) -> tuple[Entry, int] | None:
    """The last of a row of English nouns, past an adjective or a capitalised name."""
    tokens, k = text.tokens, j
    found = noun_at(tokens, k)
    while found is None and k < j + 2 and k < len(tokens) and _modifies(text, k):
        k += 1
        found = noun_at(tokens, k)
    for _ in range(3):
        longer = noun_at(tokens, found[1]) if found else None
        if found is None or longer is None or tokens[found[1]].text > "\u0600":
            break
        found = longer
    return found


def _modifies(text: Text, k: int) -> bool:
    word = text.tokens[k].text
    return (
        text.tokens[k].kind == "word"
        and word < "\u0600"
        and (
            word in _ADJECTIVES or (text.original(k)[0].isupper() and word not in ("may", "march"))
        )
    )


def _percent(tokens: list[Token], j: int) -> int | None:
    word = _text(tokens, j)
    if word == "%" or word in _PERCENT_WORDS:
        return j + 1
    if word == "في" and _text(tokens, j + 1) in ("الميه", "المايه"):
        return j + 2
    if word == "per" and _text(tokens, j + 1) == "cent":
        return j + 2
    return None


def _points(tokens: list[Token], j: int) -> int | None:
    pair = _text(tokens, j), _text(tokens, j + 1)
    if pair[0] in ("نقطه", "نقاط") and pair[1] == "ميويه":
        return j + 2
    return j + 2 if pair[0] == "percentage" and pair[1] in ("point", "points") else None


def _unit(text: Text, j: int, loose: bool) -> tuple[Kind, str, int] | None:
    """Percent, currency or noun at token `j`; `loose` also takes "من" or "of" and the article."""
    tokens = text.tokens
    if j >= len(tokens):
        return None
    if (end := _points(tokens, j)) is not None:
        return Kind.PERCENT, "point", end
    if (end := _percent(tokens, j)) is not None:
        return Kind.PERCENT, "", end
    k, quoted = j, _text(tokens, j) in _QUOTES
    k += quoted
    if _text(tokens, k) == "-":
        k += 1
    part = _text(tokens, k) in ("من", "of")
    if part:
        k += 1 + (_text(tokens, k + 1) in ("the", "its", "their", "his"))
    if (money := currency_at(tokens, k)) and not (part and not loose):
        return Kind.MONEY, money[0], money[1]
    arabic = k < len(tokens) and tokens[k].text[0] > "\u0600"
    noun = noun_at(tokens, k, loose or part) if arabic else _english_noun(text, k)
    if noun is None:
        return None
    return noun[0].kind, noun[0].key, noun[1]


def _glued_scale(text: Text, j: int, money: bool) -> tuple[Decimal, int] | None:
    """The one-letter scales: "$5m", "5m people"; "5m" alone is five metres."""
    tokens = text.tokens
    word = _text(tokens, j)
    if word not in ("m", "b", "t") or j == 0 or tokens[j].start != tokens[j - 1].end:
        return None
    if not money and (word != "m" or _unit(text, j + 1, False) is None):
        return None
    return Decimal(10) ** ABBREVIATIONS[word], j + 1


def _counted(text: Text, i: int, amount: Amount | None = None) -> Counted | None:
    """An amount with its unit, a dual noun, or money with its sign in front, at token `i`."""
    tokens = text.tokens
    money, j = None, i
    if _text(tokens, i) in ("us", "a", "c") and _text(tokens, i + 1) == "$":
        money, j = {"us": "USD", "a": "AUD", "c": "CAD"}[tokens[i].text], i + 2
    elif _text(tokens, i) in SYMBOLS or _text(tokens, i) in CODES:
        sign = currency_at(tokens, i)
        money, j = (sign[0] if sign else None), i + 1
    amount = amount or amount_at(tokens, j)
    if amount is None:
        return None if money else _dual(tokens, i)
    low, high, end, scale = amount.low, amount.high, amount.end, amount.scale
    if glued := _glued_scale(text, end, money is not None):
        low, high, scale, end = low * glued[0], high * glued[0], glued[0], glued[1]
    counted = Counted(low, high, end, scale, amount.vague)
    if money:
        return replace(counted, kind=Kind.MONEY, unit=money)
    return _with_unit(text, j, counted, amount)


def _with_unit(text: Text, j: int, counted: Counted, amount: Amount) -> Counted:
    tokens = text.tokens
    if (
        _text(tokens, counted.end) == "m"
        and tokens[counted.end].start == tokens[counted.end - 1].end
    ):
        return replace(counted, kind=Kind.MEASURE, unit="metre", end=counted.end + 1)
    loose = counted.vague or amount.article
    unit = _unit(text, counted.end, loose)
    if unit is None:
        if counted.vague and _text(tokens, counted.end) == "of":
            return counted
        return counted
    kind, key, end = unit
    if kind is Kind.COUNT and re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{3}", tokens[j].text):
        counted = replace(counted, low=counted.low * 1000, high=counted.high * 1000)
    counted = replace(counted, kind=kind, unit=key, end=end)
    return _and_a_half(tokens, counted) if kind in (Kind.DURATION, Kind.MONEY) else counted


def _and_a_half(tokens: list[Token], counted: Counted) -> Counted:
    """As in "ساعتان ونصف الساعة", "عام ونصف": a part of the unit more."""
    parts = {"ونصف": "0.5", "وربع": "0.25", "وثلث": ""}
    part = parts.get(_text(tokens, counted.end))
    if not part:
        return counted
    end = counted.end + 1
    same = noun_at(tokens, end, article=True)
    if same and same[0].key == counted.unit:
        end = same[1]
    more = Decimal(part)
    return replace(counted, low=counted.low + more, high=counted.high + more, end=end)


def _dual(tokens: list[Token], i: int) -> Counted | None:
    """As in "جنديين", "ليومين", "ساعتان ونصف": the number is in the form of the noun."""
    for form in tokens[i].forms if i < len(tokens) else ():
        if form.article:
            continue
        for words, entry in NOUNS.get(form.stem, ()):
            if all(_text(tokens, i + k) == w for k, w in enumerate(words) if k):
                end = i + len(words)
                twice = _text(tokens, end) in ("اثنين", "اثنان", "اثنتين", "اثنتان")
                counted = Counted(
                    Decimal(2), Decimal(2), end + twice, kind=entry.kind, unit=entry.key
                )
                if entry.number == 2 or (twice and entry.number == 0):
                    return _and_a_half(tokens, counted)
                one = replace(counted, low=Decimal(1), high=Decimal(1), end=end)
                if entry.number == 1 and _text(tokens, end) in ("واحد", "واحده"):
                    return replace(one, end=end + 1)
                half = _and_a_half(tokens, one)
                return half if entry.kind is Kind.DURATION and half is not one else None
    return None


def share_at(tokens: list[Token], i: int) -> Counted | None:
    """As in "نصف السكان", "ثلثي المقاعد", "a third of": a part of a whole, in percent."""
    token = tokens[i]
    following = _text(tokens, i + 1)
    if token.text in ("a", "one", "two", "three") or token.text in ("third", "quarter"):
        return _english_share(tokens, i)
    for form in tokens[i].forms:
        if form.stem in _FRACTIONS and following not in _NOT_SHARE and not form.article:
            share = Decimal(_FRACTIONS[form.stem])
            if form.stem == "half" and following in ("-", "time", "hour", "past"):
                return None
            return Counted(share, share, i + 1, kind=Kind.PERCENT)
    if any(form.stem in ("ثلاثه", "ثلاث") for form in token.forms) and following == "ارباع":
        return Counted(Decimal(75), Decimal(75), i + 2, kind=Kind.PERCENT)
    return None


def _english_share(tokens: list[Token], i: int) -> Counted | None:
    times = {"a": 1, "one": 1, "two": 2, "three": 3}.get(tokens[i].text)
    j = i + 1 if times else i
    if times and _text(tokens, j) == "-":
        j += 1
    parts = {"third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5}
    part = parts.get(_text(tokens, j))
    if part is None or (_text(tokens, j + 1) != "of" and _text(tokens, j)[-1] != "s"):
        return None
    share = (Decimal(100 * (times or 1)) / part).quantize(Decimal("0.01")).normalize()
    return Counted(share, share, j + 1, kind=Kind.PERCENT)


def _part_unit(text: Text, i: int) -> Counted | None:
    """As in "نصف ساعة", "ربع قرن", "half an hour": a part of one unit."""
    tokens = text.tokens
    parts = {"نصف": "0.5", "ربع": "0.25", "half": "0.5"}
    for form in tokens[i].forms:
        if form.stem not in parts or form.article:
            continue
        j = i + 1 + (_text(tokens, i + 1) in ("a", "an"))
        scale = amount_at(tokens, j)
        if scale and scale.scale == scale.low > 1 and tokens[j].kind == "word":
            part = Decimal(parts[form.stem]) * scale.low
            return _with_unit(text, j, Counted(part, part, scale.end, scale.scale), scale)
        noun = noun_at(tokens, j)
        if noun and noun[0].kind is not Kind.COUNT and noun[0].number == 1:
            part = Decimal(parts[form.stem])
            return Counted(part, part, noun[1], kind=noun[0].kind, unit=noun[0].key)
    return None


def _range(text: Text, i: int) -> Counted | None:
    """As in "بين 5 و10", "من 5 إلى 10", "5-10", "ملياري أو ثلاثة مليارات", "$2-3bn"."""
    tokens, j, opener = text.tokens, i, _text(text.tokens, i)
    if opener == "ما" and _text(tokens, i + 1) == "بين":
        opener, j = "بين", i + 1
    elif any(form.stem in _BETWEEN for form in tokens[i].forms):
        opener = "بين"
    elif any(form.stem in _FROM for form in tokens[i].forms if not form.prep):
        opener = "من"
    else:
        opener, j = "", i - 1
    if opener == "من" and _changing(tokens, i):
        return None
    first = _counted(text, j + 1)
    if first is None or first.vague:
        return None
    if found := _second(text, first, opener):
        return found
    amount = amount_at(tokens, j + 1) if opener == "بين" else None
    for less in shorter(amount) if amount else ():
        short = _counted(text, j + 1, less)
        if short and (found := _second(text, short, opener)):
            return found
    return None


def _changing(tokens: list[Token], i: int) -> bool:
    return any(_CHANGES.match(token.text) for token in tokens[max(0, i - 6) : i])


def _second(text: Text, first: Counted, opener: str) -> Counted | None:
    tokens, j = text.tokens, first.end
    joint = _text(tokens, j)
    if opener == "بين":
        if joint in ("و", "and", "الي", "to", "-"):
            j += 1
        elif j >= len(tokens) or not any(form.conj for form in tokens[j].forms):
            return None
    elif joint in _CONNECTORS and (opener == "من" or joint != "حتي"):
        j += 1
    else:
        return None
    second = _counted(text, j)
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
    if first.scale == 1 and second.scale > 1 and low < 1000 and low * second.scale <= high:
        low *= second.scale
    if low >= high:
        return None
    return Counted(low, high, second.end, second.scale, kind=unit[0], unit=unit[1])


STARTS = frozenset(
    (*_FRACTIONS, *_BETWEEN, *_FROM, *SYMBOLS, "ما", "%", "us", "twenty", "thirty", "one", "two")
) | frozenset(
    words[0]
    for options in NOUNS.values()
    for words, entry in options
    if entry.number == 2 or (entry.number == 1 and entry.kind is Kind.DURATION)
)
"""Folded words and signs, beside numbers and hedges, that may open a quantity."""


def quantity_at(text: Text, i: int) -> tuple[Quantity, int, int] | None:
    """The quantity that starts at token `i`: value, first token, token after it."""
    tokens = text.tokens
    qualifier, j = before(tokens, i)
    if j >= len(tokens):
        return None
    counted = (
        _range(text, j)
        or _part_unit(text, j)
        or share_at(tokens, j)
        or (None if _is_ordinal(tokens, j) else _counted(text, j))
        or _leading_percent(tokens, j)
    )
    if counted is None:
        return None if j > i else _ordinal(tokens, i)
    end = counted.end
    if qualifier is Qualifier.EXACT:
        if (hedge := after(tokens, end)) is not None:
            qualifier, end = hedge
        elif not counted.vague:
            qualifier = remote(tokens, end)
    kind, unit = counted.kind or Kind.COUNT, counted.unit
    value = Quantity(counted.low, counted.high, kind, unit, qualifier, counted.vague)
    return value, i, end


def _is_ordinal(tokens: list[Token], j: int) -> bool:
    following = _text(tokens, j + 1)
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
    if _text(tokens, i) != "%" or i + 1 >= len(tokens):
        return None
    number = tokens[i + 1].number
    if number is None or tokens[i + 1].start != tokens[i].end:
        return None
    return Counted(number, number, i + 2, kind=Kind.PERCENT)
