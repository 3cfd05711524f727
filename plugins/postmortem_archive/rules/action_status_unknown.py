"""An action item's status says neither open nor done.

Completion is counted, so each action is open, in progress, done or declined. The usual synonyms
and a symbol before them ("✅ Complete", "Not started") are understood; what else there is to say
belongs into the action's text or its tracker. `check --fix` rewrites one that only has other spaces
and hyphens.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | in-progress |
```

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | fixed, not tested |
```

Good:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | ✅ Complete |
```
"""

from collections.abc import Iterator

from postmortem_archive.load.actions import STATUS_WORDS, read_status
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.nearest import respelled
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status
from postmortem_archive.rules.cells import ActionCells

ID = "action-status-unknown"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    cells = ActionCells(postmortem)
    for action in postmortem.actions:
        if action.status_text and action.status is None:
            message = (
                f'"{action.text[:60]}" has the status "{action.status_text[:40]}"; '
                "write open, in progress, done or declined"
            )
            edit = cells.respelled(action, "Status", _right(action.status_text))
            yield Problem(action.place.line, action.place.column, message, edit=edit)


def _right(written: str) -> str:
    """The status without the hyphens that make it unknown, or ""."""
    spaced = " ".join(written.replace("-", " ").replace("_", " ").split())
    return spaced if read_status(spaced) else respelled(written, STATUS_WORDS)
