"""Incidents of incident.io, as its API hands them over (`GET /v2/incidents`).

The timestamps, roles and custom fields of an account have names of its own; they are read by
those names. A timestamp called Reported or Identified is not taken for the detection, and the
measured durations of an account stay in the table, for each account says itself what they
measure. A private incident is kept restricted; public there means public within the account.
The keys are those of https://api-docs.incident.io/tag/Incidents-V2.

Source:

```json
{
  "incidents": [
    {
      "id": "01FDAG4SAP5TYPT98WGR2N7W91",
      "reference": "INC-42",
      "name": "Orders stuck in the queue",
      "summary": "Orders were stuck in the queue.",
      "mode": "standard",
      "visibility": "public",
      "created_at": "2026-02-15T14:31:00Z",
      "permalink": "https://app.incident.io/example/incidents/42",
      "severity": {"name": "Major", "rank": 2},
      "incident_status": {"name": "Closed", "category": "closed"},
      "incident_timestamp_values": [
        {
          "incident_timestamp": {"name": "Impact started"},
          "value": {"value": "2026-02-15T14:23:00Z"}
        },
        {
          "incident_timestamp": {"name": "Reported at"},
          "value": {"value": "2026-02-15T14:31:00Z"}
        },
        {
          "incident_timestamp": {"name": "Resolved at"},
          "value": {"value": "2026-02-15T15:08:00Z"}
        }
      ],
      "duration_metrics": [
        {"duration_metric": {"name": "Reported to resolved"}, "value_seconds": 2220}
      ],
      "incident_role_assignments": [
        {"role": {"name": "Incident Lead"}, "assignee": {"name": "on-call engineer"}}
      ],
      "custom_field_entries": [
        {
          "custom_field": {"name": "Affected services"},
          "values": [{"value_option": {"value": "checkout"}}, {"value_option": {"value": "queue"}}]
        }
      ]
    }
  ],
  "pagination_meta": {"page_size": 25}
}
```

Read:

```yaml
title: Orders stuck in the queue
tracker: INC-42
severity: Major
services: [checkout, queue]
started: 2026-02-15T14:23Z
resolved: 2026-02-15T15:08Z
incident_commander: on-call engineer
links: {source: "https://app.incident.io/example/incidents/42"}
```
"""

from collections.abc import Iterator, Sequence

from postmortem_archive.importers import exports
from postmortem_archive.importers.layout import Incoming, Wishes
from postmortem_archive.importers.source import SourceFile
from postmortem_archive.importers.synonyms import field_of
from postmortem_archive.model.front_matter import MOMENTS

NAME = "incident-io"
ENDINGS = exports.JSON
# When it was told to the tool, and when its cause was known: neither is the detection.
_OTHERS = ("reported at", "reported", "identified at", "identified")


def _moment(name: str) -> str:
    found = field_of(name)
    return found if found in MOMENTS and name not in _OTHERS else ""


def _role(name: str) -> str:
    found = field_of(name)
    return found if found in ("incident_commander", "responders") else ""


_EXPORT = exports.Export(
    marks=(
        *("incident_status", "reference", "name", "permalink", "severity", "mode"),
        *("incident_timestamp_values", "custom_field_entries", "incident_role_assignments"),
        *("duration_metrics", "postmortem_document_url", "slack_channel_name", "incident_type"),
    ),
    needed=4,
    fields={
        "name": "title",
        "reference": "tracker",
        "severity.name": "severity",
        "permalink": "links.source",
        "postmortem_document_url": "links.document",
        "slack_channel_name": "links.channel",
    },
    named=(
        exports.Named(
            "incident_timestamp_values", "incident_timestamp.name", ("value.value",), _moment
        ),
        exports.Named(
            "duration_metrics", "duration_metric.name", ("value_seconds",), unit="seconds"
        ),
        exports.Named("incident_role_assignments", "role.name", ("assignee.name",), _role),
        exports.Named(
            "custom_field_entries",
            "custom_field.name",
            (
                *("values.*.value_text", "values.*.value_link", "values.*.value_numeric"),
                *("values.*.value_option.value", "values.*.value_catalog_entry.name"),
            ),
            field_of,
        ),
    ),
    recorded="created_at",
    private={"visibility": "private"},
    odd={
        "mode": ("test", "tutorial"),
        "incident_status.category": ("declined", "merged", "canceled"),
    },
)


def evidence(source: SourceFile) -> Sequence[str]:
    return exports.evidence(source, _EXPORT)


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    yield from exports.read(source, _EXPORT, wishes)
