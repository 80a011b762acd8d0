"""Add articles to an index one by one, and see how long each takes until it can be searched."""

import tempfile
import time
from pathlib import Path

from index.build import build_index
from index.store import Archive
from rag.reader.encoder import load_encoder
from rag.settings import Settings

__all__ = ["searchable_after"]

TIMES = 5


def searchable_after(index: Path, settings: Settings) -> dict[str, str]:
    """What it takes until one more article is found, in a process that had the index open before.

    Written and opened again, each by the clock and in seconds of the processor, one for each time.
    """
    encoder, own = load_encoder(settings), settings.model_copy(update={"index": index})
    Archive.open(own, encoder)
    taken: dict[str, list[str]] = {"written": [], "opened": []}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(TIMES):
            file = Path(folder, f"more{number}.txt")
            told = f"افتتح الوزير {number} الجسر {number} فوق نهر السيل صباح الأحد."
            file.write_text(told, encoding="utf-8")
            marks = [(time.perf_counter(), time.process_time())]
            build_index([file], own, encoder)
            marks.append((time.perf_counter(), time.process_time()))
            assert Archive.open(own, encoder).article(file.stem).text == told
            marks.append((time.perf_counter(), time.process_time()))
            for each, before, after in zip(taken.values(), marks, marks[1:], strict=False):
                each.append(f"{after[0] - before[0]:.2f} ({after[1] - before[1]:.2f})")
    return {what: f"{', '.join(each)} s (of the processor)" for what, each in taken.items()}
