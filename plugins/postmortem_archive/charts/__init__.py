"""Charts as static SVG from plain rows, each with its description and its data table.

They know no archive, page or disk. Altair and vl-convert are imported here alone, and only when
a chart is drawn.
"""

from postmortem_archive.charts.bars import causes, phases
from postmortem_archive.charts.chart import (
    Cause,
    Cell,
    Chain,
    Chart,
    Count,
    Hour,
    Link,
    Phases,
    Span,
)
from postmortem_archive.charts.durations import over_time
from postmortem_archive.charts.hours import of_week
from postmortem_archive.charts.repeats import chains
from postmortem_archive.charts.stacked import by_severity, by_source

__all__ = [
    "Cause",
    "Cell",
    "Chain",
    "Chart",
    "Count",
    "Hour",
    "Link",
    "Phases",
    "Span",
    "by_severity",
    "by_source",
    "causes",
    "chains",
    "of_week",
    "over_time",
    "phases",
]
