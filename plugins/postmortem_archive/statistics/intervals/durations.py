"""Bounds from the order of durations alone, whatever their distribution: quantiles and shifts."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from postmortem_archive.statistics.intervals.interval import CONFIDENCE, Interval

Numbers = npt.NDArray[np.float64]

# Up to here all differences are laid out and sorted; beyond, each wanted one is searched for.
LAID_OUT = 10_000
# Up to here the rank sum's distribution is counted; beyond, the normal one is as good.
COUNTED = 2_500


def of_quantile(values: Sequence[float], share: float, confidence: float = CONFIDENCE) -> Interval:
    """Bounds of a quantile, from the values in order, of whatever distribution.

    The number of values below the true quantile is binomial(n, share); each bound leaves at
    most half of 1 - confidence outside, and is None where even the extreme value leaves more.
    Source: David and Nagaraja, Order Statistics, 7.1.
    """
    from scipy import special

    ordered = sorted(values)
    n, tail = len(ordered), (1 - confidence) / 2
    below = special.bdtr(np.arange(n + 1), n, share)  # P(at most r values lie below the quantile)
    first = int(np.searchsorted(below, tail, side="right"))  # the rank of the lower bound, from 1
    last = int(np.searchsorted(below, 1 - tail, side="left")) + 1
    low = ordered[first - 1] if first > 0 else None
    high = ordered[last - 1] if last <= n else None
    return Interval(low, high)


def of_shift(
    now: Sequence[float], before: Sequence[float], confidence: float = CONFIDENCE
) -> tuple[float, Interval]:
    """How much longer the first values typically are than the second, with bounds.

    The median of the differences of all pairs, and the two of them between which the true
    shift lies by the rank-sum test: exact for few pairs, else by its normal approximation.
    Bounds are None where even the extreme differences leave too much outside. ValueError if
    there are no values on a side. Source: Hodges and Lehmann, 1963.
    """
    if not (len(now) and len(before)):
        raise ValueError("a shift needs values on both sides")
    first, second = (np.sort(np.asarray(side, dtype=float)) for side in (now, before))
    pairs = len(first) * len(second)
    outside = rank_sum_rank(len(first), len(second), (1 - confidence) / 2)
    middle = ((pairs + 1) // 2, pairs // 2 + 1)
    wanted = [*middle, *((outside, pairs + 1 - outside) if outside else ())]
    found = _differences(first, second, wanted)
    bounds = Interval(found[2], found[3]) if outside else Interval(None, None)
    return (found[0] + found[1]) / 2, bounds


def rank_sum_rank(n: int, m: int, tail: float) -> int:
    """The greatest k so that, if nothing differs, at most `tail` is the chance that fewer than k
    of the n * m pairs have the first value above the second; 0 if there is none."""
    if n * m <= COUNTED:
        return int(np.searchsorted(_rank_sum(n, m), tail, side="right"))
    from scipy import special

    spread = (n * m * (n + m + 1) / 12) ** 0.5
    return max(0, int(np.floor(n * m / 2 + 0.5 + special.ndtri(tail) * spread)))


def _rank_sum(n: int, m: int) -> Numbers:
    """P(U <= u) for u from 0 to n * m. Source: Mann and Whitney, 1947.

    The number of orders with each u are the coefficients of a Gaussian binomial, the product
    of (1 - q^(greater + i)) / (1 - q^i) for i up to the lesser of n and m.
    """
    greater, lesser = max(n, m), min(n, m)
    orders = np.zeros(n * m + 1)
    orders[0] = 1
    for i in range(1, lesser + 1):
        orders[greater + i :] -= orders[: -(greater + i)].copy()
        rows = np.pad(orders, (0, -len(orders) % i)).reshape(-1, i)
        orders = rows.cumsum(axis=0).ravel()[: n * m + 1]
    return np.asarray(orders.cumsum() / orders.sum())


def _differences(now: Numbers, before: Numbers, ranks: Sequence[int]) -> list[float]:
    """The differences of all pairs of these ranks, from 1; both sides are sorted."""
    if len(now) * len(before) > LAID_OUT:
        return [_difference(now, before, rank) for rank in ranks]
    pairs = np.sort(np.subtract.outer(now, before), axis=None)
    return [float(pairs[rank - 1]) for rank in ranks]


def _difference(now: Numbers, before: Numbers, rank: int) -> float:
    """One of them, by halving its range: n * m of them need not be laid out for that."""
    low, high = float(now[0] - before[-1]) - 1, float(now[-1] - before[0]) + 1
    for _ in range(64):
        middle = (low + high) / 2
        found = len(now) * len(before) - int(np.searchsorted(before, now - middle).sum())
        low, high = (low, middle) if found >= rank else (middle, high)
    # What is left is a hair's breadth; the wanted difference is the greatest up to there.
    partner = np.searchsorted(before, now - high)
    has = partner < len(before)
    return float((now[has] - before[partner[has]]).max())
