"""Turn a question asked in the chat, with the citations an editor accepted, into a gold line.

A gold file is written whole or not at all: its other lines stay as they are.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from eval.gold import Evidence, Gold, dump_gold, load_gold, parse_gold
from rag.errors import InputError
from rag.types import Json

__all__ = ["append_gold", "gold_from_answer", "highlights", "replace_gold"]


def gold_from_answer(
    answer: Json,
    accepted: Sequence[int] | None = None,
    answers: Mapping[str, Sequence[str]] | None = None,
    identity: str = "",
    kind: str = "",
) -> Gold:
    """Make a gold question of an answer's JSON (`dalil ask --json`).

    `accepted` are the markers of the citations that are right; all of them if None. A refusal
    becomes an unanswerable question; a follow-up is kept as it was understood, so that it can be
    asked alone. `answers` are phrases per language; by default the
    highlighted words of the accepted citations are taken, in their articles' language.

    Raises:
        InputError: the answer is not of that JSON, a marker is unknown, or nothing is accepted.
    """
    try:
        citations = {int(c["marker"]): c for c in answer["citations"]}
        refused = answer["verdict"] == "not found"
        question = answer.get("understood") or answer["question"]
        language = answer["language"]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            "this is not the JSON of an answer: write one with `dalil ask --json`"
        ) from error
    chosen = [] if refused else sorted(citations) if accepted is None else list(accepted)
    if unknown := [marker for marker in chosen if marker not in citations]:
        raise InputError(f"the answer has no citation {unknown}: it has {sorted(citations)}")
    if not refused and not chosen:
        raise InputError("no citation is accepted: name the right ones with --accept")
    cited = [citations[marker] for marker in chosen]
    phrases = {code: tuple(given) for code, given in (answers or {}).items()} or highlights(cited)
    return Gold(
        id=identity or _identity(question, language),
        kind=kind or ("unanswerable" if refused else "chat"),
        language=language,
        question=question,
        answers={} if refused else phrases,
        # The whole sentence: its highlights alone ("5") would be found in many a passage.
        evidence=tuple(Evidence(article=c["article"]["id"], quote=c["text"]) for c in cited),
        answerable=not refused,
    )


def highlights(citations: Sequence[Json]) -> dict[str, tuple[str, ...]]:
    """The highlighted words of citations, by their articles' language; else the sentence."""
    found: dict[str, list[str]] = {}
    for citation in citations:
        words = [h["text"] for h in citation["highlights"]] or [citation["text"]]
        found.setdefault(citation["article"]["language"], []).extend(words)
    return {code: tuple(dict.fromkeys(words)) for code, words in found.items()}


def _identity(question: str, language: str) -> str:
    words = re.findall(r"\w+", question.casefold())
    return "-".join((*words[:6], language))


def append_gold(gold: Gold, path: Path) -> None:
    """Add a question to a gold file, which is made if it is not there.

    Raises:
        InputError: the file holds its id already, is not a gold file, or cannot be written.
    """
    with _changing(path) as before:
        known = load_gold(path) if before.strip() else []
        if any(gold.id == other.id for other in known):
            raise InputError(f"{path} already has a question {gold.id!r}: name another with --id")
        ending = "" if not before or before.endswith("\n") else "\n"
        _write(path, before + ending + dump_gold([gold]))


def replace_gold(gold: Gold, path: Path) -> None:
    """Put a question in the place of the one of its id.

    Raises:
        InputError: the file has no such question, is not a gold file, or cannot be written.
    """
    with _changing(path) as before:
        if gold.id not in {other.id for other in load_gold(path)}:
            raise InputError(f"{path} has no question {gold.id!r}")
        lines = [
            dump_gold([gold]).rstrip("\n")
            if line.strip() and parse_gold(line.lstrip("\ufeff"), str(path)).id == gold.id
            else line
            for line in before.split("\n")
        ]
        _write(path, "\n".join(lines))


@contextmanager
def _changing(path: Path) -> Iterator[str]:
    """Hold a gold file for one change, and give its text, "" if it is not there."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Its own file: the gold file itself is replaced, and a lock on it would go with it.
        with path.with_name(f".{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot change {path}: {error}") from error


def _write(path: Path, text: str) -> None:
    """Exchange the file for one with this text that is on the disk already."""
    target = path.resolve()  # a link stays a link
    scratch = target.with_name(f".{target.name}.new")
    with scratch.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    if target.exists():
        shutil.copymode(target, scratch)
    scratch.replace(target)
