"""Readers and rerankers of the Hub: the real loading code on tiny models, and their calibration."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.calibrate import LEAST, Row, calibrate, fit, main
from eval.gold import Gold, load_gold
from index.build import build_index
from index.open import open_pipeline
from rag.errors import InputError, ModelError
from rag.reader.choose import Fitted
from rag.reader.cross import Ordered, load_order
from rag.reader.encoder import load_encoder
from rag.reader.hub import HubReader, load_hub_reader
from rag.search import Search
from rag.settings import Settings
from rag.types import Hit, Verdict
from tests.tiny_models import write_tiny_classifier, write_tiny_encoder, write_tiny_qa
from tests.toys import passage_of

QUESTIONS, UNANSWERABLE = 36, 8
TEXTS = ["غادر 2030 جنديا كازاخستان.", "فاز الأهلي على الزمالك. وحضر 68000 متفرج.", "   ", "نص"]
PASSAGES = [passage_of(text, number) for number, text in enumerate(TEXTS, start=1)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="module")
def qa(folder: Path) -> Path:
    return write_tiny_qa(folder / "qa")


@pytest.fixture(scope="module")
def ranker(folder: Path) -> Path:
    return write_tiny_classifier(folder / "ranker", ("score",))


@pytest.fixture(scope="module")
def reader(qa: Path) -> HubReader:
    return load_hub_reader(Settings(reader=str(qa), dtype="float32"))


def test_spans_slice_back_into_the_article(reader: HubReader) -> None:
    for passage, (margin, span) in zip(
        PASSAGES, reader.examine("كم جنديا غادر؟", PASSAGES), strict=True
    ):
        if passage.text.strip():
            assert span is not None
            assert span.text == span.text.strip()
            assert span.text in passage.text
            assert math.isfinite(margin)
        else:
            assert span is None


def test_readings_are_sorted_finite_and_complete(reader: HubReader) -> None:
    readings = reader.read("كم جنديا غادر؟", PASSAGES)

    assert sorted(r.passage.id for r in readings) == [1, 2, 3, 4]
    chances = [r.answerable for r in readings]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= c <= 1 for c in chances)
    assert reader.read("كم؟", []) == []


def test_a_passage_reads_the_same_alone_and_in_company(reader: HubReader) -> None:
    together = reader.examine("من فاز؟", PASSAGES)
    for passage, (margin, span) in zip(PASSAGES, together, strict=True):
        ((alone, same),) = reader.examine("من فاز؟", [passage])
        assert alone == pytest.approx(margin, abs=1e-4)
        assert same == span


def test_every_part_of_a_long_passage_is_read(reader: HubReader) -> None:
    long = passage_of("كلمة أخرى هنا. " * 120 + "غادر 2030 جنديا. " + "كلمة أخرى هنا. " * 120)
    question = "س" * 300

    ((signals, span),) = reader.examine(question, [long])

    assert span is not None
    assert span.text in long.text
    assert signals > -1000


class Listed:
    """A search that finds the same passages for every question."""

    def search(self, question: str, k: int) -> list[Hit]:
        return [Hit(p, 1 / n) for n, p in enumerate(PASSAGES[:k], start=1)] if question else []


def test_a_cross_encoder_orders_what_was_found(ranker: Path) -> None:
    order = load_order(Settings(reranker=str(ranker), dtype="float32"))
    search: Search = Ordered(Listed(), order)
    hits = search.search("من فاز؟", 4)

    assert sorted(hit.passage.id for hit in hits) == [1, 2, 3, 4]
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)
    best = order.score("من فاز؟", PASSAGES)
    assert hits[0].passage is PASSAGES[best.index(max(best))]
    assert len(search.search("من فاز؟", 2)) == 2
    assert search.search("", 4) == []


@pytest.mark.parametrize(
    ("make", "setting", "said"),
    [
        pytest.param(lambda p: p / "gone", "reader", "hf download", id="no-reader"),
        pytest.param(lambda p: p / "gone", "reranker", "hf download", id="no-reranker"),
        pytest.param(
            lambda p: write_tiny_classifier(p, ("a", "b", "c")), "reranker", "3 scores", id="nli"
        ),
        pytest.param(
            lambda p: write_tiny_classifier(p, ("a",)), "reader", "qa_outputs", id="not-a-reader"
        ),
    ],
)
def test_what_cannot_be_loaded_is_named_with_the_next_step(
    tmp_path: Path, make: Callable[[Path], Path], setting: str, said: str
) -> None:
    settings = Settings(**{setting: str(make(tmp_path))})  # type: ignore[arg-type]
    with pytest.raises(ModelError, match=said):
        (load_hub_reader if setting == "reader" else load_order)(settings)


def rows(right: list[float], wrong: list[float]) -> list[Row]:
    return [Row(m, True) for m in right] + [Row(m, False) for m in wrong]


def test_the_threshold_has_the_most_right_less_wrong() -> None:
    fitted = fit(rows([1.0, 2.0, 3.0, 4.0], [-3.0, -2.0, -1.0, 2.5]))

    assert fitted.slope > 0
    # From 1.0 on: four right, one wrong. From 3.0 on: two right, none wrong.
    assert fitted.threshold == pytest.approx(fitted.chance(1.0), abs=1e-9)


@pytest.fixture(scope="module")
def newsroom(folder: Path, qa: Path) -> tuple[Settings, Path]:
    """An index of thirty-six articles with a question each, and models that nobody trained."""
    news = folder / "news"
    news.mkdir()
    lines = []
    for number in range(QUESTIONS):
        sentence = f"وصل {number + 40} عاملا إلى المصنع رقم {number + 1000}."
        (news / f"{number}.txt").write_text(sentence, encoding="utf-8")
        answerable = number >= UNANSWERABLE
        quoted = [{"article": str(number), "quote": sentence}]
        gold = {
            "id": f"q{number}",
            "kind": "number",
            "language": "ar",
            "question": f"كم عاملا وصل إلى المصنع رقم {number + 1000}؟",
            "answers": {"ar": [str(number + 40)]} if answerable else {},
            "evidence": quoted if answerable else [],
            "answerable": answerable,
        }
        lines.append(json.dumps(gold, ensure_ascii=False))
    (folder / "stylebook.csv").write_text("arabic,english,kind\n", encoding="utf-8")
    (folder / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    settings = Settings(
        index=folder / "index",
        stylebook=folder / "stylebook.csv",
        calibration=folder / "made" / "calibration.json",
        encoder=str(write_tiny_encoder(folder / "encoder")),
        reader=str(qa),
        dtype="float32",
        read_passages=1,
    )
    build_index([news], settings, load_encoder(settings), False)
    return settings, folder / "gold.jsonl"


def test_what_is_not_calibrated_is_refused_and_calibrated_by_one_command(
    newsroom: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch, ranker: Path
) -> None:
    settings, gold = newsroom
    with pytest.raises(ModelError, match=r"is not calibrated.*dalil calibrate"):
        open_pipeline(settings)

    for name, value in settings.model_dump(exclude_defaults=True).items():
        monkeypatch.setenv(f"DALIL_{name.upper()}", str(value))
    assert main([str(gold)]) == 0
    made = Fitted.model_validate_json(settings.calibration.read_text(encoding="utf-8"))
    assert made.questions == QUESTIONS
    assert set(made.calibration.directions) == {"ar-ar"}

    answer = open_pipeline(settings).answer("كم عاملا وصل إلى المصنع رقم 1020؟")
    assert answer.verdict in Verdict

    with pytest.raises(ModelError, match="is for the reranker 'none', the settings name"):
        open_pipeline(settings.model_copy(update={"reranker": str(ranker)}))


def test_too_few_gold_questions_are_counted_in_the_error(
    newsroom: tuple[Settings, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, path = newsroom
    golds: list[Gold] = load_gold(path)[:4]
    with pytest.raises(InputError, match=f"{LEAST} right readings and {LEAST} wrong ones"):
        calibrate(golds, settings)
