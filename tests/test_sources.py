"""Several sources in one index: each brought up to date alone, nothing dropped unasked."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from index.build import Report, build_index, update_index
from index.generations import BuiltWith, current, locked
from index.load.places import from_stream
from index.overview import Newest
from index.remove import readmit, remove
from index.sources import Batch, Source, batch_of
from index.store import Archive
from rag.errors import ArchiveError, InputError
from rag.settings import Settings
from tests.load.kill_index import run
from tests.toys import ToyEncoder

ROOT = Path(__file__).resolve().parent.parent
BRIDGE = "افتتح الوزير الجسر الجديد فوق نهر السيل صباح الأحد."
FIRE = "شب حريق في سوق الليمون ولم يصب أحد بأذى في الحادث."
MATCH = "فاز نادي الصقور على نادي النسور بأربعة أهداف مقابل هدفين."


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index=tmp_path / "index")


def folder(root: Path, name: str, **texts: str) -> Path:
    made = root / name
    made.mkdir(exist_ok=True)
    for stem, text in texts.items():
        (made / f"{stem}.txt").write_text(text, encoding="utf-8")
    return made


def opened(settings: Settings) -> Archive:
    return Archive.open(settings, ToyEncoder())


def build(settings: Settings, *paths: Path) -> Report:
    return build_index(paths, settings, ToyEncoder())


def test_a_second_source_leaves_the_first(settings: Settings, tmp_path: Path) -> None:
    build(settings, folder(tmp_path, "city", bridge=BRIDGE))
    report = build(settings, folder(tmp_path, "sport", match=MATCH))
    archive = opened(settings)

    assert (report.added, report.changed, report.removed) == (("match",), (), ())
    assert [article.id for article in archive.articles] == ["bridge", "match"]
    assert [s.name for s in archive.registry.sources] == ["city", "sport"]
    assert archive.registry.origins["match"].source == "sport"


def test_only_what_has_gone_from_under_the_path_goes(settings: Settings, tmp_path: Path) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE, fire=FIRE)
    build(settings, city, folder(tmp_path, "sport", match=MATCH))
    (city / "fire.txt").unlink()
    (tmp_path / "sport" / "match.txt").unlink()
    report = build(settings, city)

    assert report.removed == ("fire",)
    assert [article.id for article in opened(settings).articles] == ["bridge", "match"]


def test_one_file_of_a_source_leaves_its_neighbours(settings: Settings, tmp_path: Path) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE, fire=FIRE)
    build(settings, city)
    (city / "fire.txt").write_text(FIRE + " وأضاف.", encoding="utf-8")
    report = build(settings, city / "fire.txt")
    archive = opened(settings)

    assert (report.added, report.changed, report.removed) == ((), ("fire",), ())
    assert len(archive.articles) == 2
    assert [s.name for s in archive.registry.sources] == ["city"]


def test_a_folder_above_takes_its_sources_places(settings: Settings, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    build(settings, folder(news, "city", bridge=BRIDGE))
    report = build(settings, news)

    assert (report.added, report.removed) == ((), ())
    assert len(opened(settings).articles) == 1


def test_an_emptied_folder_is_asked_about(settings: Settings, tmp_path: Path) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE)
    build(settings, city)
    (city / "bridge.txt").unlink()

    with pytest.raises(InputError, match=r"holds 1 from there: .* run `dalil remove city`"):
        build(settings, city)
    assert len(opened(settings).articles) == 1


def test_a_file_that_cannot_be_read_now_keeps_its_article(
    settings: Settings, tmp_path: Path
) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE, fire=FIRE)
    build(settings, city)
    (city / "fire.txt").write_bytes(b"\x80\x81\xff")
    report = build(settings, city)

    assert report.removed == ()
    assert "fire.txt: skipped, not UTF-8" in report.warnings[0]
    assert opened(settings).article("fire").text == FIRE


def test_one_id_in_two_sources_is_told_apart(settings: Settings, tmp_path: Path) -> None:
    build(settings, folder(tmp_path, "city", a=BRIDGE))
    build(settings, folder(tmp_path, "sport", a=MATCH))
    again = build(settings, tmp_path / "sport")

    assert [article.id for article in opened(settings).articles] == ["a", "sport/a"]
    assert (again.added, again.changed, again.removed) == ((), (), ())


def test_what_a_source_is_taken_for(settings: Settings, tmp_path: Path) -> None:
    said = f"المصدر: صحيفة الأفق\n{FIRE}"
    city = folder(tmp_path, "city", bridge=BRIDGE, fire=said)
    batch = batch_of(city, "wire", "صحيفة الميناء", "fa")
    update_index([batch], settings, ToyEncoder())
    archive = opened(settings)

    assert archive.article("bridge").outlet == "صحيفة الميناء"
    assert archive.article("bridge").inferred == ("title", "language", "outlet")
    assert archive.article("bridge").language == "fa"
    assert archive.article("fire").outlet == "صحيفة الأفق"
    build(settings, city)  # the source is known by its folder, and keeps what was said of it
    assert opened(settings).registry.sources == (
        Source("wire", (str(city.resolve()),), "صحيفة الميناء", "fa"),
    )


def test_standard_input_adds_and_drops_nothing(settings: Settings) -> None:
    for identity, text in (("a", BRIDGE), ("b", FIRE)):
        line = json.dumps({"id": identity, "text": text}).encode()
        batch = Batch([from_stream(io.BytesIO(line))], ("-",))
        update_index([batch], settings, ToyEncoder())

    assert [article.id for article in opened(settings).articles] == ["a", "b"]


def test_an_index_that_grew_ranks_like_one_made_at_once(settings: Settings, tmp_path: Path) -> None:
    news = folder(tmp_path, "news", bridge=BRIDGE, fire=FIRE)
    build(settings, news)
    folder(tmp_path, "news", match=MATCH, more=f"{BRIDGE} {MATCH}")
    build(settings, news)
    grown = opened(settings)
    anew = Settings(index=tmp_path / "anew")
    build(anew, news)

    for question in ("الجسر فوق النهر", "نادي الصقور", "حريق في السوق", "الأحد"):
        assert grown.lexical(question, 9) == opened(anew).lexical(question, 9)
        assert grown.search(question, 9) == opened(anew).search(question, 9)
    before = grown.manifest.files
    segments = {name for name in before if name.endswith(".term")}
    assert len(segments) == 2, "the first build's segment is taken over, not written again"


def test_a_correction_is_noted(settings: Settings, tmp_path: Path) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE)
    build(settings, city)
    assert opened(settings).registry.origins["bridge"].revised is None
    (city / "bridge.txt").write_text(BRIDGE.replace("الأحد", "الاثنين"), encoding="utf-8")
    build(settings, city)
    build(settings, city)
    archive = opened(settings)

    assert archive.registry.origins["bridge"].revised == datetime.now(UTC).date()
    assert [p.text for p in archive.passages] == [BRIDGE.replace("الأحد", "الاثنين")]


def test_copies_are_linked_and_shown_once(settings: Settings, tmp_path: Path) -> None:
    body = f"{BRIDGE} وقال إن الكلفة بلغت 40 مليون دينار وإن العمل استمر 3 سنوات في مدينة الورد."
    news = folder(
        tmp_path,
        "news",
        first=f"3 يونيو 2023\n\n{body}\n\nوحضر الافتتاح سكان الحي ومدير البلدية.",
        second=f"4 يونيو 2023\n\n{body}",
        update=f"5 يونيو 2023\n\n{body.replace('40', '45')}",
        other=FIRE,
    )
    build(settings, news)
    archive = opened(settings)

    assert archive.article("first").copies == ("second",)
    assert archive.article("second").copies == ("first",)
    assert archive.article("update").copies == archive.article("other").copies == ()
    found = [hit.passage.article.id for hit in archive.search("كم بلغت كلفة الجسر؟", 4)]
    assert set(found[:2]) in ({"first", "update"}, {"second", "update"})
    remove(settings.index, "second")
    assert opened(settings).article("first").copies == ()


def test_vectors_are_made_once_for_the_same_words(settings: Settings, tmp_path: Path) -> None:
    report = build(settings, folder(tmp_path, "news", a=f"عنوان\n\n{BRIDGE}", b=BRIDGE, c=BRIDGE))

    assert (report.passages, report.encoded) == (3, 2)


def held(settings: Settings) -> bytes:
    return b"".join(path.read_bytes() for path in settings.index.rglob("*") if path.is_file())


def test_a_removed_article_is_in_no_file(settings: Settings, tmp_path: Path) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE, fire=FIRE)
    build(settings, city)
    (city / "bridge.txt").write_text(BRIDGE + " وأضاف.", encoding="utf-8")
    build(settings, city)
    vector = opened(settings).vector(opened(settings).search("حريق سوق الليمون", 1)[0].passage.id)
    words = ["حريق", "الليمون", "fire"]
    assert all(word.encode() in held(settings) for word in words)
    assert vector.tobytes() in held(settings)
    removed = remove(settings.index, "fire")

    assert removed.articles == ("fire",)
    assert [word for word in [*words, "ليمون"] if word.encode() in held(settings)] == []
    assert vector.tobytes() not in held(settings)
    assert len(list((settings.index / "generations").iterdir())) == 1
    assert [article.id for article in opened(settings).articles] == ["bridge"]


def test_a_removed_article_stays_out_until_it_is_readmitted(
    settings: Settings, tmp_path: Path
) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE, fire=FIRE)
    build(settings, city)
    remove(settings.index, "fire")
    report = build(settings, city)
    assert report.added == ()
    assert report.warnings == ("fire: left out, it was removed (dalil remove --undo)",)
    readmit(settings.index, "fire")

    assert build(settings, city).added == ("fire",)
    with pytest.raises(InputError, match="no article 'fire' was removed"):
        readmit(settings.index, "fire")


def test_a_removed_source_goes_with_its_articles(settings: Settings, tmp_path: Path) -> None:
    build(settings, folder(tmp_path, "city", bridge=BRIDGE), folder(tmp_path, "sport", match=MATCH))

    assert remove(settings.index, "sport").articles == ("match",)
    assert [s.name for s in opened(settings).registry.sources] == ["city"]
    with pytest.raises(InputError, match=r"called 'sport': the sources are city"):
        remove(settings.index, "sport")


def test_the_last_article_can_be_removed(settings: Settings, tmp_path: Path) -> None:
    build(settings, folder(tmp_path, "city", bridge=BRIDGE))
    remove(settings.index, "bridge")

    assert opened(settings).search("الجسر", 3) == []


def test_another_encoder_keeps_every_source(settings: Settings, tmp_path: Path) -> None:
    build(settings, folder(tmp_path, "city", bridge=BRIDGE))
    other = ToyEncoder(dimension=256, fingerprint="other")
    report = build_index([folder(tmp_path, "sport", match=MATCH)], settings, other)

    assert (report.articles, report.encoded) == (2, 2)


def test_articles_that_cannot_be_read_are_not_dropped_in_silence(
    settings: Settings, tmp_path: Path
) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE)
    build(settings, city)
    (current(settings.index) / "articles.jsonl").write_bytes(b"{}")

    with pytest.raises(ArchiveError, match=r"articles\.jsonl is damaged.*to begin anew, move"):
        build(settings, city)


def test_the_overview(settings: Settings, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": BRIDGE, "title": "جسر", "outlet": "الميناء", "published": "2023-06-03"},
        {"id": "b", "text": FIRE, "title": "حريق", "outlet": "الميناء", "published": "2023-06-09"},
        {"id": "c", "text": MATCH, "title": "مباراة", "outlet": "الأفق"},
    ]
    file = tmp_path / "news.jsonl"
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    build(settings, file)
    overview = opened(settings).overview

    assert (overview.articles, overview.outlets) == (3, (("الميناء", 2), ("الأفق", 1)))
    assert (overview.first, overview.last) == (date(2023, 6, 3), date(2023, 6, 9))
    assert overview.newest == (
        Newest("b", "حريق", "الميناء", date(2023, 6, 9)),
        Newest("a", "جسر", "الميناء", date(2023, 6, 3)),
    )


def test_a_second_builder_is_told_who_holds_the_lock(settings: Settings, tmp_path: Path) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE)
    with locked(settings.index), pytest.raises(ArchiveError, match=r"built by process \d+ since"):
        build(settings, city)
    assert build(settings, city).articles == 1


FULL = """
import resource, signal, sys
from pathlib import Path
from index.build import build_index
from rag.errors import ArchiveError
from rag.settings import Settings
from tests.load.kill_index import run
from tests.toys import ToyEncoder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    build_index([Path(sys.argv[2])], Settings(index=Path(sys.argv[1])), ToyEncoder())
except ArchiveError as error:
    print(error)
"""


def test_a_damaged_zip_keeps_its_articles(settings: Settings, tmp_path: Path) -> None:
    news = folder(tmp_path, "news", bridge=BRIDGE)
    with zipfile.ZipFile(news / "more.zip", "w") as archive:
        archive.writestr("fire.txt", FIRE)
    build(settings, news)
    (news / "more.zip").write_bytes(b"PK")
    report = build(settings, news)

    assert report.removed == ()
    assert "more.zip: skipped, the zip is damaged" in report.warnings[0]
    assert {article.id for article in opened(settings).articles} == {"bridge", "fire"}


@pytest.mark.parametrize("room", [0, 100, 10_000])
def test_a_full_disk_leaves_the_old_generation(
    settings: Settings, tmp_path: Path, room: int
) -> None:
    city = folder(tmp_path, "city", bridge=BRIDGE)
    before = build(settings, city).generation
    folder(tmp_path, "city", fire=FIRE)
    told = subprocess.run(
        [sys.executable, "-c", FULL, str(settings.index), str(city), str(room)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "cannot be written" in told.stdout, told.stderr
    assert opened(settings).generation == before
    assert build(settings, city).added == ("fire",)
    assert BuiltWith.of(settings, ToyEncoder().fingerprint) == opened(settings).manifest.built_with


def test_killed_builds_leave_a_whole_index() -> None:
    assert run(times=8, seed=3)["completed"] == 0


@pytest.mark.slow
def test_many_killed_builds_leave_a_whole_index() -> None:
    assert run(times=100, seed=1)["completed"] == 10


def can_mount(folder: Path) -> bool:
    """Whether this machine lets us have a disk of our own in memory."""
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def test_a_disk_that_fills_up_at_any_write_leaves_the_old_generation(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("no disk of its own: unshare -rm is not allowed here")
    command = ["unshare", "-rm", sys.executable, "-m", "tests.load.full_disk", str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    found = re.fullmatch(r"full (\d+) times while adding, (\d+) while correcting\n", told.stdout)
    assert found, told.stderr
    assert min(map(int, found.groups())) > 5
