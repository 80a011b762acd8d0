"""Words counted by us: BM25 that is the same whichever engine finds the candidates.

    terms.json      how many passages there are, and by language how many tokens they have and how
                    many passages hold each token

The formula is the one that tantivy computes (Robertson and Zaragoza, 2009, with Lucene's idf),
lengths rounded to one byte included, so that an index over files scores alike.
"""

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import ArchiveError

__all__ = ["TERMS", "Counted", "Terms", "passage_vector", "place_of_token"]

TERMS = "terms.json"
K1, B = 1.2, 0.75
REFERENCE_LENGTH = 60.0
"""Tokens that a passage is taken to have on average where candidates are found. Fixed, so that a
passage's vector never changes; candidates are then scored by the true average."""
PLACES = 2**32 - 3


@dataclass(frozen=True, slots=True)
class Counted:
    """One passage: its language, its tokens and how often each stands in it."""

    language: str
    counts: Mapping[str, int]
    length: int

    @classmethod
    def of(cls, language: str, tokens: Sequence[str]) -> "Counted":
        """Count the tokens of a passage."""
        return cls(language, Counter(tokens), len(tokens))


@dataclass(frozen=True, slots=True)
class Terms:
    """Counts over all passages; by language, all tokens, and the passages that hold each."""

    passages: int
    lengths: Mapping[str, int]
    found_in: Mapping[str, Mapping[str, int]]

    def changed(self, gone: Iterable[Counted], come: Iterable[Counted]) -> "Terms":
        """The counts after some passages went and others came."""
        passages, lengths = self.passages, Counter(self.lengths)
        found_in = {language: Counter(held) for language, held in self.found_in.items()}
        for sign, several in ((-1, gone), (1, come)):
            for each in several:
                passages += sign
                lengths[each.language] += sign * each.length
                held = found_in.setdefault(each.language, Counter())
                for token in each.counts:
                    held[token] += sign
        return Terms(passages, +lengths, {language: +held for language, held in found_in.items()})

    def holds(self, token: str, language: str) -> bool:
        """Whether some passage in this language has the token."""
        return token in self.found_in.get(language, {})

    def weights(self, tokens: Iterable[str], language: str) -> dict[str, float]:
        """How rare each token is that some passage holds: its inverse document frequency."""
        held = self.found_in.get(language, {})
        return {
            token: math.log(1 + (self.passages - held[token] + 0.5) / (held[token] + 0.5))
            for token in tokens
            if token in held
        }

    def score(self, weights: Mapping[str, float], passage: Counted) -> float:
        """BM25 of a passage for the tokens weighed."""
        average = self.lengths[passage.language] / self.passages
        return sum(
            weight * _saturated(passage.counts[token], passage.length, average)
            for token, weight in weights.items()
            if token in passage.counts
        )

    def write(self, folder: Path) -> None:
        """Write the counts into a folder."""
        values = {"passages": self.passages, "lengths": self.lengths, "found_in": self.found_in}
        text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (folder / TERMS).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Terms":
        """Read what `write` wrote.

        Raises:
            ArchiveError: the file is missing or damaged.
        """
        file = folder / TERMS
        try:
            values = json.loads(file.read_text(encoding="utf-8"))
            return cls(values["passages"], values["lengths"], values["found_in"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ArchiveError(
                f"{file} cannot be read ({error!r}): run `dalil index PATH`"
            ) from error


def place_of_token(token: str) -> int:
    """The place of a token in a sparse vector; two tokens share one once in four thousand million.

    The place 0 is kept for passages without tokens.
    """
    digest = hashlib.blake2b(token.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % PLACES


def passage_vector(passage: Counted) -> dict[int, float]:
    """The sparse vector by which a passage is found; never empty, since no store takes that."""
    vector: dict[int, float] = {}
    for token, count in passage.counts.items():
        place = place_of_token(token)
        weight = _saturated(count, passage.length, REFERENCE_LENGTH)
        vector[place] = vector.get(place, 0.0) + weight
    return vector or {0: 1.0}


def _saturated(count: int, length: int, average: float) -> float:
    relative = _rounded_length(length) / average
    return count * (K1 + 1) / (count + K1 * (1 - B + B * relative))


def _rounded_length(length: int) -> int:
    """A length as one byte keeps it (Lucene's SmallFloat): exact to 40, then to four bits."""
    if length < 40:
        return length
    shift = (length - 24).bit_length() - 4
    return 24 + ((length - 24) >> shift << shift)
