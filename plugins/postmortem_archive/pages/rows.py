"""Notes beside the rows of a text: how far into the incident, and what became of an action."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from postmortem_archive import times
from postmortem_archive.model.body import Body, Place
from postmortem_archive.model.postmortem import Event, Postmortem
from postmortem_archive.model.slug import slug
from postmortem_archive.pages.body import Note
from postmortem_archive.register import Entry, wording
from postmortem_archive.translation import _, ngettext

# From here on, a minute more or less is no news.
_EXACT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the timeline: how long after the impact began, and the anchor it is reached by."""

    event: Event
    offset: timedelta
    anchor: str


def timeline(postmortem: Postmortem) -> list[Row]:
    """The rows whose moment is known, by the hour and minute, where the impact has a beginning."""
    started = postmortem.front.started
    if started is None:
        return []
    headings = {section.place.line: section.anchor for section in postmortem.body.sections}
    given: dict[str, int] = {}
    rows = []
    for event in postmortem.events:
        if event.start is not None and not event.day_only:
            anchor = headings.get(event.place.line) or _anchor(event.start, given)
            rows.append(Row(event, event.start - started, anchor))
    return rows


def _anchor(moment: datetime, given: dict[str, int]) -> str:
    """2025-01-15T14:35, as no heading's anchor can be: those have neither colons nor capitals."""
    name = moment.replace(tzinfo=None).isoformat(timespec="minutes")
    given[name] = given.get(name, 0) + 1
    return name if given[name] == 1 else f"{name}:{given[name]}"


def elapsed(offset: timedelta) -> str:
    """How far from the beginning of the impact: T+12 min, T−1 d 4 h."""
    return f"T{'−' if offset < timedelta(0) else '+'}{length(abs(offset))}"


def from_start(offset: timedelta) -> str:
    """The same in words: 12 min after the start."""
    span = length(abs(offset))
    if offset < timedelta(0):
        return _("{span} before the start", span=span)
    return _("{span} after the start", span=span)


def length(span: timedelta) -> str:
    """A span that is not negative, to the second below ten minutes."""
    return times.exact_words(span) if span < _EXACT else times.words(span)


def notes(
    postmortem: Postmortem, rows: Sequence[Row], entries: Sequence[Entry]
) -> Mapping[int, Note]:
    """The notes by the body's lines: on rows of the timeline, and on actions."""
    body = postmortem.body
    columns = {
        cell.offset: column
        for table in body.tables
        for row in table.rows
        for column, cell in enumerate(row)
    }
    found = {}
    for place, note in (*_elapsed(rows, body), *_states(entries)):
        line = place.line - body.first_line
        column = columns.get(body.line_starts[line] + place.column - 1, 0)
        found[line] = Note(note.words, note.title, note.anchor, column, note.late)
    return found


def _elapsed(rows: Sequence[Row], body: Body) -> Iterator[tuple[Place, Note]]:
    headings = {section.place.line for section in body.sections}
    for row in rows:
        title = from_start(row.offset)
        anchor = "" if row.event.place.line in headings else row.anchor
        yield row.event.place, Note(elapsed(row.offset), title, anchor)


def _states(entries: Sequence[Entry]) -> Iterator[tuple[Place, Note]]:
    anchors = action_anchors(entries[0].postmortem) if entries else {}
    for entry in entries:
        place = entry.action.place
        words = ", ".join(_state(entry)) if entry.undone else ""
        title = ", ".join(filter(None, [wording.status(entry), wording.deadline(entry)]))
        yield place, Note(words, title, anchors[place], late=entry.overdue)


def action_anchors(postmortem: Postmortem) -> dict[Place, str]:
    """By which id each action of a postmortem's page is reached: by its own, else by its number.

    No heading's anchor has a colon.
    """
    given: dict[str, Place] = {}
    for number, action in enumerate(postmortem.actions, 1):
        name = f"action:{slug(action.id) or number}"
        given[f"{name}:{number}" if name in given else name] = action.place
    return {place: anchor for anchor, place in given.items()}


def _state(entry: Entry) -> Iterator[str]:
    """How late an action is, or when it is due, and how long it has been waiting."""
    if entry.overdue:
        yield wording.when(entry)
    elif entry.deadline:
        yield _("due {when}", when=wording.when(entry))
    if entry.age is not None:
        yield ngettext("{n} day old", "{n} days old", entry.age)
