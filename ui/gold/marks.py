"""Marks: what an editor says of an answer, handed to `dalil eval mark`, which keeps the gold."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.errors import InputError
from ui.gold.runs import EVAL, environment

__all__ = ["Mark", "keep"]

LONGEST_S = 60.0


@dataclass(frozen=True, slots=True)
class Mark:
    """An answer's JSON, whether it is right, and what would have been, a phrase each.

    `question` is the gold question's id, "" for the one that asks the same, or a new one.
    """

    answer: dict[str, Any]
    right: bool
    said: tuple[str, ...] = ()
    question: str = ""


def keep(mark: Mark, gold: Path, command: Sequence[str] = EVAL) -> None:
    """Write a mark into the gold file; it is on the disk when this returns.

    Raises:
        InputError: the mark cannot be used, or the file cannot be written.
    """
    words = [*command, "mark", "-", "right" if mark.right else "false", f"--to={gold}"]
    words += [f"--say={phrase}" for phrase in mark.said]
    words += [f"--id={mark.question}"] if mark.question else []
    try:
        done = subprocess.run(  # noqa: S603
            words,
            input=json.dumps(mark.answer),
            capture_output=True,
            encoding="utf-8",
            timeout=LONGEST_S,
            check=False,
            env=environment(),
        )
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise InputError(f"the mark cannot be kept: {error}") from error
    if done.returncode:
        said = done.stderr.strip().rpartition("\n")[2]
        raise InputError(said.removeprefix("dalil: ") or "the mark cannot be kept: see the log")
