"""Stories: one news event told by four short passages, with questions and who answers them.

A line of a stories file, gzipped or not, is JSON: `id`, `topic`, `passages` (letter to text), and
`questions`, each with `en` and `ar`, its two forms, and `answers`: for every passage that answers
it, the places (start, end) in that passage's text that do. A passage that is not named does not
answer: it tells of another day, another place, another person, a denial.
`eval/reader/stories.jsonl` shows the form.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from transformers import PreTrainedTokenizerFast

from eval.reader.data import Paragraph, make_paragraph, read_text
from rag.errors import InputError
from rag.text.language import language_of

__all__ = ["Asked", "Story", "held_back", "load_stories", "paragraphs_of"]

HELD = 4
"""Of the stories written last every fourth is held back."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question in one language; `answers` are (start, end) by the letter of the passage."""

    text: str
    language: str
    answers: dict[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Story:
    """One event: its passages by letter, and what is asked of it."""

    id: str
    passages: dict[str, str]
    questions: tuple[Asked, ...]


def load_stories(files: Sequence[Path]) -> list[Story]:
    """Read stories files.

    Raises:
        InputError: a file cannot be read, or an answer does not stand in its passage.
    """
    return [story for file in files for story in _stories(file)]


def held_back(story: Story) -> bool:
    """Whether a story is of the quarter that nothing is trained, chosen or fitted on."""
    return int(hashlib.sha256(story.id.encode()).hexdigest()[:8], 16) % HELD == 0


def paragraphs_of(story: Story, tokenizer: PreTrainedTokenizerFast) -> dict[str, Paragraph]:
    """The passages of a story, tokenised, by letter; the story's id is their title."""
    return {
        letter: make_paragraph(f"{story.id}-{letter}", story.id, language_of(text), text, tokenizer)
        for letter, text in story.passages.items()
    }


def _stories(file: Path) -> Iterator[Story]:
    try:
        lines = read_text(file).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the stories in {file}: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            yield _story(line)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{file}, line {number} is not a story: {error!r}") from error


def _story(line: str) -> Story:
    data = json.loads(line)
    passages: dict[str, str] = data["passages"]
    asked = []
    for question in data["questions"]:
        answers = {
            letter: tuple((int(start), int(end)) for start, end in places)
            for letter, places in question["answers"].items()
        }
        for letter, places in answers.items():
            for start, end in places:
                if not 0 <= start < end <= len(passages[letter]):
                    raise ValueError(f"{data['id']}: ({start}, {end}) is not in passage {letter}")
        asked += [Asked(question[language], language, answers) for language in ("ar", "en")]
    return Story(str(data["id"]), passages, tuple(asked))
