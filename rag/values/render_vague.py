"""Show a vague quantity in the words of its language: "dozens of people", "عشرات الأشخاص"."""

from decimal import Decimal

from rag.text.language import Language
from rag.values.render_quantity import ARABIC_HEDGES, ENGLISH_HEDGES, is_spoken, names_of
from rag.values.types import Kind, Quantity

__all__ = ["vague", "vague_words"]

_VAGUE = {
    Decimal(10): ("dozens", "عشرات"),
    Decimal(100): ("hundreds", "مئات"),
    Decimal(10) ** 3: ("thousands", "آلاف"),
    Decimal(10) ** 4: ("tens of thousands", "عشرات الآلاف"),
    Decimal(10) ** 5: ("hundreds of thousands", "مئات الآلاف"),
    Decimal(10) ** 6: ("millions", "ملايين"),
    Decimal(10) ** 7: ("tens of millions", "عشرات الملايين"),
    Decimal(10) ** 8: ("hundreds of millions", "مئات الملايين"),
    Decimal(10) ** 9: ("billions", "مليارات"),
    Decimal(10) ** 10: ("tens of billions", "عشرات المليارات"),
    Decimal(10) ** 11: ("hundreds of billions", "مئات المليارات"),
    Decimal(10) ** 12: ("trillions", "تريليونات"),
}
_SEVERAL = {
    Decimal(1): ("several", "عدة"),
    Decimal(100): ("several hundred", "عدة مئات"),
    Decimal(10) ** 3: ("several thousand", "عدة آلاف"),
    Decimal(10) ** 6: ("several million", "عدة ملايين"),
    Decimal(10) ** 9: ("several billion", "عدة مليارات"),
}
_IDAFA = frozenset(("تفتيش", "سلاح"))


def vague_words(value: Quantity) -> tuple[str, str] | None:
    """The words of both languages for a vague quantity, None where it has none."""
    base = value.low / 2
    if value.high == 10 * base - 1 and base in _VAGUE:
        return _VAGUE[base]
    base = value.low / 3
    return _SEVERAL.get(base) if value.high == 9 * base else None


def vague(value: Quantity, words: tuple[str, str], language: Language) -> str:
    """The quantity in its `words`, with what is counted."""
    names = names_of(value)
    if value.noun and is_spoken(value, language):
        joined = " of " if language == "en" else " "
        return f"{words[language == 'ar']}{joined}{value.noun}"
    if value.kind is Kind.PERCENT and not value.unit:
        return f"{words[0]} percent" if language == "en" else f"{words[1]} في المئة"
    several = words[0].startswith("several")
    if language == "en":
        hedge = ENGLISH_HEDGES[value.qualifier]
        joint = " " if several else " of "
        return hedge + (f"{words[0]}{joint}{names[0][1]}" if names else words[0])
    hedge = ARABIC_HEDGES[value.qualifier]
    if names is None:
        return hedge + words[1]
    if several and words[1] == "عدة":
        return f"{hedge}عدة {names[1].plural}"
    apart = several or " " in words[1]  # "مئات الآلاف من الأشخاص"
    return f"{hedge}{words[1]} {'من ' if apart else ''}{_definite(names[1].plural)}"


def _definite(plural: str) -> str:
    """The plural with the article: on both words, or on the second of a construct."""
    head, each, rest = plural.partition(" في ال")
    if not each:
        head, each, rest = plural.partition(" لل")
    parts, rest = head.split(), each + rest
    if len(parts) > 1 and parts[1] in _IDAFA:
        return f"{parts[0]} ال{parts[1]}{rest}"
    return " ".join(part if part.isascii() else "ال" + part for part in parts) + rest
