"""All figures of one set of postmortems; each is computed when it is first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from postmortem_archive import times
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.register import Register, register
from postmortem_archive.statistics import counts, repeats, shares
from postmortem_archive.statistics.budgets import Budget, budgets
from postmortem_archive.statistics.change import Change, changes
from postmortem_archive.statistics.coverage import Coverage, coverage
from postmortem_archive.statistics.durations import DurationFigure, duration_figure
from postmortem_archive.statistics.periods import Period, between
from postmortem_archive.statistics.writing import Writing, writing


@dataclass(frozen=True)
class Figures:
    """The figures of some postmortems of an archive as of a day.

    `name` says which: All, SEV-1, 2026-Q1. `period` limits them by the incident's day, and `whole`
    then has them of all times; without a period they are that themselves. Only postmortems of
    one `kind` enter, usually incidents; how many there are of the others is in `apart`. A slice,
    of a service say, knows nothing of incidents that have no postmortem. What a part was taken
    from in the end is `everything`.
    """

    archive: Archive
    postmortems: tuple[Postmortem, ...]
    today: date
    name: str = "All"
    period: Period | None = None
    kind: str = "incident"
    whole: "Figures | None" = None
    is_slice: bool = False
    everything: "Figures | None" = None

    @cached_property
    def incidents(self) -> tuple[Postmortem, ...]:
        return tuple(p for p in self.postmortems if p.front.kind == self.kind)

    @cached_property
    def apart(self) -> Mapping[str, tuple[Postmortem, ...]]:
        """Near-misses, drills, projects and maintenance, by kind."""
        groups = shares.grouped(self.postmortems, lambda p: [p.front.kind])
        groups.pop(self.kind, None)
        return {kind: tuple(groups[kind]) for kind in sorted(groups)}

    @cached_property
    def count(self) -> counts.Count:
        return counts.count(self.incidents)

    @cached_property
    def frequency(self) -> counts.Frequency:
        smallest = self.archive.file.policy.smallest_n
        return counts.frequency(self.incidents, self.period, self.today, smallest)

    @cached_property
    def durations(self) -> Mapping[str, DurationFigure]:
        """By the key of the measure: detect, acknowledge, mitigate, recover."""
        smallest = self.archive.file.policy.smallest_n
        return {
            key: duration_figure(measure, self.incidents, smallest)
            for key, measure in MEASURES.items()
        }

    @cached_property
    def detection(self) -> shares.Detection:
        return shares.detection(self.incidents, self.archive.file.detection or ())

    @cached_property
    def impact(self) -> shares.Hours:
        return shares.impact(self.incidents)

    @cached_property
    def causes(self) -> Mapping[str, shares.Hours]:
        """Hours of impact by cause, the largest first."""
        return shares.impact_by_cause(self.incidents)

    @cached_property
    def phases(self) -> shares.Phases:
        return shares.phases(self.incidents)

    @cached_property
    def budgets(self) -> tuple[Budget, ...]:
        return budgets(self.incidents, self.archive)

    @cached_property
    def repeats(self) -> repeats.Repeats:
        return repeats.repeats(self.incidents, self.archive)

    @cached_property
    def coverage(self) -> Coverage:
        """Against the archive's list of all incidents, if it has one."""
        archive = replace(self.archive, incident_list=None) if self.is_slice else self.archive
        since, until = (self.period.start, self.period.end) if self.period else (None, None)
        return coverage(archive, self.postmortems, self.today, since, until)

    @cached_property
    def writing(self) -> Writing:
        """The time to postmortem."""
        return writing(self.archive, self.incidents, self.today)

    @cached_property
    def register(self) -> Register:
        """The action items of these postmortems, of all kinds."""
        if self.everything is None:
            return register(self.archive, self.today)
        all_actions = self.everything.register
        mine = (entry for p in self.postmortems for entry in all_actions.of(p))
        return all_actions.part(tuple(mine))

    @cached_property
    def before(self) -> "Figures | None":
        """The same of the period before, or None without a period."""
        if self.period is None or self.whole is None:
            return None
        return self.whole.within(self.period.previous())

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Against the period before; nothing without a period."""
        return changes(self, self.before) if self.before else ()

    def within(self, period: Period) -> "Figures":
        """The same postmortems as far as they are of a period; asked again, the same object."""
        whole = self.whole or self
        if period not in whole.known:
            kept = tuple(p for p in whole.postmortems if p.day in period)
            whole.known[period] = replace(
                self,
                postmortems=kept,
                period=period,
                name=period.name,
                whole=whole,
                everything=self.everything or self,
            )
        return whole.known[period]

    @cached_property
    def sides(self) -> dict[str, "tuple[Figures, ...]"]:
        """Its slices as far as they were asked for, by dimension: see `slices`."""
        return {}

    @cached_property
    def known(self) -> dict[Period, "Figures"]:
        """Its periods as far as they were asked for: what one shows, the next is compared with."""
        return {}


def lately(archive: Archive, today: date) -> Figures:
    """The figures of the twelve months until today."""
    return figures(archive, today, last_year(today))


def last_year(today: date) -> Period:
    """The twelve months until today."""
    return between(times.add_months(today, -12) + timedelta(days=1), today)


def figures(archive: Archive, today: date, period: Period | None = None) -> Figures:
    """The figures of an archive: of all of it, or of a period."""
    everything = Figures(archive, archive.postmortems, today)
    return everything.within(period) if period else everything
