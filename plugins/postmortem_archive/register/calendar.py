"""The register as a calendar that Google, Apple and Outlook subscribe to. The door to icalendar."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from postmortem_archive.model.postmortem import Action
from postmortem_archive.register.entries import Entry

_PRODUCT = "-//postmortem-archive//action register//EN"
_LOOK_AGAIN = timedelta(hours=12)


def calendar(name: str, entries: Iterable[Entry]) -> str:
    """An event of one day for each entry that is not done and has a deadline; lines end in CRLF.

    Events rather than to-dos, because Google Calendar and Outlook show no to-dos of a
    subscription; free rather than busy. The same entries give the same bytes.
    Source: RFC 5545; RFC 7986 for the name and how often to look again.
    """
    feed = Calendar()
    feed.add("prodid", _PRODUCT)
    feed.add("version", "2.0")
    feed.add("calscale", "GREGORIAN")
    feed.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):
        feed.add(key, _clean(name))
    feed.add("refresh-interval", _LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", "PT12H")  # the same, for Outlook
    seen: Counter[str] = Counter()
    for entry in entries:
        if not (entry.undone and entry.deadline):
            continue
        uid = _uid(entry)
        seen[uid] += 1  # the same words twice in one postmortem
        feed.add_component(_event(entry, f"{uid}-{seen[uid]}" if seen[uid] > 1 else uid))
    return str(feed.to_ical(sorted=False), "utf-8")


def _uid(entry: Entry) -> str:
    """What stays the same while the action does, whatever its day, owner and line."""
    words = _words(entry.action)
    return f"{_clean(entry.postmortem.id)}-{sha256(words.encode()).hexdigest()[:16]}"


def _words(action: Action) -> str:
    return action.key or " ".join(action.text.casefold().split())


def _event(entry: Entry, uid: str) -> Event:
    assert entry.deadline is not None
    front = entry.postmortem.front
    written = front.published or entry.postmortem.day or entry.deadline
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", datetime.combine(written, time(), UTC))
    event.add("dtstart", entry.deadline)
    event.add("dtend", entry.deadline + timedelta(days=1))
    event.add("summary", _clean(_summary(entry)))
    event.add("description", "\n".join(map(_clean, _description(entry))))
    named = (entry.said_priority, *front.teams)
    event.add("categories", ["Postmortem action", *(_clean(each) for each in named if each)])
    event.add("transp", "TRANSPARENT")
    return event


def _summary(entry: Entry) -> str:
    owner = f" ({entry.action.owner})" if entry.action.owner else ""
    priority = f"{entry.said_priority}: " if entry.said_priority else ""
    return f"{priority}{entry.action.text}{owner}"


def _description(entry: Entry) -> Iterable[str]:
    yield f"From the postmortem: {entry.postmortem.title}"
    if entry.deadline_from == "priority":
        yield f"No due date is written; {entry.priority} allows until this day."
    yield f"Status: {entry.action.status_text or entry.action.status or 'none written'}"
    if entry.action.tracker:
        yield f"Tracker: {entry.action.tracker}"
    yield f"{entry.postmortem.path}:{entry.action.place.line}"


def _clean(text: str) -> str:
    """In one line, without control characters, which a calendar may not hold."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
