"""Training data for the reader: SQuAD-format files, parted by whole articles; own questions.

`python -m eval.reader.data --data FOLDER --out FOLDER` writes the XQuAD articles that are held out
for testing, in Arabic and English, so that `dalil eval --squad` can run on them.
"""

import argparse
import gzip
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from transformers import PreTrainedTokenizerFast

__all__ = [
    "Paragraph",
    "Question",
    "Split",
    "fingerprint",
    "held_out",
    "load_set",
    "load_split",
    "load_written",
    "make_paragraph",
    "read_text",
]

SENTENCE_END = re.compile(r"(?<=[.!?؟。।…])\s+|(?<=[。！？])|\n+")
SEED = 20221
"""Of the split: another one would put trained articles among the held-out ones."""
TEST_XQUAD, CALIBRATION_XQUAD = 4, 3
TEST_ARCD, CALIBRATION_ARCD = 10, 10
RUN, REPEATED = 6, 2
"""Two paragraphs with so many runs of so many words in common are one."""
LENGTHS = (12, 700)
"""Tokens of a paragraph that is trained on."""


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
    """A question put to one paragraph; `answers` are (start, end) in the paragraph's text.

    Without answers it is a near miss: on the paragraph's topic, and not answered by it.
    `weight` is how often it is drawn in an epoch, on average; its passage is a negative anyway.
    """

    id: str
    text: str
    language: str
    paragraph: Paragraph
    answers: tuple[tuple[int, int], ...]
    weight: float = 1.0


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
    arcd = _read(folder / "arcd.train.json", "ar", tokenizer, 2.0)
    _deal(arcd, random.Random(seed + 1), (TEST_ARCD, CALIBRATION_ARCD), parts)
    for file in sorted(folder.glob("tydiqa.*.json")):
        language = file.name.split(".")[1][:2]
        weight = 0.6 if language == "en" else 0.2  # the product reads Arabic and English
        questions = _read(file, language, tokenizer, weight)
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
                            weight=1.0 if core else (0.3 if target == "ar" else 0.0),
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


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, gzipped if its name ends so.

    Raises:
        OSError: it cannot be read.
        UnicodeDecodeError: it is not in UTF-8.
    """
    data = file.read_bytes()
    return (gzip.decompress(data) if file.suffix == ".gz" else data).decode()


def _read(
    file: Path, language: str, tokenizer: PreTrainedTokenizerFast, weight: float
) -> list[Question]:
    data = json.loads(read_text(file))["data"]
    questions = []
    for number, article in enumerate(data):
        title = f"{file.name.split('.')[0]}-{number}-{article.get('title', '')}"
        if file.name.startswith("xquad"):
            title = f"xquad-{number}"
        for position, paragraph in enumerate(article["paragraphs"]):
            key = f"{title}-{position}-{language}"
            made = make_paragraph(key, title, language, paragraph["context"], tokenizer)
            for qa in paragraph["qas"]:
                answers = tuple(
                    (a["answer_start"], a["answer_start"] + len(a["text"]))
                    for a in qa.get("answers", ())
                    if a["text"]
                )
                questions.append(
                    Question(str(qa["id"]), qa["question"], language, made, answers, weight)
                )
    return questions


def make_paragraph(
    key: str, title: str, language: str, text: str, tokenizer: PreTrainedTokenizerFast
) -> Paragraph:
    """A text tokenised, with the places of its sentences; offsets leave leading spaces out."""
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


def load_set(
    file: Path, tokenizer: PreTrainedTokenizerFast, held: Sequence[Paragraph]
) -> list[Question]:
    """The questions of a SQuAD-format file, NAME.LANGUAGE.json or .json.gz, to train on.

    Left out are paragraphs that repeat a held-out one, and very short or long ones.
    """
    kept = {run for paragraph in {p.key: p for p in held}.values() for run in _runs(paragraph.text)}
    questions = _read(file, file.name.split(".")[1], tokenizer, 1.0)
    repeats = {
        p.key: len(_runs(p.text) & kept) >= REPEATED
        for p in {q.paragraph.key: q.paragraph for q in questions}.values()
    }
    return [
        q
        for q in questions
        if not repeats[q.paragraph.key] and LENGTHS[0] <= len(q.paragraph.ids) <= LENGTHS[1]
    ]


def _runs(text: str) -> set[tuple[str, ...]]:
    """Every run of six words."""
    words = re.findall(r"\w+", text)
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def load_written(
    folder: Path, known: Sequence[Question], tokenizer: PreTrainedTokenizerFast
) -> list[Question]:
    """Our own questions, in Arabic and English, on the paragraphs of `known` and our own passages.

    `folder` holds `passages.jsonl` (`title`, `language`, `text`) and `questions.jsonl`: `ar` and
    `en`, the two forms of a question, and `answers`, from a paragraph's `fingerprint` to (start,
    end) in its text, or to null where it does not answer. With `id` instead of `ar` it is the
    English form of one of `known`. Questions on paragraphs that are not in `known` (held-out ones,
    say) are left out.
    """
    paragraphs = {fingerprint(q.paragraph.text): q.paragraph for q in known}
    for number, item in enumerate(_lines(folder / "passages.jsonl")):
        title = f"news-{item['title']}"
        key = f"{title}-{number}-{item['language']}"
        made = make_paragraph(key, title, item["language"], item["text"], tokenizer)
        paragraphs[fingerprint(made.text)] = made
    by_id = {q.id: q for q in known if q.language == q.paragraph.language == "ar"}
    found = []
    for number, item in enumerate(_lines(folder / "questions.jsonl")):
        if "id" in item:
            if item["id"] in by_id:
                found.append(replace(by_id[item["id"]], text=item["en"], language="en"))
            continue
        for key, span in item["answers"].items():
            if paragraph := paragraphs.get(key):
                answers = () if span is None else ((span[0], span[1]),)
                found += [
                    Question(f"written-{number}", item[language], language, paragraph, answers)
                    for language in ("ar", "en")
                ]
    return found


def fingerprint(text: str) -> str:
    """Sixteen hexadecimal digits of a paragraph's SHA-256, to name it without copying it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def held_out(folder: Path, language: str, seed: int) -> dict[str, object]:
    """The XQuAD articles of one language that `load_split` holds out to test on, as published.

    Raises:
        OSError: the file is not there.
    """
    file = folder / f"xquad.train.{language}.json"
    whole = json.loads(file.read_text(encoding="utf-8"))
    held = _hold([f"xquad-{number}" for number in range(len(whole["data"]))], random.Random(seed))
    kept = [a for number, a in enumerate(whole["data"]) if held(f"xquad-{number}") == "test"]
    return {"version": whole.get("version", ""), "data": kept}


def main() -> None:
    """Write the held-out XQuAD articles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files")
    parser.add_argument("--out", type=Path, required=True, help="folder for xquad.LANGUAGE.json")
    parser.add_argument("--seed", type=int, default=SEED, help="of the split (default: ours)")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for language in ("ar", "en"):
        file = args.out / f"xquad.{language}.json"
        data = held_out(args.data, language, args.seed)
        file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
