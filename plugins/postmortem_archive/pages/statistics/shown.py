"""What a section of the statistics page holds: figures with what stands behind them, and tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from postmortem_archive import charts
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.pages import words
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.places import Places
from postmortem_archive.statistics import NOT_STATED, definition_of, name_of, wording
from postmortem_archive.translation import _, ngettext

# A list behind a figure is for looking, not for counting: data has them all.
LISTED = 40


class Cell(NamedTuple):
    """A cell of a table; `quiet` is one that holds no number."""

    text: str
    address: str | None = None
    quiet: bool = False


class Entry(NamedTuple):
    """An incident in a list: what is to be said of it, its title, its page."""

    note: str
    title: str
    address: str | None


@dataclass(frozen=True, slots=True)
class Behind:
    """The incidents behind a figure; `rest` says how many are not listed."""

    summary: str
    entries: tuple[Entry, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in columns; `groups` are headings over several of them. The first cell is the row's.

    `name` is what a screen reader calls it.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is shown. `values` are label, value, and what stands small beside it.

    `page` is the name and the address of a page that has more of it.
    """

    anchor: str
    name: str
    definition: str
    values: tuple[tuple[str, str, str], ...] = ()
    remarks: tuple[str, ...] = ()
    table: Table | None = None
    chart: charts.Chart | None = None
    behind: tuple[Behind, ...] = ()
    page: tuple[str, str | None] = ("", None)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page under a heading of its own."""

    anchor: str
    title: str
    figures: tuple[Shown, ...]
    introduction: str = ""


def figure(
    key: str,
    *,
    values: Iterable[tuple[str, str, str]] = (),
    remarks: Iterable[str] = (),
    table: Table | None = None,
    chart: charts.Chart | None = None,
    behind: Iterable[Behind] = (),
    page: tuple[str, str | None] = ("", None),
    definition: str = "",
) -> Shown:
    """A figure of that key, with its name and its definition, or the one of this archive."""
    return Shown(
        key,
        name_of(key),
        (definition or definition_of(key)).replace("`", ""),
        tuple(values),
        tuple(filter(None, remarks)),
        table,
        chart,
        tuple(each for each in behind if each.entries),
        page,
    )


@dataclass(frozen=True, slots=True)
class Site:
    """The archive whose figures are shown, and where its pages are, seen from this one."""

    archive: Archive
    places: Places
    link: Link

    def to(self, postmortem: Postmortem) -> str | None:
        return self.link(postmortem.path)

    def year(self, year: int | str) -> str | None:
        return self.link(self.places.year(year))

    def value(self, folder: str, name: str) -> str | None:
        """The page of a severity, service, team, cause or tag."""
        path = self.places.of(folder, name)
        return self.link(path) if path else None

    def monthly(
        self, postmortems: Iterable[Postmortem], name: Callable[[Postmortem], str | None]
    ) -> list[charts.Count]:
        """How many of each name a month; a bar leads to the page of its year."""
        counts = Counter((p.day.replace(day=1), name(p)) for p in postmortems if p.day)
        return [
            charts.Count(month, named, n, self.year(month.year))
            for (month, named), n in counts.items()
            if named
        ]

    def entries(self, postmortems: Iterable[Postmortem]) -> tuple[Entry, ...]:
        return tuple(Entry(words.day(p.day), p.title, self.to(p)) for p in postmortems)

    def behind(self, summary: str, postmortems: Sequence[Postmortem]) -> Behind:
        """Incidents by day, in the order given."""
        listed = self.entries(postmortems[:LISTED])
        return Behind(summary, listed, rest(len(listed), len(postmortems)))

    def longest(self, summary: str, spans: Sequence[tuple[object, Postmortem]]) -> Behind:
        """Incidents by how long they took, the longest first."""
        listed = tuple(
            Entry(wording.span(span), p.title, self.to(p))  # type: ignore[arg-type]
            for span, p in spans[:LISTED]
        )
        return Behind(summary, listed, rest(len(listed), len(spans), longest=True))


def rest(listed: int, of: int, *, longest: bool = False) -> str:
    """That a list is not whole, or nothing."""
    if listed == of:
        return ""
    if longest:
        return _("These are the longest {listed} of {of}.", listed=listed, of=of)
    return _("These are {listed} of {of}.", listed=listed, of=of)


def named(value: str) -> str:
    """The name of a slice: as the archive has it, or that it is not stated."""
    return _(NOT_STATED) if value == NOT_STATED else value


def behind_it(incidents: int) -> str:
    """What a list of the incidents of a figure is called."""
    return ngettext("{n} incident behind it", "{n} incidents behind it", incidents)
