"""What has changed from one period to the next: only what chance alone does not explain.

All comparisons of two periods are made together, and so that of pairs of periods in which
nothing has changed at most one in twenty is said to show any change at all: each of the k
intervals leaves only 5 % / k outside (Bonferroni). Where the archive's months show that incidents
come in bunches, the interval of the counts is as much wider as their variance is greater.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from postmortem_archive.statistics import intervals
from postmortem_archive.statistics.intervals import Interval

if TYPE_CHECKING:
    from postmortem_archive.statistics.figures import Figures

COMPARED = ("incidents", "repeats", "detect", "recover")
CONFIDENCE = 1 - (1 - intervals.CONFIDENCE) / len(COMPARED)

Kind = Literal["count", "share", "duration"]


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of a period against the one before.

    `now` and `before` are numbers, shares (0 to 1) or medians in seconds, a number `before`
    already what it makes of a period as long as this one. `difference` is of the same unit, of
    durations that of a typical pair; it and `bounds` are None where there are too few incidents.
    """

    figure: str
    kind: Kind
    now: float | None
    before: float | None
    n: int
    n_before: int
    difference: float | None = None
    bounds: Interval | None = None

    @property
    def is_change(self) -> bool:
        """Whether chance alone is no good explanation."""
        return self.bounds is not None and self.bounds.excludes_zero


def changes(now: "Figures", before: "Figures") -> tuple[Change, ...]:
    """Every comparison of a period with the one before, in the order of COMPARED."""
    return tuple(_COMPARISONS[name](name, now, before) for name in COMPARED)


def _incidents(name: str, now: "Figures", before: "Figures") -> Change:
    n, m = len(now.incidents), len(before.incidents)
    exposure = _exposure(now, before)
    if exposure is None:
        return Change(name, "count", n, m, n, m)
    difference = n - m * exposure
    bounds = intervals.of_count_difference(n, m, exposure, CONFIDENCE)
    wide = now.whole.frequency.widening if now.whole else 1.0
    bounds = Interval(
        *(difference + wide * (each - difference) for each in bounds if each is not None)
    )
    return Change(name, "count", n, m * exposure, n, m, difference, bounds)


def _exposure(now: "Figures", before: "Figures") -> float | None:
    """How much longer this period is than the one before, as far as it is over."""
    if now.period is None or before.period is None:
        return None
    days = now.period.elapsed(now.today)
    return days / before.period.days if days else None


def _repeats(name: str, now: "Figures", before: "Figures") -> Change:
    new, old = now.repeats.share, before.repeats.share
    smallest = now.archive.file.policy.smallest_n
    if min(new.of, old.of) < max(1, smallest):
        return Change(name, "share", new.share, old.share, new.of, old.of)
    bounds = intervals.of_share_difference(new.n, new.of, old.n, old.of, CONFIDENCE)
    difference = new.n / new.of - old.n / old.of
    return Change(name, "share", new.share, old.share, new.of, old.of, difference, bounds)


def _duration(name: str, now: "Figures", before: "Figures") -> Change:
    new, old = now.durations[name], before.durations[name]
    medians = (_seconds(new.median), _seconds(old.median))
    if new.withheld or old.withheld or not new.n or not old.n:
        return Change(name, "duration", *medians, new.n, old.n)
    difference, bounds = intervals.of_shift(new.seconds, old.seconds, CONFIDENCE)
    return Change(name, "duration", *medians, new.n, old.n, difference, bounds)


def _seconds(span: timedelta | None) -> float | None:
    return None if span is None else span.total_seconds()


_COMPARISONS: dict[str, Callable[[str, "Figures", "Figures"], Change]] = {
    "incidents": _incidents,
    "repeats": _repeats,
    "detect": _duration,
    "recover": _duration,
}
