import json
import threading
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.contents import Contents, write_generation
from index.facets import language_key
from index.generations import BuiltWith, current, locked
from index.passages import make_passages
from index.store import Archive
from rag.errors import ArchiveError, InputError
from rag.search import Within
from rag.settings import Settings
from rag.types import Article, Passage
from tests.toys import ToyEncoder

ENCODER = ToyEncoder()
FIRST = Article(
    "first",
    "نشرت المنظمة 2030 جنديا.\u2028انتهى.",
    title="عنوان",
    outlet="Euronews",
    published=date(2022, 1, 10),
    wire=("AFP",),
    url="https://example.org",
    inferred=("published",),
)
SECOND = Article("second", "ارتفعت أسعار الوقود.")


def settings(folder: Path) -> Settings:
    return Settings(index=folder / "index")


def contents(*articles: Article) -> Contents:
    passages = [
        passage
        for article in articles
        for passage in make_passages(article, [(0, len(article.text))], ENCODER.count_tokens, 50, 0)
    ]
    return Contents(articles, passages, ENCODER.encode_passages([p.text for p in passages]))


def write(folder: Path, *articles: Article) -> str:
    chosen = settings(folder)
    built = BuiltWith.of(chosen, ENCODER.fingerprint)
    return write_generation(chosen.index, contents(*articles), built)


def opened(folder: Path) -> Archive:
    return Archive.open(settings(folder), ENCODER)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    name = write(tmp_path, FIRST, SECOND)
    archive = opened(tmp_path)

    assert archive.generation == name
    assert list(archive.articles) == [FIRST, SECOND]
    assert list(archive.passages) == list(contents(FIRST, SECOND).passages)
    assert archive.article("first") == FIRST
    assert archive.passage(archive.passages[1].id).article == SECOND
    assert (archive.manifest.articles, archive.manifest.passages) == (2, 2)
    np.testing.assert_array_equal(
        archive.vector(archive.passages[1].id), ENCODER.encode_passages([SECOND.text])[0]
    )


def test_unknown_ids_are_errors(tmp_path: Path) -> None:
    write(tmp_path, FIRST)

    with pytest.raises(ArchiveError, match="no article 'x'"):
        opened(tmp_path).article("x")
    with pytest.raises(ArchiveError, match="no passage 7"):
        opened(tmp_path).passage(7)


def test_an_empty_archive_finds_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    archive = opened(tmp_path)

    assert list(archive.articles) == []
    assert archive.search("الوقود", 5) == archive.dense("الوقود", 5) == []
    assert archive.lexical("الوقود", 5) == []


def test_an_article_of_a_language_without_passages(tmp_path: Path) -> None:
    write(tmp_path, SECOND, Article("blank", "…", language="en"))

    assert opened(tmp_path).search("الوقود", 5)[0].passage.article.id == "second"


def test_no_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"there is no index in .*: run `dalil index PATH`"):
        opened(tmp_path)


def files(folder: Path) -> list[str]:
    generation = current(folder / "index")
    manifest = json.loads((generation / "manifest.json").read_text(encoding="utf-8"))
    return sorted(manifest["files"])


def damaged(sound: bytes) -> Iterator[bytes]:
    """The content cut in half, and with one bit turned at its beginning, middle and end."""
    yield sound[: len(sound) // 2] if len(sound) > 1 else b"x"
    for at in {0, len(sound) // 2, len(sound) - 1}:
        yield sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :]


def test_every_missing_or_damaged_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, FIRST, SECOND)
    names = files(tmp_path)
    assert {"articles.jsonl", "passages.jsonl", "vectors.npy", "lexical/meta.json"} <= set(names)
    assert {"articles.table", "passages.table"} <= set(names)
    assert {"sources.json", "overview.json", "signatures.npy"} <= set(names)
    for name in [*names, "manifest.json", "manifest.sha256"]:
        file = current(tmp_path / "index") / name
        sound = file.read_bytes()
        for content in (None, *damaged(sound)):
            if content is None:
                file.unlink()
            else:
                file.write_bytes(content)
            with pytest.raises(ArchiveError, match=r"run `dalil index PATH`") as error:
                opened(tmp_path)
            assert str(file.with_suffix("")) in str(error.value)
            assert "\n" not in str(error.value)
            file.write_bytes(sound)
    assert len(opened(tmp_path).articles) == 2


@pytest.mark.parametrize("pointer", ["", "nowhere", "../..", "000001-x/.."])
def test_a_damaged_pointer_is_an_error(tmp_path: Path, pointer: str) -> None:
    write(tmp_path, FIRST)
    (tmp_path / "index" / "current").write_text(pointer, encoding="utf-8")

    with pytest.raises(ArchiveError, match="run `dalil index PATH`"):
        opened(tmp_path)


def test_another_format_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    file = current(tmp_path / "index") / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8").replace('"format": 5', '"format": 99'))

    with pytest.raises(ArchiveError, match="has format 99, this version reads 5"):
        opened(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("passage_tokens", 64),
        ("overlap_sentences", 0),
        ("arabic_normalisation", False),
        ("passage_prefix", ""),
        ("encoder", "intfloat/multilingual-e5-base"),
    ],
)
def test_another_setting_is_named(tmp_path: Path, name: str, value: object) -> None:
    write(tmp_path, FIRST)
    changed = Settings.model_validate({**settings(tmp_path).model_dump(), name: value})

    with pytest.raises(ArchiveError, match=f"was built with {name} = .*run `dalil index PATH`"):
        Archive.open(changed, ENCODER)


def test_another_encoder_is_named(tmp_path: Path) -> None:
    write(tmp_path, FIRST)

    with pytest.raises(
        ArchiveError, match="the encoder's hash = 'toy-bag-of-words', now it is 'x'"
    ):
        Archive.open(settings(tmp_path), replace(ENCODER, fingerprint="x"))


def test_settings_of_answering_do_not_matter(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    chosen = settings(tmp_path).model_copy(update={"read_passages": 3, "threshold": 0.9})

    assert len(Archive.open(chosen, ENCODER).articles) == 1


def test_the_generation_before_stays_and_older_ones_go(tmp_path: Path) -> None:
    names = [write(tmp_path, replace(FIRST, title=str(n))) for n in range(4)]
    left = sorted(path.name for path in (tmp_path / "index" / "generations").iterdir())

    assert left == names[2:]
    assert current(tmp_path / "index").name == names[3]


def test_an_open_archive_goes_on_while_the_next_ones_are_written(tmp_path: Path) -> None:
    write(tmp_path, FIRST, SECOND)
    archive = opened(tmp_path)
    before = archive.search("أسعار الوقود", 5)
    for title in "abc":
        write(tmp_path, replace(FIRST, title=title))

    assert archive.search("أسعار الوقود", 5) == before
    assert [article.title for article in opened(tmp_path).articles] == ["c"]


def test_a_failed_write_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    name = write(tmp_path, FIRST)
    whole = contents(FIRST, SECOND)
    built = BuiltWith.of(settings(tmp_path), ENCODER.fingerprint)

    with pytest.raises((ValueError, AssertionError)):
        write_generation(tmp_path / "index", replace(whole, vectors=whole.vectors[:1]), built)
    assert opened(tmp_path).generation == name
    assert [p.name for p in (tmp_path / "index" / "generations").iterdir()] == [name]


def test_one_build_at_a_time(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "index"),
        pytest.raises(ArchiveError, match=r"being built by process \d+ since \d\d:\d\d:\d\d: wait"),
        locked(tmp_path / "index"),
    ):
        pass


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("", encoding="utf-8")

    with (
        pytest.raises(ArchiveError, match=r"cannot be written .*: set `index`"),
        locked(tmp_path / "index"),
    ):
        pass


def test_readers_see_whole_generations_while_writers_write(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    done = threading.Event()
    seen: set[str] = set()

    def read() -> None:
        while not done.is_set():
            archive = opened(tmp_path)
            assert len(archive.articles) == archive.manifest.articles
            seen.add(archive.generation)

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        names = [write(tmp_path, replace(FIRST, title=str(n))) for n in range(12)]
        done.set()
        for reader in readers:
            reader.result()
    assert seen & set(names)


def test_searches_may_run_at_once(tmp_path: Path) -> None:
    write(tmp_path, FIRST, SECOND)
    archive = opened(tmp_path)
    questions = ["أسعار الوقود", "كم جنديا؟"] * 50
    alone = [archive.search(question, 5) for question in questions]

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda question: archive.search(question, 5), questions)) == alone


@pytest.mark.parametrize(
    ("language", "key"),
    [("ar", "ar"), ("en-GB", "en"), ("AR", "ar"), ("", "und"), ("عربي", "und"), ("a b", "und")],
)
def test_language_keys_are_safe(language: str, key: str) -> None:
    assert language_key(language) == key


def test_passages_know_their_article(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    (passage,) = opened(tmp_path).passages

    assert isinstance(passage, Passage)
    assert passage.text == FIRST.text
    assert passage.sentences == ((0, 24), (25, 31))


def test_an_open_archive_does_not_hold_its_texts(tmp_path: Path) -> None:
    write(tmp_path, *(Article(f"a{n}", f"ارتفعت أسعار الوقود {n}. " * 40) for n in range(300)))
    size = (current(tmp_path / "index") / "articles.jsonl").stat().st_size
    opened(tmp_path)  # what is imported and compiled on the way is not the archive's
    tracemalloc.start()
    archive = opened(tmp_path)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(archive.articles) == 300
    assert held < size / 3
    assert archive.article("a7").text.startswith("ارتفعت أسعار الوقود 7.")
    assert archive.passages[-1].article.id == "a299"


def test_within_finds_only_the_articles_wanted(tmp_path: Path) -> None:
    other = replace(FIRST, id="other", outlet="يُورونيوز", published=date(2022, 1, 12))
    undated = replace(FIRST, id="undated", published=None)
    write(tmp_path, FIRST, other, undated, SECOND)
    archive = opened(tmp_path)

    def found(wanted: Within) -> list[str]:
        hits = archive.within(wanted).search("كم جنديا نشرت المنظمة؟", 10)
        return sorted({hit.passage.article.id for hit in hits})

    assert found(Within()) == ["first", "other", "second", "undated"]
    assert found(Within(outlet="euronews ")) == ["first", "undated"]
    assert found(Within(outlet="يورونيوز")) == ["other"]
    assert found(Within(first=date(2022, 1, 11))) == ["other"]
    assert found(Within(last=date(2022, 1, 10))) == ["first"]
    assert found(Within("Euronews", date(2022, 1, 10), date(2022, 1, 10))) == ["first"]
    assert len(archive.search("كم جنديا نشرت المنظمة؟", 10)) == len(archive.passages)


def test_within_nothing_names_what_there_is(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    with pytest.raises(InputError, match=r"Euronews; its dates run from 2022-01-10 to 2022-01-10"):
        opened(tmp_path).within(Within(outlet="Nobody"))


def test_within_looks_deep_enough_in_the_lexical_index(tmp_path: Path) -> None:
    many = [replace(FIRST, id=f"a{n:03}", outlet="Many") for n in range(60)]
    few = replace(FIRST, id="few", outlet="Few", text=FIRST.text + " " + "كلمات أخرى كثيرة " * 20)
    write(tmp_path, *many, few)
    hits = opened(tmp_path).within(Within(outlet="Few")).lexical("نشرت المنظمة", 3)
    assert {hit.passage.article.id for hit in hits} == {"few"}
