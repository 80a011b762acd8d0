"""What a question wants counted: its words, and the unit that the answer must have."""

import re

from rag.question.kind import Asks
from rag.text.lexicon import wordset
from rag.text.plain import plain
from rag.types import Language
from rag.values import Kind, Quantity, find_values

__all__ = ["subject_of", "unit_of"]

_COUNTED: dict[Language, re.Pattern[str]] = {
    "ar": re.compile(
        r"(?<!\w)[وف]?(?:ب?كم|عدد|حصيلة|اجمالي|إجمالي|مجموع)\s+(?:(?:يبلغ|بلغ|كان|هو|هي)\s+)?(?:عدد\s+)?(.*)"
    ),
    "en": re.compile(
        r"\b(?:how (?:many|much)|number of|toll of)\s+(?:of\s+)?(?:the\s+)?(.*)", re.I
    ),
}
_ENDS: dict[Language, frozenset[str]] = {
    "en": wordset(
        "is are was were be been has have had did do does will would can could should may might "
        "in on at of from by for with to that who which did during since as after before than "
        "died killed die there"
    ),
    "ar": wordset(
        "في من الى على عن بحسب حسب وفق التي الذين الذي اللواتي اللاتي قتل قتلت قتلوا سقط سقطوا "
        "اعتقل اصيب اصيبوا تم كان كانت بعد قبل منذ خلال قد استولى يبلغ بلغ شارك صوت نزح"
    ),
}
_POPULATION = re.compile(r"\b(?:population|inhabitants|residents)\b|سكان|نسمة")
_VICTIM = re.compile(
    r"\b(?:died|die|dead|killed|injured|wounded|arrested|detained|displaced|missing|casualties)\b|"
    r"قتل|قتيل|ضحايا|جرحى|جريح|اصيب|مصاب|اعتقل|معتقل|موقوف|نازح|مفقود"
)
_TROOPS = re.compile(
    r"\b(?:how (?:large|big|strong)|size|strength)\b.*\b(?:force|forces|army|contingent|troops)\b|"
    r"(?:قوام|حجم|تعداد) .*(?:قوة|قوات|جيش)"
)
# These do not stand after a number in this sense: "five forces" are not five soldiers.
_FORCES = wordset("قوات قوة forces force military جيش")
_MARKS = "؟?!.,،:;؛\"'«»()"
_PERCENT = re.compile(
    r"\b(?:percentage|percent|proportion)\b"
    r"|(?<!per )(?<!a )\bshare\b(?! (?:exchange|price|capital|swap))"
    r"|نسبة|بالمئة|في المئة"
)


def subject_of(text: str, language: Language) -> str:
    """The words for what is counted ("police cars"), as the question has them; "" for none."""
    match = _COUNTED[language].search(text)
    if not match:
        return ""
    # "كم سيارة شرطة أُحرقت": after a bare "كم" the verb follows soon, and looks like a noun.
    most = 2 if re.match(r"[وف]?ب?كم\s+(?!عدد)", match[0]) else 6
    words: list[str] = []
    for word in match[1].split():
        bare = word.strip(_MARKS)
        if not bare or plain(bare) in _ENDS[language] or len(words) == most:
            break
        words.append(bare)
        if word[-1] in _MARKS:
            break
    return " ".join(words)


def unit_of(text: str, subject: str, language: Language, asks: Asks) -> tuple[str, Kind | None]:
    """The unit asked for ("soldier") and what it measures; "" and None where nothing tells."""
    kinds = {Asks.MONEY: Kind.MONEY, Asks.DURATION: Kind.DURATION}
    if asks in kinds:
        return "", kinds[asks]
    if asks is not Asks.NUMBER:
        return "", None
    if _PERCENT.search(plain(text)):
        return "", Kind.PERCENT
    words = subject.split()
    found = _english_unit(words) if language == "en" else _arabic_unit(words)
    if found:
        return found
    said = plain(text)
    for pattern, unit in ((_POPULATION, "inhabitant"), (_TROOPS, "soldier"), (_VICTIM, "person")):
        if pattern.search(said):
            return unit, Kind.COUNT
    return "", None


def _arabic_unit(words: list[str]) -> tuple[str, Kind] | None:
    """The head of an Arabic noun phrase comes first: "قوات منظمة …" are troops."""
    forms = [" ".join(words[:2]), *words[:1], *(word.removeprefix("ال") for word in words[:1])]
    return next((found for form in forms if (found := _unit_of(form, "ar"))), None)


def _english_unit(words: list[str]) -> tuple[str, Kind] | None:
    """The head comes last of the first nouns: "police cars", not "nations control the region"."""
    last = None
    for i, word in enumerate(words):
        found = _unit_of(" ".join(words[i : i + 2]), "en") or _unit_of(word, "en")
        if last and not found:
            break
        last = found or last
    return last


def _unit_of(noun: str, language: Language) -> tuple[str, Kind] | None:
    if plain(noun) in _FORCES:
        return "soldier", Kind.COUNT
    for found in find_values(f"5 {noun}", language, None):
        if isinstance(found.value, Quantity) and found.value.unit:
            return found.value.unit, found.value.kind
    return None
