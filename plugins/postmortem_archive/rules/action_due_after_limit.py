"""An action item is due later than its priority allows.

The limits stand in archive.yml (`policy.action_limits`). They count from the day the postmortem was
published, or from the end of the incident while it is not, and in no case from before that end. An
archive without limits has none to break.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-03-15 | open |
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
from postmortem_archive.model.priority import limit_start, priority_of
from postmortem_archive.model.status import Status

ID = "action-due-after-limit"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    policy = archive.file.policy
    start, event = limit_start(postmortem.front)
    for action in postmortem.actions:
        priority = priority_of(action, policy.action_limits)
        if start is None or priority is None or action.due is None or action.status == "declined":
            continue
        limit = policy.action_limits[priority]
        last = limit.end(start, frozenset(policy.holidays))
        if action.due > last:
            message = (
                f'"{action.text[:60]}" is due {action.due}, {(action.due - start).days} days after '
                f"{event}; {priority} allows {limit}: until {last}, or a lower priority"
            )
            yield Problem(action.place.line, action.place.column, message)
