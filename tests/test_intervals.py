"""Intervals against published tables, against scipy's own tests, and at their edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from postmortem_archive.statistics import intervals
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.intervals.durations import LAID_OUT, rank_sum_rank

DURATIONS = st.lists(st.integers(0, 600).map(float), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    # Garwood 1936, as tabulated in Pearson and Hartley, Biometrika Tables, table 40.
    [(0, 0, 3.69), (1, 0.0253, 5.57), (5, 1.62, 11.67), (10, 4.80, 18.39), (30, 20.24, 42.83)],
)
def test_bounds_of_a_count(count: int, low: float, high: float) -> None:
    assert intervals.of_count(count) == pytest.approx((low, high), abs=0.005)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (0, 10, 0, 0.3085),  # 1 - 0.025^(1/10)
        (1, 10, 0.0025, 0.4450),
        (5, 10, 0.1871, 0.8129),
        (10, 10, 0.6915, 1),
        (0, 0, 0, 1),  # a share of nothing may be anything
    ],
)
def test_bounds_of_a_share(count: int, of: int, low: float, high: float) -> None:
    assert intervals.of_share(count, of) == pytest.approx((low, high), abs=0.00005)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(("count", "of"), [(0, 7), (3, 7), (19, 40), (40, 40)])
def test_bounds_of_counts_and_shares_are_those_of_scipy(
    count: int, of: int, confidence: float
) -> None:
    exact = stats.binomtest(count, of).proportion_ci(confidence, method="exact")
    assert intervals.of_share(count, of, confidence) == pytest.approx((exact.low, exact.high))
    tail = (1 - confidence) / 2
    low = stats.chi2.ppf(tail, 2 * count) / 2 if count else 0
    high = stats.chi2.isf(tail, 2 * count + 2) / 2
    assert intervals.of_count(count, confidence) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("n", "first", "last"),
    # Ranks of the 95 % interval of a median: Dixon and Massey, table A-25; Conover, table A3.
    [(5, None, None), (6, 1, 6), (9, 2, 8), (10, 2, 9), (15, 4, 12), (20, 6, 15), (30, 10, 21)],
)
def test_ranks_of_the_interval_of_a_median(n: int, first: int | None, last: int | None) -> None:
    assert intervals.of_quantile([float(rank) for rank in range(1, n + 1)], 0.5) == (first, last)


def test_a_high_quantile_of_few_values_has_no_upper_bound() -> None:
    values = [float(rank) for rank in range(30, 0, -1)]
    # 0.9^30 = 4.2 %, more than the 2.5 % that may lie above the greatest of 30.
    # P(binomial(30, 0.9) <= 22) = 0.8 %, <= 23: 2.6 %.
    assert intervals.of_quantile(values, 0.9) == (23, None)
    assert intervals.of_quantile([], 0.5) == (None, None)


def test_the_bounds_of_a_high_quantile_leave_each_at_most_half_outside() -> None:
    # P(binomial(40, 0.9) <= 31) = 1.55 %, <= 32: 4.19 %; >= 40: 0.9^40 = 1.48 %.
    assert intervals.of_quantile([float(rank) for rank in range(1, 41)], 0.9) == (32, 40)


@pytest.mark.parametrize(
    ("n", "m", "critical"),
    # Two-sided 5 %: Mann and Whitney's U of 3, 4, 5, 8, 10, 20 as in Siegel, table K.
    [(3, 5, 0), (4, 4, 0), (5, 5, 2), (5, 8, 6), (8, 8, 13), (10, 10, 23), (20, 20, 127)],
)
def test_critical_values_of_the_rank_sum(n: int, m: int, critical: int) -> None:
    assert rank_sum_rank(n, m, 0.025) == rank_sum_rank(m, n, 0.025) == critical + 1


def test_too_few_for_a_rank_sum() -> None:
    # Of three and three, the most extreme order has 1/20 on each side.
    assert rank_sum_rank(3, 3, 0.025) == 0
    shift, bounds = intervals.of_shift([10, 20, 30], [1, 2, 3])
    assert (shift, bounds) == (18, (None, None))
    assert not bounds.excludes_zero


@pytest.mark.parametrize(("n", "m"), [(50, 50), (7, 300), (12, 205), (2, 1000)])
def test_the_normal_approximation_takes_over_where_it_agrees(n: int, m: int) -> None:
    k = rank_sum_rank(n, m, 0.025)
    above, below = (
        stats.mannwhitneyu(*_apart(n, m, u), alternative="less", method="exact").pvalue
        for u in (k, k - 1)
    )
    assert below <= 0.0255
    assert above > 0.0245


def _apart(n: int, m: int, u: int) -> tuple[list[float], list[float]]:
    """Two samples without ties of which `u` pairs have the first value above the second."""
    every, rest = divmod(u, m)
    now = [m + 1.0 + i / n for i in range(every)] + [-1.0 - i for i in range(n - every)]
    if every < n:
        now[every] = rest + 0.5
    return now, [float(j) for j in range(1, m + 1)]


def test_a_shift_by_hand() -> None:
    # 5 and 5: the third smallest and third greatest of 25 differences (critical value 2).
    now, before = [11, 22, 33, 44, 55], [1, 2, 3, 4, 5]
    # Smallest: 6 7 8 9 10 17; greatest: 54 53 52 51 50 43; the middle one is 33 - 3.
    assert intervals.of_shift(now, before) == (30, (8, 52))
    shift, bounds = intervals.of_shift(before, now)
    assert (shift, bounds) == (-30, (-52, -8))
    assert bounds.excludes_zero


@given(now=DURATIONS, before=DURATIONS)
def test_a_shift_turned_round_changes_sign(now: list[float], before: list[float]) -> None:
    shift, (low, high) = intervals.of_shift(now, before)
    back, (least, most) = intervals.of_shift(before[::-1], now[::-1])
    assert shift == -back
    if low is not None and high is not None and least is not None and most is not None:
        assert (low, high) == (-most, -least)
        assert low <= shift <= high


@pytest.mark.parametrize("minutes", [1.0, 0.1])
@pytest.mark.parametrize("equal", [False, True])
def test_many_pairs_give_what_laying_them_out_would(minutes: float, equal: bool) -> None:
    rng = np.random.RandomState(3)
    now, before = (rng.geometric(0.5 if equal else 0.01, n) * minutes for n in (130, 140))
    assert len(now) * len(before) > LAID_OUT
    pairs = np.sort(np.subtract.outer(now, before), axis=None)
    k = rank_sum_rank(130, 140, 0.025)
    shift, bounds = intervals.of_shift(list(now), list(before))
    assert shift == pytest.approx(np.median(pairs))
    assert bounds == pytest.approx((pairs[k - 1], pairs[-k]))


def test_a_shift_of_ten_thousand_and_ten_thousand_needs_no_table_of_pairs() -> None:
    before = [float(minute) for minute in range(10_000)]
    shift, bounds = intervals.of_shift([minute + 500 for minute in before], before)
    assert shift == 500
    assert bounds.excludes_zero


def test_a_shift_from_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="both sides"):
        intervals.of_shift([], [1.0])


def test_the_difference_of_two_counts_by_hand() -> None:
    # 14: 7.654 to 23.490; 9: 4.115 to 17.085.
    # 5 - sqrt(6.346^2 + 8.085^2) = 5 - 10.278; 5 + sqrt(9.490^2 + 4.885^2) = 5 + 10.673.
    bounds = intervals.of_count_difference(14, 9)
    assert bounds == pytest.approx((-5.278, 15.673), abs=0.002)
    assert not bounds.excludes_zero
    assert intervals.of_count_difference(30, 9).excludes_zero


def test_a_period_twice_as_long_doubles_the_other_count_and_its_bounds() -> None:
    # 9 in half the time: 18, from 8.230 to 34.169.
    # -4 - sqrt(6.346^2 + 16.169^2) = -21.370; -4 + sqrt(9.490^2 + 9.770^2) = 9.620.
    bounds = intervals.of_count_difference(14, 9, exposure=2)
    assert bounds == pytest.approx((-21.370, 9.620), abs=0.003)


def test_the_difference_of_two_shares_by_hand() -> None:
    # 5 of 10: 0.1871 to 0.8129; 0 of 10: 0 to 0.3085.
    # 0.5 - sqrt(0.3129^2 + 0.3085^2) = 0.0606; 0.5 + 0.3129 = 0.8129.
    bounds = intervals.of_share_difference(5, 10, 0, 10)
    assert bounds == pytest.approx((0.0606, 0.8129), abs=0.0002)
    assert bounds.excludes_zero


@pytest.mark.parametrize("counts", [(0, 0, 5, 10), (5, 10, 0, 0), (0, 0, 0, 0)])
def test_of_a_share_of_nothing_nothing_is_known(counts: tuple[int, int, int, int]) -> None:
    assert intervals.of_share_difference(*counts) == (-1, 1)


@pytest.mark.parametrize(
    ("bounds", "excludes"),
    [((1, 2), True), ((-2, -1), True), ((0, 2), False), ((-1, 0), False), ((-1, 1), False),
     ((None, -1), True), ((1, None), True), ((None, 1), False), ((None, None), False)],
)  # fmt: skip
def test_excludes_zero(bounds: tuple[float | None, float | None], excludes: bool) -> None:
    assert Interval(*bounds).excludes_zero is excludes


@given(values=st.lists(st.integers(0, 9000).map(float), min_size=10, max_size=60))
def test_a_mean_lies_within_its_bounds_in_any_order(values: list[float]) -> None:
    found = intervals.of_mean(values)
    assert found == intervals.of_mean(sorted(values, reverse=True))
    if found is None:
        assert min(values) == max(values)
    else:
        assert found.low is not None
        assert 0 <= found.low <= sum(values) / len(values)
        assert found.high is None or found.high >= sum(values) / len(values)


def test_a_mean_of_few_or_of_equal_values_has_no_bounds() -> None:
    assert intervals.of_mean([5.0, 7.0] * 4) is None
    assert intervals.of_mean([5.0] * 30) is None


def test_one_long_incident_among_equal_ones_leaves_the_mean_open_above() -> None:
    # 0.9^10 = 35 % of resamples lack it, and say nothing of how far the mean may lie above.
    assert intervals.of_mean([0.0] * 9 + [600.0]) == (0, None)


def test_more_confidence_gives_wider_bounds_of_a_mean() -> None:
    values = [float(minute) for minute in range(1, 31)]
    some, more = (intervals.of_mean(values, confidence) for confidence in (0.8, 0.9))
    assert some is not None
    assert more is not None
    assert (more.low or 0) < (some.low or 0) < 15.5 < (some.high or 0) < (more.high or 0)


def test_the_normal_interval_of_many_by_hand() -> None:
    # 500 of 10 and 500 of 20: mean 15, spread 5, 5 / 1000^0.5 = 0.15811.
    # z of 5 % is 1.6449, of 5 / 20 % 2.8070: 15 - 0.26008, 15 + 0.44383.
    found = intervals.of_mean([10.0, 20.0] * 500)
    assert found == pytest.approx((14.73992, 15.44383), abs=0.00002)


def test_dispersion_by_hand() -> None:
    counts = [0, 0, 0, 0, 0, 10, 4, 2]
    # Mean 2; 5 * 4 + 64 + 4 + 0 = 88; 88 / 2 = 44 on 7 degrees of freedom.
    found = intervals.dispersion(counts)
    assert found is not None
    assert found.factor == pytest.approx(44 / 7)
    assert found.uneven
    assert found.widening == pytest.approx((44 / 7) ** 0.5)


def test_months_that_vary_as_by_chance() -> None:
    # Mean 3; squares 1 + 1 + 0 + 4 + 4 + 0 = 10; 10 / 3 / 5 = 0.667.
    found = intervals.dispersion([2, 4, 3, 1, 5, 3])
    assert found is not None
    assert found.factor == pytest.approx(2 / 3)
    assert (found.uneven, found.widening) == (False, 1)


@pytest.mark.parametrize("counts", [[], [9, 0, 9, 0, 9], [1, 0, 0, 0, 0, 0, 1], [0] * 12])
def test_too_few_months_or_incidents_for_a_dispersion(counts: list[int]) -> None:
    assert intervals.dispersion(counts) is None
