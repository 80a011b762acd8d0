"""Kill Milvus' own process with -9 while an index is written into it; then all must be there.

milvus-lite 2.5 runs Milvus' C++ core in a process of its own: now that alone is killed, now the
indexer with it. After each, the generation that is current must be found as files find it, and the
next build complete. `make milvus` runs it; alone it is, in an environment with milvus-lite 2.5,
`python -m tests.load.kill_store --times 10`.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from index.build import build_index
from index.contents import read_contents, write_generation
from index.generations import BuiltWith, current, has_index
from index.store import Archive
from rag.settings import Settings
from tests.load.kill_index import ENCODER, write_news

QUESTIONS = ("كم بلغت الكلفة في المدينة 7؟", "من هو الوزير رقم 12؟", "مليون دينار")


def settings_in(folder: Path) -> Settings:
    return Settings(index=folder / "index", store="milvus", store_uri=str(folder / "m.db"))


def check(settings: Settings) -> None:
    """Whatever is current is found in the store as files find it."""
    archive = Archive.open(settings, ENCODER)
    with tempfile.TemporaryDirectory() as folder:
        files = Settings(index=Path(folder, "files"))
        contents = read_contents(current(settings.index))
        write_generation(files.index, contents, BuiltWith.of(files, ENCODER.fingerprint))
        beside = Archive.open(files, ENCODER)
        for question in QUESTIONS:
            found, expected = archive.search(question, 20), beside.search(question, 20)
            assert [hit.passage for hit in found] == [hit.passage for hit in expected], question


def act(folder: Path, first_look: bool) -> None:
    """What a process of its own does: look whether all is there, and bring the index up to date."""
    settings = settings_in(folder)
    if first_look and has_index(settings.index):
        check(settings)
    build_index([folder / "news"], settings, ENCODER)
    if first_look:
        check(settings)


def started(folder: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.load.kill_store", "--act", str(folder), *more]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def core_of(indexer: int) -> int:
    """The process that the indexer's client started; 0 if there is none yet."""
    try:
        children = Path(f"/proc/{indexer}/task/{indexer}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return 0
    return int(children.split()[0]) if children.split() else 0


def run(times: int, seed: int) -> Counter[str]:
    """Kill `times` times; what came of it."""
    chance, came = random.Random(seed), Counter[str]()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "news").mkdir()
        whole = 0.0
        for version in range(-1, times):
            write_news(folder / "news", version)
            indexer = started(folder)
            while not (core := core_of(indexer.pid)) and indexer.poll() is None:
                time.sleep(0.05)
            if version < 0:  # how long it takes, if nobody is killed
                began = time.monotonic()
                assert indexer.wait(timeout=300) == 0
                whole = time.monotonic() - began
                continue
            time.sleep(chance.uniform(0.0, whole))
            alone = version % 2
            if indexer.poll() is not None:
                came["done before"] += 1
            elif alone and core:
                os.kill(core, signal.SIGKILL)
                came["core killed"] += 1
            else:
                os.killpg(indexer.pid, signal.SIGKILL)
                came["both killed"] += 1
            indexer.wait(timeout=300)
            assert started(folder, "--look").wait(timeout=600) == 0
            came["whole, and completed"] += 1
    return +came


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--act", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--look", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.act:
        act(args.act, args.look)
        return 0
    sys.stdout.write(f"{dict(run(args.times, args.seed))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
