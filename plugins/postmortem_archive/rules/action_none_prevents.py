"""Of the action items that have a type, none prevents.

Faster detection and a better response make the next time shorter; something has to make it less
likely. Judged only where a table has types: what an action does cannot be told from its words.

Bad:

```markdown
## Action items

| Action | Type | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | detect | platform | 2026-02-22 | open |
| Add the pool to the runbook of the order service | process | platform | 2026-02-22 | open |
```

Good:

```markdown
## Action items

| Action | Type | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | detect | platform | 2026-02-22 | open |
| Close connections when the client goes | prevent | platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.action_types import types_of

ID = "action-none-prevents"
BINDS: Status = "in-review"

# One action alone has not been weighed against others.
_SO_MANY = 2


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    typed = [a for a in postmortem.actions if types_of(a) and a.status != "declined"]
    kinds = frozenset().union(*(types_of(action) for action in typed))
    if len(typed) >= _SO_MANY and not kinds & {"prevent", "repair"}:
        message = (
            f"none of the {len(typed)} action items prevents ({', '.join(sorted(kinds))} only); "
            "what would make this incident less likely?"
        )
        yield Problem(typed[0].place.line, typed[0].place.column, message)
