"""Which words of a question are names: a linear head on the encoder's word vectors.

Trained on the questions of our stories, where the capitals of the English form tell the names and
their spellings tell them in the Arabic form (`python -m eval.reader.names`). It also sees names
that are typed without capitals.
"""

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Protocol

from rag.tuning import NAME

MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"

__all__ = ["NameTagger", "NamedWord", "WordEncoder", "load_tagger"]

WORD = re.compile(rf"(?:[^\W_][{MARKS}]*)+(?:['’.-](?:[^\W_][{MARKS}]*)+)*")
"""With the marks that its letters carry; hyphens and apostrophes join."""


@dataclass(frozen=True, slots=True)
class NamedWord:
    """A word of a question that may be a name; `chance` is the probability, 0 to 1.

    `translated`: it stands for another word in Arabic ("Wheat Hotel"), however that is spelt.
    """

    text: str
    start: int
    chance: float
    translated: bool = False


class WordEncoder(Protocol):
    """An encoder that also gives a vector for each word of a question."""

    @property
    def fingerprint(self) -> str:
        """Name and hash of the model."""
        ...

    def word_vectors(
        self, text: str, words: Sequence[tuple[int, int]]
    ) -> Sequence[Sequence[float]]:
        """One vector for each (start, end) of `text`, in their order."""
        ...


@dataclass(frozen=True)
class NameTagger:
    """Finds the names of a question; without weights it goes by capitals."""

    encoder: WordEncoder | None = None
    weights: tuple[float, ...] = ()
    bias: float = 0.0

    def names(self, text: str) -> tuple[NamedWord, ...]:
        """The words of a question that may be names, in order."""
        spans = [match.span() for match in WORD.finditer(text) if not match[0].isdigit()]
        if self.encoder is None or not spans:
            return tuple(_capitalised(text, spans))
        vectors = self.encoder.word_vectors(text, spans)
        named = (
            NamedWord(text[start:end], start, self._chance(vector))
            for (start, end), vector in zip(spans, vectors, strict=True)
        )
        return tuple(word for word in named if word.chance >= NAME)

    def _chance(self, vector: Sequence[float]) -> float:
        logit = self.bias + sum(w * x for w, x in zip(self.weights, vector, strict=True))
        return 1 / (1 + math.exp(-max(min(logit, 50.0), -50.0)))


def _capitalised(text: str, spans: Sequence[tuple[int, int]]) -> list[NamedWord]:
    """Latin words with a capital that is not the sentence's own."""
    return [
        NamedWord(text[start:end], start, 1.0) for start, end in spans[1:] if text[start].isupper()
    ]


def load_tagger(encoder: object) -> NameTagger:
    """The tagger for an encoder; by capitals alone where its weights belong to another one."""
    stored = json.loads((files("rag") / "weights" / "names.json").read_text(encoding="utf-8"))
    if getattr(encoder, "fingerprint", "") != stored["encoder"]:
        return NameTagger()
    word_encoder: WordEncoder = encoder  # type: ignore[assignment]
    return NameTagger(word_encoder, tuple(stored["weights"]), stored["bias"])
