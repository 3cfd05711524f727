"""An action item has more than one owner.

What two own, nobody does: each can believe that the other is at it. One role or team answers for
it, and asks the others. A name of a team that archive.yml knows is one owner, whatever it contains.

Bad:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Write a freeze on peak days into the policy | P0 | Platform + Backend | 2026-02-22 | open |
```

Good:

```markdown
## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Write a freeze on peak days into the policy | P0 | Platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.owners import owner_of, owners_of
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-several-owners"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    teams = {team.casefold() for team in archive.file.teams or ()}
    for action in postmortem.actions:
        owners = owners_of(action.owner, teams)
        if len(owners) > 1 and action.status not in ("done", "declined"):
            message = (
                f'"{action.text[:60]}" has {len(owners)} owners: {owner_of(action.owner)[:60]}; '
                "name the one who answers for it, and split the action if there are two"
            )
            yield Problem(action.place.line, action.place.column, message)
