"""Figures over many incidents, each with its n, what is missing, and the incidents behind it.

`figures(archive, today)` has them all; `sliced` has them side by side; `as_data` makes JSON of
them. What each is stands in `definitions`, how sure it is in `intervals`.
"""

from postmortem_archive.statistics.change import Change
from postmortem_archive.statistics.counts import Count, Frequency
from postmortem_archive.statistics.coverage import Coverage, Qualifying, coverage
from postmortem_archive.statistics.data import VERSION, as_data
from postmortem_archive.statistics.definitions import (
    DEFINITIONS,
    NAMES,
    definition_of,
    name_of,
)
from postmortem_archive.statistics.durations import Bounds, DurationFigure
from postmortem_archive.statistics.figures import Figures, figures, last_year, lately
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.keys import WHOLE
from postmortem_archive.statistics.periods import Period, between, read_period, unit_of, units
from postmortem_archive.statistics.shares import Detection, Hours, Phases, Share
from postmortem_archive.statistics.slices import BY, NOT_STATED, sliced
from postmortem_archive.statistics.writing import Writing, Written, writing

__all__ = [
    "BY",
    "DEFINITIONS",
    "NAMES",
    "NOT_STATED",
    "VERSION",
    "WHOLE",
    "Bounds",
    "Change",
    "Count",
    "Coverage",
    "Detection",
    "DurationFigure",
    "Figures",
    "Frequency",
    "Hours",
    "Interval",
    "Period",
    "Phases",
    "Qualifying",
    "Share",
    "Writing",
    "Written",
    "as_data",
    "between",
    "coverage",
    "definition_of",
    "figures",
    "last_year",
    "lately",
    "name_of",
    "read_period",
    "sliced",
    "unit_of",
    "units",
    "writing",
]
