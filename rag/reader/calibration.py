"""From what the reader's model says to a probability, and the levels it is held to."""

import math
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

__all__ = ["NOTHING", "Calibration", "Direction", "Signals"]


class Signals(NamedTuple):
    """What the model says of one passage: two logits, higher when it answers.

    `margin` is the best span's start and end logits less those of the null span on `<s>`, as in
    Devlin et al., section 4.3. Both are -inf for an empty passage.
    """

    answerable: float
    margin: float


NOTHING = Signals(-math.inf, -math.inf)


class Direction(BaseModel):
    """The probability that a reading is right, and what it takes, for one language pair.

    From `threshold` on a reading is answered with; from `possible` on it may be shown as a possible
    match.

    Logistic regression on the two signals: Platt, "Probabilistic outputs for support vector
    machines" (1999), with two scores in the place of one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    slope: float = 1.0
    margin: float = 0.0
    intercept: float = 0.0
    threshold: float = 0.5
    possible: float = 0.25

    def chance(self, signals: Signals) -> float:
        """The probability, 0 to 1."""
        if signals == NOTHING:
            return 0.0
        logit = self.slope * signals.answerable + self.margin * signals.margin + self.intercept
        return 1 / (1 + math.exp(-logit)) if logit > -700 else 0.0


class Calibration(BaseModel):
    """What was fitted on held-out data, by direction: "en-ar" is an English question on Arabic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    directions: dict[str, Direction] = {}

    def of(self, question_language: str, passage_language: str) -> Direction:
        """The fit of a direction; one that was not fitted takes the strictest of the others."""
        if found := self.directions.get(f"{question_language}-{passage_language}"):
            return found
        return max(self.directions.values(), key=lambda d: d.threshold, default=Direction())
