"""An action item's priority is none of the archive's.

Priorities and their limits stand in archive.yml (`policy.action_limits`); without them any is good.
What follows the name in the same cell ("P1, this week") is left alone. `check --fix` rewrites one
that only has other spaces and hyphens.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P-0 | platform | 2026-02-22 | open |
```

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | high | platform | 2026-02-22 | open |
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
from postmortem_archive.model.nearest import respelled, suggestion
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.priority import priority_of
from postmortem_archive.model.status import Status
from postmortem_archive.rules.cells import ActionCells

ID = "action-priority-unknown"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    limits = archive.file.policy.action_limits
    cells = ActionCells(postmortem)
    for action in postmortem.actions:
        if limits and action.priority and priority_of(action, limits) is None:
            message = (
                f'"{action.text[:60]}" has the priority "{action.priority[:40]}", which this '
                f"archive does not know; {suggestion(action.priority, limits)}"
            )
            right = respelled(action.priority, limits)
            edit = cells.respelled(action, "Priority", right)
            yield Problem(action.place.line, action.place.column, message, edit=edit)
