"""How much chance alone can do to a figure. The one door to numpy and scipy.

What each method assumes, and how often it holds in simulations, is said in
docs/explanation/how-durations-are-measured.md.
"""

from postmortem_archive.statistics.intervals.counts import (
    Dispersion,
    dispersion,
    of_count,
    of_count_difference,
    of_share,
    of_share_difference,
)
from postmortem_archive.statistics.intervals.durations import of_quantile, of_shift
from postmortem_archive.statistics.intervals.interval import CONFIDENCE, Interval
from postmortem_archive.statistics.intervals.mean import MEAN_CONFIDENCE, of_mean

__all__ = [
    "CONFIDENCE",
    "MEAN_CONFIDENCE",
    "Dispersion",
    "Interval",
    "dispersion",
    "of_count",
    "of_count_difference",
    "of_mean",
    "of_quantile",
    "of_share",
    "of_share_difference",
    "of_shift",
]
