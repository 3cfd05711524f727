"""Users felt an incident of high severity, and none of its action items is urgent.

What hurt that much will hurt again while the work waits its turn. Either one action comes before
other work, or the incident was less severe than it says. High are the severities that need a
postmortem (`policy.needs_postmortem`), or else the first two of the scale. Users felt it if
`impact` counts users, requests, revenue or tickets. Urgent is the upper half of the priorities in
`policy.action_limits`: P0 and P1 of four, P1 of three. An archive without priorities is not judged.

Bad (where the priorities are P0, P1 and P2):

```markdown
---
title: Orders stuck in the queue
status: in-review
severity: SEV-1
services: [order-service]
started: 2026-02-15T14:23Z
impact: {requests: 12000}
template: brief
---

## Summary

Orders were stuck for 45 minutes.

## Impact

No order was lost; 12,000 were late.

## Cause and fix

A connection was not given back; the pool is larger now.

## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P2 | platform | 2026-02-22 | open |
```

Good:

```markdown
---
title: Orders stuck in the queue
status: in-review
severity: SEV-1
services: [order-service]
started: 2026-02-15T14:23Z
impact: {requests: 12000}
template: brief
---

## Summary

Orders were stuck for 45 minutes.

## Impact

No order was lost; 12,000 were late.

## Cause and fix

A connection was not given back; the pool is larger now.

## Action items

| Action | Priority | Owner | Due date | Status |
|---|---|---|---|---|
| Alert when the pool is over 80 % for 2 minutes | P0 | platform | 2026-02-22 | open |
```
"""

from collections.abc import Iterator

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.archive_file import ArchiveFile
from postmortem_archive.model.finding import Problem
from postmortem_archive.model.front_matter import FrontMatter
from postmortem_archive.model.postmortem import Postmortem
from postmortem_archive.model.priority import priority_of
from postmortem_archive.model.status import Status

ID = "action-none-urgent"
BINDS: Status = "in-review"


def check(postmortem: Postmortem, archive: Archive) -> Iterator[Problem]:
    front, known = postmortem.front, list(archive.file.policy.action_limits)
    if front.kind != "incident" or front.severity not in _high(archive.file) or not _felt(front):
        return
    urgent = known[: max(1, len(known) // 2)]
    ranked = [(action, priority_of(action, known)) for action in postmortem.actions]
    wanted = [(a, priority) for a, priority in ranked if a.status != "declined"]
    # An action without a priority, or with another one, may be the urgent one.
    if wanted and not any(priority is None or priority in urgent for _, priority in wanted):
        place = wanted[0][0].place
        message = (
            f"users felt this {front.severity}, and no action item is {' or '.join(urgent)}; "
            "which one comes before other work?"
        )
        yield Problem(place.line, place.column, message)


def _high(file: ArchiveFile) -> tuple[str, ...]:
    return file.policy.needs_postmortem.severities or tuple(file.severities or ())[:2]


def _felt(front: FrontMatter) -> bool:
    """Whether the impact counts something that users notice."""
    impact = front.impact
    figures = (impact.users, impact.requests, impact.revenue, impact.tickets) if impact else ()
    return any(figure and figure.value > 0 for figure in figures)
