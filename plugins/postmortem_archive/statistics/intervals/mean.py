"""Bounds of a mean of durations, which are skewed, by the studentised bootstrap."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from postmortem_archive.statistics.intervals.interval import Interval

# What the bounds of a mean hold; less than CONFIDENCE, because more cannot be kept.
MEAN_CONFIDENCE = 0.90
SMALLEST_N = 10
# A few skewed durations show too little of their own tail, so the true mean lies above an upper
# bound more often than the bootstrap was asked for. Asked for a twentieth, it keeps what it states
# for lognormal durations up to a log-sd of 2, from n = 10 on. To withhold it where the sample
# looks skewed would make it worse: it fails where the sample happens to look tame.
CAUTION_ABOVE = 20
RESAMPLES = 1999
# From here on the normal interval, as cautious, keeps it too, and costs nothing.
NORMAL_FROM = 1000


def of_mean(values: Sequence[float], confidence: float = MEAN_CONFIDENCE) -> Interval | None:
    """Bounds of the mean of durations (in any unit, none negative, in any order).

    None below ten values, and where all are equal: then nothing says how much they could differ.
    The upper bound is None where too few values differ to give one. The seed is fixed, so equal
    values have equal bounds. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 12.5.
    """
    sample = np.sort(np.asarray(values, dtype=float))
    if len(sample) < SMALLEST_N or sample[0] == sample[-1]:
        return None
    below = (1 - confidence) / 2
    distances = _normal if len(sample) >= NORMAL_FROM else _studentised
    least, most = distances(sample, below / CAUTION_ABOVE, below)
    mean, spread = float(sample.mean()), float(sample.std())
    high = mean - least * spread if math.isfinite(least) else None
    return Interval(max(mean - most * spread, 0.0), high)


def _normal(sample: npt.NDArray[np.float64], above: float, below: float) -> tuple[float, float]:
    from scipy import special

    scale = len(sample) ** 0.5
    return float(special.ndtri(above)) / scale, -float(special.ndtri(below)) / scale


def _studentised(
    sample: npt.NDArray[np.float64], above: float, below: float
) -> tuple[float, float]:
    """How far means of resamples lie from the sample's, in spreads of their own, leaving out these
    shares: of the least distances, which bound the mean above, and of the greatest."""
    n = len(sample)
    # RandomState, because its stream never changes; NumPy promises that of no other generator.
    drawn = np.random.RandomState(0).randint(0, n, (RESAMPLES, n), dtype=np.uint16)
    resamples = sample[drawn]
    offset, spread = resamples.mean(axis=1) - sample.mean(), resamples.std(axis=1)
    alike = sample[drawn.min(axis=1)] == sample[drawn.max(axis=1)]
    with np.errstate(divide="ignore", invalid="ignore"):
        distances = np.sort(np.where(alike, np.copysign(np.inf, offset), offset / spread))
    return _ranked(distances, above), -_ranked(-distances[::-1], below)


def _ranked(distances: npt.NDArray[np.float64], share: float) -> float:
    """The distance below which this share of them lies, of those in order."""
    rank = math.floor(share * (RESAMPLES + 1) + 1e-9)  # 0.1 / 2 * 2000 may come out as 99.99…
    return float(distances[rank - 1]) if rank else -math.inf
