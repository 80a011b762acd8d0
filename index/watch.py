"""Follow files and addresses: bring the index up to date whenever they change."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from index.sources import Batch

__all__ = ["watch"]

Stamp = list[tuple[str, int, float]]
"""Place, size and time of change of every file."""


def watch(
    batches: Callable[[], Sequence[Batch]],
    update: Callable[[Sequence[Batch]], None],
    stopped: Callable[[], bool],
) -> None:
    """Update at once, and again whenever a file has changed, until it is `stopped`.

    `batches` lists what there is now; `stopped` waits between two looks. What has no size and time,
    such as an address, may have changed each time.
    """
    seen: Stamp = []
    while True:
        now = _stamp(batches())
        if now != seen:
            update(batches())
            seen = now
        if stopped():
            return


def _stamp(batches: Sequence[Batch]) -> Stamp:
    stamp: Stamp = []
    for item in (item for batch in batches for item in batch.items):
        try:
            told = Path(item.place).stat()
            stamp.append((item.place, told.st_size, told.st_mtime))
        except OSError:
            stamp.append((item.place, 0, monotonic()))
    return stamp
