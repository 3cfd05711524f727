"""What a chart is: two drawings, the words that describe them, and the table beside them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Cell(NamedTuple):
    """One cell of a data table: its text, and the address of the incidents behind it."""

    text: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart for a page: `wide` for about 680 px, `narrow` for a phone or a column.

    Both are whole `<svg>` elements, ready to stand in HTML unescaped; all else is plain text.
    Where there is nothing to draw they are empty, and `description` says why.
    """

    title: str
    description: str
    wide: str = ""
    narrow: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()

    @property
    def svg(self) -> str:
        """Both drawings; archive.css shows the one that fits into a `.pm-chart`."""
        return self.wide + self.narrow


class Count(NamedTuple):
    """So many incidents of a name (a severity, a source of detection) on a day, or in its month.

    `address` leads to them, relative to the page; where bars sum up several counts
    of which the addresses differ, the bar leads where the first of them does.
    """

    day: date
    name: str
    number: int = 1
    address: str | None = None


class Span(NamedTuple):
    """An incident that began on a day and took so many seconds."""

    day: date
    seconds: float
    title: str
    address: str | None = None


class Phases(NamedTuple):
    """Seconds that the incidents of a group (a year, a severity) spent in each phase."""

    name: str
    incidents: int
    undetected: float
    unacknowledged: float
    unmitigated: float
    unresolved: float
    address: str | None = None


class Cause(NamedTuple):
    """Hours of impact that incidents of a cause have had."""

    name: str
    hours: float
    incidents: int
    address: str | None = None


class Hour(NamedTuple):
    """Incidents that began in an hour of the week; Monday is 0."""

    weekday: int
    hour: int
    number: int
    address: str | None = None


class Link(NamedTuple):
    """An incident of a chain of repeats."""

    day: date
    title: str
    address: str | None = None


class Chain(NamedTuple):
    """Incidents that repeat one another, under a name."""

    name: str
    incidents: tuple[Link, ...]
