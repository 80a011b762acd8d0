"""Runs of the gold questions: each a process that writes what comes of them into a file.

    RUNS/20261126T235501123456Z-1f3a.jsonl    the lines of `dalil eval --lines`
    RUNS/baseline                             the name of the run that others are compared with

The process holds a lock on its file as long as it lives, so that a run is found again after a
reload of the page, and after a restart of the server.
"""

import fcntl
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rag.errors import InputError
from rag.types import Json

__all__ = ["EVAL", "Run", "Runs", "environment"]

ROOT = Path(__file__).resolve().parents[2]
EVAL = (sys.executable, "-P", "-m", "ui.cli", "eval")
"""`dalil eval`, without what a folder of the working folder may be called."""
KEPT = 20
"""Runs that are kept, beside the baseline."""
REMEMBERED = 4
"""Runs that stay read: what a page shows, what it compares with, and some to spare."""
PATIENCE_S = 5.0
"""How long a process that was told to end may take."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run as far as it has come. `state` is "running", "done", "stopped" or "failed".

    `total` is 0 before it is known; `rows` are by the questions' ids; `why` says what failed.
    """

    name: str
    state: str
    date: str = ""
    total: int = 0
    rows: dict[str, Json] = field(default_factory=dict)
    why: str = ""


class Runs:
    """The runs of one gold file. Safe to use from several threads."""

    def __init__(self, folder: Path, command: Sequence[str] = EVAL) -> None:
        self._folder = folder
        self._command = tuple(command)
        self._lock = threading.Lock()
        self._children: list[subprocess.Popen[bytes]] = []
        self._read: dict[str, tuple[int, Run]] = {}

    def start(self, gold: Path) -> None:
        """Begin a run over the questions of a gold file; if one runs already, leave it be.

        Raises:
            InputError: the folder cannot be written, or no process can be started.
        """
        with self._lock:
            if any(self._alive(file) for file in self._files()[:1]):
                return
            name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}-{secrets.token_hex(2)}"
            command = [*self._command, "--gold", str(gold), "--lines"]
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                with (self._folder / f"{name}.jsonl").open("ab") as out:
                    fcntl.flock(out, fcntl.LOCK_EX)  # the process inherits the lock with the file
                    self._children.append(_spawn(command, out.fileno()))
            except OSError as error:
                raise InputError(f"the gold answers cannot be run: {error}") from error
            self._forget()

    def stop(self) -> None:
        """End the run that runs, if one does; what it has found so far is kept."""
        with self._lock:
            for file in self._files()[:1]:
                if self._alive(file):
                    self._end(file)

    def names(self) -> list[str]:
        """The names of all runs, the newest first."""
        return [file.stem for file in self._files()]

    def read(self, name: str) -> Run:
        """The run of that name, as far as it has come."""
        with self._lock:
            return self._run(self._folder / f"{name}.jsonl")

    @property
    def baseline(self) -> str:
        """The name of the run that others are compared with, "" if none is chosen."""
        with suppress(OSError, UnicodeDecodeError):
            return (self._folder / "baseline").read_text(encoding="utf-8").strip()
        return ""

    def choose(self, name: str) -> None:
        """Make a run the baseline.

        Raises:
            InputError: there is no such run, or the choice cannot be written.
        """
        with self._lock:
            if name not in self.names():
                raise InputError("there is no run of that name")
            scratch = self._folder / "baseline.new"
            try:
                scratch.write_text(f"{name}\n", encoding="utf-8")
                scratch.replace(self._folder / "baseline")
            except OSError as error:
                raise InputError(f"the baseline cannot be kept: {error}") from error

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.jsonl"), reverse=True)

    def _alive(self, file: Path) -> bool:
        self._children = [child for child in self._children if child.poll() is None]
        with file.open("rb") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def _end(self, file: Path) -> None:
        known = [child.pid for child in self._children]
        told = [event["pid"] for event in _events(file) if event.get("event") == "begun"]
        deadline = time.monotonic() + PATIENCE_S
        for how in (signal.SIGTERM, signal.SIGKILL):
            for pid in {*known, *told}:
                with suppress(ProcessLookupError):
                    os.kill(pid, how)
            while self._alive(file):
                if time.monotonic() > deadline:
                    break
                time.sleep(0.02)
            else:
                break
        with file.open("ab") as out:
            out.write(b'\n{"event": "stopped"}\n')

    def _run(self, file: Path) -> Run:
        alive, size = self._alive(file), file.stat().st_size
        read_at, run = self._read.get(file.stem, (-1, None))
        if run is None or read_at != size or (run.state == "running") != alive:
            run = _run_of(file, alive)
            self._read.pop(file.stem, None)
            self._read[file.stem] = (size, run)
            for oldest in list(self._read)[:-REMEMBERED]:
                del self._read[oldest]
        return run

    def _forget(self) -> None:
        """Remove the oldest runs; the baseline stays."""
        stay = self.baseline
        for file in self._files()[KEPT:]:
            if file.stem != stay:
                file.unlink(missing_ok=True)


def environment() -> dict[str, str]:
    """The server's own, in which the command is found that belongs to this server."""
    paths = (str(ROOT), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def _spawn(command: Sequence[str], out: int) -> subprocess.Popen[bytes]:
    # In a session of its own: Ctrl-C in the server's terminal is the server's to answer.
    return subprocess.Popen(  # noqa: S603
        command,
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=out,
        start_new_session=True,
        env=environment(),
    )


def _run_of(file: Path, alive: bool) -> Run:
    rows: dict[str, Json] = {}
    begun: Json = {}
    last, why = "", ""
    for event in _events(file):
        match event.get("event"):
            case "begun":
                begun = event
            case "asked":
                rows[event["row"]["id"]] = event["row"]
            case "said":
                why = event["text"]
            case "ended" | "stopped" as kind:
                last = kind
    state = "running" if alive else {"ended": "done", "stopped": "stopped"}.get(last, "failed")
    why = why if state == "failed" else ""
    return Run(file.stem, state, begun.get("date", ""), begun.get("total", 0), rows, why)


def _events(file: Path) -> Iterator[Json]:
    """The events of a file; what a library or an error said between them is "said"."""
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            event = json.loads(line)
        except ValueError:
            event = None
        if isinstance(event, dict):
            yield event
        elif line.strip():
            yield {"event": "said", "text": line.strip()}
