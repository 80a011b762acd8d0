"""Train the embedded reader: `python -m eval.train_reader --data FOLDER --out FOLDER`.

The data are SQuAD-format files, not part of the project: TyDi QA gold passages (Apache 2.0), ARCD
(MIT) and XQuAD in twelve languages (CC BY-SA 4.0). Runs on a processor (bfloat16 weights with a
float32 copy for the optimiser, dropout replaced by token masking) and on a GPU. Checkpoints every
200 steps; started again, it goes on from the last. Learning rate: linear warm-up, constant, linear
decay over the last 30 % of the steps. What is written is the running mean of the weights. `--start`
goes on from a reader instead of the bare encoder.
"""

import argparse
import hashlib
import json
import logging
import math
import time
from collections.abc import Callable, Iterator, Sequence
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

from eval.lexicon import Counterparts, counterparts
from eval.reader_data import SEED, Question, load_split
from eval.reader_rows import Sampler, Triple
from rag.encode import SentenceEncoder, embedded_folder, load_encoder
from rag.reader_model import ReaderModel
from rag.settings import Settings

log = logging.getLogger(__name__)
FROZEN = "bert.embeddings.word_embeddings.weight"
T = TypeVar("T")
POOL = 4
"""Steps whose triples are sorted by length together, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does; written beside the weights.

    `memory` is the share that the running mean of the weights keeps at each step.
    """

    steps: int = 3000
    triples: int = 8
    rate: float = 1.5e-4
    warmup: int = 100
    decay: float = 0.3
    memory: float = 0.997
    seed: int = SEED

    def learning_rate(self, step: int) -> float:
        """Linear warm-up, constant, linear decay to zero."""
        left = (self.steps - step) / max(self.steps * self.decay, 1)
        return self.rate * min(1.0, (step + 1) / self.warmup, left)


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors of one step; rows 3i to 3i + 2: answered, not answered, another answered.

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
    """Attention without dropout whose softmax stays in the weights' type.

    `query`, `key` and `value` are (batch, heads, length, size); so is the mask, added, broadcast.
    Returns (batch, length, heads, size). The kernel sums in float32 anyway.
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


def warm_start(model: ReaderModel, folder: Path) -> None:
    """Put the trained weights of the reader in `folder` into `model`.

    Raises:
        ValueError: that reader has other layers.
    """
    state = load_file(folder / "model.safetensors")
    state.pop(FROZEN)
    missing, unknown = model.load_state_dict(state, strict=False)
    if set(missing) - {FROZEN} or unknown:
        raise ValueError(f"{folder} does not hold the weights of this reader: {missing} {unknown}")


def loss_of(model: ReaderModel, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """Span cross-entropy over all rows, plus answerability by row and by pair.

    A passage without an answer has the null span on `<s>`, as in Devlin et al., section 4.3: that
    makes span scores comparable across passages.
    """
    spans, answerable = model(batch.ids, batch.mask, batch.types)
    closed = batch.types == 0
    closed[:, 0] = False
    spans = spans.masked_fill(closed.unsqueeze(-1), -1e4)
    start = functional.cross_entropy(spans[..., 0], batch.starts)
    end = functional.cross_entropy(spans[..., 1], batch.ends)
    span = (start + end) / 2
    row = functional.binary_cross_entropy_with_logits(answerable, (batch.starts > 0).float())
    pair = functional.softplus(answerable[1::3] - answerable[0::3]).mean()
    parts = {"span": span.item(), "row": row.item(), "pair": pair.item()}
    return span + 0.5 * row + 0.25 * pair, parts


def collate(triples: Sequence[Triple], special: tuple[int, int, int]) -> Batch:
    """Pad to a multiple of 32: each new shape costs a compilation."""
    bos, eos, pad = special
    rows = [example for triple in triples for example in triple]
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


def batches(sampler: Sampler, plan: Plan, first: int) -> Iterator[Batch]:
    """The batches from step `first` on; the same for the same seed, also after a restart."""
    tok = sampler.tokenizer
    special = (int(tok.cls_token_id), int(tok.sep_token_id), int(tok.pad_token_id))
    for pool in range(first // POOL, -(-plan.steps // POOL)):
        triples = sampler.triples(pool, plan.triples * POOL)
        triples.sort(key=lambda t: max(len(e.question) + len(e.body) for e in t))
        cut = [triples[i : i + plan.triples] for i in range(0, len(triples), plan.triples)]
        turn = pool % POOL
        for offset, group in enumerate(cut[turn:] + cut[:turn]):
            if pool * POOL + offset >= first:
                yield collate(group, special)


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
    cast(nn.Module, model).to(device, torch.bfloat16).train()
    weights = [p for p in model.parameters() if p.requires_grad]
    masters = [p.detach().float().clone() for p in weights]
    means = [m.clone() for m in masters]
    decayed = [m for m in masters if m.ndim > 1]
    plain = [m for m in masters if m.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), eps=1e-6)
    checkpoint = out / "checkpoint.pt"
    first = 0
    if checkpoint.is_file():
        state = torch.load(checkpoint, weights_only=True)
        first = state["step"]
        optimiser.load_state_dict(state["optimiser"])
        _copy(masters, state["masters"])
        _copy(means, state["means"])
        _copy(weights, masters)
        log.info("going on from step %d", first)
    began, seen = time.monotonic(), 0
    for step, batch in enumerate(batches(sampler, plan, first), start=first):
        moved = Batch(*(getattr(batch, name).to(device) for name in Batch.__slots__))
        loss, parts = loss_of(model, moved)
        torch.autograd.backward(loss)
        for group in optimiser.param_groups:
            group["lr"] = plan.learning_rate(step)
        for master, weight in zip(masters, weights, strict=True):
            master.grad = weight.grad.float() if weight.grad is not None else None
            weight.grad = None
        nn.utils.clip_grad_norm_(masters, 1.0)
        optimiser.step()
        _copy(weights, masters)
        for mean, master in zip(means, masters, strict=True):
            mean.lerp_(master.detach(), 1 - min(plan.memory, (step + 1) / (step + 10)))
        seen += len(batch.ids)
        if step % 20 == 0:
            rate = seen / (time.monotonic() - began)
            text = " ".join(f"{k} {v:.3f}" for k, v in parts.items())
            log.info("step %d loss %.3f %s %.1f seq/s", step, loss.item(), text, rate)
        if not math.isfinite(loss.item()):
            raise SystemExit(f"the loss is {loss.item()} at step {step}: lower --rate")
        if (step + 1) % 200 == 0 or step + 1 == plan.steps:
            state = {
                "step": step + 1,
                "optimiser": optimiser.state_dict(),
                "masters": masters,
                "means": means,
            }
            torch.save(state, checkpoint.with_suffix(".new"))
            checkpoint.with_suffix(".new").replace(checkpoint)
            _copy(weights, means)
            save(model, out)
            _copy(weights, masters)


def _copy(targets: Sequence[Tensor], sources: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for target, source in zip(targets, sources, strict=True):
            target.copy_(source)


def save(model: nn.Module, out: Path) -> None:
    """Write what training changed, in bfloat16; the vocabulary's one row is a place-holder."""
    config = BertConfig.from_dict(cast(ReaderModel, model).config.to_dict())
    config.vocab_size, config.pad_token_id = 1, 0
    config.architectures = ["ReaderModel"]
    state = {k: v.detach().cpu().contiguous() for k, v in model.state_dict().items()}
    state[FROZEN] = torch.zeros((1, config.hidden_size), dtype=torch.bfloat16)
    config.save_pretrained(out)
    save_file(state, out / "model.safetensors", metadata={"format": "pt"})


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    """Train and write the weights; `python -m eval.calibrate_reader` then fits the thresholds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of SQuAD-format files")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")
    parser.add_argument("--steps", type=int, default=Plan().steps)
    parser.add_argument("--seed", type=int, default=Plan().seed)
    parser.add_argument("--rate", type=float, default=Plan().rate, help="learning rate")
    parser.add_argument("--start", type=Path, help="folder of a reader to go on from")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    handlers: list[logging.Handler] = [
        logging.StreamHandler(),
        logging.FileHandler(args.out / "train.log"),
    ]
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", handlers=handlers)
    plan = Plan(steps=args.steps, seed=args.seed, rate=args.rate)
    torch.manual_seed(plan.seed)
    encoder = load_encoder(Settings())
    split = load_split(args.data, encoder.model.tokenizer, SEED)
    log.info("questions: %s", {k: len(getattr(split, k)) for k in type(split).__slots__})
    neighbours = _kept(args.out / "neighbours.json", lambda: mine(split.train, encoder))
    tables = _kept(args.out / "counterparts.json", lambda: _tables(split.train, encoder))
    sampler = Sampler(split.train, encoder.model.tokenizer, neighbours, tables, plan.seed)
    model = new_model(embedded_folder())
    if args.start:
        warm_start(model, args.start)
    train(model, sampler, plan, args.out)
    about = {
        "encoder": encoder.fingerprint,
        "sha256": digest(args.out / "model.safetensors"),
        "plan": {name: getattr(plan, name) for name in Plan.__slots__},
        "start": digest(args.start / "model.safetensors") if args.start else None,
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


def _tables(questions: Sequence[Question], encoder: SentenceEncoder) -> Counterparts:
    log.info("looking for words that mean the same")
    texts: dict[str, list[str]] = {"en": [], "ar": []}
    for question in questions:
        if question.language in texts and question.language == question.paragraph.language:
            texts[question.language] += [question.text] * 5 + [question.paragraph.text]
    return counterparts(texts["en"], texts["ar"], encoder)


if __name__ == "__main__":
    main()
