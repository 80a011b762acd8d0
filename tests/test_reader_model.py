"""The reader: spans that slice back into the original, the same alone and in company."""

import json
import math
from pathlib import Path
from typing import cast

import pytest
import torch
from torch import nn

from eval.reader.weights import digest, save
from rag.errors import ModelError
from rag.reader.calibration import Calibration
from rag.reader.encoder import SentenceEncoder, load_encoder
from rag.reader.model import CrossReader, ReaderModel, load_reader
from rag.reader.spans import MAX_TITLE, MAX_WINDOW, make_windows
from rag.settings import Settings
from rag.types import Article, Passage
from tests.tiny_models import tiny_config, write_tiny_encoder


def passage(text: str, number: int = 1, before: str = "") -> Passage:
    article = Article(id=f"a{number}", text=before + text)
    return Passage(number, article, len(before), len(before) + len(text))


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A tiny encoder and a tiny reader trained with it (not at all), as folders."""
    folder = tmp_path_factory.mktemp("reader")
    encoder = str(write_tiny_encoder(folder))
    torch.manual_seed(3)
    reader = folder / "reader"
    reader.mkdir()
    save(cast(nn.Module, ReaderModel(tiny_config())).to(torch.bfloat16), reader)
    about = {
        "encoder": load_encoder(Settings(encoder=encoder)).fingerprint,
        "sha256": digest(reader / "model.safetensors"),
        "calibration": {
            "ar-ar": {
                "slope": 2.0,
                "intercept": 0.5,
                "threshold": 0.4,
                "possible": 0.2,
            }
        },
    }
    (reader / "reader.json").write_text(json.dumps(about), encoding="utf-8")
    return Settings(encoder=encoder, reader=str(reader), dtype="float32")


@pytest.fixture(scope="module")
def tiny(settings: Settings) -> CrossReader:
    return load_reader(settings, load_encoder(settings))


TEXTS = [
    "أعلنت الوزارة توقيف 2298 شخصًا.",
    "قُــتِــلَ ثَمَانِيَةٌ مِنَ الضُّبَّاطِ",
    "مطر",
    "كلمات كثيرة " * 60,
]


def test_spans_slice_back_into_the_article(tiny: CrossReader) -> None:
    passages = [passage(text, i, before="عنوان\n\n") for i, text in enumerate(TEXTS)]
    for reading in tiny.read("كم عدد الموقوفين؟", passages):
        span = reading.span
        assert span is not None
        assert reading.passage.start <= span.start < span.end <= reading.passage.end
        assert span.text == reading.passage.article.text[span.start : span.end]
        assert not span.text[0].isspace()


def test_the_result_is_sorted_finite_and_complete(tiny: CrossReader) -> None:
    passages = [passage(text, i) for i, text in enumerate(TEXTS)]
    readings = tiny.read("متى؟", passages)
    scores = [r.answerable for r in readings]
    assert scores == sorted(scores, reverse=True)
    assert all(math.isfinite(s) and 0 <= s <= 1 for s in scores)
    assert {r.passage.id for r in readings} == {0, 1, 2, 3}


def test_a_passage_reads_the_same_alone_and_in_company(tiny: CrossReader) -> None:
    passages = [passage(text, i) for i, text in enumerate(TEXTS)]
    together = {r.passage.id: r for r in tiny.read("كم؟", passages)}
    for one in passages:
        alone = tiny.read("كم؟", [one])[0]
        assert alone.span == together[one.id].span
        assert alone.answerable == pytest.approx(together[one.id].answerable, abs=1e-4)


def test_an_empty_passage_cannot_answer(tiny: CrossReader) -> None:
    readings = tiny.read("كم؟", [passage(" \n "), passage("مطر", 2)])
    assert readings[-1].passage.id == 1
    assert readings[-1].span is None
    assert readings[-1].answerable == 0.0


def test_no_passage_gives_no_reading(tiny: CrossReader) -> None:
    assert tiny.read("كم؟", []) == []


def test_every_part_of_a_long_passage_is_read(tiny: CrossReader) -> None:
    text = "حرف " * 700
    windows = make_windows(tiny.tokenizer, "كم؟", [passage(text)])
    assert len(windows) > 2
    assert all(len(w.ids) <= MAX_WINDOW for w in windows)
    seen = {offset for w in windows for offset in w.offsets}
    tokens = tiny.tokenizer(text, add_special_tokens=False)["input_ids"]
    assert len(seen) >= len(tokens) // 2
    assert max(end for _, end in seen) >= len(text.rstrip())


def under(title: str, text: str, before: str = "") -> Passage:
    article = Article(id="a1", text=before + text, title=title)
    return Passage(1, article, len(before), len(before) + len(text))


def context_of(tiny: CrossReader, one: Passage) -> str:
    """What stands between question and passage."""
    tokenizer = tiny.tokenizer
    [window] = make_windows(tokenizer, "كم؟", [one])
    asked = window.types.index(1)
    body = tokenizer(one.text, add_special_tokens=False)["input_ids"]
    assert window.ids[window.first :] == [*body, tokenizer.sep_token_id]
    assert window.ids[asked - 1] == window.ids[window.first - 1] == tokenizer.sep_token_id
    return str(tokenizer.decode(window.ids[asked : window.first], skip_special_tokens=True))


def test_a_later_passage_is_read_under_the_title_of_its_article(tiny: CrossReader) -> None:
    later = under("انهيار جسر", "قتل 17 عاملا.", before="انهار جسر.\n")
    assert context_of(tiny, later) != ""
    assert len(context_of(tiny, under("جسر " * 200, "قتل 17 عاملا."))) <= 4 * MAX_TITLE


@pytest.mark.parametrize("title", ["", "قتل 17", "قتل 17 عاملا…"])
def test_a_passage_that_holds_its_title_is_read_alone(tiny: CrossReader, title: str) -> None:
    assert context_of(tiny, under(title, "قتل 17 عاملا في انهيار.")) == ""


def test_a_span_under_a_title_is_one_of_the_passage(tiny: CrossReader) -> None:
    later = under("انهيار جسر", "قتل 17 عاملا.", before="انهار جسر.\n")
    span = tiny.read("كم؟", [later])[0].span
    assert span is not None
    assert span.text in later.text


def test_probabilities_follow_the_calibration_of_the_direction(tiny: CrossReader) -> None:
    one = passage("أعلنت الوزارة توقيف 2298 شخصًا.")
    logit, _ = tiny.examine("كم عدد الموقوفين؟", [one])[0]
    expected = 1 / (1 + math.exp(-(2.0 * logit + 0.5)))
    assert tiny.read("كم عدد الموقوفين؟", [one])[0].answerable == pytest.approx(expected, abs=1e-5)
    assert tiny.threshold("ar", "ar") == 0.4
    assert tiny.possible("ar", "ar") == 0.2


def test_a_direction_that_was_not_fitted_takes_the_strictest() -> None:
    calibration = Calibration.model_validate(
        {"directions": {"ar-ar": {"threshold": 0.3}, "en-ar": {"threshold": 0.6}}}
    )
    assert calibration.of("ar", "fr").threshold == 0.6
    assert Calibration().of("ar", "ar").threshold == 0.5


def test_the_word_embeddings_are_the_encoders_own(settings: Settings) -> None:
    encoder: SentenceEncoder = load_encoder(settings)
    reader = load_reader(settings, encoder)
    assert reader.model.bert.embeddings.word_embeddings is encoder.word_embeddings


def test_damaged_weights_are_refused(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "reader"
    folder.mkdir()
    for file in Path(settings.reader).iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    weights = folder / "model.safetensors"
    data = bytearray(weights.read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    changed = settings.model_copy(update={"reader": str(folder)})
    with pytest.raises(ModelError, match="damaged"):
        load_reader(changed, load_encoder(changed))


def test_a_reader_of_another_encoder_is_refused(settings: Settings) -> None:
    changed = settings.model_copy(update={"query_prefix": "other: "})
    with pytest.raises(ModelError, match="trained with the encoder"):
        load_reader(changed, load_encoder(changed))


def test_a_reader_that_is_not_there_is_named(settings: Settings, tmp_path: Path) -> None:
    changed = settings.model_copy(update={"reader": str(tmp_path / "nowhere")})
    with pytest.raises(ModelError, match="nowhere"):
        load_reader(changed, load_encoder(changed))
