"""Intervals hold as often as they state, no change is claimed out of chance, and the page says so.

Simulations have fixed seeds; "within its Monte Carlo error" is three standard errors. What
`scripts/simulate` wrote into the page from many trials must agree with the fewer of these tests.
"""

from collections.abc import Iterator

import numpy as np
import pytest

from postmortem_archive.statistics import intervals
from scripts.simulations import tables
from scripts.simulations.counts import (
    count_arrows,
    count_claims,
    count_coverage,
    share_claims,
    share_coverage,
)
from scripts.simulations.durations import (
    KINDS,
    Method,
    coverage,
    mean_arrows,
    mean_coverage,
    plain_bootstrap,
    quantile_coverage,
    shift_claims,
    textbook,
    uneven_claims,
)
from tests.helpers import ROOT

PAGE = (ROOT / "docs" / "explanation" / "how-durations-are-measured.md").read_text(encoding="utf-8")
TRIALS = {10: 800, 30: 400, 100: 200}
SKEWED = "lognormal, log-sd 1.5"
BEYOND = ("lognormal, log-sd 2.5",)
SHARES = (0.02, 0.1, 0.3, 0.5, 0.8)


def error(share: float, trials: int) -> float:
    return 3 * float(np.sqrt(share * (1 - share) / trials))


def on_page(table: str, *row: str) -> dict[str, float]:
    """The shares in the row that begins with these cells, by the names of their columns."""
    header, *rows = tables.read(PAGE, table)
    (found,) = (each for each in rows if each[: len(row)] == row)
    cells = zip(header, found, strict=True)
    return {name: int(cell[:-2]) / 100 for name, cell in cells if cell.endswith(" %")}


def agrees(written: float, found: float, trials: int) -> bool:
    """Whether a rounded share of 4000 trials and one of fewer can be the same."""
    return abs(written - found) <= 0.005 + error(max(0.01, min(written, 0.99)), trials) * 1.2


def test_what_is_stated() -> None:
    assert (intervals.CONFIDENCE, intervals.MEAN_CONFIDENCE) == (0.95, 0.90)


@pytest.mark.parametrize("n", TRIALS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_interval_of_a_mean_holds(kind: str, n: int) -> None:
    found = mean_coverage(kind, n, TRIALS[n])
    assert kind in BEYOND or found >= 0.90 - error(0.90, TRIALS[n])
    assert agrees(on_page("durations", "mean", kind)[f"n = {n}"], found, TRIALS[n])


@pytest.mark.parametrize("n", [300, 999, 1000, 3000])
def test_the_interval_of_the_mean_of_many_holds(n: int) -> None:
    trials = 1000 if n >= 1000 else 60
    assert mean_coverage(SKEWED, n, trials) >= 0.90 - error(0.90, trials)


def test_the_interval_of_a_mean_is_of_some_use() -> None:
    """It would hold always if it were wide enough."""
    rng = np.random.RandomState(0)
    for n, times in ((10, 10), (30, 5), (100, 3)):
        samples = [KINDS[SKEWED].draw(rng, n) for _ in range(100)]
        found = [(intervals.of_mean(sample.tolist()), sample.mean()) for sample in samples]
        highs = [bounds.high / mean for bounds, mean in found if bounds and bounds.high]
        assert len(highs) == 100
        assert np.median(highs) < times


@pytest.mark.parametrize("n", TRIALS)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "share"), [("median", 0.5), ("p90", 0.9)])
def test_the_interval_of_a_quantile_holds(name: str, share: float, kind: str, n: int) -> None:
    found = quantile_coverage(share, kind, n, 1000)
    assert found >= 0.95 - error(0.95, 1000)
    if kind == SKEWED:
        assert agrees(on_page("durations", name, kind)[f"n = {n}"], found, 1000)


@pytest.mark.parametrize(
    ("name", "method"),
    [("mean ± 1.96 standard errors", textbook), ("percentile bootstrap", plain_bootstrap)],
)
def test_what_others_offer_holds_less_than_it_says(name: str, method: Method) -> None:
    for n, trials in TRIALS.items():
        found = coverage(method, SKEWED, KINDS[SKEWED].mean, n, trials)
        assert found < 0.95 - error(0.95, trials)
        assert agrees(on_page("rivals", name)[f"n = {n}"], found, trials)


@pytest.mark.parametrize("mean", [0.1, 0.5, 2, 9, 40])
def test_the_interval_of_a_count_holds(mean: float) -> None:
    """Exactly: all counts that can happen are added up."""
    assert count_coverage(mean) >= 0.95
    assert mean < 9 or count_coverage(mean) < 0.975


@pytest.mark.parametrize("n", [1, 5, 10, 30, 100])
def test_the_interval_of_a_share_holds(n: int) -> None:
    for share in SHARES:
        assert share_coverage(n, share) >= 0.95
    assert n < 30 or share_coverage(n, 0.5) < 0.975


@pytest.mark.parametrize("exposure", [1 / 12, 1 / 4, 1, 3])
@pytest.mark.parametrize("mean", [0.5, 2, 9, 40])
def test_counts_that_do_not_change_are_seldom_said_to(mean: float, exposure: float) -> None:
    assert count_claims(mean, exposure) <= 0.05


@pytest.mark.parametrize(("n", "m"), [(5, 5), (10, 10), (30, 30), (30, 10), (5, 30)])
def test_shares_that_do_not_change_are_seldom_said_to(n: int, m: int) -> None:
    for share in SHARES:
        assert share_claims(n, m, share) <= 0.05


@pytest.mark.parametrize(("n", "m"), [(5, 5), (10, 10), (30, 30), (5, 30), (60, 60)])
def test_durations_that_do_not_change_are_seldom_said_to(n: int, m: int) -> None:
    assert shift_claims(n, m, 1, 1000) <= 0.05 + error(0.05, 1000)


def test_the_true_shift_is_within_its_bounds() -> None:
    rng = np.random.RandomState(5)
    draw = KINDS[SKEWED].draw
    held = 0
    for _ in range(1000):
        now, before = draw(rng, 12) + 3, draw(rng, 20)
        _, (low, high) = intervals.of_shift(now.tolist(), before.tolist())
        held += low is not None and high is not None and low <= 3 <= high
    assert held / 1000 >= 0.95 - error(0.95, 1000)


def test_a_threefold_change_is_mostly_found() -> None:
    """Else all of the above would hold for intervals without end."""
    assert shift_claims(30, 30, 3, 500) > 0.6
    assert count_claims(10, factor=3) > 0.8
    assert share_claims(30, 30, 0.2, factor=3) > 0.8
    assert uneven_claims(3, 24, 3, 500) > 0.8


@pytest.mark.parametrize(("mean", "months"), [(0.5, 12), (1, 12), (3, 24), (9, 6), (40, 60)])
def test_independent_incidents_are_seldom_called_uneven(mean: float, months: int) -> None:
    assert uneven_claims(mean, months, 1, 2000) <= 0.05 + error(0.05, 2000)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("counts", tables.coverage_of_counts()),
        ("claims", tables.claims(200)),
        ("arrows", tables.arrows(200)),
        ("unevenness", tables.unevenness(200)),
    ],
)
def test_the_page_has_the_tables_that_are_measured(name: str, made: Iterator[tables.Row]) -> None:
    header, *rows = made
    written_header, *written_rows = tables.read(PAGE, name)
    assert header == written_header
    for row, written in zip(rows, written_rows, strict=True):
        exact = row[0] in ("count", "share")
        for cell, its in zip(row, written, strict=True):
            if exact or not cell.endswith(" %"):
                assert cell == its
            else:
                assert agrees(int(its[:-2]) / 100, int(cell[:-2]) / 100, 200), (row, written)


def test_the_arrows_of_the_page() -> None:
    """Both figures that its text makes most of."""
    assert count_arrows(9, 0.25) > 0.5
    assert mean_arrows(10, 0.5, 2000) > 0.5
