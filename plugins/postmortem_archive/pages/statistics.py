"""The statistics page: figures, each with n, definition and the incidents behind it."""

from datetime import date
from typing import Any

from postmortem_archive import statistics
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.body import Heading
from postmortem_archive.pages.page import Link, Page, Rendered, fill
from postmortem_archive.pages.places import INDEX, REPORTS, STATISTICS, Places
from postmortem_archive.statistics import NOT_STATED, DurationFigure, Figures

_HEADINGS = (
    ("Counts", "counts"),
    ("How long it took", "durations"),
    ("By severity", "by-severity"),
    ("By year", "by-year"),
    ("By service", "by-service"),
    ("Repeats", "repeats"),
)


def page(archive: Archive, places: Places, today: date) -> Page:
    """The archive's figures."""

    def render(link: Link) -> Rendered:
        whole = statistics.figures(archive, today)
        counted = whole.incidents
        smallest = archive.file.policy.smallest_n
        html = fill(
            "statistics.html",
            up=(archive.file.name, link(INDEX)),
            reports=link(REPORTS),
            n=words.count(len(counted), "incident"),
            apart=[words.count(len(posts), kind) for kind, posts in whole.apart.items()],
            smallest=smallest,
            counts=_counts(counted, archive, places, link),
            figures=[_figure(f, link) for f in whole.durations.values()],
            slices=_slices(whole, places, link),
            repeats=_repeats(counted, archive, link),
        )
        return Rendered(html, tuple(Heading(2, title, anchor) for title, anchor in _HEADINGS))

    return Page(STATISTICS, "Statistics", "Counts, MTTD and MTTR with n and definitions.", render)


def _severity_of(postmortem: Postmortem) -> str:
    return postmortem.front.severity or NOT_STATED


def _counts(
    counted: tuple[Postmortem, ...], archive: Archive, places: Places, link: Link
) -> dict[str, Any]:
    """Incidents by year and severity, as a table with sums."""
    scale = [*(archive.file.severities or ()), NOT_STATED]
    used = {_severity_of(p) for p in counted}
    columns = [name for name in scale if name in used] + sorted(used - set(scale))
    years = sorted({p.day.year for p in counted if p.day}, reverse=True)
    table = []
    for year in years:
        mine = [p for p in counted if p.day and p.day.year == year]
        cells = [sum(1 for p in mine if _severity_of(p) == name) for name in columns]
        table.append((str(year), link(places.year(year)), cells, len(mine)))
    sums = [sum(1 for p in counted if _severity_of(p) == name) for name in columns]
    named = [(name, link(places.of("severities", name) or "")) for name in columns]
    return {"columns": named, "rows": table, "sums": sums, "total": len(counted)}


def _figure(figure: DurationFigure, link: Link) -> dict[str, Any]:
    interval = ""
    low, high = figure.median_bounds
    if low is not None and high is not None:
        interval = f"{words.span(low)} to {words.span(high)}"
    return {
        "name": figure.measure.name,
        "definition": figure.measure.definition,
        "n": figure.n,
        "missing": len(figure.missing),
        "stated": figure.stated,
        "withheld": figure.withheld,
        "mean": words.span(figure.mean),
        "median": words.span(figure.median),
        "interval": interval,
        "p90": words.span(figure.p90),
        "incidents": [(words.span(s), p.title, link(p.path)) for s, p in figure.spans],
        "without": [(p.title, link(p.path)) for p in figure.missing],
    }


def _slices(whole: Figures, places: Places, link: Link) -> list[dict[str, Any]]:
    """Time to detect and to recover by severity, year and service."""

    def table(
        title: str, anchor: str, column: str, folder: str, slices: list[Figures]
    ) -> dict[str, Any]:
        return {
            "title": title,
            "anchor": anchor,
            "column": column,
            "rows": [_slice_row(s, _address(folder, s.name, places, link)) for s in slices],
        }

    return [
        table(
            "By severity",
            "by-severity",
            "Severity",
            "severities",
            statistics.sliced(whole, "severity"),
        ),
        table("By year", "by-year", "Year", "years", statistics.sliced(whole, "year")),
        table(
            "By service", "by-service", "Service", "services", statistics.sliced(whole, "service")
        ),
    ]


def _address(folder: str, name: str, places: Places, link: Link) -> str | None:
    if name == NOT_STATED:
        return None
    path = places.year(name) if folder == "years" else places.of(folder, name)
    return link(path) if path else None


def _slice_row(each: Figures, address: str | None) -> dict[str, Any]:
    cells = []
    for key in ("detect", "recover"):
        figure = each.durations[key]
        cells.append(
            {
                "measure": MEASURES[key].name,
                "n": figure.n,
                "withheld": figure.withheld,
                "mean": words.span(figure.mean),
                "median": words.span(figure.median),
            }
        )
    return {"name": each.name, "address": address, "count": len(each.incidents), "cells": cells}


def _repeats(counted: tuple[Postmortem, ...], archive: Archive, link: Link) -> dict[str, Any]:
    """Incidents that their postmortem calls a repeat, with what they repeat."""
    repeats = [p for p in counted if p.front.repeat_of]
    share = f"{100 * len(repeats) / len(counted):.0f} %" if counted else words.UNKNOWN
    rows = []
    for postmortem in repeats:
        earlier = [archive.by_id[i] for i in postmortem.front.repeat_of if i in archive.by_id]
        rows.append(
            {
                "title": postmortem.title,
                "day": words.day(postmortem.day),
                "address": link(postmortem.path),
                "earlier": [(p.title, words.day(p.day), link(p.path)) for p in earlier],
            }
        )
    return {"n": len(repeats), "of": len(counted), "share": share, "rows": rows}
