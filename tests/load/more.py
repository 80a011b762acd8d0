"""Add articles to an index one by one, and see how long each takes until it can be searched."""

import tempfile
import time
from pathlib import Path

from index.build import build_index
from index.store import Archive
from rag.reader.encoder import load_encoder
from rag.settings import Settings

__all__ = ["searchable_after"]


def searchable_after(index: Path, settings: Settings, times: int = 3) -> list[float]:
    """Seconds until one more article is found, in a process that had the index open before."""
    encoder, own = load_encoder(settings), settings.model_copy(update={"index": index})
    Archive.open(own, encoder)
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(times):
            file = Path(folder, f"more{number}.txt")
            told = f"افتتح الوزير {number} الجسر {number} فوق نهر السيل صباح الأحد."
            file.write_text(told, encoding="utf-8")
            began = time.perf_counter()
            build_index([file], own, encoder)
            assert Archive.open(own, encoder).article(file.stem).text == told
            taken.append(time.perf_counter() - began)
    return taken
