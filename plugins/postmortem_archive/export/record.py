"""Postmortems as values that JSON has: all that was read of them, or what a list shows."""

from collections.abc import Mapping
from typing import Any

from postmortem_archive.model.archive import Archive
from postmortem_archive.model.front_matter import MEASURES, duration
from postmortem_archive.model.postmortem import Action, Event, Postmortem

# Counted up whenever a key changes its meaning or goes.
VERSION = 1


def as_data(archive: Archive) -> dict[str, Any]:
    """An archive's postmortems, newest first, whole; what each key is stands in `keys`.

    `archive` is what `readable` returns.
    """
    return _framed(archive, [{**_summary(p), **_contents(p)} for p in archive.postmortems])


def outlines(archive: Archive, urls: Mapping[str, str | None]) -> dict[str, Any]:
    """The same without timelines and texts, each with its address by `urls`, by path."""
    return _framed(archive, [{**_summary(p), "url": urls[p.path]} for p in archive.postmortems])


def _framed(archive: Archive, postmortems: list[dict[str, Any]]) -> dict[str, Any]:
    return {"version": VERSION, "name": archive.file.name, "postmortems": postmortems}


def _summary(postmortem: Postmortem) -> dict[str, Any]:
    return {
        "id": postmortem.id,
        "path": postmortem.path,
        "title": postmortem.title,
        "date": postmortem.day.isoformat() if postmortem.day else None,
        "status": postmortem.status,
        "kind": postmortem.front.kind,
        "front_matter": postmortem.front.model_dump(mode="json", exclude_unset=True),
        "minutes": _minutes(postmortem),
        "actions": [_action(action) for action in postmortem.actions],
    }


def _contents(postmortem: Postmortem) -> dict[str, Any]:
    return {
        "timeline": [_event(event) for event in postmortem.events],
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
