"""Nearest vectors: what comes first, exactly; the graph against the exact search."""

from pathlib import Path

import numpy as np
import pytest

from index.dense import Dense, Vectors
from rag.errors import ArchiveError

AXES = np.eye(4, dtype=np.float32)


def written(folder: Path, vectors: Vectors, exact: int = 50_000) -> Dense:
    Dense.write(folder, vectors, exact)
    return Dense.open(folder)


def random(count: int, seed: int) -> Vectors:
    made = np.random.default_rng(seed).standard_normal((count, 32)).astype(np.float32)
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), np.float32)


def test_the_nearest_come_first_and_ties_by_row(tmp_path: Path) -> None:
    dense = written(tmp_path, np.vstack([AXES[1], AXES[0], AXES[0], AXES[2]]))
    query = np.array([0.8, 0.6, 0, 0], np.float32)

    assert [row for row, _ in dense.search(query, 4)] == [1, 2, 0, 3]
    assert [row for row, _ in dense.search(query, 1)] == [1]
    assert [score for _, score in dense.search(query, 2)] == pytest.approx([0.8, 0.8])


def test_only_the_rows_wanted_are_found(tmp_path: Path) -> None:
    dense = written(tmp_path, AXES)

    odd = np.array([False, True, False, True])
    assert [row for row, _ in dense.search(AXES[0], 9, odd)] == [1, 3]
    assert dense.search(AXES[0], 9, np.zeros(4, np.bool_)) == []


def test_nothing_from_nothing(tmp_path: Path) -> None:
    dense = written(tmp_path, np.zeros((0, 4), np.float32))

    assert dense.search(AXES[0], 3) == []
    assert written(tmp_path, AXES).search(AXES[0], 0) == []


@pytest.mark.parametrize("share", [1.0, 0.5, 0.01], ids=["all", "half", "narrow"])
def test_the_graph_finds_what_comparing_all_finds(tmp_path: Path, share: float) -> None:
    vectors, queries = random(3000, 1), random(40, 2)
    graph = written(tmp_path, vectors, exact=100)
    rows = None if share == 1 else np.arange(3000) % int(1 / share) == 0
    exact = Dense(vectors)
    found = [
        len({r for r, _ in graph.search(q, 10, rows)} & {r for r, _ in exact.search(q, 10, rows)})
        for q in queries
    ]

    assert (tmp_path / "graph.faiss").exists()
    assert sum(found) >= (400 if share < 0.2 else 390)


def test_the_scores_of_the_graph_are_cosines(tmp_path: Path) -> None:
    vectors = random(500, 1)
    row, score = written(tmp_path, vectors, exact=100).search(vectors[7], 1)[0]

    assert row == 7
    assert score == pytest.approx(1.0, abs=1e-5)


def test_a_graph_that_grew_finds_old_and_new(tmp_path: Path) -> None:
    vectors, (first, second) = random(900, 1), (tmp_path / "first", tmp_path / "second")
    first.mkdir()
    second.mkdir()
    Dense.write(first, vectors[:600], exact=100)
    Dense.write(second, vectors, exact=100, grown_from=first)
    grown = Dense.open(second)

    assert [grown.search(vectors[row], 1)[0][0] for row in (7, 599, 600, 899)] == [7, 599, 600, 899]
    assert Dense.open(first).search(vectors[7], 1)[0][0] == 7


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="run `dalil index PATH`"):
        Dense.open(tmp_path)
