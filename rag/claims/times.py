"""Whether an article may speak of the days that the question states.

Code can only take away here: what has nothing to do with those days tells of another event.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from rag.question.understand import Question
from rag.text.fold import fold
from rag.types import Article, Passage
from rag.values import Precision, Value, When, find_values, whole
from rag.values.calendar import month

__all__ = ["is_news_of_then", "is_of_another_time", "overlap"]

LONGEST_PERIOD = 800
"""Days; a longer period that an article mentions ("since 1989") dates nothing."""
SEASON = 190
"""Days of the longest period that tells of a month or a day within it: half a year."""
NEWS_DELAY = 3
"""Days before publication that an article without a date of its own may speak of."""
_QUARTER = re.compile(
    r"(?<!\w)(?:[وف]?[بلك]?ال|[وف]?لل)(?:ربع|فصل|ثلاثي) (?P<ar>الاول|الثاني|الثالث|الرابع)(?!\w)"
    r"(?! (?:من|ل?عام|ل?سنه|لل?عام|لل?سنه|العام|السنه|[0-9]{4}))"
    r"|\b(?P<en>first|second|third|fourth)[- ]quarter(?! (?:of|[0-9]{4}))"
)
"""A quarter of no year that is said."""
_NUMBERS = {"الاول": 1, "first": 1, "الثاني": 2, "second": 2, "الثالث": 3, "third": 3,
            "الرابع": 4, "fourth": 4}  # fmt: skip


def is_of_another_time(
    question: Question, article: Article, said: Sequence[Value], sentence: str = ""
) -> bool:
    """Whether the question states a day or period that the article does not speak of.

    Nothing in the article falls into it, or the sentence, whose values are `said`, states other
    dates in full; of quarters and halves of a year it may also state others from its day of
    publication on: a quarter of no year is the last that was over. A period of years ("from 1989
    to 2019") dates no report.
    """
    if any((d.end - d.start).days > LONGEST_PERIOD for d in question.dates if d.start and d.end):
        return False
    if not question.dates:
        return False
    periods = _periods(article.whole, article.language, article.published)
    if any(not any(_dates(p, asked) for p in periods) for asked in question.dates):
        return True
    days = [value for value in said if isinstance(value, When) and value.start and value.end]
    days += _quarters(sentence, article.published)
    parts = [value for value in days if value.precision is Precision.SPAN]
    if parts and all(asked.precision is Precision.SPAN for asked in question.dates):
        days = parts
    elif any(value.relative for value in days):
        return False
    stated = [(each.start, each.end) for each in map(whole, days) if each.start and each.end]
    return bool(stated) and not any(overlap(a, p) for a in question.dates for p in stated)


def is_news_of_then(question: Question, passage: Passage) -> bool:
    """Whether the passage's article came out in the days that the question states.

    Such an article seldom says the date that it bears; so does one that names the quarter asked for
    without its year. A passage that states dates in full is none: they may be others.
    """
    article = passage.article
    if not (question.dates and article.published):
        return False
    then = (article.published - timedelta(days=NEWS_DELAY), article.published)
    named = {(q.start, q.end) for q in _quarters(passage.text, article.published)}
    if not all(overlap(d, then) or (d.start, d.end) in named for d in question.dates):
        return False
    stated = _whens(passage.text, article.language, article.published)
    return all(when.relative or not when.start for when in stated)


def _dates(period: tuple[date, date], asked: When) -> bool:
    """Whether a period that an article mentions tells of the days asked for: a year of no month."""
    if not (asked.start and asked.end and overlap(asked, period)):
        return False
    return (period[1] - period[0]).days <= max(SEASON, (asked.end - asked.start).days)


def overlap(asked: When, period: tuple[date, date]) -> bool:
    """Whether what a question states has a day in common with a period (first and last day)."""
    start, end = period
    return bool(asked.start and asked.end and asked.start <= end and start <= asked.end)


def _quarters(text: str, published: date | None) -> list[When]:
    """The quarters that a text names without a year: each the last of its number that was over."""
    found: list[When] = []
    if published is None:
        return found
    for match in _QUARTER.finditer(fold(text).text.lower()):
        number = _NUMBERS[match["ar"] or match["en"]]
        for year in (published.year, published.year - 1):
            first, last = month(year, 3 * number - 2), month(year, 3 * number)
            if last.end and last.end < published:
                found.append(When(first.start, last.end, Precision.SPAN, relative=True))
                break
    return found


def _whens(text: str, language: str, published: date | None) -> list[When]:
    found = find_values(text, language, published)
    return [each.value for each in found if isinstance(each.value, When)]


@lru_cache(maxsize=2048)
def _periods(text: str, language: str, published: date | None) -> tuple[tuple[date, date], ...]:
    """The days and periods that an article states, and the days that news of that day tells."""
    found = [
        (value.start, value.end)
        for value in map(whole, _whens(text, language, published) + _quarters(text, published))
        if value.start and value.end
    ]
    stated = [(s, e) for s, e in found if (e - s).days <= LONGEST_PERIOD]
    if published:
        stated.append((published - timedelta(days=NEWS_DELAY), published))
    return tuple(stated)
