"""How sure a figure is, and whether two runs really differ. Seeded: same input, same numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Difference", "Interval", "bootstrap", "compare_paired", "holm", "randomisation"]

SEED = 20220110
RESAMPLES = 2000
ROUNDS = 10_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the ends of its 95 % interval."""

    value: float
    low: float
    high: float


def bootstrap(
    values: Sequence[float],
    clusters: Sequence[str],
    archives: Sequence[str] = (),
    *,
    each: bool = False,
) -> Interval:
    """The mean and its 95 % percentile interval, resampling whole clusters (articles).

    Questions about one article stand or fall together, so articles are drawn, not questions
    (Field and Welsh, "Bootstrapping clustered data", JRSS B 2007). Where `archives` says of several
    archives which one a value is from, archives are drawn first, then articles in each of them.
    With `each`, every archive counts the same: the mean of their means.

    Raises:
        ValueError: there are no values, or not one cluster (and archive) for each.
    """
    homes = archives or [""] * len(values)
    if not values or not len(values) == len(clusters) == len(homes):
        raise ValueError(f"{len(values)} values for {len(clusters)} clusters: need one for each")
    random = np.random.default_rng(SEED)
    names = list(dict.fromkeys(homes))
    drawn = np.array([_draw(values, clusters, homes, name, random) for name in names])
    kept = [[value for value, home in zip(values, homes, strict=True) if home == n] for n in names]
    which = random.integers(len(names), size=(len(names), RESAMPLES))
    if len(names) == 1:
        which = np.zeros((1, RESAMPLES), dtype=np.int64)
    sums, counts = (np.take_along_axis(drawn[:, part], which, axis=0) for part in (0, 1))
    if each:
        value = float(np.mean([np.mean(own) for own in kept]))
        means = (sums / counts).mean(axis=0)
    else:
        value, means = float(np.mean(values)), sums.sum(axis=0) / counts.sum(axis=0)
    low, high = np.quantile(means, [0.025, 0.975])
    return Interval(value, float(low), float(high))


def _draw(
    values: Sequence[float],
    clusters: Sequence[str],
    homes: Sequence[str],
    home: str,
    random: np.random.Generator,
) -> NDArray[np.float64]:
    """Sum and number of an archive's values, (2, RESAMPLES), its clusters drawn anew each time."""
    own = [i for i, name in enumerate(homes) if name == home]
    places = {name: i for i, name in enumerate(dict.fromkeys(clusters[i] for i in own))}
    totals = np.zeros((2, len(places)))
    for i in own:
        totals[:, places[clusters[i]]] += (values[i], 1)
    draws = random.integers(len(places), size=(RESAMPLES, len(places)))
    return np.asarray(totals[:, draws].sum(axis=2))


def randomisation(differences: Sequence[float], clusters: Sequence[str]) -> float:
    """Two-sided p-value that paired differences come from systems that do not differ.

    Each cluster's differences keep or change their signs together; p is the share of rounds at
    least as extreme, the observed one counted (Smucker, Allan and Carterette, CIKM 2007).
    """
    if not any(differences):
        return 1.0
    names = {name: i for i, name in enumerate(dict.fromkeys(clusters))}
    sums = np.zeros(len(names))
    for value, cluster in zip(differences, clusters, strict=True):
        sums[names[cluster]] += value
    signs = np.random.default_rng(SEED).integers(2, size=(ROUNDS, len(names))) * 2 - 1
    extreme = np.abs(signs @ sums) >= abs(sums.sum()) - 1e-9
    return float((extreme.sum() + 1) / (ROUNDS + 1))


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Holm's step-down correction (Scandinavian Journal of Statistics 1979): adjusted p-values."""
    adjusted: dict[str, float] = {}
    highest = 0.0
    ordered = sorted(p_values.items(), key=lambda item: (item[1], item[0]))
    for rank, (name, p) in enumerate(ordered):
        highest = max(highest, min(1.0, p * (len(ordered) - rank)))
        adjusted[name] = highest
    return {name: adjusted[name] for name in p_values}


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure in two runs: the mean difference (second less first) over `n` shared questions.

    `p` is corrected for the number of measures compared; `found` says that p is below 0.05.
    """

    first: float
    second: float
    n: int
    p: float

    @property
    def found(self) -> bool:
        """Whether a difference was found, at the 5 % level."""
        return self.p < 0.05


def compare_paired(
    measures: Mapping[str, Sequence[tuple[float, float, str]]],
) -> dict[str, Difference]:
    """Compare measures over the questions both runs answered: (first, second, cluster) each.

    A measure without a shared question is left out.
    """
    shared = {name: pairs for name, pairs in measures.items() if pairs}
    raw = {
        name: randomisation([b - a for a, b, _ in pairs], [c for _, _, c in pairs])
        for name, pairs in shared.items()
    }
    corrected = holm(raw)
    return {
        name: Difference(
            sum(a for a, _, _ in pairs) / len(pairs),
            sum(b for _, b, _ in pairs) / len(pairs),
            len(pairs),
            corrected[name],
        )
        for name, pairs in shared.items()
    }
