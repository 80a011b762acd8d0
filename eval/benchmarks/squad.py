"""SQuAD-format files (XQuAD, ARCD, TyDi QA, MLQA) as an archive and its gold questions.

Each paragraph becomes one article, "Title/3" the fourth paragraph under a title, so that intervals
are drawn over titles. Questions and paragraphs may come from two files in two languages, joined by
the questions' ids; the evidence is then the paragraph file's own answer.

    {"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "answers":
        [{"text", "answer_start"}], "is_impossible"?}]}]}]}
"""

import json
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.gold import Evidence, Gold
from rag.errors import InputError
from rag.text.language import language_of
from rag.types import Article

__all__ = ["Benchmark", "read_squad", "sample"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Somebody else's questions, and the articles they are asked over."""

    golds: tuple[Gold, ...]
    articles: tuple[Article, ...]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)
    text: str


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True)
    id: str | int
    question: str
    answers: tuple[_Answer, ...] = ()
    is_impossible: bool = False


class _Paragraph(BaseModel):
    model_config = ConfigDict(frozen=True)
    context: str
    qas: tuple[_Question, ...] = ()


class _Topic(BaseModel):
    model_config = ConfigDict(frozen=True)
    title: str = ""
    paragraphs: tuple[_Paragraph, ...]


class _Squad(BaseModel):
    model_config = ConfigDict(frozen=True)
    data: tuple[_Topic, ...] = Field(min_length=1)


def read_squad(questions: Path, passages: Path | None = None) -> Benchmark:
    """Read questions and the paragraphs they are asked over (of the same file, if not given).

    A question whose id the paragraph file lacks has no known evidence; it is left out, and how
    many there were is logged.

    Raises:
        InputError: a file cannot be read or is not of the format, or they share no question.
    """
    asked = _read(questions)
    source = asked if passages is None else _read(passages)
    articles: dict[str, Article] = {}
    placed: dict[str, tuple[str, _Question]] = {}
    for identity, paragraph in _paragraphs(source):
        language = language_of(paragraph.context)
        articles[identity] = Article(identity, paragraph.context, language=language)
        placed.update({str(question.id): (identity, question) for question in paragraph.qas})
    everything = [q for _, paragraph in _paragraphs(asked) for q in paragraph.qas]
    golds = [_gold(q, *placed[str(q.id)]) for q in everything if str(q.id) in placed]
    if not golds:
        raise InputError(f"{questions} and {passages} share no question id: are they parallel?")
    if len(golds) < len(everything):
        log.warning("%d questions have no paragraph in %s", len(everything) - len(golds), passages)
    return Benchmark(tuple(golds), tuple(articles.values()))


def _read(path: Path) -> _Squad:
    try:
        return _Squad.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InputError(f"cannot read the questions in {path}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path} is not in SQuAD format: {name!r}: {first['msg']}") from error


def _paragraphs(squad: _Squad) -> Iterator[tuple[str, _Paragraph]]:
    # Some files repeat a title, or a whole paragraph for each of its questions.
    known: dict[str, dict[str, str]] = {}
    for number, topic in enumerate(squad.data):
        title = topic.title.replace("/", "-") or f"topic {number}"
        under = known.setdefault(title, {})
        for paragraph in topic.paragraphs:
            yield under.setdefault(paragraph.context, f"{title}/{len(under)}"), paragraph


def _gold(asked: _Question, article: str, there: _Question) -> Gold:
    language = language_of(asked.question)
    phrases = [a.text for a in there.answers]
    answers: dict[str, tuple[str, ...]] = {
        language_of("".join(phrases)): tuple(dict.fromkeys(phrases))
    }
    own = tuple(dict.fromkeys(a.text for a in asked.answers))
    if own and own != tuple(dict.fromkeys(phrases)):
        answers[language] = tuple(dict.fromkeys((*answers.get(language, ()), *own)))
    answerable = not asked.is_impossible and bool(phrases)
    return Gold(
        id=str(asked.id),
        kind="squad" if answerable else "unanswerable",
        language=language,
        question=asked.question,
        answers=answers if answerable else {},
        evidence=tuple(Evidence(article=article, quote=p) for p in dict.fromkeys(phrases)),
        answerable=answerable,
    )


def sample(golds: Sequence[Gold], limit: int, seed: int) -> list[Gold]:
    """At most `limit` questions, drawn without replacement by `seed`, in their own order."""
    if limit >= len(golds):
        return list(golds)
    chosen = sorted(random.Random(seed).sample(range(len(golds)), limit))
    return [golds[i] for i in chosen]
