"""A build that was cut short goes on from where it was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

import index.partial
from index.build import build_index
from index.partial import PARTIAL, encode
from rag.settings import Settings
from tests.toys import ToyEncoder, Vectors


@dataclass(frozen=True)
class Failing(ToyEncoder):
    """Embeds one slice of texts, then is interrupted."""

    calls: list[int] = field(default_factory=list)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        self.calls.append(len(texts))
        if len(self.calls) > 1:
            raise KeyboardInterrupt
        return super().encode_passages(texts)


def news(folder: Path, count: int) -> Path:
    lines = "\n".join(f'{{"id": "{n}", "text": "خبر رقم {n} من المدينة."}}' for n in range(count))
    (folder / "news.jsonl").write_text(lines, encoding="utf-8")
    return folder / "news.jsonl"


def test_what_was_embedded_is_not_embedded_again(tmp_path: Path) -> None:
    settings = Settings(index=tmp_path / "index")
    file = news(tmp_path, index.partial.SLICE + 50)
    with pytest.raises(KeyboardInterrupt):
        build_index([file], settings, Failing())
    assert (settings.index / PARTIAL).exists()
    report = build_index([file], settings, ToyEncoder())

    assert (report.articles, report.encoded) == (index.partial.SLICE + 50, 50)
    assert not (settings.index / PARTIAL).exists()


def test_a_record_cut_short_and_another_model_are_not_read(tmp_path: Path) -> None:
    encoder, texts = ToyEncoder(dimension=16), ["خبر أول", "خبر ثان", "خبر ثالث"]
    vectors, made = encode(tmp_path, texts[:2], encoder, "", progress=False)
    assert made == 2
    file = tmp_path / PARTIAL
    file.write_bytes(file.read_bytes()[:-3])
    again, made = encode(tmp_path, texts, encoder, "", progress=False)

    assert made == 2
    np.testing.assert_array_equal(again, encoder.encode_passages(texts))
    np.testing.assert_array_equal(again[:2], vectors)
    assert encode(tmp_path, texts, encoder, "", progress=False)[1] == 0
    whole = file.read_bytes()
    file.write_bytes(whole[:60] + bytes([whole[60] ^ 1]) + whole[61:])
    assert encode(tmp_path, texts, encoder, "", progress=False)[1] == 3
    assert encode(tmp_path, texts, encoder, "passage: ", progress=False)[1] == 3
