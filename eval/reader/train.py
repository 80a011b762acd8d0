"""Train the embedded reader: `python -m eval.reader.train --help`.

The data: stories (`eval.reader.stories`) and SQuAD-format sets, which are not part of the project,
and our own questions in `eval/training`. bfloat16 autocast over float32 weights, on a GPU or a
processor that multiplies it, else float32; linear warm-up, then linear decay; what is written is
the running mean of the weights. With `--teacher` it learns from earlier readers as well. A
checkpoint every 100 steps; started again, it goes on from the last.
"""

import argparse
import copy
import hashlib
import json
import logging
import math
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain, repeat
from pathlib import Path
from typing import cast

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from eval.reader.data import SEED, load_split, load_written
from eval.reader.groups import Groups, Item, Row, items_of_questions, items_of_stories
from eval.reader.losses import DISTILLED, Batch, collate, distil_loss, reader_loss
from eval.reader.mine import mine
from eval.reader.stories import held_back, load_stories
from rag.reader import e5s1
from rag.reader.encoder import embedded_folder, load_encoder, pick
from rag.reader.layers import PREFIX, read_layers
from rag.reader.model import ReaderModel
from rag.settings import Settings

__all__ = [
    "Plan",
    "batches",
    "digest",
    "new_model",
    "save",
    "special_tokens",
    "start_from",
    "train",
]

log = logging.getLogger(__name__)
FROZEN = f"{PREFIX}{e5s1.WORDS}"
WRITTEN = Path(__file__).parent.parent / "training"
POOL = 8
"""Batches whose groups are sorted by length together, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; written beside the weights. `batch` counts groups of four rows.

    `mean` is the share of the running mean that a step keeps. Defaults: going on from weights at a
    small rate; from the encoder alone 2e-4 with batches of 24 was used.
    """

    epochs: int = 1
    groups: int = 10_000
    batch: int = 8
    rate: float = 6e-5
    warmup: int = 35
    mean: float = 0.99
    seed: int = 5

    def learning_rate(self, step: int, steps: int) -> float:
        """Linear warm-up, then linear decay to zero."""
        return self.rate * min(1.0, (step + 1) / self.warmup, 1.05 * (steps - step) / steps)


def plain_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: object,
) -> tuple[Tensor, None]:
    """Attention without dropout, by plain matrix products.

    `query`, `key` and `value` are (batch, heads, length, size); so is the mask, added, broadcast.
    Returns (batch, length, heads, size).
    """
    scores = torch.matmul(query * scaling, key.transpose(2, 3))
    if attention_mask is not None:
        scores = scores + attention_mask
    return torch.matmul(scores.softmax(-1), value).transpose(1, 2).contiguous(), None


ALL_ATTENTION_FUNCTIONS.register("plain", plain_attention)
ALL_MASK_ATTENTION_FUNCTIONS.register("plain", eager_mask)  # without one, padding is attended to


def new_model(folder: Path) -> ReaderModel:
    """The encoder's layers under two new heads, dropout off, word embeddings frozen."""
    config = BertConfig.from_pretrained(
        folder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
    )
    config._attn_implementation = "plain"  # twice to thrice as fast to train as the fused kernel
    model = ReaderModel(config)
    model.bert = BertModel.from_pretrained(folder, config=config, add_pooling_layer=False)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    for head in (model.span, model.answerable):
        nn.init.normal_(head.weight, std=0.02)
        nn.init.zeros_(head.bias)
    return model


def start_from(model: ReaderModel, folder: Path) -> ReaderModel:
    """Give the model the weights of an earlier reader; the word embeddings stay the encoder's.

    Raises:
        ValueError: the folder holds no reader of this shape.
    """
    state = read_layers(folder / "model.safetensors", PREFIX)
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or missing != [FROZEN]:
        raise ValueError(f"{folder} holds no reader of this shape: {missing or unexpected}")
    return model


def batches(groups: Sequence[list[Row]], plan: Plan) -> list[list[list[Row]]]:
    """The groups of each step: of similar length, lengths in random order."""
    rng = random.Random(plan.seed)
    found: list[list[list[Row]]] = []
    for at in range(0, len(groups), POOL * plan.batch):
        pool = sorted(groups[at : at + POOL * plan.batch], key=_length)
        cut = [pool[i : i + plan.batch] for i in range(0, len(pool), plan.batch)]
        rng.shuffle(cut)
        found += cut
    return found


def _length(group: Sequence[Row]) -> int:
    return max(len(row.question) + len(row.body) for row in group)


def special_tokens(tokenizer: PreTrainedTokenizerFast) -> tuple[int, int, int]:
    """The numbers of the first, the last and the padding token."""
    found = (tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.pad_token_id)
    return cast(tuple[int, int, int], tuple(map(int, found)))


def step_loss(model: ReaderModel, batch: Batch, teachers: Sequence[ReaderModel]) -> Tensor:
    """The loss of one step: the data's, and the teachers' mean if there are any."""
    half = pick("auto") is torch.bfloat16  # emulated, it is twenty times slower than float32
    with torch.autocast(batch.ids.device.type, torch.bfloat16, enabled=half):
        spans, answerable = model(batch.ids, batch.mask, batch.types)
    loss = reader_loss(spans.float(), answerable.float(), batch)
    if not teachers:
        return loss
    with torch.no_grad(), torch.autocast(batch.ids.device.type, torch.bfloat16, enabled=half):
        said = [teacher(batch.ids, batch.mask, batch.types) for teacher in teachers]
    taught = tuple(torch.stack([s[i].float() for s in said]).mean(0) for i in (0, 1))
    apart = distil_loss(spans.float(), answerable.float(), (taught[0], taught[1]), batch)
    return (1 - DISTILLED) * loss + DISTILLED * apart


class _Run:
    """Weights in training: their optimiser, their running mean, and how to keep both."""

    def __init__(self, weights: Sequence[nn.Parameter], plan: Plan, checkpoint: Path) -> None:
        self.weights, self.plan, self.checkpoint = weights, plan, checkpoint
        self.mean = [w.detach().clone() for w in weights]
        groups = [
            {"params": [w for w in weights if w.ndim > 1], "weight_decay": 0.01},
            {"params": [w for w in weights if w.ndim <= 1], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=plan.rate)

    def resume(self) -> int:
        """The step to begin with; what the checkpoint holds is taken up."""
        if not self.checkpoint.is_file():
            return 0
        state = torch.load(self.checkpoint, weights_only=True)
        self.optimiser.load_state_dict(state["optimiser"])
        _copy(self.weights, state["weights"])
        _copy(self.mean, state["mean"])
        log.info("going on from step %d", state["step"])
        return int(state["step"])

    def step(self, loss: Tensor, number: int, steps: int) -> None:
        """One step of AdamW; the running mean follows, faster at first."""
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.learning_rate(number, steps)
        self.optimiser.step()
        self.optimiser.zero_grad()
        share = min(self.plan.mean, (number + 1) / (number + 10))
        with torch.no_grad():
            for mean, weight in zip(self.mean, self.weights, strict=True):
                mean.lerp_(weight, 1 - share)

    def keep(self, step: int) -> None:
        """Write a checkpoint, whole or not at all."""
        state = {
            "step": step,
            "optimiser": self.optimiser.state_dict(),
            "weights": [w.detach() for w in self.weights],
            "mean": self.mean,
        }
        torch.save(state, self.checkpoint.with_suffix(".new"))
        self.checkpoint.with_suffix(".new").replace(self.checkpoint)


def train(
    model: ReaderModel,
    groups: Groups,
    plan: Plan,
    out: Path,
    teachers: Sequence[ReaderModel] = (),
) -> None:
    """Train to the end of the plan, from the last checkpoint in `out` if there is one."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    cast(nn.Module, model).to(device).train()
    for teacher in teachers:
        cast(nn.Module, teacher).to(device).eval()
    weights = [p for p in model.parameters() if p.requires_grad]
    run = _Run(weights, plan, out / "checkpoint.pt")
    first = run.resume()
    special = special_tokens(groups.tokenizer)
    steps = [
        step for n in range(plan.epochs) for step in batches(groups.epoch(n, plan.groups), plan)
    ]
    began, seen = time.monotonic(), 0
    for number in range(first, len(steps)):
        batch = collate(steps[number], special).to(device)
        loss = step_loss(model, batch, teachers)
        if not math.isfinite(loss.item()):
            raise SystemExit(f"the loss is {loss.item()} at step {number}: lower --rate")
        run.step(loss, number, len(steps))
        seen += len(batch.ids)
        if number % 20 == 0:
            speed = seen / (time.monotonic() - began)
            log.info("step %d of %d loss %.3f %.1f rows/s", number, len(steps), loss.item(), speed)
        if (number + 1) % 100 == 0 or number + 1 == len(steps):
            run.keep(number + 1)
    _copy(weights, run.mean)
    save(model, out)


def _copy(targets: Sequence[Tensor], sources: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for target, source in zip(targets, sources, strict=True):
            target.copy_(source)


def save(model: nn.Module, out: Path) -> None:
    """Write what training changed, in bfloat16; the word embeddings are the encoder's."""
    config = BertConfig.from_dict(cast(ReaderModel, model).config.to_dict())
    config.vocab_size, config.pad_token_id = 1, 0
    config.architectures = ["ReaderModel"]
    state = {
        name: weight.detach().cpu().bfloat16().contiguous()
        for name, weight in model.state_dict().items()
        if name != FROZEN
    }
    config.save_pretrained(out)
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def load_items(
    stories: Sequence[Path],
    data: Path | None,
    tokenizer: PreTrainedTokenizerFast,
    weights: Sequence[float] = (),
    data_weight: float = 1.0,
) -> list[Item]:
    """What is trained on: stories that are not held back, and the sets in `data` with our own.

    `weights`, one for each file of stories (1 where there is none), and `data_weight` say how often
    a question is drawn.
    """
    items = []
    for file, weight in zip(stories, chain(weights, repeat(1.0)), strict=False):
        told = [story for story in load_stories([file]) if not held_back(story)]
        items += items_of_stories(told, tokenizer, weight)
    if data:
        train_part = load_split(data, tokenizer, SEED).train
        written = load_written(WRITTEN, train_part, tokenizer)
        asked = items_of_questions([*train_part, *written])
        items += [replace(item, weight=item.weight * data_weight) for item in asked]
    log.info("%d questions, %.0f drawn in an epoch", len(items), sum(i.weight for i in items))
    return items


def logged(out: Path) -> None:
    """Log to standard error and to `out`/train.log; makes the folder."""
    out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(),
        logging.FileHandler(out / "train.log"),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)


def add_data_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments that say what is trained on."""
    parser.add_argument("--stories", type=Path, nargs="+", required=True, help="stories files")
    parser.add_argument("--weights", type=float, nargs="*", default=[], help="of the files: 1 each")
    parser.add_argument("--data", type=Path, help="folder of SQuAD-format files")
    parser.add_argument("--data-weight", type=float, default=1.0, help="of its questions: 1")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")


def main() -> None:
    """Train and write the weights; `eval.reader.calibrate` then fits the probabilities."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_data_arguments(parser)
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from")
    parser.add_argument("--teacher", type=Path, nargs="*", default=[], help="readers to learn from")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--groups", type=int, default=Plan().groups, help="of an epoch, at most")
    parser.add_argument("--batch", type=int, default=Plan().batch, help="groups of a step")
    parser.add_argument("--rate", type=float, default=Plan().rate, help="learning rate")
    parser.add_argument("--seed", type=int, default=Plan().seed)
    parser.add_argument("--mine", type=int, default=8, help="retrieved negatives a question keeps")
    args = parser.parse_args()
    logged(args.out)
    chosen = {name: getattr(args, name) for name in ("epochs", "groups", "batch", "rate", "seed")}
    plan = Plan(**chosen)
    torch.manual_seed(plan.seed)
    encoder = load_encoder(Settings())
    tokenizer = encoder.model.tokenizer
    model = new_model(embedded_folder())
    if args.start:
        start_from(model, args.start)
    teachers = [start_from(copy.deepcopy(model), folder) for folder in args.teacher]
    items = load_items(args.stories, args.data, tokenizer, args.weights, args.data_weight)
    groups = Groups(items, tokenizer, {}, plan.seed)
    if args.mine:
        drawn = [item for n in range(plan.epochs) for item in groups.drawn(n, plan.groups)]
        unique = list({item.id: item for item in drawn}.values())
        groups.retrieved = mine(unique, encoder, args.mine)
    train(model, groups, plan, args.out, teachers)
    about = {
        "encoder": encoder.fingerprint,
        "sha256": digest(args.out / "model.safetensors"),
        "plan": asdict(plan),
        "calibration": {},
    }
    (args.out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
