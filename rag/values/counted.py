"""What is counted, measured or paid: an amount with its percent sign, currency or noun."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from rag.values.fractions import UNREAD, exact, joined_part
from rag.values.money import CODES, CURRENCIES, DUALS, MILLIMES, SYMBOLS, currency_at, related
from rag.values.nouns import open_noun_at
from rag.values.numbers import Amount, amount_at
from rag.values.numbers_en import ABBREVIATIONS
from rag.values.rates import ABBREVIATIONS as RATES
from rag.values.rates import rate_at
from rag.values.tokens import COMMA_DOUBTFUL, DOUBTFUL, Text, Token, wordset
from rag.values.types import Kind
from rag.values.units import NOUNS, UNITS, Entry

__all__ = ["MINUS", "Counted", "counted_at", "in_parts", "noun_at", "with_unit"]

_QUOTES = frozenset("\"“”«»'‘”")
_PERCENT_WORDS = frozenset(("percent", "pct", "بالميه", "بالمايه"))
_UNIT_SIGNS = _QUOTES | frozenset(SYMBOLS) | frozenset("-°")
_ADJECTIVES = wordset(
    "armed foreign new senior young local military security commercial unarmed injured wounded "
    "dead additional other more private public civil innocent russian peacekeeping elite rebel "
    "residential square old different separate confirmed"
)


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
    noun: str = ""
    bare: int = 0


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
            if all(_word(tokens, i + k, word, article) for k, word in enumerate(words) if k):
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


def _unit(text: Text, j: int, loose: bool) -> tuple[Kind, str, int] | None:
    """Percent, currency or noun at token `j`; `loose` also takes "من" or "of" and the article."""
    tokens = text.tokens
    if j >= len(tokens):
        return None
    if (end := _percent(tokens, j)) is not None:
        return Kind.PERCENT, "", end
    if tokens[j].kind != "word" and tokens[j].text not in _UNIT_SIGNS:
        return None
    k, quoted = j, _text(tokens, j) in _QUOTES
    k += quoted
    if _text(tokens, k) == "-":
        k += 1
    part = _text(tokens, k) in ("من", "of")
    if part:
        k += 1 + (_text(tokens, k + 1) in ("the", "its", "their", "his"))
    if (rate := RATES.get(_text(tokens, k))) and not part:
        return Kind.MEASURE, rate, k + 1
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


def counted_at(text: Text, i: int, amount: Amount | None = None) -> Counted | None:
    """An amount with its unit, a dual noun, or money with its sign in front, at token `i`.

    Each place is worked out once, however many ranges ask for it, unless `amount` is given.
    """
    if amount is not None:
        return _counted(text, i, amount)
    if i not in text.memo:
        text.memo[i] = _counted(text, i, None)
    known = text.memo[i]
    return known if isinstance(known, Counted) else None


def _counted(text: Text, i: int, amount: Amount | None) -> Counted | None:
    tokens = text.tokens
    if amount is None and (sign := _sign(text, i)):
        return _negative(text, sign)
    money, j = _money_before(tokens, i)
    amount = amount or amount_at(tokens, j)
    if amount is None:
        return None if money else _dual(text, i)
    low, high, end, scale = amount.low, amount.high, amount.end, amount.scale
    if glued := _glued_scale(text, end, money is not None):
        low, high, scale, end = low * glued[0], high * glued[0], glued[0], glued[1]
    counted = Counted(low, high, end, scale, amount.vague)
    if money:
        counted = replace(counted, kind=Kind.MONEY, unit=money)
        return _per(tokens, _sure(text, j, counted))
    return with_unit(text, j, counted, amount)


def _money_before(tokens: list[Token], i: int) -> tuple[str | None, int]:
    """The currency that stands before its number ("US$", "€", "KZT"), and where that begins."""
    if _text(tokens, i) in ("us", "a", "c") and _text(tokens, i + 1) == "$":
        return {"us": "USD", "a": "AUD", "c": "CAD"}[tokens[i].text], i + 2
    if _text(tokens, i) in SYMBOLS or _text(tokens, i) in CODES:
        sign = currency_at(tokens, i)
        return (sign[0] if sign else None), i + 1
    return None, i


def _sign(text: Text, i: int) -> int | None:
    """The token after a minus at token `i`, None where there is none.

    "سالب" and "minus" are words; a dash is a minus right before its number and apart from what
    stands before, so not in "5-10", "5 - 10", "كوفيد-19" or a list ("- 5").
    """
    tokens = text.tokens
    if i >= len(tokens):
        return None
    if any(form.stem in MINUS for form in tokens[i].forms if not form.article):
        return i + 1
    if tokens[i].text != "-" or i + 1 >= len(tokens) or tokens[i + 1].start != tokens[i].end:
        return None
    before = tokens[i - 1] if i else None
    apart = before is None or before.end < tokens[i].start or before.text in _OPENING
    return i + 1 if apart and (before is None or before.kind != "number") else None


def _negative(text: Text, j: int) -> Counted | None:
    """The negative of what token `j` begins; things are not counted below nothing."""
    found = counted_at(text, j)
    if found is None or found.vague or found.low < 0:
        return None
    whole = found.kind in (Kind.COUNT, Kind.DURATION) or text.tokens[j].kind == "clock"
    dash = text.original(j - 1)
    if whole and text.tokens[j - 1].text == "-":  # "-5 killed" is a list
        return None
    if found.kind is None and dash == "-" and len(text.tokens[j].text) == 4:  # "-2022"
        return None
    return replace(found, low=-found.high, high=-found.low)


def with_unit(text: Text, j: int, counted: Counted, amount: Amount) -> Counted:
    """What is counted, with a unit that follows token `j`, if one does."""
    tokens = text.tokens
    if (
        _text(tokens, counted.end) == "m"
        and tokens[counted.end].start == tokens[counted.end - 1].end
    ):
        counted = replace(counted, kind=Kind.MEASURE, unit="metre", end=counted.end + 1)
        return _per(tokens, counted)
    loose = counted.vague or amount.article
    unit = _unit(text, counted.end, loose)
    if unit is None:
        return _sure(text, j, _with_open_noun(text, counted, amount.article))
    kind, key, end = unit
    counted = _sure(text, j, replace(counted, kind=kind, unit=key, end=end))
    if kind is Kind.COUNT:
        return _per(tokens, counted)
    return _per(tokens, _and_smaller(text, _and_part(tokens, counted)))


def _with_open_noun(text: Text, counted: Counted, article: bool) -> Counted:
    several = counted.vague and counted.high == 9  # "عدة أسباب" counts nothing
    if counted.low.is_nan() or several or (article and not counted.vague):
        return counted
    found = open_noun_at(text, counted.end, int(counted.high), article=counted.vague)
    if found is None:
        return counted
    unit, end = found
    start, stop = text.span(counted.end, end)
    noun = text.folded.source[start:stop]
    bare = counted.end
    counted = replace(counted, kind=Kind.COUNT, unit=unit, end=end, noun=noun, bare=bare)
    return _per(text.tokens, counted)


def _per(tokens: list[Token], counted: Counted) -> Counted:
    """As in "120 كيلومترا في الساعة": a rate has a unit of its own."""
    if counted.kind is None:
        return counted
    found = rate_at(tokens, counted.end, counted.kind, counted.unit)
    return replace(counted, unit=found[0], end=found[1]) if found else counted


def _sure(text: Text, j: int, counted: Counted) -> Counted:
    """Settle "1.300": a thousand of things; of money and measures in Arabic nobody can say."""
    token = text.tokens[j]
    if token.kind == "number" and "/" in token.text and token.text[0] != "0":
        bare = " " not in token.text and "\u00a0" not in token.text
        if bare and counted.kind is None and counted.scale == 1:  # "1/2" may be a date
            return replace(counted, low=UNREAD, high=UNREAD)
    if text.language == "ar" and COMMA_DOUBTFUL.fullmatch(token.text):
        millimes = counted.kind is Kind.MONEY and counted.unit.partition("/")[0] in MILLIMES
        if millimes or counted.scale >= _MILLION:
            return replace(counted, low=UNREAD, high=UNREAD)
    if not DOUBTFUL.fullmatch(token.text) or counted.scale != 1:
        return counted
    if counted.kind is Kind.COUNT:
        return replace(counted, low=counted.low * 1000, high=counted.high * 1000)
    if text.language != "ar" or counted.kind is Kind.PERCENT or counted.unit in _DECIMALS:
        return counted
    return replace(counted, low=UNREAD, high=UNREAD)


MINUS = wordset("سالب سالبه ناقص minus negative")
_OPENING = wordset('و ( [ « " “ : ،')
_MILLION = 10**6
_DECIMALS = wordset("celsius fahrenheit degree second")
"""Units of which nobody counts thousands: there a point is a decimal point."""


def in_parts(value: Fraction, kind: Kind, unit: str) -> tuple[Decimal, str]:
    """A number of units as a decimal, or of smaller units where its decimals do not end.

    A third of an hour is 20 minutes.
    """
    smaller = {"hour": ("minute", 60), "minute": ("second", 60), "day": ("hour", 24),
               "year": ("month", 12)}  # fmt: skip
    number = exact(value)
    if number.is_nan() and kind is Kind.DURATION and unit in smaller:
        name, times = smaller[unit]
        return exact(value * times), name
    return number, unit


def _and_part(tokens: list[Token], counted: Counted) -> Counted:
    """As in "ساعتان ونصف الساعة", "400 كيلومتر ونصف", "two hours and a half": a part more."""
    part = joined_part(tokens, counted.end)
    if part is None or counted.kind is None or counted.low.is_nan():
        return counted
    end = _same_again(tokens, part.end, counted)
    if part.doubtful and end == part.end:
        return counted
    if counted.low != counted.high or counted.scale != 1:
        return replace(counted, low=UNREAD, high=UNREAD, end=end)
    number, unit = in_parts(Fraction(counted.low) + part.value, counted.kind, counted.unit)
    return replace(counted, low=number, high=number, unit=unit, end=end)


_CENTS = {"سنت": 100, "سنتا": 100, "سنتات": 100, "هلله": 100, "هللات": 100, "قرش": 100, "قرشا": 100,
          "قروش": 100, "سنتيم": 100, "سنتيما": 100, "فلس": 1000, "فلسا": 1000, "فلوس": 1000,
          "مليم": 1000, "مليما": 1000, "مليمات": 1000, "cent": 100, "cents": 100, "pence": 100,
          "p": 100, "piastres": 100, "fils": 1000, "millimes": 1000}  # fmt: skip


def _and_smaller(text: Text, counted: Counted) -> Counted:
    """As in "ساعتان و30 دقيقة", "12 دولارا و50 سنتا", "5 ft 7 in": one value in two units."""
    tokens, j = text.tokens, counted.end
    apart = _text(tokens, j) in ("و", "and", ",")
    joined = apart or any(form.conj for token in tokens[j : j + 1] for form in token.forms)
    if counted.low != counted.high or j + apart >= len(tokens):
        return counted
    if counted.kind is Kind.MONEY:
        return _and_cents(tokens, j + apart, counted) if joined else counted
    bare = tokens[j].kind == "number" and tokens[j].text < "\u0600"
    if not (joined or bare) or (unit := UNITS.get(counted.unit)) is None:
        return counted
    less = counted_at(text, j + apart)
    smaller = UNITS.get(less.unit) if less and less.low == less.high else None
    if less is None or smaller is None or smaller.dimension != unit.dimension:
        return counted
    ratio = unit.scale / smaller.scale
    if ratio != int(ratio) or not 0 < less.low < ratio:
        return counted
    total = counted.low * ratio + less.low
    return replace(counted, low=total, high=total, unit=less.unit, end=less.end)


def _and_cents(tokens: list[Token], j: int, counted: Counted) -> Counted:
    amount = amount_at(tokens, j)
    parts = _CENTS.get(_text(tokens, amount.end)) if amount and not amount.vague else None
    if amount is None or parts is None:
        return counted
    if parts == 1000 and CURRENCIES[counted.unit].noun == "dirham":
        parts = 100
    whole = counted.low == int(counted.low) and 0 < amount.low < parts
    total = counted.low + amount.low / parts if whole else UNREAD
    return replace(counted, low=total, high=total, end=amount.end + 1)


def _same_again(tokens: list[Token], j: int, counted: Counted) -> int:
    """The token after the unit where it is said once more: "ونصف الكيلومتر", "ونصف في المئة"."""
    if counted.kind is Kind.PERCENT:
        return _percent(tokens, j) or j
    if counted.kind is Kind.MONEY:
        named = currency_at(tokens, j)
        return named[1] if named and related(named[0], counted.unit) else j
    same = noun_at(tokens, j, article=True)
    return same[1] if same and same[0].key == counted.unit else j


def _dual(text: Text, i: int) -> Counted | None:
    """As in "جنديين", "ليومين", "ساعتان ونصف": the number is in the form of the noun."""
    tokens = text.tokens
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
                    return _per(tokens, _and_smaller(text, _and_part(tokens, counted)))
                one = replace(counted, low=Decimal(1), high=Decimal(1), end=end)
                if entry.number == 1 and _text(tokens, end) in ("واحد", "واحده"):
                    return replace(one, end=end + 1)
                half = _and_part(tokens, one) if entry.kind is not Kind.COUNT else one
                return half if half is not one else None
    return _one_coin(tokens, i)


def _one_coin(tokens: list[Token], i: int) -> Counted | None:
    """As in "دولار ونصف الدولار", "دينارين", "دولارين ونصف الدولار"."""
    money = currency_at(tokens, i)
    if money is None:
        return None
    two = any(form.stem in DUALS for form in tokens[i].forms if not form.article)
    number = Decimal(2 if two else 1)
    counted = Counted(number, number, money[1], kind=Kind.MONEY, unit=money[0])
    more = _and_part(tokens, counted)
    return more if two or more is not counted else None
