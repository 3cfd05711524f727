"""Bounds of counts and shares and of their differences; whether months vary more than by chance."""

from collections.abc import Sequence
from typing import NamedTuple

from postmortem_archive.statistics.intervals.interval import CONFIDENCE, Interval


def of_count(count: int, confidence: float = CONFIDENCE) -> Interval:
    """Bounds of the number that was to be expected, if things happen independently (Poisson).

    Source: Garwood, Fiducial Limits for the Poisson Distribution, 1936.
    """
    return Interval(*_count_bounds(count, confidence))


def _count_bounds(count: int, confidence: float) -> tuple[float, float]:
    from scipy import special

    tail = (1 - confidence) / 2
    low = float(special.gammaincinv(count, tail)) if count else 0.0
    return low, float(special.gammaincinv(count + 1, 1 - tail))


def of_share(count: int, of: int, confidence: float = CONFIDENCE) -> Interval:
    """Bounds of a share, from 0 to 1: both, if it is a share of nothing.

    Source: Clopper and Pearson, 1934.
    """
    return Interval(*_share_bounds(count, of, confidence))


def _share_bounds(count: int, of: int, confidence: float) -> tuple[float, float]:
    from scipy import special

    tail = (1 - confidence) / 2
    low = float(special.betaincinv(count, of - count + 1, tail)) if count else 0.0
    high = float(special.betaincinv(count + 1, of - count, 1 - tail)) if count < of else 1.0
    return low, high


def of_count_difference(
    now: int, before: int, exposure: float = 1.0, confidence: float = CONFIDENCE
) -> Interval:
    """Bounds of `now` less `before`, where the first period is `exposure` times as long.

    So the difference is that of now and before * exposure, in incidents of the first period.
    Source: Zou and Donner, 2008 (the bounds of each count, combined: MOVER).
    """
    low, high = _count_bounds(before, confidence)
    return _combined(
        now,
        _count_bounds(now, confidence),
        before * exposure,
        (low * exposure, high * exposure),
    )


def of_share_difference(
    now: int, of_now: int, before: int, of_before: int, confidence: float = CONFIDENCE
) -> Interval:
    """Bounds of the first share less the second, from those of each (MOVER).

    Of a share of nothing nothing is known: the bounds are then -1 and 1.
    """
    if not (of_now and of_before):
        return Interval(-1.0, 1.0)
    return _combined(
        now / of_now,
        _share_bounds(now, of_now, confidence),
        before / of_before,
        _share_bounds(before, of_before, confidence),
    )


def _combined(
    now: float, of_now: tuple[float, float], before: float, of_before: tuple[float, float]
) -> Interval:
    down = ((now - of_now[0]) ** 2 + (of_before[1] - before) ** 2) ** 0.5
    up = ((of_now[1] - now) ** 2 + (before - of_before[0]) ** 2) ** 0.5
    return Interval(now - before - down, now - before + up)


class Dispersion(NamedTuple):
    """The variance of counts divided by their mean (1 if incidents happen independently).

    `uneven` says whether they vary more than independent incidents at one rate would.
    """

    factor: float
    uneven: bool

    @property
    def widening(self) -> float:
        """By how much an interval of a count should be wider; 1 if not shown to be too narrow."""
        return self.factor**0.5 if self.uneven else 1.0


def dispersion(counts: Sequence[int], confidence: float = CONFIDENCE) -> Dispersion | None:
    """How unevenly incidents fall on periods of about equal length, months above all.

    None below six periods, or with less than one incident in two: then the test says nothing.
    Source: Fisher, Thornton and Mackenzie, 1922 (the index of dispersion, by chi-squared).
    """
    from scipy import special

    n, total = len(counts), sum(counts)
    if n < 6 or total < n / 2:
        return None
    mean = total / n
    squares = sum((count - mean) ** 2 for count in counts) / mean
    by_chance = float(special.chdtrc(n - 1, squares))
    return Dispersion(squares / (n - 1), by_chance < 1 - confidence)
