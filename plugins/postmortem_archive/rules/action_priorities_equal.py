"""All action items have the same priority.

Where everything is urgent, nobody knows what to do first. Four or more actions of one priority have
not been ranked yet; fewer may well be equal.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| Alert when the queue is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| Alert when the disk is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| Alert when the heap is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
```

Good:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
| Alert when the queue is over 80 % for 2 minutes | P1 | platform | 2026-02-22 | open |
| Alert when the disk is over 80 % for 2 minutes | P1 | platform | 2026-02-22 | open |
| Alert when the heap is over 80 % for 2 minutes | P1 | platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-priorities-equal"
BINDS: Status = "in-review"

# Of fewer, all may deserve the same.
_SO_MANY = 4


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    actions = postmortem.actions
    priorities = {action.priority.casefold() for action in actions}
    if len(actions) >= _SO_MANY and len(priorities) == 1 and "" not in priorities:
        message = (
            f"all {len(actions)} action items have the priority {actions[0].priority}; "
            "which one comes first, and which can wait?"
        )
        yield Problem(actions[0].place.line, actions[0].place.column, message)
