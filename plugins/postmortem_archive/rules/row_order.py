"""Puts the rows of a timeline's tables into order, where every row keeps its moment."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from postmortem_archive.load.body import read_body
from postmortem_archive.load.timeline import read_timeline
from postmortem_archive.model.body import Body, Place, Table
from postmortem_archive.model.finding import Edit
from postmortem_archive.model.postmortem import Event, Postmortem
from postmortem_archive.rules.cells import tables_of


@dataclass(frozen=True, slots=True)
class _Block:
    """A row with a time, and what stands below it without one, if only for its day."""

    lines: tuple[str, ...]
    start: datetime

    def is_on(self, day: datetime) -> bool:
        return self.start.date() == day.date()


class Edits:
    """The edits of a postmortem's timeline, one for each table whose rows are out of order."""

    def __init__(self, postmortem: Postmortem) -> None:
        self._by_line = dict(_by_line(postmortem))

    def of(self, event: Event) -> Edit | None:
        """The edit of the table in which a row stands."""
        return self._by_line.get(event.place.line)


def _by_line(postmortem: Postmortem) -> Iterator[tuple[int, Edit]]:
    events = {event.place.line: event for event in postmortem.events}
    rows = postmortem.body.text.split("\n")
    tables = [table for table, _ in tables_of(postmortem, "timeline")]
    edits = [edit for table in tables if (edit := _edit(postmortem.body, rows, table, events))]
    if edits and _keep_moments(postmortem, rows, edits):
        for edit in edits:
            yield from ((line, edit) for line in range(edit.start.line, edit.end.line + 1))


def _edit(body: Body, rows: list[str], table: Table, events: dict[int, Event]) -> Edit | None:
    first = body.place(table.offset).line + 2
    last = first + len(table.rows) - 1
    if any(body.place(row[0].offset).line != first + n for n, row in enumerate(table.rows)):
        return None
    lines = rows[first - body.first_line : last + 1 - body.first_line]
    head, blocks = _blocks(lines, [events.get(line) for line in range(first, last + 1)])
    if len({block.start.tzinfo is None for block in blocks}) != 1:
        return None
    ordered = sorted(blocks, key=lambda block: block.start)
    text = "\n".join((*head, *(line for block in ordered for line in block.lines)))
    edit = Edit(Place(first, 1), Place(last, len(lines[-1]) + 1), text)
    return edit if ordered != blocks else None


def _blocks(lines: Sequence[str], events: Sequence[Event | None]) -> tuple[list[str], list[_Block]]:
    """The rows before the first with a time, and the others, each with what hangs on it."""
    head: list[str] = []
    blocks: list[_Block] = []
    for line, event in zip(lines, events, strict=True):
        at = None if event is None else event.start or event.local
        if event and at and not (event.day_only and blocks and blocks[-1].is_on(at)):
            blocks.append(_Block((line,), at))
        elif blocks:
            blocks[-1] = _Block((*blocks[-1].lines, line), blocks[-1].start)
        else:
            head.append(line)
    return head, blocks


def _keep_moments(postmortem: Postmortem, rows: list[str], edits: Sequence[Edit]) -> bool:
    """Whether the timeline, read again with the edits, has the same events at the same times."""
    first, moved = postmortem.body.first_line, list(rows)
    for edit in edits:
        moved[edit.start.line - first : edit.end.line + 1 - first] = edit.text.split("\n")
    body = read_body("\n".join(moved))
    wanted = postmortem.template.section_with("timeline")
    section = next((s for s in body.sections if wanted and s.wording in wanted.wordings), None)
    if wanted is None or wanted.table is None or section is None:
        return False
    front = postmortem.front
    read = read_timeline(body, section, wanted.table, front.started or front.detected)
    return sorted(map(_what, read.events)) == sorted(map(_what, postmortem.events))


def _what(event: Event) -> tuple[str, ...]:
    return (event.text, event.time, *map(str, (event.start, event.end, event.local)))
