"""What a postmortem's front matter says, as the lines and figures at the head of its page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from postmortem_archive.model.address import quoted
from postmortem_archive.model.front_matter import MEASURES, Figure, FrontMatter, Measure, duration
from postmortem_archive.pages import words
from postmortem_archive.pages.page import Link
from postmortem_archive.pages.phases import Phase
from postmortem_archive.pages.places import Places
from postmortem_archive.translation import N_, _, number

# A name, and what it has: each value with its page, if it has one.
Line = tuple[str, list[tuple[str, str | None]]]

_GROUPS = (
    ("services", N_("Services")),
    ("teams", N_("Teams")),
    ("causes", N_("Causes")),
    ("tags", N_("Tags")),
)
_PEOPLE = (
    ("incident_commander", N_("Led by")),
    ("responders", N_("Responded")),
    ("authors", N_("Written by")),
)
# How each moment is told beside its figure, and how it reads where it is not known.
_WHEN = {
    "detected": N_("detected {when}"),
    "acknowledged": N_("acknowledged {when}"),
    "mitigated": N_("mitigated {when}"),
    "resolved": N_("resolved {when}"),
}
_NOT_KNOWN = {
    "started": N_("when it started is not known"),
    "detected": N_("when it was detected is not known"),
    "acknowledged": N_("when it was acknowledged is not known"),
    "mitigated": N_("when it was mitigated is not known"),
    "resolved": N_("when it was resolved is not known"),
}
_TOO_EARLY = {
    "started": N_("which is before it started"),
    "detected": N_("which is before it was detected"),
}
_HARM = {
    "users": N_("{value} users"),
    "requests": N_("{value} requests"),
    "revenue": N_("{value} revenue"),
    "tickets": N_("{value} tickets"),
    "data_loss": N_("data loss: {value}"),
    "data_exposed": N_("data exposed: {value}"),
}


def lines(front: FrontMatter, places: Places, link: Link) -> list[Line]:
    """Whom it hurt, and whose it is: what a reader wants to know first."""
    harm = ", ".join(_harm(front))
    found: list[Line] = [(_("Impact"), [(harm, None)])] if harm else []
    for folder, label in _GROUPS:
        names = getattr(front, folder)
        found.append((_(label), [(name, link(places.of(folder, name) or "")) for name in names]))
    return [line for line in found if line[1]]


def _harm(front: FrontMatter) -> Iterator[str]:
    for field, told in _HARM.items() if front.impact else ():
        value = getattr(front.impact, field)
        if value is not None:
            yield _(told, value=value if isinstance(value, str) else _figure(value))


def _figure(figure: Figure) -> str:
    """A stated figure as the language writes numbers: ~15,000, 3.5 %."""
    digits = len(f"{figure.value:.6f}".rstrip("0").partition(".")[2])
    unit = f" {figure.unit}" if figure.unit else ""
    return f"{'~' if figure.estimate else ''}{number(figure.value, digits)}{unit}"


def more(front: FrontMatter) -> list[Line]:
    """People, publication, objective, tracker, links."""
    found: list[Line] = []
    if front.detection and not _is_told("detect", MEASURES["detect"], front):
        found.append((_("Detected by"), [(front.detection, None)]))  # beside no time
    for name, label in _PEOPLE:
        value = getattr(front, name) or ()
        people = [value] if isinstance(value, str) else value
        found.append((_(label), [(person, None) for person in people]))
    if front.published:
        found.append((_("Published"), [(words.day(front.published), None)]))
    if front.impact and front.impact.slo:
        slo = front.impact.slo
        share = number(slo.objective, len(f"{slo.objective:g}".partition(".")[2]))
        told = _("{share} % over {span}", share=share, span=words.span(slo.window))
        found.append((_("Objective"), [(told, None)]))
    if front.tracker:
        found.append((_("Tracker"), [(front.tracker, _address(front.tracker))]))
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
    day, clock = words.moment(started).split(" ", 1)
    definition = _("When the impact began; every T+ counts from here.")
    return {
        "name": _("Started"),
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
        "name": _(measure.name),
        "definition": _(measure.definition),
        "value": value,
        "about": about,
    }


def _about(measure: Measure, front: FrontMatter) -> Iterator[str]:
    moment: datetime | None = getattr(front, measure.end)
    start: datetime | None = getattr(front, measure.start)
    found = duration(front, measure)
    if moment:
        yield _(_WHEN[measure.end], when=_clock(moment, front.started))
    elif not found:
        yield _(_NOT_KNOWN[measure.end])
    if found and found.stated:
        yield _("as stated")
    elif moment and not start:
        yield _(_NOT_KNOWN[measure.start])
    elif moment and not found:
        yield _(_TOO_EARLY[measure.start])
    if measure.end == "detected" and front.detection:
        yield _("by {source}", source=front.detection)


def _clock(moment: datetime, started: datetime | None) -> str:
    """A moment, without what it has in common with the beginning."""
    if started is None or moment.utcoffset() != started.utcoffset():
        return words.moment(moment)
    day = "" if moment.date() == started.date() else f"{moment.date()} "
    return f"{day}{moment:%H:%M}"
