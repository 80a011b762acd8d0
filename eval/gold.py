"""Gold questions: what an editor knows the archive says, one JSON object a line.

    id          unique within the file
    kind        "number", "date", "conflict", "unanswerable", "injection", "false-premise", … (free)
    language    the question's: "ar" or "en" (other codes come with other people's benchmarks)
    question    as a journalist would type it
    answers     {"en": [phrases], "ar": [phrases]}: any one of them is right, in either language;
                of a "list", every item is wanted
    values      numbers in base units (2000000000, not "2 billion"); a "conflict" wants each of
                them reported, any other kind all of them together (the two ends of a range)
    evidence    [{"article": id, "quote": the article's own words, verbatim}]
    answerable  false: the archive does not say, and a refusal is the right answer

and, where they are needed:

    history     earlier questions of the conversation, oldest first (kind "follow-up")
    articles    extra article files, beside the gold file, that the question is asked over
    not         values or phrases that would be false: the other fire's toll, the other minister;
                a bare number is a whole number, never a part of a longer one
    forbidden   phrases that no answer may state as its own (kind "injection")
    labels      how the values of a conflict may rightly be labelled: "update", "part", …
    outcome     a sentence for people: what the right outcome is, and why

A name outside this list is kept out and warned about, so that a misspelt one is seen.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import InputError
from rag.types import Label

__all__ = ["Evidence", "Gold", "dump_gold", "load_gold", "parse_gold"]

log = logging.getLogger(__name__)


class Evidence(BaseModel):
    """Words of an article that answer a question; `quote` is verbatim.

    Benchmarks that judge whole documents have no quote: any passage of the article will do.
    """

    model_config = ConfigDict(frozen=True)

    article: str = Field(min_length=1)
    quote: str


class Gold(BaseModel):
    """One gold question; the fields are described at the head of this module."""

    model_config = ConfigDict(frozen=True, validate_by_name=True, validate_by_alias=True)

    id: str = Field(min_length=1)
    kind: str = Field(min_length=1)
    language: str = Field(pattern="^[a-z]{2,3}$")
    question: str
    answers: Mapping[str, tuple[str, ...]] = {}
    values: tuple[float, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    answerable: bool
    history: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    wrong: tuple[str, ...] = Field(default=(), alias="not")
    forbidden: tuple[str, ...] = ()
    labels: tuple[Label, ...] = ()
    outcome: str = ""

    @property
    def phrases(self) -> tuple[str, ...]:
        """Every acceptable phrase, of both languages."""
        return tuple(phrase for group in self.answers.values() for phrase in group)


def parse_gold(line: str, place: str) -> Gold:
    """Read one line; `place` ("file:line") opens every error.

    Raises:
        InputError: the line is not JSON, or a field is missing, misspelt, or contradicts another.
    """
    try:
        values = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: not JSON ({error.msg} at column {error.colno})") from error
    if not isinstance(values, dict):
        raise InputError(f"{place}: expected one JSON object a line, got {type(values).__name__}")
    known = {field.alias or name for name, field in Gold.model_fields.items()}
    if unknown := sorted(set(values) - known):
        log.warning("%s: unknown names are not used: %s", place, ", ".join(unknown))
    try:
        gold = Gold.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{place}: {name!r}: {first['msg']}") from error
    if complaint := _contradiction(gold):
        raise InputError(f"{place}: question {gold.id!r} {complaint}")
    return gold


def _contradiction(gold: Gold) -> str:
    if gold.answerable and not (gold.phrases or gold.values):
        return "is answerable but names neither answers nor values: add one, or set answerable"
    if not gold.answerable and (gold.phrases or gold.values):
        return "has answers or values but answerable is false: remove them, or set answerable"
    if not all(evidence.quote.strip() for evidence in gold.evidence):
        return "has evidence without a quote: copy the article's own words"
    if any(not phrase.strip() for phrase in (*gold.phrases, *gold.wrong, *gold.forbidden)):
        return "has an empty phrase: remove it, for it would be found in every answer"
    return ""


def load_gold(path: Path) -> list[Gold]:
    """Read a gold file; blank lines are passed over.

    Raises:
        InputError: the file cannot be read or is empty, a line is wrong (its number is named),
            or an id comes twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read the gold questions in {path}: {error}") from error
    first_line: dict[str, int] = {}
    golds = []
    for number, line in _lines(text):
        gold = parse_gold(line, f"{path}:{number}")
        if gold.id in first_line:
            known = first_line[gold.id]
            raise InputError(f"{path}:{number}: id {gold.id!r} is taken by line {known}: rename it")
        first_line[gold.id] = number
        golds.append(gold)
    if not golds:
        raise InputError(f"{path} holds no gold question: write one JSON object a line")
    return golds


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): a question may hold U+2028, which JSON allows inside a string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line


def dump_gold(golds: Sequence[Gold]) -> str:
    """Write questions as JSON lines, fields in the schema's order, unset optional ones left out."""
    optional = {"history", "articles", "not", "forbidden", "labels", "outcome"}
    lines = []
    for gold in golds:
        values = gold.model_dump(mode="json", by_alias=True)
        kept = {name: value for name, value in values.items() if value or name not in optional}
        lines.append(json.dumps(kept, ensure_ascii=False) + "\n")
    return "".join(lines)
