"""A question that leans on the conversation, rewritten by a language model, and what is kept of it.

The model proposes, code decides: a rewrite may only say again what stands in the question and in
the questions before it. Else the rules of `rag.question.followup` have the word.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from rag.question.kind import Asks, asks_for
from rag.question.names import WORD
from rag.text.events import events_in
from rag.text.fold import analyse, fold
from rag.text.language import language_of
from rag.text.lexicon import wordset
from rag.text.plain import plain
from rag.text.romanise import familiar, romanise
from rag.text.stylebook import Stylebook
from rag.types import Language
from rag.values import Relation, Value, find_values, relate

__all__ = ["MOST_EARLIER", "Rewriter", "leans", "objection", "rewritten"]

log = logging.getLogger(__name__)
MOST_EARLIER = 6
"""Questions before this one that a model is shown, the newest: what leans, leans on those."""
SHORT = 5
"""Words up to which a question without a name leans on the ones before."""


class Rewriter(Protocol):
    """Anything that makes a question whole from the ones before it. Safe to call from threads."""

    def rewrite(self, question: str, history: Sequence[str], language: Language) -> str:
        """The question as it could be asked alone, or "" where nothing came; it does not raise.

        `history` are the questions before it, oldest first. What comes back is not trusted.
        """
        ...


_LEANS: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"^(?:and|or|but|so|then|also|what about|how about)\b|"
        r"\b(?:they|them|their|theirs|it|its|he|him|his|she|her|hers|that|this|these|those|there|"
        r"then|same|latter|former|others?|else|one|ones)\b",
        re.I,
    ),
    "ar": re.compile(
        r"^(?:و(?:ال|لل|ماذا|ما|من|كم|متى|أين|اين|لماذا|كيف|هل|في|عن|على|إلى|منذ|بعد|قبل)|أو )|"
        r"(?<!\w)[وفبكل]?(?:هو|هي|هم|هن|هذا|هذه|ذلك|تلك|هؤلاء|أولئك|هناك|حينها|وقتها|نفسه|نفسها|"
        r"الأخير|الأخيرة|غيره|غيرها|غيرهم)(?!\w)|\w{2}(?:هم|ها|هن|هما|ه|وا)(?!\w)"
    ),
}
_SMALL = wordset(
    # English: the words of grammar and of asking, which name nothing.
    "a an the and or but so of in on at to from by for with about as into over during after before "
    "since until between among than that which who whom whose what when where why how many much "
    "long is are was were be been being do does did has have had will would can could should may "
    "might must there this these those it its they them their he him his she her also else any all "
    "some other others if because happen happened happens occur occurred take took taken place "
    "many number people person reason kind name long old "
    # Arabic, folded.
    "ما ماذا من متي اين لماذا كيف هل كم اي ايه عدد سبب اسباب في علي عن الي منذ بعد قبل خلال بين مع "
    "عند حتي اثناء حول بسبب ضد هو هي هم هن هما هذا هذه ذلك تلك هناك الذي التي الذين اللواتي ان انه "
    "انها انهم او ثم و قد كان كانت كانوا تم جري حدث حدثت وقع وقعت يكون تكون اشخاص شخص شخصا الاشخاص "
    "كل بعض ايضا غير لدي له لها لهم فيه فيها منه منها عليه عليها به بها"
)
_ENDINGS: dict[Language, tuple[str, ...]] = {
    "en": ("'s", "ing", "ed", "es", "s", "d"),
    "ar": ("هما", "هم", "ها", "هن", "وا", "ون", "ين", "ت", "ا", "ه"),
}
"""What the same word may have more in one question than in another."""
_LEAST_STEM = 3


def leans(text: str, language: Language) -> bool:
    """Whether a question may lean on one before it: a model is worth asking, no more."""
    return bool(_LEANS[language].search(text)) or len(text.split()) <= SHORT


def rewritten(
    text: str,
    history: Sequence[str],
    rewriter: Rewriter,
    stylebook: Stylebook,
    max_chars: int,
) -> str:
    """What a rewriter makes of a question, if that may stand for it; "" if not, which is logged."""
    shown = list(history)[-MOST_EARLIER:]
    made = rewriter.rewrite(text, shown, language_of(text)).strip()
    if not made:
        return ""
    if why := objection(made, text, shown, stylebook, max_chars):
        log.info("rewrite of a follow-up not used, %s: %r", why, made[:200])
        return ""
    return made


def objection(
    made: str, text: str, history: Sequence[str], stylebook: Stylebook, max_chars: int
) -> str:
    """Why a rewrite of the question `text` may not stand for it; "" if it may.

    It is one line within the limit, in the question's language, asks for the same kind of thing
    and keeps the question's own words. Each number and date is one of the question's or of the
    questions before it, and so is each word, in some form; the words of grammar are free. So no
    name is new, in a script without capitals too.
    """
    language, known = language_of(text), [text, *history]
    if len(made) > max_chars or "\n" in made or not made.isprintable():
        return "it is no single line within the limit"
    if language_of(made) != language:
        return "it is in another language"
    asked = asks_for(text, language)
    if asked is not Asks.OTHER and asks_for(made, language) is not asked:
        return "it asks for something else"
    values = [value for other in known for value in _values(other)]
    for value in _values(made):
        if not any(relate(value, other) is Relation.EQUAL for other in values):
            return "a number or date is new"
    if new := next(_new_words(made, known, language, stylebook), ""):
        return f"{new!r} is new"
    if lost := next(_new_words(text, [made], language, stylebook, leaning=True), ""):
        return f"{lost!r} is lost"
    if joined := next(_joined(made, known), ""):
        return f"{joined!r} is a new name"
    return ""


def _values(text: str) -> list[Value]:
    return [found.value for found in find_values(text, language_of(text), None)]


def _new_words(
    text: str,
    known: Sequence[str],
    language: Language,
    stylebook: Stylebook,
    *,
    leaning: bool = False,
) -> Iterator[str]:
    """Yield the words of a text that no known one has in any form, the words of grammar left out.

    `leaning` leaves out the words that lean, too: pronouns give way to what they stand for.
    """
    entities = frozenset().union(*(stylebook.names(other) for other in known))
    named = [m for m in stylebook.find(text) if m.entity in entities]
    events = frozenset().union(*map(events_in, known))
    theirs = frozenset(form for other in known for form in _all_forms(other, language))
    for match in WORD.finditer(text):
        word = match[0]
        if fold(word).text in _SMALL or any(m.start <= match.start() < m.end for m in named):
            continue
        if leaning and (_LEANS[language].fullmatch(word) or _is_small(word, language)):
            continue
        own = _forms(word, language)
        same_event = events_in(word)
        if not own & theirs and not (same_event and same_event <= events):
            yield word


def _is_small(word: str, language: Language) -> bool:
    """Whether a word is one of grammar with a letter joined on: "وكم", "فهل"."""
    bare = fold(word).text
    return language == "ar" and bare[:1] in "وف" and bare[1:] in _SMALL


def _all_forms(text: str, language: Language) -> Iterator[str]:
    for match in WORD.finditer(text):
        yield from _forms(match[0], language)
        if language == "en" and language_of(match[0]) == "ar":
            yield from map(str.lower, re.split(r"[\s-]", fold(romanise(match[0])).text))


def _forms(word: str, language: Language) -> frozenset[str]:
    """The forms under which two words are one. A name in English keeps all its letters."""
    bare = fold(word).text
    forms = {bare, bare.removesuffix("'s"), *analyse(word)}
    if language == "ar":
        forms |= {f[1:] for f in (*forms,) if f[:1] in "وفبكل" and len(f) > _LEAST_STEM}
        forms |= {f"ال{f[2:]}" for f in (*forms,) if f.startswith("لل")}
    elif word[:1].isupper():
        return frozenset(forms)
    return frozenset(
        {
            *forms,
            *(
                form.removesuffix(ending)
                for form in forms
                for ending in _ENDINGS[language]
                if form.endswith(ending) and len(form) - len(ending) >= _LEAST_STEM
            ),
        }
    )


def _joined(made: str, known: Sequence[str]) -> Iterator[str]:
    """Yield two words that stand together as a name, and do so nowhere else: "Vladimir Tokayev"."""
    theirs = {pair for other in known for pair in _pairs(other)}
    for at, (first, second) in enumerate(_pairs(made)):
        words = WORD.findall(made)[at : at + 2]
        capitals = at > 0 and all(word[0].isupper() for word in words)
        given = familiar(first) and second not in _SMALL
        if (capitals or given) and (first, second) not in theirs:
            yield " ".join(words)


def _pairs(text: str) -> list[tuple[str, str]]:
    words = [plain(fold(word).text) for word in WORD.findall(text)]
    return list(pairwise(words))
