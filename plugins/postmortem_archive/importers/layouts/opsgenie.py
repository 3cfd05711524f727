"""Incidents and alerts of Opsgenie, as its API hands them over.

An incident's `impactStartDate` and `impactEndDate` are when it began and ended. When a record
was made says nothing of that, so `createdAt` only names the file if no other day is known.
Responders and services stand there as ids, which name nobody; they stay in the table, but for
those that carry a name. The keys are those of https://docs.opsgenie.com/docs/incident-api and
https://docs.opsgenie.com/docs/alert-api.

Source:

```json
{
  "data": [
    {
      "id": "70413a06-38d6-4c85-92b8-5ebc900d42e2",
      "tinyId": "1791",
      "message": "Orders stuck in the queue",
      "description": "Orders were stuck in the queue.",
      "status": "closed",
      "tags": ["queue", "connection-pool"],
      "createdAt": "2026-02-15T14:31:00Z",
      "updatedAt": "2026-02-15T15:20:00Z",
      "impactStartDate": "2026-02-15T14:23:00Z",
      "impactEndDate": "2026-02-15T15:08:00Z",
      "priority": "P1",
      "responders": [{"type": "team", "id": "fc1448b7-46b2-401d-9df8-c02675958e3b"}],
      "links": {"web": "https://example.app.opsgenie.com/incident/detail/1791"}
    }
  ],
  "took": 0.05,
  "requestId": "9ae63dd7-ed00-4c81-86f0-c4ffd33142c9"
}
```

Read:

```yaml
title: Orders stuck in the queue
tracker: "1791"
severity: P1
tags: [queue, connection-pool]
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
links: {source: "https://example.app.opsgenie.com/incident/detail/1791"}
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers import exports
from postmortem_archive.importers.layout import Incoming, Wishes
from postmortem_archive.importers.source import SourceFile

NAME = "opsgenie"
ENDINGS = exports.JSON
_EXPORT = exports.Export(
    marks=(
        *("tinyId", "message", "createdAt", "updatedAt", "status", "priority", "tags"),
        *("impactStartDate", "impactEndDate", "ownerTeam", "responders", "extraProperties"),
        *("impactedServices", "alias", "isSeen", "acknowledged", "snoozed", "lastOccurredAt"),
    ),
    needed=5,
    fields={
        "message": "title",
        "tinyId": "tracker",
        "priority": "severity",
        "tags": "tags",
        "impactStartDate": "started",
        "impactEndDate": "resolved",
        "links.web": "links.source",
        "description": "## Description",
    },
    gathered={"responders.*.name": "responders"},
    recorded="createdAt",
)


def evidence(source: SourceFile) -> Sequence[str]:
    return exports.evidence(source, _EXPORT)


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    yield from exports.read(source, _EXPORT, wishes)
