"""An action item has no due date, or one that names no day.

"Eventually" is not a deadline, and "Dec 8" is a day in every year. A template whose table
has no column for it does not ask for one; a declined action needs none. `check --fix` rewrites a
day that can mean no other (`Feb 22, 2026`, not `03/04/2026`).

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | Feb 22, 2026 | open |
```

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | soon | open |
```

Good:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator
from datetime import date

from postmortem_archive import times
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.cells import ActionCells

ID = "action-without-due-date"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    section = postmortem.template.section_with("actions")
    if section is None or section.table is None or not section.table.asks_for("Due date"):
        return
    cells = ActionCells(postmortem)
    for action in postmortem.actions:
        if action.due is None and action.status != "declined":
            right = _right(action.due_text)
            message = (
                f'"{action.text[:60]}" {_missing(action.due_text[:60], postmortem.day, right)}'
            )
            edit = cells.respelled(action, "Due date", right)
            yield Problem(action.place.line, action.place.column, message, edit=edit)


def _right(written: str) -> str:
    """The day in the right form, if it is one and can be no other."""
    try:
        return times.parse_day(written).isoformat()
    except times.MisspeltError as misspelt:
        return misspelt.right
    except ValueError:
        return ""


def _missing(said: str, incident: date | None, right: str) -> str:
    if not said:
        return "has no due date; write the day as 2026-03-01"
    if right:
        return f'is due "{said}"; write {right}'
    year = incident.year if incident else 0
    days = [_day(said, year), _day(said, year + 1)] if incident else []
    if incident and (due := next((day for day in days if day and day >= incident), None)):
        return f'is due "{said}", which has no year; write {due}'
    return f'is due "{said}", which is no day; write the day as 2026-03-01'


def _day(said: str, year: int) -> date | None:
    """The day, taken in a year if it is said without one."""
    try:
        due = times.parse_clock(said, year_hint=year)
    except ValueError:
        return None
    return due.day if due.time is None else None
