import json
from pathlib import Path

import pytest

from eval.benchmarks.beir import rank_rows, read_beir
from eval.gold import Evidence
from eval.measures.summary import summarise
from rag.errors import InputError
from rag.types import Article, Hit, Passage


def folder(path: Path, qrels: str, queries: str = "") -> Path:
    corpus = [{"_id": "d1", "title": "عنوان", "text": "نص"}, {"_id": "d2", "text": "Text"}]
    (path / "qrels").mkdir()
    lines = "".join(json.dumps(line) + "\n" for line in corpus)
    (path / "corpus.jsonl").write_text(lines, encoding="utf-8")
    (path / "queries.jsonl").write_text(
        queries or '{"_id": "q1", "text": "Who?"}\n{"_id": "q2", "text": "من؟"}\n', encoding="utf-8"
    )
    (path / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "qrels",
    [
        "query-id\tcorpus-id\tscore\nq1\td2\t1\nq1\td1\t0\n",
        "q1\td2\t2\n",
        "q1 Q0 d2 1\nq2 Q0 d1 -1\n",
    ],
    ids=["BEIR with a heading", "without", "TREC"],
)
def test_a_folder_is_read_and_queries_without_a_document_are_not_in_it(
    tmp_path: Path, qrels: str
) -> None:
    found = read_beir(folder(tmp_path, qrels))
    assert [(g.id, g.evidence) for g in found.golds] == [
        ("q1", (Evidence(article="d2", quote=""),))
    ]
    assert [(a.id, a.text, a.language) for a in found.articles] == [
        ("d1", "عنوان\n\nنص", "ar"),
        ("d2", "Text", "en"),
    ]


def test_topics_of_miracl_are_read(tmp_path: Path) -> None:
    path = folder(tmp_path, "q1\t0\td2\t1\n")
    (path / "queries.jsonl").unlink()
    (path / "topics.tsv").write_text("q1\tWho?\n", encoding="utf-8")
    assert [gold.question for gold in read_beir(path).golds] == ["Who?"]


@pytest.mark.parametrize(
    ("qrels", "message"),
    [("q1\td2\t0\n", "no query has"), ("q1\td2\t1\nq1\td2\n", r"test\.tsv:2: expected query")],
)
def test_a_folder_that_judges_nothing_is_refused(tmp_path: Path, qrels: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_beir(folder(tmp_path, qrels))


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"queries\.jsonl:2"):
        read_beir(folder(tmp_path, "q1\td2\t1\n", '{"_id": "q1", "text": "Who?"}\n{"_id": "q2"}\n'))


class Fixed:
    """Finds two passages of the first document, then one of the second."""

    def search(self, question: str, k: int) -> list[Hit]:
        first, second = Article("d1", "ab"), Article("d2", "c", language="en")
        places = [(first, 0, 1), (first, 1, 2), (second, 0, 1)]
        passages = [Passage(i, *place) for i, place in enumerate(places)]
        return [Hit(p, 1.0 / (i + 1)) for i, p in enumerate(passages)]


def test_documents_rank_by_their_best_passage(tmp_path: Path) -> None:
    rows = rank_rows(read_beir(folder(tmp_path, "q1\td2\t1\n")).golds, Fixed())
    assert rows[0]["ranking"] == ["d1", "d2"]
    assert rows[0]["measures"]["MRR"] == 0.5
    figures = summarise(rows)["all"]
    assert figures["R@3"]["value"] == 1.0
    assert "calibration error" not in figures
    assert "right" not in figures
