"""Arabic number words, in every grammatical form, alone or after digits.

Tried before it was written: dateparser 1.5 (of fourteen dates it missed "6 كانون الثاني/يناير",
"السادس من يناير", "5 جانفي", "12 أيار", "بعد ثلاثة أيام" and "الشهر المقبل") and pyarabic 0.6.15
(reads "ألفان وخمسمئة" but gives 0 for "ملياري" and "بألفي", and keeps no offsets). So this is
our own: one pass over the tokens, filling the slots hundreds, units, tens, and then scales.
"""

from decimal import Decimal

from rag.values.tokens import Form, Token, wordset

__all__ = ["SCALE", "STARTS", "arabic_number", "arabic_vague", "word_at"]

_UNITS = {
    1: "واحد واحده احد احدي",
    2: "اثنان اثنين اثنا اثني اثنتان اثنتين اثنتا اثنتي اتنين",
    3: "ثلاث ثلاثه ثلاثا تلات تلاته",
    4: "اربع اربعه اربعا",
    5: "خمس خمسه خمسا",
    6: "ست سته ستا",
    7: "سبع سبعه سبعا",
    8: "ثمان ثماني ثمانيه ثمانيا تمان تماني تمانيه",
    9: "تسع تسعه تسعا",
}
_TENS = {
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين تلاتين",
    40: "اربعون اربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين تمانين",
    90: "تسعون تسعين",
}
_HUNDREDS = {
    100: "ميه مايه",
    200: "ميتان ميتين ميتا ميتي مايتان مايتين مايتا مايتي",
    300: "ثلاثميه ثلاثمايه ثلثميه ثلثمايه تلتميه",
    400: "اربعميه اربعمايه ربعميه",
    500: "خمسميه خمسمايه",
    600: "ستميه ستمايه",
    700: "سبعميه سبعمايه",
    800: "ثمانميه ثمانيميه ثمانمايه ثمانيمايه ثمنميه تمنميه",
    900: "تسعميه تسعمايه",
}
_SCALES = {10**3: "الف", 10**6: "مليون", 10**9: "مليار بليون", 10**12: "تريليون ترليون"}
_PLURALS = {
    10**3: "الاف الوف تلاف",
    10**6: "ملايين",
    10**9: "مليارات بلايين",
    10**12: "تريليونات ترليونات",
}
_VAGUE = {10: "عشرات", 100: "ميات مايات"}
_UNREAD = Decimal("NaN")
_SEVERAL = wordset("بضع بضعه عده")
_ONE = wordset("احد احدي واحد واحده")

UNIT, TEN, TENS, HUNDRED, SCALE, PLURAL, DUAL, EITHER = range(8)
_WORDS: dict[str, tuple[int, Decimal]] = {}
for _kind, _table in ((UNIT, _UNITS), (TENS, _TENS), (HUNDRED, _HUNDREDS)):
    for _value, _names in _table.items():
        _WORDS.update(dict.fromkeys(_names.split(), (_kind, Decimal(_value))))
_WORDS.update(dict.fromkeys(("عشر", "عشره"), (TEN, Decimal(10))))
_SPOKEN_TEENS = "حداشر اتناشر تلتاشر اربعتاشر خمستاشر ستاشر سبعتاشر تمنتاشر تسعتاشر"
_WORDS.update((word, (TEN, Decimal(n))) for n, word in enumerate(_SPOKEN_TEENS.split(), 11))
for _value, _names in _SCALES.items():
    for _name in _names.split():
        _WORDS[_name] = (SCALE, Decimal(_value))
        _WORDS[_name + "ا"] = (EITHER, Decimal(_value))
        _WORDS.update(
            dict.fromkeys((_name + e for e in ("ان", "ين", "ي")), (DUAL, Decimal(_value)))
        )
for _value, _names in _PLURALS.items():
    _WORDS.update(dict.fromkeys(_names.split(), (PLURAL, Decimal(_value))))
_VAGUE_WORDS = {name: Decimal(v) for v, names in _VAGUE.items() for name in names.split()}
STARTS = frozenset(_WORDS) | frozenset(_VAGUE_WORDS) | _SEVERAL
"""Folded words that may open a number."""


def word_at(tokens: list[Token], i: int) -> tuple[int, Decimal, Form] | None:
    """The number word at token `i`: its class, its value, and how it was read."""
    if i < len(tokens):
        for form in tokens[i].forms:
            if form.stem in _WORDS:
                kind, value = _WORDS[form.stem]
                if form.article and kind == UNIT and value == 2 and not _goes_on(tokens, i):
                    return None  # "الاثنين" is Monday
                return kind, value, form
    return None


def _goes_on(tokens: list[Token], i: int) -> bool:
    """Whether a definite two is part of a number: «الاثنين والثلاثين», «الاثني عشر»."""
    if i + 1 >= len(tokens):
        return False
    for form in tokens[i + 1].forms:
        kind = _WORDS.get(form.stem, (None,))[0]
        if kind == TENS and form.conj and form.article:
            return True
        if kind == TEN and not tokens[i].text.endswith("ن"):
            return True
    return False


class _Sum:
    """A number under construction: closed scales in `total`, the open part in `group`."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.group: Decimal | None = None
        self.slot = 3
        self.last: Decimal | None = None
        self.ends_in_scale = False

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)

    def close(self, scale: Decimal, times: Decimal) -> bool:
        if self.ends_in_scale and self.group is None and times == 1:
            return False
        if self.last is not None and scale >= self.last:
            return False
        self.total += times * scale
        self.group, self.slot, self.last, self.ends_in_scale = None, 3, scale, True
        return True

    def small(self, kind: int, value: Decimal) -> bool:
        need = {HUNDRED: 3, UNIT: 2, TEN: 2, TENS: 1}[kind]
        if self.slot < need:
            return False
        self.group = (self.group or Decimal(0)) + value
        self.slot = {HUNDRED: 2, UNIT: 1, TEN: 0, TENS: 0}[kind]
        self.ends_in_scale = False
        return True

    def scaled(self, scale: Decimal) -> bool:
        """A scale right after what came before: "خمسة آلاف", "ألف مليار"."""
        if self.group is not None:
            times, self.group = self.group, None
            if self.last is not None and scale >= self.last:
                self.group = times
                return False
            return self.close(scale, times) if times != 1 else self._once(scale)
        if self.ends_in_scale and self.last is not None and scale > self.last:
            self.total *= scale
            self.last = scale
            return True
        return False

    def _once(self, scale: Decimal) -> bool:
        self.total += scale
        self.slot, self.last, self.ends_in_scale = 3, scale, True
        return True


Spelled = tuple[Decimal, int, Decimal, tuple[tuple[Decimal, int], ...], bool]


def arabic_number(tokens: list[Token], i: int) -> Spelled | None:
    """Read a number in Arabic words, or digits and an Arabic scale, at token `i`.

    Returns its value, the token after it, the scale it ends in (1 if none), the shorter readings
    that end before an "and", and whether it has the article.
    """
    state, article, first_word = _Sum(), False, True
    j = i
    if tokens[i].kind == "number":
        state.group, state.slot = tokens[i].number, 0
        j, first_word = i + 1, False
    elif (first := word_at(tokens, i)) is None:
        return None
    else:
        article = first[2].article
    breaks: list[tuple[Decimal, int]] = []
    while True:
        following = _step(tokens, j, state, first_word)
        if following is None:
            joined = None if first_word else _joined(tokens, j, state)
            if joined is None:
                break
            breaks.append((state.value, j))
            following = joined
        j, first_word = following, False
    if j == i or (tokens[i].text in _ONE and j == i + 1) or _lone_one(tokens, i, j):
        return None
    scale = state.last if state.ends_in_scale and state.last else Decimal(1)
    return state.value, j, scale, tuple(breaks), article


def _lone_one(tokens: list[Token], i: int, j: int) -> bool:
    return j == i + 1 and any(form.stem in _ONE for form in tokens[i].forms)


def _step(tokens: list[Token], j: int, state: _Sum, first: bool) -> int | None:
    """Take the word at `j` where it follows directly, without "and"."""
    found = word_at(tokens, j)
    if found is None:
        return None
    kind, value, form = found
    if not first and (form.conj or form.prep):
        return None
    if first:
        return _take(tokens, j, state, kind, value)
    if kind in (SCALE, PLURAL, EITHER):
        return j + 1 if state.scaled(value) else None
    last = word_at(tokens, j - 1)
    if kind == TEN and last and last[0] == UNIT and state.group and state.slot == 1:
        state.group, state.slot = state.group + value, 0
        return j + 1
    if kind == HUNDRED and value == 100 and last and last[0] == UNIT and state.group is not None:
        state.group += last[1] * 99
        state.slot = 2
        return j + 1
    return None


def _joined(tokens: list[Token], j: int, state: _Sum) -> int | None:
    """Take the word at `j` where "و" joins it, glued on or standing alone."""
    at, needs_conj = j, True
    if j < len(tokens) and tokens[j].text == "و":
        at, needs_conj = j + 1, False
    if at >= len(tokens):
        return None
    if not needs_conj and tokens[at].kind == "number":
        number = tokens[at].number
        following = word_at(tokens, at + 1)
        if following and following[0] >= SCALE and following[1] >= (state.last or 0):
            return None  # "بين 5 ملايين و6 مليارات": another number
        if number is not None and state.last and number < state.last and state.ends_in_scale:
            state.group, state.slot, state.ends_in_scale = number, 0, False
            return at + 1
        return None
    found = word_at(tokens, at)
    if found is None or found[2].prep or found[2].conj != needs_conj:
        return None
    return _take(tokens, at, state, found[0], found[1])


def _take(tokens: list[Token], j: int, state: _Sum, kind: int, value: Decimal) -> int | None:
    if kind in (UNIT, TEN, TENS, HUNDRED):
        return j + 1 if state.small(kind, value) else None
    if state.group is not None:
        return None
    if kind == EITHER:
        times = _accusative_or_dual(tokens, j)
        return j + 1 if times and _alone(state, value, Decimal(times)) else None
    if kind == PLURAL:
        return None
    return j + 1 if _alone(state, value, Decimal(2 if kind == DUAL else 1)) else None


def _alone(state: _Sum, scale: Decimal, times: Decimal) -> bool:
    if state.last is not None and scale >= state.last:
        return False
    state.total += times * scale
    state.slot, state.last, state.ends_in_scale = 3, scale, True
    return True


def _accusative_or_dual(tokens: list[Token], j: int) -> int:
    """As in "ألفا": 1 in "ألفا وخمسمئة", 2 in the construct "ألفا شخص", 0 where it is neither."""
    if j + 1 >= len(tokens) or tokens[j + 1].kind != "word":
        return 0
    joined = any(form.conj and form.stem in _WORDS for form in tokens[j + 1].forms)
    return 1 if joined or tokens[j + 1].text == "و" else 2


def arabic_vague(tokens: list[Token], i: int) -> tuple[Decimal, Decimal, int] | None:
    """Read "عشرات الآلاف", "مئات", "آلاف", "بضعة آلاف" at token `i`: low, high, next token."""
    token = tokens[i]
    several = any(form.stem in _SEVERAL for form in token.forms)
    base = next((_VAGUE_WORDS[f.stem] for f in token.forms if f.stem in _VAGUE_WORDS), None)
    if several:
        return _several(tokens, i + 1)
    if base is None:
        found = word_at(tokens, i)
        if found is None or found[0] != PLURAL:
            return None
        base, j = found[1], i + 1
    else:
        j = i + 1
        following = word_at(tokens, j)
        if following and following[0] in (PLURAL, SCALE) and not following[2].conj:
            base, j = base * following[1], j + 1
    return 2 * base, 10 * base - 1, j


def _several(tokens: list[Token], j: int) -> tuple[Decimal, Decimal, int] | None:
    if j < len(tokens):
        vague = next((f.stem for f in tokens[j].forms if f.stem in _VAGUE_WORDS), None)
        if vague:
            return 3 * _VAGUE_WORDS[vague], 9 * _VAGUE_WORDS[vague], j + 1
    found = word_at(tokens, j)
    if found and found[0] == PLURAL and not found[2].conj:
        return 3 * found[1], 9 * found[1], j + 1
    if found and found[0] == TEN and not found[2].conj:  # "بضعة عشر": 13 to 19
        return _UNREAD, _UNREAD, j + 1
    return Decimal(3), Decimal(9), j
