"""Read each story's own four passages: `python -m eval.reader.among STORIES --reader FOLDER`.

Without retrieval: does the reader find the words in a passage that answers (F1), choose the right
passage among the four and mark it rightly, and tell what none of them answers?
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from eval.measures.text import f1
from eval.reader.stories import Asked, Story, held_back, load_stories
from eval.reader.trials import span_is_right
from rag.reader.encoder import load_encoder
from rag.reader.model import CrossReader, load_reader
from rag.settings import Settings
from rag.text.language import language_of
from rag.types import Article, Passage

__all__ = ["Outcome", "best_balance", "read_story", "summarise"]


class Outcome(NamedTuple):
    """One question read in its four passages.

    `f1` are those of the passages that answer; `right` whether the most probable passage answers
    and is marked rightly; `logit` that passage's.
    """

    language: str
    f1: list[float]
    right: bool
    answerable: bool
    logit: float


def read_story(story: Story, reader: CrossReader) -> list[Outcome]:
    """Ask each question of its story's own passages."""
    passages = [
        Passage(n, Article(letter, text, language=language_of(text)), 0, len(text))
        for n, (letter, text) in enumerate(story.passages.items())
    ]
    return [_read(story, asked, passages, reader) for asked in story.questions]


def _read(story: Story, asked: Asked, passages: Sequence[Passage], reader: CrossReader) -> Outcome:
    found = [
        (logit, passage.article.id, span.text if span else "")
        for passage, (logit, span) in zip(
            passages, reader.examine(asked.text, passages), strict=True
        )
    ]
    logit, letter, words = max(found)
    scores = [
        f1(text, [story.passages[own][a:b] for a, b in asked.answers[own]])
        for _, own, text in found
        if own in asked.answers
    ]
    right = span_is_right(words, story, letter, asked)
    return Outcome(asked.language, scores, right, bool(asked.answers), logit)


def summarise(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """By question language: F1, the share right among the answerable, balanced accuracy."""
    table = {}
    for language in sorted({o.language for o in outcomes}):
        own = [o for o in outcomes if o.language == language]
        could = [o for o in own if o.answerable]
        table[language] = {
            "questions": len(own),
            "F1": round(100 * float(np.mean([score for o in could for score in o.f1])), 1),
            "right": round(float(np.mean([o.right for o in could])), 3),
            "balanced accuracy": round(best_balance(own), 3),
        }
    return table


def best_balance(outcomes: Sequence[Outcome]) -> float:
    """Balanced accuracy of answering from the best level of the logit on."""
    ordered = sorted(outcomes, key=lambda o: -o.logit)
    could = np.array([o.answerable for o in ordered], bool)
    given = np.cumsum(could) / max(could.sum(), 1)
    wrongly = np.cumsum(~could) / max((~could).sum(), 1)
    return float(((given + 1 - wrongly) / 2).max(initial=0.5))


def main() -> None:
    """Read and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path, help="a stories file")
    parser.add_argument("--reader", default="embedded", help="`embedded` or a training folder")
    parser.add_argument("--held", action="store_true", help="only the quarter that is held back")
    parser.add_argument("--every", type=int, default=1, help="read every n-th story only")
    args = parser.parse_args()
    settings = Settings(reader=args.reader)
    reader = load_reader(settings, load_encoder(settings))
    stories = [s for s in load_stories([args.stories]) if held_back(s) or not args.held]
    outcomes = [o for story in stories[:: args.every] for o in read_story(story, reader)]
    json.dump(summarise(outcomes), sys.stdout, indent=1)
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
