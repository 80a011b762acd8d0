"""Ordinals: "الخامس والعشرون", "السادسة", "21st", "second"; they also say days and hours."""

from rag.values.tokens import Form, Token, wordset

__all__ = ["AGE", "STARTS", "arabic_ordinal", "ordinal_at", "ordinal_word"]

_ARABIC = {
    1: "اول اولي", 2: "ثاني ثانيه ثان", 3: "ثالث ثالثه", 4: "رابع رابعه", 5: "خامس خامسه",
    6: "سادس سادسه", 7: "سابع سابعه", 8: "ثامن ثامنه", 9: "تاسع تاسعه", 10: "عاشر عاشره",
    11: "حادي حاديه",
}  # fmt: skip
_STEMS = {name: value for value, names in _ARABIC.items() for name in names.split()}
_ROUND = {
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40,
    "خمسون": 50, "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70,
    "ثمانون": 80, "ثمانين": 80, "تسعون": 90, "تسعين": 90,
}  # fmt: skip
_BARE = wordset("اول ثاني ثالث رابع خامس سادس سابع ثامن تاسع عاشر")
_ENGLISH_WORDS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ENGLISH = {word: n for n, word in enumerate(_ENGLISH_WORDS.split(), start=1)}
_ENGLISH["thirtieth"] = 30
STARTS = frozenset((*_STEMS, *_ROUND, *_ENGLISH, "رقم"))
"""Folded words that may open an ordinal."""
AGE = wordset("عمر عمره عمرها عمرهم عمرهما عمرهن العمر عمري")
"""Words before which "of" says how old somebody is: "في السابعة من عمره"."""
_TENS = {"twenty": 20, "thirty": 30}
_SUFFIXES = ("st", "nd", "rd", "th")
_SHOWN_TENS = {20: "العشرون", 30: "الثلاثون", 40: "الأربعون", 50: "الخمسون", 60: "الستون",
               70: "السبعون", 80: "الثمانون", 90: "التسعون"}  # fmt: skip
_SHOWN = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"


def _read(form: Form) -> int | None:
    return _STEMS.get(form.stem) if form.article else None


def arabic_ordinal(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """A definite Arabic ordinal at token `i`: its number, 1 to 99, and the token after it."""
    for form in tokens[i].forms:
        if form.article and form.stem in _ROUND and not form.conj:
            return _ROUND[form.stem], i + 1
        value = _read(form)
        if value is None:
            continue
        if i + 1 < len(tokens):
            if tokens[i + 1].text in ("عشر", "عشره"):
                return (value if value == 11 else value + 10), i + 2
            for tens in tokens[i + 1].forms:
                if tens.conj and tens.article and tens.stem in _ROUND:
                    return (1 if value == 11 else value) + _ROUND[tens.stem], i + 2
        return (value, i + 1) if value < 11 else None
    return None


def _english_ordinal(tokens: list[Token], i: int) -> tuple[int, int] | None:
    token = tokens[i]
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if token.kind == "number":
        if token.number is None or following is None or following.text not in _SUFFIXES:
            return None
        if following.start != token.end or not token.text.isdigit():
            return None
        return int(token.number), i + 2
    if token.text in _TENS and following is not None:
        j = i + 2 if following.text == "-" else i + 1
        if j < len(tokens) and _ENGLISH.get(tokens[j].text, 10) < 10:
            return _TENS[token.text] + _ENGLISH[tokens[j].text], j + 1
    if token.text in _ENGLISH:
        return _ENGLISH[token.text], i + 1
    return None


def ordinal_at(tokens: list[Token], i: int) -> tuple[int, int] | None:
    """An ordinal of either language at token `i`: its number and the token after it."""
    if (token := tokens[i]).kind == "word" and token.text[0] > "\u0600":
        if token.text == "رقم" and i + 1 < len(tokens):
            number = tokens[i + 1].number
            if number is not None and number == int(number):
                return int(number), i + 2
        if any(form.stem in _BARE and not form.article for form in token.forms):
            return next(_STEMS[f.stem] for f in token.forms if f.stem in _BARE), i + 1
        return arabic_ordinal(tokens, i)
    return _english_ordinal(tokens, i)


def ordinal_word(number: int) -> str:
    """The Arabic ordinal that `ordinal_at` reads back: "الخامس والعشرون", "رقم 120"."""
    if number <= 10:
        return _SHOWN.split()[number - 1]
    if number < 20:
        return ("الحادي" if number == 11 else _SHOWN.split()[number - 11]) + " عشر"
    if number >= 100:
        return f"رقم {number}"
    tens = _SHOWN_TENS[number - number % 10]
    if number % 10 == 0:
        return tens
    return f"{'الحادي' if number % 10 == 1 else _SHOWN.split()[number % 10 - 1]} و{tens}"
