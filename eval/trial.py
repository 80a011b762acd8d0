"""Ask an archive questions with the language model that is set, and keep what it wrote.

`python -m eval.trial QUESTIONS.txt OUT.jsonl`: one question a line; for each, a JSON line with the
reply as it came, what became of each of its sentences, and the cited sentences, to be read by hand.
Questions that OUT.jsonl has already are not asked again.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

from index.open import open_pipeline
from rag.errors import SettingsError
from rag.generate.configure import listening
from rag.generate.protocol import Generator, Message
from rag.generate.writer import Generative, Step
from rag.pipeline import Pipeline
from rag.settings import Settings

__all__ = ["ask"]


@dataclass
class _Recorder:
    """A `Generator` that keeps the reply of another, and when its words came, in seconds."""

    inner: Generator
    reply: str = ""
    first: float | None = None
    last: float | None = None
    name: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.inner.name

    def stream(self, messages: Sequence[Message], stop: Event) -> Iterator[str]:
        """Yield the reply piece by piece."""
        begun = monotonic()
        for piece in self.inner.stream(messages, stop):
            self.last = monotonic() - begun
            self.first = self.last if self.first is None else self.first
            self.reply += piece
            yield piece


def ask(pipeline: Pipeline, question: str) -> dict[str, Any]:
    """What a language model made of one question, sentence by sentence; times are in seconds.

    Raises:
        SettingsError: the pipeline has no language model that words answers.
    """
    if not isinstance(pipeline.composer, Generative):
        raise SettingsError("no language model words the answers: set `generator` alone")
    recorder = _Recorder(pipeline.composer.generator)
    composer = replace(pipeline.composer, generator=recorder)
    steps: list[dict[str, Any]] = []
    begun = monotonic()

    def tell(step: Step) -> None:
        shown, why = step.statement, step.withheld
        steps.append(
            {
                "shown": shown.text if shown else None,
                "markers": shown.markers if shown else (),
                "withheld": [why.kind, why.text, why.why] if why else None,
                "seconds": round(monotonic() - begun, 2),
            }
        )

    answer = replace(pipeline, composer=listening(composer, tell, Event())).answer(question)
    return {
        "question": question,
        "verdict": answer.verdict,
        "reply": recorder.reply,
        "first_words": recorder.first,
        "last_words": recorder.last,
        "seconds": round(monotonic() - begun, 2),
        "steps": steps,
        "statements": [statement.text for statement in answer.statements],
        "notes": answer.notes,
        "cited": {citation.marker: citation.span.text for citation in answer.citations},
    }


def main() -> None:
    """Ask every question that is not answered yet."""
    parser = argparse.ArgumentParser(prog="python -m eval.trial", description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    asked = options.questions.read_text(encoding="utf-8").splitlines()
    lines = options.out.read_text(encoding="utf-8").splitlines() if options.out.exists() else []
    known = {json.loads(line)["question"] for line in lines}
    pipeline = open_pipeline(Settings.load())
    for question in filter(None, map(str.strip, asked)):
        if question not in known:
            line = json.dumps(ask(pipeline, question), ensure_ascii=False)
            with options.out.open("a", encoding="utf-8") as out:
                out.write(line + "\n")


if __name__ == "__main__":
    main()
