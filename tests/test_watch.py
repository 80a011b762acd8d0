"""`dalil index --watch`: what comes, changes and goes is followed, and what is half written."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import Report, update_index
from index.generations import locked
from index.sources import Batch, batch_of
from index.store import Archive
from index.watch import watch
from rag.errors import DalilError
from rag.settings import Settings
from tests.tiny_models import write_tiny_encoder
from tests.toys import ToyEncoder

ROOT = Path(__file__).resolve().parent.parent
HEEDING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from ui.cli import main
sys.exit(main())
"""
"""The command line, which heeds Ctrl-C even where a shell runs the tests in the background."""
BRIDGE = "افتتح الوزير الجسر الجديد فوق نهر السيل صباح الأحد."
FIRE = "شب حريق في سوق الليمون ولم يصب أحد بأذى في الحادث."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder, "bridge.txt", BRIDGE)
    return folder


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


class Watched:
    """A folder that is watched while one thing happens after another: what was read and done."""

    def __init__(self, news: Path) -> None:
        self.news = news
        self.settings = Settings(index=news.parent / "index")
        self.reports: list[Report] = []
        self.read: list[list[str]] = []
        self.faults: list[str] = []

    def follow(self, *happen: Callable[[], object]) -> None:
        """Watch until all has happened, each before another look."""
        left = iter(happen)

        def stopped() -> bool:
            act = next(left, None)
            if act:
                act()
            return act is None

        watch(lambda: [batch_of(self.news)], self._update, stopped)

    def _update(self, batches: Sequence[Batch]) -> bool:
        own = [replace(batch, items=list(batch.items)) for batch in batches]
        self.read.append([item.name for batch in own for item in batch.items])
        try:
            self.reports.append(update_index(own, self.settings, ToyEncoder()))
        except DalilError as error:
            self.faults.append(str(error))
            return False
        return True

    def texts(self) -> dict[str, str]:
        archive = Archive.open(self.settings, ToyEncoder())
        return {article.id: article.text for article in archive.articles}


def test_what_comes_changes_and_goes_is_followed_and_nothing_else_read(news: Path) -> None:
    watched = Watched(news)
    watched.follow(
        lambda: None,
        lambda: write(news, "fire.txt", FIRE),
        lambda: write(news, "fire.txt", FIRE.replace("الليمون", "التمور")),
        (news / "fire.txt").unlink,
    )

    assert [(r.added, r.changed, r.removed) for r in watched.reports] == [
        (("bridge",), (), ()),
        (("fire",), (), ()),
        ((), ("fire",), ()),
        ((), (), ("fire",)),
    ]
    assert watched.read == [["bridge.txt"], ["fire.txt"], ["fire.txt"], ["bridge.txt"]]
    assert watched.texts() == {"bridge": BRIDGE}


def test_a_sidecar_has_all_files_read_again(news: Path) -> None:
    watched = Watched(news)
    line = json.dumps({"file": "bridge.txt", "title": "جسر"})
    watched.follow(lambda: write(news, "metadata.jsonl", line))

    assert watched.reports[-1].changed == ("bridge",)
    assert set(watched.read[-1]) == {"bridge.txt", "metadata.jsonl"}


def test_a_half_written_file_drops_nothing_and_is_read_once_it_is_whole(news: Path) -> None:
    both = [{"id": "f", "text": FIRE}, {"id": "b", "text": BRIDGE}]
    lines = "\n".join(map(json.dumps, both))
    watched = Watched(news)
    watched.follow(
        lambda: write(news, "feed.jsonl", ""),
        lambda: write(news, "feed.jsonl", lines[: len(lines) - 30]),
        lambda: write(news, "feed.jsonl", lines),
        lambda: write(news, "bridge.txt", ""),
        lambda: write(news, "bridge.txt", BRIDGE),
    )
    said = [" ".join(report.warnings) for report in watched.reports]

    assert watched.faults == []
    assert [report.added for report in watched.reports] == [("bridge",), (), ("f",), ("b",), (), ()]
    assert "the file is empty" in said[1]
    assert "feed.jsonl:2: skipped" in said[2]
    assert "bridge.txt: skipped, the file is empty" in said[4]
    assert all(report.removed == report.changed == () for report in watched.reports)
    assert watched.texts() == {"bridge": BRIDGE, "f": FIRE, "b": BRIDGE}


def test_a_folder_that_is_emptied_keeps_its_articles(news: Path) -> None:
    watched = Watched(news)
    watched.follow((news / "bridge.txt").unlink)

    assert "no article is left in" in watched.faults[0]
    assert watched.texts() == {"bridge": BRIDGE}


def test_what_failed_is_tried_again_at_the_next_look(news: Path) -> None:
    watched = Watched(news)
    lock = locked(watched.settings.index)

    def meanwhile() -> None:
        lock.__enter__()
        write(news, "fire.txt", FIRE)

    watched.follow(meanwhile, lambda: lock.__exit__(None, None, None), lambda: None)

    assert "is being built by process" in watched.faults[0]
    assert watched.read == [["bridge.txt"], ["fire.txt"], ["bridge.txt", "fire.txt"]]
    assert set(watched.texts()) == {"bridge", "fire"}


@pytest.mark.model
def test_ctrl_c_ends_watching_without_an_error(news: Path, tmp_path: Path) -> None:
    encoder = write_tiny_encoder(tmp_path / "tiny")
    own = {"DALIL_INDEX": str(tmp_path / "index"), "DALIL_ENCODER": str(encoder)}
    command = [sys.executable, "-c", HEEDING, "index", str(news), "--watch", "--every", "1"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        first = process.stdout.readline()
        write(news, "fire.txt", FIRE)
        second = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=60)
        told = process.stderr.read()

    assert first.startswith("1 articles, 1 passages in "), told
    assert "(1 added;" in second, told
    assert (code, told) == (130, "")
