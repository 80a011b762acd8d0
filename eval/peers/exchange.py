"""What Dalil hands a peer and gets back: two JSON files. Standard library only.

The task   {"encoder": folder, "query_prefix", "passage_prefix", "words": words per passage,
            "k", "articles": [{"id", "text"}], "questions": [{"id", "question"}]}
The result {"name", "index_seconds", "answers": {id: {"seconds", "passages": [{"article",
            "text", "score"}]}}}, best passage first
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

__all__ = ["Found", "Search", "Task", "serve", "windows"]


@dataclass(frozen=True)
class Task:
    """What to index, with which encoder, and what to ask."""

    encoder: str
    query_prefix: str
    passage_prefix: str
    words: int
    k: int
    articles: list[dict[str, str]]
    questions: list[dict[str, str]]


@dataclass(frozen=True)
class Found:
    """One passage that a peer found; higher scores are better."""

    article: str
    text: str
    score: float


Search = Callable[[str], Sequence[Found]]


def windows(text: str, words: int) -> Iterator[str]:
    """Windows of so many words, each overlapping the one before by a fifth."""
    split = text.split()
    step = max(1, words - words // 5)
    for start in range(0, max(1, len(split) - words // 5), step):
        yield " ".join(split[start : start + words])


def serve(name: str, build: Callable[[Task], Search]) -> None:
    """Read the task that the first argument names, do it, write the second argument's file."""
    source, target = map(Path, sys.argv[1:3])
    task = Task(**json.loads(source.read_text(encoding="utf-8")))
    began = perf_counter()
    search = build(task)
    indexed = perf_counter() - began
    answers: dict[str, Any] = {}
    for asked in task.questions:
        began = perf_counter()
        found = search(asked["question"])
        seconds = perf_counter() - began
        answers[asked["id"]] = {"seconds": seconds, "passages": [asdict(f) for f in found]}
    result = {"name": name, "index_seconds": indexed, "answers": answers}
    target.write_text(json.dumps(result), encoding="utf-8")
