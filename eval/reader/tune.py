"""Tune the encoder to bring a question to its passage: `python -m eval.reader.tune --help`.

Contrast of each question's passage with those of the others in its batch and with a near miss.
Fully tuned it forgets (XQuAD, unseen articles, R@1 0.73 to 0.54), so what is written is mixed with
the encoder as it was: 0.4 of the tuned was better everywhere (November 2026).
"""

import argparse
import json
import logging
import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel, PreTrainedTokenizerFast

from eval.reader.data import Paragraph
from eval.reader.groups import Item, window
from eval.reader.losses import contrast_loss
from eval.reader.mine import mine
from eval.reader.pools import special_tokens
from eval.reader.sources import add_data_arguments, load_items, sources_of
from eval.reader.train import logged
from eval.reader.weights import digest
from rag.reader import e5s1
from rag.reader.encoder import embedded_folder, load_encoder, pick
from rag.settings import Settings

__all__ = ["Triple", "TunePlan", "mixed", "triples", "tune"]

log = logging.getLogger(__name__)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class TunePlan:
    """What a run does, in so many steps or until `seconds` are over.

    `batch` counts questions, `share` is the tuned part of what is written.
    """

    steps: int = 400
    batch: int = 256
    rate: float = 5e-5
    warmup: int = 30
    seconds: float = math.inf
    share: float = 0.4
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Triple:
    """A question, a passage that answers it, and one that nearly does, as the encoder sees them."""

    question: list[int]
    passage: list[int]
    near: list[int]
    titles: tuple[str, str]


def triples(
    items: Sequence[Item],
    retrieved: Mapping[str, Sequence[Paragraph]],
    tokenizer: PreTrainedTokenizerFast,
    settings: Settings,
    seed: int,
) -> list[Triple]:
    """One triple for each question that has a passage and a near miss, in random order."""
    rng = random.Random(seed)
    bos, eos, _ = special_tokens(tokenizer)
    ask, tell = (
        [bos, *tokenizer(prefix, add_special_tokens=False)["input_ids"]]
        for prefix in (settings.query_prefix, settings.passage_prefix)
    )
    found = []
    for item in items:
        misses = [*item.near, *retrieved.get(item.id, ())]
        if not item.answered or not misses or rng.random() >= item.weight:
            continue
        paragraph, places = rng.choice(item.answered)
        low, high = window(paragraph, *rng.choice(places), rng.randint(50, 180), rng)
        miss = rng.choice(misses)
        question = tokenizer(item.text, add_special_tokens=False)["input_ids"][:LONGEST]
        body, near = paragraph.ids[low:high][:LONGEST], miss.ids[: rng.randint(50, 180)]
        titles = (paragraph.title, miss.title)
        found.append(
            Triple([*ask, *question, eos], [*tell, *body, eos], [*tell, *near, eos], titles)
        )
    rng.shuffle(found)
    return found


def tune(model: BertModel, data: Sequence[Triple], plan: TunePlan, pad: int) -> None:
    """Tune the layers in place; the word embeddings stay."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    cast(nn.Module, model).to(device).train()
    model.embeddings.word_embeddings.weight.requires_grad_(False)
    weights = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(weights, lr=plan.rate, weight_decay=0.01)
    began = time.monotonic()
    size = min(plan.batch, len(data))
    for number in range(plan.steps):
        done = max(number / plan.steps, (time.monotonic() - began) / plan.seconds)
        if done >= 1:
            break
        at = number * size % max(len(data) - size + 1, 1)
        batch = data[at : at + size]
        vectors = [
            embed(model, [getattr(triple, name) for triple in batch], pad, device)
            for name in ("question", "passage", "near")
        ]
        loss = contrast_loss(vectors[0], vectors[1], vectors[2], [t.titles for t in batch])
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(weights, 1.0)
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * min(1.0, (number + 1) / plan.warmup, 1 - done)
        optimiser.step()
        optimiser.zero_grad()
        if number % 20 == 0:
            speed = (number + 1) * size / (time.monotonic() - began)
            log.info("step %d of %d loss %.3f %.1f/s", number, plan.steps, loss.item(), speed)


def embed(
    model: BertModel, sequences: Sequence[list[int]], pad: int, device: torch.device
) -> Tensor:
    """Unit vectors (n, dimension): the mean over the tokens, as the encoder pools."""
    width = -(-max(map(len, sequences)) // 32) * 32
    ids = torch.full((len(sequences), width), pad)
    mask = torch.zeros((len(sequences), width))
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence)] = torch.tensor(sequence)
        mask[row, : len(sequence)] = 1
    ids, mask = ids.to(device), mask.to(device)
    half = pick("auto") is torch.bfloat16
    with torch.autocast(device.type, torch.bfloat16, enabled=half):
        hidden = model(input_ids=ids, attention_mask=mask.long()).last_hidden_state
    pooled = (hidden.float() * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True)
    return functional.normalize(pooled, dim=1)


def mixed(
    before: Mapping[str, Tensor], tuned: Mapping[str, Tensor], share: float
) -> dict[str, Tensor]:
    """`share` of the tuned weights and the rest of those before, float32."""
    return {
        name: (1 - share) * weight.float() + share * tuned[name].float()
        for name, weight in before.items()
    }


def main() -> None:
    """Tune the embedded encoder and write its layers."""
    parser = argparse.ArgumentParser(description=__doc__)
    add_data_arguments(parser)
    parser.add_argument("--steps", type=int, default=TunePlan().steps)
    parser.add_argument("--batch", type=int, default=TunePlan().batch, help="questions of a step")
    parser.add_argument("--rate", type=float, default=TunePlan().rate, help="learning rate")
    parser.add_argument("--seconds", type=float, default=math.inf, help="at most: no limit")
    parser.add_argument("--share", type=float, default=TunePlan().share, help="of the tuned")
    args = parser.parse_args()
    logged(args.out)
    plan = TunePlan(args.steps, args.batch, args.rate, seconds=args.seconds, share=args.share)
    torch.manual_seed(plan.seed)
    settings = Settings()
    encoder = load_encoder(settings)
    tokenizer = encoder.model.tokenizer
    items = load_items(sources_of(args), tokenizer)
    data = triples(items, mine(items, encoder), tokenizer, settings, plan.seed)
    model = BertModel.from_pretrained(embedded_folder(), add_pooling_layer=False)
    before = {k: v.detach().clone() for k, v in model.state_dict().items() if k != e5s1.WORDS}
    tune(model, data, plan, special_tokens(tokenizer)[2])
    state = mixed(before, {k: v.cpu() for k, v in model.state_dict().items()}, plan.share)
    file = args.out / "model.safetensors"
    save_file({k: v.contiguous() for k, v in state.items()}, file, metadata={"format": "pt"})
    log.info("%s", json.dumps({"sha256": digest(file), "triples": len(data)}))


if __name__ == "__main__":
    main()
