"""What a postmortem's front matter says, as the lines and figures at the head of its page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from postmortem_archive.model.address import quoted
from postmortem_archive.model.front_matter import MEASURES, FrontMatter, Measure, duration
from postmortem_archive.pages import words
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.phases import Phase
from postmortem_archive.pages.places import Places

# A name, and what it has: each value with its page, if it has one.
Line = tuple[str, list[tuple[str, str | None]]]

_GROUPS = (
    ("services", "Services"),
    ("teams", "Teams"),
    ("causes", "Causes"),
    ("tags", "Tags"),
)
_PEOPLE = (("incident_commander", "Led by"), ("responders", "Responded"), ("authors", "Written by"))
_HARM = {
    "users": "users",
    "requests": "requests",
    "revenue": "revenue",
    "tickets": "tickets",
    "data_loss": "data loss",
    "data_exposed": "data exposed",
}


def lines(front: FrontMatter, places: Places, link: Link) -> list[Line]:
    """Whom it hurt, and whose it is: what a reader wants to know first."""
    harm = ", ".join(_harm(front))
    found: list[Line] = [("Impact", [(harm, None)])] if harm else []
    for folder, label in _GROUPS:
        names = getattr(front, folder)
        found.append((label, [(name, link(places.of(folder, name) or "")) for name in names]))
    return [line for line in found if line[1]]


def _harm(front: FrontMatter) -> Iterator[str]:
    for field, what in _HARM.items() if front.impact else ():
        value = getattr(front.impact, field)
        if value is not None:
            yield f"{what}: {value}" if isinstance(value, str) else f"{value} {what}"


def more(front: FrontMatter) -> list[Line]:
    """People, publication, objective, tracker, links."""
    found: list[Line] = []
    if front.detection and not _is_told("detect", MEASURES["detect"], front):
        found.append(("Detected by", [(front.detection, None)]))  # beside no time
    for name, label in _PEOPLE:
        value = getattr(front, name) or ()
        people = [value] if isinstance(value, str) else value
        found.append((label, [(person, None) for person in people]))
    if front.published:
        found.append(("Published", [(words.day(front.published), None)]))
    if front.impact and front.impact.slo:
        slo = front.impact.slo
        found.append(("Objective", [(f"{slo.objective:g} % over {words.span(slo.window)}", None)]))
    if front.tracker:
        found.append(("Tracker", [(front.tracker, _address(front.tracker))]))
    for label, addresses in front.links.items():
        named = [(_short(address), _address(address)) for address in addresses]
        found.append((label[:1].upper() + label[1:], named))
    return [line for line in found if line[1]]


def _address(text: str) -> str | None:
    return quoted(text) if text.startswith(("https://", "http://")) else None


def _short(address: str) -> str:
    """An address by its host: the whole of it is a click away."""
    return urlsplit(address).hostname or address if _address(address) else address


def times(front: FrontMatter, phases: tuple[Phase, ...]) -> list[dict[str, Any]]:
    """When it began and how long it took to detect, acknowledge, mitigate and recover.

    Each with the moment, and with the phase that this moment ended.
    """
    ended_by = {phase.next: phase for phase in phases}
    found = [
        {**_time(measure, front), "phase": ended_by.get(measure.end)}
        for key, measure in MEASURES.items()
        if _is_told(key, measure, front)
    ]
    return [_beginning(front.started), *found] if front.started else found


def _is_told(key: str, measure: Measure, front: FrontMatter) -> bool:
    """What is not known is left out, but for the end of what has a beginning."""
    known = getattr(front, measure.end) or duration(front, measure)
    return bool(known or (key == "recover" and front.started and front.kind == "incident"))


def _beginning(started: datetime) -> dict[str, Any]:
    day, _, clock = words.moment(started).partition(" ")
    definition = "When the impact began; every T+ counts from here."
    return {
        "name": "Started",
        "definition": definition,
        "value": clock,
        "about": day,
        "phase": None,
    }


def _time(measure: Measure, front: FrontMatter) -> dict[str, Any]:
    found = duration(front, measure)
    value = words.span(found.span if found else None)
    about = ", ".join(_about(measure, front))
    return {
        "name": measure.name,
        "definition": measure.definition,
        "value": value,
        "about": about,
    }


def _about(measure: Measure, front: FrontMatter) -> Iterator[str]:
    moment: datetime | None = getattr(front, measure.end)
    start: datetime | None = getattr(front, measure.start)
    found = duration(front, measure)
    if moment:
        yield f"{measure.end} {_clock(moment, front.started)}"
    elif not found:
        yield f"when it was {measure.end} is not known"
    if found and found.stated:
        yield "as stated"
    elif moment and not start:
        yield f"when it {'was ' if measure.start != 'started' else ''}{measure.start} is not known"
    elif moment and not found:
        yield f"which is before it {'was ' if measure.start != 'started' else ''}{measure.start}"
    if measure.end == "detected" and front.detection:
        yield f"by {front.detection}"


def _clock(moment: datetime, started: datetime | None) -> str:
    """A moment, without what it has in common with the beginning."""
    if started is None or moment.utcoffset() != started.utcoffset():
        return words.moment(moment)
    day = "" if moment.date() == started.date() else f"{moment.date()} "
    return f"{day}{moment:%H:%M}"
