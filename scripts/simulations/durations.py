"""Simulated durations: how often their intervals hold, and how often a change is claimed."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from postmortem_archive.statistics import intervals
from postmortem_archive.statistics.intervals import Interval

Numbers = npt.NDArray[np.float64]
Method = Callable[[list[float]], Interval | None]


class Kind(NamedTuple):
    """Durations whose true mean and quantiles are known."""

    draw: Callable[[np.random.RandomState, int], Numbers]
    mean: float
    quantile: Callable[[float], float]


def lognormal(log_sd: float) -> Kind:
    return Kind(
        lambda rng, n: rng.lognormal(0, log_sd, n),
        float(np.exp(log_sd**2 / 2)),
        lambda share: float(np.exp(log_sd * special.ndtri(share))),
    )


KINDS = {
    "lognormal, log-sd 0.5": lognormal(0.5),
    "lognormal, log-sd 1": lognormal(1),
    "lognormal, log-sd 1.5": lognormal(1.5),
    "lognormal, log-sd 2": lognormal(2),
    "lognormal, log-sd 2.5": lognormal(2.5),
    "Weibull, shape 0.5": Kind(
        lambda rng, n: rng.weibull(0.5, n),
        2.0,  # gamma(1 + 1 / 0.5)
        lambda share: float(np.log(1 - share) ** 2),
    ),
    "gamma, shape 0.5": Kind(
        lambda rng, n: rng.gamma(0.5, 1, n),
        0.5,
        lambda share: float(special.gammaincinv(0.5, share)),
    ),
}


def holds(interval: Interval | None, truth: float) -> bool:
    if interval is None:
        return False
    low, high = interval
    return (low is None or low <= truth) and (high is None or truth <= high)


def coverage(method: Method, kind: str, truth: float, n: int, trials: int) -> float:
    """The share of samples of n whose interval holds the truth."""
    rng = np.random.RandomState(n)
    draw = KINDS[kind].draw
    return sum(holds(method(draw(rng, n).tolist()), truth) for _ in range(trials)) / trials


def mean_coverage(kind: str, n: int, trials: int) -> float:
    return coverage(intervals.of_mean, kind, KINDS[kind].mean, n, trials)


def quantile_coverage(share: float, kind: str, n: int, trials: int) -> float:
    truth = KINDS[kind].quantile(share)
    return coverage(lambda values: intervals.of_quantile(values, share), kind, truth, n, trials)


def textbook(values: list[float]) -> Interval:
    """The mean and 1.96 standard errors, as most tools would have it, if they have anything."""
    error = 1.96 * float(np.std(values, ddof=1)) / len(values) ** 0.5
    return Interval(float(np.mean(values)) - error, float(np.mean(values)) + error)


def plain_bootstrap(values: list[float]) -> Interval:
    """The percentile bootstrap, asked for 95 %."""
    drawn = np.random.RandomState(0).randint(0, len(values), (999, len(values)))
    means = np.sort(np.asarray(values)[drawn].mean(axis=1))
    return Interval(float(means[24]), float(means[974]))


def shift_claims(now: int, before: int, longer: float, trials: int) -> float:
    """How often a change is claimed where the first durations are `longer` times as long."""
    rng = np.random.RandomState(now * 1000 + before)
    draw = KINDS["lognormal, log-sd 1.5"].draw
    samples = ((draw(rng, now) * longer, draw(rng, before)) for _ in range(trials))
    return sum(_claimed(*pair) for pair in samples) / trials


def _claimed(now: Numbers, before: Numbers) -> bool:
    return intervals.of_shift(now.tolist(), before.tolist())[1].excludes_zero


def mean_arrows(n: int, change: float, trials: int) -> float:
    """How often the mean moves by this share of itself, between two periods with no difference."""
    samples = KINDS["lognormal, log-sd 1.5"].draw(np.random.RandomState(n), trials * 2 * n)
    now, before = samples.reshape(2, trials, n).mean(axis=2)
    return float(np.mean(np.abs(now / before - 1) >= change))


def uneven_claims(mean: float, months: int, factor: float, trials: int) -> float:
    """How often months are called uneven, whose variance is `factor` times their mean."""
    rng = np.random.RandomState(months)
    found = [intervals.dispersion(_months(rng, mean, months, factor)) for _ in range(trials)]
    return sum(each is not None and each.uneven for each in found) / trials


def _months(rng: np.random.RandomState, mean: float, months: int, factor: float) -> list[int]:
    rates = (
        rng.gamma(mean / (factor - 1), factor - 1, months) if factor > 1 else np.full(months, mean)
    )
    return [int(count) for count in rng.poisson(rates)]
