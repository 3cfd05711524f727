"""Figures over many incidents, each with its n, what is missing, and the incidents behind it."""

from postmortem_archive.statistics.durations import (
    DurationFigure,
    Slice,
    duration_figure,
    incidents,
    measure_slice,
    quantile,
    sliced,
)

__all__ = [
    "DurationFigure",
    "Slice",
    "duration_figure",
    "incidents",
    "measure_slice",
    "quantile",
    "sliced",
]
