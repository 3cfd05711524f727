"""How long it took: each duration over a set of incidents, with bounds of what is typical."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from postmortem_archive.model.front_matter import FrontMatter, Measure, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import intervals


class Bounds(NamedTuple):
    """An interval of time; None is a bound that so few incidents cannot give."""

    low: timedelta | None
    high: timedelta | None


UNBOUNDED = Bounds(None, None)


@dataclass(frozen=True, slots=True)
class DurationFigure:
    """A duration over a set of incidents; mean, median and p90 are None if withheld.

    `spans` are the incidents behind it, the longest first; `missing` those whose span is not
    known, the `impossible` among them because they end before they start. `stated` counts
    spans taken from the report instead of moments. The bounds of median and p90 hold with at
    least 95 % confidence, those of the mean with about 90 %: see `intervals`.
    """

    measure: Measure
    spans: tuple[tuple[timedelta, Postmortem], ...]
    missing: tuple[Postmortem, ...]
    impossible: tuple[Postmortem, ...]
    stated: int
    smallest_n: int
    mean: timedelta | None = None
    median: timedelta | None = None
    p90: timedelta | None = None
    median_bounds: Bounds = UNBOUNDED
    p90_bounds: Bounds = UNBOUNDED

    @property
    def n(self) -> int:
        return len(self.spans)

    @property
    def withheld(self) -> bool:
        return self.n < self.smallest_n

    @property
    def mean_bounds(self) -> Bounds:
        """Computed each time it is asked for: a bootstrap takes some milliseconds."""
        return UNBOUNDED if self.withheld else _bounds(intervals.of_mean(self.seconds))

    @property
    def seconds(self) -> list[float]:
        """The spans, the shortest first."""
        return [span.total_seconds() for span, _ in reversed(self.spans)]


def duration_figure(
    measure: Measure, counted: Sequence[Postmortem], smallest_n: int
) -> DurationFigure:
    """One duration over the incidents; withheld where fewer than `smallest_n` have it."""
    known, missing, stated = [], [], 0
    for postmortem in counted:
        found = duration(postmortem.front, measure)
        if found is None:
            missing.append(postmortem)
            continue
        known.append((found.span, postmortem))
        stated += found.stated
    known.sort(key=lambda pair: (-pair[0], pair[1].id))
    impossible = tuple(p for p in missing if ends_before_it_starts(p.front, measure))
    base = (measure, tuple(known), tuple(missing), impossible, stated, smallest_n)
    figure = DurationFigure(*base)
    if figure.withheld or not known:
        return figure
    values = figure.seconds
    return DurationFigure(
        *base,
        mean=_span(math.fsum(values) / len(values)),
        median=_span(quantile(values, 0.5)),
        p90=_span(quantile(values, 0.9)),
        median_bounds=_bounds(intervals.of_quantile(values, 0.5)),
        p90_bounds=_bounds(intervals.of_quantile(values, 0.9)),
    )


def ends_before_it_starts(front: FrontMatter, measure: Measure) -> bool:
    """Whether both moments are known and in the wrong order."""
    start: datetime | None = getattr(front, measure.start)
    end: datetime | None = getattr(front, measure.end)
    return bool(start and end and end < start)


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of sorted values, linear between neighbours (Hyndman and Fan's type 7)."""
    position = (len(values) - 1) * share
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def _bounds(interval: intervals.Interval | None) -> Bounds:
    return Bounds(_span(interval.low), _span(interval.high)) if interval else UNBOUNDED


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)
