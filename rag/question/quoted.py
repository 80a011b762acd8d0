"""What a question has in quotation marks: a name, or somebody's words."""

import re
from collections.abc import Iterator, Sequence

from rag.question.names import WORD
from rag.text.language import language_of
from rag.text.lexicon import rebuilt, words
from rag.text.plain import plain
from rag.text.saying import is_saying

__all__ = ["hidden", "quoted_names"]

_QUOTED = re.compile('«[^«»]*»|“[^“”]*”|"[^"]*"|„[^„“”]*[“”]|‘[^‘’]*’')
MOST_WORDS = 3
"""Words of a name in quotation marks; what is longer is somebody's words, or a title."""
HIDDEN = "\ufffd"
_LETTER = re.compile(r"\S")
_SENTENCE = re.compile("[?؟!.،,؛;:]")
_THAT = re.compile(r"(?:[:،,]|(?<!\w)و?[بلك]?(?:ان|انه|انها|انهم|انهن|that))\s*$")
_COUNTED = re.compile(r"(?:(?<!\w)[وف]?ب?كم(?: عدد)?(?: من)?|\b(?:many|much|number of))\s*$")
_functional: set[str] = set()
_denying: set[str] = set()


@rebuilt
def _build() -> None:
    """Fill the words that are the question's own grammar, in quotation marks or not."""
    for found in (_functional, _denying):
        found.clear()
    _denying.update(map(plain, words("negation")))
    lists = ("never_names", "question_words", "auxiliaries", "settings", "prepositions",
             "relatives", "of_anything")  # fmt: skip
    _functional.update(_denying, *(map(plain, words(name)) for name in lists))


def hidden(text: str) -> str:
    """A text of the same length, with no letters in quotation marks: no rule finds words there.

    >>> hidden("من غنى «يا وين» هنا؟").replace(HIDDEN, "-")
    'من غنى --- ---- هنا؟'
    """
    return _QUOTED.sub(lambda quote: _LETTER.sub(HIDDEN, quote[0]), text)


def quoted_names(text: str) -> Iterator[tuple[int, int]]:
    """The (start, end) of the words of names in quotation marks.

    A name has three words at most. What somebody said is none, nor is what is counted; words of
    grammar in a name are left out.

    >>> question = "من صاحب الجمل «سهم»، ومن قال «لن أبيع»؟"
    >>> [question[start:end] for start, end in quoted_names(question)]
    ['سهم']
    """
    for quote in _QUOTED.finditer(text):
        inner = slice(quote.start() + 1, quote.end() - 1)
        found = list(WORD.finditer(text, inner.start, inner.stop))
        if not 0 < len(found) <= MOST_WORDS or _SENTENCE.search(text[inner]):
            continue
        if _COUNTED.search(plain(text[: quote.start()])) or _is_said(text, quote, found):
            continue
        yield from (word.span() for word in found if _may_name(word[0]))


def _is_said(text: str, quote: re.Match[str], found: Sequence[re.Match[str]]) -> bool:
    """Whether a quotation is what somebody said.

    «قالت «رويترز» إن» names who speaks: a verb stands before its subject, too, but in English.
    """
    if plain(found[0][0]) in _denying:
        return True
    before, after = text[: quote.start()], text[quote.end() :]
    ends = not WORD.search(after) or not after.startswith(" ")
    verb = WORD.findall(before)[-1:]
    if verb and before.endswith(f"{verb[0]} ") and is_saying(verb[0], surely=True):
        return ends or language_of(text) == "en"
    return ends and _THAT.search(plain(before)) is not None


def _may_name(word: str) -> bool:
    return len(word) > 1 and not word.isdigit() and plain(word) not in _functional
