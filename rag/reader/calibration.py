"""From what the reader's model says to a probability, and the levels it is held to."""

import math

from pydantic import BaseModel, ConfigDict

__all__ = ["Calibration", "Direction"]


class Direction(BaseModel):
    """The probability that a reading is right, and what it takes, for one language pair.

    The probability is a logistic function of the model's logit: Platt, "Probabilistic outputs for
    support vector machines" (1999). From `threshold` on a reading is answered with; from `possible`
    on it may be shown as a possible match.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    slope: float = 1.0
    intercept: float = 0.0
    threshold: float = 0.5
    possible: float = 0.25

    def chance(self, logit: float) -> float:
        """The probability, 0 to 1, of the model's answerable logit; -inf is an empty passage."""
        if logit == -math.inf:
            return 0.0
        scaled = self.slope * logit + self.intercept
        return 1 / (1 + math.exp(-scaled)) if scaled > -700 else 0.0


class Calibration(BaseModel):
    """What was fitted on held-out data, by direction: "en-ar" is an English question on Arabic."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    directions: dict[str, Direction] = {}

    def of(self, question_language: str, passage_language: str) -> Direction:
        """The fit of a direction; one that was not fitted takes the strictest of the others."""
        if found := self.directions.get(f"{question_language}-{passage_language}"):
            return found
        return max(self.directions.values(), key=lambda d: d.threshold, default=Direction())
