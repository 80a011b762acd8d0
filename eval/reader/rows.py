"""Training rows for the reader: questions on passages cut as in use, and negatives.

An epoch holds each question as often as its weight says, and for every other one a passage that
does not answer it. Half of those are of the kinds that fool a reader: the passage next door, the
passage that the retriever finds first, the right passage without its sentence, another question
that begins alike, a number or name of the question swapped. The rest are any other article's. A
question that its own paragraph does not answer is a negative as it stands.
"""

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from transformers import PreTrainedTokenizerFast

from eval.reader.data import Paragraph, Question

__all__ = ["Example", "Sampler"]

NUMBER = re.compile(r"\d+")
NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
MAX_QUESTION = 48
NEGATIVES = 0.5
"""Negatives for each positive row."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence; `start` and `end` are token positions in `body`, -1 without an answer."""

    question: list[int]
    body: list[int]
    start: int = -1
    end: int = -1


class Sampler:
    """Draws the training rows of an epoch; the same for the same seed."""

    def __init__(
        self,
        questions: Sequence[Question],
        tokenizer: PreTrainedTokenizerFast,
        neighbours: dict[str, list[str]],
        seed: int,
    ) -> None:
        self.questions = list(questions)
        self.tokenizer = tokenizer
        self.neighbours = neighbours
        self.seed = seed
        self.paragraphs = {q.paragraph.key: q.paragraph for q in questions}
        self.by_opening: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
        self.names: defaultdict[str, list[str]] = defaultdict(list)
        for question in self.questions:
            self.by_opening[question.language, _opening(question.text)].append(question)
            if question.language not in {"ar", "ko", "zh", "th", "hi"}:
                self.names[question.language] += NAME.findall(question.text)

    def epoch(self, number: int = 0) -> list[Example]:
        """The rows of an epoch, in random order; each `number` draws others."""
        rng = random.Random(self.seed + 1000 * number)
        drawn: list[Question] = []
        for question in self.questions:
            whole = int(question.weight)
            part = question.weight - whole
            drawn += [question] * (whole + bool(part and rng.random() < part))
        rng.shuffle(drawn)
        rows = []
        for question in drawn:
            budget = _budget(question, rng)
            if not question.answers:
                rows.append(self._whole(question, question.paragraph, budget, rng))
                continue
            rows.append(self._positive(question, budget, rng))
            if rng.random() < NEGATIVES:
                hard = rng.random() < 0.5
                make = self._negative if hard else partial(self._elsewhere, drawn)
                rows.append(make(question, budget, rng))
        rng.shuffle(rows)
        return rows

    def _elsewhere(
        self, drawn: Sequence[Question], question: Question, budget: int, rng: random.Random
    ) -> Example:
        """A passage of another article in the passage's language."""
        own = question.paragraph
        for _ in range(1000):
            other = rng.choice(drawn).paragraph
            if other.language == own.language and other.title != own.title:
                break
        return self._whole(question, other, budget, rng)

    def _positive(self, question: Question, budget: int, rng: random.Random) -> Example:
        paragraph = question.paragraph
        answer = rng.choice(question.answers)
        start, end = _token_span(paragraph, answer)
        low, high = _window(paragraph, start, end, budget, rng)
        start, end = start - low, min(end, high - 1) - low
        body = paragraph.ids[low:high]
        return Example(self._ask(question), body, start, end)

    def _negative(self, question: Question, budget: int, rng: random.Random) -> Example:
        makers = [self._next_door, self._retrieved, self._removed, self._alike, self._swapped]
        order = rng.sample(makers, k=len(makers))
        if rng.random() < 0.35:  # the retriever's own mistakes are what the reader will see
            order.insert(0, self._retrieved)
        for make in order:
            if example := make(question, budget, rng):
                return example
        other = rng.choice(self.questions)
        return self._whole(question, other.paragraph, budget, rng)

    def _next_door(self, question: Question, budget: int, rng: random.Random) -> Example | None:
        """Another part of the same paragraph, or another paragraph of the same article."""
        paragraph = question.paragraph
        spans = [_token_span(paragraph, a) for a in question.answers]
        low, high = min(s for s, _ in spans), max(e for _, e in spans) + 1
        before = max((c for c in paragraph.cuts if c <= low), default=0)
        after = min((c for c in paragraph.cuts if c >= high), default=len(paragraph.ids))
        sides = [(0, before), (after, len(paragraph.ids))]
        sides = [(a, b) for a, b in sides if b - a >= 24]
        if not sides:
            return None
        a, b = rng.choice(sides)
        part = paragraph.ids[a:b]
        if _mentions(paragraph, (a, b), question):
            return None
        body = part[-budget:] if b == before else part[:budget]
        return Example(self._ask(question), body)

    def _retrieved(self, question: Question, budget: int, rng: random.Random) -> Example | None:
        """A passage that the retriever ranks high and that does not hold the answer."""
        keys = self.neighbours.get(f"{question.id}|{question.language}|{question.paragraph.key}")
        for key in rng.sample(keys, k=len(keys)) if keys else []:
            if key in self.paragraphs:
                return self._whole(question, self.paragraphs[key], budget, rng)
        return None

    def _removed(self, question: Question, budget: int, rng: random.Random) -> Example | None:
        """The right passage without the sentences that hold the answer."""
        paragraph = question.paragraph
        edges = [*paragraph.cuts, len(paragraph.ids)]
        spans = [_token_span(paragraph, a) for a in question.answers]
        kept = []
        for a, b in itertools.pairwise(edges):
            holds = any(s < b and e >= a for s, e in spans)
            if not holds and not _mentions(paragraph, (a, b), question):
                kept += paragraph.ids[a:b]
        if len(kept) < 24:
            return None
        return Example(self._ask(question), kept[:budget])

    def _alike(self, question: Question, budget: int, rng: random.Random) -> Example | None:
        """Another question that begins with the same word, put to this passage."""
        alike = self.by_opening[question.language, _opening(question.text)]
        other = rng.choice(alike)
        if other.paragraph.title == question.paragraph.title:
            return None
        return self._right_passage(other, question, budget, rng)

    def _swapped(self, question: Question, budget: int, rng: random.Random) -> Example | None:
        """The right passage for the question with one number or name changed."""
        if match := NUMBER.search(question.text):
            changed = str(int(match[0]) + rng.choice([-3, -2, -1, 1, 2, 3, 10]))
            text = question.text[: match.start()] + changed + question.text[match.end() :]
            return self._right_passage(replace(question, text=text), question, budget, rng)
        match = NAME.search(question.text)
        names = self.names[question.language]
        if not match or len(names) < 20:
            return None
        name = rng.choice(names)
        if name.casefold() in question.text.casefold() + question.paragraph.text.casefold():
            return None
        text = question.text[: match.start()] + name + question.text[match.end() :]
        return self._right_passage(replace(question, text=text), question, budget, rng)

    def _right_passage(
        self, asked: Question, question: Question, budget: int, rng: random.Random
    ) -> Example:
        paragraph = question.paragraph
        start, end = _token_span(paragraph, rng.choice(question.answers))
        low, high = _window(paragraph, start, end, budget, rng)
        return Example(self._ask(asked), paragraph.ids[low:high])

    def _whole(
        self, question: Question, paragraph: Paragraph, budget: int, rng: random.Random
    ) -> Example:
        begin = rng.choice([c for c in paragraph.cuts if c == 0 or len(paragraph.ids) - c > 48])
        body = paragraph.ids[begin : begin + budget]
        return Example(self._ask(question), body)

    def _ask(self, question: Question) -> list[int]:
        ids: list[int] = self.tokenizer(question.text, add_special_tokens=False)["input_ids"]
        return ids[:MAX_QUESTION]


def _budget(question: Question, rng: random.Random) -> int:
    """Tokens of a passage: TyDi QA's are many and read faster short."""
    short = question.paragraph.key.startswith("tydi")
    return rng.randint(60, 150) if short else rng.randint(100, 200)


def _opening(text: str) -> str:
    words = text.split()
    return words[0].casefold().strip("؟?¿,،") if words else ""


def _token_span(paragraph: Paragraph, answer: tuple[int, int]) -> tuple[int, int]:
    """First and last token of an answer given in characters."""
    inside = [
        i for i, (a, b) in enumerate(paragraph.offsets) if a < answer[1] and b > answer[0] and b > a
    ]
    return (inside[0], inside[-1]) if inside else (0, 0)


def _window(
    paragraph: Paragraph, start: int, end: int, budget: int, rng: random.Random
) -> tuple[int, int]:
    """Whole sentences around an answer, at most `budget` tokens (the answer's own at least)."""
    edges = [*paragraph.cuts, len(paragraph.ids)]
    low = max(i for i, c in enumerate(edges) if c <= start)
    high = min(i for i, c in enumerate(edges) if c > end)
    while True:
        sides = []
        if low > 0 and edges[high] - edges[low - 1] <= budget:
            sides.append("low")
        if high < len(edges) - 1 and edges[high + 1] - edges[low] <= budget:
            sides.append("high")
        if not sides:
            break
        if rng.choice(sides) == "low":
            low -= 1
        else:
            high += 1
    first, last = edges[low], edges[high]
    if last - first > 224:  # one very long sentence: cut around the answer
        first = max(first, min(start - 40, end - 160))
        last = min(last, first + 224)
    return first, max(last, end + 1)


def _mentions(paragraph: Paragraph, tokens: tuple[int, int], question: Question) -> bool:
    """Whether a part of the paragraph holds the text of an answer: then it may answer as well."""
    a, b = paragraph.offsets[tokens[0]][0], paragraph.offsets[tokens[1] - 1][1]
    part = paragraph.text[a:b]
    return any(paragraph.text[s:e] in part for s, e in question.answers)
