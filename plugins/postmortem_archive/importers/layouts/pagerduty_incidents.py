"""Incidents of PagerDuty: its REST API's, and the raw incidents of its Analytics, JSON or CSV.

`created_at` is when the incident was first triggered, so it is `detected`, not `started`.
The acknowledgements are listed only as long as an incident is open; of several, the first one
counts. Without `resolved_at`, the last change of status of a resolved incident is its end.
The urgency is no severity, and `seconds_to_resolve` counts from the trigger, so both stay in
the table. The keys are those of https://developer.pagerduty.com/api-reference/ (List
incidents; Get raw data: multiple incidents), for CSV also those of the older reports
(`created_on`, `resolved_on`).

Source:

```json
{
  "incidents": [
    {
      "incident_number": 1234,
      "title": "Orders stuck in the queue",
      "created_at": "2026-02-15T14:31:00Z",
      "resolved_at": "2026-02-15T15:08:00Z",
      "status": "resolved",
      "urgency": "high",
      "priority": {"type": "priority", "summary": "P1"},
      "service": {"type": "service_reference", "summary": "checkout"},
      "teams": [{"type": "team_reference", "summary": "Orders"}],
      "assignments": [],
      "acknowledgements": [],
      "last_status_change_at": "2026-02-15T15:08:00Z",
      "html_url": "https://example.pagerduty.com/incidents/PT4KHLK"
    }
  ],
  "limit": 25,
  "more": false
}
```

Read:

```yaml
title: Orders stuck in the queue
tracker: "1234"
severity: P1
services: [checkout]
teams: [Orders]
detected: 2026-02-15T14:31Z
resolved: 2026-02-15T15:08Z
links: {source: "https://example.pagerduty.com/incidents/PT4KHLK"}
```
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from postmortem_archive.importers import exports
from postmortem_archive.importers.layout import Incoming, Wishes
from postmortem_archive.importers.objects import objects
from postmortem_archive.importers.records import Cell, Record
from postmortem_archive.importers.rows import ENDINGS as CSV
from postmortem_archive.importers.rows import rows
from postmortem_archive.importers.source import SourceFile

NAME = "pagerduty-incidents"
ENDINGS: tuple[str, ...] = (*exports.JSON, *CSV)
_REST = exports.Export(
    marks=(
        *("incident_number", "title", "created_at", "urgency", "html_url", "service", "status"),
        *("last_status_change_at", "resolved_at", "assignments", "acknowledgements", "priority"),
        *("escalation_policy", "incident_key", "teams", "first_trigger_log_entry"),
    ),
    needed=6,
    fields={
        "title": "title",
        "incident_number": "tracker",
        "created_at": "detected",
        "resolved_at": "resolved",
        "priority.summary": "severity",
        "service.summary": "services",
        "html_url": "links.source",
        "body.details": "## Details",
    },
    gathered={
        "teams.*.summary": "teams",
        "assignments.*.assignee.summary": "responders",
    },
)
_ANALYTICS = exports.Export(
    marks=(
        *("incident_number", "seconds_to_resolve", "description", "service_name", "urgency"),
        *("seconds_to_first_ack", "created_at", "resolved_at", "created_on", "resolved_on"),
        *("team_name", "priority_name", "seconds_to_engage", "seconds_to_mobilize", "major"),
        *("escalation_policy_name", "escalation_count", "assignment_count"),
    ),
    needed=6,
    fields={
        "description": "title",
        "incident_number": "tracker",
        "created_at": "detected",
        "created_on": "detected",
        "resolved_at": "resolved",
        "resolved_on": "resolved",
        "priority_name": "severity",
        "service_name": "services",
        "team_name": "teams",
    },
    seconds={"seconds_to_first_ack": "time_to_acknowledge"},
)


def _names_and_records(source: SourceFile) -> tuple[Sequence[str], Sequence[Record]]:
    if source.ending in CSV:
        table = rows(source)
        return ((), ()) if isinstance(table, str) else (table.names, table.records)
    found = objects(source)
    if isinstance(found, str):
        return (), ()
    names = dict.fromkeys(key for one in found for key in one.members)
    return [*names], [Record(one.line, one.cells) for one in found]


def evidence(source: SourceFile) -> Sequence[str]:
    names, _ = _names_and_records(source)
    return max(
        (exports.evidence_in(names, one) for one in (_REST, _ANALYTICS)), key=len, default=()
    )


def read(source: SourceFile, wishes: Wishes) -> Iterator[Incoming]:
    names, records = _names_and_records(source)
    export = _ANALYTICS if "seconds_to_resolve" in names else _REST
    told = [_with_times(record) for record in records]
    yield from exports.read_records(source, told, export, wishes)


def _with_times(record: Record) -> Record:
    """The record with its first acknowledgement, and its end if only the change is stated."""
    texts = {cell.name: cell.text for cell in record.cells}
    first = min(
        (cell for cell in record.cells if _is_acknowledgement(cell.name)),
        key=lambda cell: cell.text,
        default=None,
    )
    ended = "resolved_at" not in texts and texts.get("status") == "resolved"
    cells = []
    for cell in record.cells:
        if cell is first:
            cells.append(Cell(cell.name, cell.value, "acknowledged"))
        elif ended and cell.name == "last_status_change_at":
            cells.append(Cell(cell.name, cell.value, "resolved"))
        else:
            cells.append(cell)
    return replace(record, cells=tuple(cells))


def _is_acknowledgement(name: str) -> bool:
    return name.startswith("acknowledgements.") and name.endswith(".at")
