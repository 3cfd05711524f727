"""A resemblance as data, with the other's actions that are not done."""

from collections.abc import Iterable
from typing import Any

from postmortem_archive.register import Entry
from postmortem_archive.resemblance.resembling import Resemblance


def data_of(each: Resemblance, actions: Iterable[Entry]) -> dict[str, Any]:
    """Values that JSON has: days in ISO 8601, the score with four places, no verdict as null."""
    other = each.other
    field, others = each.verdict or (None, False)
    return {
        "id": other.id,
        "title": other.title,
        "date": other.day.isoformat() if other.day else None,
        "severity": other.front.severity,
        "path": other.path,
        "score": round(each.score, 4),
        "verdict": {"field": field, "recorded_in": "other" if others else "this"}
        if field
        else None,
        "shared_terms": list(each.shared),
        "only_here": list(each.only_here),
        "only_there": list(each.only_there),
        "services": list(each.services),
        "tags": list(each.tags),
        "causes": list(each.causes),
        "causes_only_here": list(each.causes_here),
        "causes_only_there": list(each.causes_there),
        "actions_not_done": [_action(entry) for entry in actions if entry.undone],
    }


def _action(entry: Entry) -> dict[str, Any]:
    action = entry.action
    return {
        "action": action.text,
        "priority": entry.said_priority or None,
        "owner": action.owner or None,
        "state": entry.state,
        "deadline": entry.deadline.isoformat() if entry.deadline else None,
        "days_overdue": entry.days_overdue,
        "line": action.place.line,
    }
