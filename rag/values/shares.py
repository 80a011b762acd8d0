"""Shares and parts: "ثلثي المقاعد", "one in five", "نصف ساعة", "%15"."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from rag.values.compound import Counted, in_parts
from rag.values.counted import with_unit
from rag.values.fractions import Part, exact, part_at
from rag.values.money import currency_at
from rag.values.numbers import Amount, amount_at
from rag.values.numbers_en import STARTS as ENGLISH
from rag.values.tokens import Text, Token, text_at, wordset
from rag.values.types import Kind
from rag.values.unit_at import noun_at, percent_at

__all__ = ["leading_percent", "one_in", "part_unit", "share_at"]

_NOT_SHARE = wordset("نهاييي نهايي النهايي نهاييه الاول الثاني الثالث الرابع")


def share_at(tokens: list[Token], i: int) -> Counted | None:
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


def one_in(tokens: list[Token], i: int) -> Counted | None:
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


def part_unit(text: Text, i: int) -> Counted | None:
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


def leading_percent(tokens: list[Token], i: int) -> Counted | None:
    """As in "%15": the sign before the number, as typed in right-to-left text."""
    if text_at(tokens, i) != "%" or i + 1 >= len(tokens):
        return None
    number = tokens[i + 1].number
    if number is None or tokens[i + 1].start != tokens[i].end:
        return None
    return Counted(number, number, i + 2, kind=Kind.PERCENT)
