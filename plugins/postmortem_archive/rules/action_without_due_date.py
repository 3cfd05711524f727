"""An action item has no due date, or one that names no day.

"Eventually" is not a deadline, and "Dec 8" is a day in every year. A template whose table
has no column for it does not ask for one; a declined action needs none.

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

ID = "action-without-due-date"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    section = postmortem.template.section_with("actions")
    if section is None or section.table is None or not section.table.asks_for("Due date"):
        return
    for action in postmortem.actions:
        if action.due is None and action.status != "declined":
            message = f'"{action.text[:60]}" {_missing(action.due_text[:60], postmortem.day)}'
            yield Problem(action.place.line, action.place.column, message)


def _missing(said: str, incident: date | None) -> str:
    if not said:
        return "has no due date; write the day as 2026-03-01"
    if incident and (due := _first_after(incident, said)):
        return f'is due "{said}", which has no year; write {due}'
    return f'is due "{said}", which is no day; write the day as 2026-03-01'


def _first_after(incident: date, said: str) -> date | None:
    """The first such day from the incident on, where what is said lacks but the year."""
    for year in (incident.year, incident.year + 1):
        try:
            due = times.parse_clock(said, year_hint=year)
        except ValueError:
            continue
        if due.day and due.time is None and due.day >= incident:
            return due.day
    return None
