"""What happened: killed, wounded, detained, missing, displaced, freed, destroyed, born, founded.

"How many were killed?" is not answered by the number of those arrested, however sure a reader is.
Curfews and states of emergency count as events, too. Words are matched in their folded form, so
that one table serves published text and questions.
"""

import re
from functools import lru_cache

from rag.text.fold import fold

__all__ = ["event_at", "events_in", "search_words"]

REACH = 6
"""An event word this many words before or after a number may govern it."""

_FORMS = {
    "killed": (
        "قتل(?:ت|وا|ي|ه|ا|هم)?|يقتل|مقتل(?:هم|ه)?|قتيلا?|قتيله|قتيلين|ضحايا|ضحيه|مصرع(?:هم|ه)?|وفاه|وفيات|"
        "توفي|توفيت|توفوا|شهيدا?|شهداء|استشهد|استشهاد|اغتيال|اغتيل|حصيله|حتف(?:هم|ه|ها)|اودي|اودت|"
        "مات|ماتوا|ماتت|موت|صرعي|جثه|جثث|جثامين|اعدام|اعدم",
        "kill|kills|killed|killing|dead|died|die|dies|death|deaths|fatal|fatalities|slain|toll|"
        "casualties|victims|perished|loss of life|lives lost|murdered|executed|bodies",
    ),
    "wounded": (
        "اصيب(?:ت|وا)?|اصابه|اصابات|اصابت|جريحا?|جريحه|جرحي|جرح(?:وا|ت)?|مصابا?|مصابين|مصابون|جروح|"
        "ضحايا|حصيله",
        "wound|wounded|wounding|injured|injuring|injuries|hurt|casualties|hospitali[sz]ed|toll",
    ),
    "detained": (
        "اوقف(?:ت|وا)?|توقيف(?:هم|ه)?|موقوفا?|موقوفين|موقوفون|موقوفه|اعتقل(?:ت|وا)?|اعتقال(?:ات|هم|ه)?|"
        "معتقلا?|معتقلين|معتقلون|احتجز(?:ت|وا)?|احتجاز|محتجزا?|محتجزين|محتجزون|سجن|سجينا?|سجناء|"
        "قبض|القبض|اسير|اسري|اسرت?|رهينه|رهاين|رهائن",
        "detain|detained|detaining|detainees|detentions?|arrest|arrests|arrested|arresting|custody|"
        "jailed|imprisoned|prisoners|captured|hostages?|rounded up",
    ),
    "missing": ("مفقودا?|مفقودين|مفقودون|فقد(?:وا)?|فقدان", "missing|unaccounted"),
    "displaced": (
        "نازحا?|نازحين|نازحون|نزح(?:ت|وا)?|نزوح|مشردا?|مشردين|تشريد|شرد(?:ت|وا)?|لاجيا?|لاجيين|لاجيون|"
        "فر|فروا|فرار|تهجير|هجر|هجروا|اجلاء|اجلي|اجلوا",
        "displaced|fled|flee|fleeing|refugees?|evacuated|evacuees|homeless|uprooted",
    ),
    "released": (
        "افرج(?:ت)?|الافراج|سراح|سراحهم|اخلاء سبيل|اطلق سراح",
        "freed|freeing|set free",  # "released" is what films and figures are, too
    ),
    "destroyed": (
        "احرق(?:ت|وا|ه|ها)?|احراق|احترق(?:ت)?|احتراق|حرق(?:ت|وا)?|محروقه|دمر(?:ت|وا|ه|ها)?|تدمير|تدمرت?|"
        "مدمره?|تضرر(?:ت|وا)?|متضرر(?:ه|ا|ين|ون)?|اضرار|خرب(?:ت|وا)?|تخريب|نهب(?:ت|وا)?|هدم(?:ت|وا)?|تهدم(?:ت)?|"
        "اضرمت?|اتلف(?:ت|وا)?|اتلاف|اسقط(?:ت|وا)?|اسقاط|تحطم(?:ت)?|تحطيم|حطم(?:ت|وا)?",
        "burn(?:ed|t|ing)?|torched|set on fire|set alight|destroy(?:s|ed|ing)?|destruction|"
        "damage[ds]?|damaging|vandali[sz]ed|looted|looting|wrecked|demolished|shot down|downed",
    ),
}
_FORMS["born"] = (
    # In the middle of a sentence "ولد" is mostly part of a Mauritanian name.
    "(?:(?<!\\w )|(?<=متي )|(?<=اين )|(?<=سنه )|(?<=عام ))ولد(?:ت|وا)?|"
    "ولد(?:ت|وا)? (?:في|عام|سنه|لاب|يوم)|"
    "مولودا?|مولوده|مواليد|ولاد(?:ه|ته|تها)|مولد(?:ه|ها)?",
    "born|birth|birthday|birthdate|birthplace",
)
_FORMS["founded"] = (
    "تاسس(?:ت)?|تاسيس(?:ه|ها)?|اسس(?:ت|ه|ها|وا)?|انشي(?:ت)?|انشات?|انشاء|انشا(?:ه|ها|وا)",
    "founded|founding|founder",
)
_FORMS["curfew"] = ("حظر (?:ال)?(?:تجول|تجوال)|منع (?:ال)?(?:تجول|تجوال)", "curfews?")
_FORMS["emergency"] = ("حاله (?:ال)?طواري|قانون (?:ال)?طواري", "state of emergency")
_EVENTS = {
    name: re.compile(rf"(?<!\w)(?:[وفبل]{{0,2}}(?:ال|لل)?(?:{arabic})|(?:{english}))(?!\w)")
    for name, (arabic, english) in _FORMS.items()
}
_ASKED_FOR = {
    "killed": "قتل مقتل قتلى قتيل killed dead",
    "wounded": "أصيب إصابة جرحى جريح wounded injured",
    "detained": "أوقف اعتقل توقيف اعتقال detained arrested",
    "missing": "فقد مفقود مفقودين missing",
    "displaced": "نزح نازح نازحين تشريد displaced fled",
    "released": "أفرج الإفراج سراح released freed",
    "destroyed": "أحرق تدمير تضرر تخريب destroyed damaged burned",
}
_BREAK = re.compile(r"[.؛;]\s")
# What is joined on after a number counts something else: "26,271 people and injuring 30,000".
_NEXT = re.compile(r"[.؛;،,]\s|\b(?:and|while|but|with)\b|\sو(?!ف)")
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every event word of a text: its event and its offsets in the text as given."""
    folded = fold(text)
    return tuple(
        (name, *folded.span(match.start(), match.end()))
        for name, form in _EVENTS.items()
        for match in form.finditer(folded.text)
    )


def events_in(text: str) -> frozenset[str]:
    """The events that a text speaks of: "killed", "wounded", "detained" and so on."""
    return frozenset(name for name, _, _ in _found(text))


def search_words(text: str) -> str:
    """Other words for the events that a question names: reports rarely use the question's own."""
    return " ".join(words for name, words in _ASKED_FOR.items() if name in events_in(text))


def event_at(text: str, start: int, end: int) -> frozenset[str]:
    """The events of the number that stands at `start` to `end`; empty if none is near.

    An event word inside ("18 قتيلا") governs it, else the nearest; of equally near ones the one
    before ("مقتل 26 وإصابة 18").
    """
    near: list[tuple[int, int, str]] = []
    for name, low, high in _found(text):
        before = low < start
        between = text[high:start] if before else text[end:low]
        gap = 0 if low < end and high > start else 1 + len(_WORD.findall(between))
        stop = _BREAK if before else _NEXT
        if gap <= REACH + 1 and not stop.search(between + text[low : low + 2]):
            near.append((gap, int(not before), name))
    if not near:
        return frozenset()
    best = min(gap for gap, _, _ in near)
    side = min(side for gap, side, _ in near if gap == best)
    return frozenset(name for gap, s, name in near if (gap, s) == (best, side))
