"""Figures over many incidents, each with its n, what is missing, and the incidents behind it."""

import math
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from postmortem_archive.model.front_matter import MEASURES, Measure, duration
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import intervals


@dataclass(frozen=True, slots=True)
class DurationFigure:
    """A duration over a set of incidents; mean, median and p90 are None if withheld.

    `spans` are the incidents behind it, the longest first; `missing` those whose
    span is not known; `stated` counts spans taken from the report instead of moments.
    `low` and `high` bound the median with at least 95 % confidence (order statistics of
    the sample, free of any assumption on its distribution), or are None if n is too small.
    """

    measure: Measure
    spans: tuple[tuple[timedelta, Postmortem], ...]
    missing: tuple[Postmortem, ...]
    stated: int
    smallest_n: int
    mean: timedelta | None = None
    median: timedelta | None = None
    p90: timedelta | None = None
    low: timedelta | None = None
    high: timedelta | None = None

    @property
    def n(self) -> int:
        return len(self.spans)

    @property
    def withheld(self) -> bool:
        return self.n < self.smallest_n


@dataclass(frozen=True, slots=True)
class Slice:
    """The incidents of one slice of the archive and its duration figures, by measure's key."""

    name: str
    incidents: tuple[Postmortem, ...]
    figures: dict[str, DurationFigure]


def incidents(postmortems: Iterable[Postmortem]) -> tuple[Postmortem, ...]:
    """Those that count: incidents, not near-misses, drills or projects."""
    return tuple(p for p in postmortems if p.front.kind == "incident")


def measure_slice(name: str, postmortems: Iterable[Postmortem], smallest_n: int) -> Slice:
    """All duration figures of one set of postmortems."""
    counted = incidents(postmortems)
    figures = {
        key: duration_figure(measure, counted, smallest_n) for key, measure in MEASURES.items()
    }
    return Slice(name, counted, figures)


def duration_figure(
    measure: Measure, counted: Sequence[Postmortem], smallest_n: int
) -> DurationFigure:
    """One duration over the incidents; withheld where fewer than `smallest_n` have it."""
    known = [(found, p) for p in counted if (found := duration(p.front, measure))]
    spans = sorted(((d.span, p) for d, p in known), key=lambda pair: (-pair[0], pair[1].id))
    missing = tuple(p for p in counted if duration(p.front, measure) is None)
    stated = sum(1 for d, _ in known if d.stated)
    figure = DurationFigure(measure, tuple(spans), missing, stated, smallest_n)
    if figure.withheld or not spans:
        return figure
    values = sorted(span.total_seconds() for span, _ in spans)
    low, high = intervals.of_quantile(values, 0.5)
    return DurationFigure(
        measure,
        tuple(spans),
        missing,
        stated,
        smallest_n,
        mean=timedelta(seconds=statistics.fmean(values)),
        median=timedelta(seconds=statistics.median(values)),
        p90=timedelta(seconds=quantile(values, 0.9)),
        low=_span(low),
        high=_span(high),
    )


def quantile(values: Sequence[float], share: float) -> float:
    """The quantile of sorted values, linear between neighbours (Hyndman and Fan's type 7)."""
    position = (len(values) - 1) * share
    below = math.floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (values[above] - values[below]) * (position - below)


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=seconds)


def sliced(
    postmortems: Iterable[Postmortem],
    keys: Callable[[Postmortem], Iterable[str]],
    smallest_n: int,
) -> list[Slice]:
    """One slice for each key that a postmortem has, in the order of first appearance."""
    groups: dict[str, list[Postmortem]] = {}
    for postmortem in postmortems:
        for key in dict.fromkeys(keys(postmortem)):
            groups.setdefault(key, []).append(postmortem)
    return [measure_slice(name, group, smallest_n) for name, group in groups.items()]
