"""What a run of number words or digits says, before qualifier, range and unit are looked at."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from rag.values.fractions import decimals_at, exact, joined_part
from rag.values.numbers_ar import SCALE, arabic_number, arabic_vague, word_at
from rag.values.numbers_en import SCALES, english_number, english_vague
from rag.values.tokens import Token, text_at
from rag.values.unit_at import percent_at

__all__ = ["Amount", "amount_at"]


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens up to `end` (excluded) say a number between `low` and `high`.

    `scale` is the scale word at the end ("million": 1,000,000), 1 without one; `vague` for
    "dozens"; `breaks` are shorter readings, (value, end), where words are joined by "and".
    """

    low: Decimal
    high: Decimal
    end: int
    scale: Decimal = Decimal(1)
    vague: bool = False
    article: bool = False
    breaks: tuple[tuple[Decimal, int], ...] = ()


def amount_at(tokens: list[Token], i: int) -> Amount | None:
    """The number that starts at token `i`, in digits or words of either language, or None.

    With the part that is added to it: "11 ونصف", "30 فاصل خمسة", "two and a half million".
    """
    amount = _amount(tokens, i)
    one = amount is None and text_at(tokens, i) in ("واحد", "واحده")
    if one and (joined_part(tokens, i + 1) or percent_at(tokens, i + 1)):
        amount = Amount(Decimal(1), Decimal(1), i + 1)  # alone it counts nothing
    if amount is None and text_at(tokens, i) in ("صفر", "zero") and decimals_at(tokens, i + 1):
        amount = Amount(Decimal(0), Decimal(0), i + 1)
    return amount if amount is None or amount.vague else _with_part(tokens, amount)


def _with_part(tokens: list[Token], amount: Amount) -> Amount:
    whole = amount.low == int(amount.low) if not amount.low.is_nan() else False
    if whole and amount.scale == 1 and (decimals := decimals_at(tokens, amount.end)):
        part, end = Fraction(decimals[0]), decimals[1]
    elif (found := joined_part(tokens, amount.end)) and not found.doubtful:
        if whole and amount.scale == 1 and _of_others(tokens, found.end):
            return amount
        part, end = found.value, found.end
    else:
        return amount
    number, scale = Fraction(amount.low) + part * int(amount.scale), amount.scale
    if scale == 1:
        scale, end = _scale_after(tokens, end)
        number *= int(scale)
    elif (same := word_at(tokens, end)) and same[0] == SCALE and same[1] == scale:
        end += not same[2].conj  # "مليون ونصف المليون"
    value = exact(number)
    breaks = (*amount.breaks, (amount.low, amount.end))
    return replace(amount, low=value, high=value, end=end, scale=scale, breaks=breaks)


def _of_others(tokens: list[Token], j: int) -> bool:
    """As in "12 ونصف المنازل": half of something else."""
    return j < len(tokens) and any(form.article for form in tokens[j].forms if not form.prep)


def _scale_after(tokens: list[Token], j: int) -> tuple[Decimal, int]:
    """The scale word that a part stands before: "two and a half million", "3 ونصف مليون"."""
    if found := word_at(tokens, j):
        kind, value, form = found
        if kind == SCALE and not (form.conj or form.prep or form.article):
            return value, j + 1
    word = tokens[j].text if j < len(tokens) else ""
    return (Decimal(10) ** SCALES[word], j + 1) if word in SCALES else (Decimal(1), j)


def _amount(tokens: list[Token], i: int) -> Amount | None:
    if i >= len(tokens):
        return None
    token = tokens[i]
    if token.kind == "number":
        if token.number is None:
            return None
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if following is None or (following.kind != "word" and following.text != "-"):
            return Amount(token.number, token.number, i + 1)
        if following.text == "-" and (i + 2 >= len(tokens) or tokens[i + 2].kind != "word"):
            return Amount(token.number, token.number, i + 1)
    elif token.kind != "word":
        return None
    elif vague := arabic_vague(tokens, i) or english_vague(tokens, i):
        low, high, end = vague
        return Amount(low, high, end, vague=True)
    if spelled := arabic_number(tokens, i):
        value, end, scale, breaks, article = spelled
        amount = Amount(value, value, end, scale, article=article, breaks=breaks)
        if token.kind == "number" and scale == 1:
            english = _english_scale(tokens, i)
            return english if english and english.end > end else amount
        return amount
    return _english_scale(tokens, i)


def _english_scale(tokens: list[Token], i: int) -> Amount | None:
    if spelled := english_number(tokens, i):
        value, end, scale = spelled
        return Amount(value, value, end, scale)
    return None


def shorter(amount: Amount) -> list[Amount]:
    """The readings of `amount` that end before an "and", longest first."""
    return [
        replace(amount, low=value, high=value, end=end, breaks=())
        for value, end in reversed(amount.breaks)
    ]
