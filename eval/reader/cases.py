"""Questions of the encyclopedia sets, each with the passages that retrieval finds for it."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from eval.reader.data import Question, Split
from index.facets import Facets
from index.lexical import Entry, Lexical
from rag.reader.encoder import SentenceEncoder
from rag.search import fuse
from rag.text.fold import analyse
from rag.types import Article, Hit, Passage

__all__ = ["MOST", "RETRIEVED", "Case", "make_cases"]

RETRIEVED = 20
MOST = 150
"""Questions of one data set and direction; only TyDi QA's English has more."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question, its own passage, and the best retrieved ones with scores by system."""

    question: Question
    direction: str
    own: Passage
    dense: list[Hit]
    fused: list[Hit]

    @property
    def answers(self) -> list[str]:
        """The accepted answers, as written in the passage."""
        return [self.own.text[a:b] for a, b in self.question.answers]


def make_cases(split: Split, part: str, encoder: SentenceEncoder) -> list[Case]:
    """The questions of a part over all paragraphs of the passage's language in the data."""
    everything = split.train + split.calibration + split.test
    cases: list[Case] = []
    for language in ("ar", "en"):
        paragraphs = {
            q.paragraph.key: q.paragraph for q in everything if q.paragraph.language == language
        }
        # Thousands of easy TyDi training paragraphs would only cost time.
        kept = [k for k in paragraphs if not k.startswith("tydiqa") or k in _keys(split, part)]
        passages = [_passage(i, paragraphs[k].text, k, language) for i, k in enumerate(kept)]
        by_key = dict(zip(kept, passages, strict=True))
        vectors = encoder.encode_passages([p.text for p in passages])
        asked = _asked(getattr(split, part), language)
        texts = [q.text for q in asked]
        similarity = encoder.encode_queries(texts) @ vectors.T
        lexical = _lexical(texts, passages, language)
        for question, row, words in zip(asked, similarity, lexical, strict=True):
            dense = [(int(i), float(row[i])) for i in np.argsort(-row)[:RETRIEVED]]
            fused = fuse([dense, words], RETRIEVED)
            cases.append(
                Case(
                    question,
                    f"{question.language}-{language}",
                    by_key[question.paragraph.key],
                    [Hit(passages[i], score) for i, score in dense],
                    [Hit(passages[i], score) for i, score in fused],
                )
            )
    return cases


def _asked(questions: Sequence[Question], language: str) -> list[Question]:
    """Arabic and English questions on one language, of each data set at most MOST a direction."""
    counts: Counter[tuple[str, str]] = Counter()
    kept = []
    for question in questions:
        key = (question.paragraph.key.split("-")[0], question.language)
        if question.paragraph.language == language and question.language in {"ar", "en"}:
            counts[key] += 1
            if counts[key] <= MOST:
                kept.append(question)
    return kept


def _lexical(
    texts: Sequence[str], passages: Sequence[Passage], language: str
) -> list[list[tuple[int, float]]]:
    """BM25 of the product's own index, for each question."""
    about = Facets(language, 0, 0, 0)
    with tempfile.TemporaryDirectory() as folder:
        entries = [Entry(p.id, about, analyse(p.text)) for p in passages]
        Lexical.write(Path(folder) / "lexical", entries, [language])
        index = Lexical.open(Path(folder) / "lexical", [language])
        return [index.search(analyse(text), RETRIEVED, language) for text in texts]


def _keys(split: Split, part: str) -> set[str]:
    return {q.paragraph.key for q in getattr(split, part)}


def _passage(number: int, text: str, key: str, language: str) -> Passage:
    return Passage(number, Article(id=key, text=text, language=language), 0, len(text))
