"""Build an index on a disk that fills up at one point after another; what it held must stay.

The disk is one in memory, with a little more room each time until the build ends. It needs a
namespace of its own: `unshare -rm python -m tests.load.full_disk FOLDER`.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from index.build import build_index
from index.store import Archive
from rag.errors import ArchiveError
from rag.settings import Settings
from tests.toys import ToyEncoder

ENCODER = ToyEncoder(dimension=64)
STEP = 8_192
BRIDGE = "افتتح الوزير الجسر الجديد فوق نهر السيل صباح الأحد."
FIRE = "شب حريق في سوق الليمون ولم يصب أحد بأذى في الحادث."


def resize(disk: Path, room: int) -> None:
    """Leave so many bytes free on the disk."""
    told = os.statvfs(disk)
    size = (told.f_blocks - told.f_bfree) * told.f_frsize + room
    subprocess.run(["mount", "-o", f"remount,size={size}", str(disk)], check=True)


def filled(disk: Path, settings: Settings, build: Callable[[], object]) -> int:
    """How many times the disk was full before the build ended; each time nothing was lost.

    Raises:
        AssertionError: the index was not what it had been, or the message did not say what to do.
    """
    before = Archive.open(settings, ENCODER).generation
    kept = sorted((settings.index / "generations").rglob("*"))
    for times in range(1_000):
        resize(disk, times * STEP)
        try:
            build()
        except ArchiveError as error:
            assert "cannot be written" in str(error), error
            assert "make room and run it again" in str(error), error
        else:
            assert Archive.open(settings, ENCODER).generation != before
            return times
        assert Archive.open(settings, ENCODER).generation == before
        assert sorted((settings.index / "generations").rglob("*")) == kept
    raise AssertionError("the build never ended")


def main() -> int:
    """Run from the command line."""
    disk = Path(sys.argv[1], "disk")
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(disk)], check=True)
    news, settings = Path(sys.argv[1], "news"), Settings(index=disk / "index")
    news.mkdir()

    def build(name: str, text: str) -> Callable[[], object]:
        (news / name).write_text(text, encoding="utf-8")
        return lambda: build_index([news], settings, ENCODER)

    build("bridge.txt", BRIDGE)()
    added = filled(disk, settings, build("fire.txt", FIRE))
    corrected = filled(disk, settings, build("bridge.txt", BRIDGE.replace("الأحد", "السبت")))
    sys.stdout.write(f"full {added} times while adding, {corrected} while correcting\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
