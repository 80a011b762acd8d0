"""English number words and scale abbreviations, alone or after digits."""

from decimal import Decimal

from rag.values.tokens import Token, text_at

__all__ = ["ABBREVIATIONS", "SCALES", "STARTS", "english_number", "english_vague"]

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: Decimal(value) for value, word in enumerate(_SMALL.split())}
_VALUES.update({word: Decimal(10 * n) for n, word in enumerate(_TENS.split(), start=2)})
_VALUES["fourty"] = Decimal(40)
SCALES = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12,
    "lakh": 5, "crore": 7,
}  # fmt: skip
ABBREVIATIONS = {
    "bn": 9, "mn": 6, "tn": 12, "trn": 12, "mln": 6, "bln": 9, "k": 3, "m": 6, "b": 9, "t": 12,
}  # fmt: skip
"""Powers of ten. The one-letter ones count only where they are glued to the digits."""
_PLURALS = {
    "dozens": 10, "tens": 10, "hundreds": 100, "thousands": 1000, "millions": 10**6,
    "billions": 10**9, "trillions": 10**12, "scores": 10,
}  # fmt: skip
_SEVERAL = frozenset(("several", "few"))
STARTS = frozenset((*_VALUES, *_PLURALS, *_SEVERAL, "a", "an", "half", "quarter", "third"))
"""Words that may open a number."""
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "third": Decimal(1) / 3}


def english_number(tokens: list[Token], i: int) -> tuple[Decimal, int, Decimal] | None:
    """Read a number in words, or digits and a scale, at token `i`.

    Returns its value, the token after it, and the scale it ends in (1 if none).
    """
    word = tokens[i].text
    if tokens[i].kind == "number":
        number = tokens[i].number
        return _scaled(tokens, i + 1, number) if number is not None else None
    if word in _PARTS or (word in ("a", "an") and text_at(tokens, i + 1) in _PARTS):
        return _part(tokens, i)
    if word in ("a", "an"):
        following = text_at(tokens, i + 1)
        if following == "dozen":
            return Decimal(12), i + 2, Decimal(1)
        if following in SCALES:
            return _words(tokens, i + 1, Decimal(1))
        return None
    if word not in _VALUES or (word == "one" and _pronoun(tokens, i)):
        return None
    return _words(tokens, i, None)


def _pronoun(tokens: list[Token], i: int) -> bool:
    return text_at(tokens, i + 1) not in SCALES and text_at(tokens, i + 1) in (
        "of", "another", "who", "day", "that", "is", "was", "by", "in", "side", "way", "or",
    )  # fmt: skip


def _scaled(tokens: list[Token], j: int, number: Decimal) -> tuple[Decimal, int, Decimal]:
    """The scale after digits: "2.5 million", "3bn", "20k", "5 hundred thousand"."""
    scale = Decimal(1)
    glued = j < len(tokens) and tokens[j].start == tokens[j - 1].end
    if text_at(tokens, j) == "-" and text_at(tokens, j + 1) in SCALES:
        j += 1
    word = text_at(tokens, j)
    if word in ABBREVIATIONS and (glued or len(word) > 1) and word not in ("m", "t", "b"):
        return number * 10 ** ABBREVIATIONS[word], j + 1, Decimal(10) ** ABBREVIATIONS[word]
    if word == "dozen":
        return number * 12, j + 1, Decimal(1)
    for _ in range(2):
        if text_at(tokens, j) not in SCALES:
            break
        scale *= Decimal(10) ** SCALES[text_at(tokens, j)]
        j += 1
    return number * scale, j, scale


def _words(tokens: list[Token], j: int, group: Decimal | None) -> tuple[Decimal, int, Decimal]:
    """Number words from `j`; `group` is 1 after "a"."""
    total, scale, last = Decimal(0), Decimal(1), None
    room = Decimal(10) ** 30
    while j < len(tokens):
        word = text_at(tokens, j)
        skip = _joint(tokens, j) if group is not None or total else 0
        word = text_at(tokens, j + skip)
        value = _VALUES.get(word)
        if value is not None and _fits(value, group, room):
            group, scale, j = (group or Decimal(0)) + value, Decimal(1), j + skip + 1
            room = Decimal(10) if value >= 20 else Decimal(1)
        elif word == "dozen" and group is not None and not total:
            return group * 12, j + skip + 1, Decimal(1)
        elif word == "hundred" and group is not None and group < 100:
            group, room, scale, j = group * 100, Decimal(100), Decimal(100), j + skip + 1
        elif word in SCALES and word != "hundred" and group is not None:
            scale = Decimal(10) ** SCALES[word]
            if last is not None and scale >= last:
                break
            total, last, group = total + group * scale, scale, None
            room, j = Decimal(1000), j + skip + 1
        else:
            break
    return total + (group or 0), j, scale


def _fits(value: Decimal, group: Decimal | None, room: Decimal) -> bool:
    return value < room if group is not None else value < 1000


def _joint(tokens: list[Token], j: int) -> int:
    """1 where a hyphen or "and" at `j` may join two parts of one number."""
    if text_at(tokens, j) == "-":
        return 1
    before = text_at(tokens, j - 1)
    return 1 if text_at(tokens, j) == "and" and before in SCALES else 0


def _part(tokens: list[Token], i: int) -> tuple[Decimal, int, Decimal] | None:
    """As in "half a million", "half a dozen", "a quarter of a billion"."""
    j = i + 1 if tokens[i].text in ("a", "an") else i
    part = _PARTS[text_at(tokens, j)]
    j += 1
    if text_at(tokens, j) == "of":
        j += 1
    if text_at(tokens, j) in ("a", "an", "-"):
        j += 1
    word = text_at(tokens, j)
    if word == "dozen":
        return 12 * part, j + 1, Decimal(1)
    if word in SCALES:
        return part * 10 ** SCALES[word], j + 1, Decimal(1)
    return None


def english_vague(tokens: list[Token], i: int) -> tuple[Decimal, Decimal, int] | None:
    """Read "tens of thousands", "hundreds", "several hundred": low, high, next token."""
    word = tokens[i].text
    if word == "a" and text_at(tokens, i + 1) == "few":
        i, word = i + 1, "few"
    if word in _SEVERAL:
        j = i + 1
        scale = SCALES.get(text_at(tokens, j))
        if scale:
            return 3 * Decimal(10) ** scale, 9 * Decimal(10) ** scale, j + 1
        if text_at(tokens, j) == "dozen":
            return Decimal(30), Decimal(90), j + 1
        return Decimal(3), Decimal(9), j
    if word not in _PLURALS or (word in ("tens", "scores") and text_at(tokens, i + 1) != "of"):
        return None
    base, j = Decimal(_PLURALS[word]), i + 1
    following = text_at(tokens, j + 1)
    if text_at(tokens, j) == "of" and following in _PLURALS and following not in ("dozens", "tens"):
        base, j = base * _PLURALS[following], j + 2
    return 2 * base, 10 * base - 1, j
