"""An action item is due before the incident began.

Most often the year is wrong: last year's, in a report of January.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2025-02-22 | open |
```

Good:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-due-before-incident"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    day = postmortem.day
    for action in postmortem.actions:
        if day and action.due and action.due < day and action.status != "declined":
            message = (
                f'"{action.text[:60]}" is due {action.due}, before the incident of {day}; '
                "check the year"
            )
            yield Problem(action.place.line, action.place.column, message)
