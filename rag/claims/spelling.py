"""Spelling help: the archive's own word for one that no article has."""

import difflib
import re
from collections.abc import Sequence

from rag.text.fold import fold
from rag.text.names import ARABIC
from rag.text.stylebook import Stylebook
from rag.types import Article

__all__ = ["respelt"]

CLOSE = 0.8
"""Least similarity, 0 to 1, as `difflib.SequenceMatcher.ratio` gives it (Ratcliff and Obershelp,
1988): one letter of five or two of ten."""
LEAST = 4
"""Letters; shorter words are close to too many."""
_WORD = re.compile(r"[^\W\d_]+")


def respelt(
    question: str, missing: Sequence[str], articles: Sequence[Article], stylebook: Stylebook
) -> str:
    """The question with each missing word as the archive or the stylebook spells it.

    "" where no missing word has a near spelling.
    """
    names = {
        name
        for entity in stylebook.entities
        for form in entity.arabic + entity.english
        for name in _WORD.findall(form)
    }
    known = names.union(*(_WORD.findall(a.whole) for a in articles))
    by_form = {fold(word).text: word for word in sorted(known) if len(word) >= LEAST}
    text = question
    for word in missing:
        script = bool(ARABIC.search(word))
        forms = [form for form in by_form if bool(ARABIC.search(form)) == script]
        if near := difflib.get_close_matches(fold(word).text, forms, n=1, cutoff=CLOSE):
            text = text.replace(word, by_form[near[0]])
    return "" if text == question else text
