"""Counts and shares: how often their intervals hold, added up over all that can happen."""

from collections.abc import Iterator

from scipy import stats

from postmortem_archive.statistics import intervals
from scripts.simulations.durations import holds

# What happens less often than this changes no figure in its first four digits.
NEGLIGIBLE = 1e-9


def poisson(mean: float) -> list[tuple[int, float]]:
    """The counts that can happen, each with its probability."""
    counts = range(int(mean + 12 * mean**0.5 + 20))
    return _likely(zip(counts, stats.poisson.pmf(counts, mean), strict=True))


def binomial(n: int, share: float) -> list[tuple[int, float]]:
    counts = range(n + 1)
    return _likely(zip(counts, stats.binom.pmf(counts, n, share), strict=True))


def _likely(outcomes: Iterator[tuple[int, float]]) -> list[tuple[int, float]]:
    return [(count, float(chance)) for count, chance in outcomes if chance > NEGLIGIBLE]


def count_coverage(mean: float) -> float:
    return sum(p for count, p in poisson(mean) if holds(intervals.of_count(count), mean))


def share_coverage(n: int, share: float) -> float:
    return sum(p for count, p in binomial(n, share) if holds(intervals.of_share(count, n), share))


def count_claims(mean: float, exposure: float = 1, factor: float = 1) -> float:
    """How often a change is claimed: mean * factor now, and mean in as long a time before.

    The time before is 1 / exposure as long, so that fewer are to be expected in it.
    """
    return sum(
        p * q
        for now, p in poisson(mean * factor)
        for before, q in poisson(mean / exposure)
        if intervals.of_count_difference(now, before, exposure).excludes_zero
    )


def share_claims(n: int, m: int, share: float, factor: float = 1) -> float:
    """How often a change is claimed: share * factor of n now, share of m before."""
    return sum(
        p * q
        for now, p in binomial(n, share * factor)
        for before, q in binomial(m, share)
        if intervals.of_share_difference(now, n, before, m).excludes_zero
    )


def count_arrows(mean: float, change: float) -> float:
    """How often a count moves by this share of itself between two periods with no difference."""
    return sum(
        p * q
        for now, p in poisson(mean)
        for before, q in poisson(mean)
        if before and abs(now / before - 1) >= change
    )
