"""An action item's type is none that says what the action does.

An action prevents the incident, detects it sooner, mitigates its effect, or improves the process of
responding. Repairing, investigating and *other* are accepted too, and several types at once.

Bad:

```markdown
## Action items

| Action | Type | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | monitoring | platform | 2026-02-22 | open |
```

Good:

```markdown
## Action items

| Action | Type | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | detect | platform | 2026-02-22 | open |
| Close connections when the client goes | Prevention | platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.nearest import suggestion
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.action_types import TYPES, types_of

ID = "action-type-unknown"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    for action in postmortem.actions:
        if action.type and not types_of(action):
            message = (
                f'"{action.text[:60]}" has the type "{action.type[:40]}"; '
                f"{suggestion(action.type, TYPES)}"
            )
            yield Problem(action.place.line, action.place.column, message)
