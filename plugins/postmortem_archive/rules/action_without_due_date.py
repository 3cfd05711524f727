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
            said = (
                f'is due "{action.due_text}", which is no day'
                if action.due_text
                else "has no due date"
            )
            message = f'"{action.text[:60]}" {said}; write the day as 2026-03-01'
            yield Problem(action.place.line, action.place.column, message)
