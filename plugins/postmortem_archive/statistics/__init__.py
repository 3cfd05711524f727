"""Figures over many incidents, each with its n, what is missing, and the incidents behind it."""

from postmortem_archive.statistics.coverage import Coverage, Qualifying, coverage
from postmortem_archive.statistics.durations import (
    DurationFigure,
    Slice,
    duration_figure,
    incidents,
    measure_slice,
    quantile,
    sliced,
)
from postmortem_archive.statistics.writing import Writing, Written, writing

__all__ = [
    "Coverage",
    "DurationFigure",
    "Qualifying",
    "Slice",
    "Writing",
    "Written",
    "coverage",
    "duration_figure",
    "incidents",
    "measure_slice",
    "quantile",
    "sliced",
    "writing",
]
