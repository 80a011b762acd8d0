"""Train the embedded reader: `python -m eval.reader.train --help`.

The data: stories (`eval.reader.stories`) and SQuAD-format sets, which are not part of the project,
and our own questions in `eval/training`. On a GPU, or a processor that multiplies bfloat16, a copy
in it computes, and the float32 weights behind it are stepped; linear warm-up, then linear decay, by
steps or, where a machine is lent for a while, by `--seconds`; what is written is the running mean
of the weights. With `--teacher` it learns from earlier readers as well. A checkpoint every minute;
started again, it goes on from the last.
"""

import argparse
import copy
import json
import logging
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from eval.reader.groups import Groups
from eval.reader.losses import DISTILLED, Batch, distil_loss, reader_loss
from eval.reader.mine import mine
from eval.reader.pools import Pools
from eval.reader.sources import add_data_arguments, load_items, sources_of
from eval.reader.weights import digest, new_model, save, start_from
from rag.reader.encoder import embedded_folder, load_encoder, pick
from rag.reader.model import ReaderModel
from rag.settings import Settings

__all__ = ["Plan", "logged", "step_loss", "train"]

log = logging.getLogger(__name__)
EACH = 60.0
"""Seconds from one checkpoint to the next."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; written beside the weights. `batch` counts groups of four rows.

    `mean` is the share of the running mean that a step keeps; the run ends after its epochs or
    after `seconds`. Defaults: going on from weights at a small rate on a processor; on a GPU 2e-4,
    batches of 48, a mean of 0.998 and dropout of 0.1 were used.
    """

    epochs: int = 1
    groups: int = 10_000
    batch: int = 8
    rate: float = 6e-5
    warmup: int = 35
    mean: float = 0.99
    dropout: float = 0.0
    seconds: float = math.inf
    seed: int = 5

    def learning_rate(self, step: int, done: float) -> float:
        """Linear warm-up, then linear decay to zero; `done` is the share of the run that is."""
        return self.rate * min(1.0, (step + 1) / self.warmup, 1.05 * (1 - done))

    def done(self, step: int, steps: int, seconds: float) -> float:
        """The share of the run that is done, by steps or by time, whichever is further."""
        return max(step / max(steps, 1), seconds / self.seconds)


def step_loss(model: ReaderModel, batch: Batch, teachers: Sequence[ReaderModel]) -> Tensor:
    """The loss of one step: the data's, and the teachers' mean if there are any."""
    spans, answerable = model(batch.ids, batch.mask, batch.types)
    loss = reader_loss(spans, answerable, batch)
    if not teachers:
        return loss
    with torch.no_grad():
        said = [teacher(batch.ids, batch.mask, batch.types) for teacher in teachers]
    taught = torch.stack([s for s, _ in said]).mean(0), torch.stack([a for _, a in said]).mean(0)
    return (1 - DISTILLED) * loss + DISTILLED * distil_loss(spans, answerable, taught, batch)


class _Run:
    """Weights in training: their optimiser, their running mean, and how to keep both.

    `working` is what computes: a copy in `dtype` that follows the float32 weights (Micikevicius et
    al., "Mixed precision training", 2018); bfloat16 needs no scaling of the loss. With autocast a
    fifth of the time went into casting activations.
    """

    def __init__(
        self, model: ReaderModel, dtype: torch.dtype, plan: Plan, checkpoint: Path
    ) -> None:
        self.plan, self.checkpoint = plan, checkpoint
        self.working = copy.deepcopy(model)
        cast(nn.Module, self.working).to(dtype)
        self.weights, self.copies = _trained(model), _trained(self.working)
        self.mean = [w.detach().clone() for w in self.weights]
        groups = [
            {"params": [w for w in self.weights if w.ndim > 1], "weight_decay": 0.01},
            {"params": [w for w in self.weights if w.ndim <= 1], "weight_decay": 0.0},
        ]
        self.optimiser = torch.optim.AdamW(groups, lr=plan.rate, fused=self.weights[0].is_cuda)
        self.began, self.before, self.kept = time.monotonic(), 0.0, 0.0

    def resume(self) -> int:
        """The step to begin with; what the checkpoint holds is taken up."""
        if not self.checkpoint.is_file():
            return 0
        state = torch.load(self.checkpoint, weights_only=True)
        self.optimiser.load_state_dict(state["optimiser"])
        _copy(self.weights, state["weights"])
        _copy(self.copies, self.weights)
        _copy(self.mean, state["mean"])
        self.before = self.kept = float(state["seconds"])
        log.info("going on from step %d", state["step"])
        return int(state["step"])

    @property
    def seconds(self) -> float:
        """How long the run has taken, before the checkpoint too."""
        return self.before + time.monotonic() - self.began

    def step(self, loss: Tensor, number: int, done: float) -> None:
        """One step of AdamW; the running mean follows, faster at first."""
        torch.autograd.backward(loss)
        for weight, working in zip(self.weights, self.copies, strict=True):
            weight.grad = None if working.grad is None else working.grad.to(weight.dtype)
            working.grad = None
        nn.utils.clip_grad_norm_(self.weights, 1.0)
        for group in self.optimiser.param_groups:
            group["lr"] = self.plan.learning_rate(number, done)
        self.optimiser.step()
        self.optimiser.zero_grad()
        _copy(self.copies, self.weights)
        share = min(self.plan.mean, (number + 1) / (number + 10))
        with torch.no_grad():
            for mean, weight in zip(self.mean, self.weights, strict=True):
                mean.lerp_(weight, 1 - share)

    def keep(self, step: int) -> None:
        """Write a checkpoint, whole or not at all."""
        self.kept = self.seconds
        state = {
            "step": step,
            "seconds": self.seconds,
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
    workers: int = 0,
) -> None:
    """Train to the end of the plan, from the last checkpoint in `out` if there is one.

    `workers` processes make the batches; 0 makes them between the steps.
    """
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    dtype = pick("auto")
    cast(nn.Module, model).to(device).train()
    for teacher in teachers:
        cast(nn.Module, teacher).to(device, dtype).eval()
    run = _Run(model, dtype, plan, out / "checkpoint.pt")
    first = run.resume()
    drawn = [item for n in range(plan.epochs) for item in groups.drawn(n, plan.groups)]
    pools = Pools(groups, drawn, plan.batch)
    seen, step = 0, first
    for batch in pools.from_step(first, workers):
        done = plan.done(step, pools.steps, run.seconds)
        if done >= 1:
            break
        loss = step_loss(run.working, batch.to(device), teachers)
        run.step(loss, step, done)
        seen += len(batch.ids)
        if step % 20 == 0:
            _report(step, pools.steps, loss.item(), seen / (run.seconds - run.before))
        step += 1
        if run.seconds - run.kept >= EACH:
            run.keep(step)
    run.keep(step)
    _copy(run.weights, run.mean)
    save(model, out)


def _report(step: int, steps: int, loss: float, speed: float) -> None:
    if not math.isfinite(loss):
        raise SystemExit(f"the loss is {loss} at step {step}: lower --rate")
    log.info("step %d of %d loss %.3f %.1f rows/s", step, steps, loss, speed)


def _trained(model: ReaderModel) -> list[nn.Parameter]:
    return [p for p in model.parameters() if p.requires_grad]


def _copy(targets: Sequence[Tensor], sources: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for target, source in zip(targets, sources, strict=True):
            target.copy_(source)


def logged(out: Path) -> None:
    """Log to standard error and to `out`/train.log; makes the folder."""
    out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(),
        logging.FileHandler(out / "train.log"),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)


def main() -> None:
    """Train and write the weights; `eval.reader.calibrate` then fits the probabilities."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_data_arguments(parser)
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from")
    parser.add_argument("--teacher", type=Path, nargs="*", default=[], help="readers to learn from")
    for part in fields(Plan):
        kind, default = type(part.default), part.default
        parser.add_argument(f"--{part.name}", type=kind, default=default, help=f"{default}")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches: 0")
    parser.add_argument("--mine", type=int, default=8, help="retrieved negatives a question keeps")
    args = parser.parse_args()
    logged(args.out)
    plan = Plan(**{part.name: getattr(args, part.name) for part in fields(Plan)})
    torch.manual_seed(plan.seed)
    encoder = load_encoder(Settings())
    tokenizer = encoder.model.tokenizer
    model = new_model(embedded_folder(), plan.dropout)
    if args.start:
        start_from(model, args.start)
    teachers = [start_from(copy.deepcopy(model), folder) for folder in args.teacher]
    items = load_items(sources_of(args), tokenizer)
    groups = Groups(items, tokenizer, {}, plan.seed)
    if args.mine:
        drawn = [item for n in range(plan.epochs) for item in groups.drawn(n, plan.groups)]
        unique = list({item.id: item for item in drawn}.values())
        groups.retrieved = mine(unique, encoder, args.mine)
    train(model, groups, plan, args.out, teachers, args.workers)
    about = {
        "encoder": encoder.fingerprint,
        "sha256": digest(args.out / "model.safetensors"),
        "plan": asdict(plan),
        "calibration": {},
    }
    (args.out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
