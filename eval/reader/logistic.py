"""Logistic regression with a small ridge, by Newton's method, for both fitted weights."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["Matrix", "logistic"]

Matrix = NDArray[np.float64]
MOST_STEPS = 30
ENOUGH = 1e-8
"""Largest change of a weight at which the fit has settled."""


def logistic(inputs: Matrix, right: Matrix, ridge: float = 1e-2) -> tuple[Matrix, float]:
    """The slopes and the intercept that make `right` (0 or 1) likeliest, given rows of `inputs`.

    Fitted on standardised columns, so that the ridge weighs all alike; returned for raw ones.
    """
    mean, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-9
    rows = np.hstack([(inputs - mean) / spread, np.ones((len(inputs), 1))])
    weights: Matrix = np.zeros(rows.shape[1])
    for _ in range(MOST_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -50, 50)))
        gradient = rows.T @ (chance - right) + ridge * weights
        curvature = (rows.T * (chance * (1 - chance))) @ rows
        step = np.linalg.solve(curvature + ridge * np.eye(len(weights)), gradient)
        weights = weights - step
        if np.abs(step).max() < ENOUGH:
            break
    slopes = weights[:-1] / spread
    return slopes, float(weights[-1] - (slopes * mean).sum())
