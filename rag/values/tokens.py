"""Tokens of a folded shadow of a text, with a way back to the offsets of the original.

Folding drops Arabic diacritics, tatweel and invisible marks, and unifies letter variants, digits
and dashes, one character for one, so that a list of kept positions is the whole offset map.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

__all__ = ["Form", "Text", "Token", "fold", "tokenise", "wordset"]

MAX_DIGITS = 18
"""Longer digit runs are account or serial numbers, not amounts."""

_REMOVED = [
    *range(0x0610, 0x061B),
    *range(0x064B, 0x0660),
    *range(0x06D6, 0x06DD),
    *range(0x06DF, 0x06E9),
    *range(0x06EA, 0x06EE),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x206A),
    *(0x0640, 0x0670, 0x00AD, 0xFEFF, 0x061C),
]
_MAPPED = {
    **dict(zip("أإآٱىةؤئکیھہ", "اااايهويكيهه", strict=True)),
    **dict(zip("٠١٢٣٤٥٦٧٨٩", "0123456789", strict=True)),
    **dict(zip("۰۱۲۳۴۵۶۷۸۹", "0123456789", strict=True)),
    **dict(zip("–—−‑‒―", "------", strict=True)),
    **dict(zip("\u00a0\u202f\u2009\u2007", "\u00a0\u00a0\u00a0\u00a0", strict=True)),
    **{chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)},
    "’": "'",
    "٪": "%",
    "﹪": "%",
}
_TABLE: dict[int, int | None] = {ord(a): ord(b) for a, b in _MAPPED.items()}
_TABLE.update(dict.fromkeys(_REMOVED))
_MARKS = frozenset("\u0640\u0670").union(map(chr, range(0x064B, 0x0660)))
_DROPPED = frozenset(map(chr, _REMOVED))

_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-])|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\2[0-9]{4}(?![0-9]))"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))"
    r"|(?P<number>[0-9]{1,3}(?:[,٬،\u00a0 '][0-9]{3})+(?![0-9])(?:[.٫][0-9]+)?"
    r"|[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![0-9])"
    r"|[0-9]+(?:[.٫][0-9]+|[,،][0-9]{1,2}(?![0-9]))?)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<symbol>[^\s])"
)


def wordset(text: str) -> frozenset[str]:
    """The words of a folded list, for the tables of the normaliser."""
    return frozenset(text.split())


_CLITICS = wordset("و ف ب ل ك ال وال فال بال كال لل ول وب وك فب فل ولل وبال")
_NOT_CLITIC = wordset("لست لسته كست")


@dataclass(frozen=True, slots=True)
class Form:
    """One reading of a word: `stem` after taking off `conj` (و ف), `prep` (ب ل ك), `article`."""

    stem: str
    conj: bool = False
    prep: bool = False
    article: bool = False


@dataclass(slots=True)
class Token:
    """A piece of the folded text. `number` is set for plain numbers, None otherwise."""

    kind: str
    text: str
    start: int
    end: int
    forms: tuple[Form, ...] = ()
    number: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A tokenised text: `positions` lead from the folded offsets to the original ones."""

    source: str
    tokens: list[Token]
    positions: list[int] | None
    memo: dict[int, object] = field(default_factory=dict)
    """What counted_at has worked out, by token."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Original offsets of tokens `first` to `last`, `last` excluded, with their vowel signs."""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        if self.positions is None:
            return start, end
        stop = self.positions[end - 1] + 1
        while stop < len(self.source) and self.source[stop] in _MARKS:
            stop += 1
        return self.positions[start], stop

    def original(self, index: int) -> str:
        """Token `index` as published."""
        start, end = self.span(index, index + 1)
        return self.source[start:end]


def fold(text: str) -> str:
    """Fold a text: the shadow form that all tables of the normaliser are written in."""
    return text.translate(_TABLE)


def tokenise(text: str, language: str) -> Text:
    """Cut `text` into tokens. Linear in the length of the text."""
    folded = text.translate(_TABLE)
    positions = None
    if len(folded) != len(text):
        positions = [i for i, char in enumerate(text) if char not in _DROPPED]
    tokens: list[Token] = []
    for match in _TOKEN.finditer(folded):
        kind = match.lastgroup or "symbol"
        start, end = match.span()
        word = match.group()
        if kind == "word":
            tokens.append(Token(kind, word, start, end, forms(word)))
        elif kind == "number":
            _add_number(tokens, word, start, language)
        else:
            tokens.append(Token(kind, word, start, end))
    _drop_identifiers(tokens)
    return Text(text, tokens, positions)


def _add_number(tokens: list[Token], word: str, start: int, language: str) -> None:
    comma = re.fullmatch(r"([0-9]+)[,،]([0-9]{1,2})", word)
    if comma and (language != "ar" or len(comma[1]) > 3):
        whole, rest = comma[1], comma[2]
        for part, at in ((whole, start), (rest, start + len(word) - len(rest))):
            tokens.append(Token("number", part, at, at + len(part), (), _decimal(part)))
        return
    tokens.append(Token("number", word, start, start + len(word), (), _decimal(word)))


def _decimal(word: str) -> Decimal | None:
    if len(word) > MAX_DIGITS + 6 or sum(map(str.isdigit, word)) > MAX_DIGITS:
        return None
    if word.isdigit():
        return Decimal(word)
    text = re.sub(r"[,،](?=[0-9]{3})|[٬\u00a0 ']", "", word)
    text = re.sub("[٫,،]", ".", text)
    if text.count(".") > 1:
        text = text.replace(".", "")
    return Decimal(text)


def _drop_identifiers(tokens: list[Token]) -> None:
    """Take the number off what is a name: F-16, Covid-19, كوفيد-19, S400, 3.0.2, 10.0.0.1."""
    previous: Token | None = None
    before: Token | None = None
    for token in tokens:
        if token.kind == "number" and previous and previous.end == token.start:
            glued = previous.text
            named = previous.kind == "word" and glued not in _CLITICS and glued not in _CODES
            dashed = (
                glued in "-/_"
                and before is not None
                and before.kind == "word"
                and before.end == previous.start
                and before.text not in _CLITICS
            )
            dotted = glued in ".:" and before is not None and before.kind in ("number", "clock")
            chained = dotted and before is not None and before.end == previous.start
            if named or dashed or chained:
                token.number = None
            if chained and before is not None:
                before.number = None
        before, previous = previous, token


_CODES = wordset("us a c usd eur gbp kzt rub sar aed try")


@lru_cache(maxsize=65536)
def forms(word: str) -> tuple[Form, ...]:
    """All readings of a folded word, the word itself first."""
    found = [Form(word)]
    if word[0] < "\u0600" or word in _NOT_CLITIC:
        return tuple(found)
    if word[0] in "وف" and len(word) > 2:
        found.append(Form(word[1:], conj=True))
    for form in list(found):
        stem = form.stem
        if stem[0] in "بلك" and len(stem) > 2:
            found.append(Form(stem[1:], form.conj, prep=True))
    for form in list(found):
        stem = form.stem
        if stem.startswith("ال") and len(stem) > 3:
            found.append(Form(stem[2:], form.conj, form.prep, article=True))
        elif stem.startswith("لل") and len(stem) > 3 and not form.prep:
            found.append(Form(stem[2:], form.conj, prep=True, article=True))
    return tuple(found)
