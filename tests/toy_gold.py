"""A toy of `dalil eval` for the editor's page: python -m tests.toy_gold --gold FILE --lines.

It answers every question as `ANSWERS` has it, one after another; a file "hold" beside the gold file
makes it wait before the last one, a file "crash" makes it fail. `mark` is the real one.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

Json = dict[str, Any]
COMMAND = (sys.executable, "-m", "tests.toy_gold")
SENTENCE = "أحرقت 500 سيارة تابعة للشرطة."
IMAGE = "<img src=x onerror=window.hacked=1>"


def answer(question: str, said: str) -> Json:
    """The JSON of an answer that says one thing; of a refusal, if it says nothing."""
    article = {"id": "cars", "outlet": "Euronews", "published": "2022-01-10", "language": "ar"}
    words = {"start": 7, "end": 15, "text": "500 سيارة"}
    cited = {"marker": 1, "article": article, "text": SENTENCE, "highlights": [words]}
    return {
        "question": question,
        "language": "en",
        "verdict": "answered" if said else "not found",
        "understood": "",
        "lead": "",
        "text": f"{said} [1]" if said else "Not found in the archive.",
        "statements": [{"text": said, "markers": [1], "quote": None}] if said else [],
        "citations": [cited] if said else [],
        "notes": [],
    }


def row(gold: Json, said: str, outcome: str) -> Json:
    """What the run says of a question."""
    return {
        "id": gold["id"],
        "question": gold["question"],
        "answerable": gold["answerable"],
        "expected": {
            "phrases": [p for group in gold["answers"].values() for p in group],
            "not": gold.get("not", []),
        },
        "outcome": outcome,
        "units": [outcome] if said else [],
        "error": "",
        "answer": answer(gold["question"], said),
    }


def gold(identity: str, question: str, phrase: str = "500") -> Json:
    """A gold question; without a phrase the archive does not answer it."""
    return {
        "id": identity,
        "kind": "chat" if phrase else "unanswerable",
        "language": "en",
        "question": question,
        "answers": {"en": [phrase]} if phrase else {},
        "values": [],
        "evidence": [],
        "answerable": bool(phrase),
    }


CARS = gold("cars", "How many cars were burned?")
DEAD = gold("dead", f"How many died? {IMAGE}", "7")
WHO = gold("who", "Who won the World Cup?", "")
GOLDS = (CARS, DEAD, WHO)


def write(file: Path, *golds: Json) -> Path:
    """A gold file of these questions."""
    file.write_text("".join(json.dumps(each) + "\n" for each in golds), encoding="utf-8")
    return file


def tell(event: str, **values: object) -> None:
    sys.stdout.write(json.dumps({"event": event, **values}, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def run(file: Path) -> int:
    """Tell a run; the file "said" beside the gold file, if it is there, says other answers."""
    golds = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    tell("begun", pid=os.getpid(), date="2026-11-26T10:00:00+00:00", total=len(golds))
    other = file.with_name("said")
    said = json.loads(other.read_text(encoding="utf-8")) if other.exists() else {}
    for i, each in enumerate(golds, start=1):
        while i == len(golds) and file.with_name("hold").exists():
            time.sleep(0.02)
        if file.with_name("crash").exists():
            sys.stderr.write("Traceback …\ndalil: the index is not there: run `dalil index PATH`\n")
            return 1
        words, outcome = said.get(each["id"], ("", "refused" if each["answerable"] else "right"))
        tell("asked", row=row(each, words, outcome))
    tell("ended", about={}, measures={})
    return 0


if __name__ == "__main__":
    words = sys.argv[1:]
    if words[0] == "mark":
        from eval.__main__ import main

        sys.exit(main(words))
    sys.exit(run(Path(words[words.index("--gold") + 1])))
