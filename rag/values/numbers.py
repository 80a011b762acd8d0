"""What a run of number words or digits says, before qualifier, range and unit are looked at."""

from dataclasses import dataclass, replace
from decimal import Decimal

from rag.values.numbers_ar import arabic_number, arabic_vague
from rag.values.numbers_en import english_number, english_vague
from rag.values.tokens import Token

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
    """The number that starts at token `i`, in digits or words of either language, or None."""
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
