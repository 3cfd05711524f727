"""Action items become records: rows of tables, or items of lists and checklists."""

from collections.abc import Iterator
from datetime import date

from postmortem_archive import times
from postmortem_archive.model.body import Body, Item, Section, Table
from postmortem_archive.model.postmortem import Action, ActionStatus
from postmortem_archive.model.template import TableShape

_STATUSES: dict[ActionStatus, tuple[str, ...]] = {
    "done": ("done", "complete", "completed", "closed", "fixed", "resolved", "merged", "finished"),
    "in progress": ("in progress", "started", "ongoing", "wip", "doing", "in review"),
    "open": ("open", "not started", "todo", "to do", "new", "planned", "pending", "backlog"),
    "declined": ("declined", "won't do", "wont do", "wontfix", "rejected", "cancelled", "canceled"),
}
_BY_WORD = {word: status for status, words in _STATUSES.items() for word in words}
STATUS_WORDS = tuple(_BY_WORD)


def read_actions(body: Body, section: Section, shape: TableShape) -> tuple[Action, ...]:
    """The action items of their section: of its tables, or else of its lists."""
    tables = [table for table in body.tables if section.start <= table.offset < section.end]
    rows = [action for table in tables for action in _table_rows(body, table, shape)]
    return tuple(rows or (_from_item(body, item) for item in _items(body, section)))


def read_status(text: str) -> ActionStatus | None:
    """A status as written ("✅ Complete", "Not Started") as one of ours, or None."""
    letters = "".join(c for c in text[:60].casefold() if c.isalpha() or c in " '’")
    return _BY_WORD.get(" ".join(letters.replace("’", "'").split()))


def _table_rows(body: Body, table: Table, shape: TableShape) -> Iterator[Action]:
    columns = shape.positions(cell.text for cell in table.header)
    if "Action" not in columns:
        return
    for row in table.rows:
        texts = {name: row[index].text for name, index in columns.items() if index < len(row)}
        if not any(texts.values()):
            continue
        yield Action(
            text=texts.get("Action", ""),
            place=body.place(row[columns["Action"]].offset),
            id=texts.get("ID", ""),
            type=texts.get("Type", ""),
            why=texts.get("Why", ""),
            priority=texts.get("Priority", ""),
            owner=texts.get("Owner", ""),
            due=_day(texts.get("Due date", "")),
            due_text=texts.get("Due date", ""),
            status=read_status(texts.get("Status", "")),
            status_text=texts.get("Status", ""),
            tracker=texts.get("Tracker", ""),
        )


def _items(body: Body, section: Section) -> Iterator[Item]:
    return (
        item
        for item in body.items
        if section.start <= item.offset < section.end and item.depth == 1 and item.text
    )


def _from_item(body: Body, item: Item) -> Action:
    status: ActionStatus | None = None
    if item.checked is not None:
        status = "done" if item.checked else "open"
    return Action(text=item.text, place=body.place(item.offset), status=status)


def _day(text: str) -> date | None:
    try:
        return times.parse_day(text)
    except ValueError:
        return None
