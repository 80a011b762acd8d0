"""An index that is searched in Milvus, from the command line and from within."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from index.build import Report, build_index
from index.cluster import ClusterRows, rows_of
from index.generations import current
from index.remove import readmit, remove
from index.store import Archive
from index.terms import Counted, Terms, passage_vector
from rag.errors import ArchiveError, SettingsError
from rag.settings import Settings
from tests.toys import ToyEncoder
from ui.cli import main
from ui.environment import check_environment

BRIDGE = "افتتح الوزير الجسر الجديد فوق نهر السيل صباح الأحد."
FIRE = "شب حريق في سوق الليمون ولم يصب أحد بأذى في الحادث."
with_milvus = pytest.mark.skipif(
    find_spec("pymilvus") is None or find_spec("milvus_lite") is None,
    reason="pymilvus and milvus-lite are not installed: pip install -e '.[milvus,dev]'",
)
ENCODER = ToyEncoder(64)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index", store="milvus", store_uri=str(tmp_path / "m.db"))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    made = tmp_path / "city"
    made.mkdir()
    for stem, text in (("bridge", BRIDGE), ("fire", FIRE)):
        (made / f"{stem}.txt").write_text(text, encoding="utf-8")
    return made


def build(settings: Settings, *paths: Path) -> Report:
    return build_index(paths, settings, ENCODER)


def opened(settings: Settings) -> Archive:
    return Archive.open(settings, ENCODER)


def rows(settings: Settings) -> ClusterRows:
    found = rows_of(settings)
    assert found is not None
    return found


def collection(settings: Settings) -> str:
    note = json.loads((current(settings.index) / "milvus.json").read_text(encoding="ascii"))
    name = note["collection"]
    assert isinstance(name, str)
    return name


# --- what needs no Milvus -------------------------------------------------------------------------


def test_words_are_counted_by_difference() -> None:
    first, second, third = (Counted.of("ar", text.split()) for text in ("a b b", "b c", "a"))
    grown = Terms(0, {}, {}).changed([], [first, second]).changed([first], [third])

    assert grown == Terms(0, {}, {}).changed([], [second, third])
    assert grown == Terms(2, {"ar": 3}, {"ar": {"b": 1, "c": 1, "a": 1}})
    assert grown.holds("c", "ar")
    assert not grown.holds("c", "en")


def test_bm25_is_what_can_be_worked_out_by_hand() -> None:
    passages = [Counted.of("ar", text.split()) for text in ("a b", "b b", "c d")]
    terms = Terms(0, {}, {}).changed([], passages)
    weights = terms.weights(["b", "unheard"], "ar")

    assert weights == {"b": pytest.approx(0.470004)}  # ln(1 + (3 - 2 + 0.5) / (2 + 0.5))
    assert terms.score(weights, passages[1]) == pytest.approx(0.470004 * 2 * 2.2 / (2 + 1.2))
    assert terms.score(weights, passages[2]) == 0


def test_no_word_can_be_read_in_a_vector_and_none_is_empty() -> None:
    vector = passage_vector(Counted.of("ar", ["حريق", "سوق", "حريق"]))

    assert len(vector) == 2
    assert all(0 < place < 2**32 - 1 for place in vector)
    assert passage_vector(Counted.of("ar", [])) == {0: 1.0}


@pytest.mark.parametrize(
    ("uri", "said"),
    [
        pytest.param("", "needs the address of Milvus", id="no-address"),
        pytest.param("http://root:secret@host:19530", "no name and no password", id="password"),
    ],
)
def test_a_wrong_address_is_named_and_no_password_shown(
    uri: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "dalil.toml"
    file.write_text(f'store = "milvus"\nstore_uri = "{uri}"\n', encoding="utf-8")

    with pytest.raises(SettingsError, match=said) as error:
        Settings.load(file)
    assert "secret" not in str(error.value)


def test_the_token_is_a_variable_and_no_setting(tmp_path: Path) -> None:
    check_environment(["DALIL_STORE_TOKEN", "DALIL_STORE_URI", "DALIL_STORE"])
    file = tmp_path / "dalil.toml"
    file.write_text('store_token = "x"\n', encoding="utf-8")

    with pytest.raises(SettingsError, match="'store_token'"):
        Settings.load(file)


def test_without_the_extra_the_error_names_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['pymilvus'] = None; from ui.cli import main; "
        "sys.exit(main(['remove', 'x']))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin", "DALIL_STORE": "milvus", "DALIL_STORE_URI": "http://127.0.0.1:9"},
    )

    assert told.returncode == 1
    assert told.stderr.count("\n") == 1
    assert "store = 'milvus' needs pymilvus" in told.stderr
    assert "run `pip install 'dalil[milvus]'`" in told.stderr


# --- over milvus-lite -----------------------------------------------------------------------------


@with_milvus
def test_only_what_changed_is_written_and_what_has_gone_goes(
    settings: Settings, city: Path
) -> None:
    build(settings, city)
    first = collection(settings)
    before = opened(settings)
    held = rows(settings).held(settings.index)
    (city / "fire.txt").write_text("أُخمد الحريق مساء.", encoding="utf-8")
    report = build(settings, city)

    assert (report.changed, report.encoded) == (("fire",), 1)
    assert collection(settings) == first
    assert opened(settings).lexical("أخمد", 3)[0].passage.article.id == "fire"
    assert before.lexical("سوق الليمون", 3)[0].passage.text == FIRE  # a reader goes on
    assert len(rows(settings).held(settings.index) | held) == 3
    (city / "bridge.txt").write_text(BRIDGE + " وأضاف.", encoding="utf-8")
    build(settings, city)
    build(settings, city)
    assert build(settings, city).encoded == 0


@with_milvus
def test_a_collection_that_was_lost_is_brought_back(settings: Settings, city: Path) -> None:
    build(settings, city)
    rows(settings).drop(collection(settings))
    with pytest.raises(ArchiveError, match=r"holds 0 of the 2 passages .*run `dalil index`"):
        opened(settings)
    report = build(settings, city)

    assert (report.added, report.encoded) == ((), 0)
    assert opened(settings).search("حريق", 1)[0].passage.article.id == "fire"


@with_milvus
def test_other_settings_get_a_collection_of_their_own_and_the_old_one_goes(
    settings: Settings, city: Path
) -> None:
    build(settings, city)
    first = collection(settings)
    other = settings.model_copy(update={"overlap_sentences": 0})
    build(other, city)
    assert collection(other) != first
    (city / "bridge.txt").write_text(BRIDGE + " وأضاف.", encoding="utf-8")
    build(other, city)

    from index.cluster.client import connected

    assert connected(settings.store_uri).list_collections() == [collection(other)]


@with_milvus
def test_an_index_goes_over_from_files_to_milvus_and_back(settings: Settings, city: Path) -> None:
    files = settings.model_copy(update={"store": "files"})
    build(files, city)
    with pytest.raises(ArchiveError, match="was built with store = 'files', now it is 'milvus'"):
        opened(settings)
    with pytest.raises(ArchiveError, match="was built with store = 'files': set `store` to that"):
        remove(settings.index, "fire", rows_of(settings))
    assert build(settings, city).encoded == 0
    there = [hit.passage.id for hit in opened(settings).search("حريق", 2)]
    assert not (current(settings.index) / "lexical").exists()
    assert build(files, city).encoded == 0
    assert [hit.passage.id for hit in opened(files).search("حريق", 2)] == there


@with_milvus
def test_a_removed_article_leaves_files_and_rows(settings: Settings, city: Path) -> None:
    build(settings, city)
    held = rows(settings).held(settings.index)
    remove(settings.index, "fire", rows_of(settings))

    assert len(rows(settings).held(settings.index)) == 1 < len(held)
    files = [path for path in settings.index.rglob("*") if path.is_file()]
    assert not [path for path in files if "حريق".encode() in path.read_bytes()]
    readmit(settings.index, "fire", rows_of(settings))
    assert build(settings, city).added == ("fire",)
    assert rows(settings).held(settings.index) == held


@with_milvus
def test_milvus_is_given_neither_text_nor_name(settings: Settings, city: Path) -> None:
    (city / "fire.txt").write_text(f"title: t\noutlet: جريدة الميناء\n\n{FIRE}", encoding="utf-8")
    build(settings, city)
    stored = b"".join(p.read_bytes() for p in Path(settings.store_uri).rglob("*") if p.is_file())

    assert len(stored) > 1000
    for word in ("حريق", "الليمون", "جريدة", "fire", "bridge"):
        assert word.encode() not in stored


@with_milvus
def test_an_address_where_nothing_answers_is_named(settings: Settings, city: Path) -> None:
    nowhere = settings.model_copy(update={"store_uri": "http://127.0.0.1:1"})
    with pytest.raises(ArchiveError, match=r"the store at http://127\.0\.0\.1:1: .*TOKEN"):
        build(nowhere, city)
    with pytest.raises(ArchiveError, match="there is no index"):
        opened(settings)


@with_milvus
@pytest.mark.model
def test_every_command_works_over_milvus(
    tmp_path: Path, city: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (city / "cost.txt").write_text(
        "افتتح وزير النقل مطار صلالة الجديد. وبلغت كلفة المشروع 300 مليون دولار.", encoding="utf-8"
    )
    (tmp_path / "dalil.toml").write_text('store = "milvus"\nstore_uri = "m.db"\n', encoding="utf-8")
    assert main(["index", "city"]) == 0
    assert main(["sources"]) == 0
    assert "city\t3 articles" in capsys.readouterr().out
    assert main(["ask", "كم بلغت كلفة مطار صلالة؟"]) == 0
    assert "300 مليون دولار" in capsys.readouterr().out
    assert main(["remove", "cost"]) == 0
    assert main(["ask", "كم بلغت كلفة مطار صلالة؟"]) == 0
    assert "300 مليون دولار" not in capsys.readouterr().out
    assert main(["doctor", "--store"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 8
    assert all(re.match(r"store      ok     \w", line) for line in told)
    from index.cluster.client import connected

    assert len(connected("m.db").list_collections()) == 1


@with_milvus
def test_the_doctor_says_what_a_store_does_not_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DALIL_STORE", "milvus")
    monkeypatch.setenv("DALIL_STORE_URI", "http://127.0.0.1:1")
    assert main(["doctor", "--store"]) == 1
    printed = capsys.readouterr()

    assert printed.out.startswith("store      FAILS  the store at http://127.0.0.1:1: ")
    assert "not well: store" in printed.err
