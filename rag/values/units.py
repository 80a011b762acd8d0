"""Counted nouns, measures and durations: how to find them, show them, and compare them."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from rag.values.nouns import COUNTED, DURATIONS, MEASURES
from rag.values.tokens import fold, wordset
from rag.values.types import Kind

__all__ = ["FALSE_DUALS", "NOUNS", "POINT", "UNITS", "ArabicNoun", "Entry", "Unit", "dual", "kin"]


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
    parts = [part.replace("~", " ") for part in noun.split("/")]
    singular, plural = parts[0], parts[1]
    accusative = parts[2] if len(parts) > 2 else _accusative(singular)
    nominative, oblique = dual(singular)
    if len(parts) > 3:
        nominative, oblique = parts[3], parts[3].replace("ان", "ين")
    if plural.endswith("ون"):
        plural = plural[:-2] + "ين"
    return ArabicNoun(singular, plural, accusative, nominative, oblique)


def _rows(table: str) -> Iterator[list[str]]:
    for line in filter(None, table.splitlines()):
        yield line.split("|")


def _english(noun: str) -> tuple[str, str]:
    singular, plural = noun.replace("~", " ").split("/")
    return singular, plural


def _build() -> tuple[dict[str, Unit], dict[str, list[tuple[tuple[str, ...], Entry]]]]:
    units: dict[str, Unit] = {}
    phrases: dict[tuple[str, ...], Entry] = {}
    for table, kind in (
        (COUNTED, Kind.COUNT),
        (MEASURES, Kind.MEASURE),
        (DURATIONS, Kind.DURATION),
    ):
        for key, about, english, arabic in _rows(table):
            dimension, _, scale = about.partition(" ")
            nouns = [_arabic(noun) for noun in arabic.split()]
            units[key] = Unit(
                key,
                kind,
                "" if scale else about,
                _english(english.split()[0]),
                nouns[0],
                dimension if scale else "",
                Decimal(scale or 1),
            )
            for noun in english.split():
                singular, plural = _english(noun)
                phrases.setdefault(tuple(fold(singular).split()), Entry(key, kind, 1))
                phrases[tuple(fold(plural).split())] = Entry(key, kind, 0)
            for each in nouns:
                _add_arabic(phrases, each, key, kind)
    _add_arabic(phrases, POINT.arabic, POINT.key, Kind.PERCENT)
    for number, words in ((1, POINT.english[0]), (0, POINT.english[1])):
        phrases[tuple(words.split())] = Entry(POINT.key, Kind.PERCENT, number)
    return units, _by_first(phrases)


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


FALSE_DUALS = wordset("طالبان طالبين عاملين ميلان ميلين قدمان قدمين")
"""Folded words that look like a dual and are mostly something else (the Taliban, Milan)."""


def _by_first(
    phrases: dict[tuple[str, ...], Entry],
) -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    table: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for words, entry in phrases.items():
        table.setdefault(words[0], []).append((words, entry))
    for options in table.values():
        options.sort(key=lambda option: -len(option[0]))
    return table


POINT = Unit(
    "point",
    Kind.PERCENT,
    "",
    ("percentage point", "percentage points"),
    _arabic("نقطة~مئوية/نقاط~مئوية/نقطة~مئوية/نقطتان~مئويتان"),
)
"""The percentage point, unit "point" of a PERCENT."""
UNITS, NOUNS = _build()


@cache
def _line(key: str) -> tuple[str, ...]:
    found = [key]
    while (unit := UNITS.get(found[-1])) and unit.parent:
        found.append(unit.parent)
    return tuple(found)


def kin(a: str, b: str) -> bool:
    """Whether one is a kind of the other: a soldier is a member of a force, who is a person."""
    return a in _line(b) or b in _line(a)
