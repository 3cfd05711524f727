"""The register as data: its columns, each with its meaning, and its JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from postmortem_archive.register.actions import Register
from postmortem_archive.register.completion import DEFINITION, Completion
from postmortem_archive.register.entries import Entry
from postmortem_archive.spreadsheet import as_csv

# Counted up whenever a column changes its meaning or goes; new ones come at the end.
VERSION = 1

COLUMNS: Mapping[str, str] = {
    "postmortem": "The postmortem's id.",
    "title": "The postmortem's title.",
    "date": "The day of the incident.",
    "kind": "`incident`, `near-miss`, `drill`, `project` or `maintenance`.",
    "severity": "The incident's severity.",
    "postmortem_status": "`draft`, `in-review` or `final`: a draft's actions may still change.",
    "services": "The postmortem's services.",
    "teams": "The postmortem's teams.",
    "id": "The action's own id, where its table has one.",
    "action": "What is to be done, as written.",
    "type": "The type, as written.",
    "owner": "The owner, as written.",
    "owners": "The names in it, without what stands in brackets.",
    "priority": "The priority by its name in archive.yml, or else as written.",
    "state": "`open`, `in progress`, `done`, `declined`, or `unknown`, which counts as not done.",
    "status": "The status, as written.",
    "due": "The due date, if it is written as a date.",
    "due_as_written": "The cell of the due date, as written.",
    "limit": "The last day that the priority allows by `policy.action_limits`.",
    "deadline": "The due date, or else the limit.",
    "deadline_from": "`due date` or `priority`: which of the two it is.",
    "days_overdue": "Days since the deadline of what is not done; 0 if it is not overdue.",
    "age_days": "Days for which it has not been done: since publication or the end of the "
    "incident, whichever is later, or else since the day of the incident.",
    "issued": "In how many postmortems an action of the same words stands: 1 is only this one.",
    "issued_before": "The id of the postmortem that had it last before.",
    "tracker": "Where it is tracked, as written.",
    "path": "The postmortem's file, relative to the archive's folder.",
    "line": "The line on which the action stands.",
}


def rows(register: Register, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries as the columns, with values that JSON has: days in ISO 8601, lists of names."""
    return [_row(register, entry) for entry in entries]


def _row(register: Register, entry: Entry) -> dict[str, Any]:
    postmortem, action = entry.postmortem, entry.action
    issue = register.issue_of(entry)
    before, _ = issue.beside(entry) if issue else (None, None)
    return {
        "postmortem": postmortem.id,
        "title": postmortem.title,
        "date": _day(postmortem.day),
        "kind": postmortem.front.kind,
        "severity": postmortem.front.severity,
        "postmortem_status": postmortem.status,
        "services": list(postmortem.front.services),
        "teams": list(postmortem.front.teams),
        "id": action.id,
        "action": action.text,
        "type": action.type,
        "owner": action.owner,
        "owners": list(entry.owners),
        "priority": entry.said_priority,
        "state": entry.state,
        "status": action.status_text,
        "due": _day(action.due),
        "due_as_written": action.due_text,
        "limit": _day(entry.limit),
        "deadline": _day(entry.deadline),
        "deadline_from": entry.deadline_from,
        "days_overdue": entry.days_overdue,
        "age_days": entry.age,
        "issued": len(issue.postmortems) if issue else 1,
        "issued_before": before.id if before else None,
        "tracker": action.tracker,
        "path": postmortem.path,
        "line": action.place.line,
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def csv_of(register: Register, entries: Iterable[Entry]) -> str:
    """Entries as CSV."""
    return as_csv(tuple(COLUMNS), rows(register, entries))


def data_of(register: Register, entries: Iterable[Entry]) -> dict[str, Any]:
    """Entries as `{version, today, actions, completion}`.

    `completion` is that of the whole register given, not only of the entries, with one
    for each priority in `by_priority`.
    """
    return {
        "version": VERSION,
        "today": register.today.isoformat(),
        "completion": {
            "definition": DEFINITION,
            **_completion(register.completion),
            "by_priority": {
                each.name: _completion(each) for each in register.completion_by_priority
            },
        },
        "actions": rows(register, entries),
    }


def _completion(completion: Completion) -> dict[str, Any]:
    interval = completion.interval
    return {
        "n": completion.n,
        "done": len(completion.done),
        "without_status": completion.without_status,
        "share": completion.share,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
    }
