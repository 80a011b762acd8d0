"""Years as written: "عام 1258", "2019-2020", "the 1980s", "1443 هـ"."""

import re

from rag.values.calendar import decade, hijri_year, year
from rag.values.tokens import Text, Token, text_at, wordset
from rag.values.types import Precision, When

__all__ = ["HIJRI_ERA", "YEARS_WORDS", "YEAR_WORDS", "plain_digits", "through", "year_at",
           "year_number"]  # fmt: skip

YEAR_WORDS = wordset("عام العام سنه السنه year")
YEARS_WORDS = wordset("عامي العامين الاعوام اعوام سنتي years")
NO_YEAR = 2200
"""The first number that counts years of no calendar of news: the Amazigh year 2969."""
_COUNT_CUE = re.compile(
    r"^[وف]?(?:ال)?(?:عدد|حصيل|ارتفع|بلغ|يبلغ|تبلغ|تجاوز|وصل|سقوط|مقتل|اصاب|رقم|مجموع|قوام)"
    r"|^(?:number|total|toll|rose|reach|killed|wounded|count|about|more|least|than|some)"
)


def plain_digits(tokens: list[Token], i: int) -> int | None:
    """The whole number of one to four plain digits at token `i`."""
    if 0 <= i < len(tokens) and tokens[i].number is not None:
        text = tokens[i].text
        if text.isdigit() and len(text) <= 4:
            return int(text)
    return None


def year_number(tokens: list[Token], i: int) -> int | None:
    """A year in four digits, 1000 to 2199, at token `i`."""
    number = plain_digits(tokens, i)
    return number if number and len(tokens[i].text) == 4 and 1000 <= number < NO_YEAR else None


def year_at(text: Text, i: int) -> tuple[When, int] | None:
    """A year at token `i`: "عام 1258", "عامي 2019 و2020", "the 1980s", "2019-2020", "1443 هـ"."""
    tokens = text.tokens
    if tokens[i].text == "the" and text_at(tokens, i + 1) == "year":
        return year_at(text, i + 1)
    worded = any(f.stem in YEAR_WORDS or f.stem in YEARS_WORDS for f in tokens[i].forms)
    j = i + 1 if worded else i
    number = plain_digits(tokens, j)
    if number is None or number < 1:
        return None
    if text_at(tokens, j + 1) in HIJRI_ERA:
        lunar = hijri_year(number)
        return (lunar, _past_gregorian(tokens, j + 2)) if lunar else None
    if number % 10 == 0 and text_at(tokens, j + 1) == "s" and 1000 <= number < 2100:
        return (decade(number), j + 2) if tokens[j + 1].start == tokens[j].end else None
    if worded and 100 <= number < NO_YEAR and tokens[j].text.isdigit():
        return _two_years(tokens, i, j, number) or (year(number), j + 1)
    if not 1800 <= number < 2100 or len(tokens[j].text) != 4:
        return None
    if not worded and any(_COUNT_CUE.match(t.text) for t in tokens[max(0, i - 6) : i]):
        return None
    return _two_years(tokens, i, j, number) or (year(number), j + 1)


HIJRI_ERA = wordset("ه هجري هجريه الهجري الهجريه للهجره ah")


def _past_gregorian(tokens: list[Token], j: int) -> int:
    """The token after "(1932/33)", the same year once more; `j` where nothing of that stands."""
    if text_at(tokens, j) != "(" or year_number(tokens, j + 1) is None:
        return j
    end = j + 2
    if text_at(tokens, end) in ("/", "-") and plain_digits(tokens, end + 1) is not None:
        end += 2
    end += text_at(tokens, end) in ("م", "ميلادي", "ميلاديه", "ad")
    return end + 1 if text_at(tokens, end) == ")" else j


def _two_years(tokens: list[Token], i: int, j: int, number: int) -> tuple[When, int] | None:
    joint = text_at(tokens, j + 1)
    if joint not in ("-", "/") and not (joint in ("و", "and") and _pair(tokens, i)):
        return None
    second = plain_digits(tokens, j + 2)
    if second is None and j + 2 < len(tokens) and tokens[j + 2].kind == "number":
        second = None
    if second is not None and len(tokens[j + 2].text) == 2 and joint in ("-", "/"):
        second += number - number % 100
    if (
        second is None
        or not number < second < 2200
        or (tokens[j + 2].text[0] == "0" and second < 100)
    ):
        return None
    return through(year(number), year(second)), j + 3


def _pair(tokens: list[Token], i: int) -> bool:
    return any(form.stem in YEARS_WORDS for form in tokens[i].forms)


def through(first: When, last: When) -> When:
    """The stretch from the first day of one date to the last day of another."""
    relative = first.relative or last.relative
    return When(first.start, last.end, Precision.SPAN, relative=relative)
