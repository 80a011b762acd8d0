"""A part of what was counted before: "How many of them were women?", «كم منهم نساء؟»."""

import re

from rag.question.topic import END, LEAD, core, topic_of
from rag.types import Language
from rag.values import Kind, Quantity, find_values
from rag.values.units import UNITS, Unit

__all__ = ["of_them"]

_ENGLISH = re.compile(
    r"how many of (?:them|those|these) (were|was|are|have been|had been) (.+)", re.I
)
_AMONG = "(?:من )?(?:منهم|منهن|منها|بينهم|بينهن|بينها)"
_ARABIC = re.compile(
    r"[وف]?كم (?:عدد )?(?:كانت? )?"
    rf"(?:{_AMONG} (?:من )?(?P<after>\w+)|(?P<before>\w+) (?:كانت? )?{_AMONG})"
)
_COUNTED = re.compile(r"how many (?P<part>of (?:the )?)?(?P<rest>.+)", re.I)
_PASSIVE = re.compile(r" (?:were|was|are|is|have been|had been) (?P<done>.+)")
_DID = re.compile(r" (?:did|do|does|will|has|have|had) ")
_VERB = re.compile(r"\w+ (?P<verb>\w+)(?P<tail>.*)")


def of_them(text: str, context: str, language: Language) -> str:
    """A question about some of those whom the one before counted, made whole; "" if it is none."""
    bare, before = text.strip(END), context.strip(END)
    if language == "en":
        asked, counted = _ENGLISH.search(bare), _COUNTED.match(before)
        return _english(asked[1], asked[2], counted) if asked and counted else ""
    some = _ARABIC.fullmatch(bare)
    return _arabic(some["after"] or some["before"], before) if some else ""


def _english(was: str, what: str, counted: re.Match[str]) -> str:
    if counted["part"]:  # "How many of the detainees were released?"
        topic = topic_of(f"How many {counted['rest']}", "en")
        return f"How many of the {topic} {was} {what}?" if topic else ""
    topic = topic_of(counted[0], "en")
    if not topic or not counted["rest"].startswith(topic):
        return ""
    tail = counted["rest"].removeprefix(topic)
    unit = _unit(what, "en")
    if unit and what.lower() == unit.english[1]:
        return f"How many {what}{tail}?"
    if passive := _PASSIVE.fullmatch(tail):
        return f"How many of the {topic} {passive['done']} {was} {what}?"
    who = f" who{tail}" if tail and not _DID.match(tail) else ""
    return f"How many of the {topic}{who} {was} {what}?"


def _arabic(what: str, before: str) -> str:
    unit = _unit(what.removeprefix("ال"), "ar")
    if not unit or not re.match("[وف]?كم ", before):
        return ""
    if re.match("[وف]?كم عدد ", before):
        return f"كم عدد ال{unit.arabic.plural} بين {core(before, 'ar')}؟"
    counted = _VERB.fullmatch(LEAD["ar"].regex.sub("", before))
    if not counted or counted["verb"].startswith("ال"):
        return ""
    noun, verb = unit.arabic.accusative, counted["verb"]
    she = noun.endswith("ة") and counted["tail"].startswith((" في", " من", " على", " خلال"))
    return f"كم {noun} {verb}{'ت' * (she and not verb.endswith(('ت', 'وا')))}{counted['tail']}؟"


def _unit(noun: str, language: Language) -> Unit | None:
    """The unit that a plural or singular noun counts, where a table has it."""
    for found in find_values(f"5 {noun}", language, None):
        if isinstance(found.value, Quantity) and found.value.kind is Kind.COUNT:
            return UNITS.get(found.value.unit)
    return None
