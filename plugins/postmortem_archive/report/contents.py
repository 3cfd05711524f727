"""What a report has: its sentences and tables as plain texts, cut so that two pages hold them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Generic, TypeVar

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import ArchiveError
from postmortem_archive.model.postmortem import Action, Postmortem
from postmortem_archive.register import Entry
from postmortem_archive.report import sentences
from postmortem_archive.report.incidents import Row, Spread, row, spread, worst_first
from postmortem_archive.statistics import (
    Figures,
    Period,
    definition_of,
    figures,
    sliced,
    wording,
)
from postmortem_archive.statistics.coverage import Qualifying
from postmortem_archive.statistics.periods import unit_of
from postmortem_archive.statistics.repeats import Repeat
from postmortem_archive.translation import _, ngettext

# What two printed pages hold, together with everything else.
MOST_INCIDENTS = 25
MOST_APART = 5
MOST_REPEATS = 4
MOST_UNDONE = 2
MOST_OVERDUE = 6
MOST_UNWRITTEN = 4

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cut(Generic[T]):
    """The first of several, and how many more there are."""

    shown: tuple[T, ...]
    more: int

    @classmethod
    def of(cls, several: Iterable[T], most: int) -> "Cut[T]":
        everything = tuple(several)
        return cls(everything[:most], max(0, len(everything) - most))


@dataclass(frozen=True, slots=True)
class Again:
    """A repeat: the incident, the earlier ones, and which of the `agreed` actions are not done."""

    incident: Postmortem
    earlier: tuple[Postmortem, ...]
    undone: Cut[Action]
    agreed: int

    @property
    def told(self) -> str:
        """What became of the actions agreed earlier."""
        left = len(self.undone.shown) + self.undone.more
        if not self.agreed:
            return _("no action was agreed then")
        if not left:
            return ngettext(
                "the one action agreed then done by now",
                "all {n} actions agreed then done by now",
                self.agreed,
            )
        return ngettext(
            "{left} of {n} action agreed then not done even today",
            "{left} of {n} actions agreed then not done even today",
            self.agreed,
            left=left,
        )


@dataclass(frozen=True)
class Report:
    """The report of a period as of a day; all its texts are plain, for each format to escape.

    `before` are the figures of the period before, or None if the archive begins later.
    """

    figures: Figures
    period: Period
    before: Figures | None

    @property
    def name(self) -> str:
        return self.period.name

    @property
    def title(self) -> str:
        return _("Incidents in {period}", period=self.name)

    @property
    def about(self) -> str:
        """The archive, the days, and as of when."""
        days, today = self.period.days, self.figures.today
        elapsed = self.period.elapsed(today)
        values = {
            "archive": self.figures.archive.file.name,
            "first": self.period.start,
            "last": self.period.end,
            "today": today,
        }
        if elapsed < days:
            return _(
                "{archive}: {first} to {last}, not over yet. As of {today}, {elapsed} of {days} "
                "days.",
                elapsed=elapsed,
                days=days,
                **values,
            )
        return _("{archive}: {first} to {last}. As of {today}.", **values)

    @property
    def counted(self) -> str:
        """How many incidents, and what is counted apart."""
        figures = self.figures
        apart = [wording.of_kind(len(posts), kind) for kind, posts in figures.apart.items()]
        told = wording.of_kind(figures.count.n, "incident") if figures.incidents else self.nothing
        if not apart:
            return f"{told}."
        return _("{incidents}. Counted apart: {apart}.", incidents=told, apart=", ".join(apart))

    @property
    def nothing(self) -> str:
        return _(
            "No postmortem tells of an incident in {period}: nothing happened that needed one, or "
            "it is not written yet",
            period=self.name,
        )

    @cached_property
    def changed(self) -> tuple[str, ...]:
        """Against the period before; empty if there is nothing to compare with."""
        return tuple(sentences.on_change(self.figures, self.before)) if self.before else ()

    @property
    def compared(self) -> str:
        """How to take what changed, or why nothing is compared."""
        if self.changed:
            return definition_of("changes")
        return _("The archive has no earlier postmortem, so there is nothing to compare with.")

    @cached_property
    def in_short(self) -> tuple[str, ...]:
        return tuple(sentences.in_short(self.figures))

    @cached_property
    def spread(self) -> Spread:
        return spread(self.figures)

    @cached_property
    def incidents(self) -> Cut[Row]:
        """The worst first."""
        worst = worst_first(self.figures.incidents, self.figures.archive)
        cut = Cut.of(worst, MOST_INCIDENTS)
        return Cut(tuple(map(row, cut.shown)), cut.more)

    @cached_property
    def apart(self) -> Cut[Postmortem]:
        """Near-misses first, then the other kinds, each newest first."""
        kinds = sorted(self.figures.apart, key=lambda kind: (kind != "near-miss", kind))
        return Cut.of((p for kind in kinds for p in self.figures.apart[kind]), MOST_APART)

    @cached_property
    def repeats(self) -> Cut[Again]:
        """Those whose earlier actions are undone first: they might have been avoided."""
        found = sorted(self.figures.repeats.repeats, key=lambda each: -len(each.undone))
        return Cut.of(map(_again, found), MOST_REPEATS)

    @cached_property
    def unwritten(self) -> Cut[Qualifying]:
        """Incidents that need a postmortem: those that have none, then those whose is late."""
        wanted = self.figures.coverage.qualifying
        found = [one for one in wanted if one.late or one.state == "missing"]
        return Cut.of(sorted(found, key=lambda one: one.state != "missing"), MOST_UNWRITTEN)

    @cached_property
    def overdue(self) -> Cut[Entry]:
        """Action items of the period's postmortems, of whatever kind, the longest overdue first."""
        return Cut.of(self.figures.register.overdue, MOST_OVERDUE)

    @property
    def definitions(self) -> tuple[tuple[str, str], ...]:
        """The name and definition of each figure that is shown."""
        return tuple(sentences.defined(self.figures))


def report(archive: Archive, period: Period, today: date) -> Report:
    """The report of a period. ArchiveError if it is before the first postmortem or to come."""
    days = [p.day for p in archive.postmortems if p.day]
    if not days:
        raise ArchiveError(f"{period.name}: no report, for no postmortem here has a day yet")
    if period.end < min(days) or period.start > max(today, *days):
        raise ArchiveError(_outside(period, days, today))
    now = figures(archive, today, period)
    before = now.before if period.previous().end >= min(days) else None
    return Report(now, period, before)


def _outside(period: Period, days: Sequence[date], today: date) -> str:
    why = "has not begun" if period.start > today else "is before the first postmortem"
    first, last = (unit_of(day, period.unit or "quarter").name for day in (min(days), max(days)))
    return f"{period.name} {why}; there are postmortems from {first} to {last}"


def reports(everything: Figures, unit: str) -> list[Report]:
    """One for each month, quarter or year that has a postmortem, the earliest first.

    `everything` are the figures of a whole archive, of all times.
    """
    parts = sliced(everything, unit)
    return [
        Report(now, now.period, before)
        for before, now in zip([None, *parts], parts, strict=False)
        if now.postmortems and now.period
    ]


def _again(repeat: Repeat) -> Again:
    undone = Cut.of((action for action, earlier in repeat.undone), MOST_UNDONE)
    agreed = sum(a.status != "declined" for p in repeat.earlier for a in p.actions)
    return Again(repeat.incident, repeat.earlier, undone, agreed)
