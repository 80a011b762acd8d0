"""Ask the questions of stories over an archive of all their passages, as the product does.

The archive is indexed, searched and read by the product's own code. A reading is right when its
span matches a place marked in that passage of the question's own story: the same words told of
another event are wrong.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.measures.text import f1
from eval.reader.places import places_of
from eval.reader.stories import Asked, Story
from index.build import build_index
from index.open import open_archive
from index.store import Archive
from rag.reader.encoder import SentenceEncoder
from rag.reader.model import CrossReader
from rag.settings import Settings
from rag.text.language import language_of
from rag.types import Hit

__all__ = ["RIGHT", "Read", "Trial", "ask_stories", "span_is_right"]

RIGHT = 0.5
"""The F1 from which a span counts as right: the answer's core, whatever article or title it has."""


@dataclass(frozen=True, slots=True)
class Read:
    """One passage as read: its language, its place among those of its language, the logit."""

    language: str
    place: int
    logit: float
    right: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """One question asked: its story, whether the archive answers it, and what was read.

    `found` is the place of the first retrieved passage that holds an answer, 0 if none does.
    """

    story: str
    question: str
    language: str
    answerable: bool
    found: int
    reads: tuple[Read, ...]


def ask_stories(
    stories: Sequence[Story],
    settings: Settings,
    encoder: SentenceEncoder,
    reader: CrossReader,
    every: int = 1,
) -> list[Trial]:
    """Ask every `every`-th question, in both languages, over an archive of all the passages."""
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(update={"index": Path(folder) / "index"})
        articles = Path(folder) / "articles.jsonl"
        articles.write_text("".join(_articles(stories)), encoding="utf-8")
        build_index([articles], own, encoder)
        archive = open_archive(own, encoder)
        asked = [(story, pair) for story in stories for pair in _pairs(story)][::every]
        return [_trial(archive, reader, story, one, own) for story, pair in asked for one in pair]


def span_is_right(text: str, story: Story, letter: str, asked: Asked) -> bool:
    """Whether words from a passage are the marked ones, up to an article or a title."""
    passage = story.passages[letter]
    wanted = [passage[start:end] for start, end in asked.answers.get(letter, ())]
    return bool(wanted) and f1(text, wanted) >= RIGHT


def _pairs(story: Story) -> list[tuple[Asked, Asked]]:
    """The questions with their two forms together."""
    return list(zip(story.questions[::2], story.questions[1::2], strict=True))


def _articles(stories: Sequence[Story]) -> Iterator[str]:
    for story in stories:
        for letter, text in story.passages.items():
            article = {"id": f"{story.id}/{letter}", "language": language_of(text), "text": text}
            yield json.dumps(article, ensure_ascii=False) + "\n"


def _trial(
    archive: Archive, reader: CrossReader, story: Story, asked: Asked, settings: Settings
) -> Trial:
    hits = archive.search(asked.text, settings.candidates)
    head = [hit.passage for hit in hits[: settings.read_passages]]
    reads = []
    examined = reader.examine(asked.text, head)
    for passage, place, (logit, span) in zip(head, places_of(head), examined, strict=True):
        name, letter = passage.article.id.rsplit("/", 1)
        own = span is not None and name == story.id
        right = own and span is not None and span_is_right(span.text, story, letter, asked)
        reads.append(Read(passage.article.language, place, round(logit, 4), right))
    found = next((n for n, hit in enumerate(hits, start=1) if _holds(hit, story, asked)), 0)
    return Trial(story.id, asked.text, asked.language, bool(asked.answers), found, tuple(reads))


def _holds(hit: Hit, story: Story, asked: Asked) -> bool:
    """Whether a retrieved passage holds a marked place whole."""
    name, letter = hit.passage.article.id.rsplit("/", 1)
    places = asked.answers.get(letter, ()) if name == story.id else ()
    return any(hit.passage.start <= a and b <= hit.passage.end for a, b in places)
