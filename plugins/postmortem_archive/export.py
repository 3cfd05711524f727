"""The whole archive as data: every field, moment, row, action and text that was read."""

from typing import Any

from postmortem_archive.load.redact import without_credentials
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Action, Event, Postmortem

# Counted up whenever a key changes its meaning or goes.
VERSION = 1


def as_data(archive: Archive) -> dict[str, Any]:
    """The postmortems that are not restricted, newest first, as values that JSON has.

    `{version, name, postmortems: [{id, path, title, date, status, kind, front_matter,
    minutes, timeline, actions, body}]}`. `front_matter` has the fields that are set, under
    their own names: moments and days in ISO 8601 form, stated spans as ISO 8601 durations, a
    figure as `{value, unit, estimate}`. `minutes` has the measures that are known, each with
    whether it was `stated`. A credential that is shown in a file is masked.
    """
    shown = archive.readable()
    masked = without_credentials(shown, {p.path for p in shown.postmortems if p.credentials})
    return {
        "version": VERSION,
        "name": archive.file.name,
        "postmortems": [_postmortem(postmortem) for postmortem in masked.postmortems],
    }


def _postmortem(postmortem: Postmortem) -> dict[str, Any]:
    return {
        "id": postmortem.id,
        "path": postmortem.path,
        "title": postmortem.title,
        "date": postmortem.day.isoformat() if postmortem.day else None,
        "status": postmortem.status,
        "kind": postmortem.front.kind,
        "front_matter": postmortem.front.model_dump(mode="json", exclude_unset=True),
        "minutes": _minutes(postmortem),
        "timeline": [_event(event) for event in postmortem.events],
        "actions": [_action(action) for action in postmortem.actions],
        "body": postmortem.body.text,
    }


def _minutes(postmortem: Postmortem) -> dict[str, Any]:
    measured = {key: duration(postmortem.front, measure) for key, measure in MEASURES.items()}
    return {
        key: {"value": found.span.total_seconds() / 60, "stated": found.stated}
        for key, found in measured.items()
        if found
    }


def _event(event: Event) -> dict[str, Any]:
    return {
        "time": event.time,
        "start": event.start.isoformat() if event.start else None,
        "end": event.end.isoformat() if event.end else None,
        "text": event.text,
        "source": event.source,
        "actor": event.actor,
    }


def _action(action: Action) -> dict[str, Any]:
    return {
        "id": action.id,
        "text": action.text,
        "type": action.type,
        "priority": action.priority,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else None,
        "status": action.status,
        "tracker": action.tracker,
    }
