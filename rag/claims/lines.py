"""Lines of an article that state nothing of the news: its head, its author, its own mistakes."""

import re

from rag.claims.candidate import Candidate
from rag.question.understand import Question
from rag.values import When

__all__ = ["is_dateline", "is_withdrawn"]

LONGEST_DATELINE = 9
"""Words, but for digits and dashes: a town, an outlet, who writes, a weekday."""
_LETTERS = re.compile(r"[^\W\d_]+")
APART = "-–—،,:()|/."
_DASHES = tuple("-–—|/")
_WITHDRAWN = re.compile(
    r"(?:ذكرت|أوردت|قالت|جاء في|ورد في) (?:نسخة|صيغة) سابقة|ورد خطأ|ذكر(?:نا|ت)? (?:خطأ|بالخطأ)"
    r"|(?:نسخة|صيغة) سابقة من (?:هذا |هذه )?ال(?:خبر|مقال|تقرير|نص|قصة)"
    r"|النسخة السابقة"
    r"|\b(?:earlier|previous) version (?:said|stated|gave|of th(?:e|is) (?:article|story|report))\b"
    r"|\b(?:incorrectly|mistakenly|wrongly) (?:said|stated|gave)\b",
    re.IGNORECASE,
)
"""Of the article itself: a festival, too, has earlier versions."""
_BYLINE = re.compile(r"(?:\S+ ){1,5}[-–—] (?:\S+ ){0,3}[^\s.؟?!]+")
HEAD = 2
"""Lines of an article in which its place and its author stand."""


def is_dateline(candidate: Candidate) -> bool:
    """Whether the sentence is the head of an article: a date, apart from a place or an agency.

    "Tunis - 20 January 2022" and "Monday, 20 May 2024" are, and so is "Fez - A. Idrissi" above the
    news; "It began on 20 May" is not.
    """
    sentence, text = candidate.sentence, candidate.article.text
    if _is_byline(candidate):
        return True
    days = [(f.start, f.end, f.value) for f in candidate.values if isinstance(f.value, When)]
    if not days or len(_LETTERS.findall(sentence.text)) > LONGEST_DATELINE:
        return False
    after = text[days[-1][1] : sentence.end].lstrip()
    if after and after[0] not in APART:
        return False
    before = text[sentence.start : days[0][0]].rstrip()
    stated = next((start for start, _, when in days if not when.relative), days[0][0])
    byline = text[sentence.start : stated].rstrip()  # "Today" may be the name of the outlet
    return not before or before[-1] in APART or byline[-1:] in _DASHES


def _is_byline(candidate: Candidate) -> bool:
    """Whether it is one of the first lines, a place or an outlet, a dash and a name."""
    sentence, article = candidate.sentence, candidate.article
    line = sentence.text
    above = article.text[: sentence.start].split("\n")
    alone = article.text[sentence.end : sentence.end + 1] in {"", "\n", "\r"} and not above[-1]
    return (
        alone
        and sum(map(bool, above)) < HEAD
        and line != article.title
        and not candidate.values
        and _BYLINE.fullmatch(line) is not None
    )


def is_withdrawn(question: Question, candidate: Candidate) -> bool:
    """Whether the sentence tells what an earlier version had wrong, and not what is right."""
    wrong = _WITHDRAWN.search(candidate.sentence.text)
    return bool(wrong) and len(candidate.values) < 2 and not _WITHDRAWN.search(question.text)
