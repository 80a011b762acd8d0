"""Fit how readings are accepted, on stories asked over an archive of themselves.

`python -m eval.reader.accept STORIES.jsonl …` indexes the stories (one article each), asks their
questions through the product's own search, reader and checks, and fits the logistic regression of
`rag.claims.signs` by Newton's method. Without `--fit` it only measures the weights in place. What
is printed: the truth score, and the shares of right and false answers, by threshold.
"""

import argparse
import json
import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from eval.reader.data import read_text
from eval.reader.logistic import logistic
from index.build import build_index
from index.open import load_models, open_pipeline
from rag.claims.accept import candidates
from rag.claims.candidate import Candidate
from rag.claims.signs import Acceptance, Signs, acceptance
from rag.pipeline import Pipeline
from rag.question.understand import understand
from rag.settings import Settings
from rag.text.language import language_of

__all__ = ["Asked", "Example", "fit", "main", "story_articles", "truth"]

log = logging.getLogger(__name__)
MOST_CANDIDATES = 5
"""Readings of a question that are fitted on: those behind them hardly ever win."""
TARGET = Path(__file__).parent.parent.parent / "rag" / "weights" / "acceptance.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a story: its words, and the (article, start, end) that answer it."""

    text: str
    answers: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A reading that passed the checks: its signs, and whether its sentence answers."""

    signs: Signs
    right: bool


def story_articles(story: dict[str, object]) -> tuple[dict[str, str], list[Asked]]:
    """A story as articles, one for each language of its passages, and its questions.

    Offsets of the answers are moved from their passage into the article.
    """
    passages: dict[str, str] = story["passages"]  # type: ignore[assignment]
    texts: dict[str, str] = {}
    places: dict[str, tuple[str, int]] = {}
    for key, text in passages.items():
        name = f"{story['id']}-{language_of(text)}"
        before = texts.get(name, "")
        lead = f"{before}\n\n" if before else ""
        places[key] = (name, len(lead))
        texts[name] = lead + text
    asked = []
    for question in story["questions"]:  # type: ignore[attr-defined]
        answers = tuple(
            (places[key][0], start + places[key][1], end + places[key][1])
            for key, spans in question["answers"].items()
            for start, end in spans
        )
        asked += [Asked(question[language], answers) for language in ("ar", "en")]
    return texts, asked


def _examples(asked: Asked, pipeline: Pipeline) -> Iterator[Example]:
    question = understand(asked.text, (), stylebook=pipeline.stylebook, tagger=pipeline.tagger)
    hits = pipeline.search.search(question.search_text, pipeline.settings.candidates)
    passages = [hit.passage for hit in hits[: pipeline.settings.read_passages]]
    readings = pipeline.read(question, passages)
    found = candidates(question, readings, hits, pipeline.stylebook)
    for candidate in found[:MOST_CANDIDATES]:
        yield Example(candidate.signs, _answers(asked, candidate))


def _answers(asked: Asked, candidate: Candidate) -> bool:
    sentence, name = candidate.sentence, Path(candidate.article.id).stem
    return any(
        article == name and sentence.start <= start and end <= sentence.end
        for article, start, end in asked.answers
    )


def fit(examples: Sequence[Example]) -> Acceptance:
    """The weights of the signs by which right readings are told from wrong ones."""
    signs = np.array([astuple(example.signs) for example in examples])
    right = np.array([float(example.right) for example in examples])
    slopes, intercept = logistic(signs, right)
    odds, place, lead, missing, apart = (round(float(slope), 4) for slope in slopes)
    return Acceptance(
        odds=odds,
        place=place,
        lead=lead,
        missing=missing,
        apart=apart,
        intercept=round(intercept, 4),
    )


def truth(
    questions: Sequence[tuple[bool, Sequence[Example]]], weights: Acceptance, least: float
) -> tuple[float, float, float]:
    """Truth score, share answered rightly, share answered falsely, at a threshold.

    Each question comes with whether the archive answers it, and its examples.
    """
    right = false = refused = 0
    for answerable, examples in questions:
        best = max(examples, key=lambda e: weights.chance(e.signs), default=None)
        if best is None or weights.chance(best.signs) < least:
            refused += not answerable
        elif best.right:
            right += 1
        else:
            false += 1
    count = max(len(questions), 1)
    return (right + refused - false) / count, right / count, false / count


def main() -> None:
    """Ask, fit if wanted, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stories", type=Path, nargs="+", help="files of stories, a JSON line each")
    parser.add_argument("--every", type=int, default=1, help="ask only every so many questions")
    parser.add_argument("--fit", action="store_true", help="write the weights")
    args = parser.parse_args()
    stories = [json.loads(line) for f in args.stories for line in read_text(f).splitlines()]
    with tempfile.TemporaryDirectory() as scratch:
        questions = _ask_all(stories, Path(scratch), args.every)
    weights = acceptance()
    if args.fit:
        fitted = fit([example for _, examples in questions for example in examples])
        about = f"{len(questions)} questions of {len(stories)} stories"
        weights = fitted.model_copy(update={"fitted_on": about})
        TARGET.write_text(weights.model_dump_json(indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(weights.model_dump_json() + "\n")
    for least in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        score, right, false = truth(questions, weights, least)
        line = f"from {least:.2f}: truth {score:.3f}, right {right:.3f}, false {false:.3f}\n"
        sys.stdout.write(line)


def _ask_all(
    stories: Sequence[dict[str, object]], scratch: Path, every: int
) -> list[tuple[bool, list[Example]]]:
    """Index the stories under `scratch`, and ask every so many of their questions."""
    asked: list[Asked] = []
    (scratch / "articles").mkdir()
    for story in stories:
        texts, questions = story_articles(story)
        asked += questions
        for name, text in texts.items():
            (scratch / "articles" / f"{name}.txt").write_text(text, encoding="utf-8")
    settings = Settings.load().model_copy(update={"index": scratch / "index"})
    models = load_models(settings)
    build_index([scratch / "articles"], settings, models.encoder)
    pipeline = open_pipeline(settings, models)
    return [
        (bool(question.answers), list(_examples(question, pipeline)))
        for question in tqdm(asked[::every], "questions", file=sys.stderr)
    ]


if __name__ == "__main__":
    main()
