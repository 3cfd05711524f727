"""An action item has no owner.

"The team" is nobody. One role or team answers for each action, so that someone can be
asked. A template whose table has no owner column does not ask for one.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|--------|----------|-------|----------|--------|
| Alert when the pool is over 80 % for 2 minutes | P0 | | 2026-02-22 | open |
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

ID = "action-without-owner"
BINDS: Status = "in-review"

_NOBODY = frozenset(
    {"", "-", "–", "—", "?", "n/a", "none", "nobody", "tbd", "unassigned", "open"}
) | {
    # Who all own, nobody does.
    *("the team", "team", "all", "all teams", "everyone", "everybody", "us", "we"),
}


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    section = postmortem.template.section_with("actions")
    if section is None or section.table is None or not section.table.asks_for("Owner"):
        return
    for action in postmortem.actions:
        if action.owner.strip().casefold() in _NOBODY and action.status != "declined":
            message = (
                f'"{action.text[:60]}" has no owner; name one role or team in the column Owner'
            )
            yield Problem(action.place.line, action.place.column, message)
