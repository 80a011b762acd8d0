"""Training groups: a question with a passage that answers it and passages that do not.

A group has four rows. First what answers: one passage, or two where a story tells it twice. Then
what fools a reader, in this order of preference: the other passages of the question's own story,
the passage without the sentence that answers, the right passage for the question with a number
changed, what the retriever ranks high; at last any passage of the language. Passages are cut to
whole sentences around the answer, as in use.

In half of the groups passages stand under a title, as the later ones of an article do: what their
first sentence begins with stands for it, before what is left of the passage. One title over the
passages of a whole story teaches that a title answers nothing.
"""

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from transformers import PreTrainedTokenizerFast

from eval.reader.data import Paragraph, Question
from eval.reader.stories import Story, paragraphs_of

__all__ = ["SIZE", "Groups", "Item", "Row", "items_of_questions", "items_of_stories"]

SIZE = 4
"""Rows of a group."""
BUDGET = (50, 140)
"""Tokens of a passage, drawn anew for each group: rows of one length waste little on padding."""
LONGEST = 224
LEAST = 24
FEW = 40
"""Tokens that a passage cut from a later sentence has at least."""
MAX_QUESTION = 56
TITLE = (8, 24)
"""Tokens of a title, drawn for each passage."""
OWN_TITLES, ONE_TITLE = 0.35, 0.2
"""Shares of the groups: each passage under its title; all of the story under that which answers."""
DATELINE = re.compile(r"[^.\n]{2,30}? [-–—:] ")
NUMBER = re.compile(r"\d+")
Places = tuple[tuple[int, int], ...]
"""(first, last) tokens of answers."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question in one language: the passages that answer it, and where; those that nearly do.

    `weight` is how often it is drawn in an epoch, on average.
    """

    id: str
    language: str
    text: str
    answered: tuple[tuple[Paragraph, Places], ...]
    near: tuple[Paragraph, ...]
    weight: float = 1.0

    @property
    def own(self) -> list[Paragraph]:
        """Every passage that was written or chosen for this question."""
        return [paragraph for paragraph, _ in self.answered] + list(self.near)


@dataclass(frozen=True, slots=True)
class Row:
    """One sequence; `answers` are (first, last) tokens of `body`, none if it does not answer.

    `title` stands before the body.

    `asked` is false where the question was changed: such a row takes no part in what compares the
    passages of one question.
    """

    question: list[int]
    body: list[int]
    answers: Places = ()
    asked: bool = True
    title: Sequence[int] = ()


def items_of_stories(
    stories: Sequence[Story], tokenizer: PreTrainedTokenizerFast, weight: float = 1.0
) -> list[Item]:
    """The questions of stories; a passage that is not named as answering is a near miss."""
    items = []
    for story in stories:
        paragraphs = paragraphs_of(story, tokenizer)
        for number, asked in enumerate(story.questions):
            answered = tuple(
                (paragraphs[letter], tuple(token_span(paragraphs[letter], p) for p in places))
                for letter, places in asked.answers.items()
            )
            near = tuple(p for letter, p in paragraphs.items() if letter not in asked.answers)
            name = f"{story.id}-{number}"
            items.append(Item(name, asked.language, asked.text, answered, near, weight))
    return items


def items_of_questions(questions: Sequence[Question]) -> list[Item]:
    """The questions of the public sets and our own, each put to one paragraph."""
    items = []
    for question in questions:
        paragraph = question.paragraph
        name = f"{question.id}|{question.language}|{paragraph.key}"
        places = tuple(token_span(paragraph, answer) for answer in question.answers)
        answered = ((paragraph, places),) if places else ()
        near = () if places else (paragraph,)
        items.append(Item(name, question.language, question.text, answered, near, question.weight))
    return items


class Groups:
    """Draws the items of an epoch, and makes their groups; the same for the same seed.

    `retrieved` holds, by an item's id, passages that the retriever ranks high and that lack the
    answer (`eval.reader.mine`); it may be filled once it is known which items are drawn.
    """

    def __init__(
        self,
        items: Sequence[Item],
        tokenizer: PreTrainedTokenizerFast,
        retrieved: Mapping[str, Sequence[Paragraph]],
        seed: int,
    ) -> None:
        self.items = list(items)
        self.tokenizer = tokenizer
        self.retrieved = retrieved
        self.seed = seed
        by_key = {p.key: p for item in items for p in item.own if len(p.ids) >= LEAST}
        self.others: defaultdict[str, list[Paragraph]] = defaultdict(list)
        self.titles: defaultdict[str, set[str]] = defaultdict(set)
        for paragraph in by_key.values():
            self.others[paragraph.language].append(paragraph)
            self.titles[paragraph.language].add(paragraph.title)

    def drawn(self, number: int = 0, most: int | None = None) -> list[Item]:
        """The items of an epoch, in random order; the first `most` of them."""
        rng = random.Random(f"{self.seed} {number}")
        drawn: list[Item] = []
        for item in self.items:
            whole = int(item.weight)
            drawn += [item] * (whole + (rng.random() < item.weight - whole))
        rng.shuffle(drawn)
        return drawn[:most]

    def made(self, items: Sequence[Item], rng: random.Random) -> list[list[Row]]:
        """The group of each item: SIZE rows, what answers first."""
        return [self._group(item, rng) for item in items]

    def _group(self, item: Item, rng: random.Random) -> list[Row]:
        question, budget = self._ids(item.text), rng.randint(*BUDGET)
        titles = _titles(item, rng)
        told = rng.sample(item.answered, k=len(item.answered))[: rng.choice((1, 2))]
        rows = [self._positive(question, *answer, budget, titles, rng) for answer in told]
        others = self._negatives(item, question, budget, titles, rng)
        return rows + list(itertools.islice(others, SIZE - len(rows)))

    def _positive(
        self,
        question: list[int],
        paragraph: Paragraph,
        places: Places,
        budget: int,
        titles: "_Titles",
        rng: random.Random,
    ) -> Row:
        first, last = rng.choice(places)
        low, high = window(paragraph, first, last, budget, rng, titles.least(paragraph, first))
        inside = tuple((a - low, b - low) for a, b in places if a >= low and b < high)
        return Row(question, paragraph.ids[low:high], inside, title=titles.of(paragraph))

    def _negatives(
        self,
        item: Item,
        question: list[int],
        budget: int,
        titles: "_Titles",
        rng: random.Random,
    ) -> Iterator[Row]:
        """Without end: what fools most first, in an order that is drawn."""

        def cut(paragraph: Paragraph) -> Row:
            begin = titles.begin(paragraph, rng)
            body = paragraph.ids[begin : begin + budget]
            return Row(question, body, title=titles.of(paragraph))

        made = [cut(p) for p in item.near]
        if item.answered:
            paragraph, places = rng.choice(item.answered)
            title = titles.of(paragraph)
            if body := without_answer(paragraph, places):
                made.append(Row(question, body[:budget], title=title))
            if changed := _renumbered(item.text, rng):
                low, high = window(paragraph, *places[0], budget, rng)
                asked = self._ids(changed)
                made.append(Row(asked, paragraph.ids[low:high], asked=False, title=title))
        made += [cut(p) for p in self.retrieved.get(item.id, ())[:2]]
        rng.shuffle(made)
        yield from made
        own = item.own
        names = {paragraph.title for paragraph in own}
        alike = self.others[own[0].language] if own else []
        alone = bool(own) and self.titles[own[0].language] <= names
        while alike:
            far = rng.choice(alike)
            if alone or far.title not in names:
                yield cut(far)

    def _ids(self, text: str) -> list[int]:
        ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids[:MAX_QUESTION]


def token_span(paragraph: Paragraph, answer: tuple[int, int]) -> tuple[int, int]:
    """First and last token of an answer given in characters.

    Raises:
        ValueError: no token lies there.
    """
    start, end = answer
    inside = [i for i, (a, b) in enumerate(paragraph.offsets) if a < end and b > start and b > a]
    if not inside:
        raise ValueError(f"no token of {paragraph.key} lies at {answer}")
    return inside[0], inside[-1]


def window(
    paragraph: Paragraph, first: int, last: int, budget: int, rng: random.Random, least: int = 0
) -> tuple[int, int]:
    """Whole sentences around an answer, at most `budget` tokens (the answer's own at least).

    None of them begins before `least`.
    """
    edges = [*paragraph.cuts, len(paragraph.ids)]
    low = max(i for i, c in enumerate(edges) if c <= first)
    high = min(i for i, c in enumerate(edges) if c > last)
    while True:
        sides = []
        if low > 0 and edges[low - 1] >= least and edges[high] - edges[low - 1] <= budget:
            sides.append((low - 1, high))
        if high < len(edges) - 1 and edges[high + 1] - edges[low] <= budget:
            sides.append((low, high + 1))
        if not sides:
            break
        low, high = rng.choice(sides)
    begin, end = edges[low], edges[high]
    if end - begin > LONGEST:  # one very long sentence: cut around the answer
        begin = max(begin, min(first - 40, last - 160))
        end = min(end, begin + LONGEST)
    return begin, max(end, last + 1)


def without_answer(paragraph: Paragraph, places: Places) -> list[int]:
    """The passage without the sentences that hold an answer or repeat its words; [] if short."""
    edges = [*paragraph.cuts, len(paragraph.ids)]
    said = [" ".join(map(str, paragraph.ids[a : b + 1])) for a, b in places]
    kept: list[int] = []
    for begin, end in itertools.pairwise(edges):
        part = " ".join(map(str, paragraph.ids[begin:end]))
        holds = any(a < end and b >= begin for a, b in places)
        if not holds and not any(f" {words} " in f" {part} " for words in said):
            kept += paragraph.ids[begin:end]
    return kept if len(kept) >= LEAST else []


def headline(paragraph: Paragraph, length: int) -> list[int]:
    """What its first sentence begins with, without the dateline: at most `length` tokens."""
    dateline = DATELINE.match(paragraph.text)
    after = dateline.end() if dateline else 0
    begin = next(i for i, (_, end) in enumerate(paragraph.offsets) if end > after)
    edge = paragraph.cuts[1] if len(paragraph.cuts) > 1 else len(paragraph.ids)
    return paragraph.ids[begin : min(edge, begin + length)]


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of a group: none, each passage's own, or `one` over the passages named `under`."""

    length: int = 0
    one: Sequence[int] = ()
    under: frozenset[str] = frozenset()

    def of(self, paragraph: Paragraph) -> Sequence[int]:
        if paragraph.key in self.under:
            return self.one
        return headline(paragraph, self.length) if self.length else ()

    def least(self, paragraph: Paragraph, first: int) -> int:
        """Where a passage may begin: behind its own title, if the answer stands there."""
        second = paragraph.cuts[1] if len(paragraph.cuts) > 1 else 0
        return second if self.length and not self.one and first >= second else 0

    def begin(self, paragraph: Paragraph, rng: random.Random) -> int:
        """Where a passage that does not answer begins."""
        if paragraph.key in self.under:
            return 0  # what tells that it is another event may stand there
        able = [c for c in paragraph.cuts if c == 0 or len(paragraph.ids) - c > FEW]
        return rng.choice(able[1:] or able) if self.length else rng.choice(able)


def _titles(item: Item, rng: random.Random) -> _Titles:
    share, length = rng.random(), rng.randint(*TITLE)
    if share < ONE_TITLE and item.answered:
        above = rng.choice(item.answered)[0]
        return _Titles(length, headline(above, length), frozenset(p.key for p in item.own))
    return _Titles(length) if share < ONE_TITLE + OWN_TITLES else _Titles()


def _renumbered(text: str, rng: random.Random) -> str:
    """The question with its first number changed; "" without one."""
    match = NUMBER.search(text)
    if not match:
        return ""
    changed = abs(int(match[0]) + rng.choice((-3, -2, -1, 1, 2, 3, 10)))
    return f"{text[: match.start()]}{changed}{text[match.end() :]}"
