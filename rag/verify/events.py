"""What became of the people that a number counts: killed, wounded, detained and the like."""

import re

from rag.text.fold import fold
from rag.text.language import language_of
from rag.values import Found, Quantity, find_values
from rag.values.units import UNITS

__all__ = ["VICTIMS", "events", "no_victims", "wider"]

EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<!\w)[وفبل]{{0,2}}(?:ال)?(?:{forms})(?!\w)"))
    for name, forms in (
        (
            "killed",
            "قتل|قتلت|قتلوا|قتلي|مقتل|قتيلا?|قتلا|ضحايا|مصرع|وفاه|وفيات|توفي|شهيدا?|شهداء|اغتيال|"
            "اود[يت] بحياه|حتف(?:هم?|ها)|"
            "kill|killed|kills|killing|dead|died|death|deaths|fatalities|slain",
        ),
        (
            "wounded",
            "اصيب|اصيبت|اصيبوا|اصابه|اصابات|اصاب(?:ت|وا)?|جريحا?|جرحي|جرح|مصابا?|مصابين|مصابون|بجروح|"
            "wound|wounded|wounding|injured|injuring|injuries|hurt",
        ),
        (
            "detained",
            "اوقف|اوقفت|اوقفوا|توقيف|موقوفا?|موقوفين|موقوفون|اعتقل|اعتقلت|اعتقال|معتقلا?|معتقلين|"
            "احتجز|احتجاز|detain|detained|detaining|arrest|arrested|arrests|detainees",
        ),
        ("released", "افرج|الافراج|اطلق سراح|اطلاق سراح|released|freed|release"),
        ("missing", "مفقودا?|مفقودين|فقد|فقدان|missing"),
        ("displaced", "نازحا?|نازحين|نزح|نزوح|تشريد|شردت?|شردوا|مشردين?|displaced|fled"),
        ("burned", "احرق|احرقت|احراق|حرق|احترقت?|burned|burnt|torched|set on fire"),
    )
)


VICTIMS = {
    "killed": "killed",
    "wounded": "wounded",
    "detainee": "detained",
    "missing": "missing",
    "displaced": "displaced",
}
"""Units that say what became of the counted people: the event that vouches for each."""
ANOTHER_CLAUSE = re.compile(r"[،,;؛]|(?<!\w)(?:while|but|بينما|فيما|لكن)(?!\w)")
FURTHER = 40
"""What a word in another clause counts as further away, in characters."""


def no_victims(text: str, found: Found) -> str:
    """The unit of "18 cars killed", where only people can be meant; "" where there is none."""
    if not isinstance(found.value, Quantity) or found.value.unit not in VICTIMS:
        return ""
    before = text[found.start : found.end].rpartition(" ")[0]
    units = [
        f.value.unit
        for f in find_values(before, language_of(text), None)
        if isinstance(f.value, Quantity)
    ]
    return next((unit for unit in units if unit and not wider("person", unit)), "")


def wider(wide: str, narrow: str) -> bool:
    """Whether a unit is another one or a kind of it; a number without one may be of people."""
    if not narrow:
        return wide == "person"
    while narrow and narrow != wide:
        narrow = UNITS[narrow].parent if narrow in UNITS else ""
    return narrow == wide


def events(text: str, found: Found, *, far: bool = False) -> frozenset[str]:
    """What the number is said to count the victims of: the nearest words of that kind."""
    if not far and isinstance(found.value, Quantity) and found.value.unit in VICTIMS:
        return frozenset({VICTIMS[found.value.unit]})
    folded = fold(text)
    start, end = folded.find(found.start, found.end)
    near: list[tuple[int, str]] = []
    for name, pattern in EVENTS:
        for match in pattern.finditer(folded.text):
            between = folded.text[min(match.end(), end) : max(match.start(), start)]
            gap = max(match.start() - end, start - match.end(), 0)
            gap += FURTHER * bool(ANOTHER_CLAUSE.search(between))
            near.append((gap, name))
    least = min((gap for gap, _ in near), default=0)
    reach = 10**6 if far else min(least + 3, 60)
    return frozenset(name for gap, name in near if gap <= reach)
