"""The archive's pages: each says where it stands, what it is called, and renders itself."""

from collections.abc import Iterator
from datetime import date

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import (
    actions,
    exercise,
    listing,
    owners,
    postmortem,
    reports,
    search,
    statistics,
)
from postmortem_archive.pages.data import DataFile, all_data
from postmortem_archive.pages.feeds import all_feeds
from postmortem_archive.pages.head import head
from postmortem_archive.pages.moved import Moved, all_moved
from postmortem_archive.pages.page import Link, Page, Rendered
from postmortem_archive.pages.places import Places
from postmortem_archive.pages.search_box import with_box
from postmortem_archive.resemblance import Index, entry_of, index_of
from postmortem_archive.statistics import Figures, figures

__all__ = [
    "DataFile",
    "Link",
    "Moved",
    "Page",
    "Rendered",
    "all_data",
    "all_feeds",
    "all_moved",
    "all_pages",
    "head",
    "with_box",
]


def all_pages(
    archive: Archive,
    findings: list[Finding],
    today: date,
    whole: Figures | None = None,
    index: Index | None = None,
) -> Iterator[Page]:
    """Every page of an archive, the index first. Each renders only when it is asked to.

    `today` decides what is overdue and which periods are over. `whole` are the archive's
    figures as of that day, where something else needs them too: they are computed but once.
    `index` is that of resemblance, where it has been kept.
    """
    whole = whole or figures(archive, today)
    index = index or index_of(map(entry_of, archive.postmortems))
    places = Places(archive, owners.listed(whole.register, archive))
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.path, []).append(finding)
    yield listing.index(whole, places, told)
    yield from listing.years(archive, places)
    yield from listing.groups(archive, places, whole.register)
    yield statistics.page(whole, places)
    yield actions.page(whole.register, archive, places)
    yield from owners.pages(whole.register, archive, places)
    yield search.page(archive, places)
    yield from reports.pages(whole, places)
    yield exercise.page(archive)
    around = _in_time(archive)
    for each in archive.postmortems:
        mine = told.get(each.path, [])
        near = around.get(each.path, (None, None))
        yield postmortem.page(each, archive, places, mine, whole.register, index, near)


def _in_time(archive: Archive) -> dict[str, tuple[Postmortem | None, Postmortem | None]]:
    """The postmortems before and after each, by its path; what has no day is between none."""
    newest_first = [each for each in archive.postmortems if each.day]
    later = [None, *newest_first]
    earlier = [*newest_first[1:], None]
    return {
        each.path: (before, after)
        for each, before, after in zip(newest_first, earlier, later, strict=False)
    }
