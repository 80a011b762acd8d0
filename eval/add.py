"""Turn a question asked in the chat, with the citations an editor accepted, into a gold line."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.gold import Evidence, Gold, dump_gold, load_gold
from rag.errors import InputError

__all__ = ["append_gold", "gold_from_answer"]

Json = dict[str, Any]


def gold_from_answer(
    answer: Json,
    accepted: Sequence[int] | None = None,
    answers: Mapping[str, Sequence[str]] | None = None,
    identity: str = "",
    kind: str = "",
) -> Gold:
    """Make a gold question of an answer's JSON (`dalil ask --json`).

    `accepted` are the markers of the citations that are right; all of them if None. A refusal
    becomes an unanswerable question. `answers` are phrases per language; by default the
    highlighted words of the accepted citations are taken, in their articles' language.

    Raises:
        InputError: the answer is not of that JSON, a marker is unknown, or nothing is accepted.
    """
    try:
        citations = {int(c["marker"]): c for c in answer["citations"]}
        refused = answer["verdict"] == "not found"
        question, language = answer["question"], answer["language"]
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
    phrases = {code: tuple(given) for code, given in (answers or {}).items()} or _highlights(cited)
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


def _highlights(citations: Sequence[Json]) -> dict[str, tuple[str, ...]]:
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
    known = load_gold(path) if path.exists() else []
    if any(gold.id == other.id for other in known):
        raise InputError(f"{path} already has a question {gold.id!r}: name another with --id")
    try:
        before = path.read_text(encoding="utf-8") if known else ""
        ending = "" if not before or before.endswith("\n") else "\n"
        path.write_text(before + ending + dump_gold([gold]), encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot write {path}: {error}") from error
