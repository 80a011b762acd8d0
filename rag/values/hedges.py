"""Hedges before and after a number: "about", "ما لا يقل عن", "على الأقل", "or more"."""

from rag.values.tokens import Token, wordset
from rag.values.types import Qualifier

__all__ = ["BEFORE_WORDS", "after", "before", "remote"]

_BEFORE = {
    Qualifier.ABOUT: (
        "نحو|حوالي|قرابه|زهاء|ما يقارب|ما يقرب من|يقارب|تقارب|تقريبا|بحدود|في حدود|ما يناهز|يناهز"
        "|تناهز|ناهز|ناهزت"
        "|about|around|approximately|roughly|some|nearly|almost|circa|an estimated|estimated"
        "|close to|just about|~|≈"
    ),
    Qualifier.MORE_THAN: (
        "اكثر من|ازيد من|ما يزيد علي|ما يزيد عن|يزيد علي|يزيد عن|تزيد علي|تزيد عن|ما يربو علي"
        "|يربو علي|تربو علي|ما يربو عن|يربو عن|تربو عن|فوق سن|ما فوق|ينيف علي|تنيف علي|ما ينيف علي"
        "|نيف"
        "|ما يفوق|يفوق|تفوق|فاق|تجاوز|تجاوزت|يتجاوز|تتجاوز|ما يتجاوز|اكبر من"
        "|more than|over|above|exceeding|upwards of|in excess of|greater than|>"
    ),
    Qualifier.AT_LEAST: (
        "ما لا يقل عن|لا يقل عن|لا تقل عن|علي الاقل|بحد ادني|ليس اقل من|at least|no fewer than"
        "|no less than|not less than|not fewer than|a minimum of|≥"
    ),
    Qualifier.LESS_THAN: (
        "اقل من|ادني من|دون سن|تحت سن|دون|ما دون|يقل عن|تقل عن|ما يقل عن|اصغر من"
        "|fewer than|less than|under|below|<"
    ),
    Qualifier.AT_MOST: (
        "لا يزيد علي|لا يزيد عن|لا تزيد علي|لا تزيد عن|ما لا يزيد علي|ما لا يزيد عن|لا يتجاوز"
        "|لا تتجاوز|ما لا يتجاوز|لا يتعدي|لا تتعدي|علي الاكثر|بحد اقصي|ما يصل الي|ليس اكثر من"
        "|at most|no more than|not more than|up to|as many as|as much as|a maximum of|≤"
    ),
}
_AFTER = {
    Qualifier.ABOUT: "تقريبا|or so|approximately",
    Qualifier.MORE_THAN: "ونيف|ونيفا",
    Qualifier.AT_LEAST: (
        "علي الاقل|كحد ادني|بحد ادني|او اكثر|فاكثر|فما فوق|at least|or more|and above|+"
    ),
    Qualifier.AT_MOST: "علي الاكثر|كحد اقصي|بحد اقصي|او اقل|at most|or less|or fewer",
}
_NOT = wordset("لا لن لم ليس ليست not never no cannot without t")
_STOP = wordset('. ، , ؛ ; : ! ؟ ? « » " ( ) ان بعد قبل الذي التي لكن بل حيث من and but')
_REACH, _FAR = 7, 12
Table = dict[str, list[tuple[tuple[str, ...], Qualifier]]]


def _table(source: dict[Qualifier, str]) -> Table:
    table: Table = {}
    for qualifier, phrases in source.items():
        for phrase in phrases.split("|"):
            words = tuple(phrase.split())
            table.setdefault(words[0], []).append((words, qualifier))
    for options in table.values():
        options.sort(key=lambda option: -len(option[0]))
    return table


_BEFORE_TABLE, _AFTER_TABLE = _table(_BEFORE), _table(_AFTER)
BEFORE_WORDS = frozenset(_BEFORE_TABLE)
"""Folded words that may open a hedge before a number."""


def _match(table: Table, tokens: list[Token], i: int) -> tuple[Qualifier, int] | None:
    if i >= len(tokens):
        return None
    token = tokens[i]
    stems = [form.stem for form in token.forms if not form.article] or [token.text]
    for stem in stems:
        for words, qualifier in table.get(stem, ()):
            if len(words) == 1 or _same(tokens, i + 1, words[1:]):
                return qualifier, i + len(words)
    return None


def _same(tokens: list[Token], i: int, words: tuple[str, ...]) -> bool:
    return [token.text for token in tokens[i : i + len(words)]] == list(words)


def before(tokens: list[Token], i: int) -> tuple[Qualifier, int]:
    """The hedge that starts at token `i` and the token after it; (EXACT, i) if there is none."""
    found = _match(_BEFORE_TABLE, tokens, i)
    if found is None:
        return Qualifier.EXACT, i
    qualifier, j = found
    if qualifier in (Qualifier.MORE_THAN, Qualifier.LESS_THAN) and _negated(tokens, i):
        flipped = qualifier is Qualifier.MORE_THAN
        qualifier = Qualifier.AT_MOST if flipped else Qualifier.AT_LEAST
    return qualifier, j


def _negated(tokens: list[Token], i: int) -> bool:
    """Whether a "not" governs the hedge: "لن تستغرق ... أكثر من عشرة أيام" is at most ten."""
    for j in range(i - 1, max(-1, i - 1 - _REACH), -1):
        token = tokens[j]
        if any(form.stem in _NOT for form in token.forms if not form.prep):
            return True
        if token.text in _STOP or any(form.conj for form in token.forms[1:2]):
            return False
    return False


def after(tokens: list[Token], j: int) -> tuple[Qualifier, int] | None:
    """The hedge right after a quantity that ends before token `j`; not in "90+3"."""
    found = _match(_AFTER_TABLE, tokens, j)
    if found and tokens[j].text == "+" and found[1] < len(tokens):
        return None if tokens[found[1]].start == tokens[j].end else found
    return found


def remote(tokens: list[Token], j: int) -> Qualifier:
    """An "at least" later on: "قتل 18 فردا من قوات الأمن في كازاخستان على الأقل"."""
    for k in range(j, min(len(tokens), j + _FAR)):
        token = tokens[k]
        if token.kind != "word" or any(form.conj for form in token.forms[1:2] if k > j):
            break
        found = after(tokens, k)
        if found and found[0] is not Qualifier.ABOUT:
            return found[0]
    return Qualifier.EXACT
