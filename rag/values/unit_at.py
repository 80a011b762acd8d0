"""The unit that stands behind a number: a percent sign, a currency, a counted noun, a measure."""

from rag.values.calendar import MONTHS
from rag.values.money import currency_at
from rag.values.rates import ABBREVIATIONS as RATES
from rag.values.signs import SYMBOLS
from rag.values.tokens import Text, Token, text_at, wordset
from rag.values.types import Kind
from rag.values.units import NOUNS, UNITS, Entry
from rag.values.units import SYMBOLS as UNIT_SYMBOLS

__all__ = ["noun_at", "percent_at", "unit_at"]

_QUOTES = frozenset("\"“”«»'‘”")
_PERCENT_WORDS = frozenset(("percent", "pct", "pc", "بالميه", "بالمايه"))
_UNIT_SIGNS = _QUOTES | frozenset("-°")
_ADJECTIVES = wordset(
    "armed foreign new senior young local military security commercial unarmed injured wounded "
    "dead additional other more private public civil innocent russian peacekeeping elite rebel "
    "residential square old different separate confirmed"
)


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
    return _degree(tokens, i) if tokens[i].text == "°" else None


def _degree(tokens: list[Token], i: int) -> tuple[Entry, int]:
    """As in "45°C", "113 °F", "36.8° north"."""
    for words, entry in NOUNS["°"]:
        if words[1:] == (text_at(tokens, i + 1),):
            return entry, i + 2
    return Entry("degree", Kind.MEASURE, 0), i + 1


def _word(tokens: list[Token], i: int, word: str, article: bool) -> bool:
    text = text_at(tokens, i)
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
        and (word in _ADJECTIVES or (text.original(k)[0].isupper() and word not in MONTHS))
    )


def percent_at(tokens: list[Token], j: int) -> int | None:
    """The token after "%", "في المئة", "بالمئة", "percent" at token `j`; None if none is there."""
    word = text_at(tokens, j)
    if word == "%" or word in _PERCENT_WORDS:
        return j + 1
    if word == "في" and text_at(tokens, j + 1) in ("الميه", "المايه"):
        return j + 2
    if word == "per" and text_at(tokens, j + 1) == "cent":
        return j + 2
    return None


def unit_at(text: Text, j: int, loose: bool) -> tuple[Kind, str, int] | None:
    """Percent, currency or noun at token `j`; `loose` also takes "من" or "of" and the article."""
    tokens = text.tokens
    if j >= len(tokens):
        return None
    if (end := percent_at(tokens, j)) is not None:
        return Kind.PERCENT, "", end
    symbol = UNIT_SYMBOLS.get(text_at(tokens, j))
    if symbol and text_at(tokens, j + 1) == "/":  # 9.8 m/s
        return UNITS[symbol].kind, symbol, j + 1
    if tokens[j].kind != "word" and tokens[j].text not in _UNIT_SIGNS | SYMBOLS.keys():
        return None
    k, quoted = j, text_at(tokens, j) in _QUOTES
    k += quoted
    if text_at(tokens, k) == "-":
        k += 1
    part = text_at(tokens, k) in ("من", "of")
    if part:
        k += 1 + (text_at(tokens, k + 1) in ("the", "its", "their", "his"))
    if (rate := RATES.get(text_at(tokens, k))) and not part:
        return Kind.MEASURE, rate, k + 1
    if (money := currency_at(tokens, k)) and not (part and not loose):
        return Kind.MONEY, money[0], money[1]
    arabic = k < len(tokens) and tokens[k].text[0] > "\u0600"
    noun = noun_at(tokens, k, loose or part) if arabic else _english_noun(text, k)
    if noun is None:
        return None
    return noun[0].kind, noun[0].key, noun[1]
