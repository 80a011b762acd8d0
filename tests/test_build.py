import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from index.build import Report, build_index
from index.store import Archive
from rag.errors import ArchiveError, InputError
from rag.settings import Settings
from tests.toys import ToyEncoder, Vectors

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
PRICES = "ارتفعت أسعار الوقود في غرب البلاد."
TROOPS = "نشرت المنظمة 2030 جنديا في كازاخستان."


@dataclass(frozen=True)
class CountingEncoder(ToyEncoder):
    """Remembers what it was asked to embed."""

    embedded: list[str] = field(default_factory=list)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        self.embedded.extend(texts)
        return super().encode_passages(texts, progress)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "prices.txt").write_text(PRICES, encoding="utf-8")
    (folder / "troops.txt").write_text(TROOPS, encoding="utf-8")
    return folder


def build(news: Path, settings: Settings) -> tuple[Report, list[str]]:
    encoder = CountingEncoder()
    return build_index([news], settings, encoder), encoder.embedded


def first(settings: Settings, question: str) -> str:
    return Archive.open(settings, ToyEncoder()).search(question, 3)[0].passage.text


def test_the_first_build_takes_everything(news: Path, settings: Settings) -> None:
    report, embedded = build(news, settings)

    assert (report.articles, report.passages, report.encoded) == (2, 2, 2)
    assert (report.added, report.changed, report.removed) == (("prices", "troops"), (), ())
    assert embedded == [PRICES, TROOPS]
    assert first(settings, "كم جنديا؟") == TROOPS


def test_nothing_changed_nothing_written(news: Path, settings: Settings) -> None:
    before, _ = build(news, settings)
    report, embedded = build(news, settings)

    assert embedded == []
    assert report.generation == before.generation
    assert (report.added, report.changed, report.removed, report.encoded) == ((), (), (), 0)


def test_a_new_article_costs_only_itself(news: Path, settings: Settings) -> None:
    build(news, settings)
    (news / "airport.txt").write_text("أغلق المطار حتى الأحد.", encoding="utf-8")
    report, embedded = build(news, settings)

    assert embedded == ["أغلق المطار حتى الأحد."]
    assert report.added == ("airport",)
    assert first(settings, "متى يفتح المطار؟") == "أغلق المطار حتى الأحد."
    assert first(settings, "كم جنديا؟") == TROOPS


def test_a_corrected_article_replaces_its_old_passages(news: Path, settings: Settings) -> None:
    build(news, settings)
    corrected = TROOPS.replace("2030", "2500")
    (news / "troops.txt").write_text(corrected, encoding="utf-8")
    report, embedded = build(news, settings)

    assert embedded == [corrected]
    assert report.changed == ("troops",)
    archive = Archive.open(settings, ToyEncoder())
    assert sorted(p.text for p in archive.passages) == sorted([PRICES, corrected])


def test_corrected_metadata_embeds_nothing_and_is_shown(news: Path, settings: Settings) -> None:
    build(news, settings)
    line = json.dumps({"file": "troops.txt", "outlet": "Euronews"})
    (news / "metadata.jsonl").write_text(line, encoding="utf-8")
    report, embedded = build(news, settings)

    assert (embedded, report.changed) == ([], ("troops",))
    archive = Archive.open(settings, ToyEncoder())
    assert archive.article("troops").outlet == "Euronews"
    assert archive.search("كم جنديا؟", 1)[0].passage.article.outlet == "Euronews"


def test_a_later_passage_is_found_by_the_title_of_its_article(
    news: Path, settings: Settings
) -> None:
    short = settings.model_copy(update={"passage_tokens": 6, "overlap_sentences": 0})
    told = "تهدم جسر الوحدة في القنيطرة. " + "وصلت فرق الإنقاذ إلى المكان فجرا. " * 2
    tents = "نصبت 40 خيمة قرب الملعب البلدي."
    (news / "bridge.txt").write_text(f"{told}\n{tents}", encoding="utf-8")
    file = news / "metadata.jsonl"
    file.write_text(json.dumps({"file": "bridge.txt", "title": "زلزال الحسيمة"}), encoding="utf-8")

    _, embedded = build(news, short)

    assert f"زلزال الحسيمة\n{tents}" in embedded
    archive = Archive.open(short, ToyEncoder())
    assert archive.search("كم خيمة بعد زلزال الحسيمة؟", 1)[0].passage.text == tents

    file.write_text(json.dumps({"file": "bridge.txt", "title": "انهيار الجسر"}), encoding="utf-8")
    _, embedded = build(news, short)
    assert f"انهيار الجسر\n{tents}" in embedded
    archive = Archive.open(short, ToyEncoder())
    assert not archive.lexical("الحسيمة", 3)


def test_an_article_whose_file_is_gone_goes(news: Path, settings: Settings) -> None:
    build(news, settings)
    (news / "troops.txt").unlink()
    report, embedded = build(news, settings)

    assert (embedded, report.removed) == ([], ("troops",))
    assert [a.id for a in Archive.open(settings, ToyEncoder()).articles] == ["prices"]


def test_vectors_of_a_moved_passage_stay_with_their_words(news: Path, settings: Settings) -> None:
    build(news, settings)
    (news / "airport.txt").write_text("أغلق المطار حتى الأحد.", encoding="utf-8")
    build(news, settings)
    archive = Archive.open(settings, ToyEncoder())

    for passage in archive.passages:
        np.testing.assert_array_equal(
            archive.vector(passage.id), ToyEncoder().encode_passages([passage.text])[0]
        )


def test_another_encoder_embeds_everything_anew(news: Path, settings: Settings) -> None:
    build(news, settings)
    report = build_index([news], settings, replace(ToyEncoder(), fingerprint="other"))

    assert report.encoded == 2


def test_other_rules_embed_everything_anew(
    news: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.generations.RULES", "older")
    build(news, settings)
    monkeypatch.undo()

    assert build(news, settings)[1] == [PRICES, TROOPS]


def test_another_analysis_keeps_the_vectors(news: Path, settings: Settings) -> None:
    build(news, settings)
    plain = settings.model_copy(update={"arabic_normalisation": False})
    report, embedded = build(news, plain)

    assert embedded == []
    assert report.generation != ""
    archive = Archive.open(plain, ToyEncoder())
    assert archive.lexical("جندي", 5) == []
    assert archive.lexical("جنديا", 5)[0].passage.text == TROOPS


def test_a_damaged_index_is_built_anew(news: Path, settings: Settings) -> None:
    report, _ = build(news, settings)
    (settings.index / "generations" / report.generation / "vectors.npy").write_bytes(b"")
    with pytest.raises(ArchiveError, match=r"vectors\.npy is damaged"):
        Archive.open(settings, ToyEncoder())
    _, embedded = build(news, settings)

    assert embedded == [PRICES, TROOPS]
    assert first(settings, "كم جنديا؟") == TROOPS


def test_a_folder_without_articles_is_an_error_and_the_index_stays(
    news: Path, settings: Settings, tmp_path: Path
) -> None:
    build(news, settings)
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match=r"no article in .*empty: name files or folders"):
        build(empty, settings)

    assert first(settings, "كم جنديا؟") == TROOPS


def test_the_reason_is_named_when_no_article_is_left(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"\x80\x81\xff")

    with pytest.raises(InputError, match=r"a\.txt: skipped, not UTF-8"):
        build(file, settings)


def test_bad_files_are_named_and_the_rest_is_indexed(news: Path, settings: Settings) -> None:
    (news / "bad.txt").write_bytes(b"\x80\x81\xff")
    (news / "one.txt").write_text("ب", encoding="utf-8")
    (news / "advert.txt").write_text("إعلان", encoding="utf-8")
    report, embedded = build(news, settings)

    assert embedded == ["ب", PRICES, TROOPS]
    assert [warning.partition(": ")[2] for warning in report.warnings] == [
        "skipped, not UTF-8 (byte 0), nor any encoding of Arabic; save it as UTF-8",
        "nothing but page furniture, so it cannot be found",
    ]


def test_an_article_of_five_megabytes(settings: Settings, tmp_path: Path) -> None:
    needle = "وصلت القافلة إلى الميناء."
    sentence = "كلمة أخرى في جملة طويلة من هذا المقال الكبير. "
    half = sentence * (2_600_000 // len(sentence.encode()))
    file = tmp_path / "big.txt"
    file.write_text(f"{half}{needle} {half}{'ب' * 200_000}", encoding="utf-8")
    assert file.stat().st_size > 5_000_000
    encoder = ToyEncoder(dimension=256)
    report = build_index([file], settings, encoder)

    assert report.warnings == ()
    assert needle in Archive.open(settings, encoder).lexical("القافلة", 1)[0].passage.text


def test_the_seed_articles(settings: Settings) -> None:
    report = build_index([SEEDS], settings, ToyEncoder())
    archive = Archive.open(settings, ToyEncoder())

    assert (report.articles, report.warnings) == (5, ())
    assert all(p.text == p.article.text[p.start : p.end] for p in archive.passages)
    top = archive.lexical("القوة المكونة من 2030 جنديا و 250 مركبة", 1)[0].passage
    assert top.article.id == "000_a7abf8a6fc12b7f9"
    assert "2030 جنديًا و 250 مركبة" in top.text


@pytest.mark.slow
def test_a_line_of_ten_million_words(settings: Settings, tmp_path: Path) -> None:
    file = tmp_path / "line.txt"
    with file.open("w", encoding="utf-8") as stream:
        for number in range(10_000):
            stream.write(f"كلمة{number} " + "وكلمة أخرى " * 499 + " ")
    encoder = ToyEncoder(dimension=8)
    report = build_index([file], settings, encoder)

    assert report.articles == 1
    assert Archive.open(settings, encoder).lexical("كلمة9999", 1) != []
