"""Counted nouns, measures and durations: how to find them, show them, and compare them."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from rag.text.lexicon import Row, rebuilt, rows
from rag.values.tokens import fold, wordset
from rag.values.types import Kind

__all__ = ["FALSE_DUALS", "FEMININE", "NOUNS", "POINT", "SYMBOLS", "UNITS", "ArabicNoun", "Entry",
           "Unit", "dual", "english_nouns", "kin", "per", "per_arabic", "per_english",
           "unit_of"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ArabicNoun:
    """The forms that Arabic counting needs: 1, 2 (`dual`, `oblique`), 3-10, 11-99, 100."""

    singular: str
    plural: str
    accusative: str
    dual: str
    oblique: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `scale` is its size in the base of its `dimension`, for measures and durations."""

    key: str
    kind: Kind
    parent: str
    english: tuple[str, str]
    arabic: ArabicNoun
    dimension: str = ""
    scale: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means: a unit's key, its kind, and the number that the form implies.

    `number` is 2 for a dual, 1 for a singular, 0 for a plural or where both are possible.
    """

    key: str
    kind: Kind
    number: int


def dual(singular: str) -> tuple[str, str]:
    """Nominative and oblique dual of an Arabic noun; the second word of a phrase stays."""
    head, _, rest = singular.partition(" ")
    rest = f" {rest}" if rest else ""
    stem = head[:-1] + {"ة": "ت", "ى": "ي"}.get(head[-1], head[-1])
    return f"{stem}ان{rest}", f"{stem}ين{rest}"


def _accusative(singular: str) -> str:
    head, _, rest = singular.partition(" ")
    if head[-1] in "ةىاء":
        return singular
    return f"{head}ا {rest}" if rest else f"{head}ا"


def _arabic(noun: str) -> ArabicNoun:
    parts = [part.strip() for part in noun.split("/")]
    singular, plural = parts[0], parts[1]
    accusative = singular if singular == plural else _accusative(singular)
    accusative = parts[2] if len(parts) > 2 else accusative
    nominative, oblique = dual(singular)
    if len(parts) > 3:
        nominative, oblique = parts[3], parts[3].replace("ان", "ين")
    if plural == f"{singular}ون":  # a sound plural, not قرون
        plural = plural[:-2] + "ين"
    return ArabicNoun(singular, plural, accusative, nominative, oblique)


FALSE_DUALS = wordset("طالبان طالبين عاملين ميلان ميلين قدمان قدمين")
"""Folded words that look like a dual and are mostly something else (the Taliban, Milan)."""
POINT = Unit(
    "point",
    Kind.PERCENT,
    "",
    ("percentage point", "percentage points"),
    _arabic("نقطة مئوية/نقاط مئوية/نقطة مئوية/نقطتان مئويتان"),
)
"""The percentage point, unit "point" of a PERCENT."""

COLUMNS = ("key", "kind", "parent", "dimension", "scale", "symbols", "english", "arabic")
UNITS: dict[str, Unit] = {}
NOUNS: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
"""By their first word, the phrases that name a unit, the longest first."""
SYMBOLS: dict[str, str] = {}
"""The units that a symbol stands for behind a slash: "h" and "س" are hours."""


def _build() -> None:
    """Fill the tables from units.csv; later rows of one key win."""
    UNITS.clear()
    NOUNS.clear()
    SYMBOLS.clear()
    phrases: dict[tuple[str, ...], Entry] = {}
    for row in rows("units.csv", COLUMNS):
        _add(phrases, row)
    _add_arabic(phrases, POINT.arabic, POINT.key, Kind.PERCENT)
    for number, words in ((1, POINT.english[0]), (0, POINT.english[1])):
        for phrase in (words, words.replace(" ", " - ")):  # "3 percentage-point rise"
            phrases[tuple(phrase.split())] = Entry(POINT.key, Kind.PERCENT, number)
    for words_, entry in phrases.items():
        NOUNS.setdefault(words_[0], []).append((words_, entry))
    for options in NOUNS.values():
        options.sort(key=lambda option: -len(option[0]))
    for cached in (kin, unit_of):
        cached.cache_clear()


def _add(phrases: dict[tuple[str, ...], Entry], row: Row) -> None:
    """Add one row, and for a length its square and its cube."""
    unit, english, arabic = _read(row)
    if unit.parent and unit.parent not in UNITS:
        raise row.wrong(f"parent {unit.parent!r} is no key of a row above")
    symbols = row["symbols"].split()
    _add_unit(phrases, unit, english, arabic)
    SYMBOLS.update((fold(symbol), unit.key) for symbol in symbols)
    for power in (2, 3) if unit.dimension == "length" else ():
        _add_unit(phrases, *_power(unit, power, english, arabic, symbols))


def english_nouns(words: Collection[str]) -> frozenset[str]:
    """The English nouns of one word for the units that a text has in Arabic.

    `words` are those of the text; the article may be joined on.
    """
    folded = set(map(fold, words))
    there = {*folded, *(word.removeprefix("ال") for word in folded)}
    named = [each for options in NOUNS.values() for each in options]
    keys = {entry.key for phrase, entry in named if there.issuperset(phrase)}
    return frozenset(
        phrase[0]
        for phrase, entry in named
        if entry.key in keys and len(phrase) == 1 and phrase[0].isascii()
    )


def _english(noun: str) -> tuple[str, str]:
    singular, plural = noun.split("/")
    return singular.strip(), plural.strip()


def _read(row: Row) -> tuple[Unit, list[tuple[str, str]], list[ArabicNoun]]:
    try:
        kind, scale = Kind(row["kind"]), Decimal(row["scale"] or 1)
        english = [_english(noun) for noun in row.alternatives("english")]
        arabic = [_arabic(noun) for noun in row.alternatives("arabic")]
    except (ValueError, IndexError, InvalidOperation) as error:
        raise row.wrong(f"{row.cells} cannot be read") from error
    if not (row["key"] and english and arabic) or scale <= 0:
        raise row.wrong("a row needs a key, an English and an Arabic noun, a scale above 0")
    if (kind is Kind.COUNT) == bool(row["dimension"]):
        raise row.wrong("measures and durations have a dimension, counted nouns have none")
    unit = Unit(row["key"], kind, row["parent"], english[0], arabic[0], row["dimension"], scale)
    return unit, english, arabic


def _add_unit(
    phrases: dict[tuple[str, ...], Entry],
    unit: Unit,
    english: list[tuple[str, str]],
    arabic: list[ArabicNoun],
) -> None:
    UNITS[unit.key] = unit
    for singular, plural in english:
        phrases.setdefault(tuple(fold(singular).split()), Entry(unit.key, unit.kind, 1))
        phrases[tuple(fold(plural).split())] = Entry(unit.key, unit.kind, 0)
    for each in arabic:
        _add_arabic(phrases, each, unit.key, unit.kind)


_POWERS = {2: ("square", "sq", "²", "مربع"), 3: ("cubic", "cu", "³", "مكعب")}


def _power(
    unit: Unit, power: int, english: list[tuple[str, str]], arabic: list[ArabicNoun],
    symbols: list[str],
) -> tuple[Unit, list[tuple[str, str]], list[ArabicNoun]]:  # fmt: skip
    """The square or cube of a length: km² from km; areas count in m², volumes in litres."""
    word, short, sign, adjective = _POWERS[power]
    named = [(f"{word} {one}", f"{word} {many}") for one, many in english]
    named += [(f"{symbol}{sign}",) * 2 for symbol in symbols if len(symbol) <= LEAST_NAME]
    named += [(f"{short} {symbol}",) * 2 for symbol in symbols if symbol.isascii()]
    nouns = [_qualified(noun, adjective) for noun in arabic]
    key = ("m" if unit.key == "metre" else unit.key) + str(power)
    dimension, scale = ("area", unit.scale**2) if power == 2 else ("volume", 1000 * unit.scale**3)
    return Unit(key, unit.kind, "", named[0], nouns[0], dimension, scale), named, nouns


LEAST_NAME = 3
"""Letters of the longest symbol that a raised digit may follow (كلم²)."""


def _qualified(noun: ArabicNoun, adjective: str) -> ArabicNoun:
    """The five forms of a noun with an adjective that agrees: كيلومتران مربعان, قدم مربعة."""
    feminine = noun.singular.split()[0] in FEMININE or noun.singular.split()[0][-1] == "ة"
    one = adjective + "ة" if feminine else adjective
    nominative, oblique = dual(one)
    accusative = one if feminine else one + "ا"
    if noun.singular == noun.plural:  # a symbol: كم مربع
        return ArabicNoun(*(f"{noun.singular} {one}",) * 5)
    return ArabicNoun(
        f"{noun.singular} {one}", f"{noun.plural} {adjective}ة", f"{noun.accusative} {accusative}",
        f"{noun.dual} {nominative}", f"{noun.oblique} {oblique}",
    )  # fmt: skip


FEMININE = wordset("قدم")
"""Feminine nouns that do not look it."""


def _add_arabic(
    phrases: dict[tuple[str, ...], Entry], noun: ArabicNoun, key: str, kind: Kind
) -> None:
    sound = noun.plural.split()[0] == noun.oblique.split()[0]
    forms = [(noun.singular, 1), (noun.plural, 0)]
    if noun.singular != noun.plural:
        forms += [(noun.accusative, 1), (noun.dual, _bare(noun.dual))]
        forms += [(noun.oblique, 0 if sound else _bare(noun.oblique))]
    if sound:
        forms.append((noun.plural[:-2] + "ون", 0))
    for form, number in forms:
        phrases.setdefault(tuple(fold(form).split()), Entry(key, kind, number))


def _bare(form: str) -> int:
    """2 where a dual alone means two; 0 for names and words that look like one."""
    return 0 if form in FALSE_DUALS else 2


@lru_cache(maxsize=4096)
def _line(key: str) -> tuple[str, ...]:
    found = [key]
    while (unit := UNITS.get(found[-1])) and unit.parent:
        found.append(unit.parent)
    return tuple(found)


@lru_cache(maxsize=4096)
def kin(a: str, b: str) -> bool:
    """Whether one is a kind of the other: a soldier is a member of a force, who is a person."""
    return a in _line(b) or b in _line(a)


def per(unit: str, other: str) -> str:
    """The key of a rate: "km/hour", "USD/barrel"."""
    return f"{unit}/{other}"


@lru_cache(maxsize=4096)
def unit_of(key: str) -> Unit | None:
    """The unit of a key, also of a rate of known units ("km/hour"); None for others."""
    above, slash, below = key.partition("/")
    if not slash:
        return UNITS.get(key)
    first, second = UNITS.get(above), UNITS.get(below)
    if first is None or second is None:
        return None
    return Unit(
        key, first.kind, first.parent and per(first.parent, below),
        per_english(first.english, second), per_arabic(first.arabic, second),
        f"{first.dimension}/{second.dimension}", first.scale / second.scale,
    )  # fmt: skip


def per_english(nouns: tuple[str, str], other: Unit) -> tuple[str, str]:
    """As in "kilometres per hour"."""
    return f"{nouns[0]} per {other.english[0]}", f"{nouns[1]} per {other.english[0]}"


def per_arabic(noun: ArabicNoun, other: Unit) -> ArabicNoun:
    """As in "كيلومترا في الساعة", "دولارا للبرميل"."""
    head, _, rest = other.arabic.singular.partition(" ")
    rest = f" ال{rest}" if rest else ""
    each = f"في ال{head}{rest}" if other.kind is Kind.DURATION else f"لل{head}{rest}"
    forms = (noun.singular, noun.plural, noun.accusative, noun.dual, noun.oblique)
    return ArabicNoun(*(f"{form} {each}" for form in forms))


rebuilt(_build)
