"""BEIR and MIRACL folders: which documents answer which queries. Retrieval alone is judged.

    corpus.jsonl     {"_id" or "docid", "title"?, "text"} a line
    queries.jsonl    {"_id", "text"} a line; or topics.tsv: id, tab, text
    qrels/*.tsv      query, document, relevance, tab-separated, with or without a heading; or the
                     four columns of TREC. `split` picks the file where there are several.

Source: Thakur et al., "BEIR" (NeurIPS 2021); Zhang et al., "MIRACL" (TACL 2023).
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.benchmarks.squad import Benchmark
from eval.gold import Evidence, Gold
from eval.ranking import judge_ranking
from rag.errors import InputError
from rag.search import Search
from rag.text.language import language_of
from rag.types import Article, Json, Passage

__all__ = ["rank_rows", "read_beir"]

DEPTH = 50
"""Passages fetched per query; several of one document count once."""


def read_beir(folder: Path, split: str = "test") -> Benchmark:
    """Read a folder. Queries without a relevant document are not in the benchmark, as in BEIR.

    Raises:
        InputError: a file is missing or malformed, or no query has a relevant document.
    """
    articles = tuple(
        Article(
            identity,
            f"{record['title']}\n\n{record['text']}" if record.get("title") else record["text"],
            title=record.get("title") or "",
            language=language_of(record["text"]),
        )
        for identity, record in _records(folder / "corpus.jsonl")
    )
    relevant = _qrels(folder, split)
    golds = tuple(
        Gold(
            id=identity,
            kind="retrieval",
            language=language_of(text),
            question=text,
            evidence=tuple(Evidence(article=doc, quote="") for doc in relevant[identity]),
            answerable=True,
        )
        for identity, text in _queries(folder)
        if relevant.get(identity)
    )
    if not golds:
        raise InputError(f"{folder}: no query has a relevant document in qrels/{split}.tsv")
    return Benchmark(golds, articles)


def _records(path: Path) -> Iterator[tuple[str, Json]]:
    for number, line in enumerate(_lines(path), start=1):
        try:
            record = json.loads(line)
            yield str(record.get("_id") or record["docid"]), {**record, "text": record["text"]}
        except (json.JSONDecodeError, AttributeError, KeyError) as error:
            raise InputError(f"{path}:{number}: expected an object with _id and text") from error


def _queries(folder: Path) -> Iterator[tuple[str, str]]:
    if (folder / "queries.jsonl").is_file():
        for identity, record in _records(folder / "queries.jsonl"):
            yield identity, record["text"]
        return
    path = folder / "topics.tsv"
    for number, line in enumerate(_lines(path), start=1):
        identity, tab, text = line.partition("\t")
        if not tab:
            raise InputError(f"{path}:{number}: expected a query id, a tab and the query")
        yield identity, text.strip()


def _qrels(folder: Path, split: str) -> dict[str, list[str]]:
    files = sorted((folder / "qrels").glob("*.tsv"))
    path = files[0] if len(files) == 1 else folder / "qrels" / f"{split}.tsv"
    relevant: dict[str, list[str]] = {}
    for number, line in enumerate(_lines(path), start=1):
        cells = line.split("\t") if "\t" in line else line.split()
        if len(cells) not in (3, 4) or not _whole(cells[-1]):
            if number == 1:
                continue
            raise InputError(f"{path}:{number}: expected query, document and relevance")
        if int(cells[-1]) > 0:
            relevant.setdefault(cells[0], []).append(cells[-2])
    return relevant


def _whole(cell: str) -> bool:
    return cell.strip().lstrip("-").isdecimal()


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}") from error


def rank_rows(golds: Sequence[Gold], search: Search) -> list[Json]:
    """Search every query and judge the ranking of documents, each by its best passage.

    Rows are shaped like those of `eval.run`, with retrieval measures only.
    """
    return [_ranked(gold, _documents(search, gold.question)) for gold in golds]


def _documents(search: Search, question: str) -> list[Passage]:
    best: dict[str, Passage] = {}
    for hit in search.search(question, DEPTH):
        best.setdefault(hit.passage.article.id, hit.passage)
    return list(best.values())


def _ranked(gold: Gold, documents: list[Passage]) -> Json:
    language = documents[0].article.language if documents else "?"
    return {
        "id": gold.id,
        "kind": gold.kind,
        "language": gold.language,
        "direction": f"{gold.language}→{language}",
        "archive": "beir",
        "set": "beir",
        "cluster": f"question {gold.id}",
        "unit": gold.id,
        "question": gold.question,
        "answerable": True,
        "outcome": "unjudged",
        "answered": False,
        "confidence": 0.0,
        "measures": {
            name: None if value is None else round(value, 6)
            for name, value in judge_ranking(gold, documents).items()
        },
        "ranking": [passage.article.id for passage in documents[:10]],
    }
