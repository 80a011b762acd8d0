"""Hard negatives: passages that the retriever ranks high for a question and that do not answer."""

from collections import defaultdict
from collections.abc import Sequence

import torch

from eval.reader.data import Paragraph
from eval.reader.groups import Item
from rag.reader.encoder import Encoder

__all__ = ["mine"]

SEEN = 240
"""Characters of a passage that are compared."""


def mine(items: Sequence[Item], encoder: Encoder, keep: int = 8) -> dict[str, list[Paragraph]]:
    """For each item's id the best `keep` passages of its language that lack the answer's words.

    Passages of the item's own articles are left out: they may answer in other words.
    """
    by_language: defaultdict[str, dict[str, Paragraph]] = defaultdict(dict)
    asked: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        for paragraph in item.own:
            by_language[paragraph.language][paragraph.key] = paragraph
        if item.own:
            asked[item.own[0].language].append(item)
    found: dict[str, list[Paragraph]] = {}
    for language, own in asked.items():
        paragraphs = list(by_language[language].values())
        vectors = torch.from_numpy(encoder.encode_passages([p.text[:SEEN] for p in paragraphs]))
        questions = torch.from_numpy(encoder.encode_queries([item.text for item in own]))
        depth = min(3 * keep, len(paragraphs))
        for item, near in zip(own, (questions @ vectors.T).topk(depth).indices, strict=True):
            titles, said = {p.title for p in item.own}, _said(item)
            ranked = [paragraphs[i] for i in near.tolist()]
            found[item.id] = [
                p for p in ranked if p.title not in titles and not any(a in p.text for a in said)
            ][:keep]
    return found


def _said(item: Item) -> list[str]:
    """The words of every answer, as written."""
    return [
        paragraph.text[paragraph.offsets[first][0] : paragraph.offsets[last][1]]
        for paragraph, places in item.answered
        for first, last in places
    ]
