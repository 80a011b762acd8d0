"""Parts of a whole in words: "ونصف", "ثلاثة أرباع", "and a half", "فاصلة خمسة"."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rag.values.tokens import Token, text_at

__all__ = ["JOINED", "PARTS", "UNREAD", "Part", "decimals_at", "exact", "joined_part", "part_at"]

UNREAD = Decimal("NaN")
"""A number that stands there and cannot be read for sure: it takes its place and gives no value."""

_SINGLE = {
    "نصف": "1/2", "نصفا": "1/2", "ربع": "1/4", "ربعا": "1/4", "ثلث": "1/3", "ثلثا": "2/3",
    "ثلثي": "2/3", "ثلثين": "2/3", "ثلثان": "2/3",
}  # fmt: skip
_AMBIGUOUS = {"خمس": 5, "سدس": 6, "سبع": 7, "ثمن": 8, "تسع": 9, "عشر": 10}
"""Parts that are spelled like a number ("خمس سنوات") or a price: only before a definite noun."""
_PLURALS = {"ارباع": 4, "اخماس": 5, "اسداس": 6, "اسباع": 7, "اثمان": 8, "اتساع": 9, "اعشار": 10,
            "quarters": 4, "thirds": 3, "fifths": 5, "eighths": 8, "tenths": 10}  # fmt: skip
_TIMES = {"ثلاثه": 3, "ثلاث": 3, "اربعه": 4, "اربع": 4, "خمسه": 5, "سبعه": 7, "تسعه": 9,
          "خمس": 5, "سبع": 7, "تسع": 9, "two": 2, "three": 3, "four": 4}  # fmt: skip
_ENGLISH = {"half": 2, "quarter": 4, "third": 3}
JOINED = frozenset(f"و{word}" for word in (*_SINGLE, *_AMBIGUOUS)) | {"وثلاثه", "وثلاث"}
"""Folded words that may add a part to what stands before them."""
PARTS = frozenset((*_SINGLE, *_AMBIGUOUS, *_ENGLISH, *_TIMES))
"""Folded words that may open a part."""
_POINT = frozenset(("فاصل", "فاصله", "point"))
_DIGITS = {
    word: value
    for value, words in enumerate(
        ("صفر zero oh", "واحد واحده one", "اثنين اثنان two", "ثلاثه ثلاث three", "اربعه اربع four",
         "خمسه خمس five", "سته ست six", "سبعه سبع seven", "ثمانيه ثمان ثماني eight",
         "تسعه تسع nine")
    )
    for word in words.split()
}  # fmt: skip
_DECADES = {
    word: 10 * value
    for value, stem in enumerate(("عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"), 2)
    for word in (f"{stem}ين", f"{stem}ون")
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole, and the token after it; `doubtful` where the word may be a number."""

    value: Fraction
    end: int
    doubtful: bool = False


def part_at(tokens: list[Token], i: int) -> Part | None:
    """The part that token `i` begins, without "and" before it: "ثلاثة أرباع", "a half"."""
    word = text_at(tokens, i)
    if word in _SINGLE:
        return Part(Fraction(_SINGLE[word]), i + 1)
    above, below = _TIMES.get(word), _PLURALS.get(text_at(tokens, i + 1))
    if above and below and above < below:
        return Part(Fraction(above, below), i + 2)
    if word in _AMBIGUOUS:
        return Part(Fraction(1, _AMBIGUOUS[word]), i + 1, doubtful=True)
    j = i + (word in ("a", "one"))
    if text_at(tokens, j) in _ENGLISH:
        return Part(Fraction(1, _ENGLISH[text_at(tokens, j)]), j + 1)
    return None


def joined_part(tokens: list[Token], i: int) -> Part | None:
    """A part that "و" or "and" adds to what ends before token `i`: "ونصف", "and a half"."""
    word = text_at(tokens, i)
    if word == "-":  # two-and-a-half
        word, i = text_at(tokens, i + 1), i + 1
    if word in ("and", "و"):
        i += 1
        i += text_at(tokens, i) == "-"
        if text_at(tokens, i) == "a" and text_at(tokens, i + 1) == "-":
            i += 2
        found = part_at(tokens, i)
        # "and half of them" adds nothing
        return None if found and word == "and" and text_at(tokens, i) == "half" else found
    if word in JOINED:
        bare = Token("word", word[1:], tokens[i].start, tokens[i].end, tokens[i].forms)
        found = part_at([bare, *tokens[i + 1 : i + 2]], 0)
        return Part(found.value, i + found.end, found.doubtful) if found else None
    return None


def decimals_at(tokens: list[Token], i: int) -> tuple[Decimal, int] | None:
    """Decimals in words from token `i`: "فاصل خمسة" is 0.5, "point two five" is 0.25."""
    if text_at(tokens, i) not in _POINT:
        return None
    digits, j = "", i + 1
    while j < len(tokens) and (value := _digit(tokens, j, digits)) is not None:
        digits += value
        j += 1
        if tokens[j - 1].kind == "number" or len(value) > 1:
            break
        tens = text_at(tokens, j)
        if tens.startswith("و") and tens[1:] in _DECADES:  # خمسة وعشرين
            return Decimal(f"0.{_DECADES[tens[1:]] + int(digits[-1])}"), j + 1
    return (Decimal(f"0.{digits}"), j) if digits else None


def _digit(tokens: list[Token], j: int, before: str) -> str | None:
    token = tokens[j]
    if token.kind == "number":
        return token.text if token.text.isdigit() and not before else None
    if token.text in _DECADES and not before:
        return str(_DECADES[token.text])
    value = _DIGITS.get(token.text)
    return None if value is None else str(value)


def exact(number: Fraction) -> Decimal:
    """The number as a decimal; UNREAD where its decimals do not end (a third of a million)."""
    value = Decimal(number.numerator) / number.denominator
    return value if Fraction(value) == number else UNREAD
