"""Kill an indexer with -9 at random points; the index must open whole, and the next run complete.

Builds, updates, additions, removals and the exchange of generations are interrupted. Run it as
`python -m tests.load.kill_index --times 120`.
"""

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from index.build import build_index
from index.dense import Dense
from index.generations import current
from index.remove import readmit, remove
from index.store import Archive
from rag.errors import ArchiveError, InputError
from rag.settings import Settings
from tests.toys import ToyEncoder

ENCODER = ToyEncoder(dimension=128)
ARTICLES = 40


def write_news(folder: Path, version: int) -> None:
    """Articles of which some change, come and go with the version."""
    for number in range(ARTICLES):
        file = folder / f"a{number:03}.txt"
        if (number + version) % 7 == 0 and file.exists():
            file.unlink()
        else:
            said = version if number % 5 == 0 else 0
            text = (
                f"قال الوزير رقم {number} إن الكلفة بلغت {said} مليون دينار في المدينة {number}. "
            )
            file.write_text(text * 12, encoding="utf-8")


def act(settings: Settings, news: Path, version: int) -> None:
    """What the process that is killed does."""
    if version % 4 == 1:  # nothing but a new article and a copy: what there is stays as it is
        wire = news.parent / "wire"
        wire.mkdir(exist_ok=True)
        told = f"أعلنت الوكالة {version} حصيلة {version} في الميناء {version} مساء أمس. " * 3
        for name in (f"w{version:03}.txt", f"copy{version:03}.txt"):
            (wire / name).write_text(told, encoding="utf-8")
        build_index([wire], settings, ENCODER)
    elif version % 4 == 3:
        remove(settings.index, f"a{version % ARTICLES:03}")
    else:
        build_index([news], settings, ENCODER)


def killed(settings: Settings, news: Path, version: int, after: float) -> bool:
    """Act in a process of its own, and kill it after some seconds; whether it was still at it."""
    child = os.fork()
    if not child:
        code = 1
        try:
            act(settings, news, version)
            code = 0
        except (InputError, ArchiveError) as error:  # what it should remove is not there
            code = 0 if "called" in str(error) or "there is no index" in str(error) else 1
        finally:
            os._exit(code)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    assert os.WIFSIGNALED(status) or status == 0
    return os.WIFSIGNALED(status)


def check(settings: Settings) -> str:
    """Open the index and look at every part of it; its generation, "" if there is none yet."""
    try:
        archive = Archive.open(settings, ENCODER)
    except ArchiveError as error:
        if "there is no index" in str(error):
            return ""
        raise
    assert len(archive.articles) == archive.manifest.articles
    held = len(Dense.open(current(settings.index)))
    assert len(archive.passages) == archive.manifest.passages == held
    assert set(archive.registry.origins) == {article.id for article in archive.articles}
    for article in archive.articles:
        assert all(article.id in archive.article(other).copies for other in article.copies)
    if archive.passages:
        found = archive.search(archive.passages[0].text, 3)
        assert found[0].passage.text == found[0].passage.article.text[: len(found[0].passage.text)]
    return archive.generation


def run(times: int, seed: int) -> Counter[str]:
    """Kill `times` processes; what came of it.

    Raises:
        ArchiveError: an index did not open.
        AssertionError: it was not whole.
    """
    chance = random.Random(seed)
    came: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        news, settings = Path(scratch, "news"), Settings(index=Path(scratch, "index"))
        news.mkdir()
        write_news(news, 0)
        began = time.monotonic()
        build_index([news], settings, ENCODER)
        whole = time.monotonic() - began
        shutil.rmtree(settings.index)
        for version in range(times):
            write_news(news, version)
            before = check(settings)
            stopped = killed(settings, news, version, chance.uniform(0.0, 2 * whole))
            after = check(settings)
            came["killed" if stopped else "done before"] += 1
            came["old" if after == before else "new"] += 1
            if version % 10 == 9:
                report = build_index([news], settings, ENCODER)
                assert report.articles == len(Archive.open(settings, ENCODER).articles)
                for number in range(ARTICLES):
                    try:
                        readmit(settings.index, f"a{number:03}")
                    except InputError:
                        continue
                came["completed"] += 1
    return came


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    came = run(args.times, args.seed)
    sys.stdout.write(f"{args.times} times, every index whole: {dict(came)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
