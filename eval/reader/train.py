"""Train the embedded reader: `python -m eval.reader.train --data FOLDER --out FOLDER`.

The data are SQuAD-format files, not part of the project: TyDi QA gold passages (Apache 2.0), ARCD
(MIT) and XQuAD in twelve languages (CC BY-SA 4.0); our own questions in `eval/training` are.
bfloat16 autocast over float32 weights, on a processor or a GPU; linear warm-up, then linear decay.
A checkpoint every 200 steps; started again, it goes on from the last.
"""

import argparse
import hashlib
import json
import logging
import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel
from transformers.masking_utils import ALL_MASK_ATTENTION_FUNCTIONS, eager_mask
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from eval.reader.data import SEED, Question, load_split, load_written
from eval.reader.rows import Example, Sampler
from rag.reader.encoder import SentenceEncoder, embedded_folder, load_encoder
from rag.reader.model import ReaderModel
from rag.settings import Settings

log = logging.getLogger(__name__)
FROZEN = "bert.embeddings.word_embeddings.weight"
WRITTEN = Path(__file__).parent.parent / "training"
T = TypeVar("T")
POOL = 8
"""Batches whose rows are sorted by length together, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; written beside the weights. `rows` are the most of an epoch."""

    epochs: int = 1
    rows: int = 21_000
    batch: int = 32
    rate: float = 1.5e-4
    warmup: int = 35
    seed: int = 5

    def learning_rate(self, step: int, steps: int) -> float:
        """Linear warm-up, then linear decay to zero."""
        return self.rate * min(1.0, (step + 1) / self.warmup, 1.05 * (steps - step) / steps)


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step.

    `starts` and `ends` (rows,) are token positions; a row without an answer points at `<s>`.
    """

    ids: Tensor
    mask: Tensor
    types: Tensor
    starts: Tensor
    ends: Tensor


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
    """The embedded encoder's layers under two new heads, dropout off, word embeddings frozen."""
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


def start_from(model: ReaderModel, folder: Path) -> None:
    """Take the weights of an earlier run or average; the word embeddings stay the encoder's."""
    state = load_file(folder / "model.safetensors")
    del state[FROZEN]
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or missing != [FROZEN]:
        raise ValueError(f"{folder} holds no reader of this shape: {missing or unexpected}")


def loss_of(model: ReaderModel, batch: Batch) -> Tensor:
    """Span cross-entropy over the answered rows, plus half the answerable head's over all."""
    with torch.autocast(batch.ids.device.type, torch.bfloat16):
        spans, answerable = model(batch.ids, batch.mask, batch.types)
    spans = spans.float().masked_fill((batch.types == 0).unsqueeze(-1), -1e4)
    answered = batch.starts > 0
    row = functional.binary_cross_entropy_with_logits(answerable.float(), answered.float())
    if not answered.any():
        return 0.5 * row
    start = functional.cross_entropy(spans[answered, :, 0], batch.starts[answered])
    end = functional.cross_entropy(spans[answered, :, 1], batch.ends[answered])
    return (start + end) / 2 + 0.5 * row


def collate(rows: Sequence[Example], special: tuple[int, int, int]) -> Batch:
    """Pad to a multiple of 32: each new shape costs a compilation."""
    bos, eos, pad = special
    lengths = [len(r.question) + len(r.body) + 3 for r in rows]
    width = -(-max(lengths) // 32) * 32
    ids = torch.full((len(rows), width), pad)
    types = torch.zeros((len(rows), width), dtype=torch.long)
    starts = torch.zeros(len(rows), dtype=torch.long)
    ends = torch.zeros(len(rows), dtype=torch.long)
    for i, row in enumerate(rows):
        head = [bos, *row.question, eos]
        ids[i, : lengths[i]] = torch.tensor([*head, *row.body, eos])
        types[i, len(head) : lengths[i]] = 1
        if row.start >= 0:
            starts[i], ends[i] = row.start + len(head), row.end + len(head)
    positions = torch.arange(width).unsqueeze(0)
    mask = (positions < torch.tensor(lengths).unsqueeze(1)).long()
    return Batch(ids, mask, types, starts, ends)


def batches(rows: Sequence[Example], plan: Plan) -> list[Sequence[Example]]:
    """The rows of each step: of similar length, lengths in random order."""
    rng = random.Random(plan.seed)
    found: list[Sequence[Example]] = []
    kept = rows[: plan.rows]
    for at in range(0, len(kept), POOL * plan.batch):
        pool = kept[at : at + POOL * plan.batch]
        pool = sorted(pool, key=lambda row: len(row.question) + len(row.body))
        cut = [pool[i : i + plan.batch] for i in range(0, len(pool), plan.batch)]
        rng.shuffle(cut)
        found += cut
    return found


def mine(
    questions: Sequence[Question], encoder: SentenceEncoder, keep: int = 4
) -> dict[str, list[str]]:
    """For each question, paragraphs that the retriever ranks high and that lack the answer.

    Searched within the data set: XQuAD over Arabic and English paragraphs, the others over their
    own language. Keys are `id|question language|paragraph key`.
    """
    groups: dict[tuple[str, str], list[Question]] = {}
    for question in questions:
        source = question.paragraph.key.split("-")[0]
        groups.setdefault((source, question.paragraph.language), []).append(question)
    found: dict[str, list[str]] = {}
    for (source, language), members in groups.items():
        paragraphs = list({q.paragraph.key: q.paragraph for q in members}.values())
        log.info("mining %s %s: %d paragraphs", source, language, len(paragraphs))
        passages = torch.from_numpy(encoder.encode_passages([p.text[:400] for p in paragraphs]))
        texts = sorted({q.text for q in members})
        vectors = torch.from_numpy(encoder.encode_queries(texts))
        near = (vectors @ passages.T).topk(min(3 * keep, len(paragraphs))).indices.tolist()
        ranked = dict(zip(texts, near, strict=True))
        for question in members:
            own = question.paragraph
            said = [own.text[s:e] for s, e in question.answers]
            found[f"{question.id}|{question.language}|{own.key}"] = [
                paragraphs[i].key
                for i in ranked[question.text]
                if paragraphs[i].key != own.key and not any(a in paragraphs[i].text for a in said)
            ][:keep]
    return found


def train(model: ReaderModel, sampler: Sampler, plan: Plan, out: Path) -> None:
    """Train to the end of the plan, from the last checkpoint in `out` if there is one."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    cast(nn.Module, model).to(device).train()
    weights = [p for p in model.parameters() if p.requires_grad]
    groups = [
        {"params": [w for w in weights if w.ndim > 1], "weight_decay": 0.01},
        {"params": [w for w in weights if w.ndim <= 1], "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=plan.rate)
    checkpoint = out / "checkpoint.pt"
    first = 0
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        first = state["step"]
        optimiser.load_state_dict(state["optimiser"])
        _copy(weights, state["weights"])
        log.info("going on from step %d", first)
    tok = sampler.tokenizer
    special = (int(tok.cls_token_id), int(tok.sep_token_id), int(tok.pad_token_id))
    steps = [step for n in range(plan.epochs) for step in batches(sampler.epoch(n), plan)]
    began, seen = time.monotonic(), 0
    for step in range(first, len(steps)):
        batch = collate(steps[step], special)
        loss = loss_of(model, Batch(*(getattr(batch, n).to(device) for n in Batch.__slots__)))
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(weights, 1.0)
        for group in optimiser.param_groups:
            group["lr"] = plan.learning_rate(step, len(steps))
        optimiser.step()
        optimiser.zero_grad()
        seen += len(batch.ids)
        if step % 20 == 0:
            rate = seen / (time.monotonic() - began)
            log.info("step %d of %d loss %.3f %.1f seq/s", step, len(steps), loss.item(), rate)
        if not math.isfinite(loss.item()):
            raise SystemExit(f"the loss is {loss.item()} at step {step}: lower --rate")
        if (step + 1) % 200 == 0 or step + 1 == len(steps):
            state = {
                "step": step + 1,
                "optimiser": optimiser.state_dict(),
                "weights": [w.detach() for w in weights],
            }
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
    save(model, out)


def _copy(targets: Sequence[Tensor], sources: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for target, source in zip(targets, sources, strict=True):
            target.copy_(source)


def save(model: nn.Module, out: Path) -> None:
    """Write what training changed, in bfloat16; the vocabulary's one row is a place-holder."""
    config = BertConfig.from_dict(cast(ReaderModel, model).config.to_dict())
    config.vocab_size, config.pad_token_id = 1, 0
    config.architectures = ["ReaderModel"]
    state = {k: v.detach().cpu().bfloat16().contiguous() for k, v in model.state_dict().items()}
    state[FROZEN] = torch.zeros((1, config.hidden_size), dtype=torch.bfloat16)
    config.save_pretrained(out)
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    """Train and write the weights; `eval.reader.evaluate --fit` then fits the thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from")
    parser.add_argument("--epochs", type=int, default=Plan().epochs)
    parser.add_argument("--rows", type=int, default=Plan().rows, help="of an epoch, at most")
    parser.add_argument("--seed", type=int, default=Plan().seed)
    parser.add_argument("--rate", type=float, default=Plan().rate, help="learning rate")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(),
        logging.FileHandler(args.out / "train.log"),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    plan = Plan(epochs=args.epochs, rows=args.rows, seed=args.seed, rate=args.rate)
    torch.manual_seed(plan.seed)
    encoder = load_encoder(Settings())
    split = load_split(args.data, encoder.model.tokenizer, SEED)
    log.info("questions: %s", {k: len(getattr(split, k)) for k in type(split).__slots__})
    written = load_written(WRITTEN, split.train, encoder.model.tokenizer)
    questions = [*split.train, *written]
    log.info("our own questions: %d", len(written))
    neighbours = _kept(args.out / "neighbours.json", lambda: mine(questions, encoder))
    sampler = Sampler(questions, encoder.model.tokenizer, neighbours, plan.seed)
    model = new_model(embedded_folder())
    if args.start:
        start_from(model, args.start)
    train(model, sampler, plan, args.out)
    about = {
        "encoder": encoder.fingerprint,
        "sha256": digest(args.out / "model.safetensors"),
        "plan": {name: getattr(plan, name) for name in Plan.__slots__},
        "calibration": {},
    }
    (args.out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def _kept(file: Path, make: Callable[[], T]) -> T:
    """What an earlier start of this run wrote to `file`, or what `make` gives, written there."""
    if file.is_file():
        found: T = json.loads(file.read_text(encoding="utf-8"))
        return found
    found = make()
    file.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return found


if __name__ == "__main__":
    main()
