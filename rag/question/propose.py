"""Questions that an article may answer, made from its own sentences: proposals, to be checked.

A sentence that counts something gives "How many miners were rescued in Oran?"; one in which
somebody speaks gives "What did Guterres say about Sudan?". Nothing but names of the stylebook,
nouns of the units and the events that both languages know goes into a question, so that it is
grammatical in either; what it asks is told by the sentence. Whether the archive answers it is for
the pipeline to say.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from rag.text.events import VICTIMS, event_at, events_in
from rag.text.lexicon import Row, rebuilt, rows, words
from rag.text.sentences import split_sentences
from rag.text.stylebook import Entity, Mention, Stylebook
from rag.types import Article, Language
from rag.values import Found, Kind, Quantity, find_values
from rag.values.units import Unit, unit_of

__all__ = ["Proposal", "proposals"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, and the offsets of the words of the article that would answer it.

    `about` is what it asks for; two proposals about the same thing are one for a reader. `worth`
    tells by its kind how much one may want to know it, from 0 to 3; `sentence` is the number of its
    sentence in the article, the first is 0.
    """

    text: str
    start: int
    end: int
    about: tuple[str, ...]
    worth: int
    sentence: int

    @property
    def kind(self) -> str:
        """What it asks for in one word: who said what, who is something, when, or how many."""
        return self.about[0] if self.about[0] in {"said", "who", "when"} else "count"


_COLUMNS = ("event", "of", "english", "arabic")
_asked: dict[str, Row] = {}
PEOPLE = frozenset({"person", *VICTIMS})
VAGUE = frozenset({"member", "victim", "human"})
"""Units that ask for "of what": a question of them alone is none."""
LOADED = frozenset({"criminal", "terrorist"})
"""Units that are somebody's word for somebody else: a question takes no side."""
_SETTINGS = {
    "emergency": (
        "When was the state of emergency declared in {}?",
        "متى أُعلنت حالة الطوارئ في {}؟",
    ),
    "curfew": ("When was the curfew imposed in {}?", "متى فُرض حظر التجول في {}؟"),
}
_OFFICES = (
    (r"رئيس الوزراء|رئيسة الوزراء|رئيس الحكومة|رئيسة الحكومة", "prime minister", "رئيس وزراء"),
    (r"وزيرة? (?:ال)?خارجية", "foreign minister", "وزير خارجية"),
    (r"وزيرة? (?:ال)?داخلية", "interior minister", "وزير داخلية"),
    (r"وزيرة? (?:ال)?دفاع", "defence minister", "وزير دفاع"),
    (r"(?:ال)?رئيسة?", "president", "رئيس"),
)
_OFFICE = re.compile("|".join(rf"(?P<o{n}>\b(?:{o[0]})\b)" for n, o in enumerate(_OFFICES)))
_KIND_OF_BODY = (
    "Organi[sz]ation|Council|Union|Party|Ministry|Agency|Commission|Committee|Court|Bank|Front|"
    "Movement|Army|Forces?|Assembly|Federation|League|Nations|Authority|Association|Fund|Crescent|"
    "Red Cross"
)
_BODY = re.compile(rf"(?!The )(?:\w.* (?:{_KIND_OF_BODY})|(?:{_KIND_OF_BODY}) (?:of|for) .+)$")
"""English names that stand with an article."""
_WORDS = re.compile(r"[\w\u064b-\u0652]+")
_SHE_SAID = frozenset({"نفت", "رأت", "دعت", "ادعت"})
"""Feminine forms that are more than the masculine one with a letter after it."""
_NEAR = 3
"""Words up to which a saying verb stands before a name that speaks."""
Made = tuple[str, tuple[str, ...]]


@rebuilt
def _build() -> None:
    """What is asked of each event, of people or of things: "how many were killed"."""
    _asked.clear()
    for row in rows("proposals.csv", _COLUMNS):
        if row["of"] not in {"people", "things"} or not (row["english"] and row["arabic"]):
            raise row.wrong("it is of people or things, and has words in both languages")
        _asked[row["event"]] = row


def proposals(article: Article, stylebook: Stylebook, language: Language) -> Iterator[Proposal]:
    """The proposals of an article in one language, in the order of its sentences."""
    known = frozenset(stylebook.entities)  # cities of the world are also words: "بيان", Bayān
    often = Counter(_places(_known(stylebook, article.text, known)))
    titled = _places(_known(stylebook, article.title, known))
    around = sorted(titled, key=lambda place: -often[place])  # "Russia sends aid to Beirut"
    seen: set[tuple[str, ...]] = set()
    for number, (start, end) in enumerate(split_sentences(article.text)):
        sentence = article.text[start:end]
        mentions = _known(stylebook, sentence, known)
        place = _setting(_places(mentions), around)
        where = _name(place, language) if place else ""
        values = find_values(sentence, article.language, article.published)
        made = [(_counted(sentence, f, where, language), f.start, f.end) for f in values]
        whole = (
            _set(sentence, where, language),
            _held(sentence, mentions, language),
            _spoken(sentence, mentions, language),
        )
        for each, first, last in (*made, *((one, 0, end - start) for one in whole)):
            if each and each[1] not in seen:
                seen.add(each[1])
                yield Proposal(
                    each[0], start + first, start + last, each[1], _worth(each[1]), number
                )


def _worth(about: tuple[str, ...]) -> int:
    """What happened to people is asked first; who holds an office everybody knows."""
    if about[0] in {"said", "when"}:
        return 2
    row = _asked.get(about[-1])
    return 0 if row is None else 3 if row["of"] == "people" else 2


def _setting(inside: list[Entity], around: list[Entity]) -> Entity | None:
    """Where a sentence's event is: a place of the sentence, first one that the title has, too.

    `around` are the title's, first the one that the article names most often.
    """
    return next((p for p in around if p in inside), next(iter((*inside, *around)), None))


def _known(stylebook: Stylebook, text: str, known: frozenset[Entity]) -> list[Mention]:
    return [mention for mention in stylebook.find(text) if mention.entity in known]


def _places(mentions: list[Mention]) -> list[Entity]:
    return [mention.entity for mention in mentions if mention.entity.kind == "place"]


def _name(entity: Entity, language: Language) -> str:
    forms = entity.arabic if language == "ar" else entity.english
    return forms[0] if forms else ""


# Counts


def _counted(sentence: str, found: Found, where: str, language: Language) -> Made | None:
    value = found.value
    if not isinstance(value, Quantity) or value.kind is not Kind.COUNT or not where:
        return None
    unit = unit_of(value.unit)
    if unit is None or unit.key in VAGUE | LOADED:
        return None
    event = VICTIMS.get(unit.key, "")
    if not event and _is_person(unit):
        event = _near(sentence, found, "people")
    elif not event:
        event = _near(sentence, found, "things")
    text = (_in_arabic if language == "ar" else _in_english)(unit, event, where)
    return (text, (unit.key if unit.key not in PEOPLE else "", event)) if text else None


def _near(sentence: str, found: Found, of: str) -> str:
    near = event_at(sentence, found.start, found.end)
    return next((name for name, row in _asked.items() if row["of"] == of and name in near), "")


def _is_person(unit: Unit) -> bool:
    parent = unit_of(unit.parent) if unit.parent else None
    return unit.key == "person" or (parent is not None and _is_person(parent))


def _in_english(unit: Unit, event: str, where: str) -> str:
    whom = "people" if unit.key in PEOPLE else unit.english[1]
    if event:
        return f"How many {whom} {_asked[event]['english']} in {where}?"
    return "" if unit.key in PEOPLE else f"How many {whom} were there in {where}?"


def _in_arabic(unit: Unit, event: str, where: str) -> str:
    whom = _definite(unit.arabic.plural)
    if event and _asked[event]["of"] == "things":
        return f"كم عدد {whom} {_asked[event]['arabic']} في {where}؟" if whom else ""
    if event:
        of = "" if unit.key in PEOPLE else f" من {whom}"
        whom_or_none = whom or unit.key in PEOPLE
        return f"كم عدد {_asked[event]['arabic']}{of} في {where}؟" if whom_or_none else ""
    return f"كم عدد {whom} في {where}؟" if whom and unit.key not in PEOPLE else ""


def _definite(plural: str) -> str:
    """The plural with its article, as it stands after another noun; "" for more than one word."""
    if " " in plural:
        return ""
    return f"ال{plural[:-2]}ين" if plural.endswith("ون") else f"ال{plural}"


# What was in force, who holds an office, who said what


def _set(sentence: str, where: str, language: Language) -> Made | None:
    name = next((name for name in _SETTINGS if name in events_in(sentence)), "")
    if not name or not where:
        return None
    return _SETTINGS[name][language == "ar"].format(where), ("when", name)


def _held(sentence: str, mentions: list[Mention], language: Language) -> Made | None:
    """Who holds an office: "الرئيس الكازاخستاني قاسم جومرت توكاييف" tells it."""
    for place, person in pairwise(mentions):
        office = [*_OFFICE.finditer(sentence, max(0, place.start - 40), place.start)][-1:]
        kinds = (place.entity.kind, person.entity.kind) == ("place", "person")
        near = office and not _WORDS.search(sentence[office[0].end() : place.start].strip(" ال"))
        if not (kinds and near and not sentence[place.end : person.start].strip(" ية")):
            continue
        _, english, arabic = _OFFICES[int(str(office[0].lastgroup)[1:])]
        where = _name(place.entity, language)
        about = ("who", english, where)
        if language == "en":
            return f"Who is the {english} of {where}?", about
        she = office[0][0].split()[0].endswith("ة")
        head, _, rest = arabic.partition(" ")
        held = " ".join(filter(None, (f"{head}ة" if she else head, rest, where)))
        return f"من {'هي' if she else 'هو'} {held}؟", about
    return None


def _spoken(sentence: str, mentions: list[Mention], language: Language) -> Made | None:
    people = (m for m in mentions if m.entity.kind == "person")
    speaker = next((m for m in people if _verb(sentence, m)), None)
    if speaker is None:
        return None
    topics = [m for m in mentions if m.start > speaker.end]
    ordered = (m for kind in ("organisation", "place") for m in topics if m.entity.kind == kind)
    topic = next(ordered, None)
    who, what = _name(speaker.entity, language), _name(topic.entity, language) if topic else ""
    if not (who and what):
        return None
    if topic and language == "en" and _BODY.search(what):
        what = f"the {what}"
    if language == "en":
        return f"What did {who} say about {what}?", ("said", who, what)
    said = "قالت" if _feminine(_verb(sentence, speaker)) else "قال"
    return f"ماذا {said} {who} عن {what}؟", ("said", who, what)


def _verb(sentence: str, mention: Mention) -> str:
    """The saying verb beside a name; "" of somebody who is only spoken of."""
    before = _WORDS.findall(sentence[: mention.start])[-_NEAR:]
    after = _WORDS.findall(sentence[mention.end :])[:1]
    saying = words("saying")
    bare = (w for word in (*before, *after) for w in (word, word[1:]))
    return next((word for word in bare if word in saying), "")


def _feminine(verb: str) -> bool:
    return verb.endswith("ت") and (verb[:-1] in words("saying") or verb in _SHE_SAID)
