"""Training rows for the reader: questions on passages cut as in use, and hard negatives.

Every draw is a triple: one question with a passage that answers it, the same question (or a near
miss of it) with a passage that does not, and another question with its answer, so that two thirds
of the rows teach spans. The negatives are of the kinds that fool a reader: the passage next door,
the passage that the retriever finds first, the right passage without its sentence, another question
that begins alike, a number or name of the question swapped. Some English and Arabic questions have
words of the other language in them.
"""

import itertools
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from transformers import PreTrainedTokenizerFast

from eval.lexicon import Counterparts, switch_words
from eval.reader_data import Paragraph, Question

__all__ = ["Example", "Sampler", "Triple"]

NUMBER = re.compile(r"\d+")
NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
MAX_QUESTION = 48
SWITCHED = 0.5
"""Share of the English and Arabic questions on their own language that get words of the other."""


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence; `start` and `end` are token positions in `body`, -1 without an answer."""

    question: list[int]
    body: list[int]
    start: int = -1
    end: int = -1


Triple = tuple[Example, Example, Example]
"""Answered, not answered, another answered."""


class Sampler:
    """Draws training triples; the draw of a step depends on seed and step alone."""

    def __init__(
        self,
        questions: Sequence[Question],
        tokenizer: PreTrainedTokenizerFast,
        neighbours: dict[str, list[str]],
        tables: Counterparts,
        seed: int,
    ) -> None:
        self.questions = list(questions)
        self.weights = [q.weight for q in questions]
        self.tokenizer = tokenizer
        self.neighbours = neighbours
        self.tables = tables
        self.seed = seed
        self.paragraphs = {q.paragraph.key: q.paragraph for q in questions}
        self.by_opening: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
        self.by_title: defaultdict[tuple[str, str], list[Question]] = defaultdict(list)
        self.names: defaultdict[str, list[str]] = defaultdict(list)
        for question in self.questions:
            self.by_opening[question.language, _opening(question.text)].append(question)
            self.by_title[question.paragraph.title, question.paragraph.language].append(question)
            if question.language not in {"ar", "ko", "zh", "th", "hi"}:
                self.names[question.language] += NAME.findall(question.text)

    def triples(self, step: int, count: int) -> list[Triple]:
        """`count` triples (answered, not answered, another answered) for one step."""
        rng = random.Random(self.seed * 1_000_003 + step)
        drawn = rng.choices(self.questions, self.weights, k=2 * count)
        made = []
        for question, other in zip(drawn[::2], drawn[1::2], strict=True):
            budget = _budget(rng)  # one for the three: rows of one length pad little
            made.append(
                (
                    self._positive(question, budget, rng),
                    self._negative(question, budget, rng),
                    self._positive(other, budget, rng),
                )
            )
        return made

    def _positive(self, question: Question, budget: int, rng: random.Random) -> Example:
        paragraph = question.paragraph
        answer = rng.choice(question.answers)
        start, end = _token_span(paragraph, answer)
        low, high = _window(paragraph, start, end, budget, rng)
        start, end = start - low, min(end, high - 1) - low
        body = self._drop(paragraph.ids[low:high], rng, (start, end))
        return Example(self._ask(question, rng), body, start, end)

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
        return Example(self._ask(question, rng), self._drop(body, rng))

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
        return Example(self._ask(question, rng), self._drop(kept[:budget], rng))

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
        return Example(self._ask(asked, rng), self._drop(paragraph.ids[low:high], rng))

    def _whole(
        self, question: Question, paragraph: Paragraph, budget: int, rng: random.Random
    ) -> Example:
        begin = rng.choice([c for c in paragraph.cuts if c == 0 or len(paragraph.ids) - c > 48])
        body = paragraph.ids[begin : begin + budget]
        return Example(self._ask(question, rng), self._drop(body, rng))

    def _ask(self, question: Question, rng: random.Random) -> list[int]:
        text, language = question.text, question.language
        alone = language in self.tables and language == question.paragraph.language
        if alone and rng.random() < SWITCHED:
            text = switch_words(text, language, self.tables, rng.uniform(0.3, 1.0), rng)
        ids: list[int] = self.tokenizer(text, add_special_tokens=False)["input_ids"][:MAX_QUESTION]
        return self._drop(ids, rng, share=0.04)

    def _drop(
        self,
        ids: list[int],
        rng: random.Random,
        keep: tuple[int, int] = (-1, -2),
        share: float = 0.05,
    ) -> list[int]:
        """Mask a share of the tokens, the answer's excepted: cheap where dropout is dear."""
        mask = int(self.tokenizer.mask_token_id or 0)
        return [
            mask if rng.random() < share and not keep[0] <= i <= keep[1] else token
            for i, token in enumerate(ids)
        ]


def _budget(rng: random.Random) -> int:
    """Tokens of a passage: what the index makes, or as much of a paragraph as a window holds."""
    return rng.randint(128, 224) if rng.random() < 0.5 else rng.randint(56, 120)


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
