"""Follow files and addresses: bring the index up to date whenever they change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

from index.load.files import SIDECAR
from index.sources import Batch

__all__ = ["watch"]

Stamp = Mapping[str, tuple[int, float]]
"""Size and time of change of every file, by place."""


def watch(
    batches: Callable[[], Sequence[Batch]],
    update: Callable[[Sequence[Batch]], bool],
    stopped: Callable[[], bool],
) -> None:
    """Update at once, and again whenever a file has changed, until it is `stopped`.

    `batches` lists what there is now; `update` says whether it went well, else all is read again
    at the next look; `stopped` waits between two looks. What has no size and time, such as an
    address, may have changed each time.
    """
    seen: Stamp = {}
    while True:
        now = _stamp(batches())
        if now != seen:
            seen = now if update(_changed(batches, seen, now)) else {}
        if stopped():
            return


def _changed(batches: Callable[[], Sequence[Batch]], seen: Stamp, now: Stamp) -> Sequence[Batch]:
    """Of every batch what came and what changed; all of them, if something went or tells of others.

    That nothing is left where something was must be seen, and said, over the whole.
    """
    if not seen or seen.keys() - now.keys():
        return batches()
    parts: list[Batch] = []
    for batch in batches():
        items = [item for item in batch.items if now.get(item.place) != seen.get(item.place)]
        if any(item.name == SIDECAR for item in items):
            return batches()
        roots = tuple(item.place for item in items) if batch.roots else ()
        if items:
            parts.append(replace(batch, items=items, roots=roots, part=True))
    return parts


def _stamp(batches: Iterable[Batch]) -> Stamp:
    stamp: dict[str, tuple[int, float]] = {}
    for item in (item for batch in batches for item in batch.items):
        try:
            told = Path(item.place).stat()
            stamp[item.place] = (told.st_size, told.st_mtime)
        except OSError:
            stamp[item.place] = (0, monotonic())
    return stamp
