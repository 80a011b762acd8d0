"""A rate of exchange answers for its own currency: the euro's is not the dollar's."""

import re

from rag.question.understand import Question
from rag.text.fold import fold
from rag.types import Passage
from rag.values.money import currencies_in

__all__ = ["is_of_another_currency"]

_RATE = re.compile(
    r"(?<!\w)(?:[وفبل]{0,2}(?:ال)?(?:سعر|اسعار|صرف)|بكم)(?!\w)"
    r"|\b(?:rate|price|exchange|worth|trad\w+|sell\w*|buy\w*)\b"
)
_PAID_IN = re.compile(r"(?<!\w)بال\w+|\bin (?:\w+ )?\w+\b", re.IGNORECASE)
"""What a price is told in is not what is priced: "in dollars", «بالدولار»."""


def is_of_another_currency(question: Question, passage: Passage) -> bool:
    """Whether the price of one currency is asked for, and the passage has not even its name."""
    asked = currencies_in(_PAID_IN.sub(" ", question.text))
    if len(asked) != 1 or not _RATE.search(fold(question.text).text.lower()):
        return False
    return asked.isdisjoint(currencies_in(f"{passage.article.title}\n{passage.text}"))
