"""Question words of the dialects, put into the written language that rules and reader know."""

import re

from rag.text.lexicon import rebuilt, rows, words
from rag.text.plain import plain
from rag.text.saying import is_saying

__all__ = ["written"]

_WRITTEN: dict[tuple[str, ...], str] = {}
_MARKS = "؟?!.،,"
SHORTEST = 2
"""Letters of what may be another word in the middle of a question: شو, وش."""


@rebuilt
def _build() -> None:
    """Fill the table from spoken.csv."""
    _WRITTEN.clear()
    for row in rows("spoken.csv", ("written", "spoken")):
        for name in row.alternatives("spoken"):
            _WRITTEN[tuple(plain(name).split())] = row["written"]


def written(text: str) -> str:
    """The question with its dialect question words in writing; itself where it has none.

    The first stands first, second or last («الساعة كام», «المباراة وين؟»), or anywhere if no word
    asks in writing; others have "and" in front of them.

    >>> written("وين وقع الحريق؟"), written("فوقاش ووين الماتش؟")
    ('أين وقع الحريق؟', 'متى وأين الماتش؟')
    """
    parts = text.split()
    text = next(filter(None, (_replaced(parts, at) for at in (0, 1, len(parts) - 1))), text)
    for at in range(1, len(parts)):
        text = _replaced(text.split(), at, joined=True) or text
    if not _asks(text):
        anywhere = (_replaced(parts, at) for at, word in enumerate(parts) if len(word) > SHORTEST)
        text = next(filter(None, anywhere), text)
    return text


def _asks(text: str) -> bool:
    """Whether a question has a question word in writing."""
    asking = {plain(word) for word in words("question_words")}
    said = plain(text).strip(_MARKS).split()
    return any(word in asking or word.removeprefix("و") in asking for word in said)


def _replaced(parts: list[str], at: int, *, joined: bool = False) -> str:
    """The question with the word at a place in writing; "" where none of a dialect stands there."""
    said = [plain(part).strip(_MARKS) for part in parts]
    for length in (2, 1):
        if not 0 <= at <= len(parts) - length:
            continue
        conjunction, key = _key(said[at : at + length])
        if key in _WRITTEN and (conjunction or not joined):
            following = said[at + length : at + length + 1]
            word = conjunction + _chosen(key, following if at == 0 else [])
            tail = re.search(rf"[{re.escape(_MARKS)}]*$", parts[at + length - 1])
            last = tail[0] if tail else ""
            return " ".join((*parts[:at], word + last, *parts[at + length :]))
    return ""


def _key(said: list[str]) -> tuple[str, tuple[str, ...]]:
    """The words of a question as the table has them, and the "and" before them."""
    key = tuple(said)
    bare = (key[0][1:], *key[1:]) if key[0][:1] == "و" else key
    return ("و", bare) if key not in _WRITTEN and bare in _WRITTEN else ("", key)


def _chosen(key: tuple[str, ...], following: list[str]) -> str:
    """The written form; "what" has another one beside a verb of saying: «شو قال», «قال إيه»."""
    form = _WRITTEN[key]
    if form == "ما" and (not following or is_saying(following[0], surely=True)):
        return "ماذا"
    return form
