"""Training data for the reader: questions, passages cut as in use, and hard negatives.

Every draw is a pair: one question with a passage that answers it, and the same question (or a near
miss of it) with a passage that does not. The negatives are of the kinds that fool a reader: the
passage next door, the passage that the retriever finds first, the right passage without its
sentence, another question that begins alike, a number or name of the question swapped.
"""

import itertools
import json
import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from transformers import PreTrainedTokenizerFast

__all__ = ["Example", "Paragraph", "Question", "Sampler", "Split", "load_split"]

SENTENCE_END = re.compile(r"(?<=[.!?؟。।…])\s+|(?<=[。！？])|\n+")
NUMBER = re.compile(r"\d+")
NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
MAX_QUESTION = 48
TEST_XQUAD, CALIBRATION_XQUAD = 4, 3
TEST_ARCD, CALIBRATION_ARCD = 10, 10


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, tokenised once. `cuts` are token positions where a sentence begins."""

    key: str
    title: str
    language: str
    text: str = field(repr=False)
    ids: list[int] = field(repr=False)
    offsets: list[tuple[int, int]] = field(repr=False)
    cuts: list[int] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Question:
    """A question put to one paragraph; `answers` are (start, end) in the paragraph's text."""

    id: str
    text: str
    language: str
    paragraph: Paragraph
    answers: tuple[tuple[int, int], ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Example:
    """One sequence; `start` and `end` are token positions in `body`, -1 without an answer."""

    question: list[int]
    body: list[int]
    start: int = -1
    end: int = -1


@dataclass(frozen=True, slots=True)
class Split:
    """Questions by use. Whole articles: none has questions in two parts."""

    train: list[Question]
    calibration: list[Question]
    test: list[Question]


def load_split(folder: Path, tokenizer: PreTrainedTokenizerFast, seed: int) -> Split:
    """Read the SQuAD-format files of `folder` and hold whole articles out.

    XQuAD: 4 articles to test on and 3 to calibrate on, the same in every language. ARCD: 10 and
    10. TyDi QA: half of English dev each. The rest trains.
    """
    parts: dict[str, list[Question]] = {"train": [], "calibration": [], "test": []}
    _add_xquad(folder, tokenizer, seed, parts)
    arcd = _read(folder / "arcd.train.json", "ar", tokenizer, 3.0)
    _deal(arcd, random.Random(seed + 1), (TEST_ARCD, CALIBRATION_ARCD), parts)
    for file in sorted(folder.glob("tydiqa.*.json")):
        language = file.name.split(".")[1][:2]
        questions = _read(file, language, tokenizer, 1.5)
        if file.name == "tydiqa.english.dev.json":
            half = len(questions) // 2
            parts["calibration"] += questions[:half]
            parts["test"] += questions[half:]
        else:
            parts["train"] += questions
    return Split(**parts)


def _add_xquad(
    folder: Path, tokenizer: PreTrainedTokenizerFast, seed: int, parts: dict[str, list[Question]]
) -> None:
    """Cross the parallel files: every language's question on Arabic, English and its own text."""
    files = {f.name.split(".")[2]: f for f in sorted(folder.glob("xquad.train.*.json"))}
    by_language = {lang: _read(file, lang, tokenizer, 1.0) for lang, file in files.items()}
    texts = {lang: {q.id: q for q in qs} for lang, qs in by_language.items()}
    held = _hold([q.paragraph.title for q in by_language["en"]], random.Random(seed))
    part_of = {q.id: held(q.paragraph.title) for q in by_language["en"]}
    for asked, questions in by_language.items():
        for target in sorted({"ar", "en", asked}):
            for question in questions:
                twin = texts[target][question.id]
                core = {asked, target} <= {"ar", "en"}
                part = part_of[question.id]
                if part == "train" or core:
                    parts[part].append(
                        Question(
                            id=question.id,
                            text=question.text,
                            language=asked,
                            paragraph=twin.paragraph,
                            answers=twin.answers,
                            weight=1.5 if core else (0.5 if target == "ar" else 0.3),
                        )
                    )


def _hold(titles: Iterable[str], rng: random.Random) -> Callable[[str], str]:
    order = sorted(set(titles))
    rng.shuffle(order)
    test = set(order[:TEST_XQUAD])
    calibration = set(order[TEST_XQUAD : TEST_XQUAD + CALIBRATION_XQUAD])
    return lambda t: "test" if t in test else "calibration" if t in calibration else "train"


def _deal(
    questions: list[Question],
    rng: random.Random,
    sizes: tuple[int, int],
    parts: dict[str, list[Question]],
) -> None:
    order = sorted({q.paragraph.title for q in questions})
    rng.shuffle(order)
    test, calibration = set(order[: sizes[0]]), set(order[sizes[0] : sum(sizes)])
    for question in questions:
        title = question.paragraph.title
        part = "test" if title in test else "calibration" if title in calibration else "train"
        parts[part].append(question)


def _read(
    file: Path, language: str, tokenizer: PreTrainedTokenizerFast, weight: float
) -> list[Question]:
    data = json.loads(file.read_text(encoding="utf-8"))["data"]
    questions = []
    for number, article in enumerate(data):
        title = f"{file.name.split('.')[0]}-{number}-{article.get('title', '')}"
        if file.name.startswith("xquad"):
            title = f"xquad-{number}"
        for position, paragraph in enumerate(article["paragraphs"]):
            key = f"{title}-{position}-{language}"
            made = _paragraph(key, title, language, paragraph["context"], tokenizer)
            for qa in paragraph["qas"]:
                answers = tuple(
                    (a["answer_start"], a["answer_start"] + len(a["text"])) for a in qa["answers"]
                )
                questions.append(
                    Question(str(qa["id"]), qa["question"], language, made, answers, weight)
                )
    return questions


def _paragraph(
    key: str, title: str, language: str, text: str, tokenizer: PreTrainedTokenizerFast
) -> Paragraph:
    coded = tokenizer(text, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
    offsets = []
    for start, end in coded["offset_mapping"]:
        while start < end and text[start].isspace():
            start += 1
        offsets.append((start, end))
    begins = [m.end() for m in SENTENCE_END.finditer(text)]
    cuts, at = [0], 0
    for begin in begins:
        while at < len(offsets) and offsets[at][0] < begin:
            at += 1
        if cuts[-1] < at < len(offsets):
            cuts.append(at)
    return Paragraph(key, title, language, text, coded["input_ids"], offsets, cuts)


class Sampler:
    """Draws training pairs; the draw of a step depends on seed and step alone."""

    def __init__(
        self,
        questions: Sequence[Question],
        tokenizer: PreTrainedTokenizerFast,
        neighbours: dict[str, list[str]],
        seed: int,
    ) -> None:
        self.questions = list(questions)
        self.weights = [q.weight for q in questions]
        self.tokenizer = tokenizer
        self.neighbours = neighbours
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

    def pairs(self, step: int, count: int) -> list[tuple[Example, Example]]:
        """`count` pairs (answered, not answered) for one step."""
        rng = random.Random(self.seed * 1_000_003 + step)
        drawn = rng.choices(self.questions, self.weights, k=count)
        return [(self._positive(q, rng), self._negative(q, rng)) for q in drawn]

    def _positive(self, question: Question, rng: random.Random) -> Example:
        paragraph = question.paragraph
        answer = rng.choice(question.answers)
        start, end = _token_span(paragraph, answer)
        low, high = _window(paragraph, start, end, _budget(rng), rng)
        start, end = start - low, min(end, high - 1) - low
        body = self._drop(paragraph.ids[low:high], rng, (start, end))
        return Example(self._ask(question.text, rng), body, start, end)

    def _negative(self, question: Question, rng: random.Random) -> Example:
        makers = [self._next_door, self._retrieved, self._removed, self._alike, self._swapped]
        order = rng.sample(makers, k=len(makers))
        if rng.random() < 0.35:  # the retriever's own mistakes are what the reader will see
            order.insert(0, self._retrieved)
        for make in order:
            if example := make(question, rng):
                return example
        other = rng.choice(self.questions)
        return self._whole(question.text, other.paragraph, rng)

    def _next_door(self, question: Question, rng: random.Random) -> Example | None:
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
        budget = _budget(rng)
        part = paragraph.ids[a:b]
        if _mentions(paragraph, (a, b), question):
            return None
        body = part[-budget:] if b == before else part[:budget]
        return Example(self._ask(question.text, rng), self._drop(body, rng))

    def _retrieved(self, question: Question, rng: random.Random) -> Example | None:
        """A passage that the retriever ranks high and that does not hold the answer."""
        keys = self.neighbours.get(f"{question.id}|{question.language}|{question.paragraph.key}")
        for key in rng.sample(keys, k=len(keys)) if keys else []:
            if key in self.paragraphs:
                return self._whole(question.text, self.paragraphs[key], rng)
        return None

    def _removed(self, question: Question, rng: random.Random) -> Example | None:
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
        return Example(self._ask(question.text, rng), self._drop(kept[: _budget(rng)], rng))

    def _alike(self, question: Question, rng: random.Random) -> Example | None:
        """Another question that begins with the same word, put to this passage."""
        alike = self.by_opening[question.language, _opening(question.text)]
        other = rng.choice(alike)
        if other.paragraph.title == question.paragraph.title:
            return None
        return self._right_passage(other.text, question, rng)

    def _swapped(self, question: Question, rng: random.Random) -> Example | None:
        """The right passage for the question with one number or name changed."""
        if match := NUMBER.search(question.text):
            changed = str(int(match[0]) + rng.choice([-3, -2, -1, 1, 2, 3, 10]))
            text = question.text[: match.start()] + changed + question.text[match.end() :]
            return self._right_passage(text, question, rng)
        match = NAME.search(question.text)
        names = self.names[question.language]
        if not match or len(names) < 20:
            return None
        name = rng.choice(names)
        if name.casefold() in question.text.casefold() + question.paragraph.text.casefold():
            return None
        text = question.text[: match.start()] + name + question.text[match.end() :]
        return self._right_passage(text, question, rng)

    def _right_passage(self, text: str, question: Question, rng: random.Random) -> Example:
        paragraph = question.paragraph
        start, end = _token_span(paragraph, rng.choice(question.answers))
        low, high = _window(paragraph, start, end, _budget(rng), rng)
        return Example(self._ask(text, rng), self._drop(paragraph.ids[low:high], rng))

    def _whole(self, text: str, paragraph: Paragraph, rng: random.Random) -> Example:
        budget = _budget(rng)
        begin = rng.choice([c for c in paragraph.cuts if c == 0 or len(paragraph.ids) - c > 48])
        return Example(self._ask(text, rng), self._drop(paragraph.ids[begin : begin + budget], rng))

    def _ask(self, text: str, rng: random.Random) -> list[int]:
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
    """Tokens of a passage: mostly what the index makes, sometimes a whole paragraph."""
    return rng.randint(160, 208) if rng.random() < 0.15 else rng.randint(56, 136)


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
