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

import re
from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.status import Status

ID = "action-several-owners"
BINDS: Status = "in-review"

_ASIDE = re.compile(r"\([^()]{0,80}\)")
_BETWEEN = re.compile(r"\s(?:\+|/|and|und|or|with)\s|[,;]\s|\s&\s(?=\w)|(?<=\w)\s@", re.IGNORECASE)
# Trades of two words; the owner is one all the same.
_ONE = re.compile(
    r"\b(?:research (?:and|&) development|trust (?:and|&) safety|build (?:and|&) release"
    r"|security (?:and|&) compliance|risk (?:and|&) compliance|learning (?:and|&) development"
    r"|sales (?:and|&) marketing|legal (?:and|&) compliance|data (?:and|&) analytics"
    r"|network(?:s|ing)? (?:and|&) security|identity (?:and|&) access)\b",
    re.IGNORECASE,
)


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    teams = {team.casefold() for team in archive.file.teams or ()}
    for action in postmortem.actions:
        owner = " ".join(_ASIDE.sub(" ", action.owner[:200]).split())
        if owner.casefold() in teams or action.status in ("done", "declined"):
            continue
        parts = [part for part in _BETWEEN.split(_ONE.sub("one", owner)) if part.strip()]
        if len(parts) > 1:
            message = (
                f'"{action.text[:60]}" has {len(parts)} owners: {owner[:60]}; name the one '
                "who answers for it, and split the action if there are two"
            )
            yield Problem(action.place.line, action.place.column, message)
