"""How many incidents, and whether that and what else matters has changed."""

from collections import Counter
from datetime import date

from postmortem_archive import charts
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.statistics.shown import Cell, Section, Shown, Site, Table, figure
from postmortem_archive.statistics import NOT_STATED, Figures, Frequency, last_year, wording


def how_many(whole: Figures, site: Site) -> Section:
    """The count, by year and severity, and how often."""
    return Section("how-many", "How many", (_incidents(whole, site), _frequency(whole, site)))


def _incidents(whole: Figures, site: Site) -> Shown:
    count = whole.count
    apart = (
        site.behind(f"{wording.count(len(posts), kind)}, counted apart", posts)
        for kind, posts in whole.apart.items()
    )
    return figure(
        "incidents",
        values=[("n", f"{count.n:,}", wording.interval(count.bounds))],
        table=_by_year_and_severity(whole, site),
        behind=[site.behind(wording.count(count.n, "incident"), count.incidents), *apart],
    )


def _by_year_and_severity(whole: Figures, site: Site) -> Table:
    scale = [*(site.archive.file.severities or ()), NOT_STATED]
    counts = Counter((_year(p), severity_of(p)) for p in whole.incidents)
    used = {name for _, name in counts}
    names = [name for name in scale if name in used] + sorted(used - set(scale))
    rows = []
    if used == {NOT_STATED}:
        names = []
    for year in sorted({year for year, _ in counts}, key=_latest_first):
        cells = [counts[year, name] for name in names]
        address = site.year(year) if year != words.UNKNOWN else None
        rows.append((Cell(year, address), *_counted(cells, sum(counts[year, n] for n in used))))
    sums = [sum(counts[year, name] for year in {y for y, _ in counts}) for name in names]
    rows.append((Cell("All"), *_counted(sums, sum(counts.values()))))
    return Table("Incidents by year and severity", ("Year", *names, "All"), tuple(rows))


def _counted(numbers: list[int], whole: int) -> list[Cell]:
    return [Cell(f"{number:,}") for number in [*numbers, whole]]


def _latest_first(year: str) -> int:
    return -int(year) if year.isdecimal() else 0


def _year(postmortem: Postmortem) -> str:
    return str(postmortem.day.year) if postmortem.day else words.UNKNOWN


def severity_of(postmortem: Postmortem) -> str:
    return postmortem.front.severity or NOT_STATED


def _frequency(whole: Figures, site: Site) -> Shown:
    frequency = whole.frequency
    gap = "withheld" if frequency.withheld else f"{wording.number(frequency.median_gap)} days"
    small = (
        f"n = {len(frequency.gaps)}, below {frequency.smallest_n}"
        if frequency.withheld
        else wording.interval(frequency.gap_bounds)
    )
    return figure(
        "frequency",
        values=[
            ("a month", wording.number(frequency.per_month), wording.interval(frequency.bounds)),
            ("months", f"{len(frequency.months):,}", ""),
            ("median from one to the next", gap, small),
        ],
        remarks=[_bunched(frequency)],
        chart=charts.by_severity(
            site.monthly(whole.incidents, severity_of),
            [*(site.archive.file.severities or ()), NOT_STATED],
            prefix="months",
            until=whole.today,
        ),
    )


def _bunched(frequency: Frequency) -> str:
    if not frequency.bunched:
        return ""
    return (
        "Incidents come in bunches: the numbers of the months differ more than they would if "
        "incidents came independently (their variance is "
        f"{wording.number(frequency.dispersion)} times their mean). So the interval is too narrow."
    )


def changed(whole: Figures, site: Site) -> Section:
    """The last twelve months against the twelve before, in sentences."""
    now = whole.within(last_year(whole.today))
    before = now.before
    assert before is not None
    told: tuple[str, ...] = tuple(
        wording.sentence(change, "the 12 months before") for change in now.changes
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
    introduction = f"The 12 months to {whole.today} against the 12 before."
    return Section("changes", shown.name, (shown,), introduction)


def _nothing(newest: date | None) -> str:
    told = f" The newest is of {newest}." if newest else ""
    return f"No incident began in these 24 months.{told}"


def _of_period(part: Figures) -> str:
    return f"{wording.count(len(part.incidents), 'incident')}, {part.name.replace(' to ', ' – ')}"
