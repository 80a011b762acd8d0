"""Order what was found by a cross-encoder: any Sentence-Transformers CrossEncoder."""

from dataclasses import dataclass
from typing import Protocol

import torch
from sentence_transformers import CrossEncoder

from rag.errors import ModelError
from rag.reader.encoder import loading
from rag.search import Search
from rag.settings import Settings
from rag.types import Hit, Passage

__all__ = ["CrossOrder", "Order", "Ordered", "load_order"]

BATCH = 16


class Order(Protocol):
    """Anything that scores passages for a question; higher is better."""

    def score(self, question: str, passages: list[Passage]) -> list[float]:
        """One score for each passage, in their order."""
        ...


@dataclass(frozen=True)
class CrossOrder:
    """Implements `Order` with a cross-encoder."""

    model: CrossEncoder

    def score(self, question: str, passages: list[Passage]) -> list[float]:
        """One logit for each passage, in their order."""
        pairs = [(question, passage.in_context) for passage in passages]
        scores = self.model.predict(
            pairs,
            batch_size=BATCH,
            show_progress_bar=False,
            activation_fn=torch.nn.Identity(),
            convert_to_tensor=True,
        )
        return [float(score) for score in scores.float().cpu()]


@dataclass(frozen=True)
class Ordered:
    """A search whose hits another model puts in order. Implements `rag.search.Search`."""

    inner: Search
    order: Order

    def search(self, question: str, k: int) -> list[Hit]:
        """The hits of the search, at most `k`, by the order's scores, best first."""
        hits = self.inner.search(question, k)
        if not hits:
            return []
        scores = self.order.score(question, [hit.passage for hit in hits])
        ranked = [Hit(hit.passage, s) for hit, s in zip(hits, scores, strict=True)]
        return sorted(ranked, key=lambda hit: (-hit.score, hit.passage.id))


def load_order(settings: Settings) -> CrossOrder:
    """Load the cross-encoder that the settings name, from this machine only.

    Raises:
        ModelError: there is no such model here, or it gives more than one score.
    """
    name = settings.reranker
    try:
        model = CrossEncoder(name, **loading(settings.dtype))
    except (OSError, ValueError) as error:
        raise ModelError(
            f"reranker {name!r} cannot be loaded ({str(error).splitlines()[0]}): set `reranker` to "
            "the folder of a CrossEncoder with safetensors weights, or fetch a Hub model first "
            "with `hf download NAME`"
        ) from error
    if model.num_labels != 1:
        raise ModelError(
            f"reranker {name!r} gives {model.num_labels} scores for a passage, not one: set "
            "`reranker` to a model that was trained to rank"
        )
    return CrossOrder(model)
