"""The timeline becomes events: rows of a table, headings or list items that begin with a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from postmortem_archive import times
from postmortem_archive.model.body import Body, Cell, Place, Section, Table
from postmortem_archive.model.postmortem import Event
from postmortem_archive.model.template import TableShape

_ABOUT_TIMES = re.compile(r"\btimes?\b|\btime ?zone\b", re.IGNORECASE)
_MARKUP = str.maketrans("", "", "*`>#")


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events in the order written, and where a zone is missing, with the reason."""

    events: tuple[Event, ...] = ()
    zone_missing: Place | None = None
    zone_problem: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    time: str
    text: str
    place: Place
    source: str = ""
    actor: str = ""


@dataclass(frozen=True, slots=True)
class _Zone:
    zone: tzinfo | None = None
    problem: str = ""


def read_timeline(
    body: Body, section: Section, shape: TableShape, started: datetime | None
) -> Timeline:
    """The events of the timeline's section; `started` tells the day of rows without a date.

    Where nothing began, as in a near-miss, it is the moment of detection.
    """
    tables = [table for table in body.tables if section.start <= table.offset < section.end]
    rows = [row for table in tables for row in _table_rows(body, table, shape)]
    rows = rows or list(_headings(body, section)) or list(_items(body, section))
    if not rows:
        return Timeline()
    stated = _stated_zone(body, section, tables, shape)
    events, needs_zone = _placed(rows, stated.zone, started)
    missing = rows[0].place if needs_zone else None
    return Timeline(tuple(events), missing, stated.problem if needs_zone else "")


def _table_rows(body: Body, table: Table, shape: TableShape) -> Iterator[_Row]:
    columns = _columns(table, shape)
    if "Time" not in columns or "Event" not in columns:
        return

    def text(row: tuple[Cell, ...], name: str) -> str:
        index = columns.get(name, len(row))
        return row[index].text if index < len(row) else ""

    for row in table.rows:
        if any(cell.text for cell in row):
            place = body.place(row[columns["Time"]].offset)
            time = f"{text(row, 'Date')} {text(row, 'Time')}".strip()
            yield _Row(time, text(row, "Event"), place, text(row, "Source"), text(row, "Actor"))


def _columns(table: Table, shape: TableShape) -> dict[str, int]:
    """Where the columns stand; a date column beside no time column holds the whole time."""
    columns = shape.positions(cell.text for cell in table.header)
    if "Time" not in columns and "Date" in columns:
        columns["Time"] = columns.pop("Date")
    return columns


def _headings(body: Body, section: Section) -> Iterator[_Row]:
    for heading in body.within(section):
        time, text = _split(heading.title)
        if time:
            yield _Row(time, text or _first_words(body, heading), heading.place)


def _items(body: Body, section: Section) -> Iterator[_Row]:
    for item in body.items:
        if section.start <= item.offset < section.end and item.depth == 1:
            time, text = _split(item.text)
            if time:
                yield _Row(time, text, body.place(item.offset))


def _split(text: str) -> tuple[str, str]:
    """The time a heading or item begins with, and the rest; a mistyped time is all time."""
    try:
        return times.split_clock(text) or ("", text)
    except ValueError:
        return text, ""


def _first_words(body: Body, section: Section) -> str:
    """The first line under a heading, as the event's text."""
    for line in body.text[section.start : section.end].split("\n"):
        if line.strip() and not line.startswith(("#", "```", "~~~")):
            return line.strip(" -*").translate(_MARKUP)
    return ""


def _stated_zone(body: Body, section: Section, tables: list[Table], shape: TableShape) -> _Zone:
    """The zone named by the time column's header, the heading, or a sentence."""
    for table in tables:
        columns = _columns(table, shape)
        if "Time" in columns:
            found = _zone_in(table.header[columns["Time"]].text)
            if found:
                return found
    own = body.text[section.start : section.end].split("\n")
    for text in (section.title, *filter(_ABOUT_TIMES.search, own)):
        if found := _zone_in(text):
            return found
    for line in filter(_ABOUT_TIMES.search, body.text.split("\n")):
        if found := _zone_in(line):
            return found
    return _Zone()


def _zone_in(text: str) -> _Zone | None:
    try:
        found = times.find_zone(text[:200].translate(_MARKUP).strip())
    except ValueError as error:
        return _Zone(problem=str(error))
    return _Zone(found[0]) if found else None


def _placed(
    rows: list[_Row], zone: tzinfo | None, started: datetime | None
) -> tuple[list[Event], bool]:
    """The events, and whether any of them has a time that belongs to no zone."""
    clocks: list[times.Clock | None] = []
    events = []
    year = started.year if started else None
    for row in rows:
        event = Event(row.text, row.time, row.place, source=row.source, actor=row.actor)
        try:
            clocks.append(times.parse_clock(row.time, year_hint=year))
        except ValueError as error:
            clocks.append(None)
            event = replace(event, problem=str(error))
        events.append(event)
    needs_zone = zone is None and any(c and c.time and not c.zone for c in clocks)
    placed = zip(events, times.place(clocks, zone, started), strict=True)
    return [_with_moment(event, row) for event, row in placed], needs_zone


def _with_moment(event: Event, placed: times.Placed | None) -> Event:
    if placed is None:
        return event
    aware = placed.start.tzinfo is not None and placed.day_known
    return replace(
        event,
        start=placed.start if aware else None,
        end=placed.end if aware else None,
        local=placed.start.replace(tzinfo=None),
        day_only=placed.day_only,
    )
