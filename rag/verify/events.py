"""What became of the people that a number counts: killed, wounded, detained and the like."""

import re

from rag.text.events import VICTIMS, event_at, events_in
from rag.text.fold import fold
from rag.text.language import language_of
from rag.text.lexicon import WordPattern
from rag.values import Found, Quantity, find_values
from rag.values.units import UNITS

__all__ = ["counts_people", "events", "no_victims", "wider"]

# All Arabic is in its folded form.
_NO_NOUN = WordPattern(r"^\s*(?:[^\w\s]|$|(?:<settings>|<prepositions>|<whereabouts>)(?!\w))")
_WORD = re.compile(r"[^\W_]+")


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


def counts_people(text: str, found: Found) -> bool:
    """Whether a number without a noun counts people: "أصيب أكثر من 748 في أعمال الشغب".

    What follows may be nothing, a preposition, or the next event ("41 قتيلا وإصابة 130").
    """
    rest = text[found.end :]
    following = _WORD.search(rest)
    alone = _NO_NOUN.regex.search(fold(rest).text) or (following and events_in(following[0]))
    return bool(alone) and not events(text, found).isdisjoint(VICTIMS.values())


def wider(wide: str, narrow: str) -> bool:
    """Whether a unit is another one or a kind of it; a number without one may be of people."""
    if not narrow:
        return wide == "person"
    while narrow and narrow != wide:
        narrow = UNITS[narrow].parent if narrow in UNITS else ""
    return narrow == wide


def events(text: str, found: Found, *, far: bool = False) -> frozenset[str]:
    """What happened to those whom a number counts: by its unit, else by the nearest words.

    With `far`, everything that the text says happened.
    """
    if not far and isinstance(found.value, Quantity) and found.value.unit in VICTIMS:
        return frozenset({VICTIMS[found.value.unit]})
    return events_in(text) if far else event_at(text, found.start, found.end)
