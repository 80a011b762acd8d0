"""Tokens of the folded shadow of a text, with a way back to the offsets of the original.

What a digit run says is settled here: `2,030`, `٢٬٠٣٠`, `25.799,52`, `3 250 000`, `11 1/2`. A run
that could be read in two ways, or in none, keeps its place as one token without a number, so that
no part of it is ever taken for the whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from rag.text.fold import NUMBERS, Folded
from rag.text.fold import fold as shadow
from rag.text.lexicon import rebuilt, words, wordset
from rag.values.signs import CODES, sign_spans

__all__ = ["Form", "Text", "Token", "fold", "text_at", "tokenise", "wordset"]

_LONE_TATWEEL = re.compile(r"(?<=[\s\d])ـ(?=\s*\d)")
"""A dash of Arabic keyboards: "5 ـ 10 ملايين"."""
MAX_DIGITS = 18
"""Longer digit runs are account or serial numbers, not amounts."""

_TOKEN = re.compile(
    r"(?P<date>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9-])|[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\2[0-9]{4}(?![0-9]))"
    # 36°48'N: a latitude
    r"|(?P<coordinate>[0-9]{1,3}°[^\S\n]?[0-9]{1,2}(?:['′](?:[^\S\n]?[0-9.]+[\"″′]*)?)?"
    r"[^\S\n]?[nsew]?(?![0-9]))"
    # q1 2024, 1q24, 2024-q1; h1 2023; fy2023/24
    r"|(?P<quarter>(?<!\w)(?:(?:q[1-4]|[1-4]q)(?: ?[/-] ?|'| of | )?(?:20)?[0-9]{2}"
    r"|(?:h[12]|[12]h)(?: ?[/-] ?| of | )20[0-9]{2}|(?:19|20)[0-9]{2}[ -]?(?:q[1-4]|h[12]))(?!\w))"
    r"|(?P<fiscal>(?<!\w)fy[ -]?'?(?:20)?[0-9]{2}(?:[/-][0-9]{2,4})?(?!\w))"
    r"|(?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:])|[0-9]{1,2}(?:h|سا?)[0-9]{2}(?!\w))"
    # 11 1/2, 1/2, and the ratios and day/month pairs that look like them
    r"|(?P<fraction>(?:[0-9]{1,6}[ \u00a0]+)?[1-9]/[2-9](?![0-9/])|[0-9]{1,3}(?:/[0-9]+)+)"
    # 1,⏎250 and 1⏎250: digits on both sides of a break
    r"|(?P<broken>[0-9][0-9.,٬٫،']*[.,٬٫،][^\S\n]*\n[^\S\n]*[0-9][0-9.,٬٫،']*"
    r"|[0-9]{1,3}[^\S\n]*\n[^\S\n]*[0-9]{3}(?![0-9.,٬٫،']))"
    # 3 250 000 and 25 799,52: groups after a space
    r"|(?P<spaced>[0-9]{1,3}(?:[ \u00a0][0-9]{3})+(?:[.,٫،][0-9]{1,2})?(?![.,٬٫،']?[0-9]))"
    # 94ر75: a decimal comma of the Maghreb and of agencies, whose sides stand in either order
    r"|(?P<spelt>[0-9]+(?:ر[0-9]+)+|[0-9]+ر [0-9]+(?![0-9.,٬٫،']))"
    r"|(?P<number>[0-9](?:[0-9.,٬٫،']*[0-9])?)"
    # km2, m³, كم2: the digit is a power, not a number
    r"|(?P<power>(?:km|cm|mm|m|كلم|كم|سم|ملم|م)[23²³](?!\w))"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<paragraph>\n[^\S\n]*\n)"
    r"|(?P<symbol>[^\s])"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:([,٬،'])[0-9]{3})(?:\1[0-9]{3})*(?:[.٫][0-9]+)?")
_EUROPEAN = re.compile(r"[0-9]{1,3}(?:(?:\.[0-9]{3}){2,}|(?:\.[0-9]{3})+[,،٫][0-9]{1,2})")
_DECIMAL = re.compile(r"[0-9]+[.٫][0-9]+")
_COMMA = re.compile(r"[0-9]{1,3}[,،][0-9]{1,2}")
DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
"""A thousand with a Maghrebi point, or a decimal with three places."""
COMMA_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}[,،](?!000)[0-9]{3}")
"""The same with a comma, where Maghrebi copy counts in millimes or millions."""


_CLITICS = wordset("و ف ب ل ك ال وال فال بال كال لل ول وب وك فب فل ولل وبال")
_PARTS = wordset("mid early late")
"""Words that a hyphen may join to a year: "mid-1990s"."""
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
    """A tokenised text; the folded shadow leads back to the original offsets."""

    folded: Folded
    tokens: list[Token]
    language: str
    memo: dict[int, object] = field(default_factory=dict)
    """What counted_at has worked out, by token."""

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Original offsets of tokens `first` to `last`, `last` excluded, with their vowel signs."""
        return self.folded.span(self.tokens[first].start, self.tokens[last - 1].end)

    def original(self, index: int) -> str:
        """Token `index` as published."""
        start, end = self.span(index, index + 1)
        return self.folded.source[start:end]


def text_at(tokens: list[Token], i: int) -> str:
    """The folded text of token `i`, "" before the first and after the last."""
    return tokens[i].text if 0 <= i < len(tokens) else ""


def fold(text: str) -> str:
    """Fold a text: the shadow form that all tables of the normaliser are written in."""
    return shadow(text, NUMBERS).text


def tokenise(text: str, language: str) -> Text:
    """Cut `text` into tokens. Linear in the length of the text."""
    dashed = _LONE_TATWEEL.sub("-", text)
    folded = replace(shadow(dashed, NUMBERS), source=text)
    tokens = list(_cut(folded, language))
    _drop_identifiers(tokens)
    return Text(folded, tokens, language)


def _cut(folded: Folded, language: str) -> Iterator[Token]:
    """The tokens in order; a currency's abbreviation is one word, as published ("د.إ", "SR")."""
    at = 0
    for first, last, sign in sign_spans(folded.source):
        start, end = folded.find(first, last)
        if start >= at:
            yield from (
                _token(found, language) for found in _TOKEN.finditer(folded.text, at, start)
            )
            yield Token("word", sign, start, end, (Form(sign),))
            at = end
    yield from (_token(found, language) for found in _TOKEN.finditer(folded.text, at))


def _token(match: re.Match[str], language: str) -> Token:
    kind, word = match.lastgroup or "symbol", match.group()
    start, end = match.span()
    if kind == "word":
        return Token(kind, word, start, end, forms(word))
    if kind == "power":
        word = word.replace("2", "²").replace("3", "³")
        return Token("word", word, start, end, (Form(word),))
    if kind in ("number", "spaced"):
        return Token("number", word, start, end, (), _number(word, language))
    if kind in ("spelt", "broken"):
        return Token("number", word, start, end)
    if kind == "fraction":
        return Token("number", word, start, end, (), _mixed(word))
    return Token("symbol" if kind == "paragraph" else kind, word, start, end)


def _number(word: str, language: str) -> Decimal | None:
    """What a digit run says; None where it is not sure.

    >>> [str(_number(w, "ar")) for w in ("2,030", "25.799,52", "3 250 000", "1,25,000", "3,5")]
    ['2030', '25799.52', '3250000', 'None', '3.5']
    """
    if len(word) > MAX_DIGITS + 6 or sum(map(str.isdigit, word)) > MAX_DIGITS:
        return None
    bare = word.replace(" ", "").replace("\u00a0", "")
    if bare != word and not bare.isdigit():
        return Decimal(re.sub("[,،٫]", ".", bare))
    if bare.isdigit():
        return Decimal(bare)
    if _EUROPEAN.fullmatch(word):
        return Decimal(re.sub("[,،٫]", ".", word.replace(".", "")))
    if _GROUPED.fullmatch(word) and word[0] != "0":
        return Decimal(re.sub("[,٬،']", "", word).replace("٫", "."))
    if _DECIMAL.fullmatch(word) or (language == "ar" and _COMMA.fullmatch(word)):
        return Decimal(re.sub("[,،٫]", ".", word))
    return None


def _mixed(word: str) -> Decimal | None:
    """As in "11 1/2", "3/4"; None for a part that has no end in decimals, and for other pairs."""
    whole, _, part = word.replace("\u00a0", " ").rpartition(" ")
    above, *below = map(int, part.split("/"))
    if len(below) != 1 or below[0] not in (2, 4, 5, 8) or not 0 < above < below[0]:
        return None
    return Decimal(whole.strip() or 0) + Decimal(above) / below[0]


def _drop_identifiers(tokens: list[Token]) -> None:
    """Take the number off what is none: F-16, Covid-19, كوفيد-19, S400, 3.0.2, 10.0.0.1, "4- ".

    Right-to-left copy may have the minus behind its number, where the head of a list item looks
    the same.
    """
    previous: Token | None = None
    before: Token | None = None
    calling = False
    for token in tokens:
        calling = _still_calling(token, calling)
        tolerance = previous is not None and previous.text == "±"
        if calling or tolerance or _BEGINS_WITH_ZERO.match(token.text):
            token.number = None
        if _is_dangling(token, previous, before) and before is not None:
            before.number = None
        if token.kind == "number" and previous and previous.end == token.start:
            glued = previous.text
            named = previous.kind == "word" and glued not in _CLITICS | CODES.keys() | _BEFORE
            dashed = (
                glued in "-/_"
                and before is not None
                and before.kind == "word"
                and before.end == previous.start
                and before.text not in _CLITICS | _PARTS
            )
            chained = glued == ":" and before is not None and before.kind in ("number", "clock")
            # +213 555 123: a telephone; 45+2: added time
            dialled = glued == "+" and not token.text.isdigit() and " " in token.text
            dialled |= glued == "+" and _adjoins(before, previous)
            if (
                named
                or dashed
                or dialled
                or (chained and before is not None and before.end == previous.start)
            ):
                token.number = None
        before, previous = previous, token


_BEGINS_WITH_ZERO = re.compile(r"0[0-9]{3}|0[0-9]+ ")
"""Serial and telephone numbers, which are no counts: 0147, 021 555 123."""


def _still_calling(token: Token, calling: bool) -> bool:
    """Whether the digits at a token belong to a telephone number: "tel. +1 (202) 555-0147"."""
    if token.kind != "word":
        return calling
    stems = {form.stem for form in token.forms}
    return bool(stems & _TELEPHONES) or (calling and token.text in _BETWEEN)


_BETWEEN = wordset("رقم الرقم علي number no or او")
_TELEPHONES: set[str] = set()


def _adjoins(number: Token | None, sign: Token) -> bool:
    """Whether a sign is written onto the number before it: "45+2"."""
    return number is not None and number.kind == "number" and number.end == sign.start


def _is_dangling(token: Token, dash: Token | None, number: Token | None) -> bool:
    """Whether a dash between a number and Arabic is written onto the number alone: "4- درجات"."""
    return (
        dash is not None
        and number is not None
        and dash.text == "-"
        and number.kind == "number"
        and number.end == dash.start
        and (token.text == "%" or (dash.end < token.start and token.text[0] > "\u0600"))
    )


_BEFORE: set[str] = set()
"""Arabic prepositions and the like: a number that is glued to one ("في21") is a number."""


def _build() -> None:
    _BEFORE.clear()
    _BEFORE.update(fold(word) for word in words("leaves_open") if not word.isascii())
    _TELEPHONES.clear()
    _TELEPHONES.update(map(fold, words("telephones")))


rebuilt(_build)


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
