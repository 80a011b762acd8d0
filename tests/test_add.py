"""New articles are added behind the rest: found as if all had been indexed at once."""

import hashlib
import json
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.build import Report, build_index
from index.contents import content_of, read_contents
from index.dense import Dense
from index.generations import current
from index.parts import grow, parts_of
from index.remove import remove
from index.store import Archive
from rag.errors import ArchiveError
from rag.settings import Settings
from tests.toys import ToyEncoder

ENCODER = ToyEncoder(dimension=64)
QUESTIONS = ["من افتتح الجسر؟", "أين شب الحريق؟", "كم هدفا سجل النادي؟", "ما الذي تغير اليوم؟"]


def settings(folder: Path) -> Settings:
    return Settings(index=folder / "index", passage_tokens=16)


def story(number: int) -> str:
    """An article of two or three passages that repeats no other."""
    told = [f"افتتح الوزير {number} جسرا{number} في حي{number} {word}{number}" for word in "ابتثج"]
    return ". ".join([*told, "شب حريق في السوق ولم يصب أحد", "سجل النادي هدفا واحدا"]) + "."


def write(folder: Path, *numbers: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"a{number:03}.txt").write_text(story(number), encoding="utf-8")
    return folder


def build(root: Path, *paths: Path) -> Report:
    return build_index(paths or [root / "news"], settings(root), ENCODER)


def files(root: Path) -> dict[str, int]:
    """The inode of each file that grows by parts."""
    folder = current(settings(root).index)
    bases = [folder / name for name in ("articles.jsonl", "passages.jsonl", "vectors.npy")]
    return {part.name: part.stat().st_ino for base in bases for part in parts_of(base)}


def opened(root: Path) -> Archive:
    return Archive.open(settings(root), ENCODER)


def whole(root: Path) -> Archive:
    """The archive; every part of it fits every other."""
    archive = opened(root)
    folder = current(settings(root).index)
    contents = read_contents(folder)
    assert content_of(contents, archive.manifest.built_with) == archive.manifest.content
    assert list(archive.articles) == list(contents.articles)
    assert list(archive.passages) == list(contents.passages)
    texts = [passage.in_context for passage in archive.passages]
    np.testing.assert_array_equal(contents.vectors, ENCODER.encode_passages(texts))
    for passage, vector in zip(archive.passages, contents.vectors, strict=True):
        np.testing.assert_array_equal(archive.vector(passage.id), vector)
    return archive


def test_what_was_added_is_found_as_if_all_had_been_indexed_at_once(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one / "news", *range(20))
    build(one)
    for number in (20, 21, 22):
        report = build(one, write(one / "news", number) / f"a{number:03}.txt")
        assert report.added == (f"a{number:03}",)
        assert (report.articles, report.encoded) == (number + 1, report.passages // (number + 1))
    write(other / "news", *range(23))
    build(other)
    grown, made = whole(one), whole(other)

    assert grown.overview == made.overview
    assert grown.manifest.passages == made.manifest.passages
    for question in QUESTIONS:
        assert grown.lexical(question, 9) == made.lexical(question, 9)
        assert grown.search(question, 9) == made.search(question, 9)


def test_adding_shares_what_there_was_and_a_whole_build_joins_it(tmp_path: Path) -> None:
    write(tmp_path / "news", *range(20))
    build(tmp_path)
    before = files(tmp_path)
    write(tmp_path / "news", 20)
    build(tmp_path)
    after = files(tmp_path)
    again = build(tmp_path)

    assert set(after) - set(before) == {"articles.jsonl.1", "passages.jsonl.1", "vectors.npy.1"}
    assert {name: after[name] for name in before} == before
    assert (again.added, again.generation) == ((), opened(tmp_path).generation)
    assert files(tmp_path) == after

    (tmp_path / "news" / "a003.txt").write_text(story(333), encoding="utf-8")
    assert build(tmp_path).changed == ("a003",)
    assert set(files(tmp_path)) == set(before)
    assert len(whole(tmp_path).articles) == 21


def test_parts_stay_few(tmp_path: Path) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    for number in range(5, 30):
        build(tmp_path, write(tmp_path / "news", number) / f"a{number:03}.txt")

    assert len(whole(tmp_path).articles) == 30
    assert 2 <= len(parts_of(current(settings(tmp_path).index) / "articles.jsonl")) <= 4


@pytest.mark.parametrize("seed", range(5))
def test_a_file_that_grew_reads_as_one(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    added = [chance.randbytes(chance.randrange(300)) for _ in range(30)]
    before = tmp_path / "0"
    before.write_bytes(b"first")
    for number, more in enumerate(added, start=1):
        folder = before.parent / f"generation{number}"
        folder.mkdir()
        grow(before, folder / "0", more)
        before = folder / "0"
    sizes = [part.stat().st_size for part in parts_of(before)]

    assert b"".join(part.read_bytes() for part in parts_of(before)) == b"first" + b"".join(added)
    assert all(large >= 4 * small for large, small in pairwise(sizes[1:]))


def corrected(news: Path) -> None:
    (news / "a001.txt").write_text(story(111), encoding="utf-8")


def described(news: Path) -> None:
    line = json.dumps({"file": "a001.txt", "outlet": "الميناء"})
    (news / "metadata.jsonl").write_text(line, encoding="utf-8")


def removed(news: Path) -> None:
    (news / "a001.txt").unlink()


def foreign(news: Path) -> None:
    (news / "b001.txt").write_text("The minister opened a new bridge.", encoding="utf-8")


@pytest.mark.parametrize("act", [corrected, described, removed, foreign])
def test_whatever_else_has_changed_is_brought_in_as_well(
    tmp_path: Path, act: Callable[[Path], None]
) -> None:
    news = write(tmp_path / "news", *range(5))
    build(tmp_path)
    write(news, 5)
    act(news)
    report = build(tmp_path)
    archive = whole(tmp_path)

    assert "a005" in report.added
    assert {article.id for article in archive.articles} == {f.stem for f in news.glob("*.txt")}
    assert set(files(tmp_path)) == {"articles.jsonl", "passages.jsonl", "vectors.npy"}
    if act is described:
        assert archive.article("a001").outlet == "الميناء"


def copied(root: Path, stem: str, *numbers: int) -> Path:
    """A file with the words of some articles, as an agency's customers print them."""
    file = root / "news" / f"{stem}.txt"
    file.write_text(f"{' '.join(map(story, numbers))} انتهى.", encoding="utf-8")
    return file


def test_copies_are_added_as_if_all_had_been_indexed_at_once(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    write(one / "news", *range(5))
    build(one)
    before = files(one)
    (one / "more").mkdir()
    for root, paths in ((one, None), (other, [])):
        write(root / "news", *range(5))
        for stem, number in (("b1", 1), ("b2", 1), ("b3", 3), ("c3", 3), ("d9", 9)):
            file = copied(root, stem, number)
            if paths is None:
                build(root, file)
    build(other)
    grown, made = whole(one), whole(other)

    assert {name: files(one)[name] for name in before} == before
    assert grown.article("a001").copies == ("b1", "b2")
    assert grown.article("c3").copies == ("a003", "b3")
    assert grown.article("d9").copies == ()
    assert list(grown.articles) == list(made.articles)
    assert grown.overview == made.overview
    again = build(one)
    assert (again.generation, again.changed) == (grown.generation, ())


def test_a_copy_of_two_articles_that_were_apart_takes_the_whole_way(tmp_path: Path) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    build(tmp_path, copied(tmp_path, "b1", 1))
    before = files(tmp_path)
    build(tmp_path, copied(tmp_path, "c12", 1, 2))

    assert files(tmp_path).keys() == {"articles.jsonl", "passages.jsonl", "vectors.npy"}
    assert before.keys() - files(tmp_path).keys()
    assert whole(tmp_path).article("c12").copies == ("a001", "a002", "b1")


def test_a_copy_that_is_removed_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    for stem in ("b1", "c1"):
        build(tmp_path, copied(tmp_path, stem, 1))
    remove(settings(tmp_path).index, "b1")

    assert whole(tmp_path).article("a001").copies == ("c1",)
    every = [file for file in settings(tmp_path).index.rglob("*") if file.is_file()]
    assert not [file for file in every if b'"b1"' in file.read_bytes()]


def test_an_article_that_was_read_before_keeps_its_place(tmp_path: Path) -> None:
    news = write(tmp_path / "news", 1, 3)
    build(tmp_path)
    build(tmp_path, write(tmp_path / "sport", 4))
    write(news, 2)
    build(tmp_path)

    assert [article.id for article in opened(tmp_path).articles] == ["a001", "a003", "a004", "a002"]


def test_damage_in_any_part_is_named_on_opening(tmp_path: Path) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    build(tmp_path, write(tmp_path / "more", 5))
    folder = current(settings(tmp_path).index)
    for name in json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files"]:
        sound = (folder / name).read_bytes()
        middle = len(sound) // 2
        turned = bytes([sound[middle] ^ 1])
        (folder / name).write_bytes(sound[:middle] + turned + sound[middle + 1 :])
        with pytest.raises(ArchiveError, match=r"run `dalil index PATH`") as error:
            opened(tmp_path)
        assert name in str(error.value)
        (folder / name).write_bytes(sound)
    assert len(whole(tmp_path).articles) == 6


@pytest.mark.parametrize("name", ["articles.jsonl", "vectors.npy", "sources.json", "manifest.json"])
def test_what_is_added_to_a_damaged_index_hides_no_damage(tmp_path: Path, name: str) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    file = current(settings(tmp_path).index) / name
    sound = file.read_bytes()
    file.write_bytes(sound[:-40] + bytes([sound[-40] ^ 1]) + sound[-39:])
    write(tmp_path / "news", 5)
    for _ in range(2):  # what is only named again is looked at when nothing is new
        try:
            build(tmp_path)
        except ArchiveError as error:
            assert name in str(error), error
            return
    assert len(whole(tmp_path).articles) == 6


def test_what_is_removed_for_good_leaves_every_part(tmp_path: Path) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    for number in (5, 6):
        build(tmp_path, write(tmp_path / "more", number) / f"a{number:03}.txt")
    remove(settings(tmp_path).index, "a005")

    assert len(whole(tmp_path).articles) == 6
    every = [file for file in settings(tmp_path).index.rglob("*") if file.is_file()]
    assert not [file for file in every if "الوزير 5".encode() in file.read_bytes()]


@pytest.mark.parametrize("content", [None, b"{}\n"], ids=["missing", "damaged"])
def test_articles_of_a_part_are_not_dropped_in_silence(
    tmp_path: Path, content: bytes | None
) -> None:
    write(tmp_path / "news", *range(5))
    build(tmp_path)
    build(tmp_path, write(tmp_path / "more", 5))
    part = current(settings(tmp_path).index) / "articles.jsonl.1"
    part.unlink()
    if content:
        part.write_bytes(content)

    with pytest.raises(ArchiveError, match=r"articles\.jsonl\.1 is .*to begin anew, move"):
        build(tmp_path)


@pytest.mark.parametrize("form", [3, 4])
def test_an_index_of_the_form_before_is_read_and_taken_over(tmp_path: Path, form: int) -> None:
    write(tmp_path / "news", *range(3))
    generation = build(tmp_path).generation
    manifest = current(settings(tmp_path).index) / "manifest.json"
    values = json.loads(manifest.read_text(encoding="utf-8")) | {"format": form}
    manifest.write_text(json.dumps(values), encoding="utf-8")
    seal = hashlib.sha256(manifest.read_bytes()).hexdigest()
    manifest.with_suffix(".sha256").write_text(seal, encoding="ascii")

    assert opened(tmp_path).generation == generation
    write(tmp_path / "news", 3)
    report = build(tmp_path)
    assert (report.added, report.encoded) == (("a003",), report.passages // 4)
    assert opened(tmp_path).manifest.format == 5


def rows(found: list[tuple[int, float]]) -> list[int]:
    return [row for row, _ in found]


def test_lists_and_filters_look_into_every_part(tmp_path: Path) -> None:
    chance = np.random.default_rng(1)
    vectors = chance.standard_normal((900, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    folders = [tmp_path / str(number) for number in range(3)]
    for folder in folders:
        folder.mkdir()
    Dense.write(folders[0], vectors[:600], exact=500)
    Dense.grow(folders[0], folders[1], vectors[600:880], exact=500)
    Dense.grow(folders[1], folders[2], vectors[880:], exact=500)
    grown, exact = Dense.open(folders[2], few=50), Dense(vectors)
    some = np.arange(900) % 30 == 5

    assert len(parts_of(folders[2] / "vectors.npy")) == 3
    np.testing.assert_array_equal(grown.vectors, vectors)
    for row in (3, 599, 600, 879, 880, 899):
        assert grown.search(vectors[row], 1)[0][0] == row
        np.testing.assert_array_equal(grown.vector(row), vectors[row])
        few = [dense.search(vectors[row], 5, some) for dense in (grown, exact)]
        assert rows(few[0]) == rows(few[1])
    assert rows(grown.search(vectors[7], 2_000)) == rows(exact.search(vectors[7], 2_000))
