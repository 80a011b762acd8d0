"""A bare question word with what the question before it said: "Why?", «ومتى؟», «وبكم؟»."""

import re

from rag.question.topic import END, SETTING, STOP, core, meant, spelt, topic_of, whole
from rag.text.lexicon import WordPattern
from rag.text.plain import plain
from rag.types import Language
from rag.values import Kind, Quantity, find_values
from rag.values.units import UNITS

__all__ = ["asked"]

_AFTER_TOPIC = WordPattern(r"^ (<auxiliaries>)( .+)$", "en", flags=re.I)
_YES_NO = WordPattern(r"^(?:<auxiliaries>) .+", "en", flags=re.I)
_RELATIVE = WordPattern(r"^ <relatives> (\S+)(.*)$", "ar", spelt)
_DID = re.compile(r"^who (\w+ed|built|won|made|sold|bought|led|shot|held|found|lost) (.+)$", re.I)
_MEASURE_OF = re.compile(r"(is|was|are|were) (?:the )?\w+ of ", re.I)
_NOMINAL = re.compile(r"[وف]?(?:كم عدد|ما) ")
_COUNTED = re.compile(r"[وف]?كم ((?!عدد )\w+) (\w+)(.*)")
_HOW_MUCH = re.compile(r"[وف]?بكم")


def asked(word: str, context: str, language: Language) -> str:
    """The question word with what the earlier question said; "" where no rule tells how.

    "Why" and "When did the protests begin?" make "Why did the protests begin?".
    """
    return _english(word, context) if language == "en" else _arabic(word, context)


def _english(word: str, context: str) -> str:
    old = context.strip(END)
    if word.lower().startswith("how "):
        return ""
    if _YES_NO.regex.match(old):
        return f"{word} {old[0].lower()}{old[1:]}?"
    topic, rest = topic_of(context, "en"), core(context, "en")
    if did := _DID.match(old):
        be = "were" if topic.endswith("s") and not topic.endswith("ss") else "was"
        return f"{word} {be} {topic} {did[1]}{did[2].removeprefix(topic)}?" if topic else ""
    if (of := _MEASURE_OF.match(rest)) and word.lower() in ("when", "where"):
        return f"{word} {of[1]} {whole(topic, context)}?"
    if topic and (after := _AFTER_TOPIC.regex.match(rest.removeprefix(topic))):
        rest = _turned(after[1], topic, after[2])
    return f"{word} {rest}?" if _YES_NO.regex.match(rest) else ""


def _turned(auxiliary: str, topic: str, tail: str) -> str:
    """The verb before its subject: "did the bank close branches in May", "were troops sent"."""
    if auxiliary.lower() not in ("did", "do", "does"):
        return f"{auxiliary} {topic}{tail}"
    setting = SETTING["en"].regex.search(tail)
    place = f" {setting[0]}" if setting else ""
    return f"{auxiliary}{tail.removesuffix(place)} {topic}{place}"


def _arabic(word: str, context: str) -> str:
    old = context.strip(END)
    rest, topic = core(context, "ar"), topic_of(context, "ar")
    if not rest:
        return context
    if relative := _RELATIVE.regex.match(rest.removeprefix(topic)) if topic else None:
        return f"{word} {relative[1]} {topic}{relative[2]}؟"
    if _HOW_MUCH.fullmatch(word):
        return "" if re.match("[وف]?(?:كم|ما) ", old) else f"بكم {rest}؟"
    if _NOMINAL.match(old):
        return _of_noun(word, rest, whole(meant(context), context))
    if counted := _COUNTED.fullmatch(old):
        return _of_counted(word, counted)
    return f"{word} {rest}؟"


def _of_noun(word: str, rest: str, thing: str) -> str:
    """A question word before a noun without a verb: «متى كان زلزال الحوز؟»."""
    if plain(word).endswith("لماذا"):
        return f"ما سبب {rest}؟"
    return f"{word} {'كانت' if thing.split()[0].endswith('ة') else 'كان'} {thing}؟"


def _of_counted(word: str, counted: re.Match[str]) -> str:
    """«كم عاملا سرح المصنع؟» asked for its reason: «لماذا سرح المصنع العمال؟»."""
    noun, verb, tail = counted.groups()
    found = next((f.value for f in find_values(f"5 {noun}", "ar", None)), None)
    unit = UNITS.get(found.unit) if isinstance(found, Quantity) else None
    if unit is None or unit.kind is not Kind.COUNT:  # a verb: «كم خسر البنك»
        return f"{word} {noun} {verb}{tail}؟"
    plural = f"ال{unit.arabic.plural}"
    stop = STOP["ar"].regex.search(tail)
    subject = tail[: stop.start()].rstrip() if stop else tail
    return f"{word} {verb}{subject} {plural}{tail.removeprefix(subject)}؟"
