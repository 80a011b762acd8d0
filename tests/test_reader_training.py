"""The reader's training on a few stories: groups, losses by hand, runs that go on, packing."""

import copy
import json
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import BertModel

from eval.reader.average import average
from eval.reader.data import Question, make_paragraph
from eval.reader.groups import (
    SIZE,
    Groups,
    Item,
    Row,
    items_of_questions,
    items_of_stories,
    without_answer,
)
from eval.reader.losses import Batch, collate, contrast_loss, distil_loss, reader_loss
from eval.reader.mine import mine
from eval.reader.pools import Pools, batches, special_tokens
from eval.reader.stories import load_stories
from eval.reader.train import Plan, step_loss, train
from eval.reader.tune import TunePlan, embed, mixed, triples, tune
from eval.reader.weights import digest, new_model, save, start_from
from rag.reader.encoder import load_encoder
from rag.reader.model import ReaderModel
from rag.settings import Settings
from tests.tiny_models import tiny_config, tiny_tokenizer, write_tiny_encoder

STORIES = Path(__file__).parent.parent / "eval" / "reader" / "stories.jsonl"
SPECIAL = (0, 2, 1)


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return items_of_stories(load_stories([STORIES])[:2], tiny_tokenizer())


@pytest.fixture(scope="module")
def groups(items: list[Item]) -> Groups:
    return Groups(items, tiny_tokenizer(), {}, seed=2)


def drawn(groups: Groups, number: int = 0, most: int | None = None) -> list[list[Row]]:
    return groups.made(groups.drawn(number, most), random.Random(number))


def said(row: Row, place: tuple[int, int]) -> str:
    return str(tiny_tokenizer().decode(row.body[place[0] : place[1] + 1])).strip()


def test_a_group_has_the_question_with_what_answers_first(groups: Groups) -> None:
    answered = 0
    for group in drawn(groups):
        assert len(group) == SIZE
        assert [bool(row.answers) for row in group[1:]].count(True) <= 1
        answered += bool(group[0].answers)
        if not group[0].answers:
            assert not any(row.answers for row in group)
    assert 30 <= answered <= len(groups.items)


def test_the_marked_tokens_are_the_answer(groups: Groups, items: list[Item]) -> None:
    words = {
        paragraph.text[paragraph.offsets[a][0] : paragraph.offsets[b][1]].replace("ّ", "")
        for item in items
        for paragraph, places in item.answered
        for a, b in places
    }
    for group in drawn(groups):
        for place in group[0].answers:
            assert 0 <= place[0] <= place[1] < len(group[0].body)
            assert len(said(group[0], place)) >= 3
    assert "212 راكبا" in words


def test_the_same_seed_draws_the_same_groups(groups: Groups) -> None:
    assert drawn(groups) == drawn(groups)
    assert drawn(groups) != drawn(groups, 1)
    other = Groups(groups.items, groups.tokenizer, {}, seed=3)
    assert drawn(groups) != drawn(other)


def test_a_question_is_drawn_as_often_as_it_weighs(items: list[Item]) -> None:
    for weight, low, high in ((2.0, 96, 96), (0.0, 0, 0), (0.5, 10, 38)):
        weighed = [replace(item, weight=weight) for item in items]
        found = drawn(Groups(weighed, tiny_tokenizer(), {}, seed=1))
        assert len(items) == 48
        assert low <= len(found) <= high


def test_the_other_passages_of_a_story_are_near_misses(items: list[Item]) -> None:
    for item in items:
        assert len(item.own) == 4
        assert not {p.key for p, _ in item.answered} & {p.key for p in item.near}


def test_a_passage_without_its_sentence_no_longer_says_the_answer() -> None:
    text = "rain fell on town one. 212 people came. clouds hung low over the hills. 212 stayed."
    paragraph = make_paragraph("k", "t", "en", text, tiny_tokenizer())
    start = text.index("212")
    question = Question("q", "how many", "en", paragraph, ((start, start + 3),))
    (item,) = items_of_questions([question])
    kept = tiny_tokenizer().decode(without_answer(paragraph, item.answered[0][1]))
    assert "212" not in kept
    assert "clouds" in kept


def test_a_changed_number_makes_a_row_that_is_not_compared() -> None:
    text = "in 2021 the town counted 340 houses. " * 3
    paragraph = make_paragraph("k", "t", "en", text, tiny_tokenizer())
    item = items_of_questions([Question("q", "houses in 2021?", "en", paragraph, ((25, 28),))])[0]
    changed = [row for row in drawn(Groups([item], tiny_tokenizer(), {}, 1))[0] if not row.asked]
    assert len(changed) == 1
    assert "2021" not in tiny_tokenizer().decode(changed[0].question)
    assert changed[0].answers == ()


class Letters:
    """Embeds a text as its counts of letters; nothing is learned."""

    dimension, fingerprint, max_tokens = 26, "letters", 512

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self.encode_passages(texts)

    def encode_passages(self, texts: Sequence[str], progress: bool = False) -> NDArray[np.float32]:
        counts = [[text.count(chr(97 + i)) + 1e-3 for i in range(26)] for text in texts]
        found = np.array(counts, np.float32)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)

    def count_tokens(self, text: str) -> int:
        return len(text)


def test_mined_passages_are_near_and_hold_neither_the_answer_nor_the_story() -> None:
    texts = {"a": "xxx yyy 77", "b": "xxx yyy 78", "c": "xxx yyy 77 too", "d": "zzz"}
    made = {k: make_paragraph(k, k, "en", t, tiny_tokenizer()) for k, t in texts.items()}
    questions = [Question("q", "xxx yyy", "en", made["a"], ((8, 10),))]
    questions += [Question(k, "zzz", "en", made[k], ()) for k in "bcd"]
    items = items_of_questions(questions)
    assert [p.key for p in mine(items, Letters())[items[0].id]] == ["b", "d"]


def batch_of(groups: Groups, count: int = 3) -> Batch:
    return collate(drawn(groups)[:count], SPECIAL)


def test_rows_are_padded_alike_and_every_answer_is_marked() -> None:
    yes = Row([9, 10], [11, 12, 13], ((1, 2), (0, 0)))
    no = Row([9], [14] * 40, asked=False)
    batch = collate([[yes, no, no, no]], SPECIAL)
    assert batch.ids.shape == (4, 64)
    assert batch.starts[0].nonzero().flatten().tolist() == [4, 5]
    assert batch.ends[0].nonzero().flatten().tolist() == [4, 6]
    assert batch.answered.tolist() == [True, False, False, False]
    assert batch.asked.tolist() == [True, False, False, False]
    assert batch.mask.sum(1).tolist() == [8, 44, 44, 44]


def test_a_title_stands_before_the_passage_and_answers_nothing() -> None:
    batch = collate([[Row([9], [11, 12], ((0, 1),), title=[7, 8]), *[Row([9], [11])] * 3]], SPECIAL)
    bos, eos, _ = SPECIAL
    assert batch.ids[0, :9].tolist() == [bos, 9, eos, 7, 8, eos, 11, 12, eos]
    assert batch.types[0, :9].tolist() == [0, 0, 0, 1, 1, 1, 1, 1, 1]
    assert batch.starts[0].nonzero().flatten().tolist() == [6]
    assert batch.ends[0].nonzero().flatten().tolist() == [7]


def test_passages_stand_under_what_their_first_sentence_begins_with() -> None:
    text = "tunis - a bridge fell in town. " + "rescue came late. " * 9 + "seventeen workers died."
    paragraph = make_paragraph("k", "t", "en", text, tiny_tokenizer())
    at = text.index("seventeen")
    item = items_of_questions([Question("q", "who died?", "en", paragraph, ((at, at + 9),))])[0]
    groups = Groups([item], tiny_tokenizer(), {}, 1)
    first = [drawn(groups, number)[0][0] for number in range(40)]
    titles = [str(tiny_tokenizer().decode(list(row.title))).strip() for row in first]
    assert 8 < titles.count("") < 32
    assert all(text[8:].startswith(title) for title in titles)
    assert {said(row, row.answers[0]) for row in first} == {"seventeen"}


def test_the_losses_by_hand() -> None:
    rows = [Row([9], [11, 12], ((0, 1),)), *[Row([9], [11, 12])] * 3]
    batch = collate([rows], SPECIAL)
    flat = torch.zeros(4, 32, 2)
    even = reader_loss(flat, torch.zeros(4), batch)
    # Three open tokens (two and the end), four passages, even odds to answer.
    log = np.log
    by_hand = log(3) + 0.5 * log(12) + 0.5 * log(4) + 0.7 * log(2)
    assert even.item() == pytest.approx(by_hand, rel=1e-5)
    sure = flat.clone()
    sure[0, 3, 0] = sure[0, 4, 1] = 50.0
    best = reader_loss(sure, torch.tensor([50.0, -50.0, -50.0, -50.0]), batch)
    assert best.item() == pytest.approx(0.0, abs=1e-4)


def test_a_changed_question_teaches_refusal_only() -> None:
    rows = [Row([9], [11, 12], ((0, 1),)), *[Row([9], [11, 12])] * 3]
    plain, changed = (
        collate([[*rows[:3], replace(rows[3], asked=asked)]], SPECIAL) for asked in (True, False)
    )
    logits = torch.tensor([0.0, 0.0, 0.0, 9.0])
    flat = torch.zeros(4, 32, 2)
    apart = reader_loss(flat, logits, plain) - reader_loss(flat, logits, changed)
    assert apart.item() > 0.5 * (9 - np.log(4)) - 0.5


def test_a_group_without_an_answer_teaches_the_answerable_head_alone() -> None:
    batch = collate([[Row([9], [14] * 20)] * 4], SPECIAL)
    spans = torch.zeros(4, 32, 2, requires_grad=True)
    torch.autograd.backward(reader_loss(spans, torch.zeros(4, requires_grad=True), batch))
    assert spans.grad is not None
    assert not spans.grad.any()


def test_a_reader_that_says_what_its_teachers_say_is_nearest_to_them() -> None:
    batch = collate([[Row([9], [11, 12], ((0, 1),))] * 4], SPECIAL)
    torch.manual_seed(1)
    spans, sure = torch.randn(4, 32, 2), torch.randn(4)
    same = distil_loss(spans, sure, (spans, sure), batch)
    other = distil_loss(torch.randn(4, 32, 2), -sure, (spans, sure), batch)
    assert same < other


def test_contrast_wants_the_own_passage_and_forgives_its_article() -> None:
    own = torch.eye(3)
    other = torch.roll(own, 1, 0)
    titles = [("a", "x"), ("b", "y"), ("c", "z")]
    hard = -torch.ones(3, 3) / 3**0.5
    good, bad = contrast_loss(own, own, hard, titles), contrast_loss(own, other, hard, titles)
    assert good.item() == pytest.approx(0.0, abs=1e-4)
    assert bad.item() > 10
    forgiven = contrast_loss(own, other, hard, [("a", "x")] * 3)
    assert forgiven < bad


def tiny_reader() -> ReaderModel:
    torch.manual_seed(1)
    config = tiny_config()
    config._attn_implementation = "plain"
    model = ReaderModel(config)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return model


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


def test_batches_hold_every_group_once(groups: Groups) -> None:
    found = drawn(groups, most=20)
    made = batches(found, 4, random.Random(1))
    assert [len(batch) for batch in made] == [4] * 5
    assert sorted(repr(g) for b in made for g in b) == sorted(map(repr, found))


@pytest.mark.filterwarnings("ignore:This DataLoader will create")  # on one core
@pytest.mark.parametrize("workers", [0, 2])
def test_batches_are_the_same_from_any_step_and_made_by_anyone(
    groups: Groups, workers: int
) -> None:
    pools = Pools(groups, groups.drawn(), 3)
    whole = list(pools.from_step(0, 0))
    assert len(whole) == pools.steps == 16
    for first in (0, 5, 8, 15, 16):
        rest = list(pools.from_step(first, workers))
        assert [b.ids.tolist() for b in rest] == [b.ids.tolist() for b in whole[first:]]


def test_a_run_ends_with_its_time(groups: Groups, tmp_path: Path) -> None:
    train(tiny_reader(), groups, Plan(batch=2, seconds=1e-9), tmp_path)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=True)["step"] == 0
    plan = Plan(rate=1.0, warmup=1, seconds=10.0)
    assert plan.done(5, 100, 8.0) == 0.8
    assert plan.done(90, 100, 8.0) == 0.9
    assert plan.learning_rate(50, 0.8) == pytest.approx(0.21)


def test_a_few_steps_lower_the_loss(groups: Groups) -> None:
    model = tiny_reader()
    batch = batch_of(groups)
    optimiser = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=3e-3)
    losses = []
    for _ in range(12):
        loss = step_loss(model, batch, ())
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.8 * losses[0]


def test_a_teacher_changes_the_loss(groups: Groups) -> None:
    model, batch = tiny_reader(), batch_of(groups)
    teacher = copy.deepcopy(model)
    nn.init.ones_(teacher.answerable.bias)
    assert step_loss(model, batch, [teacher]).item() != step_loss(model, batch, ()).item()


def test_training_goes_on_from_its_checkpoint(groups: Groups, tmp_path: Path) -> None:
    plan = Plan(groups=12, batch=4, rate=1e-3, warmup=1, seed=1)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    for folder in (whole, stopped):
        folder.mkdir()
    train(tiny_reader(), groups, plan, whole)
    state = torch.load(whole / "checkpoint.pt", weights_only=True)
    assert state["step"] == 3
    torch.save(state, stopped / "checkpoint.pt")
    train(tiny_reader(), groups, plan, stopped)  # nothing is left to do but to write
    written = [load_file(f / "model.safetensors")["span.weight"] for f in (whole, stopped)]
    assert torch.equal(*written)
    assert not torch.equal(written[0], tiny_reader().span.weight.bfloat16())


def test_the_copy_that_computes_follows_the_weights_that_are_stepped(
    groups: Groups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(groups=12, batch=4, rate=1e-3, warmup=1, mean=0.0, seed=1)
    moved = {}
    for dtype in (torch.float32, torch.bfloat16):
        monkeypatch.setattr("eval.reader.train.pick", lambda _, dtype=dtype: dtype)
        model = tiny_reader()
        before = model.span.weight.detach().clone()
        (out := tmp_path / str(dtype)).mkdir()
        train(model, groups, plan, out)
        assert model.span.weight.dtype is torch.float32
        moved[dtype] = model.span.weight.detach() - before
    whole, half = moved.values()
    assert whole.abs().min() > 0
    assert torch.cosine_similarity(whole.flatten(), half.flatten(), dim=0) > 0.9


def test_a_run_goes_on_from_an_earlier_ones_weights(tmp_path: Path) -> None:
    first, second = tiny_reader(), tiny_reader()
    nn.init.ones_(first.span.weight)
    save(cast(nn.Module, first), tmp_path)
    start_from(second, tmp_path)
    assert torch.equal(first.span.weight, second.span.weight)
    words = second.bert.embeddings.word_embeddings.weight
    assert torch.equal(words, tiny_reader().bert.embeddings.word_embeddings.weight)
    save_file({"span.weight": torch.ones(2, 32)}, tmp_path / "model.safetensors")
    with pytest.raises(ValueError, match="no reader of this shape"):
        start_from(tiny_reader(), tmp_path)


def test_the_learning_rate_rises_and_falls_to_nothing() -> None:
    plan = Plan(rate=1.0, warmup=10)
    rates = [plan.learning_rate(step, step / 100) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert 0.9 < max(rates) <= 1.0
    assert rates[-1] == pytest.approx(0.0105)


def test_tuning_brings_questions_to_their_passages(items: list[Item], tmp_path: Path) -> None:
    encoder = load_encoder(Settings(encoder=str(write_tiny_encoder(tmp_path)), dtype="float32"))
    data = triples(items, {}, encoder.model.tokenizer, Settings(), seed=1)
    assert 20 < len(data) <= len(items)
    model = BertModel.from_pretrained(tmp_path / "bert", add_pooling_layer=False)
    pad = special_tokens(encoder.model.tokenizer)[2]
    losses = []
    for steps in (0, 6):
        tune(model, data, TunePlan(steps=steps, batch=16, rate=2e-3, warmup=1), pad)
        with torch.no_grad():
            device = next(model.parameters()).device
            names = ("question", "passage", "near")
            asked, told, near = (
                embed(model, [getattr(t, n) for t in data], pad, device) for n in names
            )
            losses.append(contrast_loss(asked, told, near, [t.titles for t in data]).item())
    assert losses[1] < losses[0]


def test_what_is_written_of_a_tuned_encoder_is_partly_what_it_was() -> None:
    found = mixed({"w": torch.zeros(2)}, {"w": torch.ones(2), "other": torch.ones(1)}, 0.4)
    assert found.keys() == {"w"}
    assert torch.allclose(found["w"], torch.full((2,), 0.4))


def written_reader(folder: Path, seed: int) -> None:
    torch.manual_seed(seed)
    folder.mkdir()
    save(cast(nn.Module, ReaderModel(tiny_config())), folder)
    about = {"encoder": "tiny", "sha256": digest(folder / "model.safetensors"), "plan": {}}
    (folder / "reader.json").write_text(json.dumps(about), encoding="utf-8")


@pytest.mark.parametrize(("shares", "first"), [((), 0.5), ((3.0, 1.0), 0.75)])
def test_the_average_of_two_readers_is_the_mean_of_their_weights(
    tmp_path: Path, shares: Sequence[float], first: float
) -> None:
    for number in (1, 2):
        written_reader(tmp_path / str(number), number)
    average([tmp_path / "1", tmp_path / "2"], tmp_path / "mean", shares)
    one, two, mean = (
        load_file(tmp_path / name / "model.safetensors")["span.weight"].float()
        for name in ("1", "2", "mean")
    )
    assert torch.allclose(mean, first * one + (1 - first) * two, atol=1e-4)
    made = json.loads((tmp_path / "mean" / "reader.json").read_text(encoding="utf-8"))
    assert made["sha256"] == digest(tmp_path / "mean" / "model.safetensors")
    assert len(made["average"]) == 2


def test_readers_of_different_encoders_are_not_averaged(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "reader.json").write_text(json.dumps({"encoder": name}))
    with pytest.raises(ValueError, match="different encoders"):
        average([tmp_path / "a", tmp_path / "b"], tmp_path / "c")
