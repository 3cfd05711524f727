"""How many incidents, and whether that and what else matters has changed."""

from collections import Counter
from datetime import date

from postmortem_archive import charts
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.statistics.shown import (
    Cell,
    Section,
    Shown,
    Site,
    Table,
    figure,
    named,
)
from postmortem_archive.statistics import NOT_STATED, Figures, Frequency, last_year, wording
from postmortem_archive.translation import _, ngettext


def how_many(whole: Figures, site: Site) -> Section:
    """The count, by year and severity, and how often."""
    return Section("how-many", _("How many"), (_incidents(whole, site), _frequency(whole, site)))


def _incidents(whole: Figures, site: Site) -> Shown:
    count = whole.count
    apart = (
        site.behind(
            _("{postmortems}, counted apart", postmortems=wording.of_kind(len(posts), kind)), posts
        )
        for kind, posts in whole.apart.items()
    )
    return figure(
        "incidents",
        values=[("n", wording.number(count.n), wording.interval(count.bounds))],
        table=_by_year_and_severity(whole, site),
        behind=[site.behind(wording.of_kind(count.n, "incident"), count.incidents), *apart],
    )


def _by_year_and_severity(whole: Figures, site: Site) -> Table:
    scale = [*(site.archive.file.severities or ()), NOT_STATED]
    counts = Counter((_year(p), severity_of(p)) for p in whole.incidents)
    years = {year for year, severity in counts}
    used = {severity for year, severity in counts}
    names = [name for name in scale if name in used] + sorted(used - set(scale))
    rows = []
    if used == {NOT_STATED}:
        names = []
    for year in sorted(years, key=_latest_first):
        cells = [counts[year, name] for name in names]
        address = site.year(year) if year != words.UNKNOWN else None
        rows.append((Cell(year, address), *_counted(cells, sum(counts[year, n] for n in used))))
    sums = [sum(counts[year, name] for year in years) for name in names]
    rows.append((Cell(_("All")), *_counted(sums, sum(counts.values()))))
    columns = (_("Year"), *map(named, names), _("All"))
    return Table(_("Incidents by year and severity"), columns, tuple(rows))


def _counted(numbers: list[int], whole: int) -> list[Cell]:
    return [Cell(wording.number(number)) for number in [*numbers, whole]]


def _latest_first(year: str) -> int:
    return -int(year) if year.isdecimal() else 0


def _year(postmortem: Postmortem) -> str:
    return str(postmortem.day.year) if postmortem.day else words.UNKNOWN


def severity_of(postmortem: Postmortem) -> str:
    return postmortem.front.severity or NOT_STATED


def _frequency(whole: Figures, site: Site) -> Shown:
    frequency = whole.frequency
    return figure(
        "frequency",
        values=[
            (_("a month"), wording.number(frequency.per_month), wording.interval(frequency.bounds)),
            (_("months"), wording.number(len(frequency.months)), ""),
            (_("median from one to the next"), *_gap(frequency)),
        ],
        remarks=[_bunched(frequency)],
        chart=charts.by_severity(
            site.monthly(whole.incidents, lambda p: named(severity_of(p))),
            [*(site.archive.file.severities or ()), named(NOT_STATED)],
            prefix="months",
            until=whole.today,
        ),
    )


def _gap(frequency: Frequency) -> tuple[str, str]:
    """The days from one incident to the next, and what stands beside them."""
    if frequency.withheld:
        few = _(
            "n = {n}, below {smallest}",
            n=str(len(frequency.gaps)),
            smallest=str(frequency.smallest_n),
        )
        return _(wording.WITHHELD), few
    days = _("{days} days", days=wording.number(frequency.median_gap))
    return days, wording.interval(frequency.gap_bounds)


def _bunched(frequency: Frequency) -> str:
    if not frequency.bunched:
        return ""
    return _(
        "Incidents come in bunches: the numbers of the months differ more than they would if "
        "incidents came independently (their variance is {dispersion} times their mean). So the "
        "interval is too narrow.",
        dispersion=wording.number(frequency.dispersion),
    )


def changed(whole: Figures, site: Site) -> Section:
    """The last twelve months against the twelve before, in sentences."""
    now = whole.within(last_year(whole.today))
    before = now.before
    assert before is not None
    told: tuple[str, ...] = tuple(
        # Translators: stands after "in".
        wording.sentence(change, _("the 12 months before"))
        for change in now.changes
    )
    if not now.incidents and not before.incidents:
        newest = max((p.day for p in whole.incidents if p.day), default=None)
        told = (_nothing(newest),)
    shown = figure(
        "changes",
        remarks=told,
        behind=[
            site.behind(_of_period(now), now.incidents),
            site.behind(_of_period(before), before.incidents),
        ],
    )
    introduction = _("The 12 months to {day} against the 12 before.", day=whole.today)
    return Section("changes", shown.name, (shown,), introduction)


def _nothing(newest: date | None) -> str:
    if not newest:
        return _("No incident began in these 24 months.")
    return _("No incident began in these 24 months. The newest is of {day}.", day=newest)


def _of_period(part: Figures) -> str:
    return ngettext(
        "{n} incident, {period}",
        "{n} incidents, {period}",
        len(part.incidents),
        period=part.name.replace(" to ", " – "),
    )
