"""Reads the log of a PagerDuty incident: the answer of `GET /incidents/{id}/log_entries`.

An entry has a `type` such as `trigger_log_entry`, `created_at`, a `summary`, the `agent` that did
it, the `channel` through which, and, for a notification, the `user` who was told.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from postmortem_archive import times
from postmortem_archive.drafting.notes import Note, Notes, Unclear
from postmortem_archive.drafting.readers.exported import Lines, first, records, value

FORM = "PagerDuty log"
_KINDS = {
    "trigger": "alert",
    "notify": "page",
    "acknowledge": "acknowledged",
    "resolve": "resolved",
    "escalate": "escalated",
    "annotate": "",
}
_NUMBERED = re.compile(r"\[#[0-9]{1,12}\] ?")


def recognises(data: Any) -> bool:
    return any(
        str(each.get("type")).removesuffix("_reference").endswith("_log_entry")
        for each in _entries(data)
    )


def read(data: Any, written: str) -> Notes:
    lines, notes, unclear = Lines(written), list[Note](), []
    people: dict[str, tuple[str, ...]] = {}
    titles: dict[str, int] = {}
    for entry in _entries(data):
        line = lines.of(value(entry, "created_at"))
        people |= {name: (name,) for name in _persons(entry)}
        if title := _NUMBERED.sub("", value(entry, "incident", "summary")):
            titles.setdefault(title, line)
        try:
            moment: datetime | None = times.parse_moment(value(entry, "created_at"))
        except ValueError as error:
            moment = None
            unclear.append(Unclear(line, f"created_at: {error}"))
        notes.append(_note(entry, line, moment))
    notes = [note for note in notes if note.text]
    notes.sort(key=lambda note: note.moment.timestamp() if note.moment else float("inf"))
    about = [Note(line, title, "title") for title, line in titles.items()]
    services = {value(entry, "service", "summary"): 1 for entry in _entries(data)}
    about += [Note(1, name, "services") for name in services if name]
    every = tuple(written.split("\n"))
    return Notes(FORM, (*about, *notes), tuple(people.values()), tuple(unclear), every)


def _entries(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict) and isinstance(data.get("log_entry"), dict):
        return [data["log_entry"]]
    return records(data, "log_entries")


def _note(entry: dict[str, Any], line: int, moment: datetime | None) -> Note:
    kind = str(entry.get("type")).partition("_")[0]
    said = dict.fromkeys(
        (
            value(entry, "summary"),
            value(entry, "channel", "summary") if kind in ("annotate", "trigger") else "",
            value(entry, "event_details", "description"),
            value(entry, "note"),
        )
    )
    text = " — ".join(filter(None, said)) or (kind.capitalize() if moment else "")
    actor = first(value(entry, key, "summary") for key in ("agent", "user"))
    topic = "timeline" if moment else ""
    return Note(
        line, text, topic, moment=moment, kind=_KINDS.get(kind, ""), actor=actor, source="PagerDuty"
    )


def _persons(entry: dict[str, Any]) -> Iterator[str]:
    """The people whom an entry names: users, while an agent may also be a service."""
    for who in (entry.get("agent"), entry.get("user"), *records(entry.get("assignees"))):
        if isinstance(who, dict) and str(who.get("type")).startswith("user"):
            yield from filter(None, (value(who, "summary"), value(who, "name")))
