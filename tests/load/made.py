"""Make an archive of any number of passages from some real ones, to measure how an index scales.

A made passage lies between a real one and one of its ten nearest, at a random place, moved by the
difference of two others: so it differs from its like in the directions in which real passages do.
How far it is moved is measured, not chosen: as far as gives 1,000 made passages the same median
cosine to their tenth nearest as 1,000 real ones have. A quarter of its words are exchanged for
words of the other passage, so that words are as frequent as in real text.
"""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from index.contents import Contents
from index.copies import PERMUTATIONS
from index.load.clean import kept_spans
from index.passages import make_passages
from index.sources import Origin, Registry, Source
from rag.reader.encoder import Encoder
from rag.settings import Settings
from rag.types import Article, Passage

__all__ = ["OUTLETS", "Maker", "passages_of"]

Vectors = NDArray[np.float32]
PER_ARTICLE = 5
OUTLETS = 100
DAYS = 3650
NEAREST = 10
SAMPLE = 1_000
AT_ONCE = 50_000


def passages_of(
    articles: Sequence[Article], count: int, encoder: Encoder, settings: Settings
) -> list[str]:
    """The texts of the first `count` passages of the articles, cut as the index cuts them."""
    texts: list[str] = []
    for article in articles:
        if len(texts) >= count:
            break
        made = make_passages(
            article,
            kept_spans(article.text),
            encoder.count_tokens,
            settings.passage_tokens,
            settings.overlap_sentences,
        )
        texts += [passage.text for passage in made]
    return texts[:count]


def tenth_nearest(vectors: Vectors) -> float:
    """The median cosine of up to 1,000 vectors to the tenth nearest of the others among them."""
    some = vectors[:SAMPLE]
    cosines = some @ some.T
    np.fill_diagonal(cosines, -1.0)
    return float(np.median(np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST]))


class Maker:
    """Makes passages like the real ones given, always the same for the same seed."""

    def __init__(self, texts: Sequence[str], vectors: Vectors) -> None:
        self._texts = [text.split() for text in texts]
        self._vectors = vectors
        cosines = vectors @ vectors.T
        np.fill_diagonal(cosines, -1.0)
        self._nearest = np.argsort(-cosines, axis=1)[:, :NEAREST]
        self.spread = self._measured_spread(tenth_nearest(vectors))

    def _measured_spread(self, wanted: float) -> float:
        low, high = 0.0, 2.0
        for _ in range(12):
            self.spread = (low + high) / 2
            made = self._drawn(SAMPLE, np.random.default_rng(0))[2]
            low, high = (self.spread, high) if tenth_nearest(made) > wanted else (low, self.spread)
        return self.spread

    def _drawn(
        self, count: int, chance: np.random.Generator
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Vectors]:
        """Which real passages each made one lies between, and its vector of length one."""
        first = chance.integers(len(self._vectors), size=count)
        second = self._nearest[first, chance.integers(self._nearest.shape[1], size=count)]
        place = chance.random((count, 1), dtype=np.float32)
        one, other = chance.integers(len(self._vectors), size=(2, count))
        made = (1 - place) * self._vectors[first] + place * self._vectors[second]
        made += self.spread * (self._vectors[one] - self._vectors[other])
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        return first, second, np.asarray(made, np.float32)

    def archive(self, count: int, seed: int) -> Contents:
        """An archive of `count` passages, five an article, of 100 outlets and ten years."""
        chance = np.random.default_rng(seed)
        vectors = np.empty((count, self._vectors.shape[1]), np.float32)
        articles: list[Article] = []
        passages: list[Passage] = []
        for begin in range(0, count, AT_ONCE):
            end = min(begin + AT_ONCE, count)
            first, second, vectors[begin:end] = self._drawn(end - begin, chance)
            for at in range(begin, end, PER_ARTICLE):
                parts = [
                    self._mixed(int(first[row - begin]), int(second[row - begin]), chance)
                    for row in range(at, min(at + PER_ARTICLE, end))
                ]
                article = _article(at // PER_ARTICLE, parts)
                articles.append(article)
                start = 0
                for offset, part in enumerate(parts):
                    stop = start + len(part)
                    passages.append(Passage(at + offset, article, start, stop, ((start, stop),)))
                    start = stop + 1
        origins = {article.id: Origin("made", f"/made/{article.id}") for article in articles}
        registry = Registry((Source("made", ("/made",)),), origins)
        # Any numbers: no article repeats another.
        marks = chance.integers(2**32, size=(len(articles), PERMUTATIONS), dtype=np.uint32)
        return Contents(articles, passages, vectors, registry, marks)

    def _mixed(self, first: int, second: int, chance: np.random.Generator) -> str:
        words, others = list(self._texts[first]), self._texts[second]
        places = chance.random((2, 1 + len(words) // 4))
        for at, other in zip(*places.tolist(), strict=True):
            words[int(at * len(words))] = others[int(other * len(others))]
        return " ".join(words)


def _article(number: int, parts: Sequence[str]) -> Article:
    return Article(
        f"a{number}",
        "\n".join(parts),
        outlet=f"outlet {number % OUTLETS}",
        published=date(2015, 1, 1) + timedelta(days=number * 1009 % DAYS),
        language="ar" if number % 10 else "en",
    )
