"""Incidents of FireHydrant, as its API hands them over (`GET /v1/incidents`).

The moments are those of its milestones started, detected, acknowledged, mitigated and
resolved, whether they stand in `milestones` or in the newer `lifecycle_phases`; other
milestones stay in the table. What a record does not name by a currency, a monetary impact,
stays there too. The keys are those of https://developers.firehydrant.com/ (Incidents).

Source:

```json
{
  "data": [
    {
      "id": "0d0b7a0e-5c2f-4a53-8a8e-4a3a2f7b7c11",
      "number": 42,
      "name": "Orders stuck in the queue",
      "summary": "Orders were stuck in the queue.",
      "customer_impact_summary": "Customers waited for their orders.",
      "severity": "SEV2",
      "created_at": "2026-02-15T14:31:00Z",
      "started_at": "2026-02-15T14:23:00Z",
      "current_milestone": "resolved",
      "customers_impacted": 1200,
      "tag_list": ["queue"],
      "milestones": [
        {"type": "started", "occurred_at": "2026-02-15T14:23:00Z"},
        {"type": "detected", "occurred_at": "2026-02-15T14:31:00Z"},
        {"type": "investigating", "occurred_at": "2026-02-15T14:35:00Z"},
        {"type": "resolved", "occurred_at": "2026-02-15T15:08:00Z"}
      ],
      "services": [{"id": "c1", "name": "checkout"}, {"id": "c2", "name": "queue"}],
      "environments": [{"id": "e1", "name": "production"}],
      "incident_url": "https://app.firehydrant.io/org/example/incidents/42"
    }
  ],
  "pagination": {"count": 1}
}
```

Read:

```yaml
title: Orders stuck in the queue
tracker: "42"
severity: SEV-2
services: [checkout, queue]
tags: [queue]
started: 2026-02-15T14:23Z
detected: 2026-02-15T14:31Z
resolved: 2026-02-15T15:08Z
impact: {users: 1200}
links: {source: "https://app.firehydrant.io/org/example/incidents/42"}
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers import exports
from postmortem_archive.importers.layout import Incoming, Wishes
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.model.front_matter import MOMENTS

NAME = "firehydrant"
ENDINGS = exports.JSON


def _milestone(name: str) -> str:
    return name if name in MOMENTS else ""


_EXPORT = exports.Export(
    marks=(
        *("name", "current_milestone", "milestones", "lifecycle_phases", "incident_url"),
        *("customer_impact_summary", "tag_list", "started_at", "severity_impact", "number"),
        *("severity_condition", "customers_impacted", "monetary_impact", "functionalities"),
        *("private_status_page_url", "lifecycle_measurements"),
    ),
    needed=5,
    fields={
        "name": "title",
        "number": "tracker",
        "severity": "severity",
        "started_at": "started",
        "tag_list": "tags",
        "customers_impacted": "impact.users",
        "incident_url": "links.source",
        "channel_name": "links.channel",
    },
    gathered={"services.*.name": "services", "team_assignments.*.team.name": "teams"},
    named=(
        exports.Named("milestones", "type", ("occurred_at",), _milestone),
        exports.Named("lifecycle_phases.*.milestones", "slug", ("occurred_at",), _milestone),
    ),
    recorded="created_at",
)


def evidence(source: SourceFile) -> Sequence[str]:
    return exports.evidence(source, _EXPORT)


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    yield from exports.read(source, _EXPORT, wishes)
