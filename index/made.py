"""What a generation is made of: copies told, passages cut, vectors made, for what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from index.contents import Before, Contents
from index.copies import find_copies, signature
from index.generations import BuiltWith
from index.load.clean import kept_spans
from index.partial import encode
from index.passages import make_passages
from index.sources import Registry
from rag.reader.encoder import Encoder
from rag.settings import Settings
from rag.types import Article, Passage

__all__ = ["made_of", "passages_of", "vectors_of"]

SPECIAL_TOKENS = 12
"""Room, of what the encoder sees of a text, for its prefix and the marks around it."""
_Words = tuple[str, str, str]
"""The id, the title and the text of an article: what its passages are made of."""


def made_of(
    articles: Sequence[Article],
    registry: Registry,
    before: Before | None,
    held: Contents,
    built: BuiltWith,
    settings: Settings,
    encoder: Encoder,
    progress: bool,
) -> tuple[Contents, int, list[str]]:
    """What the new generation is made of, how many passages were embedded, and warnings."""
    signatures = _signatures(articles, held, progress)
    copies = find_copies(articles, signatures, _settled(articles, held))
    linked = [replace(article, copies=copies.get(article.id, ())) for article in articles]
    known = _by_article(before, built)
    passages, empty = passages_of(linked, known, settings, encoder, progress)
    vectors, encoded = vectors_of(passages, before, built, settings, encoder, progress)
    return Contents(linked, passages, vectors, registry, signatures), encoded, empty


def _settled(articles: Sequence[Article], before: Contents) -> dict[str, tuple[str, ...]]:
    """The copies, as they were told before, of the articles whose words are still the same."""
    old = {article.id: article for article in before.articles} if len(before.signatures) else {}
    same = (a.id for a in articles if a.id in old and old[a.id].text == a.text)
    return {identity: old[identity].copies for identity in same}


def _signatures(
    articles: Sequence[Article], before: Contents, progress: bool
) -> NDArray[np.uint32]:
    known = {a.text: row for a, row in zip(before.articles, before.signatures, strict=False)}
    bar = tqdm(articles, "copies", unit="article", disable=not progress, delay=1)
    rows = [known[a.text] if a.text in known else signature(a.text) for a in bar]
    return np.array(rows, np.uint32) if rows else np.zeros((0, 0), np.uint32)


def _by_article(before: Before | None, built: BuiltWith) -> dict[_Words, list[Passage]]:
    """The passages of every known article by its words, if they would be made so now."""
    if before is None or before.manifest.built_with != built:
        return {}
    found: dict[_Words, list[Passage]] = {_words(each): [] for each in before.contents.articles}
    for passage in before.contents.passages:
        found[_words(passage.article)].append(passage)
    return found


def _words(article: Article) -> _Words:
    return article.id, article.title, article.text


def passages_of(
    articles: Sequence[Article],
    known: Mapping[_Words, list[Passage]],
    settings: Settings,
    encoder: Encoder,
    progress: bool,
) -> tuple[list[Passage], list[str]]:
    """All passages, article by article, and a warning for each article that has none."""
    passages: list[Passage] = []
    warnings: list[str] = []
    budget = settings.passage_tokens
    longest = min(2 * budget, encoder.max_tokens - SPECIAL_TOKENS)
    for article in tqdm(articles, "passages", unit="article", disable=not progress, delay=1):
        if _words(article) in known:
            own = [replace(p, article=article) for p in known[_words(article)]]
        else:
            keep = kept_spans(article.text)
            own = make_passages(
                article, keep, encoder.count_tokens, budget, settings.overlap_sentences, longest
            )
        if not own:
            warnings.append(f"{article.id}: nothing but page furniture, so it cannot be found")
        passages += own
    return passages, warnings


def vectors_of(
    passages: Sequence[Passage],
    before: Before | None,
    built: BuiltWith,
    settings: Settings,
    encoder: Encoder,
    progress: bool,
) -> tuple[NDArray[np.float32], int]:
    """Vectors (passages, dimension) in order, and how many had to be made: one for each text."""
    known = _rows_by_text(before, built)
    vectors = np.empty((len(passages), encoder.dimension), np.float32)
    fresh: dict[str, list[int]] = {}
    count = 0
    for row, passage in enumerate(passages):
        old = known.get(passage.in_context)
        if before and old is not None:
            vectors[row] = before.contents.vectors[old]
        else:
            fresh.setdefault(passage.in_context, []).append(row)
    if fresh:
        made, count = encode(settings.index, list(fresh), encoder, built.passage_prefix, progress)
        for vector, rows in zip(made, fresh.values(), strict=True):
            vectors[rows] = vector
    return vectors, count


def _rows_by_text(before: Before | None, built: BuiltWith) -> dict[str, int]:
    """Rows of the vectors that are there already, if the same model made them."""
    if before is None:
        return {}
    was = before.manifest.built_with
    made_of = attrgetter("fingerprint", "passage_prefix", "rules")
    if made_of(was) != made_of(built):
        return {}
    return {passage.in_context: row for row, passage in enumerate(before.contents.passages)}
