"""When incidents began, and figures side by side: severities, services, teams, years."""

from collections import Counter
from datetime import timedelta

from postmortem_archive import charts, statistics
from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.pages.group import repeated
from postmortem_archive.pages.statistics.shown import (
    LISTED,
    Cell,
    Section,
    Shown,
    Site,
    Table,
    named,
    rest,
)
from postmortem_archive.statistics import NOT_STATED, DurationFigure, Figures, wording
from postmortem_archive.statistics.durations import duration_figure
from postmortem_archive.translation import N_, _

# By what, the title and the heading of the first column, and where the pages of the values are.
_SLICES = (
    ("severity", N_("By severity"), N_("Severity"), "severities"),
    ("service", N_("By service"), N_("Service"), "services"),
    ("team", N_("By team"), N_("Team"), "teams"),
    ("year", N_("By year"), N_("Year"), "years"),
)
_GROUPS = (("", 2), (N_("Time to detect"), 2), (N_("Time to recover"), 4), ("", 2))
_COLUMNS = (
    "n",
    N_("median"),
    "n",
    N_("median"),
    N_("95 % interval"),
    N_("mean"),
    N_("Hours of impact"),
    N_("Repeats"),
)


def when(whole: Figures, site: Site) -> Section:
    """The hours of the week in which incidents began."""
    begun = [(p.front.started, p) for p in whole.incidents if p.front.started]
    cells = Counter((moment.weekday(), moment.hour) for moment, p in begun)
    alone = {(moment.weekday(), moment.hour): site.to(p) for moment, p in begun}
    offsets = {moment.utcoffset() for moment, p in begun}
    hours = (
        charts.Hour(day, hour, n, alone[day, hour] if n == 1 else None)
        for (day, hour), n in sorted(cells.items())
    )
    zone = "UTC" if offsets <= {timedelta()} else _("the clock of each postmortem")
    unknown = len(whole.incidents) - len(begun)
    shown = Shown(
        "when",
        _("When they began"),
        _(
            "Incidents by weekday and hour of the start of the impact, by {zone}. More incidents "
            "in an hour say nothing about risk unless it is known how much was going on in it.",
            zone=zone,
        ),
        values=(("n", wording.number(len(begun)), wording.not_known(unknown)),),
        chart=charts.of_week(hours, prefix="week", zone=zone),
    )
    return Section("when", shown.name, (shown,))


def side_by_side(whole: Figures, site: Site) -> Section:
    """A table for each way to slice."""
    shown = tuple(
        Shown(f"by-{by}", table.name, "", table=table)
        for by, title, column, folder in _SLICES
        if (table := _table(whole, by, _(title), _(column), folder, site)).rows
    )
    return Section(
        "side-by-side",
        _("Side by side"),
        shown,
        _(
            "Each figure as above, of a part of the incidents, and withheld for itself; services "
            "and teams with the most incidents first. An incident of two is in both rows. That one "
            "row has more than another may be chance: see the intervals."
        ),
    )


def _table(whole: Figures, by: str, title: str, column: str, folder: str, site: Site) -> Table:
    parts = [part for part in statistics.sliced(whole, by) if part.incidents]
    if [part.name for part in parts] == [NOT_STATED]:
        parts = []
    if by == "year":
        parts.reverse()
    elif by != "severity":
        parts.sort(key=lambda part: (part.name == NOT_STATED, -len(part.incidents)))
    rows = tuple(_row(part, _address(part.name, folder, site)) for part in parts[:LISTED])
    columns = (column, _("Incidents"), *(_(each) for each in _COLUMNS))
    groups = tuple((text and _(text), span) for text, span in _GROUPS)
    return Table(title, columns, rows, groups, rest(len(rows), len(parts)))


def _address(name: str, folder: str, site: Site) -> str | None:
    if name == NOT_STATED:
        return None
    return site.year(name) if folder == "years" else site.value(folder, name)


def _row(part: Figures, address: str | None) -> tuple[Cell, ...]:
    detect, recover = _duration(part, "detect"), _duration(part, "recover")
    return (
        Cell(named(part.name), address),
        Cell(wording.number(len(part.incidents))),
        Cell(wording.number(detect.n)),
        _median(detect),
        Cell(wording.number(recover.n)),
        _median(recover),
        Cell(wording.bounds(recover.median_bounds)),
        Cell(wording.UNKNOWN if recover.withheld else wording.span(recover.mean)),
        Cell(wording.hours(part.impact.total) if part.impact.n else wording.UNKNOWN),
        Cell(wording.number(repeated(part.incidents).n)),
    )


def _duration(part: Figures, key: str) -> DurationFigure:
    """One of the durations: the bounds of all four of each slice take their time."""
    smallest = part.archive.file.policy.smallest_n
    return duration_figure(MEASURES[key], part.incidents, smallest)


def _median(figure: DurationFigure) -> Cell:
    if figure.withheld:
        return Cell(_(wording.WITHHELD), quiet=True)
    return Cell(wording.span(figure.median))
