"""Answers and feedback as JSON lines, and signed answers as gold questions."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from rag.types import Json
from ui.server.service import Service
from ui.server.since import Saved
from ui.server.store import Kept
from ui.words import WORDS

__all__ = ["answer_lines", "changes_out", "feedback_lines", "gold_lines", "gold_question"]


def answer_lines(service: Service) -> Iterator[str]:
    """Every kept answer, oldest first, one JSON object a line, with what has changed since."""
    return (
        _line({**asdict(saved.kept), "changes": changes_out(saved)})
        for saved in service.all_saved()
    )


def feedback_lines(service: Service) -> Iterator[str]:
    """All feedback, oldest first, one JSON object a line."""
    return (_line(asdict(feedback)) for feedback in service.store.feedback())


def gold_lines(service: Service) -> Iterator[str]:
    """Every answer that an editor signed, as a gold question for `dalil eval --gold`.

    Left out is what cites an article that has since been corrected or removed: it may be right no
    longer.
    """
    signed = service.all_saved(checked=True)
    return (_line(gold_question(saved.kept)) for saved in signed if not saved.changes)


def changes_out(saved: Saved) -> list[Json]:
    """What has changed since an answer was given, worded in each language that a page speaks."""
    return [
        {**asdict(change), "text": {language: change.told(language) for language in WORDS}}
        for change in saved.changes
    ]


def gold_question(kept: Kept) -> Json:
    """A signed answer as a gold question: its words and its cited sentences are what is right."""
    answer = kept.answer
    claims = [claim for group in answer["groups"] for claim in group["claims"]]
    rendered = [claim["value"] for claim in claims if claim["value"]]
    published = [claim["evidence"]["text"] for claim in claims]
    found = answer["verdict"] != "not found"
    answers: dict[str, list[str]] = {}
    for claim in claims:
        answers.setdefault(claim["article"]["language"], []).append(claim["evidence"]["text"])
    answers.setdefault(answer["language"], []).extend(rendered)
    return {
        "id": f"checked-{kept.id}",
        "kind": "conflict" if answer["verdict"] == "disputed" else "checked",
        "language": answer["language"],
        "question": answer["question"],
        "answers": {key: _once(words) for key, words in answers.items()} if found else {},
        "values": [],
        "evidence": _once_evidence(answer) if published else [],
        "answerable": found,
    }


def _once_evidence(answer: Json) -> list[Json]:
    evidence = []
    for citation in answer["citations"]:
        quotes = [span["text"] for span in citation["highlights"]] or [citation["text"]]
        evidence += [{"article": citation["article"]["id"], "quote": quote} for quote in quotes]
    return [item for i, item in enumerate(evidence) if item not in evidence[:i]]


def _once(words: list[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"
