"""Calibration on stories: trials over a real index, fitted probabilities, levels by price."""

import gzip
import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from torch import nn

from eval.reader.calibrate import best_read, figures, fit, level, platt, store
from eval.reader.stories import Asked, Story, held_back, load_stories
from eval.reader.trials import Read, Trial, ask_stories, span_is_right
from eval.reader.weights import digest, save
from rag.errors import InputError
from rag.reader.calibration import Calibration, Direction
from rag.reader.encoder import load_encoder
from rag.reader.model import ReaderModel, load_reader
from rag.settings import Settings
from tests.tiny_models import tiny_config, write_tiny_encoder

STORIES = Path(__file__).parent.parent / "eval" / "reader" / "stories.jsonl"


def test_the_committed_stories_are_whole() -> None:
    stories = load_stories([STORIES])
    assert len(stories) >= 6
    assert len({story.id for story in stories}) == len(stories)
    for story in stories:
        assert set(story.passages) == set("ABCD")
        assert [q.language for q in story.questions[:2]] == ["ar", "en"]
        assert any(not q.answers for q in story.questions)
        for question in story.questions:
            for letter, places in question.answers.items():
                for start, end in places:
                    answer = story.passages[letter][start:end]
                    assert answer == answer.strip() != ""


def test_stories_may_be_gzipped(tmp_path: Path) -> None:
    file = tmp_path / "stories.jsonl.gz"
    file.write_bytes(gzip.compress(STORIES.read_bytes()))
    assert load_stories([file]) == load_stories([STORIES])
    file.write_bytes(b"no archive")
    with pytest.raises(InputError, match=r"stories\.jsonl\.gz"):
        load_stories([file])


def test_a_place_outside_its_passage_is_refused(tmp_path: Path) -> None:
    line = {
        "id": "s1",
        "passages": {"A": "قصير"},
        "questions": [{"en": "what", "ar": "ما", "answers": {"A": [[2, 9]]}}],
    }
    file = tmp_path / "stories.jsonl"
    file.write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(InputError, match=r"line 1 is not a story.*passage A"):
        load_stories([file])
    with pytest.raises(InputError, match="nowhere"):
        load_stories([tmp_path / "nowhere"])


def test_about_a_quarter_is_held_back_by_the_id_alone() -> None:
    stories = [Story(f"w11-s{n:03}", {}, ()) for n in range(400)]
    held = [story.id for story in stories if held_back(story)]
    assert 70 < len(held) < 130
    assert held == [story.id for story in stories[::-1] if held_back(story)][::-1]


def test_the_same_words_in_another_passage_are_not_right() -> None:
    asked = Asked("كم؟", "ar", {"A": ((0, 4),)})
    story = Story("s", {"A": "ستون قتيلا", "B": "ستون جريحا"}, (asked,))
    assert span_is_right("ستون", story, "A", asked)
    assert not span_is_right("ستون", story, "B", asked)
    assert not span_is_right("قتيلا", story, "A", asked)


def test_questions_are_asked_over_an_index_of_every_passage(tmp_path: Path) -> None:
    encoder = load_encoder(Settings(encoder=str(write_tiny_encoder(tmp_path)), dtype="float32"))
    torch.manual_seed(3)
    folder = tmp_path / "reader"
    save(cast(nn.Module, ReaderModel(tiny_config())), folder)
    about = {"encoder": encoder.fingerprint, "sha256": digest(folder / "model.safetensors")}
    (folder / "reader.json").write_text(json.dumps(about), encoding="utf-8")
    settings = Settings(encoder=str(tmp_path / "model"), reader=str(folder), dtype="float32")
    stories = load_stories([STORIES])[:2]
    trials = ask_stories(stories, settings, encoder, load_reader(settings, encoder), every=6)
    pairs = [
        pair for s in stories for pair in zip(s.questions[::2], s.questions[1::2], strict=True)
    ]
    assert [t.question for t in trials] == [q.text for pair in pairs[::6] for q in pair]
    assert {t.language for t in trials} == {"ar", "en"}
    for trial in trials:
        assert len(trial.reads) == settings.read_passages
        assert [read.place for read in trial.reads] == list(range(1, 9))
        assert all(np.isfinite(read.logit) for read in trial.reads)
        assert 0 <= trial.found <= settings.candidates


def trial(language: str, *reads: Read, answerable: bool = True) -> Trial:
    return Trial("s", "?", language, answerable, 1, reads)


def drawn(count: int) -> list[Trial]:
    """Questions whose one reading is right with the logistic chance of 2 x logit - 1."""
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 2, count)
    right = rng.random(count) < 1 / (1 + np.exp(-(2 * logits - 1)))
    return [
        trial("ar", Read("ar", 1, float(a), bool(r))) for a, r in zip(logits, right, strict=True)
    ]


def test_the_fit_finds_the_chances_that_were_drawn() -> None:
    fitted = fit(drawn(4000))
    assert set(fitted) == {"ar-ar"}
    assert fitted["ar-ar"].slope == pytest.approx(2, abs=0.2)
    assert fitted["ar-ar"].intercept == pytest.approx(-1, abs=0.2)
    held = figures(drawn(4000), Calibration(directions=fitted))["ar"]
    assert held["calibration error"] < 0.03
    assert held["right less false, of all"] > 0.2


def test_a_direction_with_few_right_readings_is_not_fitted() -> None:
    assert fit(drawn(30)) == {}


def test_places_move_the_fit_as_reranking_moves_the_odds() -> None:
    rng = np.random.default_rng(5)
    logits, places = rng.normal(0, 3, 4000), rng.integers(1, 9, 4000)
    truth = 1 / (1 + np.exp(-(1.5 * logits - 1.0 - np.log(places))))
    slope, intercept = platt(logits, rng.random(4000) < truth, places)
    assert slope == pytest.approx(1.5, abs=0.15)
    assert intercept == pytest.approx(-1.0, abs=0.2)
    apart = np.array([-1.0, -1.0, 1.0, 1.0])
    assert all(np.isfinite(platt(apart, apart > 0, np.ones(4, dtype=np.int64))))


@pytest.mark.parametrize(("price", "expected"), [(1, 0.5), (1 / 3, 0.25), (3, 0.75), (0, 0)])
def test_a_reading_is_shown_from_where_it_pays(price: float, expected: float) -> None:
    assert level(price) == pytest.approx(expected)
    gain = expected * 1 - (1 - expected) * price
    assert gain == pytest.approx(0)


def test_the_best_reading_is_the_most_probable_one_after_its_place() -> None:
    near, far = Read("ar", 1, 0.5, False), Read("ar", 4, 1.0, True)
    best = best_read(trial("ar", near, far), Calibration())
    assert best is not None
    assert best.read is near
    assert best_read(trial("ar"), Calibration()) is None


def test_figures_count_by_hand() -> None:
    trials = [
        trial("ar", Read("ar", 1, 3.0, True)),
        trial("ar", Read("ar", 1, 2.0, False)),
        trial("ar", Read("ar", 1, 1.0, False), answerable=False),
        trial("ar", Read("ar", 1, -3.0, False), answerable=False),
    ]
    found = figures(trials, Calibration())["ar"]
    assert found["questions"] == 4
    assert found["answered"] == 3
    assert found["right"] == 1
    assert found["right less false, of all"] == -0.25
    assert found["best reading right, of the answerable"] == 0.5
    assert found["answered though unanswerable"] == 0.5


def test_the_fit_is_stored_beside_the_weights_and_nothing_else_changes(tmp_path: Path) -> None:
    (tmp_path / "reader.json").write_text('{"sha256": "1", "calibration": {}}', encoding="utf-8")
    store(tmp_path, {"ar-ar": Direction(slope=2.0, threshold=0.5, possible=0.25)})
    about = json.loads((tmp_path / "reader.json").read_text(encoding="utf-8"))
    assert about["sha256"] == "1"
    assert Calibration(directions=about["calibration"]).of("ar", "ar").slope == 2.0
