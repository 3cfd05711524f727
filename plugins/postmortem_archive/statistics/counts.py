"""How many incidents: in all, in each month, and how long it is between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.statistics import intervals
from postmortem_archive.statistics.durations import quantile
from postmortem_archive.statistics.intervals import Interval
from postmortem_archive.statistics.periods import Period, units

# A month of average length, in days.
MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Count:
    """A number of incidents, and the bounds of how many were to be expected by chance alone."""

    incidents: tuple[Postmortem, ...]
    bounds: Interval

    @property
    def n(self) -> int:
        return len(self.incidents)


@dataclass(frozen=True, slots=True)
class Frequency:
    """Incidents per month, by the days of the period that are over.

    `months` has every month from the first to the last, also those without any. `gaps` are the
    days between an incident and the next one. `dispersion` is the variance of the monthly
    counts divided by their mean: 1 if incidents are independent; `bunched` says that they are
    not, and that the bounds are too narrow. None where too little is known.
    """

    months: Mapping[str, tuple[Postmortem, ...]]
    days: int
    count: Count
    gaps: tuple[int, ...]
    smallest_n: int
    dispersion: float | None = None
    bunched: bool = False

    @property
    def widening(self) -> float:
        """How much wider bounds should be, because incidents come in bunches; 1 if they do not."""
        return self.dispersion**0.5 if self.bunched and self.dispersion else 1.0

    @property
    def per_month(self) -> float | None:
        return self.count.n * MONTH / self.days if self.days else None

    @property
    def bounds(self) -> Interval:
        """Of the incidents per month."""
        if not self.days:
            return Interval(None, None)
        low, high = self.count.bounds
        scale = MONTH / self.days
        return Interval(low and low * scale, high and high * scale)

    @property
    def withheld(self) -> bool:
        """Whether there are too few gaps to say what is typical."""
        return len(self.gaps) < self.smallest_n

    @property
    def median_gap(self) -> float | None:
        return None if self.withheld or not self.gaps else quantile(sorted(self.gaps), 0.5)

    @property
    def gap_bounds(self) -> Interval:
        if self.withheld or not self.gaps:
            return Interval(None, None)
        return intervals.of_quantile(sorted(self.gaps), 0.5)


def count(incidents: Sequence[Postmortem]) -> Count:
    """How many there are, with the bounds of a Poisson count."""
    return Count(tuple(incidents), intervals.of_count(len(incidents)))


def frequency(
    incidents: Sequence[Postmortem], period: Period | None, today: date, smallest_n: int
) -> Frequency:
    """Incidents by month of a period; without one, from the first incident until today."""
    dated = sorted((p.day, p.id, p) for p in incidents if p.day)
    if not dated:
        return Frequency({}, 0, count(()), (), smallest_n)
    first = period.start if period else dated[0][0].replace(day=1)
    last = min(period.end, today) if period else today
    last = max(last, dated[-1][0])
    months: dict[str, list[Postmortem]] = {each.name: [] for each in units(first, last, "month")}
    for day, _, postmortem in dated:
        months[f"{day:%Y-%m}"].append(postmortem)
    gaps = tuple((b[0] - a[0]).days for a, b in pairwise(dated))
    spread = intervals.dispersion([len(each) for each in months.values()])
    return Frequency(
        {name: tuple(each) for name, each in months.items()},
        (last - first).days + 1,
        count([p for _, _, p in dated]),
        gaps,
        smallest_n,
        spread.factor if spread else None,
        spread.uneven if spread else False,
    )
