"""A run told line by line, for a program that follows it: what the editor's page reads.

Each line is one JSON object, written as soon as it is known:

    {"event": "begun", "pid", "date", "total"}      before any model is loaded
    {"event": "asked", "row": {…}}                  a row of the run file, without its passages
    {"event": "ended", "about": {…}, "measures": {…}}   every question was asked

A run that was stopped has no last line.
"""

import json
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TextIO

from eval.archives import Archive
from eval.run import run
from eval.systems import System
from rag.pipeline import Pipeline
from rag.types import Json

__all__ = ["tell_lines"]

LEFT_OUT = ("passages", "readings")
"""Of a row: many times as long as the rest, and no page shows it."""


class _Systems(System, Protocol):
    @property
    def pipelines(self) -> Sequence[Pipeline]: ...


class _Bench(Protocol):
    """What a run needs of `eval.bench.Bench`, which takes torch to import."""

    def systems(self, archive: Archive, /) -> _Systems: ...
    def about(self, pipelines: Iterable[Pipeline], /) -> Json: ...


def tell_lines(make: Callable[[], _Bench], archives: Sequence[Archive], out: TextIO) -> None:
    """Ask every question of the archives, and write the lines to `out`.

    `make` gives the bench, which takes seconds: a follower sees how many questions there are first.
    """

    def tell(event: str, **values: object) -> None:
        out.write(json.dumps({"event": event, **values}, ensure_ascii=False) + "\n")
        out.flush()

    total = sum(len(archive.golds) for archive in archives)
    date = datetime.now(UTC).isoformat(timespec="seconds")
    tell("begun", pid=os.getpid(), date=date, total=total)
    bench = make()
    systems = [(archive, bench.systems(archive)) for archive in archives]
    about = bench.about([pipeline for _, system in systems for pipeline in system.pipelines])
    result = run(systems, about, tell=lambda row: tell("asked", row=_short(row)))
    tell("ended", about=about, measures=result["measures"])


def _short(row: Json) -> Json:
    short = {name: value for name, value in row.items() if name not in LEFT_OUT}
    if short["answer"]:
        short["answer"] = {n: v for n, v in short["answer"].items() if n != "passages"}
    return short
