"""Nearest vectors: what comes first, exactly; the lists against the exact search."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from index.dense import Dense, Stack, Vectors
from rag.errors import ArchiveError

AXES = np.eye(4, dtype=np.float32)


def written(folder: Path, vectors: Vectors, exact: int = 50_000) -> Dense:
    Dense.write(folder, vectors, exact=exact)
    return Dense.open(folder, few=exact)


def random(count: int, seed: int) -> Vectors:
    """Vectors around the same fifty centres, as texts lie around their subjects."""
    centres = np.random.default_rng(0).standard_normal((50, 96))
    chance = np.random.default_rng(seed)
    made = centres[chance.integers(50, size=count)] + 0.7 * chance.standard_normal((count, 96))
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
def test_the_lists_find_what_comparing_all_finds(tmp_path: Path, share: float) -> None:
    vectors, queries = random(6000, 1), random(40, 2)
    lists = written(tmp_path, vectors, exact=100)
    rows = None if share == 1 else np.arange(6000) % int(1 / share) == 0
    exact = Dense(vectors)
    found = [
        len({r for r, _ in lists.search(q, 10, rows)} & {r for r, _ in exact.search(q, 10, rows)})
        for q in queries
    ]

    assert (tmp_path / "lists.0.faiss").exists()
    assert sum(found) >= (400 if share < 0.2 else 380)


def test_the_scores_of_the_lists_are_cosines(tmp_path: Path) -> None:
    vectors = random(500, 1)
    row, score = written(tmp_path, vectors, exact=100).search(vectors[7], 1)[0]

    assert row == 7
    assert score == pytest.approx(1.0, abs=1e-5)


def test_whoever_asks_for_more_than_lists_give_gets_all(tmp_path: Path) -> None:
    dense = written(tmp_path, random(3000, 1), exact=100)

    assert len(dense.search(random(1, 2)[0], 2500)) == 2500


@pytest.mark.parametrize("before", [600, 60], ids=["added to", "made anew"])
def test_lists_that_grew_find_old_and_new(tmp_path: Path, before: int) -> None:
    vectors, (first, second) = random(2400, 1), (tmp_path / "first", tmp_path / "second")
    first.mkdir()
    second.mkdir()
    Dense.write(first, vectors[:before], exact=50)
    Dense.write(second, vectors, exact=50, grown_from=first)
    grown = Dense.open(second)

    ends = [7, before - 1, before, 2399]
    assert [grown.search(vectors[row], 1)[0][0] for row in ends] == ends
    assert Dense.open(first).search(vectors[7], 1)[0][0] == 7


def test_each_group_has_lists_of_its_own_and_a_small_one_needs_none(tmp_path: Path) -> None:
    vectors, (first, second) = random(3000, 1), (tmp_path / "first", tmp_path / "second")
    groups = np.array([(0, 0, 0, 1, 1)[row % 5] for row in range(3000)], np.int8)
    groups[40:80] = 2
    for folder in (first, second):
        folder.mkdir()
    Dense.write(first, vectors[:2500], groups[:2500], exact=50)
    Dense.grow(first, second, vectors[2500:], groups, exact=50)
    grown, exact = Dense.open(second), Dense(vectors)

    assert {file.name for file in second.glob("lists*")} == {"lists.0.faiss", "lists.1.faiss"}
    for group in range(3):
        mask = groups == group
        for query in random(20, 2):
            found = [row for row, _ in grown.search(query, 5, mask, group)]
            best = [row for row, _ in exact.search(query, 5, mask)]
            assert set(found) <= set(np.flatnonzero(mask).tolist())
            assert len(set(found) & set(best)) >= (5 if group == 2 else 4)


def test_codes_of_one_bit_are_asked_deeper_and_made_anew_when_they_grow(tmp_path: Path) -> None:
    vectors, (first, second) = random(3000, 1), (tmp_path / "first", tmp_path / "second")
    for folder in (first, second):
        folder.mkdir()
    Dense.write(first, vectors, exact=5000)
    old = faiss.index_factory(vectors.shape[1], "IVF128,RaBitQfs", faiss.METRIC_INNER_PRODUCT)
    old.train(vectors)
    old.add(vectors)
    faiss.write_index(old, str(first / "lists.0.faiss"))
    was, exact = Dense.open(first, few=50), Dense(vectors)
    Dense.write(second, vectors, exact=50, grown_from=first)
    now = faiss.read_index(str(second / "lists.0.faiss"))

    for query in random(20, 2):
        found, best = ({row for row, _ in each.search(query, 40)} for each in (was, exact))
        assert len(found & best) >= 38
    assert (now.ntotal, now.rabitq.nb_bits) == (3000, 2)  # type: ignore[attr-defined]


def test_rows_read_from_files_are_those_that_are_mapped(tmp_path: Path) -> None:
    vectors, (first, second) = random(90, 1), (tmp_path / "first", tmp_path / "second")
    for folder in (first, second):
        folder.mkdir()
    Dense.write(first, vectors[:60])
    Dense.grow(first, second, vectors[60:])
    stack = Stack.open(second)

    for rows in ([], [0], [89], [3, 4, 5, 58, 59, 60, 61, 88], range(90)):
        wanted = np.array(rows, np.int64)
        assert np.array_equal(stack.read(wanted), vectors[wanted])


def test_vectors_that_are_cut_off_meanwhile_are_an_error(tmp_path: Path) -> None:
    Dense.write(tmp_path, random(90, 1))
    stack = Stack.open(tmp_path)
    with (tmp_path / "vectors.npy").open("r+b") as file:
        file.truncate(20_000)

    with pytest.raises(ArchiveError, match="run `dalil index PATH`"):
        stack.read(np.array([7, 89]))


def test_lists_that_cannot_be_written_are_an_error_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "lists.0.faiss").mkdir()

    with pytest.raises(OSError, match=r"lists\.0\.faiss"):
        Dense.write(tmp_path, random(600, 1), exact=50)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="run `dalil index PATH`"):
        Dense.open(tmp_path)
