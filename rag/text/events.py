"""What happened: killed, wounded, detained, freed, dismissed and so on, as `events.csv` lists them.

"How many were killed?" is not answered by the number of those arrested, however sure a reader is.
Curfews and states of emergency count as events, too. Words are matched in their folded form, so
that one table serves published text and questions.
"""

import re
from functools import lru_cache

from rag.text.fold import fold
from rag.text.lexicon import rebuilt, rows

__all__ = ["VICTIMS", "english_events", "event_at", "events_in", "search_words"]

VICTIMS = {
    "killed": "killed",
    "wounded": "wounded",
    "detainee": "detained",
    "missing": "missing",
    "displaced": "displaced",
}
"""Units that say what became of the people counted ("12 قتيلا"), and that event."""

REACH = 6
"""An event word this many words before or after a number may govern it."""

_COLUMNS = ("key", "search", "arabic", "english")
_forms: dict[str, re.Pattern[str]] = {}
_search: dict[str, str] = {}
_english: dict[str, list[str]] = {}
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
        for name, form in _forms.items()
        for match in form.finditer(folded.text)
    )


def _form(words: str) -> str:
    return re.escape(fold(words).text)


@rebuilt
def _build() -> None:
    """One pattern an event; Arabic may have prefixes joined on: و ف ب ل, ال or لل."""
    _forms.clear()
    _search.clear()
    _english.clear()
    for row in rows("events.csv", _COLUMNS):
        arabic, english = ("|".join(map(_form, row.alternatives(c))) for c in ("arabic", "english"))
        if not arabic or not english:
            raise row.wrong("an event needs words in both languages")
        own = rf"(?<!\w)(?:[وفبل]{{0,2}}(?:ال|لل)?(?:{arabic})|(?:{english}))(?!\w)"
        _english.setdefault(row["key"], []).extend(row.alternatives("english"))
        before = _forms.get(row["key"])
        _forms[row["key"]] = re.compile(f"{before.pattern}|{own}" if before else own)
        _search[row["key"]] = f"{_search.get(row['key'], '')} {row['search']}".strip()
    _found.cache_clear()


def events_in(text: str) -> frozenset[str]:
    """The events that a text speaks of: "killed", "wounded", "detained" and so on."""
    return frozenset(name for name, _, _ in _found(text))


def english_events(text: str) -> tuple[str, ...]:
    """The English words for the events that a text of either language speaks of."""
    there = events_in(text)
    return tuple(word for name, words in _english.items() if name in there for word in words)


def search_words(text: str) -> str:
    """Other words for the events that a question names: reports rarely use the question's own."""
    there = events_in(text)
    return " ".join(words for name, words in _search.items() if name in there)


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
