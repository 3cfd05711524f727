"""How much chance alone can do to a figure. The one door to numpy and scipy."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import special

CONFIDENCE = 0.95


class Interval(NamedTuple):
    """Bounds of a figure; None is a bound that so few values cannot give."""

    low: float | None
    high: float | None

    @property
    def excludes_zero(self) -> bool:
        return (self.low is not None and self.low > 0) or (self.high is not None and self.high < 0)


def of_quantile(values: Sequence[float], share: float, confidence: float = CONFIDENCE) -> Interval:
    """Bounds of a quantile from the order statistics of sorted values, of whatever distribution.

    The number of values below the true quantile is binomial(n, share); each bound leaves at
    most half of 1 - confidence outside. Source: David and Nagaraja, Order Statistics, 7.1.
    """
    n, tail = len(values), (1 - confidence) / 2
    ranks = np.arange(n + 1)
    below = special.bdtr(ranks, n, share)  # P(at most r values lie below the quantile)
    first = int(np.searchsorted(below, tail, side="right"))  # the rank of the lower bound, from 1
    last = int(np.searchsorted(below, 1 - tail, side="left")) + 1
    low = values[first - 1] if first > 0 else None
    high = values[last - 1] if last <= n else None
    return Interval(low, high)


def of_count(count: int, confidence: float = CONFIDENCE) -> Interval:
    """Bounds of the number that was to be expected, if things happen independently (Poisson).

    Source: Garwood, Fiducial Limits for the Poisson Distribution, 1936.
    """
    tail = (1 - confidence) / 2
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return Interval(low, float(special.gammaincinv(count + 1, 1 - tail)))


def of_share(count: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """Bounds of a share, from 0 to 1. Source: Clopper and Pearson, 1934."""
    tail = (1 - confidence) / 2
    low = float(special.betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(special.betaincinv(count + 1, of - count, 1 - tail)) if count < of else 1.0
    return Interval(low, high)


def of_count_difference(
    now: int, before: int, exposure: float = 1.0, confidence: float = CONFIDENCE
) -> Interval:
    """Bounds of the difference of two counts; `exposure` is how much longer the first period is.

    The bounds of each count are combined. Source: Zou and Donner, 2008 (MOVER).
    """
    return _combined(
        now, of_count(now, confidence), before * exposure, of_count(before, confidence), exposure
    )


def of_share_difference(
    now: int, of_now: int, before: int, of_before: int, confidence: float = CONFIDENCE
) -> Interval:
    """Bounds of the difference of two shares, from those of each (MOVER)."""
    return _combined(
        now / of_now,
        of_share(now, of_now, confidence),
        before / of_before,
        of_share(before, of_before, confidence),
    )


def _combined(
    now: float, of_now: Interval, before: float, of_before: Interval, scale: float = 1.0
) -> Interval:
    low_now, high_now = _both(of_now)
    low_before, high_before = (bound * scale for bound in _both(of_before))
    difference = now - before
    down = ((now - low_now) ** 2 + (high_before - before) ** 2) ** 0.5
    up = ((high_now - now) ** 2 + (before - low_before) ** 2) ** 0.5
    return Interval(difference - down, difference + up)


def _both(interval: Interval) -> tuple[float, float]:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low, interval.high


def of_shift(
    now: Sequence[float], before: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, Interval]:
    """How much longer the first values typically are than the second, with bounds.

    The median of the differences of all pairs, and the two of them between which the true
    shift lies, by the rank-sum test. Source: Hodges and Lehmann, 1963.
    """
    pairs = np.sort(np.subtract.outer(np.asarray(now), np.asarray(before)), axis=None)
    n, m = len(now), len(before)
    spread = (n * m * (n + m + 1) / 12) ** 0.5
    k = int(np.floor(n * m / 2 - special.ndtri(1 - (1 - confidence) / 2) * spread))
    bounds = (
        Interval(float(pairs[k - 1]), float(pairs[n * m - k])) if k > 0 else Interval(None, None)
    )
    return float(np.median(pairs)), bounds


def of_mean(values: Sequence[float], confidence: float = 0.9) -> Interval | None:
    return None


class Dispersion(NamedTuple):
    ratio: float
    bunched: bool


def dispersion(counts: Sequence[int]) -> Dispersion | None:
    return None
