"""What customers are told: what was affected, when, how many, and what was written for them.

Left out is what only colleagues understand or need: title, severity, causes, actions, people,
teams, revenue, tracker and links, and every section that was not written for customers.
"""

from collections.abc import Iterator
from dataclasses import replace

from postmortem_archive.announcement import facts, quoting, sections
from postmortem_archive.announcement.outward import unfit
from postmortem_archive.announcement.told import Announcement
from postmortem_archive.message import Message, Part, capitalised, long_day
from postmortem_archive.model.archive import Archive
from postmortem_archive.model.body import Place
from postmortem_archive.model.finding import Finding
from postmortem_archive.model.postmortem import Postmortem

SETTINGS = "archive.yml"
_FELT = {"incident": "Incident", "maintenance": "Planned maintenance"}
_HEADING = 'a section "## For customers": it would be the text'


def for_customers(postmortem: Postmortem, archive: Archive) -> Announcement:
    """The text for a status page, or why there can be none."""
    told = _told(postmortem)
    kind = postmortem.front.kind
    if kind not in _FELT and not told:
        place = postmortem.place_of("kind")
        why = (
            f'kind: a {kind} is nothing that customers felt; tell them in a section "For customers"'
        )
        return Announcement(
            Message(""), refused=(Finding(postmortem.path, place.line, place.column, "", why),)
        )
    refused = (
        *(unfit(told.text, told.line, postmortem, archive) if told else ()),
        *_unfit_services(postmortem, archive),
    )
    quoted = quoting.parts(quoting.quoted(told.text)) if told else ()
    parts = (*quoted, *(Part(lines=((line,),)) for line in _lines(postmortem, archive)))
    message = Message(_title(postmortem), parts)
    return Announcement(message, tuple(_missing(postmortem, archive)), refused)


def _told(postmortem: Postmortem) -> sections.Passage | None:
    """What was written for readers outside."""
    written = sections.for_customers(postmortem)
    is_public = postmortem.front.visibility == "public"
    return written or (sections.summary(postmortem) if is_public else None)


def _title(postmortem: Postmortem) -> str:
    what = _FELT.get(postmortem.front.kind, "Notice")
    return f"{what} on {long_day(postmortem.day)}" if postmortem.day else what


def _lines(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    if affected := [_affected(name, archive) for name in postmortem.front.services]:
        yield f"What was affected: {'; '.join(affected)}."
    if when := facts.when(postmortem):
        yield when
    figures = [facts.figure(name, postmortem) for name in ("users", "requests")]
    data = [fate.in_short for fate in facts.data(postmortem)]
    if said := " ".join(filter(None, [*figures, *data])):
        yield said


def _affected(service: str, archive: Archive) -> str:
    """A service by what it is, where archive.yml says so: its name is for colleagues."""
    described = (archive.file.services or {}).get(service)
    return capitalised((described or service).strip().rstrip("."))


def _unfit_services(postmortem: Postmortem, archive: Archive) -> Iterator[Finding]:
    """What must not go out in the words that say what was affected."""
    for service in postmortem.front.services:
        described = (archive.file.services or {}).get(service)
        own = postmortem.place_of("services")
        path, place = (
            (SETTINGS, archive.places.get(("services", service), Place(1, 1)))
            if described
            else (postmortem.path, own)
        )
        yield from _at(place, path, unfit(described or service, place.line, postmortem, archive))


def _at(place: Place, path: str, found: list[Finding]) -> Iterator[Finding]:
    """Findings in the value of a field, whose beginning is all that is known of its place."""
    for finding in found:
        yield replace(finding, path=path, line=place.line, column=place.column)


def _missing(postmortem: Postmortem, archive: Archive) -> Iterator[str]:
    front, impact = postmortem.front, postmortem.front.impact
    if not sections.for_customers(postmortem):
        yield _HEADING
    if not front.services:
        yield "services: what was affected"
    for name in front.services:
        if not (archive.file.services or {}).get(name):
            yield f"services in archive.yml: what {name} is, in words that customers know"
    if front.started and front.resolved and front.resolved < front.started:
        yield "started, resolved: they are out of order, so no duration is told"
    elif not facts.when(postmortem) or not (front.started and front.resolved):
        absent = [name for name in ("started", "resolved") if not getattr(front, name)]
        yield f"{', '.join(absent)}: from when to when it hurt"
    if not impact or (impact.users is None and impact.requests is None):
        yield "impact.users or impact.requests: how many were affected (~ marks an estimate)"
    fates = {fate.field: fate for fate in facts.data(postmortem)}
    if "data_loss" not in fates:
        yield "impact.data_loss: what data was lost, or none"
    for name, fate in fates.items():
        if not fate.is_told_in_full:
            yield f"impact.{name} is in words for colleagues: say it anew in that section"
