"""The reports of years and quarters as pages, and any report as a document of its own."""

from collections.abc import Callable, Iterator
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, REPORTS, STATISTICS, Places
from postmortem_archive.report import Report, reports
from postmortem_archive.statistics import Figures
from postmortem_archive.translation import _, ngettext

# From a postmortem to its address; None if it has none.
Address = Callable[[Postmortem], str | None]


def pages(everything: Figures, places: Places) -> Iterator[Page]:
    """An overview, and a report for each year and quarter that has a postmortem."""
    years, quarters = (reports(everything, unit) for unit in ("year", "quarter"))
    yield _overview(everything.archive, places, years, quarters)
    for several in (years, quarters):
        for before, each, after in zip(
            [None, *several], several, [*several[1:], None], strict=False
        ):
            yield _page(each, places, before, after)


def _page(each: Report, places: Places, before: Report | None, after: Report | None) -> Page:
    def render(link: Link) -> Rendered:
        beside = {
            "before": (before.name, link(places.report(before.name))) if before else None,
            "after": (after.name, link(places.report(after.name))) if after else None,
            "listing": link(places.year(each.period.start.year)),
        }
        up = [(each.figures.archive.file.name, link(INDEX)), (_("Reports"), link(REPORTS))]
        view = _view(each, lambda postmortem: link(postmortem.path))
        headings = tuple(Heading(2, title, anchor) for title, anchor in _headings(view))
        return Rendered(fill("report.html", up=up, beside=beside, **view), headings)

    description = _(
        "What the figures of {period} support, what repeated, what is overdue.", period=each.name
    )
    return Page(places.report(each.name), each.title, description, render, only_lists=True)


def document(report: Report, address: Address) -> str:
    """A report as one file of HTML that needs nothing beside it: for a mail or the printer."""
    return fill("report_document.html", **_view(report, address))


def _view(report: Report, address: Address) -> dict[str, Any]:
    """What the templates show; every text still to be escaped."""

    def linked(postmortem: Postmortem) -> tuple[str, str | None]:
        return postmortem.title, address(postmortem)

    spread = report.spread
    return {
        "report": report,
        "changed_title": _changed(report),
        "linked": linked,
        "states": {"final": "final", "unfinished": _("unfinished"), "missing": _("missing")},
        "ranks": _ranks(report),
        "spread_title": _("By severity and month") if spread.months else _("By severity"),
        "bars": [(*row, round(100 * row[2] / spread.most, 1)) for row in spread.rows],
        "more": lambda number: _("and {n} more", n=number),
    }


def _changed(report: Report) -> str:
    if report.before:
        return _("What changed since {period}", period=report.before.name)
    return _("What changed")


def _ranks(report: Report) -> dict[str, int]:
    """Each severity's place on the archive's scale, 1 being the worst."""
    scale = report.figures.archive.file.severities or {}
    return {name: rank for rank, name in enumerate(scale, start=1)}


def _headings(view: dict[str, Any]) -> Iterator[tuple[str, str]]:
    report: Report = view["report"]
    yield view["changed_title"], "changed"
    yield _("In short"), "in-short"
    if report.spread.rows:
        yield view["spread_title"], "by-severity"
    if report.incidents.shown:
        yield _("Incidents"), "incidents"
    if report.apart.shown:
        yield _("Counted apart"), "apart"
    if report.repeats.shown:
        yield _("What repeated"), "repeats"
    if report.unwritten.shown:
        yield _("Postmortems missing or late"), "unwritten"
    if report.overdue.shown:
        yield _("Overdue"), "overdue"
    yield _("How this is measured"), "definitions"


def _overview(
    archive: Archive, places: Places, years: list[Report], quarters: list[Report]
) -> Page:
    def render(link: Link) -> Rendered:
        def cell(each: Report) -> tuple[str, str | None, int]:
            return each.name, link(places.report(each.name)), each.figures.count.n

        of_year: dict[int, dict[str, tuple[str, str | None, int]]] = {}
        for each in quarters:
            of_year.setdefault(each.period.start.year, {})[each.name[-2:]] = cell(each)
        html = fill(
            "reports.html",
            up=[(archive.file.name, link(INDEX))],
            statistics=link(STATISTICS),
            rows=[(cell(year), of_year[year.period.start.year]) for year in reversed(years)],
            undated=_undated(archive),
        )
        return Rendered(html)

    description = _("{archive}, quarter by quarter and year by year.", archive=archive.file.name)
    return Page(REPORTS, _("Reports"), description, render, only_lists=True)


def _undated(archive: Archive) -> str:
    number = sum(postmortem.day is None for postmortem in archive.postmortems)
    if not number:
        return ""
    return ngettext(
        "{n} postmortem without a day: in no report.",
        "{n} postmortems without a day: in no report.",
        number,
    )
