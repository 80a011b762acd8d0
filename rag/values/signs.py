"""Signs, abbreviations and codes of currencies: "HK$", "د.إ", "SR", "KWD".

CLDR gives the codes of all money in use and the Arabic abbreviations, currencies.csv the others and
the codes that are other words. Those with letters are read as written, hamzas and capitals kept:
"Rs" is money and "rs" is not, د.إ are dirhams and د.أ dinars.
"""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies

from rag.text.lexicon import rebuilt, rows

__all__ = ["CODES", "COLUMNS", "SYMBOLS", "in_use", "sign_spans", "written"]

COLUMNS = ("kind", "key", "noun", "signs", "english", "arabic")
CODES: dict[str, str] = {}
"""Codes and abbreviations as written, and the currency of each; "" where two share one (د.ا)."""
SYMBOLS: dict[str, str] = {}
"""Signs without a letter ("€"); each stands before or after its number."""
written: list[re.Pattern[str]] = []
"""One expression for all of CODES."""
_BARE = str.maketrans("أإ", "اا")


@cache
def in_use() -> tuple[str, ...]:
    """The codes of the currencies that a territory uses today, as CLDR has them."""
    territories = [code for code in map(str, Locale("ar").territories) if len(code) == 2]
    return tuple(sorted({c for each in territories for c in get_territory_currencies(each)}))


def _build() -> None:
    """Fill the tables: first what the rows say, then what CLDR adds."""
    CODES.clear()
    SYMBOLS.clear()
    words: set[str] = set()
    for row in rows("currencies.csv", COLUMNS):
        if row["kind"] == "sign":
            for sign in row["signs"].split():
                table = CODES if any(map(str.isalpha, sign)) else SYMBOLS
                table[sign] = row["key"]
        elif row["kind"] == "word":
            words.update(row["signs"].split())
    for code in in_use():
        if code not in words:
            CODES.setdefault(code, code)
        for locale in (Locale("ar"), Locale("en")):
            sign = locale.currency_symbols.get(code, "").strip("\u200f.").replace("\u202f", " ")
            if sign and sign not in words:
                (CODES if any(map(str.isalpha, sign)) else SYMBOLS).setdefault(sign, code)
    _add_bare()
    written[:] = [re.compile("|".join(_beginning(first) for first in {sign[0] for sign in CODES}))]


def _add_bare() -> None:
    """Add the abbreviations without their hamza; one that two currencies share is nobody's."""
    for sign, code in list(CODES.items()):
        if (bare := sign.translate(_BARE)) != sign:
            CODES[bare] = code if CODES.get(bare, code) == code else ""


def _beginning(first: str) -> str:
    """The signs of one first character, the longest first. It stands first, to be searched fast."""
    rests = sorted((sign[1:] for sign in CODES if sign[0] == first), key=lambda r: (-len(r), r))
    char = re.escape(first)
    left = rf"(?<![^\W\d_]{char})(?<![^\W\d_]\.{char})" if first.isalpha() else ""
    return f"{char}{left}(?:{'|'.join(map(_expression, rests))})"


def _expression(rest: str) -> str:
    """A sign behind its first character; spaces may stand beside the point of an Arabic one."""
    body = re.escape(rest)
    if rest[-1] > "\u0600":
        body = body.replace(r"\.", r"[ \u00a0]?\.[ \u00a0]?")
    right = r"(?!\.?[^\W\d_])(?:\.(?=[ \u00a0]?(?:\d|[،؛)]|ل[لك])))?" if rest[-1].isalpha() else ""
    return body + right


def sign_spans(source: str) -> Iterator[tuple[int, int, str]]:
    """Yield the places of all of CODES in a text as published, each as it stands in the table."""
    for found in written[0].finditer(source):
        bare = re.sub(r"[ \u00a0]", "", found[0])
        yield *found.span(), bare if bare in CODES else bare.removesuffix(".")


rebuilt(_build)
