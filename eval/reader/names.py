"""Train the head that tells the names of a question (`rag/question/names.py`), on stories.

`python -m eval.reader.names STORIES.jsonl …` labels the words of each question by its English
form, whose capitals tell the names, and by their spellings in the Arabic form; fits a logistic
regression on the encoder's word vectors; prints precision and recall on every tenth question,
which is not fitted on; and writes the weights.
"""

import argparse
import json
import sys
from calendar import day_name, month_name
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from eval.reader.data import read_text
from eval.reader.logistic import logistic
from rag.question.names import WORD, NameTagger, WordEncoder
from rag.reader.encoder import load_encoder
from rag.settings import Settings
from rag.text.lexicon import wordset
from rag.text.skeleton import skeletons
from rag.text.stylebook import Stylebook
from rag.tuning import NAME, UNKNOWN_NAME

__all__ = ["Labelled", "labelled", "main", "measure", "train"]

TARGET = Path(__file__).parent.parent.parent / "rag" / "weights" / "names.json"
HELD_OUT = 10
"""One question in so many is measured on, and not fitted on."""
DIGITS = 5
_NO_NAMES = frozenset(
    {*map(str.lower, day_name), *map(str.lower, month_name)}
    | wordset("i how what when where who whom whose why which is are was were did do does")
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question, the (start, end) of its words, and which of them are names."""

    text: str
    words: tuple[tuple[int, int], ...]
    named: tuple[bool, ...]


def labelled(arabic: str, english: str, stylebook: Stylebook) -> Iterator[Labelled]:
    """One question in three forms: English, the same without capitals, Arabic."""
    spans = _words(english)
    named = tuple(i > 0 and _is_capitalised(english[slice(*span)]) for i, span in enumerate(spans))
    yield Labelled(english, spans, named)
    if len(lower := english.lower()) == len(english):
        yield Labelled(lower, spans, named)
    keys: frozenset[str] = frozenset()
    for (start, end), name in zip(spans, named, strict=True):
        keys |= skeletons(english[start:end]) if name else frozenset()
    places = [
        (mention.start, mention.end)
        for mention in stylebook.find(arabic)
        if mention.entity.kind == "place" and mention.entity in stylebook.entities
    ]
    words = _words(arabic)
    yield Labelled(
        arabic,
        words,
        tuple(
            bool(skeletons(arabic[start:end]) & keys)
            or any(s < end and start < e for s, e in places)
            for start, end in words
        ),
    )


def _words(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(match.span() for match in WORD.finditer(text))


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() and word.lower() not in _NO_NAMES


def train(questions: Sequence[Labelled], encoder: WordEncoder) -> NameTagger:
    """The tagger that is fitted on these questions, its weights rounded as they are stored."""
    vectors = [vector for q in questions for vector in encoder.word_vectors(q.text, q.words)]
    named = np.array([float(name) for q in questions for name in q.named])
    slopes, bias = logistic(np.array(vectors), named)
    weights = tuple(round(float(slope), DIGITS) for slope in slopes)
    return NameTagger(encoder, weights, round(bias, DIGITS))


def measure(tagger: NameTagger, questions: Sequence[Labelled], least: float) -> tuple[float, float]:
    """Precision and recall of the words that are names with a chance of at least `least`."""
    right = found = there = 0
    for question in questions:
        names = {
            start for (start, _), name in zip(question.words, question.named, strict=True) if name
        }
        told = {word.start for word in tagger.names(question.text) if word.chance >= least}
        right, found, there = right + len(names & told), found + len(told), there + len(names)
    return right / max(found, 1), right / max(there, 1)


def main() -> None:
    """Label, train, print the figures, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path, nargs="+", help="files of stories, a JSON line each")
    parser.add_argument("--most", type=int, default=5000, help="questions to train on, at most")
    parser.add_argument("--to", type=Path, default=TARGET, help="the file of weights to write")
    args = parser.parse_args()
    lines = [line for file in args.stories for line in read_text(file).splitlines()]
    asked = [question for line in lines for question in json.loads(line)["questions"]][: args.most]
    stylebook, encoder = Stylebook.load(), load_encoder(Settings.load())
    fitted: list[Labelled] = []
    held: list[Labelled] = []
    for number, question in enumerate(tqdm(asked, "questions", file=sys.stderr)):
        kept = fitted if number % HELD_OUT else held
        kept += labelled(question["ar"], question["en"], stylebook)
    tagger = train(fitted, encoder)
    for least in (NAME, UNKNOWN_NAME):
        precision, recall = measure(tagger, held, least)
        sys.stdout.write(f"from {least:.2f}: precision {precision:.3f}, recall {recall:.3f}\n")
    stored = {"encoder": encoder.fingerprint, "bias": tagger.bias, "weights": tagger.weights}
    args.to.write_text(json.dumps(stored) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
