"""Group whole sentences into passages of a token budget, by offsets into the published text."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from rag.text.sentences import split_sentences
from rag.types import Article, Passage

__all__ = ["make_passages"]

MAX_PIECE = 2000
"""Characters; longer pieces are cut before their tokens are counted, so that time stays linear."""

_CLAUSE = re.compile(r"(?<=[،,؛;:؟?!.…])\s+|\s+(?=[-–—(«])")
_SPACE = re.compile(r"\s+")
_Sized = tuple[int, int, int]
"""(start, end, tokens) of a sentence."""


def make_passages(
    article: Article,
    keep: Sequence[tuple[int, int]],
    count_tokens: Callable[[str], int],
    budget: int,
    overlap: int,
    longest: int | None = None,
) -> list[Passage]:
    """Cut an article into passages: neighbouring sentences, at most `budget` tokens together.

    `keep` are the (start, end) of what is article, as `kept_spans` gives them; no passage reaches
    over what lies between. Each passage opens with the last `overlap` sentences of the one before,
    where they fit. A sentence over the budget stands alone; over `longest` tokens (twice the
    budget, if not given) it is cut at a clause, else at a word. Every visible character of `keep`
    is in a passage, and `article.text[p.start:p.end] == p.text`.

    Ids are 63-bit hashes of the article's id, the offsets and the words, with the title that they
    are found by: the same passage keeps its id when the archive is indexed again, and different
    words never share one.
    """
    passages: list[Passage] = []
    limits = (budget, max(budget, 2 * budget if longest is None else longest))
    for start, end in keep:
        sentences = split_sentences(article.text, start, end)
        sized = _sized(article.text, sentences, count_tokens, limits)
        groups = _groups(sized, budget, overlap)
        passages += [_passage(article, tuple((s, e) for s, e, _ in group)) for group in groups]
    return passages


def _passage(article: Article, sentences: tuple[tuple[int, int], ...]) -> Passage:
    passage = Passage(0, article, sentences[0][0], sentences[-1][1], sentences)
    key = f"{article.id}\0{passage.start}\0{passage.end}\0{passage.in_context}"
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
    return replace(passage, id=int.from_bytes(digest[:8], "big") >> 1)


def _sized(
    text: str,
    sentences: Sequence[tuple[int, int]],
    count_tokens: Callable[[str], int],
    limits: tuple[int, int],
) -> Iterator[_Sized]:
    """The sentences with their tokens; those over `limits` = (budget, longest) in pieces."""
    budget, longest = limits
    for sentence in sentences:
        for start, end in _bounded(text, *sentence):
            tokens = count_tokens(text[start:end])
            if tokens <= longest:
                yield start, end, tokens
            else:
                yield from _cut(text, (start, end, tokens), count_tokens, budget)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Halves of halves of a span, none longer than MAX_PIECE characters."""
    todo = [(start, end)]
    while todo:
        start, end = todo.pop()
        if end - start <= MAX_PIECE:
            yield start, end
        else:
            left, right = _halves(text, start, end)
            todo += [right, left]


def _cut(
    text: str, piece: _Sized, count_tokens: Callable[[str], int], budget: int
) -> Iterator[_Sized]:
    """Halve a piece until every part is within the budget or one character."""
    todo = [piece]
    while todo:
        start, end, tokens = todo.pop()
        if tokens <= budget or end - start == 1:
            yield start, end, tokens
            continue
        halves = _halves(text, start, end)
        todo += [(s, e, count_tokens(text[s:e])) for s, e in reversed(halves)]


def _halves(text: str, start: int, end: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Cut a span near its middle: after a clause, else between words, else anywhere.

    `text[start]` and `text[end - 1]` are visible, and so are the ends of both halves.
    """
    middle, quarter = (start + end) // 2, (end - start) // 4
    low = max(middle - min(quarter, MAX_PIECE), start + 1)
    high = min(middle + min(quarter, MAX_PIECE), end - 1)
    for pattern in (_CLAUSE, _SPACE):
        gaps = [g.span() for g in pattern.finditer(text, low, high) if g.end() < high]
        if gaps:
            left, right = min(gaps, key=lambda gap: abs(gap[0] - middle))
            return (start, _rstrip(text, start, left)), (_lstrip(text, right, end), end)
    cut = max(middle, start + 1)
    return (start, _rstrip(text, start, cut)), (_lstrip(text, cut, end), end)


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return end


def _lstrip(text: str, start: int, end: int) -> int:
    while start < end - 1 and text[start].isspace():
        start += 1
    return start


def _groups(sentences: Iterable[_Sized], budget: int, overlap: int) -> Iterator[list[_Sized]]:
    """Fill passages in order; each starts anew with the sentences that overlap."""
    group: list[_Sized] = []
    total = 0
    for sentence in sentences:
        if group and total + sentence[2] > budget:
            yield group
            group = _tail(group, overlap, budget - sentence[2])
            total = sum(tokens for _, _, tokens in group)
        group.append(sentence)
        total += sentence[2]
    if group:
        yield group


def _tail(group: list[_Sized], overlap: int, room: int) -> list[_Sized]:
    """The last sentences of a full passage, at most `overlap`, as far as they fit; never all."""
    tail: list[_Sized] = []
    for sentence in reversed(group[1:]):
        room -= sentence[2]
        if len(tail) == overlap or room < 0:
            break
        tail.insert(0, sentence)
    return tail
