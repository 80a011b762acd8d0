"""What is counted, measured or paid: an amount with its percent sign, currency or noun."""

from dataclasses import replace
from decimal import Decimal

from rag.values.compound import Counted, and_cents, and_part, and_smaller, smaller_at
from rag.values.fractions import UNREAD
from rag.values.money import DUALS, THOUSANDTHS, currency_at
from rag.values.nouns import is_labelled, open_noun_at
from rag.values.numbers import Amount, amount_at
from rag.values.numbers_en import ABBREVIATIONS
from rag.values.rates import rate_at
from rag.values.signs import CODES, SYMBOLS
from rag.values.tokens import COMMA_DOUBTFUL, DOUBTFUL, Text, Token, text_at, wordset
from rag.values.types import Kind
from rag.values.unit_at import noun_at, unit_at
from rag.values.units import NOUNS

__all__ = ["MINUS", "counted_at", "with_unit"]


def _glued_scale(text: Text, j: int, money: bool) -> tuple[Decimal, int] | None:
    """The one-letter scales: "$5m", "5m people"; "5m" alone is five metres."""
    tokens = text.tokens
    word = text_at(tokens, j)
    if word not in ("m", "b", "t") or j == 0 or tokens[j].start != tokens[j - 1].end:
        return None
    if not money and (word != "m" or unit_at(text, j + 1, False) is None):
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
    if text_at(tokens, i) in SYMBOLS or text_at(tokens, i) in CODES:
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
        text_at(tokens, counted.end) == "m"
        and tokens[counted.end].start == tokens[counted.end - 1].end
    ):
        counted = replace(counted, kind=Kind.MEASURE, unit="metre", end=counted.end + 1)
        return _per(tokens, counted)
    if (end := _per_mille(tokens, counted.end)) is not None:
        tenth = Decimal("0.1")
        return replace(counted, low=counted.low * tenth, high=counted.high * tenth, end=end,
                       kind=Kind.PERCENT)  # fmt: skip
    loose = counted.vague or amount.article
    unit = unit_at(text, counted.end, loose)
    if unit is None:
        if many := _per_many(tokens, counted.end):
            return replace(counted, low=UNREAD, high=UNREAD, end=many)
        return _sure(text, j, _with_open_noun(text, counted, amount.article))
    kind, key, end = unit
    counted = _sure(text, j, replace(counted, kind=kind, unit=key, end=end))
    if kind is Kind.COUNT:
        return _per(tokens, counted)
    return _per(tokens, _and_smaller(text, and_part(tokens, counted)))


def _per_mille(tokens: list[Token], j: int) -> int | None:
    if text_at(tokens, j) in ("‰", "بالالف"):
        return j + 1
    return j + 2 if text_at(tokens, j) == "في" and text_at(tokens, j + 1) == "الالف" else None


def _with_open_noun(text: Text, counted: Counted, article: bool) -> Counted:
    several = counted.vague and counted.high == 9  # "عدة أسباب" counts nothing
    if counted.low.is_nan() or several or (article and not counted.vague):
        return counted
    thousands = DOUBTFUL.fullmatch(text.tokens[counted.end - 1].text) and counted.scale == 1
    count = int(counted.high) * (1000 if thousands else 1)
    found = open_noun_at(text, counted.end, count, article=counted.vague)
    if found is None:
        return counted
    unit, end = found
    start, stop = text.span(counted.end, end)
    noun = text.folded.source[start:stop]
    bare = counted.end
    counted = replace(counted, kind=Kind.COUNT, unit=unit, end=end, noun=noun, bare=bare)
    return _per(text.tokens, counted)


def _and_smaller(text: Text, counted: Counted) -> Counted:
    at = smaller_at(text.tokens, counted)
    if at is None:
        return counted
    if counted.kind is Kind.MONEY:
        return and_cents(text.tokens, at, counted)
    return and_smaller(counted, counted_at(text, at))


def _per(tokens: list[Token], counted: Counted) -> Counted:
    """As in "120 كيلومترا في الساعة": a rate has a unit of its own."""
    if counted.kind is None:
        return counted
    if end := _per_many(tokens, counted.end):
        return replace(counted, low=UNREAD, high=UNREAD, end=end)
    found = rate_at(tokens, counted.end, counted.kind, counted.unit)
    return replace(counted, unit=found[0], end=found[1]) if found else counted


def _per_many(tokens: list[Token], j: int) -> int | None:
    """The token after "لكل 100 ألف", "per 100,000": a rate that no unit says; None if none."""
    amount = amount_at(tokens, j + 1) if text_at(tokens, j) in ("لكل", "per") else None
    return amount.end if amount else None


def _sure(text: Text, j: int, counted: Counted) -> Counted:
    """Settle "1.300": a thousand of things; of money and measures in Arabic nobody can say."""
    token = text.tokens[j]
    if counted.kind is None and (
        _is_labelled(text.tokens, counted.end) or is_labelled(text.tokens, j)
    ):
        return replace(counted, low=UNREAD, high=UNREAD)
    if token.kind == "number" and "/" in token.text and token.text[0] != "0":
        bare = " " not in token.text and "\u00a0" not in token.text
        if bare and counted.kind is None and counted.scale == 1:  # "1/2" may be a date
            return replace(counted, low=UNREAD, high=UNREAD)
    if text.language == "ar" and _is_doubtful(token.text, counted):
        return replace(counted, low=UNREAD, high=UNREAD)
    if not DOUBTFUL.fullmatch(token.text) or counted.scale != 1:
        return counted
    if counted.kind is Kind.COUNT:
        return replace(counted, low=counted.low * 1000, high=counted.high * 1000)
    if text.language != "ar" or counted.kind is Kind.PERCENT or counted.unit in _DECIMALS:
        return counted
    return replace(counted, low=UNREAD, high=UNREAD)


def _is_doubtful(digits: str, counted: Counted) -> bool:
    """Whether Maghrebi copy may mean another number: "26,112 دينارا", "12.500 مليون", "42,195 كم".

    Before a scale a point is a decimal one, unless a zero ends its three places.
    """
    unit = counted.unit.partition("/")[0]
    if COMMA_DOUBTFUL.fullmatch(digits):
        return unit in THOUSANDTHS or counted.scale > 1
    pointed = DOUBTFUL.fullmatch(digits) is not None and counted.scale > 1
    return pointed and (unit in THOUSANDTHS | _MAGHREB or digits.endswith("0"))


def _is_labelled(tokens: list[Token], end: int) -> bool:
    """Whether Latin letters are written onto a number, and are no unit of it: "5G", "4K"."""
    following = tokens[end] if 0 < end < len(tokens) else None
    return (
        following is not None
        and following.kind == "word"
        and following.text.isascii()
        and following.start == tokens[end - 1].end
    )


MINUS = wordset("سالب سالبه ناقص minus negative")
_OPENING = wordset('و ( [ « " “ : ،')
_MAGHREB = frozenset(("dirham", "DZD", "MAD"))
"""Its other money: a point of there parts thousands."""
_DECIMALS = wordset("celsius fahrenheit degree second")
"""Units of which nobody counts thousands: there a point is a decimal point."""


def _dual(text: Text, i: int) -> Counted | None:
    """As in "جنديين", "ليومين", "ساعتان ونصف": the number is in the form of the noun."""
    tokens = text.tokens
    for form in tokens[i].forms if i < len(tokens) else ():
        if form.article:
            continue
        for words, entry in NOUNS.get(form.stem, ()):
            if all(text_at(tokens, i + k) == w for k, w in enumerate(words) if k):
                end = i + len(words)
                twice = text_at(tokens, end) in ("اثنين", "اثنان", "اثنتين", "اثنتان")
                counted = Counted(
                    Decimal(2), Decimal(2), end + twice, kind=entry.kind, unit=entry.key
                )
                if entry.number == 2 and text_at(tokens, i - 1) in ("او", "الي"):
                    one_of = noun_at(tokens, i - 2)  # "يوم أو يومين"
                    if one_of and one_of[0].key == entry.key and one_of[0].number == 1:
                        counted = replace(counted, low=Decimal(1))
                if entry.number == 2 or (twice and entry.number == 0):
                    return _per(tokens, _and_smaller(text, and_part(tokens, counted)))
                one = replace(counted, low=Decimal(1), high=Decimal(1), end=end)
                if entry.number == 1 and text_at(tokens, end) in ("واحد", "واحده"):
                    return _per(tokens, replace(one, end=end + 1))
                if entry.kind is Kind.COUNT:
                    return None
                more = _and_smaller(text, and_part(tokens, one))
                return more if more is not one else None
    return _one_coin(text, i)


def _one_coin(text: Text, i: int) -> Counted | None:
    """As in "دولار ونصف الدولار", "دينارين", "دولار و50 سنتا"."""
    tokens = text.tokens
    money = currency_at(tokens, i, bound=True)
    if money is None:
        return None
    two = any(form.stem in DUALS for form in tokens[i].forms if not form.article)
    number = Decimal(2 if two else 1)
    counted = Counted(number, number, money[1], kind=Kind.MONEY, unit=money[0])
    more = _and_smaller(text, and_part(tokens, counted))
    return more if two or more is not counted else None
