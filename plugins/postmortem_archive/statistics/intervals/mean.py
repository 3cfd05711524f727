"""Bounds of a mean of durations, which are skewed, by the studentised bootstrap."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from postmortem_archive.statistics.intervals.interval import Interval

# What the bounds of a mean hold; less than CONFIDENCE, because more cannot be kept.
MEAN_CONFIDENCE = 0.90
SMALLEST_N = 10
# Few skewed durations show too little of their own tail, so bootstraps hold less than they are
# asked for. Asked for a twentieth of the permitted error, this one keeps what it states up to
# lognormal durations with a log-sd of 2, from n = 10 on. To withhold it where the sample looks
# skewed would not help: it fails where the sample happens to look tame.
CAUTION = 20
RESAMPLES = 1999
# From here on the normal interval, as cautious, keeps it too, and costs nothing.
NORMAL_FROM = 500


def of_mean(values: Sequence[float], confidence: float = MEAN_CONFIDENCE) -> Interval | None:
    """Bounds of the mean of durations (in any unit, none negative, in any order).

    None below ten values, and where all are equal: then nothing says how much they could differ.
    The upper bound is None where too few values differ to give one. The seed is fixed, so equal
    values have equal bounds. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 12.5.
    """
    sample = np.sort(np.asarray(values, dtype=float))
    n = len(sample)
    if n < SMALLEST_N or sample[0] == sample[-1]:
        return None
    tail = (1 - confidence) / 2 / CAUTION
    least, most = _normal(n, tail) if n >= NORMAL_FROM else _studentised(sample, tail)
    mean, spread = float(sample.mean()), float(sample.std())
    return Interval(
        max(mean - most * spread, 0.0), mean - least * spread if math.isfinite(least) else None
    )


def _normal(n: int, tail: float) -> tuple[float, float]:
    from scipy import special

    most = -float(special.ndtri(tail)) / n**0.5
    return -most, most


def _studentised(sample: npt.NDArray[np.float64], tail: float) -> tuple[float, float]:
    """How far means of resamples lie from the sample's, in spreads of their own: both tails."""
    n = len(sample)
    # RandomState, because its stream never changes; NumPy promises that of no other generator.
    drawn = np.random.RandomState(0).randint(0, n, (RESAMPLES, n), dtype=np.uint16)
    resamples = sample[drawn]
    offset = resamples.mean(axis=1) - sample.mean()
    spread = resamples.std(axis=1)
    alike = sample[drawn.min(axis=1)] == sample[drawn.max(axis=1)]
    with np.errstate(divide="ignore", invalid="ignore"):
        distances = np.where(alike, np.copysign(np.inf, offset), offset / spread)
    distances.sort()
    rank = math.floor(tail * (RESAMPLES + 1) + 1e-9)
    if rank == 0:
        return -math.inf, math.inf
    return float(distances[rank - 1]), float(distances[-rank])
