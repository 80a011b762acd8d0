"""The reader's training: whole articles held out, rows that teach what they say, a falling loss."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn

from eval.reader.average import average
from eval.reader.data import Question, Split, fingerprint, held_out, load_split, load_written
from eval.reader.evaluate import Read, contrast, keeping_threshold, platt
from eval.reader.report import reader_page
from eval.reader.rows import Example, Sampler
from eval.reader.train import (
    WRITTEN,
    Plan,
    _kept,
    batches,
    collate,
    digest,
    loss_of,
    new_model,
    save,
    start_from,
    train,
)
from rag.reader.calibration import NOTHING, Direction, Signals
from rag.reader.model import ReaderModel
from rag.types import Article, Passage
from tests.tiny_models import tiny_config, tiny_tokenizer

ARTICLES = 24
SENTENCES = "the sky of town {n} is blue. rain fell on day {n} of may. {n} people came to see it. "


def squad(language: str, prefix: str, articles: int = ARTICLES) -> dict[str, object]:
    """Articles of three questions each whose answers are numbers, the same in every language."""
    data = []
    for n in range(articles):
        text = SENTENCES.format(n=100 + n) * 3
        at = text.index(f"{100 + n} people")
        answers = [{"text": str(100 + n), "answer_start": at}]
        qas = [
            {"id": f"{prefix}{n}-{i}", "question": f"{opening} came in {language}?"}
            | {"answers": answers}
            for i, opening in enumerate(("how many people", "what number", "who"))
        ]
        data.append({"title": f"t{n}", "paragraphs": [{"context": text, "qas": qas}]})
    return {"data": data}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("qa")
    for language in ("ar", "en", "ru"):
        file = folder / f"xquad.train.{language}.json"
        file.write_text(json.dumps(squad(language, "x")), encoding="utf-8")
    (folder / "arcd.train.json").write_text(json.dumps(squad("ar", "a")), encoding="utf-8")
    dev = squad("en", "t", articles=10)
    (folder / "tydiqa.english.dev.json").write_text(json.dumps(dev), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def split(folder: Path) -> Split:
    return load_split(folder, tiny_tokenizer(), seed=5)


def test_no_article_is_in_two_parts(split: Split) -> None:
    titles = [
        {q.paragraph.title for q in part if not q.paragraph.title.startswith("tydiqa")}
        for part in (split.train, split.calibration, split.test)
    ]
    assert all(titles)
    assert not titles[0] & titles[1]
    assert not titles[0] & titles[2]
    assert not titles[1] & titles[2]


def test_the_languages_are_crossed_over_the_same_questions(split: Split) -> None:
    pairs = {(q.language, q.paragraph.language) for q in split.train if q.id.startswith("x")}
    assert pairs >= {("ar", "ar"), ("en", "ar"), ("ar", "en"), ("ru", "ar"), ("ru", "ru")}
    held = {(q.language, q.paragraph.language) for q in split.test if q.id.startswith("x")}
    assert held == {("ar", "ar"), ("en", "ar"), ("ar", "en"), ("en", "en")}


def test_the_held_out_files_are_the_articles_of_the_split(folder: Path, split: Split) -> None:
    data = held_out(folder, "ar", seed=5)["data"]
    assert isinstance(data, list)
    ids = {qa["id"] for a in data for p in a["paragraphs"] for qa in p["qas"]}
    assert ids == {q.id for q in split.test if q.id.startswith("x")}


def written_folder(folder: Path, split: Split) -> Path:
    """A question on a trained paragraph, a near miss, one on a held-out one, one on our own."""
    by_name = {name: getattr(split, name)[0].paragraph.text for name in ("train", "test")}
    news = "rain fell in may. seven people saw it."
    questions: list[dict[str, object]] = [
        {"ar": "كم", "en": "how many", "answers": {fingerprint(by_name["train"]): [0, 3]}},
        {"ar": "لماذا", "en": "why", "answers": {fingerprint(by_name["train"]): None}},
        {"ar": "من", "en": "who", "answers": {fingerprint(by_name["test"]): [0, 3]}},
        {"ar": "كم رأى", "en": "how many saw", "answers": {fingerprint(news): [18, 23]}},
        {"id": next(q.id for q in split.train if q.language == "ar"), "en": "in english"},
        {"id": next(q.id for q in split.test if q.language == "ar"), "en": "held out"},
    ]
    lines = "".join(json.dumps(q) + "\n" for q in questions)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    passage = {"title": "rain", "language": "en", "text": news}
    (folder / "passages.jsonl").write_text(json.dumps(passage) + "\n", encoding="utf-8")
    return folder


def test_our_own_questions_are_asked_in_both_languages_and_never_of_held_out_paragraphs(
    split: Split, tmp_path: Path
) -> None:
    found = load_written(written_folder(tmp_path, split), split.train, tiny_tokenizer())
    asked = [(q.text, q.language) for q in found]
    assert asked == [
        ("كم", "ar"),
        ("how many", "en"),
        ("لماذا", "ar"),
        ("why", "en"),
        ("كم رأى", "ar"),
        ("how many saw", "en"),
        ("in english", "en"),
    ]
    assert found[5].paragraph.text[slice(*found[5].answers[0])] == "seven"
    assert found[2].answers == ()


def test_a_near_miss_is_a_row_without_an_answer(split: Split, tmp_path: Path) -> None:
    found = load_written(written_folder(tmp_path, split), split.train, tiny_tokenizer())
    near_misses = [q for q in found if not q.answers]
    rows = Sampler(near_misses, tiny_tokenizer(), {}, seed=1).epoch()
    assert len(rows) == len(near_misses) == 2
    assert all(row.start < 0 for row in rows)


def test_the_written_questions_of_the_project_are_whole() -> None:
    questions, passages = (
        [json.loads(line) for line in (WRITTEN / name).read_text(encoding="utf-8").splitlines()]
        for name in ("questions.jsonl", "passages.jsonl")
    )
    own = {fingerprint(p["text"]): p["text"] for p in passages}
    assert len(own) == len(passages)
    asked = [q for q in questions if "id" not in q]
    assert len(asked) > 1000
    assert all(q["ar"].strip() and q["en"].strip() and q["answers"] for q in asked)
    for question in asked:
        for key, span in question["answers"].items():
            assert span is None or 0 <= span[0] < span[1] < span[0] + 120
            if span and key in own:
                answer = own[key][slice(*span)]
                assert answer and answer == answer.strip()


@pytest.fixture(scope="module")
def sampler(split: Split) -> Sampler:
    near = {f"{q.id}|{q.language}|{q.paragraph.key}": ["xquad-1-0-ar"] for q in split.train}
    return Sampler(split.train, tiny_tokenizer(), near, seed=2)


def words(example: Example) -> str:
    return str(tiny_tokenizer().decode(example.body[example.start : example.end + 1])).strip()


def test_the_same_seed_draws_the_same_rows(sampler: Sampler) -> None:
    assert sampler.epoch() == sampler.epoch()
    other = Sampler(sampler.questions, sampler.tokenizer, sampler.neighbours, seed=3)
    assert sampler.epoch() != other.epoch()
    assert sampler.epoch() != sampler.epoch(1)


def test_a_question_is_drawn_as_often_as_it_weighs(split: Split) -> None:
    kept = [q for q in split.train if q.paragraph.language == q.language == "ar"][:20]
    assert len(kept) == 20
    for weight, low, high in ((2.0, 40, 40), (0.0, 0, 0), (0.5, 1, 19)):
        weighed = [replace(q, weight=weight) for q in kept]
        rows = Sampler(weighed, tiny_tokenizer(), {}, seed=1).epoch()
        assert low <= sum(row.start >= 0 for row in rows) <= high


def test_the_marked_tokens_are_the_answer(sampler: Sampler) -> None:
    answered = [row for row in sampler.epoch() if row.start >= 0]
    assert len(answered) > 40
    for row in answered:
        assert 0 <= row.start <= row.end < len(row.body)
        assert 100 <= int(words(row)) < 100 + ARTICLES


def test_a_third_of_the_rows_marks_nothing(sampler: Sampler) -> None:
    rows = sampler.epoch()
    assert 0.25 < sum(row.start < 0 for row in rows) / len(rows) < 0.42


def test_the_removed_answer_is_gone(sampler: Sampler) -> None:
    rng = random.Random(1)
    question: Question = sampler.questions[0]
    number = question.paragraph.text[slice(*question.answers[0])]
    text = f"{SENTENCES.format(n='one')}{number} people came again. {'clouds hung low. ' * 3}"
    start = text.index(number)
    paragraph = replace(
        question.paragraph,
        text=text,
        ids=tiny_tokenizer()(text, add_special_tokens=False)["input_ids"],
        offsets=tiny_tokenizer()(text, add_special_tokens=False, return_offsets_mapping=True)[
            "offset_mapping"
        ],
    )
    paragraph = replace(paragraph, cuts=[0, *_cuts(text, paragraph.offsets)])
    changed = replace(question, paragraph=paragraph, answers=((start, start + len(number)),))
    removed = sampler._removed(changed, 400, rng)
    assert removed is not None
    assert number not in tiny_tokenizer().decode(removed.body)


def _cuts(text: str, offsets: list[tuple[int, int]]) -> list[int]:
    ends = [i + 2 for i in range(len(text) - 2) if text[i] == "."]
    return [next(k for k, (a, b) in enumerate(offsets) if b > e) for e in ends]


def tiny_reader() -> ReaderModel:
    torch.manual_seed(1)
    config = tiny_config()
    config._attn_implementation = "plain"
    return ReaderModel(config)


def test_plain_attention_gives_what_the_library_gives_with_padding(tmp_path: Path) -> None:
    tiny_reader().bert.save_pretrained(tmp_path)
    model = new_model(tmp_path).eval()  # type: ignore[no-untyped-call]
    ids = torch.randint(5, 60, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 15:] = 0
    types = torch.zeros_like(ids)
    types[:, 6:] = 1
    found = []
    for name in ("eager", "plain"):
        model.config._attn_implementation = name
        with torch.no_grad():
            found.append(model(ids, mask, types))
    assert torch.allclose(found[0][0][1, :15], found[1][0][1, :15], atol=1e-5)
    assert torch.allclose(found[0][1], found[1][1], atol=1e-5)


def test_rows_are_padded_alike_and_a_negative_points_at_the_first_token() -> None:
    yes = Example([9, 10], [11, 12, 13], 1, 2)
    no = Example([9], [14] * 40)
    batch = collate([yes, no, yes], (0, 2, 1))
    assert batch.ids.shape == (3, 64)
    assert batch.starts.tolist() == [5, 0, 5]
    assert batch.ends.tolist() == [6, 0, 6]
    assert batch.ids[0, 5:7].tolist() == [12, 13]
    assert batch.mask.sum(1).tolist() == [8, 44, 8]


def test_batches_hold_every_row_once_and_like_lengths_together(sampler: Sampler) -> None:
    rows = sampler.epoch()
    made = batches(rows, Plan(rows=100, batch=8))
    assert [len(b) for b in made].count(8) == 12
    assert sorted(repr(row) for b in made for row in b) == sorted(map(repr, rows[:100]))
    spread = [max(len(r.body) for r in b) - min(len(r.body) for r in b) for b in made]
    assert sorted(spread)[len(spread) // 2] < 40


def test_a_few_steps_lower_the_loss(sampler: Sampler) -> None:
    model = tiny_reader()
    batch = collate(sampler.epoch()[:12], (0, 2, 1))
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    losses = []
    for _ in range(12):
        loss = loss_of(model, batch)
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_rows_without_an_answer_teach_the_answerable_head_alone() -> None:
    model = tiny_reader()
    loss = loss_of(model, collate([Example([9], [14] * 20)], (0, 2, 1)))
    torch.autograd.backward(loss)
    assert model.span.weight.grad is None
    assert model.answerable.weight.grad is not None


def test_training_goes_on_from_its_checkpoint(sampler: Sampler, tmp_path: Path) -> None:
    plan = Plan(rows=24, batch=8, rate=1e-3, warmup=1, seed=1)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    for folder in (whole, stopped):
        folder.mkdir()
    train(tiny_reader(), sampler, plan, whole)
    state = torch.load(whole / "checkpoint.pt", weights_only=True)
    assert state["step"] == 3
    torch.save(state, stopped / "checkpoint.pt")
    train(tiny_reader(), sampler, plan, stopped)  # nothing is left to do but to write
    written = [load_file(f / "model.safetensors")["span.weight"] for f in (whole, stopped)]
    assert torch.equal(*written)
    assert not torch.equal(written[0], tiny_reader().span.weight.bfloat16())


def test_a_run_goes_on_from_an_earlier_ones_weights(tmp_path: Path) -> None:
    first, second = tiny_reader(), tiny_reader()
    torch.nn.init.ones_(first.span.weight)
    save(cast(nn.Module, first), tmp_path)
    start_from(second, tmp_path)
    assert torch.equal(first.span.weight, second.span.weight)
    words = second.bert.embeddings.word_embeddings.weight
    assert torch.equal(words, tiny_reader().bert.embeddings.word_embeddings.weight)
    with pytest.raises(ValueError, match="no reader of this shape"):
        start_from(cast(ReaderModel, nn.Linear(2, 2)), tmp_path)


def test_two_epochs_take_twice_the_steps(sampler: Sampler, tmp_path: Path) -> None:
    train(tiny_reader(), sampler, Plan(epochs=2, rows=24, batch=8, warmup=1, seed=1), tmp_path)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 6


def test_the_learning_rate_rises_and_falls_to_nothing() -> None:
    plan = Plan(rate=1.0, warmup=10)
    rates = [plan.learning_rate(step, 100) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert 0.9 < max(rates) <= 1.0
    assert rates[-1] == pytest.approx(0.0105)


def row(answerable: float, margin: float, right: bool) -> Read:
    passage = Passage(1, Article("a", "نص"), 0, 2)
    return Read(passage, Signals(answerable, margin), right, right)


def test_the_best_reading_is_chosen_by_both_signals() -> None:
    rows = [row(1.0, 0.0, False), row(0.0, 4.0, True), row(0.5, 0.0, False)]
    assert contrast(rows, Direction(slope=1.0, margin=1.0)) == (rows[1], rows[0])
    assert contrast([rows[1]], Direction()) is None


def test_the_place_counts_and_moves_up_when_a_better_one_is_gone() -> None:
    rows = [replace(row(2.0, 0.0, True), place=1), replace(row(2.0, 0.0, False), place=2)]
    pair = contrast(rows, Direction())
    assert pair is not None
    assert pair[0] is rows[0]
    assert pair[1].place == 1
    assert rows[1].chance(Direction()) < rows[0].chance(Direction()) == pair[1].chance(Direction())


def test_fitted_probabilities_are_right_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    scores, places = rng.normal(0, 3, 4000), rng.integers(1, 9, 4000)
    truth = 1 / (1 + np.exp(-(1.5 * scores - 1.0 - np.log(places))))
    slope, intercept = platt(scores, rng.random(4000) < truth, places)
    assert slope == pytest.approx(1.5, abs=0.15)
    assert intercept == pytest.approx(-1.0, abs=0.2)
    apart = np.array([-1.0, -1.0, 1.0, 1.0])
    assert all(np.isfinite(platt(apart, apart > 0, np.ones(4, dtype=np.int64))))


def test_probabilities_stay_within_bounds() -> None:
    assert Direction().chance(NOTHING) == 0.0
    assert Direction(slope=1000.0).chance(Signals(-5.0, 0.0)) == 0.0
    assert Direction(slope=1000.0).chance(Signals(5.0, 0.0)) == 1.0


def test_the_threshold_keeps_nine_of_ten_right_readings() -> None:
    chance = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99])
    right = np.array([True] * 10 + [False])
    kept = keeping_threshold(chance, right)
    assert (chance[right] >= kept).mean() == pytest.approx(0.9)


def test_the_page_names_every_direction_and_escapes() -> None:
    measured = [0.5, 0.4, 0.6]
    names = [f"{m} {s}" for m in ("F1", "EM") for s in ("reader", "untrained")]
    names += [
        f"{m} {s}"
        for m in ("MRR", "R@1")
        for s in ("encoder", "fused", "untrained", "reader alone", "reader")
    ]
    figures = {
        "en-ar xquad": dict.fromkeys([*names, "balanced accuracy"], measured)
        | dict.fromkeys(
            [f"wrong at 80 % coverage, {w}" for w in ("all", "answerable")] + ["calibration error"],
            0.1,
        )
        | {
            "questions": 3,
            "articles": 1,
            "risk-coverage": [[0.5, 0.1], [1.0, 0.2]],
            "calibration": [[0.2, False], [0.9, True]],
        }
    }
    page = reader_page(figures, "<b>")
    assert "en-ar xquad" in page
    assert "0.500 (0.400 to 0.600)" in page
    assert "&lt;b&gt;" in page
    assert page.count("<svg") == 2


def test_the_average_of_two_readers_is_the_mean_of_their_weights(tmp_path: Path) -> None:
    states = []
    for number in (1, 2):
        torch.manual_seed(number)
        folder = tmp_path / str(number)
        folder.mkdir()
        save(cast(nn.Module, ReaderModel(tiny_config())).to(torch.bfloat16), folder)
        about = {"encoder": "tiny", "sha256": digest(folder / "model.safetensors"), "plan": {}}
        (folder / "reader.json").write_text(json.dumps(about), encoding="utf-8")
        states.append(load_file(folder / "model.safetensors"))
    average([tmp_path / "1", tmp_path / "2"], tmp_path / "mean")
    mean = load_file(tmp_path / "mean" / "model.safetensors")
    name = "span.weight"
    expected = (states[0][name].float() + states[1][name].float()) / 2
    assert torch.allclose(mean[name].float(), expected, atol=1e-3)
    made = json.loads((tmp_path / "mean" / "reader.json").read_text(encoding="utf-8"))
    assert made["sha256"] == digest(tmp_path / "mean" / "model.safetensors")
    assert len(made["average"]) == 2


def test_readers_of_different_encoders_are_not_averaged(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "reader.json").write_text(json.dumps({"encoder": name}))
    with pytest.raises(ValueError, match="different encoders"):
        average([tmp_path / "a", tmp_path / "b"], tmp_path / "c")


def test_what_a_run_has_made_once_is_read_when_it_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "made.json"
    assert _kept(file, lambda: {"ar": ["ماء"]}) == {"ar": ["ماء"]}
    assert _kept(file, lambda: pytest.fail("made twice")) == {"ar": ["ماء"]}
