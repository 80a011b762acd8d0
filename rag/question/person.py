"""The person that the last answer named, put where the next question has a pronoun or nobody.

"Who was arrested?" is answered with a name; "What post did he hold?" asks of that person, and «ماذا
قال عن النظام؟» has not even a pronoun.
"""

import re

from rag.question.bound import with_noun
from rag.question.kind import Asks, asks_for
from rag.question.topic import END, spelt
from rag.text.language import language_of
from rag.text.lexicon import WordPattern, wordset
from rag.text.romanise import romanise
from rag.text.stylebook import Stylebook
from rag.types import Answer, Language

__all__ = ["person_of", "told_of"]

_PRONOUN = re.compile(r"(?<![\w'’-])(?:(he|him|she)|(his|her))(?![\w'’-])", re.I)
_PRONOUNED = re.compile(r"(?<![^\W\d_])(?!ال)[^\W\d_]{2,}(?:ه|ها)(?![^\W\d_])")
_WITHOUT = wordset("هذه هاته وجه مياه اتجاه انتباه اشتباه فقه شبه منتبه")
"""Words that end as if a pronoun were written onto them."""
_ALONE = WordPattern(
    r"(?![وف]?كم)[وف]?<question_words> (?!ال|<happening>ت?(?!\S))[^\W\d_]{3,}"
    r"(?= (?:<settings>|<prepositions>)(?!\S)|$)",
    "ar",
    spelt,
)
"""A verb with nobody who does it: behind it is the end, or a preposition."""
MOST_WORDS = 4
"""Words of a name that the stylebook does not have."""


def person_of(before: Answer, language: Language, stylebook: Stylebook) -> str:
    """The one person that answered a question for a person, named in a language; "" if none did.

    By the stylebook's form; a name that it does not have as published, in English by its letters.
    """
    asked = before.understood or before.question
    if len(before.groups) != 1 or asks_for(asked, before.language) is not Asks.PERSON:
        return ""
    claim = before.groups[0].claims[0]
    named = (claim.focus or claim.evidence).text
    known = stylebook.names(named)
    people = [entity for entity in known if entity.kind == "person"]
    if len(people) == 1:
        return people[0].english[0] if language == "en" else people[0].arabic[0]
    if known or len(named.split()) > MOST_WORDS or not named.replace(" ", "").isalpha():
        return ""  # several, a club, or more than a name
    if language_of(named) == language:
        return named
    return romanise(named) if language == "en" else ""


def told_of(text: str, person: str, language: Language) -> str:
    """The question with `person` for its pronoun, or behind its verb; itself where neither is."""
    return _english(text, person) if language == "en" else _arabic(text, person)


def _english(text: str, person: str) -> str:
    match = _PRONOUN.search(text)
    if not match:
        return text
    owner = f"{person}'" if person.endswith("s") else f"{person}'s"
    last = not text[match.end() :].strip(END + " ")
    name = owner if match[2] and not last else person
    return text[: match.start()] + name + text[match.end() :]


def _arabic(text: str, person: str) -> str:
    for match in reversed([*_PRONOUNED.finditer(text)]):
        if match[0] not in _WITHOUT and (named := with_noun(match[0], person)):
            return f"{text[: match.start()]}{named}{text[match.end() :]}"
    bare = text.strip(END)
    alone = _ALONE.regex.match(bare)
    return f"{bare[: alone.end()]} {person}{bare[alone.end() :]}؟" if alone else text
