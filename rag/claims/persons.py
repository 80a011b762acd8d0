"""Whether a sentence is of the person asked about: whose words, whose office, whose name."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rag.claims.candidate import Candidate
from rag.claims.event import Pool, has_word, is_word_of
from rag.claims.speakers import speaker_of
from rag.question.kind import Asks, asks_for_a_name
from rag.question.names import NamedWord
from rag.question.understand import Question
from rag.text.fold import fold, loose_stems, unbound
from rag.text.lexicon import WordPattern, wordset
from rag.text.nations import nations_in
from rag.text.plain import plain
from rag.text.saying import has_saying, is_saying
from rag.tuning import UNKNOWN_NAME
from rag.types import Article

__all__ = [
    "is_of_a_namesake",
    "is_of_another_office",
    "is_said_by_another",
    "lacks_a_name",
    "only_echoes",
]

_WHO_DID = re.compile(
    r"(?:[وف]?من (?:الذي |التي )?|(?:and )?who (?:(?:has|had|first) )?)(?P<verb>\S+)"
)
_WORD = re.compile(r"\w+")
_QUOTED = re.compile('[«"“]')
_TOPIC = re.compile(r"[^:–—]{2,30}[:–—] ")
"""What a headline is about, or where: "Bizerte: a guard dies"."""
_OR = re.compile(r"(?<!\w)(?:أم|ام|أو|او|or)(?!\w)")
_OFFICE = WordPattern(
    r"(?<!\w)[وفلب]?(?P<office>(?:<roles>|<roles_of>)) (?P<of>[^\W\d_]{3,})", "ar"
)
_PARTS_OF_NAMES = wordset("عبد ابو ابي ابا ابن بن آل ال")
_ANY_BODY = loose_stems(
    fold(
        "البلاد الدولة الجمهورية المملكة المنتخب الفريق النادي الشركة البنك المصرف المؤسسة المنظمة "
        "الهيئة الحزب الاتحاد النقابة اللجنة الجامعة الجديد السابق الحالي العام"
    ).text
)
"""What does not tell one office from another: "the coach of the team", "of Tunisia"."""
_CABINET = loose_stems(fold("الحكومة الوزراء").text)
"""The prime minister is called by either."""
AROUND = 3
"""Words before and after the span in which a name may stand."""
NAMED = 0.3
"""Least probability, 0 to 1, of a word of an article to be a name."""


def is_said_by_another(pool: Pool, candidate: Candidate) -> bool:
    """Whether a question for what a person said meets a sentence that another person speaks.

    Whether the sentence is hers at all ("She added that …") is the reader's to judge.
    """
    question, sentence = pool.question, candidate.sentence
    if not has_saying(question.text) or _asks_who_said(question.text):
        return False
    at = candidate.span.start - sentence.start
    speaker = speaker_of(sentence.text, at, candidate.article.language)
    if not speaker:
        return False
    asked = {entity for entity in question.entities if entity.kind == "person"}
    speaking = {entity for entity in pool.stylebook.names(speaker) if entity.kind == "person"}
    if asked and speaking:
        return speaking.isdisjoint(asked)
    return question.language == candidate.article.language and _is_another_name(pool, speaker)


def _is_another_name(pool: Pool, speaker: str) -> bool:
    """Whether the question calls its source by name («وفق المحامي الخوري»), and this is another."""
    text, language = pool.question.text, pool.question.language
    asked = _names_in(pool, speaker_of(text, len(text), language))
    if not (asked and _names_in(pool, speaker)):
        return False
    return not any(is_word_of(speaker, language, name) for name in asked)


def _names_in(pool: Pool, speaker: str) -> list[str]:
    """The names of a source, but for nations: the French president."""
    tagged = pool.tagger.names(speaker) if speaker else ()
    sure = [word.text for word in tagged if word.chance >= UNKNOWN_NAME]
    return [word for word in sure if not nations_in(word, adjectives=True)]


def _asks_who_said(text: str) -> bool:
    """Whether the speaker is what is asked for: "who announced that …"."""
    match = _WHO_DID.match(plain(text))
    return match is not None and is_saying(match["verb"])


def lacks_a_name(pool: Pool, candidate: Candidate) -> bool:
    """Whether a name is asked for, and the words around the span have none but the question's.

    "A guard died of his wounds" does not tell his name, nor does the town in front of a colon.
    """
    question, tagger = pool.question, pool.tagger
    if tagger.encoder is None or not asks_for_a_name(question.text, question.language):
        return False
    sentence, span = candidate.sentence, candidate.span
    words = [(m.start(), m.end()) for m in _WORD.finditer(sentence.text)]
    start, end = span.start - sentence.start, span.end - sentence.start
    inside = [i for i, (low, high) in enumerate(words) if low < end and high > start]
    if not inside:
        return False
    low = words[max(inside[0] - AROUND, 0)][0]
    high = words[min(inside[-1] + AROUND, len(words) - 1)][1]
    near = sentence.text[low:high]
    if _QUOTED.search(near):
        return False
    topic = _TOPIC.match(sentence.text)
    first = topic.end() if topic and topic.end() <= start else 0
    return not any(
        not is_word_of(question.text, question.language, word.text)
        and (word.text == span.text.strip() or not nations_in(word.text, adjectives=True))
        for word in tagger.names(near)
        if word.chance >= NAMED and low + word.start >= first
    )


def only_echoes(pool: Pool, candidate: Candidate) -> bool:
    """Whether a person or place is asked for, and the span only names whom the question names.

    "Who wrote of Gurnah?" is not answered by "Gurnah". Of "Saud or Saad" one is the answer.
    """
    question, tagger = pool.question, pool.tagger
    if question.asks not in {Asks.PERSON, Asks.PLACE} or _OR.search(question.text):
        return False
    span = candidate.span.text
    if not any(word.chance >= NAMED for word in tagger.names(span)):
        return False
    words = [word for word in _WORD.findall(span) if plain(word) not in _PARTS_OF_NAMES]
    return all(is_word_of(question.text, question.language, word) for word in words)


def is_of_another_office(question: Question, candidate: Candidate) -> bool:
    """Whether the holder of an office is asked for, and the sentence gives that of another.

    "Who is the minister of the interior?" is not answered by the minister of foreign affairs.
    """
    if question.asks is not Asks.PERSON or candidate.article.language != question.language:
        return False
    office, of = next(_offices(question.text), ("", frozenset()))
    others = [held for name, held in _offices(candidate.sentence.text) if name == office]
    return bool(of and others) and all(held and of.isdisjoint(held) for held in others)


def _offices(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Each office, and the stems of the two words behind it at most; none if they tell little."""
    for match in _OFFICE.regex.finditer(fold(text).text):
        stems = loose_stems(match["of"])
        if not _ANY_BODY.isdisjoint(loose_stems(match["of"].split()[0])):
            stems = frozenset()
        yield match["office"], stems if stems.isdisjoint(_CABINET) else stems | _CABINET


def is_of_a_namesake(pool: Pool, candidate: Candidate) -> bool:
    """Whether the sentence names another of the same family, or of the same first name.

    In one language only; the article must know the asked one by another sentence, or lack a name
    of his altogether.
    """
    question, article = pool.question, candidate.article
    if article.language != question.language:
        return False
    full = list(_full_names(question))
    tagged = pool.tagger.names(candidate.sentence.text) if full else ()
    return any(_is_another(tagged, article, *both) for both in full)


def _full_names(question: Question) -> Iterator[tuple[str, str]]:
    """Two names in a row, as a question gives them: first name and family."""
    sure = [word for word in question.names if word.chance >= UNKNOWN_NAME]
    for one, other in pairwise(sure):
        if one.start + len(one.text) + 1 == other.start:
            yield one.text, other.text


def _is_another(tagged: Sequence[NamedWord], article: Article, first: str, family: str) -> bool:
    """Whether one of the two names stands beside another name in place of its own."""
    firsts, families = (
        {word for word in tagged if _is(word.text, name, article.language)}
        for name in (first, family)
    )
    if firsts and families:
        return False
    unheard = not has_word(article, family)
    return any(
        (other in families and _is_defined(other.text) == _is_defined(family))
        or (one in firsts and unheard)
        for one, other in pairwise(tagged)
        if one.start + len(one.text) + 1 == other.start
        and min(one.chance, other.chance) >= UNKNOWN_NAME
    )


def _is_defined(word: str) -> bool:
    """Whether a word has the article, as a family keeps it: أمازيغ is none of الأمازيغ."""
    return unbound(word).startswith("ال") or word.startswith("لل")


def _is(word: str, name: str, language: str) -> bool:
    """Whether a word is the name, or ends in it: «عبدالرؤوف»."""
    return word.endswith(name) or is_word_of(word, language, name)
