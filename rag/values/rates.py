"""What something is counted per: "في الساعة", "للبرميل", "يوميا", "per day", "a barrel", "/س"."""

from rag.values.tokens import Token, text_at, wordset
from rag.values.types import Kind
from rag.values.units import NOUNS, SYMBOLS, UNITS, per

__all__ = ["ABBREVIATIONS", "rate_at"]

ABBREVIATIONS = {
    "kph": "km/hour", "kmh": "km/hour", "kmph": "km/hour", "mph": "mile/hour",
    "bpd": "barrel/day",
}  # fmt: skip
_ADVERBS = {
    "يوميا": "day", "اسبوعيا": "week", "شهريا": "month", "سنويا": "year", "daily": "day",
    "weekly": "week", "monthly": "month", "annually": "year", "yearly": "year", "hourly": "hour",
}  # fmt: skip
_NOT_AFTER = wordset(
    "نفسه نفسها ذاته ذاتها الذي التي after before earlier later ago since when old from"
)
_ALONE = wordset("الواحد الواحده")


def rate_at(tokens: list[Token], j: int, kind: Kind, unit: str) -> tuple[str, int] | None:
    """The key of the rate that token `j` makes of `unit`, and the token after it.

    Money goes by measures and by time, everything else by time alone; a percentage by nothing.
    """
    if kind is Kind.PERCENT or not unit or "/" in unit:
        return None
    word = text_at(tokens, j)
    if word in _ADVERBS:
        return per(unit, _ADVERBS[word]), j + 1
    found = _behind(tokens, j)
    if found is None:
        return None
    other, end = found
    if UNITS[other].kind is not Kind.DURATION and (
        UNITS[other].kind is not Kind.MEASURE or (kind is not Kind.MONEY and word != "/")
    ):
        return None
    return per(unit, other), end + (text_at(tokens, end) in _ALONE)


def _behind(tokens: list[Token], j: int) -> tuple[str, int] | None:
    """The unit behind "/", "per", "a", "في ال", "لل", "لكل", "كل"."""
    word = text_at(tokens, j)
    if word == "/":
        symbol = SYMBOLS.get(text_at(tokens, j + 1))
        named = _one(tokens, j + 1) or _one(tokens, j + 1, article=True)
        return (symbol, j + 2) if symbol else named
    if word in ("per", "لكل", "كل", "every", "each"):
        return _one(tokens, j + 1)
    if word in ("a", "an"):
        return _bounded(tokens, _one(tokens, j + 1))
    if word == "في":
        return _bounded(tokens, _one(tokens, j + 1, article=True))
    if any(form.prep and form.article for token in tokens[j : j + 1] for form in token.forms):
        return _bounded(tokens, _one(tokens, j, article=True, prep=True))
    return None


def _one(
    tokens: list[Token], j: int, article: bool = False, prep: bool = False
) -> tuple[str, int] | None:
    """One unit in the singular at token `j`, with exactly the letters asked for before it."""
    for form in tokens[j].forms if j < len(tokens) else ():
        if form.conj or form.article != article or form.prep != prep:
            continue
        stems = (form.stem, "ل" + form.stem) if prep else (form.stem,)  # للتر is ل and اللتر
        for words, entry in (option for stem in stems for option in NOUNS.get(stem, ())):
            rest = [text_at(tokens, j + k) for k in range(1, len(words))]
            said = list(words[1:]) if not article else [f"ال{word}" for word in words[1:]]
            if entry.number == 1 and rest == said and entry.key in UNITS:
                return entry.key, j + len(words)
    return None


def _bounded(tokens: list[Token], found: tuple[str, int] | None) -> tuple[str, int] | None:
    """Not "in the first hour", "at 5 o'clock" or "a day after": then it is a time."""
    if found is None or found[1] >= len(tokens):
        return found
    following = tokens[found[1]]
    if following.kind in ("number", "clock", "date") or following.text in _NOT_AFTER:
        return None
    definite = following.text.startswith("ال") and following.text not in _ALONE
    return None if definite else found
