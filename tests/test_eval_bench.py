import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from eval.__main__ import main
from eval.bench import Bench, shuffle_reader, write_articles
from eval.gold import dump_gold
from eval.memory import Memory
from eval.run import read_run, write_run
from index.load.files import load_articles
from rag.errors import InputError
from rag.reader.encoder import load_encoder
from rag.reader.model import ReaderModel
from rag.settings import Settings
from rag.types import Article
from tests.tiny_models import tiny_config, write_tiny_encoder
from tests.toy_eval import FIRST, HELD, UNANSWERABLE, archive, question


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A settings file of tiny models with random, seeded weights; articles lie in `news`."""
    monkeypatch.setenv("DALIL_CACHE", str(tmp_path / "cache"))
    encoder = write_tiny_encoder(tmp_path)
    fingerprint = load_encoder(Settings(encoder=str(encoder))).fingerprint
    torch.manual_seed(3)
    reader = tmp_path / "reader"
    ReaderModel(tiny_config()).save_pretrained(reader)
    digest = hashlib.sha256((reader / "model.safetensors").read_bytes()).hexdigest()
    about = {"encoder": fingerprint, "sha256": digest, "calibration": {}}
    (reader / "reader.json").write_text(json.dumps(about), encoding="utf-8")
    stylebook = tmp_path / "stylebook.csv"
    stylebook.write_text("arabic,english,kind\nيورونيوز,Euronews,agency\n", encoding="utf-8")
    news = tmp_path / "news"
    news.mkdir()
    for name, text in (("first", FIRST.text), ("second", HELD.text)):
        (news / f"{name}.txt").write_text(text, encoding="utf-8")
    file = tmp_path / "dalil.toml"
    file.write_text(
        f'encoder = "{encoder}"\nreader = "{reader}"\nstylebook = "{stylebook}"\n'
        f'index = "{tmp_path / "index"}"\ndtype = "float32"\n',
        encoding="utf-8",
    )
    return file


def run_twice(settings: Path, gold: Path, *more: str) -> list[Path]:
    outs = [settings.parent / name for name in ("a.json", "b.json")]
    for out in outs:
        words = ["--gold", str(gold), "--settings", str(settings), "--json", str(out), *more]
        assert main(words) == 0
    return outs


def test_the_same_questions_twice_give_the_same_bytes(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = settings.parent / "gold.jsonl"
    golds = [question("a"), question("b", question="كم سيارة أُحرقت؟", language="ar"),
             question("empty", question="?"), question("none", **UNANSWERABLE)]  # fmt: skip
    gold.write_text(dump_gold(golds), encoding="utf-8")
    news = settings.parent / "news"
    first, second = run_twice(settings, gold, "--archive", str(news))
    for file in (first, second):
        write_run({**read_run(file), "cost": {}}, file)
    assert first.read_bytes() == second.read_bytes()
    rows = read_run(first)["questions"]
    assert [row["id"] for row in rows] == ["a", "b", "empty", "none"]
    assert rows[2]["outcome"] == "error"
    assert rows[2]["error"].startswith("InputError")
    assert "4 questions:" in capsys.readouterr().out
    [file] = (settings.parent / "cache" / "eval" / "memory").glob("*.npz")
    assert any(key.endswith("-spans") for key in Memory.load(file).kept)  # nothing is read twice


def test_a_question_brings_its_own_articles(settings: Path) -> None:
    folder = settings.parent
    (folder / "extra.txt").write_text("هبطت 7 طائرات في المطار.", encoding="utf-8")
    gold = folder / "gold.jsonl"
    golds = [question("plain"), question("own", articles=["extra.txt"])]
    gold.write_text(dump_gold(golds), encoding="utf-8")
    first, _ = run_twice(settings, gold, "--archive", str(folder / "news"))
    found = {row["id"]: row for row in read_run(first)["questions"]}
    assert {p["article"] for p in found["plain"]["passages"]} == {"first", "second"}
    assert {p["article"] for p in found["own"]["passages"]} == {"first", "second", "extra"}
    assert [index["articles"] for index in read_run(first)["about"]["indexes"]] == [2, 3]


def test_the_same_articles_in_another_checkout_are_another_archive(settings: Path) -> None:
    news, other = settings.parent / "news", settings.parent / "other" / "news"
    shutil.copytree(news, other)
    bench = Bench(Settings.load(settings))
    for folder in (news, other, news):
        hits = bench.pipeline([folder]).search.search("كم عدد القتلى؟", 10)
        assert sorted(hit.passage.article.id for hit in hits) == ["first", "second"]


def test_an_article_that_is_not_there_is_named(settings: Path) -> None:
    bench = Bench(Settings.load(settings))
    with pytest.raises(InputError, match=r"nowhere\.txt, which is not there"):
        bench.systems(replace(archive(question("x", articles=["nowhere.txt"])), beside=Path()))


def test_a_squad_file_is_its_own_archive(settings: Path) -> None:
    paragraph = {
        "context": FIRST.text,
        "qas": [{"id": "1", "question": "كم سيارة؟", "answers": [{"text": "500 سيارة"}]}],
    }
    file, out = settings.parent / "squad.json", settings.parent / "out.json"
    file.write_text(
        json.dumps({"data": [{"title": "T", "paragraphs": [paragraph]}]}), encoding="utf-8"
    )
    words = ["--squad", str(file), "--settings", str(settings), "--json", str(out)]
    assert main([*words, "--limit", "1"]) == 0
    result = read_run(out)
    assert result["questions"][0]["measures"]["R@1"] == 1.0
    assert result["questions"][0]["cluster"] == "T"
    assert (result["about"]["limit"], result["about"]["seed"]) == (1, 1)


def test_a_shuffled_reader_reads_otherwise_and_leaves_the_encoder_alone(settings: Path) -> None:
    bench, broken = (Bench(Settings.load(settings), v) for v in ("as set", "shuffled-reader"))
    kept = broken.encoder.encode_queries(["كم سيارة؟"]).tolist()
    passages = [HELD]
    assert bench.reader.examine("كم؟", passages) != broken.reader.examine("كم؟", passages)
    assert broken.encoder.encode_queries(["كم سيارة؟"]).tolist() == kept
    again = Bench(Settings.load(settings)).reader
    shuffle_reader(again)
    assert again.examine("كم؟", passages) == broken.reader.examine("كم؟", passages)


def test_a_variant_changes_the_settings(settings: Path) -> None:
    given = Settings.load(settings)
    broken = Bench(given, "no-arabic-normalisation").settings
    assert not broken.arabic_normalisation
    assert broken.fingerprint != given.fingerprint


def test_articles_are_written_as_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_CACHE", str(tmp_path))
    article = Article("T/0", "نص\nآخر", language="ar")
    file = write_articles([article])
    assert [(a.id, a.text) for a in load_articles([file]).articles] == [("T/0", "نص\nآخر")]
    assert write_articles([article]) == file


def test_the_gate_is_set_for_a_reason_and_opens_for_what_set_it(
    settings: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    small = archive(question("a"), question("none", **UNANSWERABLE), name="seeds")
    small = replace(small, articles=(settings.parent / "news",))
    monkeypatch.setattr("eval.commands.load_archives", lambda *sets, **more: [small])
    baseline = settings.parent / "gate.json"
    words = ["gate", "--settings", str(settings), "--baseline", str(baseline)]
    assert main([*words, "--update"]) == 1
    assert "the baseline changes only for a reason" in capsys.readouterr().err
    assert main([*words, "--update", "--reason", "tiny models"]) == 0
    assert main(words) == 0
    assert capsys.readouterr().out.endswith("The gate is open: 0 regressions.\n")
    better = json.loads(baseline.read_text(encoding="utf-8"))
    for row in better["questions"].values():
        row["measures"]["truth"] = 2.0
    baseline.write_text(json.dumps(better), encoding="utf-8")
    assert main(words) == 1
    said = capsys.readouterr().out
    assert "\nWorse: truth on all questions: 2.000" in said
    assert "The gate is shut" in said


def test_files_that_share_ids_are_refused(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = settings.parent / "gold.jsonl"
    gold.write_text(dump_gold([question("a")]), encoding="utf-8")
    assert main(["--gold", str(gold), str(gold), "--settings", str(settings)]) == 1
    assert capsys.readouterr().err == "dalil: the gold files share ids: run them one by one\n"
